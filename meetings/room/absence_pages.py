"""Pages about councillors' time limits: everybody's six months, one member's working, and what is entered by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.deadlines.members import LATE_FOR, NEW_FOR, duties, entries
from meetings.deadlines.queries import law_of, standing_of
from meetings.deadlines.rules.entries import EntryKind
from meetings.deadlines.usecases.members import MakeEntry, WithdrawEntry, make_entry, withdraw_entry
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.room.absence import member_clocks
from meetings.room.absence_state import MemberClock
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import date_of, typed
from meetings.web.services import services

bp = Blueprint("absence", __name__)
_HOME = "/desk/members"
_ONE = f"{_HOME}/<slug>"


@bp.get(_HOME)
@needs(Permission.MANAGE_LAW)
def members() -> ResponseReturnValue:
    """Every councillor's six months, those with least time first, and what new members have to do."""
    day, timezone = today(), services().config.timezone
    with reading() as session:
        law = law_of(session)
        clocks = member_clocks(session, law, day, timezone)
        new = duties(session, law, day - LATE_FOR, day + NEW_FOR)
        standing = standing_of(session)
    rule = next((c.answer.rule for c in clocks if c.answer), None)
    return render_template(
        "room/absence.html", clocks=clocks, duties=new, today=day, rule=rule, standing=standing
    )


@bp.get(_ONE)
@needs(Permission.MANAGE_LAW)
def member(slug: str) -> ResponseReturnValue:
    """One councillor: the working of the six months, what was entered, and the form for more."""
    return _page(slug, {}, {})


@bp.post(f"{_ONE}/entries")
@needs(Permission.MANAGE_LAW)
def enter(slug: str) -> ResponseReturnValue:
    """Enter something that bears on the time limits."""
    clock = _clock(slug)
    errors: dict[str, str] = {}
    on = date_of(request.form, "on", errors, missing="Enter the day")
    until = date_of(request.form, "until", errors)
    kind = next((k for k in EntryKind if k.value == request.form.get("kind")), None)
    if kind is None:
        errors["kind"] = "Choose what it is"
    try:
        if errors or on is None or kind is None:
            raise Invalid("Some of this needs correcting.", errors)
        run(make_entry, MakeEntry(clock.person_id, kind, on, request.form.get("reason", ""), until))
    except Invalid as error:
        values = typed(request.form, "kind", "reason", dates=("on", "until"))
        return make_response(_page(slug, values, {**error.fields, **errors}), 422)
    flash("It is entered, and the clock has been set by it.", "success")
    return redirect(url_for("absence.member", slug=slug), 303)


@bp.post(f"{_ONE}/entries/<entry_id>/withdraw")
@needs(Permission.MANAGE_LAW)
def withdraw(slug: str, entry_id: str) -> ResponseReturnValue:
    """Take an entry back."""
    run(withdraw_entry, WithdrawEntry(entry_id))
    flash("The entry is taken back.", "success")
    return redirect(url_for("absence.member", slug=slug), 303)


def _clock(slug: str) -> MemberClock:
    with reading() as session:
        clocks = member_clocks(session, law_of(session), today(), services().config.timezone)
    found = next((c for c in clocks if c.slug == slug), None)
    if found is None:
        raise NotFound("There is no councillor in office at this address.")
    return found


def _page(slug: str, values: dict[str, Any], errors: dict[str, str]) -> str:
    clock, day = _clock(slug), today()
    with reading() as session:
        own = entries(session, clock.person_id).get(clock.person_id, [])
        new = duties(session, law_of(session), day - LATE_FOR, day + NEW_FOR)
    return render_template(
        "room/absence_of.html",
        clock=clock,
        entries=own,
        duties=[d for d in new if d.person_id == clock.person_id],
        kinds=[(k.value, k.label) for k in EntryKind],
        today=day,
        values={"on": day, **values},
        errors=errors,
        steps=_steps(clock, day),
    )


def _steps(clock: MemberClock, day: date) -> list[str]:
    """The working, and what it means now."""
    if clock.answer is None:
        return []
    told = [step.text for step in clock.answer.steps]
    if clock.last is None:
        told[0] = (
            "No attendance is recorded. The six months run from election, or from when the records here begin."
        )
    if clock.careful and clock.left(day) < -1 and clock.approved_on is None:
        told.append(
            "Unless the council approved the reason before that day, the office is vacant: the council declares it "
            "so at once and gives public notice. Check first that nothing was attended that is not recorded here."
        )
    return told
