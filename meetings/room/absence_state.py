"""How a councillor's six months stand on a day: in words, with a colour that only repeats them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.deadlines.rules.base import Answer
from meetings.deadlines.rules.people import PROMPTS, Approval


@dataclass(frozen=True)
class Attended:
    """The last thing attended that counts."""

    on: date
    what: str


@dataclass(frozen=True)
class MemberClock:
    """A councillor's six months. `base` None: nothing is known yet, and no clock runs."""

    person_id: str
    slug: str
    name: str
    sort_name: str
    group: str
    last: Attended | None
    base: date | None
    missed: int
    answer: Answer | None
    approved_on: date | None = None
    approved_until: date | None = None

    def _day(self, name: str) -> date | None:
        text = self.answer.result[name] if self.answer else None
        return date.fromisoformat(text) if text else None

    @property
    def expiry(self) -> date | None:
        """The day on which the six months are over."""
        return self._day("expiry")

    @property
    def careful(self) -> date | None:
        """The last day to attend, on the careful count."""
        return self._day("careful")

    @property
    def last_council(self) -> date | None:
        """The last council meeting in the calendar able to approve the absence in time."""
        return self._day("last_council_meeting")

    @property
    def approved_in_time(self) -> bool:
        """Whether the council approved the absence before the period ended."""
        return self.answer is not None and self.answer.result["approval"] == Approval.IN_TIME.value

    def left(self, today: date) -> int:
        """Days left; below nothing once they have passed."""
        return (self.careful - today).days if self.careful else 0

    def state(self, today: date) -> tuple[str, str]:
        """In words, and a colour."""
        if self.careful is None:
            return ("Not known", "grey") if self.base is None else ("No such rule", "grey")
        if self.approved_on is not None:
            return self._approved(today)
        left = self.left(today)
        if left < -1:
            return "Six months are over", "red"
        if left < 0:
            return "Over today on the careful count", "red"
        first, second = PROMPTS
        if left <= second:
            return f"{left} {'day' if left == 1 else 'days'} left", "red"
        if left <= first:
            return f"{left} days left", "orange"
        return ("Missed meetings", "yellow") if self.missed else ("Attending", "green")

    def _approved(self, today: date) -> tuple[str, str]:
        standing = self.answer.result["approval"] if self.answer else None
        if standing == Approval.TOO_LATE.value:
            return "Approved too late", "red"
        if standing != Approval.IN_TIME.value:
            return "Approval doubtful", "orange"
        if self.approved_until is not None and today > self.approved_until:
            return "Approval has ended", "orange"
        return "Absence approved", "blue"
