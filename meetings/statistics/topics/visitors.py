"""How many of the public came, where somebody counted."""

from __future__ import annotations

from collections import defaultdict

from meetings.statistics.charts import Bar
from meetings.statistics.rules.facts import Held
from meetings.statistics.tables import Note, Table, Topic, chart_of
from meetings.statistics.topics.ask import Ask

_NOTHING = "Nobody counted the public at a meeting in this period."


def visitors(ask: Ask) -> Topic:
    """The subject whole."""
    counted = [h for h in ask.held if h.public is not None]
    whole = sum(h.public or 0 for h in counted)
    said = _NOTHING
    if counted:
        many = "meeting" if len(counted) == 1 else "meetings"
        said = (
            f"The public was counted at {len(counted)} of {len(ask.held)} {many}: {whole} people came in all. Somebody "
            "who came to several meetings is counted at each."
        )
    return Topic(
        "public", "Public attendance", said, (_by_body(ask, counted), _by_meeting(ask, counted)), _HOW
    )


_HOW = (
    Note(
        "The clerk counts the people in the public seats while the meeting sits; the largest number is taken. Who "
        "watched online is not counted, and nobody is named. A meeting at which nobody counted is left out: that is "
        "not the same as nobody having come."
    ),
)


def _by_body(ask: Ask, counted: list[Held]) -> Table:
    own: dict[str, list[Held]] = defaultdict(list)
    for held in counted:
        own[held.body_id].append(held)
    found = [(h, own[b], sum(x.public or 0 for x in own[b])) for b, h in ask.bodies.items() if own[b]]
    return Table(
        "public-by-committee",
        "By committee",
        ("Committee", "Meetings counted", "People", "Most at one meeting"),
        tuple(
            (ask.body(h), len(rows), people, max(x.public or 0 for x in rows)) for h, rows, people in found
        ),
        (1, 2, 3),
        chart_of(
            "public-by-committee",
            "Members of the public by committee",
            "; ".join(f"{h.body_name}: {people} at {len(rows)} meetings" for h, rows, people in found),
            [Bar(h.body_name, (people,), str(people)) for h, _, people in found],
        ),
        _NOTHING,
    )


def _by_meeting(ask: Ask, counted: list[Held]) -> Table:
    return Table(
        "public-by-meeting",
        "By meeting",
        ("Meeting", "People"),
        tuple((ask.meeting(h), h.public or 0) for h in counted),
        (1,),
        empty=_NOTHING,
    )
