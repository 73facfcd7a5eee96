"""The municipal year: the whole council's meetings as a table, and a body's meetings arranged from a pattern."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule import queries
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.patterns import (
    MONTHS,
    ORDINALS,
    WEEKDAYS,
    MunicipalYear,
    Rhythm,
    days_of,
    municipal_year,
)
from meetings.schedule.proposals import YearRow, propose, year_table
from meetings.schedule.rules import bodies_for
from meetings.schedule.usecases import AnnounceMeeting, announce, arrange_series
from meetings.schedule.year_forms import PatternForm, read_pattern, read_series, read_year
from meetings.web.access import needs
from meetings.web.doors import current_actor, reading, run, today
from meetings.web.fields import complaints
from meetings.web.formats import plural
from meetings.web.services import services
from meetings.web.sheets import as_csv, csv_headers

bp = Blueprint("year", __name__)


@bp.get("/desk/year")
@needs(Permission.PREPARE_MEETING)
def year() -> ResponseReturnValue:
    """Bodies down, months across."""
    chosen = read_year(request.args, today())
    with reading() as session:
        rows = _table(session, chosen)
    unannounced = sum(not m.is_public for row in rows for m in row.meetings)
    months = [f"{MONTHS[m - 1]} {y}" for y, m in chosen.months]
    return render_template(
        "schedule/year.html", year=chosen, rows=rows, months=months, unannounced=unannounced
    )


@bp.get("/desk/year.csv")
@needs(Permission.PREPARE_MEETING)
def year_csv() -> ResponseReturnValue:
    """The same as a list, for a spreadsheet or the report to the annual meeting."""
    chosen = read_year(request.args, today())
    tz = services().config.timezone
    with reading() as session:
        rows = _table(session, chosen)
    head = ("Committee", "Date", "Weekday", "Time", "Place", "Kind", "Known to the public")
    lines = [
        (row.body_name, *_when(m.starts_at.astimezone(tz)), *_what(m)) for row in rows for m in row.meetings
    ]
    return as_csv(head, lines), 200, csv_headers(f"meetings-{chosen.first}-{chosen.first + 1}.csv")


@bp.post("/desk/year/announce")
@needs(Permission.PUBLISH)
def announce_year() -> ResponseReturnValue:
    """Let the public know of every date of the year."""
    chosen = read_year(request.form, today())
    mine = bodies_for(current_actor(), Permission.PUBLISH, today())
    with reading() as session:
        rows = _table(session, chosen, mine)
    waiting = [m for row in rows for m in row.meetings if not m.is_public]
    for meeting in waiting:
        run(announce, AnnounceMeeting(meeting.id))
    flash(f"The public can now see {plural(len(waiting), 'more date')}.", "success")
    return redirect(f"/desk/year?year={chosen.first}", 303)


@bp.get("/desk/year/series")
@needs(Permission.PREPARE_MEETING)
def ask_series() -> ResponseReturnValue:
    """A pattern, and the dates it comes to."""
    return _series_page(read_year(request.args, today()), request.args)


@bp.post("/desk/year/series")
@needs(Permission.PREPARE_MEETING)
def make_series() -> ResponseReturnValue:
    """Arrange the chosen dates."""
    chosen = read_year(request.form, today())
    command, errors = read_series(request.form, services().config.timezone)
    if command is not None:
        try:
            made = run(arrange_series, command)
        except Invalid as error:
            errors = complaints(error)
        else:
            flash(f"{plural(len(made), 'meeting')} arranged. Only officers can see them so far.", "success")
            return redirect(f"/desk/year?year={chosen.first}", 303)
    return _series_page(chosen, request.form, errors)


def _table(
    session: Session, chosen: MunicipalYear, bodies: Collection[str] | None = None
) -> tuple[YearRow, ...]:
    mine = bodies_for(current_actor(), Permission.PREPARE_MEETING, today()) if bodies is None else bodies
    return year_table(session, chosen, mine, services().config.timezone)


def _series_page(
    chosen: MunicipalYear, form: MultiDict[str, str], errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    asked = "rhythm" in form
    read = read_pattern(form) if asked else PatternForm({})
    mine = bodies_for(current_actor(), Permission.PREPARE_MEETING, today())
    with reading() as session:
        bodies = queries.bodies_to_meet(session, mine)
        body = next((b for b in bodies if b.id == form.get("body", "")), None)
        if body is None and form.get("body"):
            raise NotFound("There is no such committee.")
        days = days_of(read.pattern, max(chosen.start, today()), chosen.end) if read.pattern and body else ()
        tz = services().config.timezone
        proposals = propose(session, body.id, days, tz) if body else ()
    problems = (
        dict(errors or {}) | ({} if body or not asked else {"body": "Choose a committee"}) | read.errors
    )
    page = render_template(
        "schedule/series.html",
        year=chosen,
        year_options=_years(chosen),
        body=body,
        body_options=[(b.id, b.name) for b in bodies],
        values=read.values if asked else _usual(body),
        proposals=proposals,
        typed=form,
        again=errors is not None,
        errors=problems,
        asked=asked,
        weekday_options=[(str(n), name) for n, name in enumerate(WEEKDAYS)],
        ordinals=[(str(n), word) for n, word in ORDINALS.items()],
        months=[(str(n), name) for n, name in enumerate(MONTHS, start=1)],
        modes=[(m.value, m.label) for m in MeetingMode],
        kinds=[(k.value, k.value.capitalize()) for k in MeetingKind],
    )
    return page, 422 if problems else 200


def _years(chosen: MunicipalYear) -> list[tuple[str, str]]:
    now = municipal_year(today()).first
    firsts = sorted({now, now + 1, chosen.first})
    return [(str(n), f"May {n} to April {n + 1}") for n in firsts]


def _usual(body: queries.BodyToMeet | None) -> dict[str, Any]:
    return {
        "body": body.id if body else "",
        "rhythm": Rhythm.MONTHLY.value,
        "weekday": "1",
        "ordinals": ["2"],
        "every": "6",
        "anchor": None,
        "months_off": ["8"],
        "time": body.usual_time if body else "19:00",
        "place": body.usual_place if body else "",
        "mode": MeetingMode.IN_PERSON.value,
        "planned_minutes": "120",
    }


def _when(at: datetime) -> tuple[str, str, str]:
    return at.date().isoformat(), WEEKDAYS[at.weekday()], f"{at:%H:%M}"


def _what(meeting: queries.MeetingRow) -> tuple[str, str, str]:
    return meeting.place, meeting.kind.value, "yes" if meeting.is_public else "no"
