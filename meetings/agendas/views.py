"""The officers' pages of an agenda: the editor, one item, the preview, publication, the next meeting."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.agendas import item_pages, queries
from meetings.agendas.checks import publication_checks
from meetings.agendas.comparison import compare, label
from meetings.agendas.content import AgendaContent, for_audience, without_number
from meetings.agendas.following import ask_next, make_next
from meetings.agendas.forms import read_kind
from meetings.agendas.inspection import inspect_waiting
from meetings.agendas.usecases import (
    AddItem,
    MoveItem,
    PublishAgenda,
    RemoveItem,
    Reorder,
    RestoreItem,
    add_item,
    move_item,
    publish_agenda,
    remove_item,
    reorder,
    restore_item,
)
from meetings.documents.richtext import rich
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.schedule.access import desk_meeting
from meetings.schedule.weighing import verdict_on_meeting
from meetings.web.access import needs
from meetings.web.doors import now, reading, run
from meetings.web.services import services

bp = Blueprint("agendas", __name__)
bp.add_app_template_filter(rich, "rich")
bp.add_url_rule("/desk/meetings/<meeting_id>/next", view_func=ask_next, methods=["GET"])
bp.add_url_rule("/desk/meetings/<meeting_id>/next", view_func=make_next, methods=["POST"])
_ITEM = "/desk/meetings/<meeting_id>/agenda/<item_id>"
bp.add_url_rule(_ITEM, view_func=item_pages.item, methods=["GET"])
bp.add_url_rule(_ITEM, view_func=item_pages.save_item, methods=["POST"])
bp.add_url_rule(f"{_ITEM}/withdraw", view_func=item_pages.ask_withdraw_item, methods=["GET"])
bp.add_url_rule(f"{_ITEM}/withdraw", view_func=item_pages.withdraw_line, methods=["POST"])
bp.add_url_rule(f"{_ITEM}/reinstate", view_func=item_pages.reinstate_line, methods=["POST"])


@bp.get("/desk/meetings/<meeting_id>/agenda")
@needs(Permission.PREPARE_MEETING)
def agenda(meeting_id: str) -> ResponseReturnValue:
    """The agenda as it is being worked on."""
    return _editor(meeting_id, after=request.args.get("after", ""))


@bp.post("/desk/meetings/<meeting_id>/agenda")
@needs(Permission.PREPARE_MEETING)
def add(meeting_id: str) -> ResponseReturnValue:
    """Add a line, then offer to add the next one below it."""
    form, after = request.form, request.form.get("after", "")
    command = AddItem(meeting_id, form.get("title", ""), read_kind(form.get("kind", "")), after=after or None)
    try:
        item_id = run(add_item, command)
    except Invalid as error:
        return _editor(meeting_id, after=after, errors=error.fields, typed=command)
    return redirect(f"/desk/meetings/{meeting_id}/agenda?{'after=' + item_id if after else ''}#add", 303)


@bp.post("/desk/meetings/<meeting_id>/agenda/order")
@needs(Permission.PREPARE_MEETING)
def order(meeting_id: str) -> ResponseReturnValue:
    """The order after dragging: JSON in, the new numbers out."""
    data = request.get_json(silent=True)
    ids = data.get("order") if isinstance(data, dict) else None
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
        raise Invalid("The order was not understood. Reload the page and try again.")
    run(reorder, Reorder(meeting_id, tuple(ids)))
    with reading() as session:
        content = queries.working_agenda(session, meeting_id)
    return jsonify({"numbers": {i.id: i.number for i in content.items}})


@bp.post("/desk/meetings/<meeting_id>/agenda/<item_id>/<any(up, down):way>")
@needs(Permission.PREPARE_MEETING)
def move(meeting_id: str, item_id: str, way: str) -> ResponseReturnValue:
    """Move it by one place."""
    run(move_item, MoveItem(meeting_id, item_id, -1 if way == "up" else 1))
    return redirect(f"/desk/meetings/{meeting_id}/agenda#item-{item_id}", 303)


@bp.post("/desk/meetings/<meeting_id>/agenda/<item_id>/remove")
@needs(Permission.PREPARE_MEETING)
def remove(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """Take it off; the page it leads to offers to put it back."""
    run(remove_item, RemoveItem(meeting_id, item_id))
    return redirect(f"/desk/meetings/{meeting_id}/agenda?removed={item_id}", 303)


@bp.post("/desk/meetings/<meeting_id>/agenda/<item_id>/restore")
@needs(Permission.PREPARE_MEETING)
def restore(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """Put it back."""
    run(restore_item, RestoreItem(meeting_id, item_id))
    flash("The item is back on the agenda.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/agenda#item-{item_id}", 303)


@bp.get("/desk/meetings/<meeting_id>/preview")
@needs(Permission.PREPARE_MEETING)
def preview(meeting_id: str) -> ResponseReturnValue:
    """The working agenda as the public, or a member, will read it."""
    audience = Audience.MEMBER if request.args.get("as") == Audience.MEMBER.value else Audience.PUBLIC
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        working = queries.working_agenda(session, meeting_id)
    shown = for_audience(working, audience)
    return render_template("agendas/preview.html", meeting=meeting, agenda=shown, audience=audience.value)


@bp.get("/desk/meetings/<meeting_id>/publish")
@needs(Permission.PUBLISH)
def check(meeting_id: str) -> ResponseReturnValue:
    """What is about to be published, and what stands in the way."""
    return _publish_page(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/publish")
@needs(Permission.PUBLISH)
def publish(meeting_id: str) -> ResponseReturnValue:
    """Publish it."""
    note = request.form.get("note", "")
    inspect_waiting(services().runner, services().storage, meeting_id)
    try:
        number = run(publish_agenda, PublishAgenda(meeting_id, note, request.form.get("seen") or None))
    except Invalid as error:
        return _publish_page(meeting_id, note, error.fields or {"": error.message})
    flash(
        "The agenda is published." if number == 1 else f"Version {number} of the agenda is published.",
        "success",
    )
    return redirect(f"/desk/meetings/{meeting_id}", 303)


def _editor(
    meeting_id: str, *, after: str = "", errors: dict[str, str] | None = None, typed: AddItem | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        working = queries.working_agenda(session, meeting_id)
        published = queries.published_agenda(session, meeting_id)
        gone = [p for p in queries.paper_rows(session, meeting_id) if _still_served(p, working)]
        removed = queries.removed_item(session, meeting_id, request.args.get("removed", ""))
    page = render_template(
        "agendas/agenda.html",
        meeting=meeting,
        agenda=working,
        changes=compare(published, working) if published else (),
        gone=gone,
        removed=removed,
        after=after,
        after_options=[(i.id, f"Below {label(i)}") for i in working.items],
        typed=typed,
        errors=errors or {},
    )
    return page, 422 if errors else 200


def _still_served(row: queries.PaperRow, working: AgendaContent) -> bool:
    """Published, no longer on the working agenda, and not withdrawn: readers of the published version still have it."""
    here = {p.id for p in working.all_papers()}
    return row.published_at is not None and row.withdrawn_at is None and row.paper.id not in here


def _publish_page(
    meeting_id: str, note: str = "", errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.PUBLISH)
        working = queries.working_agenda(session, meeting_id)
        published = queries.published_agenda(session, meeting_id)
        versions = queries.versions(session, meeting_id)
        checks = publication_checks(session, meeting, working, now().astimezone(services().config.timezone))
        verdict = verdict_on_meeting(session, meeting)
    page = render_template(
        "agendas/publish.html",
        meeting=meeting,
        verdict=verdict,
        agenda=working,
        checks=checks,
        blocked=any(c.blocks for c in checks),
        changes=compare(published, working),
        versions=versions,
        seen=without_number(working),
        note=note,
        errors=errors or {},
    )
    return page, 422 if errors else 200
