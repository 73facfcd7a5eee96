"""Pages about meetings in private: representations, the two notices, and agreement to go without them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from meetings.forwardplan import queries
from meetings.forwardplan.blueprint import HOME, bp, shown
from meetings.forwardplan.models import NoticeKind
from meetings.forwardplan.notice_pages import LATE_FIELDS, late_context
from meetings.forwardplan.usecases import (
    AgreePrivate,
    AnswerRepresentation,
    DropRepresentation,
    GivePrivateNotice,
    GiveSecondNotice,
    RecordRepresentation,
    agree_private,
    answer_representation,
    drop_representation,
    give_private_notice,
    give_second_notice,
    record_representation,
)
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import complaints, date_of, typed


@bp.get(f"{HOME}/<entry_id>/private")
@needs(Permission.PREPARE_MEETING)
def about_private(entry_id: str) -> ResponseReturnValue:
    """All about the private meeting of one decision."""
    return _page(entry_id, {}, {})


@bp.post(f"{HOME}/<entry_id>/private/<any(first, second, agreed):private>")
@needs(Permission.PUBLISH)
def give_private(entry_id: str, private: str) -> ResponseReturnValue:
    """Publish one of the notices."""
    form, errors = request.form, dict[str, str]()
    values = typed(form, *LATE_FIELDS, "response", dates=("agreed_on",)) | {"which": private}
    try:
        if private == "first":
            notice_id = run(give_private_notice, GivePrivateNotice(entry_id, values["correction"]))
            return _published(notice_id)
        if private == "second":
            second = GiveSecondNotice(entry_id, values["response"], values["correction"])
            return _published(run(give_second_notice, second))
        day = date_of(form, "agreed_on", errors, missing="Enter the day on which it was agreed")
        if day is not None:
            given = AgreePrivate(
                entry_id,
                values["reasons"],
                values["agreed_by"],
                day,
                values["scrutiny_id"] or None,
                values["unable"],
                values["correction"],
            )
            return _published(run(agree_private, given))
    except Invalid as error:
        errors = complaints(error)
    return _page(entry_id, values, errors)


@bp.post(f"{HOME}/<entry_id>/representations")
@needs(Permission.PREPARE_MEETING)
def receive(entry_id: str) -> ResponseReturnValue:
    """Keep what somebody wrote."""
    errors: dict[str, str] = {}
    values = typed(request.form, "sender", "text", dates=("received_on",)) | {"which": "representation"}
    day = date_of(request.form, "received_on", errors, missing="Enter the day on which it came")
    if day is not None:
        try:
            run(record_representation, RecordRepresentation(entry_id, day, values["sender"], values["text"]))
        except Invalid as error:
            errors = complaints(error)
        else:
            flash("The representation is recorded.", "success")
            return redirect(f"{HOME}/{entry_id}/private", 303)
    return _page(entry_id, values, errors)


@bp.post(f"{HOME}/<entry_id>/representations/<representation_id>/<any(answer, drop):treatment>")
@needs(Permission.PREPARE_MEETING)
def treat(entry_id: str, representation_id: str, treatment: str) -> ResponseReturnValue:
    """Answer it, or let it count no longer."""
    text = request.form.get("text", "")
    if treatment == "answer":
        run(answer_representation, AnswerRepresentation(representation_id, text))
        flash("The answer is written down.", "success")
    else:
        run(drop_representation, DropRepresentation(representation_id, text))
        flash("The representation does not count any more; it stays on record.", "success")
    return redirect(f"{HOME}/{entry_id}/private", 303)


def _published(notice_id: str) -> ResponseReturnValue:
    flash("The notice is published. Its PDF is being made.", "success")
    return redirect(f"/forward-plan/notices/{notice_id}", 303)


def _page(entry_id: str, values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    with reading() as session:
        context = late_context(session, entry_id, values.get("scrutiny_id", ""))
        received = queries.representations(session, entry_id, dropped=True)
    kinds = (NoticeKind.PRIVATE_FIRST, NoticeKind.PRIVATE_SECOND, NoticeKind.PRIVATE_AGREED)
    given = {kind.value: queries.latest_notice(context["standing"].notices, kind) for kind in kinds}
    shown_values = {"agreed_on": today(), "received_on": today()} | values
    status = 422 if errors else 200
    return shown(
        "private", status, received=received, given=given, values=shown_values, errors=errors, **context
    )
