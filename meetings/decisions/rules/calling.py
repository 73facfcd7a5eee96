"""Who may call a decision in, until when, and what follows: asked of the council's law, never written here again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from meetings.deadlines.rules.base import Answer, Law, Profile
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import add_working, calendar_of
from meetings.deadlines.rules.executive import Calling, call_in, called_in, decision_statement
from meetings.deadlines.rules.keeping import retention
from meetings.deadlines.rules.notice import issue_day
from meetings.deadlines.rules.profiles import value
from meetings.decisions.rules.record import Kind, Record
from meetings.kernel.errors import WrongState

_DAY = timedelta(days=1)


class CallInState(StrEnum):
    """Where a call-in stands."""

    #: members are still signing
    COLLECTING = "collecting"
    #: enough have: the decision waits, the monitoring officer looks at it
    LODGED = "lodged"
    VALID = "valid"
    INVALID = "invalid"
    WITHDRAWN = "withdrawn"
    CONCLUDED = "concluded"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "collecting": "Being signed",
            "lodged": "Received",
            "valid": "Accepted",
            "invalid": "Not valid",
            "withdrawn": "Withdrawn",
            "concluded": "Settled",
        }[self.value]

    @property
    def freezes(self) -> bool:
        """Whether the decision waits for it."""
        return self in (CallInState.LODGED, CallInState.VALID)


class Outcome(StrEnum):
    """What scrutiny made of a call-in."""

    LET_STAND = "let_stand"
    REFERRED_BACK = "referred_back"
    REFERRED_COUNCIL = "referred_council"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "let_stand": "The decision stands",
            "referred_back": "Referred back to whoever decided",
            "referred_council": "Referred to the full Council",
        }[self.value]


class Reconsidered(StrEnum):
    """What the decision maker, or the council, did with what came back."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "confirmed": "Confirmed as it was",
            "changed": "Changed",
            "ended": "Not to be carried out",
        }[self.value]


@dataclass(frozen=True)
class Need:
    """Whose names a call-in needs. `grounds`: one must be chosen of the two of Northern Ireland."""

    number: int
    chair_alone: bool
    grounds: bool
    words: str


#: The grounds of Northern Ireland (2014 Act, section 41).
PROCESS, ADVERSE = "process", "adverse"
GROUNDS = {
    PROCESS: "The decision was not reached after a proper consideration of the relevant facts and issues",
    ADVERSE: "The decision would disproportionately affect adversely a section of the inhabitants of the district",
}


def subject_by_default(law: Law, record: Record) -> bool:
    """Whether such a decision can be called in where nobody says otherwise."""
    if not value(law, "call_in").number:
        return False
    if law.profile is Profile.NORTHERN_IRELAND:
        return record.kind in (Kind.COUNCIL, Kind.COMMITTEE, Kind.EXECUTIVE)
    if law.profile in (Profile.SCOTLAND, Profile.GENERIC):
        return record.kind in (Kind.COMMITTEE, Kind.EXECUTIVE, Kind.MEMBER)
    if record.kind is Kind.OFFICER:
        return record.executive and record.is_key
    return record.kind in (Kind.EXECUTIVE, Kind.MEMBER)


def counts_from(law: Law, at: datetime, zone: tzinfo) -> date:
    """The day as which a publication or a call-in counts: after the council's hour the next open day."""
    return issue_day(at, law, zone)


def period(law: Law, published: date) -> Answer | None:
    """SC-1: the answer whose result is the last day for call-in; None: there is none in this council."""
    if not value(law, "call_in").number or rule_for("SC-1", law.profile, published) is None:
        return None
    return call_in(law, published)


def until_of(law: Law, published: date) -> date | None:
    """The last day on which a decision published then can be called in."""
    answer = period(law, published)
    return date.fromisoformat(answer.result) if answer else None


def effective_after(until: date) -> date:
    """The first day on which it may be carried out: the day after the period."""
    return until + _DAY


def need_of(law: Law, published: date, members: int) -> Need:
    """Whose names are needed. `members`: how many sit on the council. Raises WrongState where there is no call-in."""
    answer = call_in(law, published, members=members)
    text = str(answer.also["members"])
    northern = law.profile is Profile.NORTHERN_IRELAND
    if not text.isdecimal():
        raise WrongState(
            "The number of members who can call a decision in is not set: see the council's law."
        )
    number = int(text)
    words = (
        f"{number} of the council’s {members} members (15 per cent, rounded up)"
        if northern
        else f"{number} councillors, or the chair of a scrutiny committee"
    )
    return Need(number, not northern, northern, words)


def lodging(
    law: Law, published: date, lodged: datetime, zone: tzinfo, *, before: bool, urgent: str = ""
) -> Answer:
    """SC-1: whether a call-in that came in then is in time, and by when scrutiny meets on it."""
    return called_in(law, published, Calling(counts_from(law, lodged, zone), before, urgent))


def hour_words(law: Law) -> str:
    """The council's hour, `5pm` or `4.30pm`: what comes later counts as the next working day's."""
    hour, minute = (int(part) for part in value(law, "notice_cut_off").word.split(":"))
    return f"{hour % 12 or 12}{f'.{minute:02d}' if minute else ''}{'am' if hour < 12 else 'pm'}"


def reconsider_by(law: Law, referred: date) -> date:
    """By when what was referred back is looked at again: as many working days as scrutiny has."""
    return add_working(referred, value(law, "call_in_meeting_days").number, calendar_of(law))


def statement_due(law: Law, made_on: date) -> date:
    """By when the record is published: by the regulations' rule in England, by the council's own days elsewhere."""
    if rule_for("EX-5", law.profile, made_on) is not None:
        return date.fromisoformat(decision_statement(law, made_on).result)
    return add_working(made_on, value(law, "decision_statement_days").number, calendar_of(law))


def kept_until(law: Law, record: Record) -> Answer | None:
    """CD-3: until when the record must be kept; None where no period is laid down."""
    families = {
        Kind.OFFICER: "executive" if record.executive else "officer-decision",
        Kind.EXECUTIVE: "executive",
        Kind.MEMBER: "executive",
    }
    try:
        return retention(law, families.get(record.kind, "minutes"), record.made_on)
    except WrongState:
        return None
