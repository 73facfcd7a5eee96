"""Officers' pages: how a body writes its minutes with a sample beside it, and the numbers of a meeting's minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.bodies import queries as bodies
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes import queries as minutes
from meetings.minutes.house import forms, queries
from meetings.minutes.house.choices import SECTIONS
from meetings.minutes.house.models import MinuteNumbersRow
from meetings.minutes.house.recommending import MarkRecommendation, mark_recommendation, resolved
from meetings.minutes.house.rules import order_words
from meetings.minutes.house.sample import sample
from meetings.minutes.house.usecases import (
    BeginNumbers,
    ChooseCommonStyle,
    ChooseStyle,
    CopyStyle,
    GiveUpStyle,
    begin_numbers,
    choose_common_style,
    choose_style,
    copy_style,
    give_up_style,
)
from meetings.minutes.style import HouseStyle, MinuteNumbers
from meetings.schedule.access import desk_meeting
from meetings.web.access import needs
from meetings.web.doors import may, reading, run
from meetings.web.services import services

bp = Blueprint("house_style", __name__)


@bp.get("/desk/minutes-style")
@needs(Permission.MANAGE_BODIES)
def common() -> ResponseReturnValue:
    """How every body writes its minutes that chose nothing itself."""
    with reading() as session:
        chosen = queries.common_style(session)
    return _page(None, chosen, forms.values(chosen), {})


@bp.post("/desk/minutes-style")
@needs(Permission.MANAGE_BODIES)
def choose_common() -> ResponseReturnValue:
    """Keep it, or show what it would look like."""
    return _kept(None)


@bp.get("/desk/bodies/<slug>/minutes-style")
@needs(Permission.MANAGE_BODIES)
def style(slug: str) -> ResponseReturnValue:
    """How a body writes its minutes."""
    with reading() as session:
        body = bodies.body_by_slug(session, slug)
        chosen = queries.style_of(session, body)
    return _page(body, chosen, forms.values(chosen), {})


@bp.post("/desk/bodies/<slug>/minutes-style")
@needs(Permission.MANAGE_BODIES)
def choose(slug: str) -> ResponseReturnValue:
    """Keep it, or show what it would look like."""
    with reading() as session:
        body = bodies.body_by_slug(session, slug)
    return _kept(body)


@bp.post("/desk/minutes-style/sample")
@needs(Permission.MANAGE_BODIES)
def preview() -> ResponseReturnValue:
    """The sample alone, while somebody is choosing."""
    try:
        chosen = forms.style(request.form)
    except Invalid as error:
        return error.message, 422
    return _sample(chosen, request.form.get("body_name", "")[:200])


@bp.post("/desk/bodies/<slug>/minutes-style/copy")
@needs(Permission.MANAGE_BODIES)
def copy(slug: str) -> ResponseReturnValue:
    """Write as another body does."""
    with reading() as session:
        body = bodies.body_by_slug(session, slug)
        chosen = queries.style_of(session, body)
    try:
        run(copy_style, CopyStyle(body.id, request.form.get("from_body_id", "")))
    except (Invalid, NotFound) as error:
        errors = error.fields if isinstance(error, Invalid) else {"from_body_id": error.message}
        return _page(body, chosen, forms.values(chosen), errors)
    flash("The style is taken over. It holds for minutes that are drafted from now on.", "success")
    return redirect(url_for("house_style.style", slug=slug), code=303)


@bp.post("/desk/bodies/<slug>/minutes-style/give-up")
@needs(Permission.MANAGE_BODIES)
def give_up(slug: str) -> ResponseReturnValue:
    """Follow the whole council again."""
    with reading() as session:
        body = bodies.body_by_slug(session, slug)
    run(give_up_style, GiveUpStyle(body.id))
    flash("This committee writes its minutes as the whole council does again.", "success")
    return redirect(url_for("house_style.style", slug=slug), code=303)


@bp.get("/desk/meetings/<meeting_id>/minutes/numbers")
@needs(Permission.APPROVE_MINUTES)
def numbers(meeting_id: str) -> ResponseReturnValue:
    """The numbers of a meeting's minutes among those of the body's other meetings."""
    return _numbers_page(meeting_id, {}, {})


@bp.post("/desk/meetings/<meeting_id>/minutes/numbers")
@needs(Permission.WRITE_MINUTES)
def begin(meeting_id: str) -> ResponseReturnValue:
    """Have them begin elsewhere."""
    first, version = request.form.get("first", "").strip(), request.form.get("version", "")
    reason = request.form.get("reason", "")
    whole = int(first) if first.isascii() and first.isdecimal() and len(first) <= 6 else 0
    seen = int(version) if version.isascii() and version.isdecimal() and len(version) <= 9 else 0
    try:
        run(begin_numbers, BeginNumbers(meeting_id, seen, whole, reason))
    except Invalid as error:
        return _numbers_page(meeting_id, {"first": first, "reason": reason}, error.fields)
    flash("The minutes have their new numbers, in a new version.", "success")
    return redirect(url_for("house_style.numbers", meeting_id=meeting_id), code=303)


@bp.get("/desk/meetings/<meeting_id>/minutes/recommendations")
@needs(Permission.WRITE_MINUTES)
def recommendations(meeting_id: str) -> ResponseReturnValue:
    """Which resolutions recommend something to another body."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.WRITE_MINUTES)
        row = minutes.minutes_of(session, meeting_id)
        names = [b.name for b in bodies.bodies(session) if b.id != meeting.body_id]
        found = resolved(session, meeting_id, names)
    return render_template("minutes/recommendations.html", meeting=meeting, row=row, found=found, names=names)


@bp.post("/desk/meetings/<meeting_id>/minutes/recommendations/<motion_id>")
@needs(Permission.WRITE_MINUTES)
def recommend(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Mark one, or take that back."""
    version = request.form.get("version", "")
    seen = int(version) if version.isascii() and version.isdecimal() and len(version) <= 9 else 0
    run(mark_recommendation, MarkRecommendation(meeting_id, motion_id, request.form.get("to", ""), seen))
    flash("Kept. The draft reads so now.", "success")
    return redirect(url_for("house_style.recommendations", meeting_id=meeting_id), code=303)


def _kept(body: bodies.BodyRow | None) -> ResponseReturnValue:
    usual = HouseStyle()
    try:
        chosen = forms.style(request.form)
        if request.form.get("what") == "show":
            return _page(body, chosen, forms.values(chosen), {})
        if body is None:
            run(choose_common_style, ChooseCommonStyle(chosen))
        else:
            run(choose_style, ChooseStyle(body.id, chosen))
    except Invalid as error:
        return _page(body, usual, forms.sent_values(request.form), error.fields)
    flash(
        "Kept. It holds for minutes that are drafted from now on; versions that exist stay as they are.",
        "success",
    )
    where = url_for("house_style.style", slug=body.slug) if body else url_for("house_style.common")
    return redirect(where, code=303)


def _page(
    body: bodies.BodyRow | None, chosen: HouseStyle, values: Mapping[str, Any], errors: Mapping[str, str]
) -> ResponseReturnValue:
    with reading() as session:
        own = body is not None and queries.has_own_style(session, body.id)
        others = [(b.id, b.name) for b in bodies.bodies(session) if body is not None and b.id != body.id]
        styled = queries.styled_bodies(session)
        listed = [] if body else [(b, b.id in styled) for b in bodies.bodies(session)]
    page = render_template(
        "minutes/style.html",
        body=body,
        own=own,
        others=others,
        listed=listed,
        sections=SECTIONS,
        values=values,
        errors=errors,
        sample=_sample(chosen, body.name if body else ""),
    )
    return page, 422 if errors else 200


def _sample(chosen: HouseStyle, body: str) -> str:
    with reading() as session:
        council = bodies.council_name(session)
    doc = sample(chosen, council, body or "Committee")
    return render_template("minutes/_sample.html", doc=doc)


def _numbers_page(
    meeting_id: str, typed: Mapping[str, str], errors: Mapping[str, str]
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.APPROVE_MINUTES)
        row = minutes.minutes_of(session, meeting_id)
        if row is None:
            raise NotFound(minutes.NO_MINUTES)
        own = session.get(MinuteNumbersRow, meeting_id)
        if own is None or not MinuteNumbers(own.scheme).goes_on:
            raise WrongState("The numbers of these minutes do not go on from another meeting's.")
        zone = services().config.timezone
        start = minutes.document_of(session, row).style.year_start
        taken = queries.taken_in(session, meeting.body_id, own.year, start)
        begin = queries.year_begins(own.year, zone, start)
        undrafted = queries.undrafted_before(session, meeting.body_id, meeting_id, begin)
    mine = next(t for t in taken if t.meeting_id == meeting_id)
    page = render_template(
        "minutes/numbers.html",
        meeting=meeting,
        row=row,
        mine=mine,
        taken=taken,
        said=list(order_words(mine, [t for t in taken if t is not mine], undrafted)),
        typed=typed or {"first": mine.first, "reason": mine.reason},
        may_change=not row.is_public and may(Permission.WRITE_MINUTES, meeting.body_id),
        errors=errors,
    )
    return page, 422 if errors else 200
