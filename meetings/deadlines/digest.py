"""The reminder as a letter: what is late, what is due today, what follows in the next seven days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from meetings.deadlines.clocks import Due

#: how far back what is late is looked for
BACK = timedelta(days=120)
#: how many days ahead a reminder looks
DAYS = 7
_UNCONFIRMED = (
    "Nobody has confirmed yet which law your council lives under. Until somebody does, these days are counted for a "
    "principal council in England."
)


def digest_of(dues: Sequence[Due], today: date, confirmed: bool) -> tuple[str, str] | None:
    """Subject and text, or None when there is nothing to do. Only titles that may leave the house are in it."""
    open_ones = [d for d in dues if not d.done]
    late = [d for d in open_ones if d.on < today]
    now = [d for d in open_ones if d.on == today]
    soon = [d for d in open_ones if today < d.on <= today + timedelta(days=DAYS)]
    if not (late or now or soon):
        return None
    counts = [(late, "late"), (now, "today"), (soon, "in the next seven days")]
    subject = "Deadlines: " + ", ".join(f"{len(group)} {word}" for group, word in counts if group)
    parts = [_group("Late", late), _group("Today", now), _group("In the next seven days", soon)]
    if not confirmed:
        parts.append(_UNCONFIRMED)
    return subject, "\n\n".join(p for p in parts if p)


def _group(title: str, dues: Iterable[Due]) -> str:
    lines = [f"{_day(d.on)}: {d.outside_title}{f' ({d.body_name})' if d.body_name else ''}" for d in dues]
    return "\n".join([title, *(f"- {line}" for line in lines)]) if lines else ""


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
