"""One member's figures: attendance, recorded votes, speaking time."""

from __future__ import annotations

from collections import defaultdict

from meetings.statistics.queries.business import speeches
from meetings.statistics.rules.attendance import Line, Mark, by_seat, counted, tally
from meetings.statistics.rules.facts import Person
from meetings.statistics.rules.votes import VoteTally, by_member
from meetings.statistics.tables import Cell, Cells, Figure, Table, Topic, chart_of, day_cell, of, time_cell
from meetings.statistics.topics import attendance as present
from meetings.statistics.topics import times
from meetings.statistics.topics import votes as voted
from meetings.statistics.topics.ask import Ask

_MARKS = {Mark.PRESENT: "Present", Mark.APOLOGIES: "Apologies", Mark.ABSENT: "Absent"}


def of_member(ask: Ask, person: Person) -> tuple[Topic, ...]:
    """Every subject for one member."""
    return (_attendance(ask, person), _votes(ask, person), _speaking(ask, person))


def _attendance(ask: Ask, person: Person) -> Topic:
    lines, guests = counted(ask.present)
    own = [line for line in lines if line.person_id == person.id]
    whole = tally(own)
    seats = [s for s in ask.present.seats if s.person_id == person.id]
    mine = by_seat(seats, own, ask.scope.period.span)
    rows = [(h, o) for o in mine if (h := ask.bodies.get(o.body_id))]
    rows.sort(key=lambda r: r[0].body_name.casefold())
    table = Table(
        "attendance-by-committee",
        "Attendance by committee",
        ("Committee", "Sat on it", *present.HEAD),
        tuple((ask.body(h), present.sat_on(o, ask), *present.cells(o.tally)) for h, o in rows),
        tuple(n + 1 for n in present.NUMBERS),
        chart_of(
            "attendance-by-committee",
            f"Attendance of {person.name} by committee",
            "; ".join(f"{h.body_name}: present {of(o.tally.present, o.tally.expected)}" for h, o in rows),
            [present.bar(h.body_name, o.tally) for h, o in rows if o.tally.expected],
            *present.KEYS,
        ),
        f"No meeting in this period counts for {person.name}.",
    )
    without = sum(g.person_id == person.id for g in guests)
    said = f"Present at {of(whole.present, whole.expected)} meetings." if whole.expected else table.empty
    if without:
        said += f" Attended {without} more without a seat, as a substitute or as a visitor."
    figure = (Figure(of(whole.present, whole.expected), "meetings attended"),) if whole.expected else ()
    how = present.how_counted(ask)
    return Topic("attendance", "Attendance", said, (table, _meetings(ask, own)), how, figure)


def how_they_stood(line: Line) -> str:
    """In words."""
    if line.mark is Mark.PRESENT:
        return "Present" + (" from elsewhere" if line.remote else "") + (" for a part" if line.part else "")
    said = _MARKS[line.mark]
    if line.replaced:
        said += ", substitute sent"
    return said + (", watched from elsewhere" if line.looked_on else "")


def _meetings(ask: Ask, own: list[Line]) -> Table:
    return Table(
        "attendance-by-meeting",
        "Every meeting",
        ("Meeting", "Attendance"),
        tuple((ask.meeting(ask.by_id[line.meeting_id]), how_they_stood(line)) for line in own),
        empty="There was no meeting to attend in this period.",
    )


def _votes(ask: Ask, person: Person) -> Topic:
    mine = by_member(ask.recorded, ask.by_id, ask.seats).get(person.id, VoteTally())
    rows: list[tuple[Cells, ...]] = []
    for vote in ask.recorded:
        choices = dict(vote.roll)
        if person.id in choices:
            held = ask.by_id[vote.meeting_id]
            rows.append(
                (voted.what(vote), held.body_name, day_cell(held.day), voted.WORDS[choices[person.id]])
            )
    bars = [voted.vote_bar("Votes", mine)] if mine.on_rolls else []
    totals = Table(
        "votes",
        "Recorded votes",
        voted.COLUMNS,
        (voted.vote_cells(mine),) if mine.on_rolls or mine.away else (),
        tuple(range(6)),
        chart_of("votes", f"Recorded votes of {person.name}", _tally_words(mine), bars, *voted.KEYS),
        voted.NOTHING,
    )
    every = Table(
        "recorded-votes",
        "Every recorded vote",
        ("Vote", "Committee", "Day", "Voted"),
        tuple(rows),
        empty=voted.NOTHING,
    )
    said = f"In {mine.on_rolls} recorded votes: {_tally_words(mine)}." if mine.on_rolls else voted.NOTHING
    return Topic("votes", "Recorded votes", said, (totals, every), voted.how_counted(ask))


def _tally_words(t: VoteTally) -> str:
    return f"{t.for_} for, {t.against} against, {t.abstain} abstained, {t.none} no vote cast"


def _speaking(ask: Ask, person: Person) -> Topic:
    own: dict[str, list[int]] = defaultdict(list)
    for speech in speeches(ask.session, ask.scope, ask.items, ask.by_id):
        if speech.person_id == person.id:
            own[ask.by_id[speech.meeting_id].body_id].append(speech.ms)
    found = [(h, len(own[b]), round(sum(own[b]) / 1000)) for b, h in ask.bodies.items() if own[b]]
    table = Table(
        "speaking",
        "Speaking time by committee",
        ("Committee", "Speeches", "Time"),
        tuple((Cell(h.body_name), n, time_cell(s)) for h, n, s in found),
        (1, 2),
        empty=f"No speaking time of {person.name} was recorded in this period.",
    )
    return Topic("speaking", "Speaking time", "", (table,), times.how_counted()[1:])
