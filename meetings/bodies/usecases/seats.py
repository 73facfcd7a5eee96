"""Seats on bodies: given, changed and ended by dates, never deleted; the accounts' roles follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.events import MemberAdded, MembershipEnded
from meetings.bodies.models import Body, Membership, Term
from meetings.bodies.queries.spans import runs
from meetings.bodies.rules import Seat, Span, day_before
from meetings.db.record import council_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.people.models import Person
from meetings.people.usecases import (
    CreatePerson,
    SeatRole,
    create_person,
    end_seat_role,
    give_seat_role,
)
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class AddMember:
    """A seat for somebody who is known, or (`new_name` instead of `person_id`) is entered on the way."""

    body_id: str
    person_id: str
    seat: Seat
    valid_from: date
    valid_to: date | None = None
    new_name: str = ""


@dataclass(frozen=True)
class SeatCouncillors:
    """Seats on the full council for all who are in office on a day and have none."""

    body_id: str
    valid_from: date


@dataclass(frozen=True)
class EndMembership:
    """The last day of a seat. The day before its first says that it was entered by mistake."""

    membership_id: str
    valid_to: date


@dataclass(frozen=True)
class ChangeSeat:
    """Another seat on the same body from a day on."""

    membership_id: str
    seat: Seat
    valid_from: date


@dataclass(frozen=True)
class MakeChair:
    """Somebody holds the chair from a day on, whether or not they sit on the body yet."""

    body_id: str
    person_id: str
    valid_from: date


def _body_of_membership(session: Session, command: EndMembership | ChangeSeat) -> str | None:
    return session.scalar(select(Membership.body_id).where(Membership.id == command.membership_id))


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _, command: command.body_id)
def add_member(work: Work, command: AddMember) -> str:
    """Give somebody a seat. Returns the membership's id. Whoever holds the chair gives it up to a new chair.

    Raises NotFound, Invalid, WrongState if the person has a seat there in that time.
    """
    _lock(work.session, command.body_id)
    span = Span(command.valid_from, command.valid_to)
    checks = Checks()
    checks.span(span.first, span.last)
    checks.that(
        bool(command.person_id or command.new_name.strip()),
        "person_id",
        "Choose a person, or enter a new one",
    )
    checks.done()
    person_id = command.person_id or create_person(work, CreatePerson(command.new_name))
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    if any(
        span.overlaps(_span(m)) for m in _seats(work.session, command.body_id) if m.person_id == person_id
    ):
        raise WrongState(f"{person.name} has a seat on this body in that time already.")
    if command.seat is Seat.CHAIR:
        _vacate_chair(work, command.body_id, span)
    return _seat(work, command.body_id, person_id, command.seat, span)


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _, command: command.body_id)
def seat_councillors(work: Work, command: SeatCouncillors) -> int:
    """Give every councillor in office who has no seat there an ordinary one. Returns how many."""
    _lock(work.session, command.body_id)
    in_office = select(Term.person_id).where(runs(Term, command.valid_from)).distinct()
    seated = {
        m.person_id
        for m in _seats(work.session, command.body_id)
        if Span(command.valid_from).overlaps(_span(m))
    }
    missing = [p for p in work.session.scalars(in_office).all() if p not in seated]
    for person_id in missing:
        _seat(work, command.body_id, person_id, Seat.MEMBER, Span(command.valid_from))
    return len(missing)


@use_case(permission=Permission.MANAGE_BODIES, scope=_body_of_membership)
def end_membership(work: Work, command: EndMembership) -> None:
    """Say when a seat ends. Raises NotFound, Invalid, WrongState if it ended before."""
    membership = _locked_membership(work, command.membership_id)
    checks = Checks()
    checks.ending(membership.valid_from, command.valid_to)
    if membership.valid_to is not None:
        checks.that(
            command.valid_to <= membership.valid_to,
            "valid_to",
            "It ends before that already. Give a new seat instead",
        )
    checks.done()
    _end(work, membership, command.valid_to)


@use_case(permission=Permission.MANAGE_BODIES, scope=_body_of_membership)
def change_seat(work: Work, command: ChangeSeat) -> str:
    """Give a member another seat from a day on. Returns the new membership's id. Raises like add_member."""
    membership = _locked_membership(work, command.membership_id)
    if not _span(membership).covers(command.valid_from):
        raise WrongState("The person has no seat on that day. Give a new seat instead.")
    if membership.seat is command.seat:
        raise WrongState(f"The person is {command.seat.label.lower()} already.")
    if command.seat is Seat.CHAIR:
        _vacate_chair(work, membership.body_id, Span(command.valid_from, membership.valid_to))
    return _reseat(work, membership, command.seat, command.valid_from)


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _, command: command.body_id)
def make_chair(work: Work, command: MakeChair) -> str:
    """Put somebody in the chair; who held it until then stays a member. Returns the membership's id.

    Raises NotFound, and WrongState if the person holds it already or a later chair has been entered.
    """
    _lock(work.session, command.body_id)
    seats = [m for m in _seats(work.session, command.body_id) if _span(m).covers(command.valid_from)]
    own = next((m for m in seats if m.person_id == command.person_id), None)
    if own is None:
        return add_member(work, AddMember(command.body_id, command.person_id, Seat.CHAIR, command.valid_from))
    return change_seat(work, ChangeSeat(own.id, Seat.CHAIR, command.valid_from))


def _vacate_chair(work: Work, body_id: str, span: Span) -> None:
    """One chair at a time: who holds it on the first day is a member again; a later one is in the way."""
    for membership in _seats(work.session, body_id):
        if membership.seat is not Seat.CHAIR or not span.overlaps(_span(membership)):
            continue
        if not _span(membership).covers(span.first):
            raise WrongState(
                "Somebody holds the chair later in that time. End that first, or choose other dates."
            )
        _reseat(work, membership, Seat.MEMBER, span.first)


def _reseat(work: Work, membership: Membership, seat: Seat, first: date) -> str:
    """The seat ends the day before; another takes its place for the rest of its time."""
    last = membership.valid_to
    _end(work, membership, day_before(first))
    return _seat(work, membership.body_id, membership.person_id, seat, Span(first, last))


def _seat(work: Work, body_id: str, person_id: str, seat: Seat, span: Span) -> str:
    membership = Membership(
        id=new_id(),
        body_id=body_id,
        person_id=person_id,
        seat=seat,
        valid_from=span.first,
        valid_to=span.last,
    )
    work.session.add(membership)
    work.session.flush()
    fact = MemberAdded(membership.id, body_id, person_id, seat, span.first, span.last)
    work.record(council_stream(work.session), fact)
    give_seat_role(work, _role(membership))
    return membership.id


def _end(work: Work, membership: Membership, last_day: date) -> None:
    if membership.valid_to == last_day:
        return
    membership.valid_to = last_day
    work.session.flush()
    fact = MembershipEnded(membership.id, membership.body_id, membership.person_id, membership.seat, last_day)
    work.record(council_stream(work.session), fact)
    end_seat_role(work, _role(membership), last_day)


def _role(membership: Membership) -> SeatRole:
    return SeatRole(
        membership.person_id,
        membership.seat.role,
        membership.body_id,
        membership.valid_from,
        membership.valid_to,
    )


def _locked_membership(work: Work, membership_id: str) -> Membership:
    body_id = work.session.scalar(select(Membership.body_id).where(Membership.id == membership_id))
    if body_id is None:
        raise NotFound("There is no such seat.")
    _lock(work.session, body_id)
    membership = work.session.get_one(Membership, membership_id, populate_existing=True)
    if _span(membership).empty:
        raise WrongState("This seat was entered by mistake and taken back.")
    return membership


def _lock(session: Session, body_id: str) -> None:
    if session.scalar(select(Body.id).where(Body.id == body_id).with_for_update()) is None:
        raise NotFound("There is no such body.")


def _seats(session: Session, body_id: str) -> list[Membership]:
    return list(session.scalars(select(Membership).where(Membership.body_id == body_id)))


def _span(membership: Membership) -> Span:
    return Span(membership.valid_from, membership.valid_to)
