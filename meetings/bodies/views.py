"""Pages on which officers look after committees and who sits on them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.bodies import forms, queries, rules
from meetings.bodies.rules import BodyKind, Seat
from meetings.bodies.usecases import (
    MakeChair,
    SeatCouncillors,
    add_member,
    change_seat,
    create_body,
    end_membership,
    make_chair,
    seat_councillors,
    update_body,
)
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.people import queries as people
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import complaints, typed

bp = Blueprint("bodies", __name__, url_prefix="/desk/bodies")
_KINDS = [(kind.value, kind.label) for kind in BodyKind]
_SEATS = [(seat.value, seat.label) for seat in Seat]
_MEMBER_FIELDS = ("person_id", "new_name", "seat")
_DATES = ("valid_from", "valid_to")


@bp.get("")
@needs(Permission.MANAGE_BODIES)
def index() -> ResponseReturnValue:
    """All bodies."""
    with reading() as session:
        listed = queries.bodies(session, active=None)
        counts, chairs = queries.member_counts(session, today()), queries.chairs(session, today())
    return render_template("bodies/index.html", listed=listed, counts=counts, chairs=chairs)


@bp.get("/new")
@needs(Permission.MANAGE_BODIES)
def new() -> ResponseReturnValue:
    """The form for a new body."""
    values = {
        "quorum": 3,
        "usual_time": "19:00",
        "resolved_word": "RESOLVED",
        "kind": BodyKind.COMMITTEE.value,
    }
    return _details_page(None, values, {})


@bp.post("/new")
@needs(Permission.MANAGE_BODIES)
def create() -> ResponseReturnValue:
    """Set up a body."""
    try:
        body_id = run(create_body, forms.new_body(request.form))
    except (Invalid, WrongState) as error:
        return _details_page(None, typed(request.form, *forms.BODY_FIELDS), complaints(error))
    with reading() as session:
        slug = queries.body_of(session, body_id).slug
    flash("The committee is set up. Now add its members.", "success")
    return redirect(url_for("bodies.show", slug=slug), code=303)


@bp.get("/<slug>")
@needs(Permission.MANAGE_BODIES)
def show(slug: str) -> ResponseReturnValue:
    """A body, its members, and the form to add one."""
    return _body_page(slug, {}, {})


@bp.get("/<slug>/edit")
@needs(Permission.MANAGE_BODIES)
def edit(slug: str) -> ResponseReturnValue:
    """The form for a body's details."""
    body = _body(slug)
    values = {name: getattr(body, name) for name in forms.BODY_FIELDS} | {"kind": body.kind.value}
    return _details_page(body, values, {})


@bp.post("/<slug>/edit")
@needs(Permission.MANAGE_BODIES)
def update(slug: str) -> ResponseReturnValue:
    """Change a body's details."""
    body = _body(slug)
    try:
        run(update_body, forms.changed_body(body, request.form))
    except (Invalid, WrongState) as error:
        return _details_page(body, typed(request.form, *forms.BODY_FIELDS), complaints(error))
    flash("The details are changed.", "success")
    return _back(slug)


@bp.post("/<slug>/give-up")
@needs(Permission.MANAGE_BODIES)
def give_up(slug: str) -> ResponseReturnValue:
    """The body meets no more; its past stays."""
    run(update_body, forms.body_in_use(_body(slug), is_active=False))
    flash("The committee is given up. Its meetings and members of the past stay.", "success")
    return _back(slug)


@bp.post("/<slug>/take-up")
@needs(Permission.MANAGE_BODIES)
def take_up(slug: str) -> ResponseReturnValue:
    """The body meets again."""
    run(update_body, forms.body_in_use(_body(slug), is_active=True))
    flash("The committee is in being again.", "success")
    return _back(slug)


@bp.post("/<slug>/members")
@needs(Permission.MANAGE_BODIES)
def add(slug: str) -> ResponseReturnValue:
    """Add a member."""
    body = _body(slug)
    try:
        run(add_member, forms.new_member(body.id, request.form, today()))
    except (Invalid, WrongState) as error:
        return _body_page(slug, typed(request.form, *_MEMBER_FIELDS, dates=_DATES), complaints(error))
    flash("The member is added.", "success")
    return _back(slug)


@bp.post("/<slug>/all-councillors")
@needs(Permission.MANAGE_BODIES)
def add_all(slug: str) -> ResponseReturnValue:
    """Give every councillor in office a seat from today."""
    count = run(seat_councillors, SeatCouncillors(_body(slug).id, today()))
    flash(f"{count} councillors are added." if count != 1 else "One councillor is added.", "success")
    return _back(slug)


@bp.post("/<slug>/chair")
@needs(Permission.MANAGE_BODIES)
def chair(slug: str) -> ResponseReturnValue:
    """Put a member in the chair from today."""
    run(make_chair, MakeChair(_body(slug).id, request.form.get("person_id", ""), today()))
    flash("The chair is changed from today. Whoever held it is an ordinary member again.", "success")
    return _back(slug)


@bp.get("/<slug>/seats/<membership_id>")
@needs(Permission.MANAGE_BODIES)
def seat(slug: str, membership_id: str) -> ResponseReturnValue:
    """Change or end a seat."""
    return _seat_page(slug, membership_id, {}, {})


@bp.post("/<slug>/seats/<membership_id>/change")
@needs(Permission.MANAGE_BODIES)
def reseat(slug: str, membership_id: str) -> ResponseReturnValue:
    """Give a member another seat from a day on."""
    try:
        run(change_seat, forms.seat_change(membership_id, request.form))
    except (Invalid, WrongState) as error:
        values = typed(request.form, "seat", dates=("valid_from",))
        return _seat_page(slug, membership_id, values, complaints(error))
    flash("The seat is changed.", "success")
    return _back(slug)


@bp.post("/<slug>/seats/<membership_id>/end")
@needs(Permission.MANAGE_BODIES)
def end(slug: str, membership_id: str) -> ResponseReturnValue:
    """Say when a seat ends."""
    _, member = _membership(slug, membership_id)
    try:
        run(end_membership, forms.seat_end(membership_id, request.form, member.valid_from))
    except (Invalid, WrongState) as error:
        values = typed(request.form, "mistake", dates=("valid_to",))
        return _seat_page(slug, membership_id, values, complaints(error))
    flash("The seat has a last day.", "success")
    return _back(slug)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("bodies.show", slug=slug), code=303)


def _body(slug: str) -> queries.BodyRow:
    with reading() as session:
        return queries.body_by_slug(session, slug)


def _details_page(
    body: queries.BodyRow | None, values: dict[str, Any], errors: dict[str, str]
) -> ResponseReturnValue:
    with reading() as session:
        # The whole number of members, vacant seats among them, where somebody has entered it.
        members = (body.seats or len(queries.members_of(session, body.id, today()))) if body else 0
    page = render_template(
        "bodies/details.html",
        body=body,
        values=values,
        errors=errors,
        kinds=_KINDS,
        least=rules.least_quorum(body.kind, members) if body and body.kind is BodyKind.COUNCIL else 0,
        members=members,
    )
    return make_response(page, 422 if errors else 200)


def _body_page(slug: str, values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    on = today()
    with reading() as session:
        body = queries.body_by_slug(session, slug)
        seats = queries.memberships_of(session, body.id, on)
        councillors = queries.councillors(session, on)
        persons = people.persons(session)
        members = queries.members_of(session, body.id, on)
    seated = {m.person_id for m in members}
    choices = _choices(councillors, persons, seated)
    # The list of errors leads to the fields by name, and without anybody to choose from only one of them stands there.
    typed = ("name",) if choices else ("name", "person_id")
    errors = {"new_name" if field in typed else field: text for field, text in errors.items()}
    page = render_template(
        "bodies/show.html",
        body=body,
        members=members,
        later=[m for m in seats if m.valid_from > on and _took_effect(m)],
        past=[m for m in seats if m.valid_to is not None and m.valid_to < on and _took_effect(m)],
        choices=choices,
        missing=len({c.person_id for c in councillors} - seated) if body.kind is BodyKind.COUNCIL else 0,
        seats=_SEATS,
        values={"valid_from": on, "seat": Seat.MEMBER.value, **values},
        errors=errors,
    )
    return make_response(page, 422 if errors else 200)


def _choices(
    councillors: list[queries.CouncillorRow], persons: list[people.PersonRow], seated: set[str]
) -> list[dict[str, Any]]:
    """Who can be added: councillors in office first, then everybody else."""
    in_office = {c.person_id for c in councillors}
    first = [
        (c.person_id, f"{c.sort_name} ({c.group})" if c.group else c.sort_name)
        for c in councillors
        if c.person_id not in seated
    ]
    others = [(p.id, p.sort_name) for p in persons if p.id not in in_office and p.id not in seated]
    groups = [{"label": "Councillors", "options": first}, {"label": "Others", "options": others}]
    return [group for group in groups if group["options"]]


def _seat_page(
    slug: str, membership_id: str, values: dict[str, Any], errors: dict[str, str]
) -> ResponseReturnValue:
    body, member = _membership(slug, membership_id)
    others = [pair for pair in _SEATS if pair[0] != member.seat.value]
    shown = {
        "valid_from": today(),
        "valid_to": member.valid_to or today(),
        "seat": Seat.MEMBER.value,
        **values,
    }
    page = render_template(
        "bodies/seat.html", body=body, member=member, values=shown, errors=errors, seats=others
    )
    return make_response(page, 422 if errors else 200)


def _membership(slug: str, membership_id: str) -> tuple[queries.BodyRow, queries.Member]:
    with reading() as session:
        body = queries.body_by_slug(session, slug)
        seats = queries.memberships_of(session, body.id, today())
    member = next((m for m in seats if m.membership_id == membership_id), None)
    if member is None:
        raise NotFound("There is no such seat.")
    return body, member


def _took_effect(member: queries.Member) -> bool:
    return not rules.Span(member.valid_from, member.valid_to).empty
