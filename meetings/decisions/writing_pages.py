"""Writing a record: of an officer's or a member's own decision from the start, and changing or correcting any."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.models import BodyKind
from meetings.bodies.queries import bodies, members_of, person_names, wards
from meetings.decisions.blueprint import HOME, bp, desk_decision, shown
from meetings.decisions.forms import RecordForm, read_record, values_of
from meetings.decisions.queries import DecisionRow
from meetings.decisions.rules.completeness import QUESTIONS, officer_test
from meetings.decisions.rules.record import Kind, Limb, Record
from meetings.decisions.rules.standing import State
from meetings.decisions.usecases import (
    ChangeDecision,
    CorrectDecision,
    WriteDecision,
    change_decision,
    correct_decision,
    write_decision,
)
from meetings.decisions.usecases.sources import Written, from_report
from meetings.forwardplan.queries import Wanted as PlanWanted
from meetings.forwardplan.queries import entries
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.reports.queries import content_of, reports_of_author, visible_report
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.fields import complaints

_ALONE = {Kind.OFFICER.value: Kind.OFFICER, Kind.MEMBER.value: Kind.MEMBER}


@bp.get(f"{HOME}/test")
@needs(Permission.WRITE_REPORT)
def test() -> ResponseReturnValue:
    """Three questions that tell whether a record of an officer's decision is due."""
    answers = {key: request.args.get(key, "") for key, _, _ in QUESTIONS}
    asked = all(answers.values())
    limbs = [limb for key, _, limbs in QUESTIONS for limb in limbs if answers[key] == "yes"]
    answer = officer_test(limbs) if asked else None
    return shown("test", questions=QUESTIONS, answers=answers, answer=answer)


@bp.get(f"{HOME}/new")
@needs(Permission.WRITE_REPORT)
def new() -> ResponseReturnValue:
    """The form of a decision that one person takes."""
    kind = _ALONE.get(request.args.get("kind", ""), Kind.OFFICER)
    report_id = request.args.get("report", "")
    with reading() as session:
        record = _blank(session, kind, report_id)
    values = values_of(record) | {"body_id": record.body_id, "report_id": report_id}
    for key, _, _ in QUESTIONS:
        values[f"test_{key}"] = request.args.get(key, "")
    return _page(None, RecordForm(values, record), kind)


@bp.post(f"{HOME}/new")
@needs(Permission.WRITE_REPORT)
def begin() -> ResponseReturnValue:
    """Begin the record."""
    kind = _ALONE.get(request.form.get("kind", ""), Kind.OFFICER)
    with reading() as session:
        before = _blank(session, kind, "")
        chosen = next((b.id for b in _bodies(session, kind) if b.id == request.form.get("body_id")), "")
    form = read_record(request.form, before)
    form.values["body_id"] = request.form.get("body_id", "")
    try:
        if form.record is None or not chosen:
            raise Invalid("", form.errors or {"body_id": "Choose on whose behalf it is decided"})
        report_id = form.values["report_id"]
        record = _named(replace(form.record, body_id=chosen, report_id=report_id))
        decision_id = run(write_decision, WriteDecision(record))
    except Invalid as error:
        form.errors = complaints(error)
        return _page(None, form, kind)
    flash("The record is begun. It is published after the decision is made.", "success")
    return redirect(f"{HOME}/{decision_id}", 303)


@bp.get(f"{HOME}/<decision_id>/edit")
@needs(Permission.WRITE_REPORT)
def edit(decision_id: str) -> ResponseReturnValue:
    """Change a record; of a published one, correct it."""
    with reading() as session:
        row = desk_decision(session, decision_id)
    return _page(row, RecordForm(values_of(row.record), row.record), row.kind)


@bp.post(f"{HOME}/<decision_id>/edit")
@needs(Permission.WRITE_REPORT)
def save(decision_id: str) -> ResponseReturnValue:
    """Keep the change."""
    with reading() as session:
        row = desk_decision(session, decision_id)
    form = read_record(request.form, row.record)
    seen = request.form.get("version", type=int) or 0
    try:
        if form.record is None:
            raise Invalid("", form.errors)
        record = _named(form.record)
        if row.state is State.PUBLISHED:
            run(correct_decision, CorrectDecision(row.id, seen, record, form.values["reason"]))
            flash("The correction is published.", "success")
        else:
            run(change_decision, ChangeDecision(row.id, seen, record, form.values["note"]))
            flash("The record is saved.", "success")
    except (Invalid, WrongState) as error:
        form.errors = complaints(error)
        return _page(row, form, row.kind)
    return redirect(f"{HOME}/{decision_id}", 303)


def _named(record: Record) -> Record:
    """The name of a member of the executive goes with who was chosen."""
    if record.kind is not Kind.MEMBER or not record.maker_id:
        return record
    with reading() as session:
        names = person_names(session, [record.maker_id])
    return replace(record, maker_name=names.get(record.maker_id, record.maker_name))


def _blank(session: Session, kind: Kind, report_id: str) -> Record:
    """A new record, with what a report says already where it begins from one."""
    found = _bodies(session, kind)
    actor = current_actor()
    written = Written()
    body_id = found[0].id if found else ""
    if report_id:
        row = visible_report(session, report_id, actor, today())
        written = from_report(row.id, content_of(session, row.id, row.version))
        body_id = row.body_id if any(b.id == row.body_id for b in found) else body_id
    return Record(
        kind=kind,
        body_id=body_id,
        executive=any(b.id == body_id and b.kind is BodyKind.CABINET for b in found),
        title=written.title,
        decision=written.recommendations,
        reasons=written.reasons,
        alternatives=written.alternatives,
        consulted=written.consultation,
        wards=written.wards,
        made_on=today(),
        contact_name=actor.name,
    )


def _bodies(session: Session, kind: Kind) -> list[Any]:
    """The bodies on whose behalf this person may have it decided; a member decides for the executive."""
    mine = bodies_for(current_actor(), Permission.WRITE_REPORT, today())
    found = [b for b in bodies(session) if mine is None or b.id in mine]
    if kind is Kind.MEMBER:
        found = [b for b in found if b.kind is BodyKind.CABINET]
    return sorted(found, key=lambda b: (b.kind is not BodyKind.CABINET, b.name.casefold()))


def _page(row: DecisionRow | None, form: RecordForm, kind: Kind) -> ResponseReturnValue:
    with reading() as session:
        found = _bodies(session, kind) if row is None else []
        body_id = row.body_id if row else form.values.get("body_id", "")
        seated = members_of(session, body_id, today()) if kind is Kind.MEMBER and body_id else []
        plan = entries(session, PlanWanted(bodies=[body_id])) if body_id else []
        named = [(w.name, w.name) for w in wards(session, today())]
        actor = current_actor()
        reports = reports_of_author(session, actor.account_id, now()) if row is None else []
    if row is None and kind is Kind.MEMBER and not found:
        raise NotFound("There is no executive whose members decide alone.")
    known = {name for name, _ in named}
    extra = [(w, w) for w in form.values.get("wards", []) if w not in known]
    return shown(
        "edit",
        422 if form.errors else 200,
        row=row,
        kind=kind,
        values=form.values,
        errors=form.errors,
        seen=row.version if row else 0,
        published=row is not None and row.state is State.PUBLISHED,
        bodies=[(b.id, b.name) for b in found],
        seated=[(m.person_id, m.name) for m in seated],
        plan=[(e.id, f"{e.reference}: {e.title}") for e in plan],
        wards=named + extra,
        questions=QUESTIONS,
        limbs=list(Limb),
        reports=reports,
    )
