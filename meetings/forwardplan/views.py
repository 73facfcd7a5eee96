"""The desk's pages of the plan: the table, one decision, entering and changing it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import wards
from meetings.deadlines.queries import law_of
from meetings.forwardplan import changing_pages as changing_pages
from meetings.forwardplan import notice_pages as notice_pages
from meetings.forwardplan import private_pages as private_pages
from meetings.forwardplan import queries
from meetings.forwardplan import scrutiny_pages as scrutiny_pages
from meetings.forwardplan.blueprint import (
    HOME,
    bp,
    desk_entry,
    desk_standing,
    meetings_to_choose,
    my_bodies,
    shown,
)
from meetings.forwardplan.forms import DecisionForm, blank_values, read_decision, values_of
from meetings.forwardplan.rules.changes import desk_changes_between
from meetings.forwardplan.rules.particulars import missing_particulars
from meetings.forwardplan.rules.planned import Maker, Privacy
from meetings.forwardplan.rules.timing import earliest_with_notice, exception_steps, has_plan, may_have_plan
from meetings.forwardplan.standing import standings
from meetings.forwardplan.usecases import (
    ChangeDecision,
    ChangedMeanwhile,
    PlanDecision,
    change_decision,
    plan_decision,
)
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.people.accounts_list import account_of
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.fields import complaints
from meetings.web.services import services

__all__ = ["bp"]
_LISTS = {"open": True, "closed": False, "all": None}


@bp.get(HOME)
@needs(Permission.PREPARE_MEETING)
def index() -> ResponseReturnValue:
    """The plan as a table, with what must be noticed by when."""
    which = request.args.get("show", "open")
    which = which if which in _LISTS else "open"
    with reading() as session:
        law = law_of(session)
        mine = my_bodies(session)
        wanted = queries.Wanted(bodies=[b.id for b in mine], is_open=_LISTS[which])
        rows = queries.entries(session, wanted) if has_plan(law) else []
        found = standings(session, rows, now(), services().config.timezone)
        notices = queries.notices(session, limit=8)
    waiting = sorted((s for s in found if s.waiting), key=lambda s: s.due or today())
    return shown(
        "index",
        has_plan=has_plan(law),
        may_have=may_have_plan(law),
        profile=law.profile.label,
        standings=found,
        waiting=waiting,
        notices=notices,
        which=which,
        earliest=earliest_with_notice(law, today()) if has_plan(law) else None,
    )


@bp.get(f"{HOME}/new")
@needs(Permission.PREPARE_MEETING)
def new() -> ResponseReturnValue:
    """The form of a new decision."""
    with reading() as session:
        mine = my_bodies(session)
        values = blank_values(mine[0].id if mine else "", _contact(session))
        return _form(session, DecisionForm(values))


@bp.post(f"{HOME}/new")
@needs(Permission.PREPARE_MEETING)
def plan() -> ResponseReturnValue:
    """Enter it."""
    form = read_decision(request.form)
    if form.decision is not None:
        try:
            entry_id = run(plan_decision, PlanDecision(form.decision))
        except Invalid as error:
            form.errors = complaints(error)
        else:
            flash(
                "The decision is in the plan. Only officers see it until its notice is published.", "success"
            )
            return redirect(f"{HOME}/{entry_id}", 303)
    with reading() as session:
        return _form(session, form)


@bp.get(f"{HOME}/<entry_id>")
@needs(Permission.PREPARE_MEETING)
def entry(entry_id: str) -> ResponseReturnValue:
    """One decision: how it stands, what to do, what changed since its notice."""
    with reading() as session:
        standing = desk_standing(session, entry_id)
        row = standing.row
        law = law_of(session)
        members = queries.members_by_body(session, [row.body_id], today())[row.body_id]
        versions = queries.versions_of(session, entry_id)
        before = next((v for v in versions if v.number == row.noticed_version), None)
        history = queries.history_of(session, entry_id)
        received = queries.representations(session, entry_id)
    return shown(
        "entry",
        standing=standing,
        row=row,
        d=row.decision,
        members=members,
        missing=missing_particulars(row.decision, len(members)),
        versions=versions,
        changes=desk_changes_between(before.decision, row.decision) if before else (),
        history=history,
        received=received,
        exception_steps=exception_steps(law, standing.key.counted_from if standing.key else today()),
        earliest=earliest_with_notice(law, today()) if has_plan(law) else None,
    )


@bp.get(f"{HOME}/<entry_id>/edit")
@needs(Permission.PREPARE_MEETING)
def edit(entry_id: str) -> ResponseReturnValue:
    """The form of an entry."""
    with reading() as session:
        row = desk_entry(session, entry_id)
        return _form(session, DecisionForm(values_of(row.decision)), row)


@bp.post(f"{HOME}/<entry_id>/edit")
@needs(Permission.PREPARE_MEETING)
def save(entry_id: str) -> ResponseReturnValue:
    """Save a further version."""
    form, status = read_decision(request.form), 422
    seen = request.form.get("version", "0")
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 7 else 0
    if form.decision is not None:
        try:
            run(change_decision, ChangeDecision(entry_id, number, form.decision, form.values["note"]))
        except Invalid as error:
            form.errors = complaints(error)
        except ChangedMeanwhile as error:
            form.errors = {
                "": f"{error.message} What you typed is still here; look at what they changed first."
            }
            status = 409
        else:
            flash("Saved. What was published stays as it is until the next notice.", "success")
            return redirect(f"{HOME}/{entry_id}", 303)
    with reading() as session:
        return _form(session, form, desk_entry(session, entry_id), status)


def _form(
    session: Session, form: DecisionForm, row: queries.EntryRow | None = None, status: int = 422
) -> ResponseReturnValue:
    mine = my_bodies(session)
    meetings = meetings_to_choose(session, mine)
    chosen = form.values.get("meeting_id")
    if row is not None and chosen and chosen not in {m[0] for m in meetings}:
        meetings = [(chosen, "The meeting chosen before"), *meetings]
    return shown(
        "form",
        status if form.errors else 200,
        row=row,
        values=form.values,
        errors=form.errors,
        seen=_seen(row, status),
        bodies=[(b.id, b.name) for b in mine],
        meetings=meetings,
        wards=[w.name for w in wards(session, today())],
        makers=[(m.value, m.label) for m in Maker],
        privacies=[(p.value, p.label) for p in Privacy],
    )


def _contact(session: Session) -> dict[str, str]:
    """Whoever enters a decision is asked about it, until they name somebody else."""
    actor = current_actor()
    email = account_of(session, actor.account_id).email if actor.account_id else ""
    return {"contact_name": actor.name, "contact_email": email}


def _seen(row: queries.EntryRow | None, status: int) -> Any:
    """The version that the next attempt is based on: after somebody else's, theirs."""
    if row is None:
        return 0
    return row.version if status == 409 or request.method == "GET" else request.form.get("version", "0")
