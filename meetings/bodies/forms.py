"""What the pages about bodies send, as commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from meetings.bodies.queries import BodyRow, TermRow
from meetings.bodies.rules import BodyKind, Seat
from meetings.bodies.usecases import (
    AddCouncillor,
    AddMember,
    ChangeSeat,
    CreateBody,
    EndMembership,
    EndTerm,
    SetTerm,
    UpdateBody,
)
from meetings.kernel.errors import Invalid
from meetings.people.usecases import UpdatePerson
from meetings.web.fields import date_of, day_before

Form = Mapping[str, str]
BODY_FIELDS = (
    "name",
    "kind",
    "purpose",
    "quorum",
    "seats",
    "counts_for_balance",
    "usual_place",
    "usual_time",
    "resolved_word",
)
COUNCILLOR_FIELDS = ("name", "sort_name", "email", "ward_id", "group_id")
_CORRECT = "Some of this needs correcting."


def new_body(form: Form) -> CreateBody:
    """A new body. Raises Invalid."""
    kind, quorum, seats = _kind_and_numbers(form)
    return CreateBody(
        name=form.get("name", ""),
        kind=kind,
        purpose=form.get("purpose", ""),
        quorum=quorum,
        usual_place=form.get("usual_place", ""),
        usual_time=form.get("usual_time", ""),
        resolved_word=form.get("resolved_word", ""),
        seats=seats,
        counts_for_balance=bool(form.get("counts_for_balance")),
    )


def changed_body(body: BodyRow, form: Form) -> UpdateBody:
    """A body's details. Raises Invalid."""
    kind, quorum, seats = _kind_and_numbers(form)
    return UpdateBody(
        body_id=body.id,
        name=form.get("name", ""),
        kind=kind,
        purpose=form.get("purpose", ""),
        quorum=quorum,
        usual_place=form.get("usual_place", ""),
        usual_time=form.get("usual_time", ""),
        resolved_word=form.get("resolved_word", ""),
        is_active=body.is_active,
        seats=seats,
        counts_for_balance=bool(form.get("counts_for_balance")),
    )


def body_in_use(body: BodyRow, is_active: bool) -> UpdateBody:
    """The same body, given up or taken up again."""
    return UpdateBody(
        body.id,
        body.name,
        body.kind,
        body.purpose,
        body.quorum,
        body.usual_place,
        body.usual_time,
        body.resolved_word,
        is_active,
        body.seats,
        body.counts_for_balance,
    )


def new_member(body_id: str, form: Form, today: date) -> AddMember:
    """A seat; without a first day from today. Raises Invalid."""
    errors: dict[str, str] = {}
    seat = _seat(form, errors)
    first = date_of(form, "valid_from", errors, default=today)
    last = date_of(form, "valid_to", errors)
    if errors or seat is None or first is None:
        raise Invalid(_CORRECT, errors)
    return AddMember(body_id, form.get("person_id", ""), seat, first, last, form.get("new_name", ""))


def seat_change(membership_id: str, form: Form) -> ChangeSeat:
    """Another seat from a day on. Raises Invalid."""
    errors: dict[str, str] = {}
    seat = _seat(form, errors)
    first = date_of(form, "valid_from", errors, missing="Enter the first day")
    if seat is None or first is None:
        raise Invalid(_CORRECT, errors)
    return ChangeSeat(membership_id, seat, first)


def seat_end(membership_id: str, form: Form, first_day: date) -> EndMembership:
    """The last day of a seat, or that it was entered by mistake. Raises Invalid."""
    return EndMembership(membership_id, _last_day(form, first_day))


def new_councillor(form: Form, today: date) -> AddCouncillor:
    """A councillor; without a first day from today. Raises Invalid."""
    errors: dict[str, str] = {}
    first = date_of(form, "valid_from", errors, default=today)
    last = date_of(form, "valid_to", errors)
    if errors or first is None:
        raise Invalid(_CORRECT, errors)
    return AddCouncillor(
        name=form.get("name", ""),
        ward_id=form.get("ward_id") or None,
        group_id=form.get("group_id") or None,
        valid_from=first,
        valid_to=last,
        sort_name=form.get("sort_name", ""),
        email=form.get("email", ""),
    )


def new_term(person_id: str, form: Form) -> SetTerm:
    """A time in office. Raises Invalid."""
    errors: dict[str, str] = {}
    first = date_of(form, "valid_from", errors, missing="Enter the first day")
    last = date_of(form, "valid_to", errors)
    if errors or first is None:
        raise Invalid(_CORRECT, errors)
    return SetTerm(person_id, form.get("ward_id") or None, form.get("group_id") or None, first, last)


def term_end(term: TermRow, form: Form) -> EndTerm:
    """The last day in office, or that the term was entered by mistake. Raises Invalid."""
    return EndTerm(term.id, _last_day(form, term.valid_from))


def changed_person(person_id: str, form: Form) -> UpdatePerson:
    """A person's public details."""
    return UpdatePerson(
        person_id,
        form.get("name", ""),
        form.get("sort_name", ""),
        form.get("post", ""),
        form.get("email", ""),
    )


def _last_day(form: Form, first_day: date) -> date:
    if form.get("mistake"):
        return day_before(first_day)
    errors: dict[str, str] = {}
    last = date_of(form, "valid_to", errors, missing="Enter the last day")
    if last is None:
        raise Invalid(_CORRECT, errors)
    if last < first_day:
        raise Invalid(_CORRECT, {"valid_to": "The last day must be on or after the first day"})
    return last


def _kind_and_numbers(form: Form) -> tuple[BodyKind, int, int]:
    """Kind, quorum and seats (none entered: 0). Raises Invalid."""
    errors: dict[str, str] = {}
    kind = next((k for k in BodyKind if k.value == form.get("kind")), None)
    if kind is None:
        errors["kind"] = "Choose what sort of body it is"
    quorum, seats = _number(form, "quorum"), _number(form, "seats")
    if seats is None:
        errors["seats"] = "Enter how many seats it has, as a number, or nothing"
    if not quorum:
        errors["quorum"] = "Enter how many members must be present, as a number"
    if kind is None or not quorum or seats is None:
        raise Invalid(_CORRECT, errors)
    return kind, quorum, seats


def _number(form: Form, name: str) -> int | None:
    """The number that was typed, 0 for nothing; None: not a number."""
    text = form.get(name, "").strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None


def _seat(form: Form, errors: dict[str, str]) -> Seat | None:
    seat = next((s for s in Seat if s.value == form.get("seat")), None)
    if seat is None:
        errors["seat"] = "Choose the seat"
    return seat
