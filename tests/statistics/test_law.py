"""What the law says goes into the figures: who is present from elsewhere, and which deadlines were kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetings.bodies.rules import BodyKind, Seat, Span
from meetings.deadlines.rules.base import Law, Profile, Verdict
from meetings.deadlines.rules.facts import BodyForm, MeetingFacts
from meetings.kernel.secrecy import Audience
from meetings.room.rules import Capacity, Presence
from meetings.statistics.queries.held import (
    _ADJOURNED,
    _BEGAN,
    _ENDED,
    _ITEM,
    _PUBLIC,
    _RESUMED,
    ItemName,
    _Fold,
    _parts,
)
from meetings.statistics.queries.people import remote_counts
from meetings.statistics.queries.published import _dates
from meetings.statistics.rules.attendance import Mark, counted
from meetings.statistics.rules.facts import Held, Person, Present, SeatHeld, Stay, length
from meetings.statistics.rules.kept import Dates, kept, totals
from meetings.statistics.rules.times import by_item
from meetings.statistics.tables import Cell, Table
from meetings.web.sheets import as_csv

LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 12, 8, 19, tzinfo=UTC)
TUESDAY = Held("m", "b", "Cabinet", "cabinet", BodyKind.CABINET, AT.date(), AT, AT, AT + timedelta(hours=2))


def _minute(number: int) -> datetime:
    return AT + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("profile", "day", "counts"),
    [
        (Profile.ENGLAND_PRINCIPAL, date(2020, 3, 1), False),
        (Profile.ENGLAND_PRINCIPAL, date(2020, 6, 1), True),
        (Profile.ENGLAND_PRINCIPAL, date(2021, 5, 7), False),
        (Profile.ENGLAND_PARISH, date(2026, 12, 8), False),
        (Profile.WALES, date(2026, 12, 8), True),
        (Profile.SCOTLAND, date(2026, 12, 8), True),
        (Profile.NORTHERN_IRELAND, date(2026, 12, 8), True),
    ],
)
def test_a_member_elsewhere_is_present_where_the_law_of_the_day_says_so(
    profile: Profile, day: date, counts: bool
) -> None:
    meeting = replace(TUESDAY, day=day, sat=((AT, _minute(120)),))
    stay = Stay("m", "p", Capacity.MEMBER, Presence.REMOTE, AT, None)
    given = Present(
        (meeting,),
        (SeatHeld("p", "b", Seat.MEMBER, Span(date(2019, 5, 1))),),
        {"p": Person("p", "P", "p", "p")},
        (stay,),
        frozenset(),
        remote_counts=remote_counts(Law(profile)),
    )
    (line,), _ = counted(given)
    assert (line.mark, line.remote, line.looked_on) == (
        (Mark.PRESENT, True, False) if counts else (Mark.ABSENT, False, True)
    )
    watching = replace(given, stays=(replace(stay, presence=Presence.OBSERVER),))
    assert counted(watching)[0][0].looked_on


def test_a_substitute_is_listed_apart_and_the_member_was_not_present() -> None:
    seats = (SeatHeld("p", "b", Seat.MEMBER, Span(date(2026, 5, 1))),)
    stay = Stay("m", "s", Capacity.MEMBER, Presence.IN_PERSON, AT, None)
    given = Present((TUESDAY,), seats, {}, (stay,), frozenset({("m", "p")}), {("m", "s"): "p"})
    (line,), (guest,) = counted(given)
    assert (line.person_id, line.mark, line.replaced) == ("p", Mark.APOLOGIES, True)
    assert (guest.person_id, guest.substitute) == ("s", True)


def test_who_joined_later_is_not_expected_before() -> None:
    seats = (
        SeatHeld("early", "b", Seat.MEMBER, Span(date(2026, 5, 1), date(2026, 12, 7))),
        SeatHeld("today", "b", Seat.MEMBER, Span(date(2026, 12, 8))),
        SeatHeld("never", "b", Seat.MEMBER, Span(date(2026, 12, 9), date(2026, 12, 1))),
    )
    stay = Stay("m", "today", Capacity.MEMBER, Presence.IN_PERSON, AT, None)
    lines, _ = counted(Present((TUESDAY,), seats, {}, (stay,), frozenset()))
    assert [line.person_id for line in lines] == ["today"]


def _told(*facts: tuple[int, str, dict[str, object]]) -> list[tuple[datetime, str, str]]:
    return [(_minute(n), kind, json.dumps(data)) for n, kind, data in facts]


def test_adjournments_are_left_out_and_what_was_private_is_one_line() -> None:
    fold = _Fold(_minute(120), since=AT)
    fold.read(
        _told(
            (0, _ITEM, {"item_id": "open"}),
            (5, _PUBLIC, {"count": 9}),
            (20, _ADJOURNED, {}),
            (30, _RESUMED, {}),
            (40, _BEGAN, {}),
            (50, _ITEM, {"item_id": "exempt"}),
            (80, _ITEM, {"item_id": "late"}),
            (90, _ENDED, {}),
            (95, _PUBLIC, {"count": 4}),
        )
    )
    assert length(tuple(fold.sat)) == 110 * 60
    assert fold.private == [(_minute(40), _minute(90))]
    assert fold.public == 9
    names = {"open": ItemName("1", "Open", True), "exempt": ItemName("2", "Exempt item", False, False)}
    names["late"] = ItemName("3", "Late", True)
    sat = replace(TUESDAY, sat=tuple(fold.sat), private=tuple(fold.private))
    shown = {
        audience: [
            (i.number, i.title, i.seconds // 60)
            for i in by_item(replace(sat, items=tuple(_parts(fold, names, tuple(fold.private), audience))))
        ]
        for audience in (Audience.PUBLIC, Audience.OFFICER)
    }
    assert shown[Audience.PUBLIC] == [
        ("1", "Open", 30),
        ("", "Business taken in private", 50),
        ("3", "Late", 30),
    ]
    assert shown[Audience.OFFICER] == [("1", "Open", 40), ("2", "Exempt item", 30), ("3", "Late", 40)]


def test_notice_is_counted_by_the_law() -> None:
    law = Law(Profile.ENGLAND_PRINCIPAL)
    rows = []
    for published, clear, verdict in (
        (datetime(2026, 11, 30, 10, tzinfo=UTC), 5, Verdict.SAFE),
        (datetime(2026, 12, 1, 10, tzinfo=UTC), 4, Verdict.ARGUABLE),
        (datetime(2026, 12, 4, 10, tzinfo=UTC), 1, Verdict.SHORT),
        (datetime(2026, 12, 9, 10, tzinfo=UTC), 0, Verdict.SHORT),
    ):
        found = kept(law, TUESDAY, Dates(published), LONDON, date(2026, 12, 20))
        assert (found.clear, found.verdict, found.needed) == (clear, verdict, 5)
        rows.append(found)
    rows.append(kept(law, TUESDAY, Dates(), LONDON, date(2026, 12, 20)))
    whole = totals(rows)
    assert (whole.meetings, whole.agendas, whole.safe, whole.arguable, whole.short) == (5, 4, 1, 1, 2)


@pytest.mark.parametrize(
    ("profile", "kind", "due"),
    [
        (Profile.ENGLAND_PRINCIPAL, BodyKind.CABINET, date(2026, 12, 10)),
        (Profile.ENGLAND_PRINCIPAL, BodyKind.COMMITTEE, None),
        (Profile.WALES, BodyKind.COMMITTEE, date(2026, 12, 16)),
    ],
)
def test_statements_and_notes_are_due_where_the_law_asks_for_them(
    profile: Profile, kind: BodyKind, due: date | None
) -> None:
    meeting = replace(TUESDAY, body_kind=kind)
    law, today, soon = Law(profile), date(2027, 1, 4), datetime(2026, 12, 9, 9, tzinfo=UTC)
    out = kept(law, meeting, Dates(decisions_at=soon, note_at=soon), LONDON, today)
    assert out.statement_due == due
    assert out.statement_kept is (True if due else None)
    assert kept(law, meeting, Dates(), LONDON, today).statement_kept is (False if due else None)
    assert kept(law, meeting, Dates(), LONDON, meeting.day).statement_kept is None


def test_a_note_that_was_out_before_the_minutes_counts_from_its_own_day() -> None:
    """RM-3: the note is due within seven working days; the minutes may come weeks later."""
    noted, published = datetime(2026, 12, 10, 9, tzinfo=UTC), datetime(2027, 1, 4, 9, tzinfo=UTC)
    bare = MeetingFacts("m", "Cabinet", "b", "Cabinet", BodyForm.EXECUTIVE, TUESDAY.day, AT)
    known = replace(bare, note_at=noted, decisions_at=published)
    dates = _dates(known, published)
    assert (dates.note_at, dates.minutes_at, dates.decisions_at) == (noted, published, published)
    assert kept(Law(Profile.WALES), TUESDAY, dates, LONDON, date(2027, 1, 10)).statement_kept is True
    assert _dates(bare, None) == Dates()
    assert _dates(replace(bare, note_at=published), published).note_at == published


def test_minutes_are_counted_in_days_from_the_meeting() -> None:
    dates = Dates(minutes_at=datetime(2026, 12, 14, 23, 30, tzinfo=UTC))
    found = kept(Law(Profile.ENGLAND_PRINCIPAL), TUESDAY, dates, LONDON, date(2026, 12, 20))
    assert (found.minutes_on, found.minutes_days) == (date(2026, 12, 14), 6)
    assert totals([found]).minutes_middle == 6


def test_a_table_for_a_spreadsheet_quotes_what_it_must_and_holds_no_formula() -> None:
    table = Table(
        "k", "T", ("Name", "Number"), ((Cell('=cmd|"x"', href="/a"), Cell("12 min", 12)), ("A, B\nC", -3))
    )
    text = as_csv(table.head, table.machine())
    assert text.splitlines()[1] == '"\'=cmd|""x""",12'
    assert '"A, B\nC",-3' in text
