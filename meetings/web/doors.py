"""The lines every view is made of: run one use case, or read in one transaction, as the person who asks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TypeVar

from flask import g
from sqlalchemy.orm import Session

from meetings.kernel.actor import ANONYMOUS, Actor
from meetings.kernel.errors import Denied, SignInRequired
from meetings.kernel.permissions import Permission
from meetings.runtime.work import Work
from meetings.web.services import services

C = TypeVar("C")
R = TypeVar("R")


def current_actor() -> Actor:
    """Who is asking."""
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def run(case: Callable[[Work, C], R], command: C) -> R:
    """Run a use case as the person who asks. Raises what it raises; errors are answered in one place."""
    return services().runner.run(case, command, actor=current_actor())


def reading() -> AbstractContextManager[Session]:
    """A session in a read-only transaction."""
    return services().runner.read()


def now() -> datetime:
    """The present moment, UTC."""
    return services().runner.clock.now()


def today() -> date:
    """The council's date."""
    return now().astimezone(services().config.timezone).date()


def may(permission: Permission, body_id: str | None = None) -> bool:
    """Whether the person who asks holds the permission (on that body, or on any)."""
    return current_actor().may(permission, body_id, today())


def require(permission: Permission, body_id: str | None = None) -> None:
    """Refuse who may not. Raises SignInRequired or Denied."""
    if may(permission, body_id):
        return
    if not current_actor().signed_in:
        raise SignInRequired("Sign in to see this page.")
    raise Denied("Your account does not give access to this page.")
