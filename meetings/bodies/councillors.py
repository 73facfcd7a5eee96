"""Pages on which officers look after councillors, wards and political groups."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.bodies import forms, queries
from meetings.bodies.usecases import (
    CreateGroup,
    CreateWard,
    RenameGroup,
    RenameWard,
    add_councillor,
    create_group,
    create_ward,
    end_term,
    rename_group,
    rename_ward,
    set_term,
)
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.people import queries as people
from meetings.people.usecases import update_person
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import complaints, typed

bp = Blueprint("councillors", __name__, url_prefix="/desk")
_DATES = ("valid_from", "valid_to")


@bp.get("/councillors")
@needs(Permission.MANAGE_BODIES)
def index() -> ResponseReturnValue:
    """The councillors in office, and those who were."""
    with reading() as session:
        listed = queries.councillors(session, today())
        former = queries.former_councillors(session, today())
    return render_template("bodies/councillors.html", listed=listed, former=former)


@bp.get("/councillors/new")
@needs(Permission.MANAGE_BODIES)
def new() -> ResponseReturnValue:
    """The form for a new councillor."""
    return _new_page({"valid_from": today()}, {})


@bp.post("/councillors/new")
@needs(Permission.MANAGE_BODIES)
def create() -> ResponseReturnValue:
    """Enter a councillor."""
    try:
        person_id = run(add_councillor, forms.new_councillor(request.form, today()))
    except (Invalid, WrongState) as error:
        return _new_page(typed(request.form, *forms.COUNCILLOR_FIELDS, dates=_DATES), complaints(error))
    with reading() as session:
        person = people.person_of(session, person_id)
    flash(f"{person.name if person else 'The councillor'} is entered.", "success")
    return redirect(url_for("councillors.index"), code=303)


@bp.get("/councillors/<slug>")
@needs(Permission.MANAGE_BODIES)
def show(slug: str) -> ResponseReturnValue:
    """A person: details, time in office, seats."""
    return _person_page(slug, {}, {})


@bp.post("/councillors/<slug>")
@needs(Permission.MANAGE_BODIES)
def update(slug: str) -> ResponseReturnValue:
    """Change a person's public details."""
    person = _person(slug)
    try:
        run(update_person, forms.changed_person(person.id, request.form))
    except (Invalid, WrongState) as error:
        return _person_page(
            slug, typed(request.form, "name", "sort_name", "post", "email"), complaints(error)
        )
    flash("The details are changed.", "success")
    return redirect(url_for("councillors.show", slug=slug), code=303)


@bp.post("/councillors/<slug>/terms")
@needs(Permission.MANAGE_BODIES)
def add_term(slug: str) -> ResponseReturnValue:
    """Put somebody in office, or change ward or group."""
    person = _person(slug)
    try:
        run(set_term, forms.new_term(person.id, request.form))
    except (Invalid, WrongState) as error:
        values = typed(request.form, "ward_id", "group_id", dates=_DATES)
        return _person_page(slug, values, complaints(error))
    flash("The time in office is entered.", "success")
    return redirect(url_for("councillors.show", slug=slug), code=303)


@bp.get("/councillors/<slug>/terms/<term_id>/end")
@needs(Permission.MANAGE_BODIES)
def end_form(slug: str, term_id: str) -> ResponseReturnValue:
    """Ask for the last day in office."""
    return _end_page(slug, term_id, {}, {})


@bp.post("/councillors/<slug>/terms/<term_id>/end")
@needs(Permission.MANAGE_BODIES)
def end(slug: str, term_id: str) -> ResponseReturnValue:
    """Say when a time in office ends."""
    try:
        run(end_term, forms.term_end(_term(slug, term_id), request.form))
    except (Invalid, WrongState) as error:
        values = typed(request.form, "mistake", dates=("valid_to",))
        return _end_page(slug, term_id, values, complaints(error))
    flash("The time in office has a last day. Seats on committees are ended one by one.", "success")
    return redirect(url_for("councillors.show", slug=slug), code=303)


@bp.get("/wards")
@needs(Permission.MANAGE_BODIES)
def wards() -> ResponseReturnValue:
    """All wards."""
    return _names_page("ward", {}, {})


@bp.post("/wards")
@needs(Permission.MANAGE_BODIES)
def add_ward() -> ResponseReturnValue:
    """Enter a ward."""
    name = request.form.get("name", "")
    try:
        run(create_ward, CreateWard(name))
    except (Invalid, WrongState) as error:
        return _names_page("ward", {"name": name}, complaints(error))
    flash("The ward is entered.", "success")
    return redirect(url_for("councillors.wards"), code=303)


@bp.get("/groups")
@needs(Permission.MANAGE_BODIES)
def groups() -> ResponseReturnValue:
    """All political groups."""
    return _names_page("group", {}, {})


@bp.post("/groups")
@needs(Permission.MANAGE_BODIES)
def add_group() -> ResponseReturnValue:
    """Enter a political group."""
    name = request.form.get("name", "")
    try:
        run(create_group, CreateGroup(name))
    except (Invalid, WrongState) as error:
        return _names_page("group", {"name": name}, complaints(error))
    flash("The group is entered.", "success")
    return redirect(url_for("councillors.groups"), code=303)


@bp.get("/<any(wards, groups):which>/<slug>")
@needs(Permission.MANAGE_BODIES)
def rename_form(which: str, slug: str) -> ResponseReturnValue:
    """Ask for another name of a ward or group."""
    row = _named(which, slug)
    return _rename_page(which, row, row.name, {})


@bp.post("/<any(wards, groups):which>/<slug>")
@needs(Permission.MANAGE_BODIES)
def rename(which: str, slug: str) -> ResponseReturnValue:
    """Give a ward or group another name."""
    row, name = _named(which, slug), request.form.get("name", "")
    try:
        if which == "wards":
            run(rename_ward, RenameWard(row.id, name))
        else:
            run(rename_group, RenameGroup(row.id, name))
    except (Invalid, WrongState) as error:
        return _rename_page(which, row, name, complaints(error))
    flash("The name is changed.", "success")
    return redirect(url_for(f"councillors.{which}"), code=303)


def _new_page(values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    page = render_template("bodies/councillor_new.html", values=values, errors=errors, **_ward_and_group())
    return make_response(page, 422 if errors else 200)


def _person_page(slug: str, values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    person, on = _person(slug), today()
    with reading() as session:
        terms = queries.terms_of(session, person.id)
        seats = queries.seats_of(session, person.id)
    running = next(
        (t for t in terms if t.valid_from <= on and (t.valid_to is None or t.valid_to >= on)), None
    )
    shown: dict[str, Any] = {
        **{name: getattr(person, name) for name in ("name", "sort_name", "post", "email")},
        "ward_id": running.ward_id if running else None,
        "group_id": running.group_id if running else None,
        **values,
    }
    page = render_template(
        "bodies/councillor.html",
        person=person,
        terms=terms,
        running=running,
        seats=[s for s in seats if s.valid_to is None or s.valid_to >= on],
        past_seats=[s for s in seats if s.valid_to is not None and s.valid_to < on],
        values=shown,
        errors=errors,
        term_typed=bool(values) and "ward_id" in values,
        on=on,
        **_ward_and_group(),
    )
    return make_response(page, 422 if errors else 200)


def _end_page(slug: str, term_id: str, values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    person, term = _person(slug), _term(slug, term_id)
    with reading() as session:
        seats = queries.seats_of(session, person.id, today())
    shown = {"valid_to": term.valid_to or today(), **values}
    page = render_template(
        "bodies/term_end.html", person=person, term=term, seats=seats, values=shown, errors=errors
    )
    return make_response(page, 422 if errors else 200)


def _names_page(kind: str, values: dict[str, str], errors: dict[str, str]) -> ResponseReturnValue:
    with reading() as session:
        rows = queries.wards(session, today()) if kind == "ward" else queries.groups(session, today())
    page = render_template("bodies/names.html", kind=kind, rows=rows, values=values, errors=errors)
    return make_response(page, 422 if errors else 200)


def _rename_page(which: str, row: queries.NamedRow, name: str, errors: dict[str, str]) -> ResponseReturnValue:
    page = render_template("bodies/rename.html", which=which, row=row, name=name, errors=errors)
    return make_response(page, 422 if errors else 200)


def _ward_and_group() -> dict[str, Any]:
    with reading() as session:
        wards = [(w.id, w.name) for w in queries.wards(session, today())]
        groups = [(g.id, g.name) for g in queries.groups(session, today())]
    return {"wards": wards, "groups": groups}


def _named(which: str, slug: str) -> queries.NamedRow:
    with reading() as session:
        rows = queries.wards(session, today()) if which == "wards" else queries.groups(session, today())
    row = next((r for r in rows if r.slug == slug), None)
    if row is None:
        raise NotFound("There is no such name on the list.")
    return row


def _person(slug: str) -> people.PersonRow:
    with reading() as session:
        person = people.person_by_slug(session, slug)
    if person is None:
        raise NotFound("There is no such person.")
    return person


def _term(slug: str, term_id: str) -> queries.TermRow:
    person = _person(slug)
    with reading() as session:
        terms = queries.terms_of(session, person.id)
    term = next((t for t in terms if t.id == term_id), None)
    if term is None:
        raise NotFound("There is no such time in office.")
    return term
