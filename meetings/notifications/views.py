"""Pages about letters: the officers' list, one letter, the mail server, and what somebody chooses to have."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import Denied, Invalid, NotFound
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission, allowed
from meetings.notifications import queries
from meetings.notifications.letters import at_site, calendar_from_json, full_text
from meetings.notifications.queries import NO_LETTER, FullLetter, Sought
from meetings.notifications.rules import LetterKind, LetterStatus
from meetings.notifications.usecases import (
    ChooseKinds,
    SendAgain,
    SendTest,
    SendWaiting,
    choose_kinds,
    send_again,
    send_test,
    send_waiting,
)
from meetings.web.access import needs, signed_in
from meetings.web.doors import current_actor, may, reading, run, today
from meetings.web.fields import page_number
from meetings.web.services import services

bp = Blueprint("notifications", __name__)
PAGE = 50
_CHOOSABLE = tuple(kind for kind in LetterKind if not kind.statutory and not kind.to_residents)
_ALWAYS = tuple(kind for kind in LetterKind if kind.statutory and kind is not LetterKind.TEST)


@bp.get("/desk/letters")
@needs(Permission.SEND_NOTICE)
def index() -> ResponseReturnValue:
    """Every letter, the latest first, narrowed down by words, state and kind."""
    sought, page = _sought(request.args), page_number(request.args)
    with reading() as session:
        counts = queries.counts_by_status(session, _with_status(sought, None))
        total = counts.get(sought.status, 0) if sought.status else sum(counts.values())
        pages = max(1, -(-total // PAGE))
        page = min(page, pages)
        rows = queries.letters(session, sought, PAGE, (page - 1) * PAGE)
    narrowed = {k: v for k, v in request.args.items() if k in ("q", "state", "kind") and v}
    kept = counts.get(LetterStatus.NO_SERVER, 0)
    return render_template(
        "notifications/letters.html",
        letters=rows,
        counts=counts,
        total=total,
        page=page,
        pages=pages,
        address=f"/desk/letters?{urlencode(narrowed)}{'&' if narrowed else ''}page={{page}}",
        narrowed=narrowed,
        states=[(s.value, f"{s.label} ({counts.get(s, 0)})") for s in LetterStatus],
        kinds=[(k.value, k.label) for k in LetterKind],
        server=services().mail,
        kept=kept,
        may_send_all=may(Permission.SEND_NOTICE, WHOLE_COUNCIL),
    )


@bp.get("/desk/letters/<letter_id>")
@needs(Permission.SEND_NOTICE)
def show(letter_id: str) -> ResponseReturnValue:
    """One letter as it was sent, or as it will be."""
    with reading() as session:
        letter = _letter(session, letter_id)
        council = queries.name_of_council(session)
    row, site = letter.row, letter.site or _site()
    text = full_text(letter.text, letter.link, site, council, has_account=row.account_id is not None)
    entry = at_site(calendar_from_json(letter.calendar), site) if letter.calendar else None
    return render_template(
        "notifications/letter.html", letter=letter, row=row, text=text, entry=entry, sender=_sender(letter)
    )


@bp.post("/desk/letters/<letter_id>/again")
@needs(Permission.SEND_NOTICE)
def again(letter_id: str) -> ResponseReturnValue:
    """Send it once more."""
    with reading() as session:
        _letter(session, letter_id)
    sent = run(send_again, SendAgain(letter_id))
    flash("The letter is on its way again.", "success")
    return redirect(f"/desk/letters/{sent}", 303)


@bp.post("/desk/letters/waiting")
@needs(Permission.SEND_NOTICE)
def send_kept() -> ResponseReturnValue:
    """Send what was kept for want of a mail server."""
    count = run(send_waiting, SendWaiting())
    flash(
        f"{count} letter{'s are' if count != 1 else ' is'} on the way." if count else "Nothing waits.",
        "success",
    )
    return redirect("/desk/letters", 303)


@bp.get("/desk/letters/server")
@needs(Permission.SEND_NOTICE)
def server() -> ResponseReturnValue:
    """How the mail server is set, and a letter to try it."""
    sender = services().mail
    with reading() as session:
        me = queries.own_recipient(session, current_actor().account_id or "")
    return render_template(
        "notifications/server.html", server=sender.server if sender else None, me=me, site=_site()
    )


@bp.post("/desk/letters/server/test")
@needs(Permission.SEND_NOTICE)
def test_server() -> ResponseReturnValue:
    """Write to oneself."""
    try:
        letter_id = run(send_test, SendTest())
    except Invalid as error:
        flash(error.message, "error")
        return redirect("/desk/letters/server", 303)
    flash(
        "A test letter to you is on its way. This page says what becomes of it: reload it in a moment.",
        "success",
    )
    return redirect(f"/desk/letters/{letter_id}", 303)


@bp.get("/account/letters")
@signed_in
def choices() -> ResponseReturnValue:
    """Which kinds of letters somebody has."""
    with reading() as session:
        unwanted = queries.unwanted_kinds(session, current_actor().account_id or "")
        me = queries.own_recipient(session, current_actor().account_id or "")
    return render_template(
        "notifications/choices.html",
        wanted=[k.value for k in _CHOOSABLE if k not in unwanted],
        options=[{"value": k.value, "text": k.label, "hint": k.hint} for k in _CHOOSABLE],
        always=_ALWAYS,
        me=me,
    )


@bp.post("/account/letters")
@signed_in
def choose() -> ResponseReturnValue:
    """Keep the choice."""
    wanted = set(request.form.getlist("kinds"))
    run(choose_kinds, ChooseKinds(frozenset(k for k in _CHOOSABLE if k.value not in wanted)))
    flash("Your choice is saved.", "success")
    return redirect("/account/letters", 303)


def _letter(session: Session, letter_id: str) -> FullLetter:
    """A letter that this officer may read. Raises the same NotFound for another's as for none."""
    letter = queries.letter_of(session, letter_id)
    if not may(Permission.SEND_NOTICE, letter.row.body_id or WHOLE_COUNCIL):
        raise NotFound(NO_LETTER)
    return letter


def _sought(args: Mapping[str, str]) -> Sought:
    status = next((s for s in LetterStatus if s.value == args.get("state")), None)
    kind = next((k for k in LetterKind if k.value == args.get("kind")), None)
    return Sought(args.get("q", "").strip()[:100], status, kind, _bodies())


def _with_status(sought: Sought, status: LetterStatus | None) -> Sought:
    return Sought(sought.text, status, sought.kind, sought.bodies, sought.meeting_id)


def _bodies() -> frozenset[str] | None:
    """Whose letters this officer may read; None: all, those of the whole council too."""
    actor, day = current_actor(), today()
    held = [g for g in actor.grants if allowed([g], Permission.SEND_NOTICE, g.body_id, day)]
    if not held:
        raise Denied("Your account does not give access to this page.")
    if any(g.body_id is None for g in held):
        return None
    return frozenset(g.body_id for g in held if g.body_id is not None)


def _site() -> str:
    return services().config.public_url.rstrip("/")


def _sender(letter: FullLetter) -> str:
    """Whom it is from: as sent, otherwise as it is set now."""
    sender = services().mail
    configured = sender.server.sender if sender else ""
    return letter.sender or configured
