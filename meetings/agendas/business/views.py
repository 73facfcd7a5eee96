"""Pages of the order of business, and the page that begins an agenda with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from meetings.agendas.business.queries import Order, order_of, propose_agenda
from meetings.agendas.business.rules import BusinessLine, Place, occasions_of
from meetings.agendas.business.usecases import (
    BeginAgenda,
    ChooseNumbering,
    MoveLine,
    RemoveLine,
    ReorderLines,
    SaveLine,
    TakeUsualOrder,
    begin_agenda,
    choose_numbering,
    move_line,
    remove_line,
    reorder_lines,
    save_line,
    take_usual_order,
)
from meetings.agendas.rules import ItemKind, Numbering
from meetings.bodies.queries import BodyRow, body_by_slug
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.schedule.models import MeetingKind
from meetings.web.access import needs
from meetings.web.doors import now, reading, require, run
from meetings.web.fields import complaints
from meetings.web.services import services

bp = Blueprint("business", __name__)


@dataclass(frozen=True)
class LineForm:
    """A line as it was typed."""

    title: str = ""
    place: str = Place.LINE.value
    kind: str = ItemKind.ITEM.value
    text: str = ""
    recommendation: str = ""
    occasions: tuple[str, ...] = tuple(k.value for k in MeetingKind)


@bp.get("/desk/bodies/<slug>/business")
@needs(Permission.PREPARE_MEETING)
def order(slug: str) -> ResponseReturnValue:
    """The lines in order."""
    return _page(slug)


@bp.post("/desk/bodies/<slug>/business")
@needs(Permission.PREPARE_MEETING)
def add(slug: str) -> ResponseReturnValue:
    """One more line, at the end."""
    typed = _typed(request.form)
    try:
        line_id = run(save_line, _command(_body_id(slug), typed))
    except Invalid as error:
        return _page(slug, typed, complaints(error))
    return redirect(f"/desk/bodies/{slug}/business#line-{line_id}", 303)


@bp.post("/desk/bodies/<slug>/business/usual")
@needs(Permission.PREPARE_MEETING)
def usual(slug: str) -> ResponseReturnValue:
    """Begin with the usual lines."""
    run(take_usual_order, TakeUsualOrder(_body_id(slug)))
    flash("The usual order of business is filled in. Change it as your standing orders have it.", "success")
    meeting_id = request.form.get("meeting", "")
    if meeting_id.isalnum():
        return redirect(f"/desk/meetings/{meeting_id}/agenda/begin", 303)
    return redirect(f"/desk/bodies/{slug}/business", 303)


@bp.post("/desk/bodies/<slug>/business/numbering")
@needs(Permission.PREPARE_MEETING)
def numbering(slug: str) -> ResponseReturnValue:
    """How items are numbered."""
    text = request.form.get("numbering", "")
    if text not in set(Numbering):
        raise Invalid("Choose how items are numbered.", {"numbering": "Choose how items are numbered"})
    run(choose_numbering, ChooseNumbering(_body_id(slug), Numbering(text)))
    flash("Agendas that are not published yet are numbered this way from now on.", "success")
    return redirect(f"/desk/bodies/{slug}/business", 303)


@bp.post("/desk/bodies/<slug>/business/order")
@needs(Permission.PREPARE_MEETING)
def reorder(slug: str) -> ResponseReturnValue:
    """The order after dragging: JSON in, JSON out."""
    data = request.get_json(silent=True)
    ids = data.get("order") if isinstance(data, dict) else None
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
        raise Invalid("The order was not understood. Reload the page and try again.")
    run(reorder_lines, ReorderLines(_body_id(slug), tuple(ids)))
    return jsonify({"numbers": {}})


@bp.get("/desk/bodies/<slug>/business/<line_id>")
@needs(Permission.PREPARE_MEETING)
def line(slug: str, line_id: str) -> ResponseReturnValue:
    """One line's words."""
    return _line_page(slug, line_id)


@bp.post("/desk/bodies/<slug>/business/<line_id>")
@needs(Permission.PREPARE_MEETING)
def save(slug: str, line_id: str) -> ResponseReturnValue:
    """Save them."""
    typed = _typed(request.form)
    try:
        run(save_line, _command(_body_id(slug), typed, line_id))
    except Invalid as error:
        return _line_page(slug, line_id, typed, complaints(error))
    flash("The line is saved. Agendas that were begun already stay as they are.", "success")
    return redirect(f"/desk/bodies/{slug}/business#line-{line_id}", 303)


@bp.post("/desk/bodies/<slug>/business/<line_id>/<any(up, down):way>")
@needs(Permission.PREPARE_MEETING)
def move(slug: str, line_id: str, way: str) -> ResponseReturnValue:
    """Move it by one place."""
    run(move_line, MoveLine(_body_id(slug), line_id, -1 if way == "up" else 1))
    return redirect(f"/desk/bodies/{slug}/business#line-{line_id}", 303)


@bp.post("/desk/bodies/<slug>/business/<line_id>/remove")
@needs(Permission.PREPARE_MEETING)
def remove(slug: str, line_id: str) -> ResponseReturnValue:
    """Take it out."""
    run(remove_line, RemoveLine(_body_id(slug), line_id))
    flash("The line is out of the order of business.", "success")
    return redirect(f"/desk/bodies/{slug}/business", 303)


@bp.get("/desk/meetings/<meeting_id>/agenda/begin")
@needs(Permission.PREPARE_MEETING)
def ask_begin(meeting_id: str) -> ResponseReturnValue:
    """What the agenda would begin with."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        proposed = propose_agenda(session, meeting_id, services().config.timezone, now())
    return render_template("agendas/business/begin.html", meeting=meeting, proposed=proposed)


@bp.post("/desk/meetings/<meeting_id>/agenda/begin")
@needs(Permission.PREPARE_MEETING)
def begin(meeting_id: str) -> ResponseReturnValue:
    """Begin it."""
    chosen = tuple(request.form.getlist("unfinished")) if "asked" in request.form else None
    run(begin_agenda, BeginAgenda(meeting_id, chosen))
    flash("The agenda is begun. Only officers can see it so far.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/agenda", 303)


def _body_id(slug: str) -> str:
    with reading() as session:
        return body_by_slug(session, slug).id


def _body(session: Session, slug: str) -> tuple[BodyRow, Order]:
    body = body_by_slug(session, slug)
    require(Permission.PREPARE_MEETING, body.id)
    return body, order_of(session, body.id)


def _typed(form: MultiDict[str, str]) -> LineForm:
    return LineForm(
        form.get("title", ""),
        form.get("place", Place.LINE.value),
        form.get("kind", ItemKind.ITEM.value),
        form.get("text", ""),
        form.get("recommendation", ""),
        tuple(form.getlist("occasions")),
    )


def _command(body_id: str, typed: LineForm, line_id: str = "") -> SaveLine:
    return SaveLine(
        body_id,
        typed.title,
        line_id,
        Place(typed.place) if typed.place in set(Place) else Place.LINE,
        ItemKind(typed.kind) if typed.kind in set(ItemKind) else ItemKind.ITEM,
        typed.text,
        typed.recommendation,
        occasions_of(typed.occasions),
    )


def _page(
    slug: str, typed: LineForm | None = None, errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        body, own = _body(session, slug)
    page = render_template(
        "agendas/business/order.html",
        body=body,
        order=own,
        typed=typed or LineForm(),
        errors=errors or {},
        numberings=[(n.value, n.label) for n in Numbering],
        **_choices(),
    )
    return page, 422 if errors else 200


def _line_page(
    slug: str, line_id: str, typed: LineForm | None = None, errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        body, own = _body(session, slug)
    found = next((x for x in own.lines if x.id == line_id), None)
    if found is None:
        raise NotFound("This line is no longer in the order of business.")
    page = render_template(
        "agendas/business/line.html",
        body=body,
        line=found,
        typed=typed or _shown(found),
        errors=errors or {},
        **_choices(),
    )
    return page, 422 if errors else 200


def _shown(found: BusinessLine) -> LineForm:
    occasions = tuple(k.value for k in MeetingKind if k in found.occasions)
    return LineForm(
        found.title, found.place.value, found.kind.value, found.text, found.recommendation, occasions
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "places": [(p.value, p.label) for p in Place],
        "kinds": [("item", "An item of business"), ("heading", "A heading above items")],
        "occasion_options": [(k.value, f"{k.value.capitalize()} meetings") for k in MeetingKind],
    }
