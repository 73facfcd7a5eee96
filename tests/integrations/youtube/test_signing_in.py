"""Signing in at Google, the check of a connection, and the check of the checks."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from jsonschema import ValidationError

from integrations.simulators.base import World
from integrations.simulators.google_state import (
    CLIENT_ID,
    CLIENT_SECRET,
    FORCE_SSL,
    MANAGE,
    google,
)
from integrations.youtube.adapter import YouTubeBroadcasts
from meetings.ports.providers import Account, Permanent, SignInDead
from tests.integrations.youtube import contract
from tests.integrations.youtube.asking import BACK, Spending, writes


def test_a_misspelt_key_is_refused_by_the_check() -> None:
    for description in contract.descriptions():
        contract.check({"snippet": {"title": "A"}}, description, "LiveBroadcast")
        with pytest.raises(ValidationError):
            contract.check({"snipet": {"title": "A"}}, description, "LiveBroadcast")
        with pytest.raises(ValidationError):
            contract.check({"status": {"privacyStatus": "secret"}}, description, "LiveBroadcast")


def test_the_contract_beside_the_project_is_used_where_it_is() -> None:
    if contract.beside() is None:
        pytest.skip(
            f"{contract.BESIDE} is not there: requests were held to the description in Google's client only"
        )
    assert len(contract.descriptions()) == 2


def sign_in(simulators: World, youtube: YouTubeBroadcasts, *scopes: str) -> dict[str, str]:
    """Through the page of consent, as an officer does."""
    account = Account("youtube", {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET})
    address = youtube.sign_in_address(account, "state-1", BACK)
    asked = parse_qs(urlsplit(address).query)
    assert (asked["access_type"], asked["prompt"]) == (["offline"], ["consent"])
    with httpx.Client(trust_env=False) as browser:
        assert "Allow" in browser.get(address).text
        answer = browser.post(address, data={"answer": "allow", "scope": list(scopes)})
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    assert answer.headers["location"].startswith(BACK)
    assert back["state"] == ["state-1"]
    return account.values | dict(youtube.signed_in(account, back["code"][0], BACK))


def test_an_officer_signs_in_and_the_connection_is_checked(
    simulators: World, youtube: YouTubeBroadcasts
) -> None:
    account = Account("youtube", sign_in(simulators, youtube, MANAGE, FORCE_SSL))
    checked = youtube.check(account)
    assert [c.ok for c in checked] == [True] * 4
    assert not writes(simulators)
    youtube.disconnect(account)
    youtube.disconnect(account)
    assert google(simulators).grants == {}
    with pytest.raises(SignInDead):
        youtube.check(account)


def test_a_permission_that_was_not_ticked_is_named(simulators: World, youtube: YouTubeBroadcasts) -> None:
    with pytest.raises(Permanent, match="put captions under recordings"):
        sign_in(simulators, youtube, MANAGE)


def test_the_check_names_what_is_missing(simulators: World, youtube: YouTubeBroadcasts) -> None:
    lost = {c.name: c for c in youtube.check(Spending(simulators, MANAGE).account)}
    assert not lost[FORCE_SSL].ok
    google(simulators).live_enabled = False
    found = {c.name: c for c in youtube.check(Spending(simulators).account)}
    assert found["Channel"].ok
    assert not found["Live streaming"].ok
    assert "24 hours" in found["Live streaming"].words
    google(simulators).channel = ""
    assert not {c.name: c for c in youtube.check(Spending(simulators).account)}["Channel"].ok


def test_a_wrong_secret_is_said_plainly(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    account.values["client_secret"] = "wrong"
    with pytest.raises(Permanent, match="client ID"):
        youtube.check(account)
