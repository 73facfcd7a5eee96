"""Who was there, as the draft says it."""

from __future__ import annotations

from datetime import UTC, datetime

from meetings.minutes.document import (
    Apology,
    Attendee,
    Note,
)
from meetings.room import events as room
from meetings.room.rules import Capacity, Presence
from meetings.voting.rules import Choice
from tests.minutes.reading import html, words
from tests.minutes.telling import NAMES, Tale, blocks

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
ANN, BOB, CAT, DAN = NAMES.values()


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 12, 8, hour, minute, tzinfo=UTC)


def test_attendance_says_who_came_late_left_early_or_joined_from_afar() -> None:
    tale = Tale().arrive("cat", presence=Presence.REMOTE).open("ann", "bob")
    tale.arrive("Priya Nair", capacity=Capacity.OFFICER, post="Clerk")
    tale.take("i1").take("i2").arrive("dan").tell(room.MemberLeft("bob", BOB)).close()
    document = tale.draft()
    assert document.present == (
        Attendee(name=ANN, post="Chair", group="Green"),
        Attendee(name=BOB, group="Green", left_at=tale.entries[-2].at, left_item="2"),
        Attendee(name=CAT, group="Green", remote=True),
        Attendee(name=DAN, group="Green", arrived_at=tale.entries[-3].at, arrived_item="2"),
    )
    assert [(a.name, a.post) for a in document.in_attendance] == [("Priya Nair", "Clerk")]
    assert document.presiding == f"{ANN}, Chair"
    assert (document.started_at, document.ended_at) == (at(18, 54), at(19, 0))


def test_apologies_stand_for_those_who_did_not_come_or_came_late() -> None:
    tale = Tale().tell(
        room.ApologyReceived("bob", BOB, "absence"),
        room.ApologyReceived("cat", CAT, "lateness"),
        room.ApologyReceived("dan", DAN, "absence"),
        room.ApologyReceived("ann", ANN, "lateness"),
        room.ApologyWithdrawn("ann", ANN),
    )
    document = tale.open("ann", "bob").take("i1").arrive("cat").close().draft()
    assert document.apologies == (Apology(name=CAT, late=True), Apology(name=DAN))


def test_members_who_neither_came_nor_sent_apologies_are_named_as_absent() -> None:
    tale = Tale().tell(room.ApologyReceived("dan", DAN, "absence")).arrive("bob")
    document = tale.tell(room.MemberLeft("bob", BOB)).open("ann").take("i1").close().draft()
    assert document.absent_members == (BOB, CAT)
    assert [a.name for a in document.absent] == [DAN]
    lines = words(html(document))
    assert lines[lines.index("Apologies for absence (1)") :][:5] == [
        "Apologies for absence (1)",
        DAN,
        "Absent (2)",
        BOB,
        CAT,
    ]
    assert Tale().open().close().draft().absent_members == ()


def test_an_arrival_by_mistake_never_was() -> None:
    document = Tale().open().tell(room.ArrivalCorrected("dan", DAN)).close().draft()
    assert [a.name for a in document.present] == [ANN, BOB, CAT]


def test_who_was_away_for_a_while_is_noted_at_the_item() -> None:
    tale = Tale().open().take("i1").tell(room.MemberLeft("bob", BOB)).take("i2").arrive("bob").close()
    document = tale.draft()
    assert [b.text for b in blocks(document, "i1") if isinstance(b, Note)] == [
        f"{BOB} left the meeting at 6.57pm and returned at 6.59pm"
    ]
    assert [(a.arrived_at, a.left_at) for a in document.present] == [(None, None)] * 4
