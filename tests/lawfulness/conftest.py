"""A whole application for these tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.people.usecases import CreateAccount, DemoSignIn, NewGrant, create_account, sign_in_as_demo
from tests.factories.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


def at(site: Site, text: str) -> None:
    """Let it be that moment, with the officer just signed in."""
    site.world.clock.at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    world = site.world
    grants = (NewGrant(Role.OFFICER, None, date(2020, 1, 1)),)
    email = f"officer-{text.replace(':', '-').lower()}@example.org"
    made = CreateAccount(email=email, name="Olive Marsh", demo_note="test", grants=grants)
    account_id = world.run(create_account, made, SYSTEM)
    world.officer_token = world.run(sign_in_as_demo, DemoSignIn(account_id), SYSTEM).token
