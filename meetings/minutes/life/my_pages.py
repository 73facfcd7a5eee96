"""The chair's and the members' pages of minutes: read, approve or comment, say what is not accurate, sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.paper_access import closed_items
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Denied, Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.document import Declaration, MinutesDocument, MinutesStatus
from meetings.minutes.forms import version_in
from meetings.minutes.life import files
from meetings.minutes.life.exempt import agenda_id
from meetings.minutes.life.models import MinutesCorrection, SheetKind
from meetings.minutes.life.points import private_items
from meetings.minutes.life.queries import as_opened, corrections_of, presided_at, standing_of
from meetings.minutes.life.rules import Standing
from meetings.minutes.life.usecases.accuracy import ProposeCorrection, propose_correction
from meetings.minutes.life.usecases.checking import CommentAsChair, comment_as_chair
from meetings.minutes.life.usecases.signing import SignElectronically, sign_electronically
from meetings.minutes.rules import STATUS_WORDS
from meetings.minutes.usecases import ApproveMinutes, approve_minutes
from meetings.people.signing_in import own_password
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.schedule.rules import NO_MEETING
from meetings.web.access import needs
from meetings.web.doors import current_actor, may, reading, run

bp = Blueprint("my_minutes", __name__)
_PATH = "/my/minutes/<meeting_id>"


@dataclass(frozen=True)
class MyMinutes:
    """The minutes of a meeting as they concern a member of the body."""

    meeting: MeetingRow
    row: queries.MinutesRow
    #: the chair reads the newest version whole, a member what is published
    document: MinutesDocument
    presides: bool
    standing: Standing
    corrections: tuple[MinutesCorrection, ...]
    has_exempt: bool
    #: whether this person may sign here now
    may_sign: bool

    @property
    def to_approve(self) -> bool:
        """Whether the chair is to read a draft."""
        return self.presides and self.row.status is MinutesStatus.DRAFT

    @property
    def may_correct(self) -> bool:
        """Whether something can be said about their accuracy."""
        return self.row.is_public and not self.row.is_confirmed


@bp.get(_PATH)
@needs(Permission.JOIN_AS_MEMBER)
def show(meeting_id: str) -> ResponseReturnValue:
    """The minutes, to read on any screen."""
    return _page(meeting_id)


@bp.post(f"{_PATH}/approve")
@needs(Permission.APPROVE_MINUTES)
def approve(meeting_id: str) -> ResponseReturnValue:
    """The chair agrees that they may be published."""
    run(approve_minutes, ApproveMinutes(meeting_id, version_in(request.form)))
    flash("Thank you. The minutes are approved; democratic services publish them.", "success")
    return _back(meeting_id)


@bp.post(f"{_PATH}/comment")
@needs(Permission.PRESIDE)
def comment(meeting_id: str) -> ResponseReturnValue:
    """The chair wants something changed."""
    command = CommentAsChair(meeting_id, version_in(request.form), request.form.get("comment", ""))
    try:
        run(comment_as_chair, command)
    except Invalid as error:
        return _page(meeting_id, request.form, error.fields), 422
    flash("Democratic services see what you want changed.", "success")
    return _back(meeting_id)


@bp.post(f"{_PATH}/corrections")
@needs(Permission.JOIN_AS_MEMBER)
def correct(meeting_id: str) -> ResponseReturnValue:
    """Something in published minutes is not accurate."""
    form = request.form
    command = ProposeCorrection(
        meeting_id, form.get("before", ""), form.get("after", ""), form.get("reason", "")
    )
    try:
        run(propose_correction, command)
    except Invalid as error:
        return _page(meeting_id, form, error.fields), 422
    flash("Your correction goes to the meeting that confirms these minutes.", "success")
    return _back(meeting_id)


@bp.post(f"{_PATH}/sign")
@needs(Permission.PRESIDE)
def sign(meeting_id: str) -> ResponseReturnValue:
    """Sign here, with one's password typed again."""
    actor = current_actor()
    if actor.account_id is None:
        raise Denied("Sign in first.")
    checked = own_password(actor.account_id, actor.session_id, request.form.get("password", ""))
    if checked is None:
        return _page(meeting_id, {}, {"password": "This is not your password"}), 422
    run(sign_electronically, SignElectronically(meeting_id, version_in(request.form), checked))
    flash("You have signed these minutes.", "success")
    return _back(meeting_id)


@bp.get(f"{_PATH}/exempt")
@needs(Permission.JOIN_AS_MEMBER)
def exempt(meeting_id: str) -> ResponseReturnValue:
    """The exempt minutes, for members of the body; without those that an interest closes to them."""
    with reading() as session:
        mine = _mine(session, meeting_id)
        closed = closed_items(session, meeting_id, current_actor().person_id)
        number = None if mine.presides else mine.row.public_version
        found = files.exempt_of(session, mine.row, closed, number)
    page = render_template(
        "minutes/exempt.html",
        meeting=mine.meeting,
        row=mine.row,
        exempt=found,
        doc=found.document,
        desk=False,
        pdf="" if any(m.closed for m in found.minutes) else f"/my/minutes/{meeting_id}/exempt.pdf",
    )
    return page, {"Cache-Control": "no-store, private"}


@bp.get(f"{_PATH}/exempt.pdf")
@needs(Permission.JOIN_AS_MEMBER)
def exempt_pdf(meeting_id: str) -> ResponseReturnValue:
    """The same in print, for whom nothing in it is closed."""
    with reading() as session:
        mine = _mine(session, meeting_id)
        number = mine.row.version if mine.presides else mine.row.public_version
        found = files.exempt_of(
            session, mine.row, closed_items(session, meeting_id, current_actor().person_id), number
        )
        why = next((m.closed for m in found.minutes if m.closed), "")
        if why:
            raise Denied(why)
        return files.sent_sheet(session, mine.meeting, SheetKind.EXEMPT, number)


def _page(
    meeting_id: str, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    with reading() as session:
        mine = _mine(session, meeting_id)
    return render_template(
        "minutes/mine.html",
        mine=mine,
        meeting=mine.meeting,
        row=mine.row,
        doc=mine.document,
        words=STATUS_WORDS,
        values=values or {},
        errors=errors or {},
    )


def _mine(session: Session, meeting_id: str) -> MyMinutes:
    """For members of the body once something is published; for who chairs it, before. Raises the same NotFound."""
    meeting = meeting_of(session, meeting_id)
    row = queries.minutes_of(session, meeting_id)
    presides = may(Permission.PRESIDE, meeting.body_id)
    if not may(Permission.READ_RESTRICTED, meeting.body_id) or row is None:
        raise NotFound(NO_MEETING)
    if not (presides or row.is_public):
        raise NotFound(NO_MEETING)
    document = as_opened(session, meeting_id, queries.document_of(session, row))
    if presides:
        document = _without(document, closed_items(session, meeting_id, current_actor().person_id))
    else:
        document = queries.public_form_of(session, row, row.public_version)
    whole = as_opened(
        session, meeting_id, queries.document_of(session, row, row.public_version or row.version)
    )
    electronic = value(law_of(session), "minutes_signing").word == "electronic"
    return MyMinutes(
        meeting=meeting,
        row=row,
        document=document,
        presides=presides,
        standing=standing_of(session, meeting_id, row.version),
        corrections=tuple(c for c in corrections_of(session, meeting_id) if not c.private),
        has_exempt=bool(private_items(whole)),
        may_sign=presides
        and electronic
        and row.is_confirmed
        and not row.signed_by
        and _presided(session, row),
    )


def _presided(session: Session, row: queries.MinutesRow) -> bool:
    """Whether this person was in the chair when they were confirmed, as far as that is known here."""
    found = presided_at(session, row.confirmed_at_meeting_id or "")
    return not found or current_actor().person_id in found


def _without(document: MinutesDocument, closed: Mapping[str, str]) -> MinutesDocument:
    """A document without the exempt minutes that an interest closes to this reader."""
    items = tuple(
        replace(
            item, blocks=(Declaration(id=f"closed-{item.item_id}", text=closed[agenda_id(item.item_id)]),)
        )
        if item.is_exempt and agenda_id(item.item_id) in closed
        else item
        for item in document.items
    )
    twin = _without(document.twin, closed) if document.twin else None
    return replace(document, items=items, twin=twin)


def _back(meeting_id: str) -> ResponseReturnValue:
    return redirect(url_for("my_minutes.show", meeting_id=meeting_id), 303)
