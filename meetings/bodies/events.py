"""Facts about the council, its bodies and who sits on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.bodies.rules import BodyKind, Seat
from meetings.kernel.facts import Fact, fact


@fact("bodies.council_created")
@dataclass(frozen=True)
class CouncilCreated(Fact):
    """The council was set up: the first fact of its stream."""

    council_id: str
    name: str


@fact("bodies.body_created")
@dataclass(frozen=True)
class BodyCreated(Fact):
    """A committee or other body was set up."""

    body_id: str
    name: str
    kind: BodyKind


@fact("bodies.body_changed")
@dataclass(frozen=True)
class BodyChanged(Fact):
    """A body's details were changed; `changed` names the columns."""

    body_id: str
    name: str
    changed: tuple[str, ...]


@fact("bodies.ward_created")
@dataclass(frozen=True)
class WardCreated(Fact):
    """A ward was entered."""

    ward_id: str
    name: str


@fact("bodies.ward_renamed")
@dataclass(frozen=True)
class WardRenamed(Fact):
    """A ward was given another name."""

    ward_id: str
    name: str
    before: str


@fact("bodies.group_created")
@dataclass(frozen=True)
class GroupCreated(Fact):
    """A political group was entered."""

    group_id: str
    name: str


@fact("bodies.group_renamed")
@dataclass(frozen=True)
class GroupRenamed(Fact):
    """A political group was given another name."""

    group_id: str
    name: str
    before: str


@fact("bodies.term_set")
@dataclass(frozen=True)
class TermSet(Fact):
    """Somebody is a councillor from a day on, for a ward, in a group."""

    term_id: str
    person_id: str
    ward_id: str | None
    group_id: str | None
    valid_from: date
    valid_to: date | None = None


@fact("bodies.term_ended")
@dataclass(frozen=True)
class TermEnded(Fact):
    """A councillor's time in office, or in a group, has a last day."""

    term_id: str
    person_id: str
    valid_to: date


@fact("bodies.member_added")
@dataclass(frozen=True)
class MemberAdded(Fact):
    """Somebody has a seat on a body."""

    membership_id: str
    body_id: str
    person_id: str
    seat: Seat
    valid_from: date
    valid_to: date | None = None


@fact("bodies.membership_ended")
@dataclass(frozen=True)
class MembershipEnded(Fact):
    """A seat has a last day. One before the first day: it was entered by mistake and never took effect."""

    membership_id: str
    body_id: str
    person_id: str
    seat: Seat
    valid_to: date
