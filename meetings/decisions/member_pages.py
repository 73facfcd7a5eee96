"""A councillor's own pages: decisions to make alone, and calling decisions in."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import chair_of, members_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law, Profile
from meetings.decisions import queries
from meetings.decisions.blueprint import bp, shown
from meetings.decisions.forms import grounds_of
from meetings.decisions.queries import DecisionRow, Wanted
from meetings.decisions.rules.calling import GROUNDS, CallInState, hour_words, need_of
from meetings.decisions.rules.standing import State
from meetings.decisions.usecases import (
    MakeDecision,
    SignCallIn,
    StartCallIn,
    UnsignCallIn,
    make_decision,
    sign_call_in,
    start_call_in,
    unsign_call_in,
)
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import current_actor, reading, run, today
from meetings.web.fields import complaints, typed

_HOME = "/my/decisions"


@bp.get(_HOME)
@needs(Permission.JOIN_AS_MEMBER)
def mine() -> ResponseReturnValue:
    """What waits for this member: to be made, to be signed, to be called in while there is time."""
    person_id = current_actor().person_id
    with reading() as session:
        drafts = (
            queries.decisions(session, Wanted(maker_id=person_id, states=[State.DRAFT])) if person_id else []
        )
        law = law_of(session)
        rows = _may_call_in(session, law, queries.open_to_call_in(session, today()))
        found = queries.call_ins(
            session, states=[CallInState.COLLECTING, CallInState.LODGED, CallInState.VALID]
        )
        known = {row.id: row for row in rows}
        signing = [c for c in found if c.state is CallInState.COLLECTING and c.decision_id in known]
        waiting = [c for c in found if c.state is not CallInState.COLLECTING and person_id in c.signed_by]
    return shown(
        "mine",
        drafts=drafts,
        rows=rows,
        known=known,
        signing=signing,
        waiting=waiting,
        hour=hour_words(law),
        person_id=person_id,
    )


@bp.post(f"{_HOME}/<decision_id>/make")
@needs(Permission.JOIN_AS_MEMBER)
def make_own(decision_id: str) -> ResponseReturnValue:
    """Decide."""
    seen = request.form.get("version", type=int) or 0
    run(make_decision, MakeDecision(decision_id, interests=request.form.get("interests", ""), seen=seen))
    flash("You have made this decision. Democratic services publish its record.", "success")
    return redirect(_HOME, 303)


@bp.get(f"{_HOME}/<decision_id>/call-in")
@needs(Permission.JOIN_AS_MEMBER)
def ask(decision_id: str) -> ResponseReturnValue:
    """The form of a call-in."""
    return _ask_page(decision_id, {"reasons": "", "instead": "", "grounds": [], "alone": ""})


@bp.post(f"{_HOME}/<decision_id>/call-in")
@needs(Permission.JOIN_AS_MEMBER)
def start(decision_id: str) -> ResponseReturnValue:
    """Begin a call-in and sign it."""
    values: dict[str, Any] = typed(request.form, "reasons", "instead", "alone")
    values["grounds"] = request.form.getlist("grounds")
    try:
        command = StartCallIn(
            decision_id,
            values["reasons"],
            values["instead"],
            grounds_of(request.form),
            bool(values["alone"]),
        )
        run(start_call_in, command)
    except (Invalid, WrongState, Denied) as error:
        return _ask_page(decision_id, values, complaints(error))
    flash("Your call-in is begun, and your name stands under it.", "success")
    return redirect(_HOME, 303)


@bp.post("/my/call-ins/<call_in_id>/sign")
@needs(Permission.JOIN_AS_MEMBER)
def sign(call_in_id: str) -> ResponseReturnValue:
    """Put one's name under it."""
    run(sign_call_in, SignCallIn(call_in_id))
    flash("Your name stands under the call-in.", "success")
    return redirect(_HOME, 303)


@bp.post("/my/call-ins/<call_in_id>/unsign")
@needs(Permission.JOIN_AS_MEMBER)
def unsign(call_in_id: str) -> ResponseReturnValue:
    """Take one's name away."""
    run(unsign_call_in, UnsignCallIn(call_in_id))
    flash("Your name is taken away.", "success")
    return redirect(_HOME, 303)


def _may_call_in(session: Session, law: Law, rows: list[DecisionRow]) -> list[DecisionRow]:
    """Those this member may call in: not their own executive's."""
    person_id = current_actor().person_id
    if person_id not in {m.person_id for m in queries.members_of_council(session, today())}:
        return []
    if law.profile is Profile.NORTHERN_IRELAND:
        return rows
    seats: dict[str, bool] = {}
    for row in rows:
        if row.body_id not in seats:
            people = {m.person_id for m in members_of(session, row.body_id, today())}
            seats[row.body_id] = person_id in people
    return [row for row in rows if not (row.record.executive and seats[row.body_id])]


def _ask_page(
    decision_id: str, values: dict[str, Any], errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        row = queries.public_decision(session, decision_id)
        law = law_of(session)
        if row.counts_from is None or row.until is None:
            raise NotFound("This decision cannot be called in.")
        need = need_of(law, row.counts_from, len(queries.members_of_council(session, today())))
        chairs = (chair_of(session, b.id, today()) for b in queries.scrutiny_bodies(session))
        is_chair = current_actor().person_id in {c.person_id for c in chairs if c}
    return shown(
        "ask",
        422 if errors else 200,
        row=row,
        need=need,
        may_alone=is_chair and need.chair_alone,
        hour=hour_words(law),
        grounds=list(GROUNDS.items()) if need.grounds else [],
        values=values,
        errors=errors or {},
    )
