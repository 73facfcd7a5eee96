"""The page of comments on draft minutes."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.pages import minutes_at
from meetings.minutes.writing.commenting import (
    MakeComment,
    SettleThread,
    make_comment,
    settle_thread,
    threads_of,
)
from meetings.notifications.queries import accounts_with
from meetings.web.access import needs
from meetings.web.doors import current_actor, reading, run, today

bp = Blueprint("minutes_comments", __name__)


@bp.get("/desk/meetings/<meeting_id>/minutes/comments")
@needs(Permission.APPROVE_MINUTES)
def index(meeting_id: str) -> ResponseReturnValue:
    """Every comment on the minutes of a meeting, or on one minute."""
    return _page(meeting_id, request.args.get("item", ""), {}, {})


@bp.post("/desk/meetings/<meeting_id>/minutes/comments")
@needs(Permission.APPROVE_MINUTES)
def comment(meeting_id: str) -> ResponseReturnValue:
    """One more comment, or an answer."""
    form = request.form
    item_id = form.get("item", "")
    command = MakeComment(
        meeting_id, item_id, form.get("text", ""), form.get("thread_id", ""), form.get("for_id", "")
    )
    try:
        run(make_comment, command)
    except Invalid as error:
        return _page(meeting_id, item_id, form, error.fields), 422
    flash("Your comment is kept.", "success")
    return _back(meeting_id, item_id)


@bp.post("/desk/meetings/<meeting_id>/minutes/comments/settle")
@needs(Permission.APPROVE_MINUTES)
def settle(meeting_id: str) -> ResponseReturnValue:
    """A thread is settled, or opened again."""
    settled = request.form.get("settled", "yes") == "yes"
    run(settle_thread, SettleThread(meeting_id, request.form.get("thread_id", ""), settled))
    flash("The comment is settled." if settled else "The comment is open again.", "success")
    return _back(meeting_id, request.form.get("item", ""))


def _page(meeting_id: str, item_id: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        document = queries.document_of(session, row)
        threads = threads_of(session, meeting_id, item_id or None)
        readers = accounts_with(session, Permission.APPROVE_MINUTES, meeting.body_id, today())
    items = {i.item_id: (f"{i.number} {i.heading}".strip()) for i in document.items if i.heading}
    if item_id and item_id not in items and not threads:
        raise NotFound("That minute is not there any more.")
    me = current_actor().account_id
    return render_template(
        "minutes/comments.html",
        meeting=meeting,
        row=row,
        threads=threads,
        items=items,
        item_id=item_id if item_id in items else "",
        exempt={i.item_id for i in document.items if i.is_exempt},
        readers=[(r.account_id, r.name) for r in readers if r.account_id and r.account_id != me],
        typed=typed,
        errors=errors,
    )


def _back(meeting_id: str, item_id: str) -> ResponseReturnValue:
    return redirect(f"/desk/meetings/{meeting_id}/minutes/comments?item={item_id}", 303)
