"""The pages: what is entered, tested, signed in, shown once, retried, taken away; secrets never come back out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import delete, select

from meetings.connections.models import ProviderCall, ProviderConnection, ProviderHealth, ProviderNews
from meetings.connections.rules import CallState, ConnectionState
from meetings.db.outbox import OutboxRow
from meetings.db.record import council_stream, facts_of
from meetings.kernel.permissions import Role
from meetings.notifications.models import StoredLetter
from meetings.ports.providers import Checked, Permanent, Retryable, SignInDead
from meetings.runtime.vault import Vault
from tests.connections.conftest import SECRET, SET_UP, TOKEN, VAULT, Desk, Moot, make_desk
from tests.factories.accounts import signed_in
from tests.factories.site import Site, Visitor, make_site, words

PAGE = "/desk/connections/moot"
GIVEN = {"account_id": "A1", "client_secret": SECRET, "note": ""}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with make_site(tmp_path_factory.mktemp("desk"), public_url="https://meetings.example") as made:
        yield made


@pytest.fixture(scope="module")
def admin(site: Site) -> Visitor:
    return Visitor(site.parts, signed_in(site.world, "Ada Admin", Role.ADMINISTRATOR)[1])


@pytest.fixture
def desk(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = make_desk(site.world, Moot(setup=replace(SET_UP, sign_in=True)), tmp_path)
    monkeypatch.setattr(site.parts.services, "providers", made.context.providers)
    monkeypatch.setattr(site.parts.services, "vault", VAULT)
    with site.world.runner.database.write() as session:
        for table in (ProviderConnection, ProviderCall, ProviderHealth, ProviderNews):
            session.execute(delete(table))
    return made


def stored(desk: Desk) -> ProviderConnection | None:
    with desk.world.runner.read() as session:
        return session.get(ProviderConnection, "moot")


def kept(desk: Desk) -> dict[str, str]:
    row = stored(desk)
    return VAULT.open(row.locked) if row else {}


def said_after(visitor: Visitor, path: str, data: dict[str, str] | None = None) -> str:
    """What the page says that a form leads to."""
    client = visitor._client()
    from meetings.web.csrf import token_for

    headers = {"X-CSRF-Token": token_for(visitor.parts.services.secret, visitor.token)}
    answer = client.post(path, data=data, headers=headers, follow_redirects=True, buffered=True)
    assert answer.status_code == 200, answer.status
    return words(answer)


def test_entering_tests_at_once_and_secrets_never_come_back(desk: Desk, admin: Visitor) -> None:
    assert "Not connected" in words(admin.get("/desk/connections"))
    page = words(admin.get(PAGE))
    assert "Create an app." in page
    assert "meeting:write to make rooms" in page
    assert "https://meetings.example/desk/connections/moot/signed-in" in page
    said = said_after(admin, PAGE, GIVEN)
    assert "everything that is needed is there" in said
    assert "Connected" in said
    html = admin.get(PAGE).get_data(as_text=True)
    assert SECRET not in html
    assert 'value="A1"' in html
    assert "Kept. Leave it empty to keep it." in html
    assert kept(desk)["client_secret"] == SECRET
    row = stored(desk)
    assert row is not None
    assert row.state is ConnectionState.CONNECTED
    version = row.version
    said_after(admin, PAGE, {"account_id": "A2", "client_secret": ""})
    assert kept(desk)["client_secret"] == SECRET
    assert kept(desk)["account_id"] == "A2"
    row = stored(desk)
    assert row is not None
    assert row.version == version + 1


def test_what_is_missing_is_said_beside_the_field_and_kept(desk: Desk, admin: Visitor) -> None:
    answer = admin.post(PAGE, {"account_id": "A1", "note": "x\ty"})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "Enter the client secret" in html
    assert "cannot be kept" in html
    assert 'value="A1"' in html
    assert stored(desk) is None


def test_missing_permissions_are_named(desk: Desk, admin: Visitor) -> None:
    desk.moot.checks = (
        Checked("meeting:write", True, "to make rooms"),
        Checked("report:read", False, "Add it under “Scopes” to read who was there."),
    )
    said = said_after(admin, PAGE, GIVEN)
    assert "something is missing: report:read" in said
    assert "Add it under “Scopes”" in said
    assert "Something is missing" in words(admin.get("/desk/connections"))


@pytest.mark.parametrize(
    "error",
    [
        SignInDead("The client secret is wrong.", remedy="Copy it anew."),
        Permanent("The client secret is wrong.", remedy="Copy it anew."),
    ],
)
def test_wrong_values_are_kept_but_not_connected(desk: Desk, admin: Visitor, error: Exception) -> None:
    desk.moot.fails = error
    said = said_after(admin, PAGE, GIVEN)
    assert "The client secret is wrong. Copy it anew." in said
    assert ("What you entered is kept." in said) is isinstance(error, SignInDead)
    row = stored(desk)
    assert row is not None
    assert row.state is ConnectionState.ENTERED
    assert "Not finished" in words(admin.get("/desk/connections"))


def test_a_dead_connection_is_shown_told_once_and_connected_again(
    desk: Desk, admin: Visitor, site: Site
) -> None:
    said_after(admin, PAGE, GIVEN)
    desk.does("t.page_dead", lambda d: (_ for _ in ()).throw(SignInDead("Revoked.")))
    call = desk.ask("t.page_dead")
    desk.work()
    with desk.world.runner.read() as session:
        letters = session.scalars(
            select(StoredLetter).where(StoredLetter.key.like("connection-died:%"))
        ).all()
    assert [letter.name for letter in letters] == ["Ada Admin"]
    assert "Moot must be connected again" in letters[0].subject
    page = words(admin.get(PAGE))
    assert "does not accept the council’s account any more" in page
    assert "Waits for the connection" in page
    for visitor, path in ((site.officer, "/desk"), (admin, "/desk"), (site.officer, "/desk/connections")):
        assert "Connect again" in words(visitor.get(path)), path
    desk.does("t.page_dead")
    assert "everything that is needed is there" in said_after(admin, f"{PAGE}/test")
    assert desk.call(call).state is CallState.WAITING
    desk.work()
    assert desk.call(call).state is CallState.DONE
    assert "Connect again" not in words(site.officer.get("/desk"))


def leave(admin: Visitor) -> str:
    """Start a sign-in; the state that the provider is sent."""
    page = admin.post(f"{PAGE}/sign-in").get_data(as_text=True)
    found = re.search(r'href="(https://moot\.example/[^"]+)"', page)
    assert found is not None
    return parse_qs(urlsplit(unescape(found[1])).query)["state"][0]


def test_signing_in_is_bound_to_the_session_and_good_once(desk: Desk, admin: Visitor, site: Site) -> None:
    said_after(admin, PAGE, GIVEN)
    state = leave(admin)
    other = Visitor(site.parts, signed_in(site.world, "Bo Admin", Role.ADMINISTRATOR)[1])
    back = f"{PAGE}/signed-in?code=c1&state={state}"
    other.get(back)
    assert "refresh_token" not in kept(desk)
    admin.get(f"{PAGE}/signed-in?code=c1&state=guessed")
    assert "refresh_token" not in kept(desk)
    assert admin.get(back).headers["Location"] == PAGE
    assert kept(desk)["refresh_token"] == f"{TOKEN}-c1"
    admin.get(back.replace("c1", "c2"))
    assert kept(desk)["refresh_token"] == f"{TOKEN}-c1"
    assert TOKEN not in admin.get(PAGE).get_data(as_text=True)


def test_sign_in_that_takes_too_long_is_begun_again(desk: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    state = leave(admin)
    at = desk.world.clock.at
    desk.world.later(minutes=16)
    admin.get(f"{PAGE}/signed-in?code=c1&state={state}")
    desk.world.clock.at = at
    assert "refresh_token" not in kept(desk)


@pytest.mark.parametrize(
    ("query", "fails", "expected"),
    [
        ("error=access_denied", None, "was cancelled at Moot. Nothing was changed."),
        ("error=server_error&error_description=No+token%3Dabc", None, "server_error: No token=[hidden]"),
        (
            "code=c1",
            Permanent("The code is used up.", remedy="Start again."),
            "The code is used up. Start again.",
        ),
        ("code=c1", Retryable("Moot cannot be reached."), "Moot cannot be reached."),
    ],
)
def test_a_sign_in_that_fails_says_why(
    desk: Desk, admin: Visitor, query: str, fails: Exception | None, expected: str
) -> None:
    said_after(admin, PAGE, GIVEN)
    state = leave(admin)
    desk.moot.fails = fails
    client = admin._client()
    client.get(f"{PAGE}/signed-in?{query}&state={state}")
    assert expected in words(client.get(PAGE, buffered=True))
    assert "refresh_token" not in kept(desk)


def test_the_address_for_news_is_shown_on_request_and_can_be_renewed(desk: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    segment = kept(desk)["news_segment"]
    assert segment not in admin.get(PAGE).get_data(as_text=True)
    shown = admin.post(f"{PAGE}/address")
    assert f"https://meetings.example/hooks/moot/{segment}" in shown.get_data(as_text=True)
    assert "no-store" in shown.headers["Cache-Control"]
    renewed = admin.post(f"{PAGE}/address", {"renew": "yes"}).get_data(as_text=True)
    assert segment not in renewed
    assert kept(desk)["news_segment"] in renewed
    client = admin.parts.app.test_client()
    assert client.get(f"/hooks/moot/{segment}?challenge=x").status_code == 404
    assert client.get(f"/hooks/moot/{kept(desk)['news_segment']}?challenge=x").status_code == 200


@pytest.mark.parametrize("fails", [None, Retryable("Moot cannot be reached.")])
def test_disconnecting_deletes_whatever_the_provider_says(
    desk: Desk, admin: Visitor, fails: Exception | None
) -> None:
    said_after(admin, PAGE, GIVEN)
    desk.moot.fails = fails
    said = said_after(admin, f"{PAGE}/disconnect")
    assert stored(desk) is None
    if fails is None:
        assert "everything kept of it is deleted" in said
        assert desk.moot.revoked[0]["client_secret"] == SECRET
    else:
        assert "did not take back its permission: Moot cannot be reached." in said
    call = desk.ask("t.after", f"after:{fails}")
    desk.work()
    assert desk.call(call).error == "Moot is not connected."


def test_calls_stand_on_the_page_with_words_and_can_be_tried_again(desk: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    desk.does(
        "broadcast.t_page", lambda d: (_ for _ in ()).throw(Permanent("No.", remedy="Allow streaming."))
    )
    call = desk.ask("broadcast.t_page")
    desk.work()
    page = words(admin.get(PAGE))
    assert "T page" in page
    assert "Failed No. Allow streaming." in page
    desk.does("broadcast.t_page")
    assert "It is tried again now." in said_after(admin, f"{PAGE}/calls/{call}/retry")
    desk.work()
    assert desk.call(call).state is CallState.DONE


def test_quota_and_a_paused_provider_are_shown(desk: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    desk.does("t.spends", lambda d: d.account.spend(1250))
    desk.ask("t.spends")
    desk.work()
    assert "1,250 of 10,000 units" in words(admin.get(PAGE))
    desk.does("t.down", lambda d: (_ for _ in ()).throw(Retryable("Moot has a fault (500).")))
    for n in range(5):
        desk.ask("t.down", f"down{n}")
    desk.work()
    page = words(admin.get(PAGE))
    assert "Paused after 5 failures in a row." in page
    assert "Does not answer" in words(admin.get("/desk/connections"))


def test_provider_without_set_up_has_a_health_check(desk: Desk, admin: Visitor) -> None:
    page = words(admin.get("/desk/connections/free"))
    assert "There is nothing to set up" in page
    assert "Disconnect" not in page
    assert "everything that is needed is there" in said_after(admin, "/desk/connections/free/test")


def test_another_key_file_is_explained_and_values_are_entered_anew(
    desk: Desk, admin: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_after(admin, PAGE, GIVEN)
    monkeypatch.setattr(site.parts.services, "vault", Vault(b"y" * 32))
    assert "Bring back the file vault.key" in words(admin.get(PAGE))
    said_after(admin, PAGE, GIVEN)
    assert "Bring back the file vault.key" not in words(admin.get(PAGE))


def test_who_may_and_what_is_not_there(desk: Desk, admin: Visitor, site: Site) -> None:
    assert site.officer.get("/desk/connections").status_code == 200
    assert site.officer.get(PAGE).status_code == 403
    assert site.officer.post(PAGE, GIVEN).status_code == 403
    assert site.public.get(PAGE).status_code == 302
    for path in ("/desk/connections/nobody", "/desk/connections/free/signed-in"):
        assert admin.get(path).status_code == 404
    for path in ("free", "free/sign-in", "free/address", "moot/address", "moot/disconnect"):
        assert admin.post(f"/desk/connections/{path}", GIVEN).status_code == 404, path


def test_canary_no_secret_stands_anywhere_in_the_open(desk: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    admin.get(f"{PAGE}/signed-in?code=c9&state={leave(admin)}")
    leaky = f"Refused: client_secret={SECRET}&refresh_token={TOKEN} https://zoom.us/j/1?pwd={TOKEN} {SECRET}."
    for n, error in enumerate((Permanent(leaky), Retryable(leaky), SignInDead(leaky))):
        desk.does(f"t.leak{n}", lambda d, error=error: (_ for _ in ()).throw(error))  # type: ignore[misc]
        desk.ask(f"t.leak{n}")
        desk.work()
    with desk.world.runner.read() as session:
        told = [str(vars(e.fact)) for e in facts_of(session, council_stream(session))]
        told += [f"{x.subject} {x.text}" for x in session.scalars(select(StoredLetter))]
        told += [f"{x.error} {x.remedy} {x.payload}" for x in session.scalars(select(ProviderCall))]
        told += [str(x.payload) for x in session.scalars(select(OutboxRow))]
        told += [f"{x.dead_reason} {x.locked!r}" for x in session.scalars(select(ProviderConnection))]
        told += [f"{x.last_words} {x.checks}" for x in session.scalars(select(ProviderHealth))]
    told += [admin.get(path).get_data(as_text=True) for path in (PAGE, "/desk/connections", "/desk")]
    assert len(told) > 10
    for secret in (SECRET, TOKEN):
        assert not [text for text in told if secret in text]
