"""The pages: what is entered, tested, signed in, shown once, retried, taken away; secrets never come back out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from meetings.connections.models import ProviderCall, ProviderConnection, ProviderHealth
from meetings.connections.rules import CallState, ConnectionState
from meetings.db.outbox import OutboxRow
from meetings.db.record import council_stream, facts_of
from meetings.notifications.models import StoredLetter
from meetings.ports.providers import Checked, Permanent, Retryable, SignInDead
from meetings.runtime.vault import Vault
from tests.connections.conftest import (
    GIVEN,
    PAGE,
    SECRET,
    TOKEN,
    Desk,
    kept,
    leave,
    said_after,
    stored,
)
from tests.factories.site import Site, Visitor, words


def test_entering_tests_at_once_and_secrets_never_come_back(office: Desk, admin: Visitor) -> None:
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
    assert kept(office)["client_secret"] == SECRET
    row = stored(office)
    assert row is not None
    assert row.state is ConnectionState.CONNECTED
    version = row.version
    said_after(admin, PAGE, {"account_id": "A2", "client_secret": ""})
    assert kept(office)["client_secret"] == SECRET
    assert kept(office)["account_id"] == "A2"
    row = stored(office)
    assert row is not None
    assert row.version == version + 1


def test_what_is_missing_is_said_beside_the_field_and_kept(office: Desk, admin: Visitor) -> None:
    answer = admin.post(PAGE, {"account_id": "A1", "note": "x\ty"})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "Enter the client secret" in html
    assert "cannot be kept" in html
    assert 'value="A1"' in html
    assert stored(office) is None


def test_missing_permissions_are_named(office: Desk, admin: Visitor) -> None:
    office.moot.checks = (
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
def test_wrong_values_are_kept_but_not_connected(office: Desk, admin: Visitor, error: Exception) -> None:
    office.moot.fails = error
    said = said_after(admin, PAGE, GIVEN)
    assert "The client secret is wrong. Copy it anew." in said
    assert ("What you entered is kept." in said) is isinstance(error, SignInDead)
    row = stored(office)
    assert row is not None
    assert row.state is ConnectionState.ENTERED
    assert "Not finished" in words(admin.get("/desk/connections"))


def test_a_dead_connection_is_shown_told_once_and_connected_again(
    office: Desk, admin: Visitor, site: Site
) -> None:
    said_after(admin, PAGE, GIVEN)
    office.does("t.page_dead", lambda d: (_ for _ in ()).throw(SignInDead("Revoked.")))
    call = office.ask("t.page_dead")
    office.work()
    with office.world.runner.read() as session:
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
    office.does("t.page_dead")
    assert "everything that is needed is there" in said_after(admin, f"{PAGE}/test")
    assert office.call(call).state is CallState.WAITING
    office.work()
    assert office.call(call).state is CallState.DONE
    assert "Connect again" not in words(site.officer.get("/desk"))


def test_the_address_for_news_is_shown_on_request_and_can_be_renewed(office: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    segment = kept(office)["news_segment"]
    assert segment not in admin.get(PAGE).get_data(as_text=True)
    shown = admin.post(f"{PAGE}/address")
    assert f"https://meetings.example/hooks/moot/{segment}" in shown.get_data(as_text=True)
    assert "no-store" in shown.headers["Cache-Control"]
    renewed = admin.post(f"{PAGE}/address", {"renew": "yes"}).get_data(as_text=True)
    assert segment not in renewed
    assert kept(office)["news_segment"] in renewed
    client = admin.parts.app.test_client()
    assert client.get(f"/hooks/moot/{segment}?challenge=x").status_code == 404
    assert client.get(f"/hooks/moot/{kept(office)['news_segment']}?challenge=x").status_code == 200


@pytest.mark.parametrize("fails", [None, Retryable("Moot cannot be reached.")])
def test_disconnecting_deletes_whatever_the_provider_says(
    office: Desk, admin: Visitor, fails: Exception | None
) -> None:
    said_after(admin, PAGE, GIVEN)
    office.moot.fails = fails
    said = said_after(admin, f"{PAGE}/disconnect")
    assert stored(office) is None
    if fails is None:
        assert "everything kept of it is deleted" in said
        assert office.moot.revoked[0]["client_secret"] == SECRET
    else:
        assert "did not take back its permission: Moot cannot be reached." in said
    call = office.ask("t.after", f"after:{fails}")
    office.work()
    assert office.call(call).error == "Moot is not connected."


def test_calls_stand_on_the_page_with_words_and_can_be_tried_again(office: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    office.does(
        "broadcast.t_page", lambda d: (_ for _ in ()).throw(Permanent("No.", remedy="Allow streaming."))
    )
    call = office.ask("broadcast.t_page")
    office.work()
    page = words(admin.get(PAGE))
    assert "T page" in page
    assert "Failed No. Allow streaming." in page
    office.does("broadcast.t_page")
    assert "It is tried again now." in said_after(admin, f"{PAGE}/calls/{call}/retry")
    office.work()
    assert office.call(call).state is CallState.DONE


def test_quota_and_a_paused_provider_are_shown(office: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    office.does("t.spends", lambda d: d.account.spend(1250))
    office.ask("t.spends")
    office.work()
    assert "1,250 of 10,000 units" in words(admin.get(PAGE))
    office.does("t.down", lambda d: (_ for _ in ()).throw(Retryable("Moot has a fault (500).")))
    for n in range(5):
        office.ask("t.down", f"down{n}")
    office.work()
    page = words(admin.get(PAGE))
    assert "Paused after 5 failures in a row." in page
    assert "Does not answer" in words(admin.get("/desk/connections"))


def test_provider_without_set_up_has_a_health_check(office: Desk, admin: Visitor) -> None:
    page = words(admin.get("/desk/connections/free"))
    assert "There is nothing to set up" in page
    assert "Disconnect" not in page
    assert "everything that is needed is there" in said_after(admin, "/desk/connections/free/test")


def test_another_key_file_is_explained_and_values_are_entered_anew(
    office: Desk, admin: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_after(admin, PAGE, GIVEN)
    monkeypatch.setattr(site.parts.services, "vault", Vault(b"y" * 32))
    assert "Bring back the file vault.key" in words(admin.get(PAGE))
    said_after(admin, PAGE, GIVEN)
    assert "Bring back the file vault.key" not in words(admin.get(PAGE))


def test_who_may_and_what_is_not_there(office: Desk, admin: Visitor, site: Site) -> None:
    assert site.officer.get("/desk/connections").status_code == 200
    assert site.officer.get(PAGE).status_code == 403
    assert site.officer.post(PAGE, GIVEN).status_code == 403
    assert site.public.get(PAGE).status_code == 302
    for path in ("/desk/connections/nobody", "/desk/connections/free/signed-in"):
        assert admin.get(path).status_code == 404
    for path in ("free", "free/sign-in", "free/address", "moot/address", "moot/disconnect"):
        assert admin.post(f"/desk/connections/{path}", GIVEN).status_code == 404, path


def test_canary_no_secret_stands_anywhere_in_the_open(office: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    admin.get(f"{PAGE}/signed-in?code=c9&state={leave(admin)}")
    leaky = f"Refused: client_secret={SECRET}&refresh_token={TOKEN} https://zoom.us/j/1?pwd={TOKEN} {SECRET}."
    for n, error in enumerate((Permanent(leaky), Retryable(leaky), SignInDead(leaky))):
        office.does(f"t.leak{n}", lambda d, error=error: (_ for _ in ()).throw(error))  # type: ignore[misc]
        office.ask(f"t.leak{n}")
        office.work()
    with office.world.runner.read() as session:
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
