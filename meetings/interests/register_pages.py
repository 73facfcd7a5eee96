"""Pages of the register: the public one of each councillor, the officers', and a member's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import councillors, seats_of, terms_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.interests import Ground
from meetings.interests import forms, queries, usecases
from meetings.interests.rules import REGISTER_LAW, Category, Holder
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.people.queries import PersonRow, person_by_slug
from meetings.web.access import needs, public
from meetings.web.doors import current_actor, may, reading, run, today
from meetings.web.fields import complaints, typed

bp = Blueprint("register", __name__)
NOBODY = "There is no register of interests at this address."
_HOME = "/desk/members/interests"
_FIELDS = ("category", "text", "words", "holder", "is_sensitive", "ground", "matter", "granted_by", "answer")
_DATES = ("valid_from", "valid_to", "ended_on")


@bp.get("/councillors/<slug>/interests")
@public
def show(slug: str) -> ResponseReturnValue:
    """The register of somebody in office. Of a sensitive interest only that there is one."""
    with reading() as session:
        person = person_by_slug(session, slug)
        if person is None or not _in_office(session, person.id):
            raise NotFound(NOBODY)
        entries = queries.register_of(session, person.id, details=False)
        profile = law_of(session).profile
        leaves = queries.dispensations_of(session, [person.id])
    standing = [d for d in leaves if d.withdrawn_at is None and d.valid_from <= today() <= d.valid_to]
    page = render_template(
        "interests/register.html",
        person=person,
        entries=entries,
        law=REGISTER_LAW[profile],
        dispensations=standing,
        categories=list(Category),
    )
    return make_response(page)


@bp.get(_HOME)
@needs(Permission.MANAGE_LAW)
def index() -> ResponseReturnValue:
    """Every councillor's register, and what members ask for."""
    with reading() as session:
        people = councillors(session, today())
        counts = queries.registered_counts(session)
        waiting = queries.proposals_of(session, waiting=True)
    names = {c.person_id: c for c in people}
    return render_template(
        "interests/registers.html", people=people, counts=counts, waiting=waiting, names=names
    )


@bp.get(f"{_HOME}/<slug>")
@needs(Permission.MANAGE_LAW)
def edit(slug: str) -> ResponseReturnValue:
    """One register: its lines, requests, dispensations."""
    return _edit_page(_person(slug), {}, {})


@bp.post(f"{_HOME}/<slug>")
@needs(Permission.MANAGE_LAW)
def add(slug: str) -> ResponseReturnValue:
    """A new line."""
    person = _person(slug)
    return _try(
        person,
        lambda: run(
            usecases.register_interest,
            usecases.RegisterInterest(person.id, forms.register_line(request.form)),
        ),
        "The interest is registered.",
    )


@bp.post(f"{_HOME}/<slug>/lines/<interest_id>")
@needs(Permission.MANAGE_LAW)
def change(slug: str, interest_id: str) -> ResponseReturnValue:
    """Change a line."""
    person = _person(slug)
    return _try(
        person,
        lambda: run(
            usecases.change_interest,
            usecases.ChangeInterest(interest_id, forms.register_line(request.form)),
        ),
        "The line is changed.",
    )


@bp.post(f"{_HOME}/<slug>/lines/<interest_id>/end")
@needs(Permission.MANAGE_LAW)
def end(slug: str, interest_id: str) -> ResponseReturnValue:
    """End a line today."""
    person = _person(slug)
    return _try(
        person,
        lambda: run(usecases.end_interest, usecases.EndInterest(interest_id, today())),
        "The line has ended. It stays in the record.",
    )


@bp.post(f"{_HOME}/<slug>/requests/<proposal_id>")
@needs(Permission.MANAGE_LAW)
def decide(slug: str, proposal_id: str) -> ResponseReturnValue:
    """Take a request over, or say why not."""
    accepted = request.form.get("decision") == "accept"
    command = usecases.DecideProposal(proposal_id, accepted, request.form.get("answer", ""))
    return _try(
        _person(slug),
        lambda: run(usecases.decide_proposal, command),
        "The register is changed." if accepted else "The member sees your answer.",
    )


@bp.post(f"{_HOME}/<slug>/dispensations")
@needs(Permission.MANAGE_LAW)
def dispense(slug: str) -> ResponseReturnValue:
    """Enter a dispensation."""
    person = _person(slug)
    return _try(
        person,
        lambda: run(usecases.grant_dispensation, forms.dispensation(person.id, request.form)),
        "The dispensation is entered.",
    )


@bp.post(f"{_HOME}/<slug>/dispensations/<dispensation_id>/withdraw")
@needs(Permission.MANAGE_LAW)
def withdraw_dispensation(slug: str, dispensation_id: str) -> ResponseReturnValue:
    """Take a dispensation back."""
    command = usecases.WithdrawDispensation(dispensation_id)
    return _try(
        _person(slug),
        lambda: run(usecases.withdraw_dispensation, command),
        "The dispensation is withdrawn.",
    )


@bp.get("/my/interests")
@needs(Permission.JOIN_AS_MEMBER)
def mine() -> ResponseReturnValue:
    """One's own register."""
    return _my_page({}, {})


@bp.post("/my/interests")
@needs(Permission.JOIN_AS_MEMBER)
def propose() -> ResponseReturnValue:
    """Ask for a new line, or that one ends."""
    form = request.form
    try:
        ends = form.get("ends") == "yes"
        command = usecases.ProposeChange(forms.register_line(form), form.get("interest_id") or None, ends)
        run(usecases.propose_change, command)
    except Invalid as error:
        return _my_page(typed(form, *_FIELDS, "interest_id"), complaints(error))
    flash("Your request is sent. The register changes when an officer takes it over.", "success")
    return redirect("/my/interests", 303)


def _my_page(values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    person_id = current_actor().person_id or ""
    with reading() as session:
        entries = queries.register_of(session, person_id, details=True)
        requests = queries.proposals_of(session, person_id)
        leaves = queries.dispensations_of(session, [person_id])
        law = REGISTER_LAW[law_of(session).profile]
    page = render_template(
        "interests/my_register.html",
        entries=entries,
        requests=requests,
        dispensations=[d for d in leaves if d.withdrawn_at is None],
        law=law,
        values=values,
        errors=errors,
        **_options(),
    )
    return make_response(page, 422 if errors else 200)


def _edit_page(person: PersonRow, values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    details = may(Permission.MANAGE_LAW)
    with reading() as session:
        entries = queries.register_of(session, person.id, details=details)
        ended = queries.register_of(session, person.id, details=details, ended=True)
        requests = queries.proposals_of(session, person.id)
        leaves = queries.dispensations_of(session, [person.id])
        law = REGISTER_LAW[law_of(session).profile]
    page = render_template(
        "interests/register_edit.html",
        person=person,
        entries=entries,
        ended=[e for e in ended if e.ended_on is not None],
        requests=requests,
        dispensations=leaves,
        law=law,
        values=values,
        errors=errors,
        today=today(),
        grounds=[(g.value, f"({g.value}) {g.label}") for g in Ground],
        **_options(),
    )
    return make_response(page, 422 if errors else 200)


def _options() -> dict[str, Any]:
    return {
        "categories": [(c.value, c.label) for c in Category],
        "holders": [(h.value, h.label) for h in Holder],
    }


def _try(person: PersonRow, act: Callable[[], Any], message: str) -> ResponseReturnValue:
    try:
        act()
    except Invalid as error:
        return _edit_page(person, typed(request.form, *_FIELDS, dates=_DATES), complaints(error))
    flash(message, "success")
    return redirect(f"{_HOME}/{person.slug}", 303)


def _person(slug: str) -> PersonRow:
    with reading() as session:
        person = person_by_slug(session, slug)
    if person is None:
        raise NotFound(NOBODY)
    return person


def _in_office(session: Session, person_id: str) -> bool:
    """Whether somebody is a councillor or sits on a body today: only they have a register that is published."""
    day = today()
    terms = terms_of(session, person_id)
    if any(t.valid_from <= day and (t.valid_to is None or day <= t.valid_to) for t in terms):
        return True
    return bool(seats_of(session, person_id, day))
