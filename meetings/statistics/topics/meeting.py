"""One meeting's figures: what its time went to, who spoke, who was there, what was voted on."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.statistics.charts import Bar, VotedSeat, hemicycle, in_words
from meetings.statistics.queries.business import speeches
from meetings.statistics.rules.attendance import counted, tally
from meetings.statistics.rules.facts import Held
from meetings.statistics.rules.times import by_item
from meetings.statistics.tables import Drawing, Figure, Table, Topic, chart_of, duration, time_cell
from meetings.statistics.topics import attendance as present
from meetings.statistics.topics import decisions, times, votes
from meetings.statistics.topics.ask import Ask

#: more votes than this are a list: each is drawn on its own page
_MOST_DRAWN = 8


def of_meeting(ask: Ask, held: Held) -> tuple[Topic, ...]:
    """Every subject for one meeting."""
    return (_time(ask, held), _attendance(ask), _decided(ask), _votes(ask))


def _time(ask: Ask, held: Held) -> Topic:
    found = [item for item in by_item(held) if item.seconds or item.open]
    names = [f"{i.number} {i.title}".strip() for i in found]
    line = Table(
        "time-by-item",
        "What the time went to",
        ("Item", "Begun after", "Time"),
        tuple(
            (name, time_cell(i.offset), time_cell(i.seconds)) for name, i in zip(names, found, strict=True)
        ),
        (1, 2),
        chart_of(
            "time-by-item",
            "Time line: what the time went to",
            "; ".join(f"{name}: {duration(i.seconds)}" for name, i in zip(names, found, strict=True)),
            [
                Bar(name, (i.seconds,), duration(i.seconds), i.offset)
                for name, i in zip(names, found, strict=True)
            ],
        ),
        "The times of this meeting are not known.",
    )
    given = speeches(ask.session, ask.scope, ask.items, ask.by_id)
    seconds, breaks = held.seconds, max(0, len(held.sat) - 1)
    said, figures = line.empty, tuple[Figure, ...]()
    if seconds is not None:
        said = f"The meeting sat for {duration(seconds)}"
        said += f", with {breaks} {'break' if breaks == 1 else 'breaks'}." if breaks else "."
        figures = (Figure(duration(seconds), "the meeting sat for"),)
    tables = (line, times.speakers(ask, given), times.spoken_by_group(ask, given))
    return Topic("time", "Time", said, tables, times.how_counted(), figures)


def _attendance(ask: Ask) -> Topic:
    lines, _ = counted(ask.present)
    whole = tally(lines)
    head = ("What", "Number")
    names = ("Expected", "Present", "Apologies", "Absent without apologies")
    more = (
        "Present from elsewhere",
        "Present for a part",
        "Watched from elsewhere, not present",
        "Substitute sent",
    )
    numbers = (whole.expected, whole.present, whole.apologies, whole.absent)
    parts = (whole.remote, whole.part, whole.looked_on, whole.replaced)
    rows = (*zip(names, numbers, strict=True), *zip(more, parts, strict=True)) if lines else ()
    table = Table(
        "attendance",
        "Attendance in figures",
        head,
        rows,
        (1,),
        chart_of(
            "attendance",
            "Attendance of the members",
            f"{whole.present} present, {whole.apologies} apologies, {whole.absent} absent of {whole.expected} expected",
            [present.bar("Members", whole)] if lines else [],
            *present.KEYS,
        ),
        "Attendance was not taken at this meeting.",
    )
    said = f"{whole.present} of {whole.expected} members were present." if lines else ""
    return Topic("attendance", "Attendance", said, (table,), present.how_counted(ask))


def _decided(ask: Ask) -> Topic:
    found = decisions.decisions(ask)
    return Topic("decisions", "Decisions", found.sentence, found.tables[:1], found.how)


def _votes(ask: Ask) -> Topic:
    found = votes.votes(ask)
    table = found.table("recorded-votes")
    tables = (table,) if table else ()
    return Topic("votes", "Recorded votes", "", tables, found.how, drawings=tuple(_drawn(ask)))


def _drawn(ask: Ask) -> Iterator[Drawing]:
    """Each recorded vote as seats, those of an ordinary evening."""
    votes_of_meeting = ask.recorded[:_MOST_DRAWN]
    people = ask.people(*(p for v in votes_of_meeting for p, _ in v.roll))
    for n, vote in enumerate(votes_of_meeting):
        day = ask.by_id[vote.meeting_id].day
        ordered = sorted(vote.roll, key=lambda entry: people[entry[0]].sort_name)
        seats = [VotedSeat(c, people[p].name, ask.group_on(p, day)) for p, c in ordered]
        about = votes.what(vote)
        svg = hemicycle(seats, title=f"The vote as seats: {about.text}", key=f"seats-{n}")
        if svg:
            yield Drawing(about.text, about.href, svg, in_words(seats))
