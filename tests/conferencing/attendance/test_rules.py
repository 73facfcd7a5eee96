"""From raw rows to suggestions: matching, intervals, flags, and one state from any order of the same news."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from meetings.conferencing.attendance.folding import Raw, What, connections
from meetings.conferencing.attendance.intervals import gaps, seconds, union
from meetings.conferencing.attendance.matching import (
    Book,
    Candidate,
    Decision,
    How,
    identities,
    name_key,
    phone_key,
)
from meetings.conferencing.attendance.rules import (
    Attendance,
    Flag,
    Occasion,
    PersonSeen,
    Standing,
    attendance_of,
)

T0 = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


ANA = Candidate("ana", "Councillor Ana Abara", seats=frozenset({("zoom", "seat-ana")}))
BEN = Candidate("ben", "Councillor Ben Bright", emails=frozenset({"ben@council.example"}))
CAT = Candidate("cat", "Dr Cat O’Neill", phones=frozenset({"01632 960 001"}))
DAN = Candidate("dan", "Councillor Siân Llŷr", users=frozenset({("zoom", "u-dan")}))
PEOPLE = (ANA, BEN, CAT, DAN)
MEETING = Occasion(T0, at(120), at(200))


def stretch(key: str, start: float, end: float | None, **who: str) -> Raw:
    until = None if end is None else at(end)
    room = who.pop("room", "meeting")
    return Raw("zoom", key, What.STRETCH, room, at(start), until, **who)


def joined(key: str, when: float, **who: str) -> Raw:
    return Raw("zoom", key, What.JOINED, who.pop("room", "meeting"), at(when), None, **who)


def left(key: str, when: float, **who: str) -> Raw:
    return Raw("zoom", key, What.LEFT, who.pop("room", "meeting"), at(when), None, **who)


def of(*rows: Raw, occasion: Occasion = MEETING, **decisions: Decision) -> Attendance:
    return attendance_of(rows, Book(PEOPLE, decisions), occasion)


def person(found: Attendance, key: str) -> PersonSeen:
    seen = found.person(key)
    assert seen is not None
    return seen


# --- one state from any order ---


def evening() -> list[Raw]:
    """The news of a whole meeting and its report: two sittings, returns, waiting rooms, lost news, a caller."""
    rows = []
    for n in range(8):
        name, start = f"Guest {n}", n * 0.7 - 3
        rows.append(joined(f"w{n}", start - 1, room="waiting_room", name=name))
        rows.append(left(f"w{n}", start, room="waiting_room", name=name))
        rows.append(joined(f"k{n}", start, name=name, seat_ref="seat-ana" if n == 0 else ""))
        if n % 4:
            rows.append(left(f"k{n}", 60 + n, name=name))
        rows.append(stretch(f"k{n}", start, 60 + n, name=name, email="BEN@council.example" if n == 1 else ""))
        rows.append(joined(f"r{n}", 62 + n, name=name))
        rows.append(left(f"r{n}", 118.5, name=name))
    rows.append(left("lost", 30, name="Ana Abara"))
    rows.append(joined("k0", -3, name="Ana (renamed)", seat_ref="seat-ana"))
    rows.append(stretch("tel", 5, 110, name="+441632960001", phone="+441632960001"))
    rows.append(stretch("open", 100, None, name="Late One"))
    rows.append(stretch("open", 100, 119, name="Late One"))
    return rows


def test_a_thousand_orders_with_duplicates_give_one_state() -> None:
    """News in any order, told once or five times, before and after the report."""
    rows = evening()
    whole = of(*rows)
    assert len(whole.unmatched) > 8
    dice = random.Random(6)
    for _ in range(1000):
        told = rows + dice.choices(rows, k=dice.randrange(0, 40))
        dice.shuffle(told)
        assert of(*told) == whole


def test_news_and_report_of_one_connection_are_one() -> None:
    """Same key, same joining: also where the clocks differ by a second, and where the report knows more."""
    news = [joined("a", 0, name="Ana"), left("a", 30, name="Ana")]
    report = stretch("a", 1 / 60, 30.5, name="Ana", seat_ref="seat-ana")
    (one,) = connections([*news, report])
    assert (one.joined_at, one.left_at, one.seat_ref) == (at(0), at(30.5), "seat-ana")
    assert len(one.rows) == 3
    found = person(of(*news, report), "ana")
    assert found.intervals == ((at(0), at(30.5)),)
    assert Flag.TWO_DEVICES not in found.flags


def test_a_report_that_grows() -> None:
    """Read while the provider still counted, and again later: the later end holds, in either order."""
    early, late = stretch("a", 0, None, seat_ref="seat-ana"), stretch("a", 0, 119.5, seat_ref="seat-ana")
    assert of(early, late) == of(late, early)
    assert person(of(early, late), "ana").standing is Standing.SUGGESTED
    assert Flag.NO_LEAVING in person(of(early), "ana").flags


def test_the_same_key_again_is_another_connection() -> None:
    """Joined twice, the first leaving told once: two stretches."""
    rows = [joined("a", 0), left("a", 10), joined("a", 20), left("a", 30)]
    assert [(c.joined_at, c.left_at) for c in connections(rows)] == [(at(0), at(10)), (at(20), at(30))]
    lost = [joined("a", 0), joined("a", 20), left("a", 30)]
    assert [(c.joined_at, c.left_at) for c in connections(lost)] == [(at(0), None), (at(20), at(30))]


# --- intervals ---


def test_rooms_and_edges() -> None:
    """Waiting and breakout rooms do not count, nor what was before the opening and after the end."""
    found = of(
        stretch("w", -20, -1, room="waiting_room", seat_ref="seat-ana"),
        stretch("a", -1, 60, seat_ref="seat-ana"),
        stretch("b", 60, 70, room="breakout", seat_ref="seat-ana"),
        stretch("c", 70, 150, seat_ref="seat-ana"),
        stretch("d", 130, 150, seat_ref="seat-ana"),
    )
    assert person(found, "ana").intervals == ((at(0), at(60)), (at(70), at(120)))
    assert [s.connection.key for s in found.elsewhere] == ["w", "b", "d"]


def test_short_gaps_are_bridged_for_the_eye_only() -> None:
    """Sixty seconds are; sixty-one are not; exact stays exact."""
    rows = [stretch("a", 0, 30), stretch("b", 31, 60), stretch("c", 61 + 1 / 60, 120)]
    found = person(of(*(replace(r, seat_ref="seat-ana") for r in rows)), "ana")
    assert len(found.intervals) == 3
    assert found.shown == ((at(0), at(60)), (at(61 + 1 / 60), at(120)))
    assert found.seconds == 120 * 60 - 60 - 61


def test_union() -> None:
    """Overlaps once; touching stretches are one."""
    spans = [(at(5), at(9)), (at(0), at(6)), (at(9), at(10)), (at(20), at(21))]
    joined_up = union(spans)
    assert joined_up == ((at(0), at(10)), (at(20), at(21)))
    assert gaps(joined_up) == ((at(10), at(20)),)
    assert seconds(joined_up) == 660


# --- whose it is ---


@pytest.mark.parametrize(
    ("who", "person_id", "how"),
    [
        ({"seat_ref": "seat-ana", "name": "Somebody"}, "ana", How.SEAT),
        ({"user_ref": "u-dan"}, "dan", How.USER),
        ({"email": "Ben@Council.Example"}, "ben", How.EMAIL),
        ({"phone": "+44 1632 960001", "name": "User 2"}, "cat", How.PHONE),
        ({"name": "Cllr Ana Abara (she/her)"}, "", How.NOBODY),
        ({"name": "Cllr. Ana ABARA - iPad"}, "ana", How.NAME),
        ({"name": "Abara, Ana"}, "ana", How.NAME),
        ({"name": "Sian Llyr"}, "dan", How.NAME),
        ({"name": "Cat O'Neill (Guest)"}, "cat", How.NAME),
        ({"name": "Ana"}, "", How.NOBODY),
        ({"name": "Ana Abarra"}, "", How.NOBODY),
        ({"name": "Ana’s iPhone"}, "", How.NOBODY),
        ({"name": ""}, "", How.NOBODY),
        ({"phone": "+44****0001"}, "", How.NOBODY),
        ({"seat_ref": "seat-of-another", "email": "ben@council.example"}, "ben", How.EMAIL),
    ],
)
def test_the_first_rule_that_fits_one(who: dict[str, str], person_id: str, how: How) -> None:
    """In the order seat, account, e-mail, telephone, name; never something similar."""
    found = of(stretch("x", 0, 120, **who))
    mine = [p for p in found.people if p.standing is not Standing.NOT_CONNECTED]
    assert [p.person_id for p in mine] == ([person_id] if person_id else [])
    assert ([h for p in mine for h in p.how] or [found.unmatched[0].how]) == [how]


def test_two_that_fit_are_nobody() -> None:
    """Also where a later rule would fit one."""
    twins = (Candidate("a", "Ana Abara"), Candidate("b", "Cllr Ana Abara", emails=frozenset({"x@y.example"})))
    (seen,) = attendance_of([stretch("x", 0, 9, name="Ana Abara")], Book(twins), MEETING).unmatched
    assert seen.how is How.AMBIGUOUS
    found = attendance_of([stretch("x", 0, 9, name="Ana Abara", email="x@y.example")], Book(twins), MEETING)
    assert person(found, "b").how == (How.EMAIL,)


def test_an_officers_word_goes_first() -> None:
    """A member, a member of the public, or two at one device; the same name again is the same, unless both at once."""
    rows = [stretch("x", 0, 30, name="iPad"), stretch("y", 40, 120, name="iPad")]
    key = "zoom|name|ipad"
    found = attendance_of(rows, Book(PEOPLE, {key: Decision(("cat",))}), MEETING)
    assert person(found, "cat").intervals == ((at(0), at(30)), (at(40), at(120)))
    found = attendance_of(rows, Book(PEOPLE, {key: Decision(())}), MEETING)
    assert (len(found.public), found.unmatched) == (2, ())
    shared = attendance_of(rows, Book(PEOPLE, {key: Decision(("ana", "ben"))}), MEETING)
    assert person(shared, "ana").intervals == person(shared, "ben").intervals
    assert Flag.SHARED in person(shared, "ben").flags
    both = connections([*rows, stretch("z", 20, 50, name="iPad")])
    assert set(identities(both).values()) == {"zoom|row|x", "zoom|row|y", "zoom|row|z"}


def test_keys() -> None:
    """Names and numbers for comparison."""
    assert name_key("Y Cynghorydd Siân  Llŷr MBE") == "sian llyr"
    assert name_key("Llŷr, Siân") == "sian llyr"
    assert name_key("iPhone") == ""
    assert phone_key("0044 1632 960001") == phone_key("01632-960001") == "441632960001"
    assert phone_key("User 2") == ""


# --- what is doubtful ---


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        ([stretch("a", 0, 120)], []),
        ([stretch("a", 0.9, 119.1)], []),
        ([stretch("a", 0, 120), stretch("b", 10, 20)], [Flag.TWO_DEVICES]),
        ([stretch("a", 0, None)], [Flag.NO_LEAVING]),
        ([stretch("a", 5, 120)], [Flag.LATE]),
        ([stretch("a", 0, 100)], [Flag.EARLY]),
        ([stretch("a", 0, 49), stretch("b", 49.5, 120)], []),
        ([stretch("a", 0, 50.5), stretch("b", 50.6, 120)], [Flag.GAP_OVER_VOTE]),
        ([stretch("a", 0, 120), left("b", 60)], [Flag.NO_JOINING]),
        ([stretch("a", 0, 120, phone="123")], [Flag.PHONE]),
    ],
)
def test_flags(rows: list[Raw], flags: list[Flag]) -> None:
    """Each thing an officer should look at, and nothing else."""
    occasion = replace(MEETING, votes=((at(50), at(51)),))
    found = person(of(*(replace(r, seat_ref="seat-ana") for r in rows), occasion=occasion), "ana")
    assert list(found.flags) == flags
    assert (found.standing is Standing.SUGGESTED) == (not flags)


def test_out_for_an_interest_and_still_connected() -> None:
    """Somebody who left the room because of an interest."""
    occasion = replace(MEETING, recused={"ana": ((at(30), at(40)),)})
    found = person(of(stretch("a", 0, 120, seat_ref="seat-ana"), occasion=occasion), "ana")
    assert found.flags == (Flag.RECUSED,)
    gone = [stretch("a", 0, 30, seat_ref="seat-ana"), stretch("b", 40, 120, seat_ref="seat-ana")]
    assert person(of(*gone, occasion=occasion), "ana").flags == ()


def test_by_name_alone_an_officer_decides() -> None:
    """However good the times."""
    found = person(of(stretch("a", 0, 120, name="Ana Abara")), "ana")
    assert (found.standing, found.flags) == (Standing.NEEDS_OFFICER, (Flag.WEAK,))


def test_while_the_meeting_goes_on() -> None:
    """Whoever is connected counts until now."""
    occasion = Occasion(T0, None, at(45))
    assert person(of(joined("a", 0, seat_ref="seat-ana"), occasion=occasion), "ana").intervals == (
        (T0, at(45)),
    )
