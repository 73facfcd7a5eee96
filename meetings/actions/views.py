"""The officers' pages of actions: the list, writing one down, changing it, following it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.actions import queries
from meetings.actions.forms import ActionForm, read_action
from meetings.actions.history import history_of
from meetings.actions.models import Action
from meetings.actions.people import Owner, choices, reachable
from meetings.actions.queries import Show, Sought
from meetings.actions.rules import DueKind
from meetings.actions.sheets import when_words
from meetings.actions.usecases import ChangeAction, RecordAction, change_action, record_action
from meetings.agendas.queries import published_agenda
from meetings.bodies.queries import bodies as all_bodies
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs
from meetings.web.doors import current_actor, may, reading, run, today
from meetings.web.errors import wants_json
from meetings.web.fields import local_path, page_number
from meetings.web.services import services
from meetings.web.sheets import as_csv, csv_headers

bp = Blueprint("actions", __name__)
PAGE = 50
_CSV = ("Body", "Meeting", "Item", "Action", "Owner", "Deputy", "Due", "Status", "Last said", "By", "Exempt")


@bp.get("/desk/actions")
@needs(Permission.WRITE_MINUTES)
def index() -> ResponseReturnValue:
    """What is open, overdue or done, narrowed down to a body, a meeting or an owner."""
    show, sought, bodies = _asked()
    page = page_number(request.args)
    with reading() as session:
        counts = queries.counts(session, bodies, today(), sought)
        rows = queries.listed(session, show, bodies, today(), PAGE, (page - 1) * PAGE, sought)
        known = [b for b in all_bodies(session) if bodies is None or b.id in bodies]
        meeting = (
            desk_meeting(session, sought.meeting_id, Permission.WRITE_MINUTES) if sought.meeting_id else None
        )
    return render_template(
        "actions/index.html",
        actions=[(row, when_words(row)) for row in rows],
        show=show,
        shows=list(Show),
        counts=counts,
        today=today(),
        page=page,
        pages=max(1, -(-counts[show] // PAGE)),
        sought=sought,
        meeting=meeting,
        body_options=[(b.id, b.name) for b in known],
    )


@bp.get("/desk/actions.csv")
@needs(Permission.WRITE_MINUTES)
def as_table() -> ResponseReturnValue:
    """The same list for a spreadsheet, whole."""
    show, sought, bodies = _asked()
    with reading() as session:
        rows = queries.listed(session, show, bodies, today(), 10_000, 0, sought)
    tz = services().config.timezone
    lines = (
        (
            row.body_name,
            f"{row.starts_at.astimezone(tz):%Y-%m-%d}",
            row.item_title,
            row.text,
            row.owner,
            row.deputy,
            row.due.isoformat() if row.due else "",
            row.status.label,
            row.words,
            row.words_by,
            "yes" if row.is_exempt else "",
        )
        for row in rows
    )
    return Response(as_csv(_CSV, lines), headers=csv_headers(f"actions-{show.value}.csv"))


@bp.get("/desk/meetings/<meeting_id>/actions/new")
@needs(Permission.WRITE_MINUTES)
def new(meeting_id: str) -> ResponseReturnValue:
    """The form for an action of a meeting."""
    values = {"item_id": request.args.get("item_id", ""), "next": local_path(request.args.get("next")) or ""}
    return _form_page(meeting_id, values)


@bp.post("/desk/meetings/<meeting_id>/actions")
@needs(Permission.WRITE_MINUTES)
def record(meeting_id: str) -> ResponseReturnValue:
    """Write an action down: from the meeting room or from the minutes."""
    form = read_action(request.form)
    values = form.values
    try:
        _must_be_sound(form)
        command = RecordAction(
            meeting_id,
            values["item_id"],
            **form.said,
            asked_by_id=values["asked_by_id"],
            private=values["private"] == "yes",
        )
        action_id = run(record_action, command)
    except Invalid as error:
        if wants_json():
            raise
        return _form_page(meeting_id, values, error.fields), 422
    if wants_json():
        return jsonify({"ok": True, "id": action_id, "message": "Action recorded."})
    flash("Action recorded.", "success")
    back = url_for("minutes.write", meeting_id=meeting_id, _anchor=f"item-{values['item_id']}")
    return redirect(local_path(values["next"]) or back, 303)


@bp.get("/desk/actions/<action_id>")
@needs(Permission.WRITE_MINUTES)
def edit(action_id: str) -> ResponseReturnValue:
    """An action with its history; changing it, following it up."""
    return _edit_page(action_id)


@bp.post("/desk/actions/<action_id>")
@needs(Permission.WRITE_MINUTES)
def change(action_id: str) -> ResponseReturnValue:
    """Keep the change."""
    form = read_action(request.form)
    try:
        _must_be_sound(form)
        private = form.values["private"] == "yes" if "has_private" in request.form else None
        run(change_action, ChangeAction(action_id, **form.said, private=private))
    except Invalid as error:
        return _edit_page(action_id, form.values, error.fields), 422
    flash("Action changed.", "success")
    return redirect(url_for("actions.edit", action_id=action_id), 303)


def _asked() -> tuple[Show, Sought, frozenset[str] | None]:
    args = request.args
    show = Show(args.get("show", "")) if args.get("show", "") in set(Show) else Show.OPEN
    sought = Sought(args.get("body", ""), args.get("meeting", ""), args.get("owner", "").strip()[:100])
    return show, sought, bodies_for(current_actor(), Permission.WRITE_MINUTES, today())


def _must_be_sound(form: ActionForm) -> None:
    if form.errors:
        raise Invalid(next(iter(form.errors.values())) + ".", form.errors)


def _edit_page(
    action_id: str, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    with reading() as session:
        action = queries.action_of(session, action_id)
        if not may(Permission.WRITE_MINUTES, action.body_id):
            raise NotFound(queries.NO_ACTION)
        steps = history_of(session, action.meeting_id, action_id)
        row = session.get_one(Action, action_id)
        owners, reached = choices(session), reachable(session, row)
        values = values or _values(row)
    return render_template(
        "actions/edit.html",
        action=action,
        values=values,
        errors=errors or {},
        steps=steps,
        owners=owners,
        reached=reached,
        today=today(),
        when=when_words(action),
    )


def _values(row: Action) -> dict[str, Any]:
    return {
        "text": row.text,
        "owner": row.owner,
        "owner_ref": Owner("", row.owner_person_id, row.owner_account_id).ref,
        "deputy": row.deputy,
        "deputy_ref": Owner("", row.deputy_person_id, row.deputy_account_id).ref,
        "by": row.due_kind.value,
        "due": row.due if row.due_kind is DueKind.DAY else None,
        "days": str(row.due_days or ""),
        "private": "yes" if row.private else "",
    }


def _form_page(meeting_id: str, values: Mapping[str, Any], errors: Mapping[str, str] | None = None) -> str:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.WRITE_MINUTES)
        items, people, owners = _form_choices(session, meeting.id)
    return render_template(
        "actions/new.html",
        meeting=meeting,
        items=items,
        people=people,
        owners=owners,
        values=values,
        errors=errors or {},
    )


def _form_choices(
    session: Session, meeting_id: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
    agenda = published_agenda(session, meeting_id)
    items = [(i.id, f"{i.number}. {i.title}") for i in agenda.items if not i.is_heading] if agenda else []
    return items, queries.there_at(session, meeting_id), choices(session)
