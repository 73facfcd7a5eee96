"""Who is written to about a body's meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from meetings.bodies.queries.seats import Member, members_of
from meetings.notifications.queries import recipients_of_persons
from meetings.notifications.rules import Recipient, is_address


@dataclass(frozen=True)
class MemberAddress:
    """A member and how they are written to."""

    member: Member
    recipient: Recipient

    @property
    def by_mail(self) -> bool:
        """Whether they have an address; otherwise they are written to on paper."""
        return is_address(self.recipient.email)


def addresses_of_body(session: Session, body_id: str, on: date) -> list[MemberAddress]:
    """Everybody who sits on the body that day, in the order of its list. Two queries."""
    members = members_of(session, body_id, on)
    known = recipients_of_persons(session, [m.person_id for m in members])
    return [MemberAddress(m, known[m.person_id]) for m in members]


def recipients_of_body(session: Session, body_id: str, on: date) -> tuple[Recipient, ...]:
    """Those of them who can be written to by mail: what `Letter.to` takes."""
    return tuple(a.recipient for a in addresses_of_body(session, body_id, on) if a.by_mail)
