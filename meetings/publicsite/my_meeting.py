"""A member's page of one meeting: reply by one button, substitute, agenda and papers, what is new."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.agendas.paper_access import closed_items
from meetings.agendas.queries import for_audience, item_for_audience, published_agenda, versions
from meetings.bodies.queries import members_of, person_names
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.packs.queries import page_ranges, public_packs
from meetings.publicsite import queries
from meetings.publicsite.pages import pack_links
from meetings.publicsite.queries.news import my_meetings
from meetings.schedule.members.queries import Needs, may_sit_in, needs_of, substitutes_of, substitutions
from meetings.schedule.members.rules import ReplyKind
from meetings.schedule.members.usecases import (
    MarkSeen,
    NameSubstitute,
    SaveNeeds,
    SendReply,
    WithdrawReply,
    WithdrawSubstitute,
    mark_seen,
    name_substitute,
    save_needs,
    send_reply,
    withdraw_reply,
    withdraw_substitute,
)
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, visible_meeting
from meetings.schedule.rules import NO_MEETING, audience_of
from meetings.web.access import needs
from meetings.web.doors import current_actor, may, now, reading, run, today
from meetings.web.services import services

bp = Blueprint("my_meeting", __name__)
_NEEDS = ("dietary", "access", "remote", "other")


@bp.get("/my/meetings/<meeting_id>")
@needs(Permission.JOIN_AS_MEMBER)
def show(meeting_id: str) -> ResponseReturnValue:
    """The meeting as it concerns this member."""
    return _page(meeting_id)


@bp.post("/my/meetings/<meeting_id>/reply")
@needs(Permission.JOIN_AS_MEMBER)
def reply(meeting_id: str) -> ResponseReturnValue:
    """Coming, late, online or apologies; from the list as from the page."""
    form = request.form
    kind = next((k for k in ReplyKind if k.value == form.get("kind")), None)
    if kind is None:
        raise Invalid("Press one of the buttons: coming, late or apologies.")
    try:
        run(send_reply, SendReply(meeting_id, kind, form.get("reason", ""), form.get("needs", "")))
    except Invalid as error:
        return _page(meeting_id, form, error.fields or {"": error.message})
    flash(kind.said + " Democratic services see it.", "success")
    return redirect(_onward(meeting_id), 303)


@bp.post("/my/meetings/<meeting_id>/undo")
@needs(Permission.JOIN_AS_MEMBER)
def undo(meeting_id: str) -> ResponseReturnValue:
    """Take the reply back, or only the substitute."""
    if request.form.get("what") == "substitute":
        run(withdraw_substitute, WithdrawSubstitute(meeting_id))
        flash("Nobody sits in for you any longer. Your apologies stand.", "success")
    else:
        run(withdraw_reply, WithdrawReply(meeting_id))
        flash("Your reply is taken back.", "success")
    return redirect(_onward(meeting_id), 303)


@bp.post("/my/meetings/<meeting_id>/substitute")
@needs(Permission.JOIN_AS_MEMBER)
def substitute(meeting_id: str) -> ResponseReturnValue:
    """Send apologies and name who sits in."""
    try:
        run(name_substitute, NameSubstitute(meeting_id, request.form.get("substitute", "")))
    except Invalid as error:
        return _page(meeting_id, request.form, error.fields or {"": error.message})
    flash("Your substitute is named and was written to.", "success")
    return redirect(_onward(meeting_id), 303)


@bp.post("/my/meetings/<meeting_id>/seen")
@needs(Permission.JOIN_AS_MEMBER)
def seen(meeting_id: str) -> ResponseReturnValue:
    """What is new is new no longer."""
    run(mark_seen, MarkSeen((meeting_id,)))
    flash("Marked as seen.", "success")
    return redirect("/my", 303)


@bp.get("/my/needs")
@needs(Permission.JOIN_AS_MEMBER)
def show_needs() -> ResponseReturnValue:
    """What this member needs at every meeting."""
    person_id = current_actor().person_id
    with reading() as session:
        mine = needs_of(session, [person_id]).get(person_id, Needs()) if person_id else Needs()
    values = {name: getattr(mine, name) for name in _NEEDS} | {"on_paper": mine.on_paper}
    return render_template("public/my_needs.html", values=values, errors={})


@bp.post("/my/needs")
@needs(Permission.JOIN_AS_MEMBER)
def keep_needs() -> ResponseReturnValue:
    """Keep it."""
    form = request.form
    values: dict[str, Any] = {name: form.get(name, "") for name in _NEEDS}
    on_paper = "on_paper" in form
    try:
        run(save_needs, SaveNeeds(**values, on_paper=on_paper))
    except Invalid as error:
        values["on_paper"] = on_paper
        return render_template("public/my_needs.html", values=values, errors=error.fields), 422
    flash("Saved. Only the officers of your committees see it.", "success")
    return redirect("/my/needs", 303)


def _onward(meeting_id: str) -> str:
    return "/my" if request.form.get("from") == "list" else f"/my/meetings/{meeting_id}"


def _page(
    meeting_id: str, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    actor, day = current_actor(), today()
    with reading() as session:
        meeting = visible_meeting(session, meeting_id, actor, day)
        if not may(Permission.JOIN_AS_MEMBER, meeting.body_id):
            raise NotFound(NO_MEETING)
        audience = audience_of(actor, meeting.body_id, day)
        papers = queries.new_papers(session, [meeting_id], lambda _body: audience, limit=200)
        seat = _seat(session, meeting, actor.person_id)
        sits_in = [meeting_id] if seat["instead_of"] else []
        (mine,) = my_meetings(session, [meeting], papers, actor, sits_in)
        content = published_agenda(session, meeting_id) if meeting.agenda_version else None
        numbers = page_ranges(session, meeting_id, audience)
        closed = closed_items(session, meeting_id, actor.person_id)
        context = {
            "agenda": _readable(content, audience, closed) if content else None,
            "packs": replace(public_packs(session, meeting_id), numbers=numbers),
            "pack_links": pack_links(session, meeting),
            "versions": versions(session, meeting_id),
            **seat,
        }
    tz = services().config.timezone
    until = context["rule"].until.deadline(meeting.starts_at, tz)
    page = render_template(
        "public/my_meeting.html",
        meeting=meeting,
        mine=mine,
        open=meeting.status is MeetingStatus.PLANNED,
        online=meeting.mode is not MeetingMode.IN_PERSON,
        until=until,
        in_time=now() <= until,
        typed=typed or {},
        errors=errors or {},
        **context,
    )
    return page, 422 if errors else 200


def _readable(content: AgendaContent, audience: Audience, closed: Collection[str]) -> AgendaContent:
    """The agenda as this member may read it: an exempt item in which they declared an interest is closed to them."""
    items = tuple(
        item_for_audience(i, Audience.PUBLIC if i.id in closed else audience) for i in content.items
    )
    return replace(for_audience(content, audience), items=items)


def _seat(session: Session, meeting: MeetingRow, person_id: str | None) -> dict[str, Any]:
    """Whether the person has a seat here, sits in for somebody, and who could sit in for them."""
    tz = services().config.timezone
    members = members_of(session, meeting.body_id, meeting.starts_at.astimezone(tz).date())
    instead_of = substitutions(session, meeting.id).get(person_id or "")
    has_seat = any(m.person_id == person_id for m in members)
    return {
        "has_seat": has_seat,
        "instead_of": person_names(session, [instead_of]).get(instead_of, "") if instead_of else "",
        "rule": substitutes_of(session, meeting.body_id),
        "choices": may_sit_in(session, meeting, person_id, tz) if has_seat and person_id else [],
    }
