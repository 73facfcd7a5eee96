"""The officers' pages: who has replied to a meeting, and how a body's substitutes are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.bodies.queries import body_by_slug, councillors
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.schedule.members.queries import (
    Substitutes,
    expected_of,
    may_sit_in,
    reply_lines,
    substitutes_of,
)
from meetings.schedule.members.rules import ReplyKind, SubstitutesUntil
from meetings.schedule.members.usecases import (
    NameSubstitute,
    RecordReply,
    SettleSubstitutes,
    WithdrawSubstitute,
    name_substitute_for,
    record_reply,
    settle_substitutes,
    withdraw_substitute_for,
)
from meetings.schedule.models import MeetingStatus
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.services import services

bp = Blueprint("replies", __name__)


@bp.get("/desk/meetings/<meeting_id>/replies")
@needs(Permission.PREPARE_MEETING)
def replies(meeting_id: str) -> ResponseReturnValue:
    """Every member with their reply and needs, and whether there will be a quorum."""
    return _replies_page(meeting_id, {})


@bp.post("/desk/meetings/<meeting_id>/replies")
@needs(Permission.PREPARE_MEETING)
def note(meeting_id: str) -> ResponseReturnValue:
    """Note what a member said by telephone: a reply, a substitute, or that neither stands any longer."""
    form = request.form
    person_id, what = form.get("person_id", ""), form.get("what", "reply")
    try:
        if what == "substitute":
            run(name_substitute_for, NameSubstitute(meeting_id, form.get("substitute", ""), person_id))
        elif what == "no_substitute":
            run(withdraw_substitute_for, WithdrawSubstitute(meeting_id, person_id))
        else:
            kind = next((k for k in ReplyKind if k.value == form.get("kind")), None)
            run(record_reply, RecordReply(meeting_id, person_id, kind))
    except Invalid as error:
        return _replies_page(meeting_id, error.fields or {"": error.message})
    flash("Noted.", "success")
    return redirect(url_for("replies.replies", meeting_id=meeting_id, _anchor=f"member-{person_id}"), 303)


@bp.get("/desk/bodies/<slug>/substitutes")
@needs(Permission.MANAGE_BODIES)
def substitutes(slug: str) -> ResponseReturnValue:
    """How substitutes are named on this body."""
    return _substitutes_page(slug, None, {})


@bp.post("/desk/bodies/<slug>/substitutes")
@needs(Permission.MANAGE_BODIES)
def settle(slug: str) -> ResponseReturnValue:
    """Keep it."""
    form = request.form
    until = next(
        (u for u in SubstitutesUntil if u.value == form.get("until")), SubstitutesUntil.EVENING_BEFORE
    )
    typed = Substitutes(
        form.get("allowed") == "yes",
        "same_group" in form,
        "listed_only" in form,
        until,
        tuple(form.getlist("listed")),
    )
    with reading() as session:
        body = body_by_slug(session, slug)
    command = SettleSubstitutes(
        body.id, typed.allowed, typed.same_group, typed.listed_only, until, frozenset(typed.listed)
    )
    try:
        run(settle_substitutes, command)
    except Invalid as error:
        return _substitutes_page(slug, typed, error.fields or {"": error.message})
    flash("Saved.", "success")
    return redirect(f"/desk/bodies/{slug}/substitutes", 303)


def _replies_page(meeting_id: str, errors: Mapping[str, str]) -> ResponseReturnValue:
    tz = services().config.timezone
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        lines = reply_lines(session, meeting, tz)
        expected = expected_of(session, meeting, lines)
        rule = substitutes_of(session, meeting.body_id)
        choices: dict[str, Any] = {}
        if rule.allowed and meeting.status is MeetingStatus.PLANNED:
            away = [
                x
                for x in lines
                if x.reply and x.reply.kind is ReplyKind.APOLOGIES and not x.reply.substitute_id
            ]
            choices = {x.member.person_id: may_sit_in(session, meeting, x.member.person_id, tz) for x in away}
    page = render_template(
        "schedule/replies.html",
        meeting=meeting,
        lines=lines,
        expected=expected,
        kinds=[(k.value, k.label) for k in ReplyKind],
        counts=[(k.label, sum(x.reply is not None and x.reply.kind is k for x in lines)) for k in ReplyKind],
        silent=sum(x.reply is None for x in lines),
        needy=[x for x in lines if x.needs.lines or (x.reply and x.reply.needs)],
        open=meeting.status is MeetingStatus.PLANNED,
        choices=choices,
        errors=errors,
    )
    return page, 422 if errors else 200


def _substitutes_page(slug: str, typed: Substitutes | None, errors: Mapping[str, str]) -> ResponseReturnValue:
    with reading() as session:
        body = body_by_slug(session, slug)
        rule = typed or substitutes_of(session, body.id)
        people = councillors(session, today())
    page = render_template(
        "schedule/substitutes.html",
        body=body,
        rule=rule,
        people=[(c.person_id, f"{c.name}{f' ({c.group})' if c.group else ''}") for c in people],
        until=[(u.value, u.label) for u in SubstitutesUntil],
        errors=errors,
    )
    return page, 422 if errors else 200
