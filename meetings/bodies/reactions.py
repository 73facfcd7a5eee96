"""What follows from facts about people: a new account gets the roles of its person's seats."""

from __future__ import annotations

from sqlalchemy import select

from meetings.bodies.models import Membership
from meetings.people.events import AccountCreated, AccountLinked
from meetings.people.usecases import SeatRole, give_seat_role
from meetings.runtime.reactions import on, then
from meetings.runtime.work import Work


def give_roles(work: Work, _stream_id: str, fact: AccountCreated | AccountLinked) -> None:
    """The roles of every seat that has not ended."""
    if fact.person_id is None:
        return
    query = select(Membership).where(Membership.person_id == fact.person_id)
    for seat in work.session.scalars(query).all():
        if seat.valid_to is None or seat.valid_to >= max(work.today, seat.valid_from):
            give_seat_role(
                work, SeatRole(seat.person_id, seat.seat.role, seat.body_id, seat.valid_from, seat.valid_to)
            )


on(AccountCreated, then(give_roles))
on(AccountLinked, then(give_roles))
