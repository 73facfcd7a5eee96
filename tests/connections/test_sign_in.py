"""Signing in at a provider: bound to the session that left, good once, and saying why it failed."""

from __future__ import annotations

import pytest

from meetings.kernel.permissions import Role
from meetings.ports.providers import Permanent, Retryable
from tests.connections.conftest import GIVEN, PAGE, TOKEN, Desk, kept, leave, said_after
from tests.factories.accounts import signed_in
from tests.factories.site import Site, Visitor, words


def test_signing_in_is_bound_to_the_session_and_good_once(office: Desk, admin: Visitor, site: Site) -> None:
    said_after(admin, PAGE, GIVEN)
    state = leave(admin)
    other = Visitor(site.parts, signed_in(site.world, "Bo Admin", Role.ADMINISTRATOR)[1])
    back = f"{PAGE}/signed-in?code=c1&state={state}"
    other.get(back)
    assert "refresh_token" not in kept(office)
    admin.get(f"{PAGE}/signed-in?code=c1&state=guessed")
    assert "refresh_token" not in kept(office)
    assert admin.get(back).headers["Location"] == PAGE
    assert kept(office)["refresh_token"] == f"{TOKEN}-c1"
    admin.get(back.replace("c1", "c2"))
    assert kept(office)["refresh_token"] == f"{TOKEN}-c1"
    assert TOKEN not in admin.get(PAGE).get_data(as_text=True)


def test_sign_in_that_takes_too_long_is_begun_again(office: Desk, admin: Visitor) -> None:
    said_after(admin, PAGE, GIVEN)
    state = leave(admin)
    at = office.world.clock.at
    office.world.later(minutes=16)
    admin.get(f"{PAGE}/signed-in?code=c1&state={state}")
    office.world.clock.at = at
    assert "refresh_token" not in kept(office)


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
    office: Desk, admin: Visitor, query: str, fails: Exception | None, expected: str
) -> None:
    said_after(admin, PAGE, GIVEN)
    state = leave(admin)
    office.moot.fails = fails
    client = admin._client()
    client.get(f"{PAGE}/signed-in?{query}&state={state}")
    assert expected in words(client.get(PAGE, buffered=True))
    assert "refresh_token" not in kept(office)
