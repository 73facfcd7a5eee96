"""Attendance: by committee, by member, by both, by meeting; and who sat in for others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from meetings.statistics.charts import Bar
from meetings.statistics.rules.attendance import (
    Guest,
    Line,
    OnBody,
    Tally,
    by_seat,
    counted,
    tally,
    whole_period,
)
from meetings.statistics.rules.facts import Person
from meetings.statistics.tables import Cell, Cells, Figure, Note, Table, Topic, chart_of, of, share, short_day
from meetings.statistics.topics.ask import Ask

KEYS = ("Present", "Apologies", "Absent without apologies")
HEAD = (
    "Expected",
    "Present",
    "Present, %",
    "Apologies",
    "Absent without apologies",
    "Present from elsewhere",
    "Present for a part",
    "Watched from elsewhere, not present",
    "Substitute sent",
)
NUMBERS = tuple(range(1, len(HEAD) + 1))
_NOT_YET = "No meeting with attendance was held in this period."


def attendance(ask: Ask) -> Topic:
    """The subject whole."""
    lines, guests = counted(ask.present)
    whole = tally(lines)
    tables = [_by_body(ask, lines), _by_member(ask, lines)]
    if ask.scope.body_ids is None or len(ask.scope.body_ids) > 1:
        tables.append(_by_both(ask, lines))
    tables += [_by_meeting(ask, lines), _substitutes(ask, guests)]
    return Topic(
        "attendance",
        "Attendance",
        _sentence(whole, len({line.meeting_id for line in lines})),
        tuple(tables),
        how_counted(ask),
        (Figure(str(whole.present), f"times present of {whole.expected} expected"),)
        if whole.expected
        else (),
    )


def _sentence(whole: Tally, meetings: int) -> str:
    if not whole.expected:
        return _NOT_YET
    said = f"At {meetings} {'meeting' if meetings == 1 else 'meetings'} members were expected {whole.expected} times"
    return f"{said} and were present {whole.present} times; {whole.apologies} times they sent apologies."


def how_counted(ask: Ask) -> tuple[Note, ...]:
    """The rules of counting, with the law."""
    return (
        ask.cited(
            "Present are the members whose names the minutes of the meeting give as present, for the whole of it or "
            "for a part. Who missed more than a minute of the time the meeting sat is counted as present for a part. "
            "Leaving the room for an interest in one item is not an absence.",
            "ME-8",
        ),
        Note(
            "Expected is everybody who held a seat on the committee on the day of the meeting, co-opted members "
            "included. Who joined or left a committee during the period is expected only at meetings in between. "
            "A member for whom a substitute came was expected and was not present; the substitute is listed apart."
        ),
        ask.cited(
            "A member who takes part from elsewhere is present where the law of the nation and of the day says so. "
            "Otherwise they watched, and are not counted as present.",
            _remote_family(ask),
        ),
        Note(
            "Apologies do not make anybody present, whatever the reason; reasons are never published. Meetings at "
            "which no attendance was taken are left out. Percentages are left out below 10 meetings."
        ),
    )


def _remote_family(ask: Ask) -> str:
    return {"wales": "RM-3", "scotland": "RM-4", "northern-ireland": "RM-5"}.get(
        ask.law.profile.value, "RM-2"
    )


def cells(t: Tally) -> tuple[Cells, ...]:
    """A tally as the columns of a table."""
    return (
        t.expected,
        t.present,
        share(t.present, t.expected),
        t.apologies,
        t.absent,
        t.remote,
        t.part,
        t.looked_on,
        t.replaced,
    )


def bar(label: str, t: Tally) -> Bar:
    """A tally as a line of a chart."""
    return Bar(label, (t.present, t.apologies, t.absent), of(t.present, t.expected))


def _whole_bar(label: str, t: Tally) -> Bar:
    """The same as shares of a whole: committees are of different sizes and meet more or less often."""
    parts = (t.present, t.apologies, t.absent)
    return Bar(label, tuple(100 * n / t.expected for n in parts), of(t.present, t.expected))


def _by_body(ask: Ask, lines: list[Line]) -> Table:
    own: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        own[line.body_id].append(line)
    found = [
        (held, tally(own[b]), len({x.meeting_id for x in own[b]})) for b, held in ask.bodies.items() if own[b]
    ]
    return Table(
        "attendance-by-committee",
        "By committee",
        ("Committee", "Meetings", *HEAD),
        tuple((ask.body(h), n, *cells(t)) for h, t, n in found),
        (1, *(n + 1 for n in NUMBERS)),
        chart_of(
            "attendance-by-committee",
            "Attendance by committee",
            "; ".join(f"{h.body_name}: present {of(t.present, t.expected)}" for h, t, _ in found),
            [_whole_bar(h.body_name, t) for h, t, _ in found],
            *KEYS,
        ),
        _NOT_YET,
    )


def _by_member(ask: Ask, lines: list[Line]) -> Table:
    own: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        own[line.person_id].append(line)
    everybody = _everybody(ask, {s.person_id for s in ask.present.seats})
    found = [(p, tally(own[p.id])) for p in everybody]
    drawn = [(p, t) for p, t in found if t.expected]
    return Table(
        "attendance-by-member",
        "By member",
        ("Member", *HEAD),
        tuple((ask.member(p), *cells(t)) for p, t in found),
        NUMBERS,
        chart_of(
            "attendance-by-member",
            "Attendance by member",
            f"For each of {len(drawn)} members: times present, apologies, and absences without apologies. "
            "The table below has the figures.",
            [bar(p.name, t) for p, t in drawn],
            *KEYS,
        ),
        "Nobody held a seat in this period.",
    )


def _everybody(ask: Ask, ids: Iterable[str]) -> list[Person]:
    people = ask.present.people
    return sorted((people[i] for i in ids if i in people), key=lambda p: (p.sort_name.casefold(), p.id))


def sat_on(one: OnBody, ask: Ask) -> Cell:
    """Which part of the period somebody sat on a body."""
    period = ask.scope.period.span
    if whole_period(one, period):
        return Cell("The whole period", "whole period")
    said = [
        f"{short_day(s.first) if s.first > period.first else 'the beginning'} to "
        f"{short_day(s.last) if s.last and period.last and s.last < period.last else 'the end'}"
        for s in one.spans
    ]
    return Cell("; ".join(said))


def _by_both(ask: Ask, lines: list[Line]) -> Table:
    rows = []
    people = ask.present.people
    for one in by_seat(ask.present.seats, lines, ask.scope.period.span):
        held = ask.bodies.get(one.body_id)
        if held is not None and one.person_id in people:
            rows.append((people[one.person_id], held, one))
    rows.sort(key=lambda r: (r[0].sort_name.casefold(), r[0].id, r[1].body_name.casefold()))
    return Table(
        "attendance-by-member-and-committee",
        "By member and committee",
        ("Member", "Committee", "Sat on it", *HEAD),
        tuple((ask.member(p), h.body_name, sat_on(o, ask), *cells(o.tally)) for p, h, o in rows),
        tuple(n + 2 for n in NUMBERS),
        empty=_NOT_YET,
    )


def _by_meeting(ask: Ask, lines: list[Line]) -> Table:
    own: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        own[line.meeting_id].append(line)
    found = [(h, tally(own[h.id])) for h in ask.held if own[h.id]]
    return Table(
        "attendance-by-meeting",
        "By meeting",
        ("Meeting", *HEAD),
        tuple((ask.meeting(h), *cells(t)) for h, t in found),
        NUMBERS,
        empty=_NOT_YET,
    )


def _substitutes(ask: Ask, guests: list[Guest]) -> Table:
    """Councillors who came without a seat."""
    councillors = {t.person_id for t in ask.terms}
    own = Counter((g.person_id, g.substitute) for g in guests if g.person_id in councillors)
    everybody = _everybody(ask, {p for p, _ in own})
    return Table(
        "substitutes-and-visitors",
        "Substitutes and visiting councillors",
        ("Councillor", "As a substitute", "Without a seat on the committee"),
        tuple((ask.member(p), own[p.id, True], own[p.id, False]) for p in everybody),
        (1, 2),
        empty="Nobody attended as a substitute or as a visiting councillor in this period.",
    )
