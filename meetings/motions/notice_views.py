"""The pages of notices of motion: a member's own, and the officer's of a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.documents.difference import difference
from meetings.kernel.errors import Denied, Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.motions import notices
from meetings.motions.rules import NoticeState
from meetings.motions.usecases import notices as own
from meetings.motions.usecases import receiving
from meetings.room.queries import members_for
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of, meetings_between
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs, signed_in
from meetings.web.doors import current_actor, may, now, reading, run, today
from meetings.web.services import services

bp = Blueprint("notices", __name__)
_AHEAD = timedelta(days=200)


@bp.get("/my/motions")
@needs(Permission.JOIN_AS_MEMBER)
def mine() -> ResponseReturnValue:
    """A member's motions, those they are asked to sign, and for which meetings they can give notice."""
    actor = current_actor()
    with reading() as session:
        found = notices.notices_of_member(session, _person())
        meetings = _coming(session)
        days = {m.id: notices.last_day(session, m.id, services().config.timezone) for m in meetings}
    return render_template(
        "motions/mine.html",
        mine=[n for n in found if n.mover_id == actor.person_id],
        to_sign=[n for n in found if n.mover_id != actor.person_id],
        meetings=meetings,
        days=days,
        today=today(),
        person_id=actor.person_id,
    )


@bp.get("/my/motions/new")
@needs(Permission.JOIN_AS_MEMBER)
def new() -> ResponseReturnValue:
    """An empty motion for a meeting."""
    return _write(request.args.get("meeting", ""), None)


@bp.post("/my/motions/new")
@needs(Permission.JOIN_AS_MEMBER)
def create() -> ResponseReturnValue:
    """Keep it as a draft."""
    return _save(request.form.get("meeting_id", ""), None)


@bp.get("/my/motions/<notice_id>")
@needs(Permission.JOIN_AS_MEMBER)
def show(notice_id: str) -> ResponseReturnValue:
    """One motion: a draft to write on, or how a notice stands."""
    row, person = _seen(notice_id)
    if row.mover_id == person and row.state is NoticeState.DRAFT:
        return _write(row.meeting_id, row)
    return _standing(row, person)


@bp.post("/my/motions/<notice_id>")
@needs(Permission.JOIN_AS_MEMBER)
def save(notice_id: str) -> ResponseReturnValue:
    """Keep the draft; or keep it and hand it in."""
    row, _ = _seen(notice_id)
    return _save(row.meeting_id, row)


@bp.post("/my/motions/<notice_id>/sign")
@needs(Permission.JOIN_AS_MEMBER)
def sign(notice_id: str) -> ResponseReturnValue:
    """Second it or sign it."""
    run(own.sign_notice, own.SignNotice(notice_id))
    return _back(notice_id, "Your name stands under it.")


@bp.post("/my/motions/<notice_id>/answer")
@needs(Permission.JOIN_AS_MEMBER)
def answer(notice_id: str) -> ResponseReturnValue:
    """Take the words suggested, or keep one's own."""
    agrees = request.form.get("agrees") == "yes"
    run(own.answer_suggestion, own.AnswerSuggestion(notice_id, agrees))
    return _back(notice_id, "The motion now reads as suggested." if agrees else "Your own words stand.")


@bp.post("/my/motions/<notice_id>/withdraw")
@needs(Permission.JOIN_AS_MEMBER)
def withdraw(notice_id: str) -> ResponseReturnValue:
    """Take it back."""
    run(own.withdraw_notice, own.WithdrawNotice(notice_id))
    return _back(notice_id, "The motion is withdrawn.")


@bp.get("/desk/meetings/<meeting_id>/notices")
@needs(Permission.PREPARE_MEETING)
def received(meeting_id: str) -> ResponseReturnValue:
    """The notices of motion for a meeting, each with what the rules say."""
    return _received(meeting_id)


@bp.post("/desk/notices/<notice_id>/suggest")
@signed_in
def suggest(notice_id: str) -> ResponseReturnValue:
    """Other words."""
    form = request.form
    command = receiving.SuggestWords(
        notice_id, form.get("title", ""), form.get("text", ""), form.get("reason", "")
    )
    return _decide(notice_id, receiving.suggest_words, command, "The mover is asked.")


@bp.post("/desk/notices/<notice_id>/accept")
@signed_in
def accept(notice_id: str) -> ResponseReturnValue:
    """On the agenda."""
    command = receiving.AcceptNotice(notice_id, relevant=bool(request.form.get("relevant")))
    said = "It is on the agenda in preparation, with its motion ready to be moved."
    return _decide(notice_id, receiving.accept_notice, command, said)


@bp.post("/desk/notices/<notice_id>/reject")
@signed_in
def reject(notice_id: str) -> ResponseReturnValue:
    """Not on the agenda, and why."""
    command = receiving.RejectNotice(notice_id, request.form.get("reason", ""))
    return _decide(notice_id, receiving.reject_notice, command, "It is rejected; its mover reads why.")


def _received(
    meeting_id: str, problem: tuple[str, Mapping[str, str]] | None = None, form: Any = None
) -> ResponseReturnValue:
    timezone = services().config.timezone
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        if not may(Permission.PREPARE_MEETING, meeting.body_id):
            raise Denied("You do not prepare the meetings of this body.")
        rows = notices.notices_of_meeting(session, meeting_id)
        answers = {
            n.id: notices.judged(session, n, timezone, (n.submitted_at or now()).astimezone(timezone).date())
            for n in rows
        }
        last = notices.last_day(session, meeting_id, timezone)
    page = render_template(
        "motions/received.html",
        meeting=meeting,
        notices=rows,
        answers=answers,
        last=last,
        errors=problem[1] if problem else {},
        problem_of=problem[0] if problem else "",
        values=form or {},
    )
    return (page, 422) if problem else page


def _decide(notice_id: str, case: Callable[[Work, Any], Any], command: Any, said: str) -> ResponseReturnValue:
    with reading() as session:
        meeting_id = notices.notice_of(session, notice_id).meeting_id
    try:
        run(case, command)
    except Invalid as error:
        return _received(meeting_id, (notice_id, error.fields or {"": error.message}), request.form)
    flash(said, "success")
    return redirect(url_for("notices.received", meeting_id=meeting_id), 303)


def _save(meeting_id: str, row: notices.NoticeRow | None) -> ResponseReturnValue:
    form = request.form
    command = own.SaveNotice(
        meeting_id,
        form.get("title", ""),
        form.get("text", ""),
        form.get("seconder_id") or None,
        tuple(form.getlist("asked")),
        row.id if row else None,
    )
    try:
        notice_id = run(own.save_notice, command)
        if form.get("give"):
            run(own.give_notice, own.GiveNotice(notice_id))
    except Invalid as error:
        return _write(meeting_id, row, error.fields or {"": error.message}, error.message)
    if form.get("give"):
        return _back(notice_id, "Notice of the motion is given.")
    return _back(notice_id, "The draft is kept. Nobody else sees it.")


def _write(
    meeting_id: str,
    row: notices.NoticeRow | None,
    errors: Mapping[str, str] | None = None,
    message: str = "",
) -> ResponseReturnValue:
    form, timezone = request.form, services().config.timezone
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        if not any(m.id == meeting.id for m in _coming(session)):
            raise NotFound("There is no such meeting to give notice for.")
        members = [m for m in members_for(session, meeting) if m.person_id != current_actor().person_id]
        last = notices.last_day(session, meeting_id, timezone)
    if errors is not None:
        values: dict[str, Any] = {"title": form.get("title", ""), "text": form.get("text", "")}
        values |= {"seconder_id": form.get("seconder_id", ""), "asked": form.getlist("asked")}
    else:
        values = {
            "title": row.title if row else "",
            "text": row.text if row else "",
            "seconder_id": (row.seconder_id or "") if row else "",
            "asked": [p for p, _, _ in row.asked if p != row.seconder_id] if row else [],
        }
    page = render_template(
        "motions/write.html",
        meeting=meeting,
        notice=row,
        values=values,
        errors=errors or {},
        message=message,
        people=[(m.person_id, m.name) for m in members],
        last=last,
        late=today() > last,
    )
    return (page, 422) if errors is not None else page


def _standing(row: notices.NoticeRow, person: str) -> ResponseReturnValue:
    changes = difference(row.text, row.suggested_text) if row.suggested_text else ()
    asked = any(p == person and not signed for p, _, signed in row.asked)
    return render_template(
        "motions/notice.html",
        notice=row,
        changes=changes,
        own=row.mover_id == person,
        may_sign=asked and row.state in notices.OPEN,
    )


def _seen(notice_id: str) -> tuple[notices.NoticeRow, str]:
    """The notice, for its mover, or once given for those who are asked to sign it. Raises NotFound."""
    person = _person()
    with reading() as session:
        row = notices.notice_of(session, notice_id)
    asked = row.state is not NoticeState.DRAFT and any(p == person for p, _, _ in row.asked)
    if row.mover_id != person and not asked:
        raise NotFound("There is no such notice of motion.")
    return row, person


def _person() -> str:
    person_id = current_actor().person_id
    if person_id is None:
        raise Denied("Only a councillor gives notice of a motion.")
    return person_id


def _coming(session: Session) -> list[MeetingRow]:
    """The meetings to come of the bodies this member sits on."""
    bodies = bodies_for(current_actor(), Permission.JOIN_AS_MEMBER, today())
    found = meetings_between(session, now(), now() + _AHEAD)
    return [m for m in found if m.status is MeetingStatus.PLANNED and (bodies is None or m.body_id in bodies)]


def _back(notice_id: str, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("notices.show", notice_id=notice_id), 303)
