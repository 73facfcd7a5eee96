"""Each view says who may call it; a test holds every route to that."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from meetings.kernel.errors import NotFound, SignInRequired
from meetings.kernel.permissions import Permission
from meetings.web.doors import current_actor, require
from meetings.web.services import services

P = ParamSpec("P")
R = TypeVar("R")


def _mark(view: Callable[P, R], access: str) -> Callable[P, R]:
    view.access = access  # type: ignore[attr-defined]
    return view


def access_of(view: Callable[..., Any]) -> str | None:
    """What a view declared: public, signed-in, demo, hub, machine, or the name of a permission."""
    return getattr(view, "access", None)


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Everybody may call it. What it shows is decided by `kernel.secrecy`."""
    return _mark(view, "public")


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Anybody who is signed in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_actor().signed_in:
            raise SignInRequired("Sign in to see this page.")
        return view(*args, **kwargs)

    return _mark(guarded, "signed-in")


def demo_only(view: Callable[P, R]) -> Callable[P, R]:
    """Outside demo mode the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not services().config.demo:
            raise NotFound("There is no such page.")
        return view(*args, **kwargs)

    return _mark(guarded, "demo")


def needs(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Holders of a permission on any body; the use case checks the body itself."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            require(permission)
            return view(*args, **kwargs)

        return _mark(guarded, permission.value)

    return decorate


def in_hub(view: Callable[P, R]) -> Callable[P, R]:
    """Runs in the voters' hub: it must not touch the database; its use case checks the person."""
    return _mark(view, "hub")


def by_machine(view: Callable[P, R]) -> Callable[P, R]:
    """Called by other machines, which have no cookie of ours: what they send must itself prove its right."""
    view.without_token = True  # type: ignore[attr-defined]
    return _mark(view, "machine")
