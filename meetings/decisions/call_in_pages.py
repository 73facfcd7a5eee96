"""The desk's pages of call-ins: entering one from paper, its validity, the committee, the outcome, what comes back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from meetings.bodies.models import BodyKind
from meetings.bodies.queries import members_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Profile
from meetings.decisions import queries
from meetings.decisions.blueprint import HOME, bp, desk_call_in, desk_decision, is_monitoring, shown
from meetings.decisions.forms import grounds_of, read_day, read_moment
from meetings.decisions.rules.calling import ADVERSE, GROUNDS, Outcome, Reconsidered, hour_words
from meetings.decisions.usecases import (
    ConcludeCallIn,
    EnterCallIn,
    JudgeCallIn,
    ListCallIn,
    Reconsider,
    RecordOpinion,
    WithdrawCallIn,
    conclude_call_in,
    enter_call_in,
    judge_call_in,
    list_call_in,
    reconsider,
    record_opinion,
    withdraw_call_in,
)
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import upcoming
from meetings.web.access import needs, signed_in
from meetings.web.doors import now, reading, run, today
from meetings.web.fields import complaints, typed
from meetings.web.formats import short_date
from meetings.web.services import services

_ONE = f"{HOME}/call-ins/<call_in_id>"


@bp.get(f"{HOME}/<decision_id>/call-in")
@needs(Permission.PUBLISH)
def paper_call_in(decision_id: str) -> ResponseReturnValue:
    """The form of a call-in that came in on paper."""
    values: dict[str, Any] = {"reasons": "", "instead": "", "signed_by": [], "received_at": today()}
    return _paper_page(decision_id, values | {"grounds": [], "alone": "", "received_at-time": ""})


@bp.post(f"{HOME}/<decision_id>/call-in")
@needs(Permission.PUBLISH)
def enter(decision_id: str) -> ResponseReturnValue:
    """Enter it."""
    form, errors = request.form, dict[str, str]()
    values = typed(form, "reasons", "instead", "alone", "received_at-time", dates=("received_at",))
    values |= {"signed_by": form.getlist("signed_by"), "grounds": form.getlist("grounds")}
    at = read_moment(form, "received_at", services().config.timezone, errors)
    try:
        if at is None:
            raise Invalid("", errors)
        command = EnterCallIn(
            decision_id,
            values["reasons"],
            at,
            tuple(values["signed_by"]),
            values["instead"],
            grounds_of(form),
            bool(values["alone"]),
        )
        call_in_id = run(enter_call_in, command)
    except (Invalid, WrongState) as error:
        return _paper_page(decision_id, values, complaints(error))
    return _done(call_in_id, "The call-in is entered. The decision is not carried out until it is settled.")


@bp.get(_ONE)
@signed_in
def call_in(call_in_id: str) -> ResponseReturnValue:
    """A call-in: who signed, where it stands, what is next."""
    return _page(call_in_id)


@bp.post(f"{_ONE}/opinion")
@needs(Permission.OVERRIDE_LAW)
def opinion(call_in_id: str) -> ResponseReturnValue:
    """A lawyer's opinion (Northern Ireland)."""
    form, errors = request.form, dict[str, str]()
    on = read_day(form, "given_on", errors)
    supports = form.get("supports", "")
    if supports not in ("yes", "no"):
        errors["supports"] = "Say whether the opinion supports the ground"
    try:
        if errors:
            raise Invalid("", errors)
        command = RecordOpinion(call_in_id, form.get("by", ""), on, form.get("text", ""), supports == "yes")
        run(record_opinion, command)
    except Invalid as error:
        return _page(call_in_id, "opinion", complaints(error))
    return _done(call_in_id, "The opinion is recorded.")


@bp.post(f"{_ONE}/judge")
@needs(Permission.OVERRIDE_LAW)
def judge(call_in_id: str) -> ResponseReturnValue:
    """The monitoring officer decides on its validity."""
    form = request.form
    try:
        if form.get("valid") not in ("yes", "no"):
            raise Invalid("", {"valid": "Choose whether it is valid"})
        scrutiny_id = form.get("scrutiny_id") or None
        command = JudgeCallIn(call_in_id, form["valid"] == "yes", form.get("reason", ""), scrutiny_id)
        run(judge_call_in, command)
    except Invalid as error:
        return _page(call_in_id, "judge", complaints(error))
    return _done(call_in_id, "Recorded. The people concerned are told by letter.")


@bp.post(f"{_ONE}/withdraw")
@needs(Permission.PUBLISH)
def withdraw(call_in_id: str) -> ResponseReturnValue:
    """Those who called it in took it back."""
    try:
        run(withdraw_call_in, WithdrawCallIn(call_in_id, request.form.get("reason", "")))
    except Invalid as error:
        return _page(call_in_id, "withdraw", complaints(error))
    return _done(call_in_id, "The call-in is withdrawn.")


@bp.post(f"{_ONE}/list")
@needs(Permission.PREPARE_MEETING)
def put_on_agenda(call_in_id: str) -> ResponseReturnValue:
    """Put it on the committee's agenda."""
    try:
        if not request.form.get("meeting_id"):
            raise Invalid("", {"meeting_id": "Choose a meeting"})
        run(list_call_in, ListCallIn(call_in_id, request.form["meeting_id"]))
    except Invalid as error:
        return _page(call_in_id, "list", complaints(error))
    return _done(call_in_id, "It stands on the agenda. Publish the agenda, or a supplement to it.")


@bp.post(f"{_ONE}/conclude")
@needs(Permission.PUBLISH)
def conclude(call_in_id: str) -> ResponseReturnValue:
    """What scrutiny made of it."""
    form, errors = request.form, dict[str, str]()
    on = read_day(form, "on", errors)
    outcome = form.get("outcome", "")
    if outcome not in {o.value for o in Outcome}:
        errors["outcome"] = "Choose what the committee decided"
    try:
        if errors:
            raise Invalid("", errors)
        run(conclude_call_in, ConcludeCallIn(call_in_id, Outcome(outcome), form.get("text", ""), on))
    except Invalid as error:
        return _page(call_in_id, "conclude", complaints(error))
    return _done(call_in_id, "The outcome is published.")


@bp.post(f"{_ONE}/reconsider")
@needs(Permission.PUBLISH)
def again(call_in_id: str) -> ResponseReturnValue:
    """What became of it when it was looked at again."""
    form, errors = request.form, dict[str, str]()
    on = read_day(form, "on", errors)
    result = form.get("result", "")
    if result not in {r.value for r in Reconsidered}:
        errors["result"] = "Choose what became of the decision"
    try:
        if errors:
            raise Invalid("", errors)
        command = Reconsider(
            call_in_id, Reconsidered(result), form.get("text", ""), on, form.get("decision", "")
        )
        run(reconsider, command)
    except Invalid as error:
        return _page(call_in_id, "reconsider", complaints(error))
    return _done(call_in_id, "The result is published.")


def _paper_page(
    decision_id: str, values: dict[str, Any], errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        row = desk_decision(session, decision_id)
        law = law_of(session)
        council = queries.members_of_council(session, today())
        seated: set[str] = set()
        if row.record.executive and law.profile is not Profile.NORTHERN_IRELAND:
            seated = {m.person_id for m in members_of(session, row.body_id, today())}
    members = [(m.person_id, m.name) for m in council if m.person_id not in seated]
    return shown(
        "paper",
        422 if errors else 200,
        row=row,
        values=values,
        members=members,
        hour=hour_words(law),
        grounds=list(GROUNDS.items()) if law.profile is Profile.NORTHERN_IRELAND else [],
        errors=errors or {},
    )


def _page(call_in_id: str, form: str = "", errors: dict[str, str] | None = None) -> ResponseReturnValue:
    tz = services().config.timezone
    with reading() as session:
        row, decision = desk_call_in(session, call_in_id)
        bodies = queries.scrutiny_bodies(session)
        coming = upcoming(session, now(), limit=60, public_only=False)
    meetings = [
        (m.id, f"{short_date(m.starts_at, tz)}: {m.title}")
        for m in coming
        if m.body_id == row.scrutiny_id and m.status is MeetingStatus.PLANNED
    ]
    return shown(
        "call_in",
        422 if errors else 200,
        row=row,
        decision=decision,
        grounds=[GROUNDS[g] for g in row.grounds if g in GROUNDS],
        needs_opinion=ADVERSE in row.grounds,
        monitoring=is_monitoring(row.body_id),
        bodies=[(b.id, b.name) for b in bodies if b.kind is not BodyKind.CABINET],
        meetings=meetings,
        outcomes=[(o.value, o.label) for o in Outcome],
        results=[(r.value, r.label) for r in Reconsidered],
        values=request.form if errors else {},
        form=form,
        today=today(),
        errors=errors or {},
    )


def _done(call_in_id: str, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(f"{HOME}/call-ins/{call_in_id}", 303)
