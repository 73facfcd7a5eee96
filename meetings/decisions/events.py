"""Facts about decisions: on the stream of their meeting, otherwise on the council's. Titles in them are public ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from meetings.kernel.facts import Fact, fact


@fact("decisions.recorded")
@dataclass(frozen=True)
class DecisionRecorded(Fact):
    """A record was begun: by itself when a meeting closed, or by somebody. Its text is kept with the version."""

    decision_id: str
    reference: str
    kind: str
    title: str
    version: int
    sha256: str
    motion_id: str = ""


@fact("decisions.changed")
@dataclass(frozen=True)
class DecisionChanged(Fact):
    """A further version of the record."""

    decision_id: str
    reference: str
    version: int
    sha256: str
    note: str = ""


@fact("decisions.made")
@dataclass(frozen=True)
class DecisionMade(Fact):
    """Whoever decides alone has decided."""

    decision_id: str
    reference: str
    made_on: date
    by: str


@fact("decisions.set_aside")
@dataclass(frozen=True)
class DecisionSetAside(Fact):
    """No record of it is due."""

    decision_id: str
    reference: str
    reason: str


@fact("decisions.taken_up")
@dataclass(frozen=True)
class DecisionTakenUp(Fact):
    """A record is due after all."""

    decision_id: str
    reference: str


@fact("decisions.published")
@dataclass(frozen=True)
class DecisionPublished(Fact):
    """The record is public in this version. A later one corrects it and does not begin a new period."""

    decision_id: str
    reference: str
    title: str
    version: int
    notice_id: str
    #: "subject", "not_subject" or "urgent"
    call_in: str
    #: the last day on which it can be called in
    until: date | None = None
    #: from when it may be carried out
    effective_on: date | None = None
    corrects: bool = False


@fact("decisions.notice_published")
@dataclass(frozen=True)
class StatementPublished(Fact):
    """A notice of decisions is out, for good."""

    notice_id: str
    number: int
    kind: str
    title: str
    sha256: str
    decisions: tuple[str, ...] = ()


@fact("decisions.print_asked")
@dataclass(frozen=True)
class StatementPrintAsked(Fact):
    """The PDF of a notice was asked for again."""

    notice_id: str
    number: int


@fact("decisions.notice_printed")
@dataclass(frozen=True)
class StatementPrinted(Fact):
    """The PDF of a notice is kept."""

    notice_id: str
    number: int
    sha256: str


@fact("decisions.call_in_waived")
@dataclass(frozen=True)
class CallInWaived(Fact):
    """Somebody who may consented to its not waiting for call-in."""

    decision_id: str
    reference: str
    reason: str
    agreed_by: str
    agreed_as: str
    agreed_on: date


@fact("decisions.call_in_started")
@dataclass(frozen=True)
class CallInStarted(Fact):
    """A call-in was begun; nothing waits for it until it has the names it needs."""

    call_in_id: str
    decision_id: str
    reference: str
    needed: int
    grounds: tuple[str, ...] = ()
    on_paper: bool = False


@fact("decisions.call_in_signed")
@dataclass(frozen=True)
class CallInSigned(Fact):
    """A councillor's name stands under it."""

    call_in_id: str
    reference: str
    person_id: str
    name: str
    on_paper: bool = False


@fact("decisions.call_in_unsigned")
@dataclass(frozen=True)
class CallInUnsigned(Fact):
    """A councillor took their name away before it was complete."""

    call_in_id: str
    reference: str
    person_id: str
    name: str


@fact("decisions.call_in_received")
@dataclass(frozen=True)
class CallInReceived(Fact):
    """It has the names it needs and came in time: the decision is not carried out."""

    call_in_id: str
    decision_id: str
    reference: str
    lodged_at: datetime
    signatures: int
    by_chair: bool = False


@fact("decisions.call_in_opinion")
@dataclass(frozen=True)
class OpinionRecorded(Fact):
    """A lawyer's opinion on the ground of adverse effect (Northern Ireland)."""

    call_in_id: str
    reference: str
    by: str
    given_on: date
    supports: bool


@fact("decisions.call_in_judged")
@dataclass(frozen=True)
class CallInJudged(Fact):
    """The monitoring officer decided whether it is valid."""

    call_in_id: str
    decision_id: str
    reference: str
    valid: bool
    reason: str
    scrutiny_id: str = ""
    scrutiny_by: date | None = None
    #: from when the decision may be carried out, where the call-in is not valid
    effective_on: date | None = None


@fact("decisions.call_in_withdrawn")
@dataclass(frozen=True)
class CallInWithdrawn(Fact):
    """Those who called it in took it back."""

    call_in_id: str
    decision_id: str
    reference: str
    reason: str
    effective_on: date | None = None


@fact("decisions.call_in_listed")
@dataclass(frozen=True)
class CallInListed(Fact):
    """It is an item on the agenda of the committee that looks at it."""

    call_in_id: str
    reference: str
    meeting_id: str
    item_id: str


@fact("decisions.call_in_concluded")
@dataclass(frozen=True)
class CallInConcluded(Fact):
    """What scrutiny made of it."""

    call_in_id: str
    decision_id: str
    reference: str
    outcome: str
    text: str
    on: date
    effective_on: date | None = None


@fact("decisions.reconsidered")
@dataclass(frozen=True)
class DecisionReconsidered(Fact):
    """What became of it when it was looked at again."""

    call_in_id: str
    decision_id: str
    reference: str
    result: str
    text: str
    on: date
    effective_on: date | None = None
