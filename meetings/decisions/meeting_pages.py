"""One page on which all decisions of a meeting are completed and published."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from meetings.deadlines.queries import law_of
from meetings.decisions import queries
from meetings.decisions.blueprint import bp, shown
from meetings.decisions.forms import read_short
from meetings.decisions.queries import DecisionRow
from meetings.decisions.rules.calling import statement_due, subject_by_default
from meetings.decisions.rules.completeness import Lack, lacks
from meetings.decisions.rules.record import CallIn
from meetings.decisions.rules.standing import State
from meetings.decisions.usecases import (
    PublishDecisions,
    SaveDecisions,
    publish_decisions,
    save_decisions,
)
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.schedule.access import desk_meeting
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import complaints

_PAGE = "/desk/meetings/<meeting_id>/decisions"


@bp.get(_PAGE)
@needs(Permission.PREPARE_MEETING)
def of_meeting(meeting_id: str) -> ResponseReturnValue:
    """Every decision of the meeting, with what each lacks."""
    return _page(meeting_id)


@bp.post(_PAGE)
@needs(Permission.PREPARE_MEETING)
def complete(meeting_id: str) -> ResponseReturnValue:
    """Save them all; and, when asked to, publish those that were ticked."""
    press = request.form.get("press", "save")
    with reading() as session:
        desk_meeting(session, meeting_id, Permission.PREPARE_MEETING)
        rows = queries.decisions_of_meeting(session, meeting_id, Audience.OFFICER)
    open_ = [row for row in rows if row.state is State.MADE and f"version-{row.id}" in request.form]
    given = {row.id: read_short(request.form, row.id, row.record) for row in open_}
    seen = {row.id: request.form.get(f"version-{row.id}", type=int) or 0 for row in open_}
    chosen = tuple(row.id for row in open_ if request.form.get(f"publish-{row.id}"))
    try:
        records = tuple((row.id, seen[row.id], given[row.id]) for row in open_)
        run(save_decisions, SaveDecisions(meeting_id, records))
        if press == "publish":
            _publish(chosen)
    except Invalid as error:
        return _page(meeting_id, 422, complaints(error), given, chosen)
    flash("The decisions are published." if press == "publish" else "Saved.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/decisions", 303)


def _publish(chosen: tuple[str, ...]) -> None:
    if not chosen:
        raise Invalid("Tick the decisions to publish.", {"": "Tick the decisions to publish"})
    run(publish_decisions, PublishDecisions(chosen, bool(request.form.get("tell"))))


def _page(
    meeting_id: str,
    status: int = 200,
    errors: dict[str, str] | None = None,
    given: dict[str, Any] | None = None,
    chosen: tuple[str, ...] | None = None,
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.PREPARE_MEETING)
        rows = queries.decisions_of_meeting(session, meeting_id, Audience.OFFICER)
        law = law_of(session)
    found: dict[str, tuple[Lack, ...]] = {}
    usual: dict[str, bool] = {}
    for row in rows:
        usual[row.id] = subject_by_default(law, row.record)
        found[row.id] = lacks(row.record, usually_subject=usual[row.id]) if row.state is State.MADE else ()
    return shown(
        "meeting",
        status,
        meeting=meeting,
        rows=rows,
        records={row.id: (given or {}).get(row.id, row.record) for row in rows},
        lacks=found,
        usual=usual,
        choices=[(c.value, c.label) for c in CallIn if c is not CallIn.URGENT],
        open=[row for row in rows if row.state is State.MADE],
        chosen=chosen if chosen is not None else _ready(rows, found),
        due=statement_due(law, rows[0].made_on) if rows else None,
        today=today(),
        errors=errors or {},
    )


def _ready(rows: list[DecisionRow], found: dict[str, tuple[Lack, ...]]) -> tuple[str, ...]:
    return tuple(row.id for row in rows if row.state is State.MADE and not found[row.id])
