"""Time: how long meetings sat, what they spent it on, and who spoke for how long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from meetings.statistics.rules.facts import Held, Spoken, overlap
from meetings.statistics.rules.votes import GroupOn

#: what those are shown as who are no members of a group
PUBLIC, OFFICERS, NO_GROUP = "Members of the public", "Officers", "No group"


@dataclass(frozen=True)
class Lengths:
    """How long the meetings of a body sat, in seconds; only those whose times are known."""

    meetings: int
    total: int
    middle: int
    longest: int
    shortest: int


def lengths(held: Iterable[Held]) -> Lengths | None:
    """None where no meeting's times are known."""
    known = [h.seconds for h in held if h.seconds is not None]
    if not known:
        return None
    return Lengths(len(known), sum(known), round(median(known)), max(known), min(known))


@dataclass(frozen=True)
class ItemTime:
    """How long one item was before a meeting, adjournments left out."""

    meeting_id: str
    item_id: str
    number: str
    title: str
    seconds: int
    #: how many seconds after the opening it was first taken
    offset: int
    open: bool = True


def by_item(held: Held) -> list[ItemTime]:
    """In the order in which they were taken; what the reader may not know of is put together as one."""
    spent: dict[str, float] = defaultdict(float)
    first: dict[str, ItemTime] = {}
    for taken in held.items:
        key = taken.item_id if taken.open else ""
        spent[key] += overlap((taken.since, taken.until), held.sat)
        if key not in first:
            offset = overlap((held.sat[0][0], taken.since), held.sat) if held.sat else 0
            first[key] = ItemTime(
                held.id,
                key,
                taken.number if taken.open else "",
                taken.title if taken.open else "Business taken in private",
                0,
                round(offset),
                taken.open,
            )
    return [
        ItemTime(t.meeting_id, t.item_id, t.number, t.title, round(spent[k]), t.offset, t.open)
        for k, t in first.items()
    ]


@dataclass(frozen=True)
class Share:
    """Somebody's or some group's speeches: how many, and seconds."""

    key: str
    speeches: int
    seconds: int


def by_speaker(speeches: Iterable[Spoken]) -> list[Share]:
    """By member; officers and the public are put together. The longest first."""
    return _shares((_who(s), s.ms) for s in speeches)


def _who(speech: Spoken) -> str:
    if not speech.person_id:
        return PUBLIC
    return OFFICERS if speech.officer else speech.person_id


def by_group(speeches: Iterable[Spoken], held: dict[str, Held], group_on: GroupOn) -> list[Share]:
    """By political group on the day of the meeting."""
    return _shares((_side(s, held, group_on), s.ms) for s in speeches)


def _side(speech: Spoken, held: dict[str, Held], group_on: GroupOn) -> str:
    who = _who(speech)
    if who in (PUBLIC, OFFICERS):
        return who
    return group_on(speech.person_id, held[speech.meeting_id].day) or NO_GROUP


def _shares(spoken: Iterable[tuple[str, int]]) -> list[Share]:
    ms: Counter[str] = Counter()
    number: Counter[str] = Counter()
    for key, each in spoken:
        ms[key] += each
        number[key] += 1
    found = [Share(k, number[k], round(ms[k] / 1000)) for k in number]
    return sorted(found, key=lambda s: (-s.seconds, s.key))
