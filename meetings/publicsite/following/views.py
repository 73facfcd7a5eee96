"""The pages on which residents ask for letters, confirm, choose and stop."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.bodies.queries import bodies
from meetings.connections.limits import DoorLimit, Rate
from meetings.kernel.errors import Invalid
from meetings.people.throttle import network_of
from meetings.publicsite.following.queries import Following, following_of
from meetings.publicsite.following.rules import EVERY_BODY, Topic
from meetings.publicsite.following.usecases import (
    AskToFollow,
    ByHandle,
    ChangeFollowing,
    ask_to_follow,
    change_following,
    confirm_following,
    stop_following,
)
from meetings.web.access import by_machine, public
from meetings.web.doors import reading, run
from meetings.web.services import services

bp = Blueprint("following", __name__)
#: In the form a value must be there for "all".
_ALL = "all"
#: A library's computers, or a whole office behind one address; less than all together may ask.
OF_ONE_NETWORK = Rate(40, 40 / 3600)
_LIMIT = DoorLimit()


@bp.get("/follow")
@public
def ask() -> ResponseReturnValue:
    """Choose what to hear of."""
    asked = request.args.get("body", "")
    return _form(Following("", False, frozenset(t.value for t in Topic), frozenset({asked})))


@bp.post("/follow")
@public
def send_question() -> ResponseReturnValue:
    """Send the letter that asks."""
    topics, where = _chosen()
    email = request.form.get("email", "")
    # One who enters other people's addresses does not use up what there is for all.
    _LIMIT.take(network_of(request.remote_addr or ""), OF_ONE_NETWORK)
    try:
        run(ask_to_follow, AskToFollow(email, topics, where))
    except Invalid as error:
        typed = Following(email, False, frozenset(topics), frozenset(where))
        return _form(typed, error.fields), 422
    return redirect("/follow/asked", 303)


@bp.get("/follow/asked")
@public
def asked() -> ResponseReturnValue:
    """What to do now. The same for an address that is known already."""
    return _page("asked.html", mail=services().mail is not None)


@bp.get("/follow/stopped")
@public
def stopped() -> ResponseReturnValue:
    """It is over."""
    return _page("stopped.html")


@bp.get("/follow/<handle>")
@public
def own(handle: str) -> ResponseReturnValue:
    """One's own page: to confirm, or to choose again. Looking at it changes nothing: mail programs look too."""
    with reading() as session:
        found = following_of(session, handle)
    return _page("confirm.html", found=found, handle=handle) if not found.confirmed else _own(handle, found)


@bp.post("/follow/<handle>")
@public
def change(handle: str) -> ResponseReturnValue:
    """Confirm, or choose again."""
    if request.form.get("do") == "confirm":
        run(confirm_following, ByHandle(handle))
        flash("Confirmed. You get a letter when there is news.", "success")
        return redirect(f"/follow/{handle}", 303)
    topics, where = _chosen()
    try:
        run(change_following, ChangeFollowing(handle, topics, where))
    except Invalid as error:
        with reading() as session:
            found = following_of(session, handle)
        typed = Following(found.email, True, frozenset(topics), frozenset(where))
        return _own(handle, typed, error.fields), 422
    flash("Saved.", "success")
    return redirect(f"/follow/{handle}", 303)


@bp.post("/follow/<handle>/stop")
@by_machine
def stop(handle: str) -> ResponseReturnValue:
    """Stop: our own button, or the mail program's (RFC 8058). The address of the page is the proof."""
    run(stop_following, ByHandle(handle))
    return redirect("/follow/stopped", 303)


def _chosen() -> tuple[tuple[str, ...], tuple[str, ...]]:
    where = tuple(EVERY_BODY if b == _ALL else b for b in request.form.getlist("bodies"))
    return tuple(request.form.getlist("topics")), where


def _form(found: Following, errors: dict[str, str] | None = None) -> str:
    return _page("ask.html", found=found, errors=errors or {}, mail=services().mail is not None, **_options())


def _own(handle: str, found: Following, errors: dict[str, str] | None = None) -> str:
    return _page("own.html", found=found, errors=errors or {}, handle=handle, **_options())


def _options() -> dict[str, object]:
    with reading() as session:
        listed = [(b.id, b.name) for b in bodies(session)]
    topics = [{"value": t.value, "text": t.label, "hint": t.hint} for t in Topic]
    return {"topics": topics, "bodies": [(_ALL, "All committees"), *listed], "every": EVERY_BODY, "all": _ALL}


def _page(name: str, **shown: object) -> str:
    return render_template(f"publicsite/following/{name}", **shown)
