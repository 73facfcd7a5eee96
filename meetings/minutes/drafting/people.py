"""Who was there, from when to when, read from arrivals and departures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from meetings.bodies.models import Seat
from meetings.bodies.queries import Member
from meetings.minutes.document import Apology, Attendee
from meetings.room.events import AttendanceCorrected, MemberArrived
from meetings.room.rules import Capacity, Presence


@dataclass
class _Stay:
    """An unbroken stretch; the items are numbers, empty before the first is taken."""

    came: datetime
    came_item: str
    remote: bool
    #: from elsewhere, where the law does not call that present
    looks_on: bool = False
    went: datetime | None = None
    went_item: str = ""


@dataclass
class _Somebody:
    name: str
    post: str
    member: bool
    #: a councillor who is here and no member of the body
    visiting: bool = False
    stays: list[_Stay] = field(default_factory=list)


@dataclass
class People:
    """Attendance and apologies. `opened` and `closed` bound what counts as being there."""

    opened: datetime | None = None
    closed: datetime | None = None
    _people: dict[str, _Somebody] = field(default_factory=dict)
    _apologies: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: who sits in for whom: the member's id and name, by the substitute's id
    _instead: dict[str, tuple[str, str]] = field(default_factory=dict)

    def arrive(self, at: datetime, item: str, fact: MemberArrived) -> None:
        """Somebody is here from now on."""
        is_member = fact.capacity in (Capacity.MEMBER, Capacity.NON_VOTING)
        who = self._people.setdefault(fact.person_id, _Somebody(fact.name, fact.post, is_member))
        who.visiting = fact.capacity is Capacity.VISITOR and fact.name.startswith("Councillor ")
        who.stays.append(_stay(at, item, fact.presence))

    def leave(self, at: datetime, item: str, person_id: str) -> None:
        """Somebody is here no longer."""
        stays = self._stays(person_id)
        if stays and stays[-1].went is None:
            stays[-1].went, stays[-1].went_item = at, item

    def change(self, at: datetime, item: str, person_id: str, presence: Presence) -> None:
        """Somebody takes part from somewhere else from now on; being present or looking on are two stays."""
        stays = self._stays(person_id)
        if not stays or stays[-1].went is not None:
            return
        new = _stay(at, item, presence)
        if new.looks_on is stays[-1].looks_on:
            stays[-1].remote = stays[-1].remote and new.remote
            return
        if stays[-1].came < at:
            stays[-1].went, stays[-1].went_item = at, item
            stays.append(new)
        else:
            stays[-1] = new

    def retime(self, person_id: str, what: str, at: datetime, item: str) -> None:
        """Somebody came or went at another time than was entered."""
        stays = self._stays(person_id)
        if not stays:
            return
        if what == "arrived":
            stays[-1].came, stays[-1].came_item = at, item
        else:
            stays[-1].went, stays[-1].went_item = at, item

    def correct(self, person_id: str) -> None:
        """The last arrival never was."""
        if stays := self._stays(person_id):
            stays.pop()

    def put_right(self, fact: AttendanceCorrected) -> None:
        """Somebody was there from beginning to end, or not at all, whatever was entered in the room."""
        self._people.pop(fact.person_id, None)
        if fact.was_present and self.opened is not None:
            whole = _Stay(self.opened, "", fact.presence is Presence.REMOTE)
            self._people[fact.person_id] = _Somebody(fact.name, "", member=True, stays=[whole])

    def apologise(self, person_id: str, name: str, kind: str) -> None:
        """An apology; a later one replaces it."""
        self._apologies[person_id] = (name, kind)

    def withdraw(self, person_id: str) -> None:
        """An apology no longer stands."""
        self._apologies.pop(person_id, None)

    def sit_in(self, person_id: str, name: str, substitute_id: str) -> None:
        """Somebody has a member's seat for this meeting."""
        self._instead[substitute_id] = (person_id, name)

    def sit_in_no_more(self, substitute_id: str) -> None:
        """Nobody has it any longer."""
        self._instead.pop(substitute_id, None)

    def absence_after(self, person_id: str, left: datetime) -> datetime | None:
        """When a member who left at that moment came back; None if they did not, or for others."""
        who = self._people.get(person_id)
        if who is None or not who.member or self.opened is None or left <= self.opened:
            return None
        return next((s.came for s in who.stays if s.came >= left), None)

    def present(self, members: tuple[Member, ...], *, wards: bool = False) -> tuple[Attendee, ...]:
        """The members who were there at any time, in the order of the list of members; where asked with wards."""
        there = {person_id: who for person_id, who in self._there() if self._is_present(who)}
        listed = [m for m in members if m.person_id in there]
        strangers = there.keys() - {m.person_id for m in listed}
        return (
            *(
                replace(
                    self._attendee(there[m.person_id], _post(m), m.group),
                    ward=m.ward if wards else "",
                    substitute_for=self._seat_of(m.person_id),
                )
                for m in listed
            ),
            *(
                replace(self._attendee(there[p], "", ""), substitute_for=self._seat_of(p))
                for p in sorted(strangers, key=lambda p: there[p].name)
            ),
        )

    def in_attendance(self) -> tuple[Attendee, ...]:
        """Officers, then everybody else who was there and is no member."""
        others = [who for _, who in self._there() if not self._is_present(who)]
        others.sort(key=lambda who: (not who.post, who.name))
        return tuple(self._attendee(who, who.post, "") for who in others)

    def apologies(self, members: tuple[Member, ...]) -> tuple[Apology, ...]:
        """For absence of those who did not come; for lateness of those who did not come in time."""
        place = {m.person_id: n for n, m in enumerate(members)}
        order = sorted(self._apologies, key=lambda p: place.get(p, len(place)))
        return tuple(
            Apology(name=name, late=kind == "lateness", substitute=self._substitute_of(person_id))
            for person_id in order
            for name, kind in [self._apologies[person_id]]
            if self._is_due(person_id, kind)
        )

    def absent(self, members: tuple[Member, ...]) -> tuple[str, ...]:
        """The members who neither came nor sent an apology, once the meeting has begun."""
        if self.opened is None:
            return ()
        there = {person_id for person_id, _ in self._there()}
        accounted = there | self._apologies.keys()
        return tuple(m.name for m in members if m.person_id not in accounted)

    def _seat_of(self, substitute_id: str) -> str:
        return self._instead.get(substitute_id, ("", ""))[1]

    def _substitute_of(self, person_id: str) -> str | None:
        """Who came instead."""
        there = dict(self._there())
        came = (s for s, (instead_of, _) in self._instead.items() if instead_of == person_id and s in there)
        return next((there[s].name for s in came), None)

    def _is_due(self, person_id: str, kind: str) -> bool:
        stays = self._counting(self._stays(person_id))
        if kind != "lateness":
            return not stays
        return not stays or self.opened is None or stays[0].came > self.opened

    def _there(self) -> Iterator[tuple[str, _Somebody]]:
        return ((p, who) for p, who in self._people.items() if self._counting(who.stays))

    def _is_present(self, who: _Somebody) -> bool:
        """A member who was there as the law has it; others, and members who only looked on, are in attendance."""
        return who.member and any(not s.looks_on for s in self._counting(who.stays))

    def _stays(self, person_id: str) -> list[_Stay]:
        who = self._people.get(person_id)
        return who.stays if who else []

    def _counting(self, stays: list[_Stay]) -> list[_Stay]:
        """What lies in the time of the meeting."""
        opened = self.opened
        return [s for s in stays if opened is None or s.went is None or s.went > opened]

    def _attendee(self, who: _Somebody, post: str, group: str) -> Attendee:
        stays = self._counting(who.stays)
        # What a member only looked on at is no attendance.
        stays = [s for s in stays if not s.looks_on] or stays
        first, last = stays[0], stays[-1]
        late = self.opened is not None and first.came > self.opened
        early = last.went is not None and (self.closed is None or last.went < self.closed)
        return Attendee(
            name=who.name,
            post=post,
            group=group,
            remote=all(s.remote for s in stays),
            arrived_at=first.came if late else None,
            arrived_item=first.came_item if late else "",
            left_at=last.went if early else None,
            left_item=last.went_item if early else "",
            visiting=who.visiting,
        )


def _stay(at: datetime, item: str, presence: Presence) -> _Stay:
    return _Stay(at, item, presence.elsewhere, presence is Presence.OBSERVER)


def _post(member: Member) -> str:
    return "" if member.seat is Seat.MEMBER else member.seat.label
