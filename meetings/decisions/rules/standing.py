"""How a decision stands on a day, and in plain words what happens next and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meetings.decisions.rules.record import CallIn
from meetings.forwardplan.rules.planned import day_words


class State(StrEnum):
    """How far its record is."""

    DRAFT = "draft"
    MADE = "made"
    PUBLISHED = "published"
    #: no record of it is due
    SET_ASIDE = "set_aside"


class Hold(StrEnum):
    """What keeps a published decision from being carried out; or that it never will be."""

    NONE = "none"
    CALLED_IN = "called_in"
    REFERRED_BACK = "referred_back"
    REFERRED_COUNCIL = "referred_council"
    ENDED = "ended"


class Standing(StrEnum):
    """What people ask: can it be carried out?"""

    DRAFT = "draft"
    MADE = "made"
    WAITING = "waiting"
    CALLED_IN = "called_in"
    REFERRED_BACK = "referred_back"
    REFERRED_COUNCIL = "referred_council"
    EFFECTIVE = "effective"
    ENDED = "ended"
    SET_ASIDE = "set_aside"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self][0]

    @property
    def colour(self) -> str:
        """Of its tag."""
        return _LABELS[self][1]


_LABELS = {
    Standing.DRAFT: ("Not made yet", "grey"),
    Standing.MADE: ("To be published", "yellow"),
    Standing.WAITING: ("Call-in period", "blue"),
    Standing.CALLED_IN: ("Called in", "red"),
    Standing.REFERRED_BACK: ("Being reconsidered", "orange"),
    Standing.REFERRED_COUNCIL: ("Referred to Council", "orange"),
    Standing.EFFECTIVE: ("May be carried out", "green"),
    Standing.ENDED: ("Will not be carried out", "grey"),
    Standing.SET_ASIDE: ("No record due", "grey"),
}
#: Those that the register can be narrowed to.
PUBLIC_STANDINGS = (
    Standing.WAITING,
    Standing.CALLED_IN,
    Standing.REFERRED_BACK,
    Standing.REFERRED_COUNCIL,
    Standing.EFFECTIVE,
    Standing.ENDED,
)
_HELD = {
    Hold.CALLED_IN: Standing.CALLED_IN,
    Hold.REFERRED_BACK: Standing.REFERRED_BACK,
    Hold.REFERRED_COUNCIL: Standing.REFERRED_COUNCIL,
    Hold.ENDED: Standing.ENDED,
}


def standing_of(state: State, hold: Hold, until: date | None, today: date) -> Standing:
    """How it stands on that day. `until`: the last day on which it can be called in."""
    if state is not State.PUBLISHED:
        return Standing(state.value)
    if hold is not Hold.NONE:
        return _HELD[hold]
    return Standing.WAITING if until is not None and today <= until else Standing.EFFECTIVE


@dataclass(frozen=True)
class Dates:
    """The days of a decision that the public is told."""

    made_on: date
    until: date | None = None
    effective_on: date | None = None
    #: by when scrutiny looks at a call-in that was accepted
    scrutiny_by: date | None = None
    #: when the committee meets on it, where that is known
    scrutiny_on: date | None = None
    #: `5pm`: after it on the last day nothing can be called in any more; empty: until midnight
    hour: str = ""

    @property
    def until_words(self) -> str:
        """`5pm on Wednesday 25 November 2026`."""
        day = day_words(self.until) if self.until else ""
        return f"{self.hour} on {day}" if self.hour else f"the end of {day}"


def next_words(standing: Standing, dates: Dates, call_in: CallIn, reason: str = "") -> str:
    """What happens next and when, for somebody who has never heard of call-in."""
    if standing is Standing.WAITING and dates.until and dates.effective_on:
        return (
            f"Councillors can ask for this decision to be looked at again (call it in) until {dates.until_words}. "
            f"If nobody does, it may be carried out from {day_words(dates.effective_on)}."
        )
    if standing is Standing.EFFECTIVE:
        return _effective(dates, call_in, reason)
    return {
        Standing.DRAFT: "The decision has not been made yet.",
        Standing.MADE: "The decision has been made. Its record is being completed and will be published.",
        Standing.CALLED_IN: _called_in(dates),
        Standing.REFERRED_BACK: (
            "Scrutiny has asked whoever decided to look at it again. It is not carried out before that."
        ),
        Standing.REFERRED_COUNCIL: (
            "Scrutiny has referred it to the full Council. It is not carried out before the Council has met on it."
        ),
        Standing.ENDED: "After it was called in, it was decided that it will not be carried out.",
        Standing.SET_ASIDE: "No record of this decision is due.",
    }.get(standing, "")


def _effective(dates: Dates, call_in: CallIn, reason: str) -> str:
    since = f" from {day_words(dates.effective_on)}" if dates.effective_on else ""
    text = f"It may be carried out{since}."
    if call_in is CallIn.SUBJECT:
        return text
    why = f" {reason.strip().rstrip('.')}." if reason.strip() else ""
    head = (
        "It was urgent and did not wait for call-in."
        if call_in is CallIn.URGENT
        else "It is not subject to call-in."
    )
    return f"{head}{why} {text}"


def _called_in(dates: Dates) -> str:
    text = "Councillors have called this decision in. It is not carried out until that is settled."
    if dates.scrutiny_on:
        return f"{text} The scrutiny committee looks at it on {day_words(dates.scrutiny_on)}."
    if dates.scrutiny_by:
        return f"{text} The scrutiny committee looks at it by {day_words(dates.scrutiny_by)}."
    return f"{text} The monitoring officer is deciding whether the call-in is valid."
