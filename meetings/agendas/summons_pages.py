"""The officer's page on which members are summoned: what they are told, who has it, who is written to by post."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.sheets.models import SheetKind
from meetings.agendas.sheets.queries import has_sheet
from meetings.agendas.summons import (
    SummonsKind,
    SummonsState,
    Wording,
    due_of,
    last_sent,
    letter_of,
    posted,
    state_of,
)
from meetings.agendas.usecases.summoning import SendSummons, send_summons
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.notifications.letters import full_text
from meetings.notifications.queries import letter_of as stored_letter
from meetings.notifications.queries import name_of_council
from meetings.schedule.access import desk_meeting
from meetings.schedule.desk import PanelData, PanelRow, Step, StepAction, desk_panel, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import Listing, MeetingRow, listed
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.formats import date_and_time, plural
from meetings.web.services import services

bp = Blueprint("summons", __name__)


@bp.get("/desk/meetings/<meeting_id>/summons")
@needs(Permission.SEND_NOTICE)
def page(meeting_id: str) -> ResponseReturnValue:
    """What the members are to be told, and what they have been told."""
    return _page(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/summons")
@needs(Permission.SEND_NOTICE)
def send(meeting_id: str) -> ResponseReturnValue:
    """Send it; or, asked for a preview, show the letter with the officer's words in it."""
    note, signed_by = request.form.get("note", ""), request.form.get("signed_by", "")
    if "preview" in request.form:
        return _page(meeting_id, note, signed_by)
    asked = request.form.get("kind", "")
    kind = SummonsKind(asked) if asked in set(SummonsKind) else None
    try:
        count = run(send_summons, SendSummons(meeting_id, kind, note, signed_by))
    except Invalid as error:
        return _page(meeting_id, note, signed_by, error.fields)
    how = (
        "on the way"
        if services().mail is not None
        else "written. Nothing leaves until a mail server is set up"
    )
    on_the_way = f"{plural(count, 'letter')} {'is' if count == 1 else 'are'} {how}."
    flash(
        on_the_way if count else "Noted. No letter goes by e-mail: print those that are to be posted.",
        "success",
    )
    return redirect(f"/desk/meetings/{meeting_id}/summons", 303)


@bp.get("/desk/meetings/<meeting_id>/summons/print")
@needs(Permission.SEND_NOTICE)
def to_post(meeting_id: str) -> ResponseReturnValue:
    """The letter for each member who is written to on paper, a sheet for each."""
    tz = services().config.timezone
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.SEND_NOTICE)
        state = state_of(session, meeting, tz)
        council = name_of_council(session)
        text = _text(session, state)
    names = [t.address.member.name for t in state.by_post]
    return render_template(
        "agendas/summons_print.html", meeting=meeting, names=names, text=text, council=council, day=today()
    )


def _text(session: Session, state: SummonsState) -> str:
    """As it went by mail, with the officer's own words; as it would read now where nothing went."""
    sent = next((t.letter for t in state.told if t.letter is not None), None)
    if sent is not None:
        return posted(stored_letter(session, sent.id).text)
    kind = _sendable(state) or (SummonsKind(state.last.kind) if state.last else None)
    if kind is None:
        raise WrongState("Publish the agenda first: a summons says what the business is.")
    how = Wording(kind, "", current_actor().name, services().config.timezone, now())
    return posted(letter_of(session, state.meeting, (), how).text)


def _page(
    meeting_id: str, note: str = "", signed_by: str = "", errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    tz = services().config.timezone
    signed_by = signed_by.strip() or current_actor().name
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.SEND_NOTICE)
        state = state_of(session, meeting, tz)
        sheet = has_sheet(session, meeting, SheetKind.SUMMONS)
        kind = _sendable(state)
        preview = subject = ""
        if kind is not None:
            how = Wording(kind, note, signed_by, tz, now())
            letter = letter_of(session, meeting, state.missing, how)
            site, council = services().config.public_url.rstrip("/"), name_of_council(session)
            preview = full_text(letter.text, letter.link, site, council, has_account=True)
            subject = letter.subject
    html = render_template(
        "agendas/summons.html",
        meeting=meeting,
        state=state,
        kind=kind,
        preview=preview,
        subject=subject,
        note=note,
        signed_by=signed_by,
        server=services().mail is not None,
        site=services().config.public_url,
        sheet=sheet,
        errors=errors or {},
    )
    return html, 422 if errors else 200


def _sendable(state: SummonsState) -> SummonsKind | None:
    """What a press of the button sends: what is due, or the last letter to those who have joined since."""
    if state.due is not None:
        return state.due
    if state.last is None or not state.missing or state.meeting.status is not MeetingStatus.PLANNED:
        return None
    return SummonsKind(state.last.kind)


@meeting_step("summons", order=35)
def summons(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """Whether the members know what there is to know."""
    if not actor.may(Permission.SEND_NOTICE, meeting.body_id, today()):
        return None
    address = f"/desk/meetings/{meeting.id}/summons"
    last, at = last_sent(session, [meeting.id]).get(meeting.id, (None, None))
    due = due_of(meeting, last)
    if due is not None:
        text = {
            SummonsKind.SUMMONS: "The members have not been summoned yet.",
            SummonsKind.CHANGE: "The members have not been told of the new time or place.",
            SummonsKind.SUPPLEMENT: "The members have not been told of the new version of the agenda.",
            SummonsKind.CANCELLATION: "The members have not been told that the meeting is cancelled.",
        }[due]
        return Step(
            "Summon the members", False, text, (StepAction("Look at the letter and send it", address),)
        )
    if last is None or at is None:
        over = meeting.status is not MeetingStatus.PLANNED
        return None if over else Step("Summon the members", False, "Once the agenda is published.")
    when = date_and_time(at, services().config.timezone)
    text = f"{SummonsKind(last.kind).label} sent on {when}."
    return Step("Summon the members", True, text, (StepAction("Who has it", address),))


@desk_panel(order=15)
def to_be_told(session: Session, actor: Actor) -> PanelData | None:
    """Meetings whose members do not know how things stand."""
    if not actor.may(Permission.SEND_NOTICE, None, today()):
        return None
    bodies = bodies_for(actor, Permission.SEND_NOTICE, today())
    coming = listed(session, Listing(now(), False, bodies), limit=60)
    told = last_sent(session, [m.id for m in coming])
    rows = []
    for meeting in coming:
        due = due_of(meeting, told[meeting.id][0] if meeting.id in told else None)
        if due is not None:
            when = date_and_time(meeting.starts_at, services().config.timezone)
            colour = "red" if due in (SummonsKind.CANCELLATION, SummonsKind.CHANGE) else "orange"
            link = f"/desk/meetings/{meeting.id}/summons"
            rows.append(PanelRow(link, meeting.title, when, due.label, colour))
    return PanelData("Members to be told", tuple(rows)) if rows else None
