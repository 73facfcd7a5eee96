"""Signing in and out through the pages, and what an attacker finds there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from meetings.db import record
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.people import passwords
from meetings.people.events import SignInFailed
from meetings.people.rules import FailureReason
from meetings.people.signing_in import Doorkeeper
from meetings.people.throttle import ACCOUNT, FIRST_TURN, Throttle
from meetings.people.usecases import CreateAccount, NewGrant, create_account
from tests.factories.browsing import IPHONE, Browsing
from tests.factories.site import Site, make_site, words
from tests.factories.world import make_parts

EMAIL, PASSWORD = "ann.lee@aldwater.example", "copper window letter"
WRONG = "The e-mail address or the password is not right. Check both and try again."


class Seconds:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ann(site: Site) -> str:
    """An officer with a password."""
    command = CreateAccount(
        EMAIL, "Ann Lee", password_hash=passwords.hash_password(PASSWORD), grants=(NewGrant(Role.OFFICER),)
    )
    return site.world.run(create_account, command, SYSTEM)


@pytest.fixture
def seconds(site: Site) -> Seconds:
    """The clock of the throttle."""
    clock = Seconds()
    site.parts.app.extensions["witan-doorkeeper"] = Doorkeeper(Throttle(clock))
    return clock


def failures(site: Site) -> list[SignInFailed]:
    with site.world.runner.read() as session:
        stream = record.council_stream(session)
        found = record.facts_of(session, stream, types=[SignInFailed])
        return [entry.fact for entry in found if isinstance(entry.fact, SignInFailed)]


def test_sign_in_leads_on_and_gives_a_cookie_scripts_cannot_read(site: Site, ann: str) -> None:
    browsing = Browsing(site)
    response = browsing.sign_in(EMAIL.upper() + " ", PASSWORD, "/account")
    assert (response.status_code, response.location) == (303, "/account")
    (cookie,) = [c for c in response.headers.getlist("Set-Cookie") if c.startswith("witan=")]
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=43200"} <= set(cookie.split("; "))
    page = words(browsing.get("/account"))
    assert "Ann Lee" in page
    assert "Democratic services officer, since" in page
    assert "Firefox on Windows This device" in page


def test_sign_in_over_https_uses_cookies_bound_to_the_host(tmp_path: Path) -> None:
    with make_site(tmp_path, secure_cookies=True) as site:
        site.world.run(
            create_account,
            CreateAccount(EMAIL, "Ann Lee", password_hash=passwords.hash_password(PASSWORD)),
            SYSTEM,
        )
        client = site.parts.app.test_client()
        page = client.get("/sign-in", base_url="https://localhost").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page)
        assert token is not None
        data = {"email": EMAIL, "password": PASSWORD, "csrf_token": token[1]}
        response = client.post("/sign-in", data=data, base_url="https://localhost")
        cookies = [c for c in response.headers.getlist("Set-Cookie") if c.startswith("__Host-witan")]
        assert len(cookies) == 2
        for cookie in cookies:
            assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
            assert "Domain" not in cookie


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_sign_in_leads_nowhere_else(site: Site, ann: str, onward: str) -> None:
    assert Browsing(site).sign_in(EMAIL, PASSWORD, onward).location == "/desk"
    shown = Browsing(site).get(f"/sign-in?next={onward}").get_data(as_text=True)
    assert "evil" not in shown


def test_sign_in_leads_each_to_their_own_work(site: Site) -> None:
    body = site.world.body(members=1)
    hashed = passwords.hash_password(PASSWORD)
    homes = {}
    for name, grants in (
        ("admin", (NewGrant(Role.ADMINISTRATOR),)),
        ("officer", (NewGrant(Role.OFFICER),)),
        ("member", (NewGrant(Role.COUNCILLOR, body.id),)),
        ("nothing", ()),
    ):
        email = f"{name}@aldwater.example"
        site.world.run(
            create_account, CreateAccount(email, name, password_hash=hashed, grants=grants), SYSTEM
        )
        homes[name] = Browsing(site).sign_in(email, PASSWORD).location
    assert homes == {"admin": "/desk/people", "officer": "/desk", "member": "/my", "nothing": "/account"}


def test_wrong_password_and_unknown_address_get_the_same_answer(site: Site, ann: str) -> None:
    pages = []
    for email, password in ((EMAIL, "wrong password here"), ("nobody@aldwater.example", PASSWORD)):
        response = Browsing(site).sign_in(email, password)
        assert response.status_code == 422
        assert "Set-Cookie" not in response.headers
        pages.append(words(response).replace(email, "…"))
        assert f'value="{email}"' in response.get_data(as_text=True)
        assert password not in response.get_data(as_text=True)
    assert pages[0] == pages[1]
    assert WRONG in pages[0]
    assert failures(site) == [
        SignInFailed(ann, FailureReason.WRONG_PASSWORD, False),
        SignInFailed(None, FailureReason.UNKNOWN_EMAIL, False),
    ]


def test_unknown_address_takes_as_long_as_a_wrong_password(site: Site, ann: str) -> None:
    hashed: list[str | None] = []
    verify = passwords._HASHER.verify

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            hashed.append(kept)
            return verify(kept, password)

    assert not passwords.matches("x", None)
    original = passwords._HASHER
    try:
        passwords._HASHER = Counting()  # type: ignore[assignment]
        Browsing(site).sign_in(EMAIL, "wrong password here")
        Browsing(site).sign_in("nobody@aldwater.example", "wrong password here")
    finally:
        passwords._HASHER = original
    assert len(hashed) == 2
    assert len({str(h).rsplit("$", 2)[0] for h in hashed}) == 1


def test_account_without_password_or_out_of_use_gets_the_same_answer(site: Site, ann: str) -> None:
    site.world.run(create_account, CreateAccount("new@aldwater.example", "New"), SYSTEM)
    response = Browsing(site).sign_in("new@aldwater.example", PASSWORD)
    assert (response.status_code, WRONG in words(response)) == (422, True)
    assert failures(site)[-1].reason is FailureReason.NO_PASSWORD


def test_sign_in_form_says_what_is_missing(site: Site) -> None:
    response = Browsing(site).sign_in("", "")
    assert response.status_code == 422
    assert "There is a problem Enter your e-mail address Enter your password" in words(response)


def test_first_run_says_how_to_make_the_first_administrator(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    try:
        page = parts.app.test_client().get("/sign-in")
        assert "script/witan create-admin" in words(page)
    finally:
        parts.close()


def test_cookie_from_before_sign_in_is_worth_nothing(site: Site, ann: str) -> None:
    planted = Browsing(site, token="planted-by-an-attacker")
    assert planted.sign_in(EMAIL, PASSWORD).status_code == 303
    assert planted.cookie("witan") != "planted-by-an-attacker"
    assert Browsing(site, token="planted-by-an-attacker").get("/account").status_code == 302


def test_signing_in_again_gives_a_new_session_and_ends_the_old(site: Site, ann: str) -> None:
    browsing = Browsing(site)
    browsing.sign_in(EMAIL, PASSWORD)
    first = browsing.cookie("witan") or ""
    assert browsing.get("/sign-in").location == "/desk"
    other = Browsing(site, token=first)
    assert other.get("/account").status_code == 200
    data = {"email": EMAIL, "password": PASSWORD}
    assert browsing.send("/account", "/sign-in", data).status_code == 303
    assert browsing.cookie("witan") != first
    assert other.get("/account").status_code == 302


def test_signed_out_cookie_is_worth_nothing(site: Site, ann: str) -> None:
    browsing = Browsing(site)
    browsing.sign_in(EMAIL, PASSWORD)
    old = browsing.cookie("witan") or ""
    response = browsing.send("/account", "/sign-out")
    assert (response.status_code, response.location) == (303, "/sign-in")
    assert browsing.cookie("witan") is None
    assert "You have signed out." in words(browsing.get("/sign-in"))
    assert Browsing(site, token=old).get("/account").status_code == 302


def test_session_ends_after_twelve_hours(site: Site, ann: str) -> None:
    browsing = Browsing(site)
    browsing.sign_in(EMAIL, PASSWORD)
    site.world.later(minutes=12 * 60 - 1)
    assert browsing.get("/account").status_code == 200
    site.world.later(minutes=2)
    response = browsing.get("/account")
    assert (response.status_code, response.location) == (302, "/sign-in?next=/account")


def test_thousand_wrong_tries_elsewhere_do_not_keep_a_known_device_out(
    site: Site, ann: str, seconds: Seconds
) -> None:
    own = Browsing(site)
    own.sign_in(EMAIL, PASSWORD)
    own.send("/account", "/sign-out")
    refused = attack(site, 1000)
    assert refused == 1000 - ACCOUNT.burst
    assert len(failures(site)) == ACCOUNT.burst
    assert own.sign_in(EMAIL, "mistyped by herself").status_code == 422
    assert own.sign_in(EMAIL, PASSWORD).status_code == 303


def test_fresh_device_gets_in_after_one_short_wait_while_the_attack_goes_on(
    site: Site, ann: str, seconds: Seconds
) -> None:
    attack(site, 100)
    fresh = Browsing(site, "192.0.2.33", IPHONE)
    response = fresh.sign_in(EMAIL, PASSWORD)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "10")
    assert "There have been too many wrong attempts. Wait 10 seconds, then try again." in words(response)
    assert f'value="{EMAIL}"' in response.get_data(as_text=True)
    seconds.now += FIRST_TURN
    attack(site, 100)
    assert fresh.sign_in(EMAIL, PASSWORD).status_code == 303


def test_device_cookie_of_one_account_opens_no_other(site: Site, ann: str, seconds: Seconds) -> None:
    mallory = CreateAccount("mal@aldwater.example", "Mal", password_hash=passwords.hash_password(PASSWORD))
    site.world.run(create_account, mallory, SYSTEM)
    hostile = Browsing(site, "203.0.113.99")
    assert hostile.sign_in("mal@aldwater.example", PASSWORD).status_code == 303
    hostile.send("/account", "/sign-out")
    codes = [
        hostile.sign_in(EMAIL, f"guess number {n} of many").status_code for n in range(ACCOUNT.burst + 1)
    ]
    assert codes == [422] * ACCOUNT.burst + [429]


def test_full_gate_asks_to_come_again(site: Site, ann: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = passwords.Gate(at_once=1, waiting=0)
    monkeypatch.setattr(passwords, "STRANGERS", gate)
    with gate.entered():
        response = Browsing(site).sign_in(EMAIL, PASSWORD)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3")
    assert Browsing(site).sign_in(EMAIL, PASSWORD).status_code == 303


def attack(site: Site, tries: int) -> int:
    """Wrong passwords from as many addresses; how many were refused unheard."""
    client = site.parts.app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page)
    assert token is not None
    data = {"email": EMAIL, "password": "guessed by somebody", "csrf_token": token[1]}
    codes = [
        client.post(
            "/sign-in", data=data, environ_base={"REMOTE_ADDR": f"203.0.{n // 250}.{n % 250}"}
        ).status_code
        for n in range(tries)
    ]
    assert set(codes) <= {422, 429}
    return codes.count(429)
