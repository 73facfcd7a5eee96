"""Time: how long meetings sat, what took longest, and who spoke for how long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from meetings.statistics.charts import Bar
from meetings.statistics.queries.business import speeches
from meetings.statistics.rules.facts import Held, Spoken
from meetings.statistics.rules.times import (
    NO_GROUP,
    OFFICERS,
    PUBLIC,
    Share,
    by_group,
    by_item,
    by_speaker,
    lengths,
)
from meetings.statistics.tables import Cell, Cells, Figure, Note, Table, Topic, chart_of, duration, time_cell
from meetings.statistics.topics.ask import Ask
from meetings.web.formats import plural

_LONGEST = 20
_NO_TIMES = "The times of no meeting in this period are known."
_NO_SPEECH = "No speaking time was recorded in this period."
_HEAD = ("Speeches", "Time")


def time(ask: Ask) -> Topic:
    """The subject whole."""
    given = speeches(ask.session, ask.scope, ask.items, ask.by_id)
    tables = (_by_body(ask), _meetings(ask), _items(ask), speakers(ask, given), spoken_by_group(ask, given))
    found = lengths(ask.held)
    said = _NO_TIMES
    if found:
        said = (
            f"{plural(found.meetings, 'meeting')} sat for {duration(found.total)} in all. Half of them took no "
            f"longer than {duration(found.middle)}; the longest took {duration(found.longest)}."
        )
    figures = (Figure(duration(found.total), f"in {plural(found.meetings, 'meeting')}"),) if found else ()
    return Topic("time", "Time", said, tables, how_counted(), figures)


def how_counted() -> tuple[Note, ...]:
    """The rules of counting."""
    return (
        Note(
            "A meeting’s length is counted from its opening to its close by whoever presides, without adjournments. "
            "An item’s time runs from when it was taken until the next was."
        ),
        Note(
            "Speaking time is what the clock of the debate measured; it is kept where the clerk runs that clock, and "
            "not at every meeting. Officers, and members of the public, are put together. The group is the one of "
            "the day. What was taken in private is not shown apart: its items are one line, its speeches are left out."
        ),
    )


def _by_body(ask: Ask) -> Table:
    own: dict[str, list[Held]] = defaultdict(list)
    for held in ask.held:
        own[held.body_id].append(held)
    found = [(h, n) for b, h in ask.bodies.items() if (n := lengths(own[b]))]
    return Table(
        "length-by-committee",
        "Length of meetings by committee",
        ("Committee", "Meetings", "In all", "Usual length (median)", "Shortest", "Longest"),
        tuple(
            (ask.body(h), n.meetings, *(time_cell(s) for s in (n.total, n.middle, n.shortest, n.longest)))
            for h, n in found
        ),
        (1, 2, 3, 4, 5),
        chart_of(
            "length-by-committee",
            "Usual length of meetings by committee",
            "; ".join(f"{h.body_name}: {duration(n.middle)}" for h, n in found),
            [Bar(h.body_name, (n.middle,), duration(n.middle)) for h, n in found],
        ),
        _NO_TIMES,
    )


def _meetings(ask: Ask) -> Table:
    rows = tuple(
        (
            ask.meeting(h),
            time_cell(h.seconds),
            time_cell(h.planned_minutes * 60),
            time_cell(round(sum((end - start).total_seconds() for start, end in h.private))),
        )
        for h in ask.held
        if h.seconds is not None
    )
    return Table(
        "length-by-meeting",
        "Length of each meeting",
        ("Meeting", "Sat for", "Planned", "In private"),
        rows,
        (1, 2, 3),
        empty=_NO_TIMES,
    )


def _items(ask: Ask) -> Table:
    found = [(h, item) for h in ask.held for item in by_item(h) if item.seconds > 0 and item.open]
    found.sort(key=lambda pair: (-pair[1].seconds, pair[0].id, pair[1].number))
    kept = found if ask.desk else found[:_LONGEST]
    return Table(
        "items",
        "Time by item" if ask.desk else f"The {_LONGEST} items that took longest",
        ("Item", "Meeting", "Time"),
        tuple((f"{i.number} {i.title}".strip(), ask.meeting(h), time_cell(i.seconds)) for h, i in kept),
        (2,),
        empty="No item’s time was recorded in this period.",
    )


def speakers(ask: Ask, given: Sequence[Spoken]) -> Table:
    """Who spoke for how long."""
    shares = by_speaker(given)
    people = ask.people(*(s.key for s in shares if s.key not in (PUBLIC, OFFICERS)))
    members = {t.person_id for t in ask.terms} | {s.person_id for s in ask.seats}

    def who(share: Share) -> Cell:
        person = people.get(share.key)
        if person is None:
            return Cell(share.key)
        return ask.member(person) if person.id in members else Cell(person.name)

    return _shares("speakers", "Speaking time by speaker", "Speaker", [(who(s), s) for s in shares])


def spoken_by_group(ask: Ask, given: Sequence[Spoken]) -> Table:
    """The same by group."""
    shares = by_group(given, ask.by_id, ask.group_on)
    shares.sort(key=lambda s: (s.key in (NO_GROUP, OFFICERS, PUBLIC), -s.seconds, s.key))
    return _shares("groups", "Speaking time by group", "Group", [(Cell(s.key), s) for s in shares])


def _shares(key: str, title: str, head: str, found: Sequence[tuple[Cell, Share]]) -> Table:
    rows: list[tuple[Cells, ...]] = [(who, s.speeches, time_cell(s.seconds)) for who, s in found]
    return Table(
        f"speaking-{key}",
        title,
        (head, *_HEAD),
        tuple(rows),
        (1, 2),
        chart_of(
            f"speaking-{key}",
            title,
            "; ".join(f"{who.text}: {duration(s.seconds)}" for who, s in found[:12])
            + ("; and others, as the table below says" if len(found) > 12 else ""),
            [Bar(who.text, (s.seconds,), duration(s.seconds)) for who, s in found],
        ),
        _NO_SPEECH,
    )
