"""The demonstration council as frozen data: wards, groups, people, bodies and who sits where."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from meetings.admin.demo.calendar import years_later
from meetings.bodies.models import BodyKind, Seat
from meetings.kernel.permissions import Role
from meetings.kernel.slugs import slugify

FOLDER = Path(__file__).parent / "content"
MAIL = "aldwater.example"


@dataclass(frozen=True)
class DemoCouncil:
    """The council itself."""

    name: str
    short_name: str
    kind: str
    nation: str
    population: int
    about: str
    offices: str
    email: str
    telephone: str
    website: str
    webcast: str


@dataclass(frozen=True)
class DemoWard:
    """A ward and how many councillors it elects."""

    key: str
    name: str
    seats: int


@dataclass(frozen=True)
class DemoGroup:
    """A political group; `short` stands behind a name, `leader` is a councillor's key."""

    key: str
    name: str
    short: str
    colour: str
    leader: str


@dataclass(frozen=True)
class DemoPerson:
    """What councillors, co-opted members and officers have in common."""

    key: str
    given: str
    family: str
    prefix: str = ""

    @property
    def full_name(self) -> str:
        """With title, without office: "Dr Farhana Chowdhury"."""
        return f"{self.prefix} {self.given} {self.family}".strip()

    @property
    def name(self) -> str:
        """As the list of those present prints it."""
        return self.full_name

    @property
    def short_name(self) -> str:
        """As running text of minutes says it the second time."""
        return self.full_name

    @property
    def sort_name(self) -> str:
        """What lists are ordered by."""
        return f"{self.family}, {self.given}"

    @property
    def email(self) -> str:
        """A public address in a domain that cannot exist."""
        return f"{slugify(self.given.split()[0])}.{slugify(self.family)}@{MAIL}"


@dataclass(frozen=True)
class DemoCouncillor(DemoPerson):
    """A councillor; `terms` is the number of ordinary elections won in a row."""

    group: str = ""
    ward: str = ""
    terms: int = 1
    office: str = ""

    @property
    def name(self) -> str:
        """As the list of those present prints it."""
        return f"Councillor {self.full_name}"

    @property
    def short_name(self) -> str:
        """As running text says it: a Dame keeps her given name."""
        middle = f"{self.prefix} {self.given}" if self.prefix == "Dame" else self.prefix
        return " ".join(filter(None, ("Councillor", middle, self.family)))


@dataclass(frozen=True)
class DemoCoOpted(DemoPerson):
    """A co-opted member of one body; `votes_on` is "education" or empty for none."""

    body: str = ""
    capacity: str = ""
    votes_on: str = ""

    @property
    def short_name(self) -> str:
        """As running text says it: "Mrs Thornicroft"."""
        return f"{self.prefix} {self.family}"


@dataclass(frozen=True)
class DemoOfficer(DemoPerson):
    """An officer; `serves` names the bodies whose clerk this is."""

    post: str = ""
    roles: tuple[Role, ...] = ()
    serves: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoBody:
    """Whatever meets, and when: the `nth` `weekday` (Monday is 0) of each of `months`."""

    key: str
    name: str
    slug: str
    kind: BodyKind
    about: str
    quorum: int
    proportional: bool
    chair: str
    vice_chair: str
    members: tuple[str, ...]
    weekday: int
    nth: int
    months: tuple[int, ...]
    time: str
    place: str
    hybrid: bool
    substitutes: bool = True
    resolved_word: str = "RESOLVED"


@dataclass(frozen=True)
class DemoMembership:
    """A seat on a body."""

    body: str
    person: str
    seat: Seat


@dataclass(frozen=True)
class DemoContent:
    """Everything about the council that does not depend on the day."""

    council: DemoCouncil
    wards: tuple[DemoWard, ...]
    groups: tuple[DemoGroup, ...]
    councillors: tuple[DemoCouncillor, ...]
    co_opted: tuple[DemoCoOpted, ...]
    officers: tuple[DemoOfficer, ...]
    bodies: tuple[DemoBody, ...]
    memberships: tuple[DemoMembership, ...]

    def body(self, key: str) -> DemoBody:
        """One body by its key; KeyError if there is none."""
        return {b.key: b for b in self.bodies}[key]

    def councillor(self, key: str) -> DemoCouncillor:
        """One councillor by key; KeyError if there is none."""
        return {c.key: c for c in self.councillors}[key]

    def officer(self, key: str) -> DemoOfficer:
        """One officer by key; KeyError if there is none."""
        return {o.key: o for o in self.officers}[key]

    @property
    def people(self) -> Mapping[str, DemoPerson]:
        """Everybody by key."""
        return {p.key: p for p in (*self.councillors, *self.co_opted, *self.officers)}

    def clerk(self, body: str) -> DemoOfficer:
        """The democratic services officer of a body."""
        return next(o for o in self.officers if body in o.serves)


def term_of_office(today: date) -> tuple[date, date]:
    """First and last day of the council's present term: the last ordinary election that is over a year ago.

    A demonstration loaded soon after a real polling day would otherwise have no past to show.
    """
    year = today.year
    while (start := _fourth_day_after_poll(year)) > today - timedelta(days=400):
        year -= 1
    return start, _fourth_day_after_poll(year + 4) - timedelta(days=1)


def first_elected(councillor: DemoCouncillor, today: date) -> date:
    """The day on which the first of an unbroken run of terms began."""
    start, _ = term_of_office(today)
    return years_later(start, -4 * (councillor.terms - 1))


def _fourth_day_after_poll(year: int) -> date:
    first = date(year, 5, 1)
    poll = first + timedelta(days=(3 - first.weekday()) % 7)
    return poll + timedelta(days=4)


def toml(name: str) -> dict[str, Any]:
    """One file of content, as read."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def demo_content() -> DemoContent:
    """The whole council, read once."""
    area, people = toml("council"), toml("people")
    councillors = tuple(DemoCouncillor(**row) for row in people["councillor"])
    co_opted = tuple(DemoCoOpted(**row) for row in people["co_opted"])
    bodies = tuple(_body(row, councillors) for row in toml("bodies")["body"])
    return DemoContent(
        council=DemoCouncil(**area["council"]),
        wards=tuple(DemoWard(**row) for row in area["ward"]),
        groups=tuple(DemoGroup(**row) for row in area["group"]),
        councillors=councillors,
        co_opted=co_opted,
        officers=tuple(_officer(row) for row in people["officer"]),
        bodies=bodies,
        memberships=tuple(m for body in bodies for m in _seats(body, co_opted)),
    )


def _officer(row: dict[str, Any]) -> DemoOfficer:
    lists = {"roles": tuple(map(Role, row["roles"])), "serves": tuple(row.get("serves", ()))}
    return DemoOfficer(**{**row, **lists})


def _body(row: dict[str, Any], councillors: tuple[DemoCouncillor, ...]) -> DemoBody:
    everybody = tuple(c.key for c in councillors)
    members = everybody if row["members"] == ["*"] else tuple(row["members"])
    fixed = {"kind": BodyKind(row["kind"]), "members": members, "months": tuple(row["months"])}
    return DemoBody(**{**row, **fixed})


def _seats(body: DemoBody, co_opted: tuple[DemoCoOpted, ...]) -> list[DemoMembership]:
    special = {body.chair: Seat.CHAIR, body.vice_chair: Seat.VICE_CHAIR}
    seats = [DemoMembership(body.key, key, special.get(key, Seat.MEMBER)) for key in body.members]
    for person in co_opted:
        if person.body == body.key:
            seat = Seat.CO_OPTED_VOTING if person.votes_on else Seat.CO_OPTED
            seats.append(DemoMembership(body.key, person.key, seat))
    return seats
