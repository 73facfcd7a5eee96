"""Pages on which notices are published: the plan of a period, the general exception, special urgency, its report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.counting import add_months
from meetings.forwardplan import queries
from meetings.forwardplan.blueprint import HOME, bp, desk_standing, my_bodies, shown
from meetings.forwardplan.models import NoticeKind
from meetings.forwardplan.rules.particulars import missing_particulars
from meetings.forwardplan.rules.timing import earliest_with_notice, exception_steps, has_plan
from meetings.forwardplan.standing import standings
from meetings.forwardplan.usecases import (
    GiveException,
    GiveUrgency,
    PrintNoticeAgain,
    PublishPlan,
    ReportUrgency,
    give_exception,
    give_urgency,
    print_notice_again,
    publish_plan,
    report_urgency,
)
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission
from meetings.web.access import needs
from meetings.web.doors import may, now, reading, run, today
from meetings.web.fields import complaints, date_of, typed
from meetings.web.services import services

_MONTHS = 4


@bp.get(f"{HOME}/publish")
@needs(Permission.PUBLISH)
def ask_publish() -> ResponseReturnValue:
    """What the notice would say: which decisions, what each leaves out, what changed."""
    errors: dict[str, str] = {}
    first = date_of(request.args, "first", errors, default=today())
    last = date_of(request.args, "last", errors, default=add_months(today(), _MONTHS))
    body_id = request.args.get("body_id", "")
    return _publish_page(first or today(), last or today(), body_id, {}, errors)


@bp.post(f"{HOME}/publish")
@needs(Permission.PUBLISH)
def publish() -> ResponseReturnValue:
    """Publish the plan of the period."""
    errors: dict[str, str] = {}
    first = date_of(request.form, "first", errors, missing="Enter the first day")
    last = date_of(request.form, "last", errors, missing="Enter the last day")
    body_id, note = request.form.get("body_id", ""), request.form.get("note", "")
    restart = tuple(request.form.getlist("restart"))
    if first is not None and last is not None:
        try:
            notice_id = run(publish_plan, PublishPlan(first, last, body_id or None, restart, note))
        except (Invalid, WrongState) as error:
            errors = complaints(error)
        else:
            return _published(notice_id)
    values = {"note": note, "restart": restart}
    return _publish_page(first or today(), last or today(), body_id, values, errors)


@bp.get(f"{HOME}/<entry_id>/<any(exception, urgency):lateness>")
@needs(Permission.PUBLISH)
def ask_late(entry_id: str, lateness: str) -> ResponseReturnValue:
    """Too late for 28 clear days: what is asked for the way that is left."""
    return _late_page(entry_id, lateness, {"agreed_on": today()}, {})


@bp.post(f"{HOME}/<entry_id>/<any(exception, urgency):lateness>")
@needs(Permission.PUBLISH)
def give_late(entry_id: str, lateness: str) -> ResponseReturnValue:
    """Publish it."""
    form, errors = request.form, dict[str, str]()
    values = typed(form, *LATE_FIELDS, dates=("agreed_on",))
    try:
        if lateness == "exception":
            given = GiveException(entry_id, values["reasons"], values["scrutiny_id"], values["correction"])
            return _published(run(give_exception, given))
        day = date_of(form, "agreed_on", errors, missing="Enter the day on which it was agreed")
        if day is not None:
            urgent = GiveUrgency(
                entry_id,
                values["reasons"],
                values["agreed_by"],
                day,
                values["scrutiny_id"] or None,
                values["unable"],
                values["correction"],
            )
            return _published(run(give_urgency, urgent))
    except Invalid as error:
        errors = complaints(error)
    return _late_page(entry_id, lateness, values, errors)


LATE_FIELDS = ("reasons", "scrutiny_id", "agreed_by", "unable", "correction")


@bp.get(f"{HOME}/urgent")
@needs(Permission.PREPARE_MEETING)
def urgent() -> ResponseReturnValue:
    """Decisions by special urgency in a period, for the leader's report to the council."""
    errors: dict[str, str] = {}
    first = date_of(request.args, "first", errors, default=today() - timedelta(days=365))
    last = date_of(request.args, "last", errors, default=today())
    return _urgent_page(first or today(), last or today(), "", errors)


@bp.post(f"{HOME}/urgent")
@needs(Permission.PUBLISH)
def report() -> ResponseReturnValue:
    """Publish the report."""
    errors: dict[str, str] = {}
    first = date_of(request.form, "first", errors, missing="Enter the first day")
    last = date_of(request.form, "last", errors, missing="Enter the last day")
    note = request.form.get("note", "")
    if first is not None and last is not None:
        try:
            return _published(run(report_urgency, ReportUrgency(first, last, note)))
        except Invalid as error:
            errors = complaints(error)
    return _urgent_page(first or today(), last or today(), note, errors)


@bp.post(f"{HOME}/notices/<notice_id>/print")
@needs(Permission.PUBLISH)
def print_again(notice_id: str) -> ResponseReturnValue:
    """Ask for the PDF once more."""
    run(print_notice_again, PrintNoticeAgain(notice_id))
    flash("The PDF is being made.", "success")
    return redirect(f"/forward-plan/notices/{notice_id}", 303)


def late_context(session: Session, entry_id: str, scrutiny_id: str) -> dict[str, Any]:
    """What the pages about agreement share: the committees, and who holds each office."""
    standing = desk_standing(session, entry_id)
    options = queries.committees(session)
    chosen = scrutiny_id or (options[0].id if options and "scrutiny" in options[0].name.casefold() else "")
    chains = [queries.chain_of(session, b.id, today()) for b in options]
    holders = [c[0] for c in chains if not c[0].is_vacant] + queries.chain_of(session, None, today())[1:]
    named = {b.id: b.name for b in options}
    offices = {c[0].person_id: named[b.id] for b, c in zip(options, chains, strict=True) if c[0].person_id}
    people = {
        h.person_id: f"{h.name}, {'chair of ' + offices[h.person_id] if h.person_id in offices else h.office.label}"
        for h in reversed(holders)
        if not h.is_vacant
    }
    return {
        "standing": standing,
        "row": standing.row,
        "committees": [(b.id, b.name) for b in options],
        "scrutiny_id": chosen,
        "chain": queries.chain_of(session, chosen or None, today()),
        "people": list(reversed(people.items())),
    }


def _late_page(
    entry_id: str, way: str, values: dict[str, Any], errors: dict[str, str]
) -> ResponseReturnValue:
    with reading() as session:
        context = late_context(session, entry_id, values.get("scrutiny_id", ""))
        law = law_of(session)
        standing = context["standing"]
        before = standing.exception if way == "exception" else standing.urgency
        steps = exception_steps(
            law, standing.key.counted_from if standing.key and not standing.key.done else today()
        )
    status = 422 if errors else 200
    return shown("late", status, way=way, values=values, errors=errors, before=before, steps=steps, **context)


def _publish_page(
    first: date, last: date, body_id: str, values: dict[str, Any], errors: dict[str, str]
) -> ResponseReturnValue:
    with reading() as session:
        mine = my_bodies(session)
        all_bodies = may(Permission.PUBLISH, WHOLE_COUNCIL)
        if not all_bodies and not body_id and mine:
            body_id = mine[0].id
        ids = [b.id for b in mine if b.id == body_id or not body_id]
        wanted = queries.Wanted(bodies=ids, is_open=True, start=first, end=last)
        rows = queries.entries(session, wanted)
        found = standings(session, rows, now(), services().config.timezone)
        members = queries.members_by_body(session, {r.body_id for r in rows}, today())
        law = law_of(session)
    missing = {r.id: missing_particulars(r.decision, len(members[r.body_id])) for r in rows}
    return shown(
        "publish",
        422 if errors else 200,
        has_plan=has_plan(law),
        standings=found,
        missing=missing,
        first=first,
        last=last,
        body_id=body_id,
        bodies=[(b.id, b.name) for b in mine],
        all_bodies=all_bodies,
        values=values,
        errors=errors,
        earliest=earliest_with_notice(law, today()) if has_plan(law) else None,
    )


def _urgent_page(first: date, last: date, note: str, errors: dict[str, str]) -> ResponseReturnValue:
    with reading() as session:
        found = queries.urgent_between(session, first, last)
        reports = queries.notices(session, [NoticeKind.URGENCY_REPORT], limit=20)
    status = 422 if errors else 200
    return shown(
        "urgent", status, found=found, reports=reports, first=first, last=last, note=note, errors=errors
    )


def _published(notice_id: str) -> ResponseReturnValue:
    flash("The notice is published. Its PDF is being made.", "success")
    return redirect(f"/forward-plan/notices/{notice_id}", 303)
