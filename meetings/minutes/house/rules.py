"""Rules about the numbers of minutes, pure: what stands in the way of a number, and what is said of their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from meetings.minutes import wording
from meetings.minutes.house.queries import Taken

HIGHEST = 99_999


def problems_with(first: int, reason: str, longest: int) -> dict[str, str]:
    """What is wrong with what was typed, by field."""
    errors = {}
    if not 1 <= first <= HIGHEST:
        errors["first"] = f"Enter a number from 1 to {HIGHEST:,}"
    if not reason:
        errors["reason"] = "Say why the numbers begin there"
    elif len(reason) > longest:
        errors["reason"] = f"Use {longest} characters or fewer"
    return errors


def clash_words(first: int, last: int, others: Sequence[Taken]) -> str:
    """Which other meeting has one of the numbers; empty if none has."""
    for taken in others:
        if first <= taken.last and taken.first <= last:
            return f"Numbers {taken.first} to {taken.last} belong to the meeting on {_day(taken.starts_at)}"
    return ""


def order_words(own: Taken, others: Sequence[Taken], undrafted: Sequence[datetime]) -> Iterator[str]:
    """What is out of the usual order: said, so that nobody has to find it out."""
    later = [t for t in others if t.starts_at > own.starts_at and t.first < own.first]
    if later:
        named = "; ".join(f"{_day(t.starts_at)}: {t.first} to {t.last}" for t in later)
        yield (
            "These minutes were drafted after those of a later meeting, which had taken its numbers by then "
            f"({named}). So these go on behind them, from {own.first}."
        )
    earlier = [t for t in others if t.starts_at < own.starts_at and t.first > own.first]
    if earlier:
        named = "; ".join(f"{_day(t.starts_at)}: {t.first} to {t.last}" for t in earlier)
        yield f"Minutes of an earlier meeting were drafted later and have higher numbers ({named})."
    if undrafted:
        days = wording.joined([_day(at) for at in undrafted])
        yield (
            f"Minutes of an earlier meeting have no numbers yet ({days}). When they are drafted, they go on "
            f"behind the highest number taken by then, unless an officer has them begin elsewhere."
        )
    below = [t.last for t in others if t.last < own.first]
    gap = max(below, default=0) + 1
    if gap < own.first:
        which = f"Number {gap} is" if gap == own.first - 1 else f"Numbers {gap} to {own.first - 1} are"
        yield f"{which} nobody’s: no minute of this year has {'it' if gap == own.first - 1 else 'them'}."


def _day(at: datetime) -> str:
    return wording.day(at.astimezone(ZoneInfo("Europe/London")).date())
