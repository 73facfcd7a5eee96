"""Facts about seats, members' time limits and demands for a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.deadlines.rules.entries import EntryKind
from meetings.kernel.facts import Fact, fact


@fact("law.balance_agreed")
@dataclass(frozen=True)
class BalanceAgreed(Fact):
    """Committee seats were shared among the groups: names with numbers; in `grid` committee, group, seats."""

    decision_id: str
    decided_on: date
    reason: str
    departure: bool
    members: int
    groups: tuple[tuple[str, int], ...]
    committees: tuple[tuple[str, int], ...]
    grid: tuple[tuple[str, str, int], ...]


@fact("law.member_entry_made")
@dataclass(frozen=True)
class MemberEntryMade(Fact):
    """Something was entered that bears on a councillor's time limits."""

    entry_id: str
    person_id: str
    kind: EntryKind
    on: date
    until: date | None
    reason: str


@fact("law.member_entry_withdrawn")
@dataclass(frozen=True)
class MemberEntryWithdrawn(Fact):
    """It was entered by mistake."""

    entry_id: str
    person_id: str
    kind: EntryKind


@fact("law.requisition_received")
@dataclass(frozen=True)
class RequisitionReceived(Fact):
    """Members demanded a meeting."""

    requisition_id: str
    body_id: str
    received_on: date
    business: str
    signed_by: tuple[str, ...]


@fact("law.requisition_signed")
@dataclass(frozen=True)
class RequisitionSigned(Fact):
    """More members signed."""

    requisition_id: str
    signed_by: tuple[str, ...]


@fact("law.requisition_refused")
@dataclass(frozen=True)
class RequisitionRefused(Fact):
    """The chair refused to call the meeting."""

    requisition_id: str
    refused_on: date


@fact("law.requisition_answered")
@dataclass(frozen=True)
class RequisitionAnswered(Fact):
    """The meeting was called, by the chair or by members."""

    requisition_id: str
    meeting_on: date
    called_by: str


@fact("law.requisition_withdrawn")
@dataclass(frozen=True)
class RequisitionWithdrawn(Fact):
    """The members took it back."""

    requisition_id: str
    withdrawn_on: date
