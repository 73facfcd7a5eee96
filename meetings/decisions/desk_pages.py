"""The desk's pages of decisions: the list, one record, and the steps of its life."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.decisions import queries
from meetings.decisions.blueprint import HOME, bp, desk_decision, require_worker, sees_all, shown
from meetings.decisions.forms import read_day
from meetings.decisions.public_facts import next_of
from meetings.decisions.queries import DecisionRow, Wanted
from meetings.decisions.rules.calling import (
    CallInState,
    hour_words,
    kept_until,
    statement_due,
    subject_by_default,
)
from meetings.decisions.rules.completeness import lacks, officer_test
from meetings.decisions.rules.document import call_in_words
from meetings.decisions.rules.record import Kind
from meetings.decisions.rules.standing import State
from meetings.decisions.usecases import (
    MakeDecision,
    PrintStatementAgain,
    PublishDecisions,
    SetAside,
    TakeUp,
    WaiveCallIn,
    make_decision,
    print_statement_again,
    publish_decisions,
    set_aside,
    take_up,
    waive_call_in,
)
from meetings.forwardplan.queries import chain_of
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs, signed_in
from meetings.web.doors import current_actor, reading, run, today
from meetings.web.fields import complaints, page_number, typed

PAGE = 50
_SHOWS = {
    "complete": ("To complete", (State.DRAFT, State.MADE)),
    "published": ("Published", (State.PUBLISHED,)),
    "aside": ("No record due", (State.SET_ASIDE,)),
}


@bp.get(HOME)
@signed_in
def index() -> ResponseReturnValue:
    """Records by how far they are, and the call-ins that wait."""
    require_worker()
    show = request.args.get("show", "complete")
    show = show if show in _SHOWS else "complete"
    page = page_number(request.args)
    everything = sees_all(None)
    with reading() as session:
        law = law_of(session)
        wanted = _mine(Wanted(states=_SHOWS[show][1]), everything)
        rows = queries.decisions(session, wanted, PAGE + 1, (page - 1) * PAGE)
        call_ins = _waiting(session) if everything else []
    listed = [(row, statement_due(law, row.made_on), _open(law, row)) for row in rows[:PAGE]]
    if show == "complete":
        listed.sort(key=lambda each: (not each[0].kind.has_statement, each[0].made_on))
    return shown(
        "index",
        show=show,
        shows=[(key, label) for key, (label, _) in _SHOWS.items()],
        listed=listed,
        call_ins=call_ins,
        today=today(),
        page=page,
        more=len(rows) > PAGE,
    )


@bp.get(f"{HOME}/<decision_id>")
@signed_in
def desk_show(decision_id: str) -> ResponseReturnValue:
    """One record: what it lacks, what it says, what can be done next."""
    return _show_page(decision_id)


@bp.post(f"{HOME}/<decision_id>/make")
@signed_in
def make(decision_id: str) -> ResponseReturnValue:
    """Whoever decides alone has decided."""
    errors: dict[str, str] = {}
    on = read_day(request.form, "made_on", errors)
    try:
        if errors:
            raise Invalid("Enter the day.", errors)
        run(make_decision, MakeDecision(decision_id, on))
    except Invalid as error:
        return _show_page(decision_id, 422, errors=complaints(error))
    return _done(decision_id, "The decision is made. Publish its record.")


@bp.post(f"{HOME}/<decision_id>/publish")
@needs(Permission.PUBLISH)
def publish(decision_id: str) -> ResponseReturnValue:
    """Publish one record."""
    try:
        run(publish_decisions, PublishDecisions((decision_id,), bool(request.form.get("tell"))))
    except Invalid as error:
        found = {name.removesuffix(f"-{decision_id}"): text for name, text in complaints(error).items()}
        return _show_page(decision_id, 422, errors=found)
    return _done(decision_id, "The record is published.")


@bp.post(f"{HOME}/<decision_id>/aside")
@needs(Permission.PUBLISH)
def aside(decision_id: str) -> ResponseReturnValue:
    """No record of it is due."""
    try:
        run(set_aside, SetAside(decision_id, request.form.get("reason", "")))
    except Invalid as error:
        return _show_page(decision_id, 422, errors={f"aside_{k}": v for k, v in complaints(error).items()})
    return _done(decision_id, "Set aside: no record is due.")


@bp.post(f"{HOME}/<decision_id>/take-up")
@needs(Permission.PUBLISH)
def up(decision_id: str) -> ResponseReturnValue:
    """A record is due after all."""
    run(take_up, TakeUp(decision_id))
    return _done(decision_id, "Taken up again.")


@bp.get(f"{HOME}/<decision_id>/urgent")
@needs(Permission.PUBLISH)
def urgent(decision_id: str) -> ResponseReturnValue:
    """The form of a waiver: why it cannot wait, and who consented."""
    values = {"reason": "", "agreed_by": "", "agreed_on": today(), "scrutiny_id": "", "unable": ""}
    return _urgent_page(decision_id, values)


@bp.post(f"{HOME}/<decision_id>/urgent")
@needs(Permission.PUBLISH)
def waive(decision_id: str) -> ResponseReturnValue:
    """Keep the waiver."""
    values = typed(request.form, "reason", "agreed_by", "scrutiny_id", "unable", dates=("agreed_on",))
    errors: dict[str, str] = {}
    on = read_day(request.form, "agreed_on", errors)
    try:
        if errors:
            raise Invalid("Enter the day.", errors)
        command = WaiveCallIn(
            decision_id,
            values["reason"],
            values["agreed_by"],
            on,
            values["scrutiny_id"] or None,
            values["unable"],
        )
        run(waive_call_in, command)
    except Invalid as error:
        return _urgent_page(decision_id, values, complaints(error))
    return _done(decision_id, "The decision does not wait for call-in. The reason is published with it.")


@bp.post(f"{HOME}/notices/<notice_id>/print")
@needs(Permission.PUBLISH)
def print_again(notice_id: str) -> ResponseReturnValue:
    """Ask for the PDF again."""
    run(print_statement_again, PrintStatementAgain(notice_id))
    flash("The PDF is being made.", "success")
    return redirect(f"/decisions/notices/{notice_id}", 303)


def _mine(wanted: Wanted, everything: bool) -> Wanted:
    """Officers: of the bodies they look after. Whoever only writes: what they began."""
    actor, day = current_actor(), today()
    if not everything:
        mine = bodies_for(actor, Permission.WRITE_REPORT, day)
        return Wanted(states=wanted.states, started_by=actor.account_id, bodies=mine)
    for permission in (Permission.PREPARE_MEETING, Permission.OVERRIDE_LAW):
        if actor.may(permission, None, day):
            return Wanted(states=wanted.states, bodies=bodies_for(actor, permission, day))
    return wanted


def _waiting(session: Session) -> list[queries.CallInRow]:
    states = [CallInState.COLLECTING, CallInState.LODGED, CallInState.VALID, CallInState.CONCLUDED]
    found = queries.call_ins(session, states=states)
    return [
        c
        for c in found
        if sees_all(c.body_id) and (c.state is not CallInState.CONCLUDED or c.waits_for_reconsideration)
    ]


def _open(law: Any, row: DecisionRow) -> tuple[str, ...]:
    if row.state not in (State.DRAFT, State.MADE):
        return ()
    return tuple(x.text for x in lacks(row.record, usually_subject=subject_by_default(law, row.record)))


def _show_page(decision_id: str, status: int = 200, **more: Any) -> ResponseReturnValue:
    with reading() as session:
        law = law_of(session)
        row = desk_decision(session, decision_id)
        call_ins = queries.call_ins_of(session, row.id)
        context = {
            "versions": queries.versions_of(session, row.id),
            "notices": queries.notices_of(session, row.id),
        }
    usual = subject_by_default(law, row.record)
    answer = kept_until(law, row.record)
    return shown(
        "record",
        status,
        row=row,
        d=row.record,
        lacks=lacks(row.record, usually_subject=usual) if row.state in _UNPUBLISHED else (),
        usual=usual,
        due=statement_due(law, row.made_on),
        test=officer_test(row.record.limbs) if row.kind is Kind.OFFICER else None,
        standing=row.standing(today()),
        next=next_of(row, today(), hour_words(law), call_ins),
        call_in_words=call_in_words(row.record),
        kept=answer,
        kept_on=_date(answer.result) if answer else None,
        call_ins=call_ins,
        today=today(),
        errors=more.get("errors", {}),
        **context,
    )


_UNPUBLISHED = (State.DRAFT, State.MADE)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _urgent_page(
    decision_id: str, values: dict[str, Any], errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        row = desk_decision(session, decision_id)
        scrutiny = queries.scrutiny_bodies(session)
        chosen = values["scrutiny_id"] or (scrutiny[0].id if scrutiny else "")
        chain = chain_of(session, chosen or None, today())
    return shown(
        "urgent",
        422 if errors else 200,
        row=row,
        values=values | {"scrutiny_id": chosen},
        scrutiny=[(b.id, b.name) for b in scrutiny],
        chain=[(h.person_id, f"{h.name}, {h.office.label}") for h in chain if not h.is_vacant],
        errors=errors or {},
    )


def _done(decision_id: str, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(f"{HOME}/{decision_id}", 303)
