"""The page that makes the next meeting from this one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import CopyAgenda, copy_agenda
from meetings.agendas.usecases.copying import standing_items
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.schedule.forms import MeetingForm, in_order, read_meeting, values_of
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.web.access import needs
from meetings.web.doors import reading, run
from meetings.web.services import services


@needs(Permission.PREPARE_MEETING)
def ask_next(meeting_id: str) -> ResponseReturnValue:
    """When, where, and which items come back."""
    return _page(meeting_id)


@needs(Permission.PREPARE_MEETING)
def make_next(meeting_id: str) -> ResponseReturnValue:
    """Arrange it and begin its agenda."""
    form = read_meeting(request.form, services().config.timezone)
    chosen = tuple(request.form.getlist("items"))
    errors = form.errors
    if form.starts_at is not None and not errors:
        try:
            new_id = run(copy_agenda, _copying(meeting_id, form, chosen))
        except Invalid as error:
            errors = error.fields or {"": error.message}
        else:
            flash(
                "The next meeting is arranged and its agenda begun. Only officers can see it so far.",
                "success",
            )
            return redirect(f"/desk/meetings/{new_id}/agenda", 303)
    return _page(meeting_id, form.values, chosen, errors)


def _copying(meeting_id: str, form: MeetingForm, chosen: tuple[str, ...]) -> CopyAgenda:
    assert form.starts_at is not None
    return CopyAgenda(
        meeting_id=meeting_id,
        starts_at=form.starts_at,
        place=form.values["place"],
        mode=form.mode,
        kind=form.kind,
        planned_minutes=form.planned_minutes,
        broadcast_url=form.values["broadcast_url"],
        already_held=form.already_held,
        items=chosen,
    )


def _page(
    meeting_id: str,
    values: Mapping[str, Any] | None = None,
    chosen: Collection[str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        agenda = working_agenda(session, meeting_id)
    usual = values_of(meeting, services().config.timezone) | {
        "date": None,
        "broadcast_url": "",
        "kind": "ordinary",
    }
    page = render_template(
        "agendas/next.html",
        meeting=meeting,
        item_options=[
            {"value": i.id, "text": i.title if i.is_heading else f"{i.number}. {i.title}"}
            for i in agenda.items
        ],
        values=values or usual,
        chosen=standing_items(agenda.items) if chosen is None else chosen,
        errors=in_order(errors or {}),
        modes=[(m.value, m.label) for m in MeetingMode],
        kinds=[(k.value, k.value.capitalize()) for k in MeetingKind],
    )
    return page, 422 if errors else 200
