"""People who are signed in, as many as a test wants, and what it takes to read a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import event

from meetings.kernel.actor import SYSTEM, Actor
from meetings.kernel.permissions import Role
from meetings.people.queries import actor_of
from meetings.people.usecases import CreateAccount, DemoSignIn, NewGrant, create_account, sign_in_as_demo
from tests.factories.world import World

_numbers = count(1)


def signed_in(
    world: World, name: str, role: Role | None = None, body_id: str | None = None
) -> tuple[Actor, str]:
    """Somebody with an account of their own and perhaps a role: the actor, and the session's token."""
    grants = (NewGrant(role, body_id, date(2020, 1, 1)),) if role else ()
    email = f"somebody{next(_numbers)}@example.org"
    command = CreateAccount(email=email, name=name, demo_note="made up", grants=grants)
    account_id = world.runner.run(create_account, command, actor=SYSTEM)
    token = world.runner.run(sign_in_as_demo, DemoSignIn(account_id), actor=SYSTEM).token
    with world.runner.read() as session:
        actor = actor_of(session, token, world.clock.now())
    assert actor is not None
    return actor, token


def administrator(world: World, name: str = "Ada Admin") -> Actor:
    """Somebody who looks after accounts."""
    return signed_in(world, name, Role.ADMINISTRATOR)[0]


def statements(world: World, read: Callable[[Any], object]) -> int:
    """How many statements it takes to read something."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    engine = world.runner.database.reader
    event.listen(engine, "before_cursor_execute", note)
    try:
        with world.runner.read() as session:
            read(session)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
