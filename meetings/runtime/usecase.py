"""The one way in: a use case says what it needs, the runner checks, runs, commits, and only then tells others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from meetings.db.engine import Database
from meetings.kernel.actor import Actor
from meetings.kernel.clock import Clock
from meetings.kernel.errors import Denied, SignInRequired, WrongState
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission
from meetings.runtime.work import Work

log = logging.getLogger(__name__)
C = TypeVar("C")
R = TypeVar("R")
P = ParamSpec("P")
#: From a command to the body whose grants count; None asks for a grant on any body.
Scope = Callable[[Session, Any], str | None]
ATTEMPTS = 4
#: SQLSTATE of a serialization failure and of a deadlock
_RETRY_STATES = {"40001", "40P01"}

#: Names of unique constraints, and what to tell the person whose work ran into one.
CONFLICTS: dict[str, str] = {}


@dataclass(frozen=True)
class Spec:
    """What a use case needs of its actor."""

    permission: Permission | None
    scope: Scope | None
    system_only: bool = False


def use_case(
    *, permission: Permission | None, scope: Scope | None = None, system_only: bool = False
) -> Callable[[Callable[Concatenate[Work, P], R]], Callable[Concatenate[Work, P], R]]:
    """Declare a use case. permission None is for what everybody may try, such as signing in."""

    def declare(function: Callable[Concatenate[Work, P], R]) -> Callable[Concatenate[Work, P], R]:
        function.spec = Spec(permission, scope, system_only)  # type: ignore[attr-defined]
        return function

    return declare


def whole_council(_session: Session, _command: Any) -> str:
    """The scope of what concerns the whole council: not for those who look after single bodies."""
    return WHOLE_COUNCIL


def spec_of(case: Callable[..., Any]) -> Spec:
    """The declaration. Raises TypeError for a function that has none: it must not be run from outside."""
    spec = getattr(case, "spec", None)
    if not isinstance(spec, Spec):
        raise TypeError(f"{case.__name__} is not declared as a use case")
    return spec


class Runner:
    """Runs use cases on a database. `announce` is called after each commit with the streams that got facts."""

    def __init__(
        self, database: Database, clock: Clock, timezone: ZoneInfo, announce: Callable[[dict[str, int]], None]
    ) -> None:
        self.database = database
        self.clock = clock
        self.timezone = timezone
        self.announce = announce

    def run(self, case: Callable[[Work, C], R], command: C, *, actor: Actor) -> R:
        """Run one use case in one transaction. A deadlock or serialization failure runs it again from the start.

        Raises what the use case raises, Denied or SignInRequired, and WrongState on a conflict with somebody else.
        """
        spec = spec_of(case)
        for attempt in range(ATTEMPTS):
            try:
                return self._once(case, spec, command, actor)
            except IntegrityError as error:
                raise WrongState(_conflict(error)) from error
            except OperationalError as error:
                if attempt + 1 == ATTEMPTS or not _is_transient(error):
                    raise
                log.info("transaction run again after %s", type(error.orig).__name__)
        raise AssertionError("the loop above returns or raises")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session in a read-only transaction."""
        with self.database.read() as session:
            yield session

    @contextmanager
    def work(self, actor: Actor) -> Iterator[Work]:
        """A bare piece of work, for the ballot writer, loaders and tests: one transaction, announced after commit."""
        with self.database.write() as session:
            work = Work(session, actor, self.clock.now(), self.timezone)
            yield work
        if work.touched:
            self.announce(work.touched)

    def _once(self, case: Callable[[Work, C], R], spec: Spec, command: C, actor: Actor) -> R:
        with self.work(actor) as work:
            check(work, spec, command)
            return case(work, command)


def check(work: Work, spec: Spec, command: Any) -> None:
    """Refuse an actor who may not. Raises SignInRequired or Denied."""
    if work.actor.is_system:
        return
    if spec.system_only:
        raise Denied("Only the system itself does this.")
    if spec.permission is None:
        return
    body_id = spec.scope(work.session, command) if spec.scope else None
    if work.actor.may(spec.permission, body_id, work.today):
        return
    if not work.actor.signed_in:
        raise SignInRequired("Sign in first.")
    raise Denied("Your account does not allow this. Ask democratic services if you think it should.")


def _conflict(error: IntegrityError) -> str:
    text = str(error.orig)
    for name, message in CONFLICTS.items():
        if name in text:
            return message
    return "Somebody else changed this at the same moment. Look at it again and repeat what you did."


def _is_transient(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in _RETRY_STATES or "database is locked" in str(error.orig)
