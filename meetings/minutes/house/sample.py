"""A short meeting of a committee that does not exist, drafted in a style: what the officer's page shows beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper
from meetings.agendas.rules import ItemKind, PaperKind
from meetings.bodies.models import Seat
from meetings.bodies.queries import Member
from meetings.db.record import Entry
from meetings.kernel.facts import Fact
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.document import MinutesDocument
from meetings.minutes.drafting import Setting, draft
from meetings.minutes.style import HouseStyle
from meetings.minutes.style_numbers import Numbers
from meetings.motions.events import MotionAmended, MotionDecided, MotionMoved, MotionRecommends
from meetings.motions.rules import MotionKind
from meetings.room import events as room
from meetings.room.rules import Capacity, Presence
from meetings.schedule.members.events import SubstituteNamed
from meetings.voting import events as voting
from meetings.voting.rules import Choice, Outcome, VoteMethod

_HELD = datetime(2026, 11, 10, 18, 30, tzinfo=UTC)
_PEOPLE = {
    "ann": ("Councillor Ann Ash", "Labour", "Abbey"),
    "bob": ("Councillor Bob Bell", "Conservative", "Bridge"),
    "cat": ("Councillor Cat Cray", "Labour", "Castle"),
    "dan": ("Councillor Dan Dee", "Liberal Democrat", "Abbey"),
    "eve": ("Councillor Eve Elder", "Conservative", "Dene"),
    "gwen": ("Councillor Gwen Gale", "Labour", "Bridge"),
}


def sample(style: HouseStyle, council: str, body: str) -> MinutesDocument:
    """The sample, through the same reading of facts as every draft."""
    entries = [
        Entry(n, _HELD + timedelta(minutes=minute), fact, "", None, "Clerk")
        for n, (minute, fact) in enumerate(_told(), start=1)
    ]
    return draft(entries, _setting(style, council, body))


def _setting(style: HouseStyle, council: str, body: str) -> Setting:
    return Setting(
        council=council,
        body=body,
        title="Ordinary meeting",
        held_on=date(2026, 11, 10),
        place="Town Hall",
        timezone="Europe/London",
        agenda=AgendaContent(1, _items()),
        resolved_word=style.resolved,
        members=tuple(_member(person_id) for person_id in _PEOPLE if person_id != "gwen"),
        style=style,
        pages={"s3": "pages 6 to 12 of the agenda pack"},
        references={"s3": "Minute 27 refers"},
        numbers=Numbers(first=41, year=2026),
    )


def _items() -> tuple[ContentItem, ...]:
    paper = ContentPaper(
        "p", "Library hours: report of the Head of Culture", "", "", 0, 7, Sensitivity.PUBLIC, ""
    )
    report = ContentPaper(**{**vars(paper), "kind": PaperKind.REPORT})
    return (
        ContentItem("s1", ItemKind.ITEM, "1", "Minutes of the last meeting"),
        ContentItem("s3", ItemKind.ITEM, "3", "Library hours", papers=(report,)),
        ContentItem("s41", ItemKind.ITEM, "4.1", "Motion on notice: bus shelters"),
        ContentItem("s42", ItemKind.ITEM, "4.2", "Motion on notice: hedges"),
        ContentItem("s5", ItemKind.ITEM, "5", "Sale of land", sensitivity=Sensitivity.EXEMPT),
    )


def _member(person_id: str) -> Member:
    name, group, ward = _PEOPLE[person_id]
    seat = Seat.CHAIR if person_id == "ann" else Seat.MEMBER
    return Member(person_id, person_id, name, name, seat, group, ward, person_id, date(2024, 5, 2), None)


def _told() -> Iterator[tuple[int, Fact]]:
    for person_id in ("ann", "bob"):
        yield -5, _arrives(person_id)
    yield -5, _arrives("cat", Presence.REMOTE)
    yield -4, room.MemberArrived("o", "Priya Nair", Capacity.OFFICER, Presence.IN_PERSON, "Head of Culture")
    yield (
        -4,
        room.MemberArrived("v", "Councillor Hugh Hart", Capacity.VISITOR, Presence.IN_PERSON, "for item 3"),
    )
    yield -3, SubstituteNamed("eve", _PEOPLE["eve"][0], "gwen", _PEOPLE["gwen"][0])
    yield -3, room.ApologyReceived("eve", _PEOPLE["eve"][0])
    yield -3, _arrives("gwen")
    yield 0, room.MeetingOpened("ann", _PEOPLE["ann"][0])
    yield 1, _taken("s1", "1", "Minutes of the last meeting")
    yield 2, _moved("m1", "s1", "That the minutes be signed as a correct record.")
    yield 3, MotionDecided("m1", True)
    yield 5, _taken("s3", "3", "Library hours")
    yield 7, _arrives("dan")
    yield (
        9,
        room.NoteTaken("n1", "s3", "The Head of Culture presented the report. Members asked about costs."),
    )
    yield 12, _moved("m2", "s3", "That the libraries open on Sundays.\nThat the cost be met from reserves.")
    amended = "That the libraries open on Sundays from May.\nThat the cost be met from reserves."
    yield 14, _moved("a1", "s3", amended, MotionKind.AMENDMENT, "m2")
    yield from _voted(16, "a1", {"ann": _FOR, "bob": _NO, "cat": _FOR, "dan": _FOR})
    yield 17, MotionAmended("m2", "a1", amended)
    yield from _voted(
        18, "m2", {"ann": _FOR, "bob": _NO, "cat": _FOR, "dan": _FOR, "gwen": _ABSTAIN}, names=True
    )
    yield from _told_later()


def _told_later() -> Iterator[tuple[int, Fact]]:
    yield 24, _taken("s41", "4.1", "Motion on notice: bus shelters")
    yield 25, _moved("m3", "s41", "That the shelters be kept as they are.")
    yield from _voted(27, "m3", dict.fromkeys(("ann", "bob", "cat", "dan", "gwen"), _FOR))
    yield 30, _taken("s42", "4.2", "Motion on notice: hedges")
    yield 31, _moved("m4", "s42", "That the budget for hedges be raised.")
    yield 31, MotionRecommends("m4", "Full Council")
    yield 32, MotionDecided("m4", True)
    yield 34, room.MemberLeft("bob", _PEOPLE["bob"][0])
    yield 35, _taken("s5", "5", "Sale of land")
    yield 36, _moved("m5", "s5", "That the land be sold.")
    yield from _voted(38, "m5", {"ann": _NO, "cat": _NO, "dan": _FOR, "gwen": _NO})
    yield 46, room.MeetingClosed()


_FOR, _NO, _ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


def _arrives(person_id: str, presence: Presence = Presence.IN_PERSON) -> Fact:
    return room.MemberArrived(person_id, _PEOPLE[person_id][0], Capacity.MEMBER, presence)


def _taken(item_id: str, number: str, title: str) -> Fact:
    return room.ItemTaken(item_id, number, title)


def _moved(
    motion_id: str,
    item_id: str,
    text: str,
    kind: MotionKind = MotionKind.SUBSTANTIVE,
    parent_id: str | None = None,
) -> Fact:
    ann, dan = _PEOPLE["ann"][0], _PEOPLE["dan"][0]
    return MotionMoved(motion_id, item_id, kind, text, "ann", ann, "dan", dan, parent_id)


def _voted(
    minute: int, motion_id: str, ballots: dict[str, Choice], *, names: bool = False
) -> Iterator[tuple[int, Fact]]:
    vote_id = f"v-{motion_id}"
    roll = tuple(voting.RollMember(p, _PEOPLE[p][0]) for p in ballots)
    method = VoteMethod.RECORDED if names else VoteMethod.TOTALS
    yield minute, voting.VoteOpened(vote_id, motion_id, method, "", roll)
    for person_id, choice in ballots.items():
        yield minute, voting.BallotCast(vote_id, person_id, choice, voting.Channel.DEVICE, "")
    sides = list(ballots.values())
    counts = [sides.count(choice) for choice in (_FOR, _NO, _ABSTAIN)]
    outcome = Outcome.CARRIED if counts[0] > counts[1] else Outcome.LOST
    yield minute, voting.VoteClosed(vote_id, counts[0], counts[1], counts[2], 0, outcome, ())
    yield minute, voting.VoteDeclared(vote_id, motion_id, outcome)
    yield minute, MotionDecided(motion_id, outcome is Outcome.CARRIED, vote_id)
