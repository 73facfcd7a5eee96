"""Pages on which a planned decision is put off, withdrawn, marked as taken, or brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from meetings.forwardplan.blueprint import HOME, bp, desk_entry, meetings_to_choose, my_bodies, shown
from meetings.forwardplan.usecases import (
    BringBack,
    DecisionMade,
    DeferDecision,
    WithdrawDecision,
    bring_back,
    defer_decision,
    mark_decided,
    withdraw_decision,
)
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import complaints, date_of, typed

#: What can become of a decision: heading, button, hint of the reason, whether a day is asked for.
WAYS: dict[str, dict[str, Any]] = {
    "defer": {
        "heading": "Put off to a later date",
        "button": "Put off",
        "reason": "Why is it put off?",
        "done": "The decision is put off.",
    },
    "withdraw": {
        "heading": "Withdraw from the plan",
        "button": "Withdraw",
        "reason": "Why is it withdrawn?",
        "done": "The decision is withdrawn.",
    },
    "decided": {"heading": "Mark as decided", "button": "Mark as decided", "done": "Marked as decided."},
    "bring-back": {
        "heading": "Bring back into the plan",
        "button": "Bring back",
        "reason": "Why is it brought back?",
        "done": "The decision is in the plan again.",
    },
}
_WAYS = "any(defer, withdraw, decided, 'bring-back')"


@bp.get(f"{HOME}/<entry_id>/<{_WAYS}:becoming>")
@needs(Permission.PREPARE_MEETING)
def ask_change(entry_id: str, becoming: str) -> ResponseReturnValue:
    """Ask for the reason and the day."""
    values = {"reason": "", "meeting_id": "", "decide_on": None, "decide_to": None, "decided_on": today()}
    return _page(entry_id, becoming, values, {})


@bp.post(f"{HOME}/<entry_id>/<{_WAYS}:becoming>")
@needs(Permission.PREPARE_MEETING)
def make_change(entry_id: str, becoming: str) -> ResponseReturnValue:
    """Do it. A decision of which notice was given gets a notice of this as well."""
    errors: dict[str, str] = {}
    do = _commands(entry_id, errors)[becoming]
    values = typed(request.form, "reason", "meeting_id", dates=("decide_on", "decide_to", "decided_on"))
    try:
        do()
    except Invalid as error:
        return _page(entry_id, becoming, values, errors or complaints(error))
    flash(WAYS[becoming]["done"], "success")
    return redirect(f"{HOME}/{entry_id}", 303)


def _commands(entry_id: str, errors: dict[str, str]) -> dict[str, Callable[[], None]]:
    form = request.form
    reason = form.get("reason", "")

    def defer() -> None:
        meeting_id = form.get("meeting_id") or None
        missing = "" if meeting_id else "Enter the new day, or choose the meeting"
        day = date_of(form, "decide_on", errors, missing=missing)
        last = date_of(form, "decide_to", errors)
        _refuse(errors)
        run(defer_decision, DeferDecision(entry_id, day or date.max, reason, last, meeting_id))

    def decided() -> None:
        day = date_of(form, "decided_on", errors, missing="Enter the day of the decision")
        _refuse(errors)
        assert day is not None
        run(mark_decided, DecisionMade(entry_id, day))

    return {
        "defer": defer,
        "decided": decided,
        "withdraw": lambda: run(withdraw_decision, WithdrawDecision(entry_id, reason)),
        "bring-back": lambda: run(bring_back, BringBack(entry_id, reason)),
    }


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise Invalid(next(iter(errors.values())), errors)


def _page(entry_id: str, way: str, values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    with reading() as session:
        row = desk_entry(session, entry_id)
        bodies = [b for b in my_bodies(session) if b.id == row.body_id]
        meetings = meetings_to_choose(session, bodies) if way == "defer" else []
    status = 422 if errors else 200
    return shown(
        "change", status, row=row, way=way, words=WAYS[way], values=values, errors=errors, meetings=meetings
    )
