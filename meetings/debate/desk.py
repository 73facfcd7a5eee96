"""The officers' pages of the debate: a body's time limits, registered speakers, and how the time was shared."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.agendas.models import ItemKind
from meetings.bodies.queries import BodyRow, body_by_slug, person_names
from meetings.debate import forms, queries
from meetings.debate.rules import AtTheTime, Limits, SpeechKind
from meetings.debate.usecases import (
    SetLimits,
    WithdrawSpeech,
    register_speaker,
    set_limits,
    withdraw_speech,
)
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.room.attended import attended
from meetings.room.queries import items_of
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import needs
from meetings.web.doors import now, reading, require, run
from meetings.web.fields import typed
from meetings.web.services import services
from meetings.web.sheets import as_csv, csv_headers

_LIMITS = "/desk/bodies/<slug>/debate"
_MEETING = "/desk/meetings/<meeting_id>"
_SPEAKER_FIELDS = ("name", "on_behalf", "subject", "item_id", "kind", "named", "minutes")
_HEAD = ("Name", "Group", "Speeches", "Minutes", "Seconds")


def routes(bp: Blueprint) -> None:
    """Put the pages on the feature's blueprint."""
    bp.add_url_rule(_LIMITS, "limits", limits, methods=["GET"])
    bp.add_url_rule(_LIMITS, "save_limits", save_limits, methods=["POST"])
    bp.add_url_rule(f"{_MEETING}/speakers", "speakers", speakers, methods=["GET"])
    bp.add_url_rule(f"{_MEETING}/speakers", "register", register, methods=["POST"])
    bp.add_url_rule(f"{_MEETING}/speakers/<speech_id>/remove", "unregister", unregister, methods=["POST"])
    bp.add_url_rule(f"{_MEETING}/speaking-time", "speaking_time", speaking_time, methods=["GET"])
    bp.add_url_rule(f"{_MEETING}/speaking-time.csv", "speaking_time_csv", speaking_time_csv, methods=["GET"])


@needs(Permission.MANAGE_BODIES)
def limits(slug: str) -> ResponseReturnValue:
    """The form for a body's time limits."""
    with reading() as session:
        body = body_by_slug(session, slug)
        return _limits_page(body, _values(queries.limits_of(session, body.id)), {})


@needs(Permission.MANAGE_BODIES)
def save_limits(slug: str) -> ResponseReturnValue:
    """Keep them."""
    with reading() as session:
        body = body_by_slug(session, slug)
    try:
        run(set_limits, SetLimits(body.id, forms.limits(request.form)))
    except Invalid as error:
        values = typed(request.form, *_values(Limits()))
        return make_response(_limits_page(body, values, error.fields), 422)
    flash("The time limits are kept. They hold for whoever is called from now on.", "success")
    return redirect(f"/desk/bodies/{body.slug}", 303)


@needs(Permission.PREPARE_MEETING)
def speakers(meeting_id: str) -> ResponseReturnValue:
    """Public speakers and petitioners, with the form to enter one."""
    return _speakers_page(meeting_id, {"kind": SpeechKind.PUBLIC.value}, {})


@needs(Permission.PREPARE_MEETING)
def register(meeting_id: str) -> ResponseReturnValue:
    """Enter one."""
    try:
        run(register_speaker, forms.register(meeting_id, request.form))
    except Invalid as error:
        return make_response(
            _speakers_page(meeting_id, typed(request.form, *_SPEAKER_FIELDS), error.fields), 422
        )
    flash("The speaker is on the list of the item.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/speakers", 303)


@needs(Permission.PREPARE_MEETING)
def unregister(meeting_id: str, speech_id: str) -> ResponseReturnValue:
    """Take one off the list."""
    run(withdraw_speech, WithdrawSpeech(meeting_id, speech_id))
    flash("The speaker is off the list.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/speakers", 303)


@needs(Permission.RUN_MEETING)
def speaking_time(meeting_id: str) -> ResponseReturnValue:
    """Who spoke for how long, by member and by group."""
    with reading() as session:
        meeting = _own(meeting_of(session, meeting_id))
        people, groups = queries.time_spoken(session, meeting)
        present = attended(session, meeting_id, now())
        names = person_names(session, present)
    there = sorted((names.get(person_id, ""), seconds) for person_id, seconds in present.items())
    return render_template("debate/time.html", meeting=meeting, people=people, groups=groups, there=there)


@needs(Permission.RUN_MEETING)
def speaking_time_csv(meeting_id: str) -> ResponseReturnValue:
    """The same as a table for a spreadsheet."""
    with reading() as session:
        meeting = _own(meeting_of(session, meeting_id))
        people, _ = queries.time_spoken(session, meeting)
    rows = [(s.name, s.group, s.speeches, f"{s.ms / 60000:.2f}", round(s.ms / 1000)) for s in people]
    on = meeting.starts_at.astimezone(services().config.timezone)
    name = f"speaking-time-{meeting.body_slug}-{on:%Y-%m-%d}.csv"
    return Response(as_csv(_HEAD, rows), headers=csv_headers(name))


def _own(meeting: MeetingRow) -> MeetingRow:
    """A meeting of a body that this officer runs the meetings of. Raises Denied."""
    require(Permission.RUN_MEETING, meeting.body_id)
    return meeting


def _values(found: Limits) -> dict[str, Any]:
    shown = {name: forms.in_minutes(getattr(found, name)) for name in forms.IN_MINUTES}
    whole = {name: getattr(found, name) for name in (*forms.WHOLE_MINUTES, "amber")}
    points = "yes" if found.minute_points else ""
    return shown | whole | {"at_the_time": found.at_the_time.value, "minute_points": points}


def _limits_page(body: BodyRow, values: dict[str, Any], errors: dict[str, str]) -> str:
    choices = [(choice.value, choice.label) for choice in AtTheTime]
    return render_template(
        "debate/limits.html",
        body=body,
        values=values,
        errors=errors,
        choices=choices,
        usual=_values(Limits()),
    )


def _speakers_page(meeting_id: str, values: dict[str, Any], errors: dict[str, str]) -> str:
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        require(Permission.PREPARE_MEETING, meeting.body_id)
        items = [i for i in items_of(session, meeting_id) if i.kind is ItemKind.ITEM]
        rows = queries.registered(session, meeting_id)
        usual = queries.limits_of(session, meeting.body_id)
    return render_template(
        "debate/speakers.html",
        meeting=meeting,
        rows=rows,
        titles={i.id: f"{i.number} {i.title}".strip() for i in items},
        values=values,
        errors=errors,
        kinds=[(k.value, k.label) for k in SpeechKind if k.from_outside],
        usual=usual,
    )
