"""Facts of the forward plan, on the council's stream. Titles in them are the public ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.kernel.facts import Fact, fact


@fact("forwardplan.decision_planned")
@dataclass(frozen=True)
class DecisionPlanned(Fact):
    """A decision was entered in the plan; the public does not know of it yet."""

    entry_id: str
    reference: str
    title: str
    sha256: str


@fact("forwardplan.decision_changed")
@dataclass(frozen=True)
class DecisionChanged(Fact):
    """A further version of an entry. What it says is kept with the version; this holds its SHA-256."""

    entry_id: str
    reference: str
    version: int
    sha256: str
    #: the labels of what reads differently
    changed: tuple[str, ...] = ()
    note: str = ""


@fact("forwardplan.decision_deferred")
@dataclass(frozen=True)
class DecisionDeferred(Fact):
    """It is to be taken later."""

    entry_id: str
    reference: str
    was: date
    now: date
    reason: str


@fact("forwardplan.decision_withdrawn")
@dataclass(frozen=True)
class DecisionWithdrawn(Fact):
    """It is not to be taken."""

    entry_id: str
    reference: str
    reason: str


@fact("forwardplan.decision_taken")
@dataclass(frozen=True)
class DecisionTaken(Fact):
    """It was decided on that day."""

    entry_id: str
    reference: str
    decided_on: date


@fact("forwardplan.decision_reopened")
@dataclass(frozen=True)
class DecisionReopened(Fact):
    """It had been marked as decided or withdrawn by mistake, or is to be taken after all."""

    entry_id: str
    reference: str
    reason: str


@fact("forwardplan.notice_published")
@dataclass(frozen=True)
class NoticePublished(Fact):
    """A notice is out, for good. `sha256` is of its canonical form."""

    notice_id: str
    number: int
    kind: str
    title: str
    sha256: str
    entries: tuple[str, ...] = ()
    corrects: str = ""


@fact("forwardplan.print_asked")
@dataclass(frozen=True)
class NoticePrintAsked(Fact):
    """The PDF of a notice was asked for again."""

    notice_id: str
    number: int


@fact("forwardplan.notice_printed")
@dataclass(frozen=True)
class NoticePrinted(Fact):
    """The PDF of a notice is kept."""

    notice_id: str
    number: int
    sha256: str


@fact("forwardplan.urgency_agreed")
@dataclass(frozen=True)
class UrgencyAgreed(Fact):
    """Somebody who may agree agreed that it cannot wait."""

    entry_id: str
    reference: str
    agreed_by: str
    agreed_as: str
    agreed_on: date
    purpose: str


@fact("forwardplan.representation_received")
@dataclass(frozen=True)
class RepresentationReceived(Fact):
    """Somebody said that a meeting should be open. Who it was stays with the officers."""

    entry_id: str
    reference: str
    representation_id: str
    received_on: date


@fact("forwardplan.representation_answered")
@dataclass(frozen=True)
class RepresentationAnswered(Fact):
    """What is answered is written down."""

    entry_id: str
    reference: str
    representation_id: str


@fact("forwardplan.representation_dropped")
@dataclass(frozen=True)
class RepresentationDropped(Fact):
    """It does not count after all."""

    entry_id: str
    reference: str
    representation_id: str
    reason: str


@fact("forwardplan.report_requested")
@dataclass(frozen=True)
class ReportRequested(Fact):
    """Scrutiny requires a report to the council on a decision that was not treated as key."""

    request_id: str
    decision: str
    requested_on: date
    due: date


@fact("forwardplan.report_made")
@dataclass(frozen=True)
class ReportMade(Fact):
    """The executive reported."""

    request_id: str
    decision: str
    reported_on: date
