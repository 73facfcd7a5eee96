"""Presence and interests in the minutes: who only looked on, times put right, the sentence of a declared interest."""

from __future__ import annotations

from meetings.interests.events import (
    DeclarationChanged,
    DeclarationWithdrawn,
    InterestDeclared,
    LeftForInterest,
    ReturnedAfterInterest,
)
from meetings.interests.rules import Action, Kind
from meetings.minutes.document import MinutesDocument, Note
from meetings.proof.events import CheckpointSigned
from meetings.room.events import AttendanceTimed, PresenceChanged
from meetings.room.rules import Capacity, Presence
from tests.minutes.telling import NAMES, START, Tale

BOB = NAMES["bob"]


def notes(document: MinutesDocument, number: str) -> list[str]:
    return [b.text for i in document.items if i.number == number for b in i.blocks if isinstance(b, Note)]


def declared(action: Action = Action.LEFT, kind: Kind = Kind.DPI, **more: bool | str) -> InterestDeclared:
    return InterestDeclared("d1", "i2", "2", "bob", BOB, kind, "Owns the library", action, **more)  # type: ignore[arg-type]


def test_who_only_looked_on_is_in_attendance_and_not_present() -> None:
    tale = Tale().arrive("cat", presence=Presence.OBSERVER).open("ann", "bob").close()
    document = tale.draft()
    assert NAMES["cat"] not in [a.name for a in document.present]
    assert [(a.name, a.remote) for a in document.in_attendance] == [(NAMES["cat"], True)]


def test_who_goes_online_is_present_up_to_then() -> None:
    tale = Tale().open("ann", "bob").take("i2")
    tale.tell(PresenceChanged("bob", BOB, Capacity.MEMBER, Presence.OBSERVER))
    (bob,) = [a for a in tale.take("i3").close().draft().present if a.name == BOB]
    assert (bob.remote, bob.left_item) == (False, "2")
    assert bob.left_at is not None


def test_the_time_that_holds_stands_in_the_list() -> None:
    tale = Tale().open("ann").take("i1").take("i2").arrive("bob")
    after = START.replace(minute=53)
    timed = AttendanceTimed("bob", BOB, "arrived", START.isoformat(), after.isoformat(), "1", "Seen")
    (bob,) = [a for a in tale.tell(timed).close().draft().present if a.name == BOB]
    assert (bob.arrived_at, bob.arrived_item) == (after, "1")


def test_the_sentence_of_an_interest_writes_itself() -> None:
    tale = Tale().open().take("i1").tell(declared()).take("i2")
    tale.tell(LeftForInterest("d1", "i2", "bob", BOB)).take("i3")
    tale.tell(ReturnedAfterInterest("d1", "i2", "bob", BOB)).close()
    (text,) = notes(tale.draft(), "2")
    assert text.startswith(f"{BOB} declared a disclosable pecuniary interest in this item: Owns the library")
    assert "left the room at" in text
    assert text.endswith("and took no part in the discussion or the vote")


def test_what_was_corrected_is_said_and_what_was_withdrawn_is_not() -> None:
    changed = DeclarationChanged("d1", "i2", "bob", BOB, Kind.PERSONAL, "A neighbour", Action.TOOK_PART)
    tale = Tale().open().take("i2").tell(declared(), changed)
    (text,) = notes(tale.draft(), "2")
    assert (
        text
        == f"{BOB} declared a non-registrable interest in this item: A neighbour; they stayed and took part"
    )
    assert notes(tale.tell(DeclarationWithdrawn("d1", "i2", "bob", BOB)).draft(), "2") == []


def test_nothing_is_said_of_what_is_sensitive_or_owed() -> None:
    hidden = Tale().open().take("i2").tell(declared(Action.NO_VOTE, is_sensitive=True)).draft()
    assert "Owns the library" not in notes(hidden, "2")[0]
    owed = Tale().open().take("i2").tell(declared(Action.NO_VOTE, Kind.ARREARS)).draft()
    (text,) = notes(owed, "2")
    assert text.endswith("section 106 of the Local Government Finance Act 1992 applies and did not vote")


def test_only_a_seal_of_the_meeting_itself_is_minuted() -> None:
    first, last, later = (CheckpointSigned(n, f"{n}a0b1c2d3", "k", START) for n in (1, 2, 3))
    tale = Tale().open().take("i1").tell(first, last).close().tell(later)
    sealed = [t.text for t in tale.draft().times if "sealed" in t.text]
    assert sealed == [
        "the electronic record of the meeting was sealed (to check it: 2 facts, root 2A0B 1C2D)"
    ]
