"""Rules of replies and substitutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class ReplyKind(StrEnum):
    """What a member says about a meeting to come."""

    COMING = "coming"
    REMOTE = "remote"
    LATE = "late"
    APOLOGIES = "apologies"

    @property
    def label(self) -> str:
        """In the third person, for lists."""
        return {
            "coming": "Coming",
            "remote": "Taking part online",
            "late": "Coming late",
            "apologies": "Apologies",
        }[self.value]

    @property
    def said(self) -> str:
        """As the member reads it."""
        return {
            "coming": "You said that you are coming.",
            "remote": "You said that you take part online.",
            "late": "You sent apologies for lateness.",
            "apologies": "You sent apologies for absence.",
        }[self.value]

    @property
    def attends(self) -> bool:
        """Whether they are expected at the meeting."""
        return self is not ReplyKind.APOLOGIES


class SubstitutesUntil(StrEnum):
    """By when a substitute must be named."""

    START = "start"
    HOUR_BEFORE = "hour_before"
    NOON_BEFORE = "noon_before"
    EVENING_BEFORE = "evening_before"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "start": "Until the meeting begins",
            "hour_before": "One hour before the meeting",
            "noon_before": "Noon on the day before",
            "evening_before": "5pm on the day before",
        }[self.value]

    def deadline(self, starts_at: datetime, tz: ZoneInfo) -> datetime:
        """The last moment for a meeting. Days and hours are those of the council's clock."""
        if self is SubstitutesUntil.START:
            return starts_at
        if self is SubstitutesUntil.HOUR_BEFORE:
            return starts_at - timedelta(hours=1)
        day = starts_at.astimezone(tz).date() - timedelta(days=1)
        at = time(12) if self is SubstitutesUntil.NOON_BEFORE else time(17)
        return datetime.combine(day, at, tz).astimezone(starts_at.tzinfo)


@dataclass(frozen=True)
class Expected:
    """How many voting members are expected. `unknown` have said nothing; `away` have sent apologies."""

    coming: int
    unknown: int
    away: int
    quorum: int

    @property
    def certain(self) -> bool:
        """Whether those who said that they come make a quorum by themselves."""
        return self.coming >= self.quorum

    @property
    def possible(self) -> bool:
        """Whether there can be a quorum at all, if all come who have not said otherwise."""
        return self.coming + self.unknown >= self.quorum


def expected(replies: Iterable[tuple[bool, ReplyKind | None, bool]], quorum: int) -> Expected:
    """Counted from each member: whether the seat votes, the reply, and whether a substitute comes instead."""
    coming = unknown = away = 0
    for votes, reply, substituted in replies:
        if not votes:
            continue
        if substituted or (reply is not None and reply.attends):
            coming += 1
        elif reply is None:
            unknown += 1
        else:
            away += 1
    return Expected(coming, unknown, away, quorum)
