"""Pure rules of the life of minutes: where they are on their way, and what stands open before the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meetings.minutes.document import MinutesStatus
from meetings.schedule.models import MeetingKind


class CheckKind(StrEnum):
    """What was done about a version before it was published."""

    OFFICER = "officer"
    CHAIR_ASKED = "chair_asked"
    CHAIR_APPROVED = "chair_approved"
    CHAIR_COMMENTED = "chair_commented"
    CHAIR_SKIPPED = "chair_skipped"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "officer": "Checked by an officer",
            "chair_asked": "Sent to the chair",
            "chair_approved": "Approved by the chair",
            "chair_commented": "The chair wants a change",
            "chair_skipped": "Went on without the chair",
        }[self.value]


class CorrectionState(StrEnum):
    """What became of a correction."""

    PROPOSED = "proposed"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "proposed": "Proposed",
            "carried": "Agreed",
            "lost": "Not agreed",
            "withdrawn": "Withdrawn",
        }[self.value]


class SignatureWay(StrEnum):
    """How the person presiding signed."""

    PAPER = "paper"
    ELECTRONIC = "electronic"

    @property
    def label(self) -> str:
        """In words."""
        return {"paper": "on paper", "electronic": "electronically"}[self.value]


class ChairCheck(StrEnum):
    """What the council chose about the chair's reading: the values of `minutes_chair_check`."""

    USUAL = "usual"
    REASON = "reason"
    NEEDED = "needed"


@dataclass(frozen=True)
class Check:
    """Something done about a version, as kept."""

    id: str
    version: int
    kind: CheckKind
    by: str
    at: datetime
    note: str = ""
    open_points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How far a version has come: the checks that are about it, the newest of each kind."""

    checks: tuple[Check, ...] = ()

    def of(self, kind: CheckKind) -> Check | None:
        """The newest of a kind; None: there is none of this version."""
        return next((c for c in reversed(self.checks) if c.kind is kind), None)

    @property
    def officer(self) -> Check | None:
        """That an officer went through it."""
        return self.of(CheckKind.OFFICER)

    @property
    def asked(self) -> Check | None:
        """That the chair was asked."""
        return self.of(CheckKind.CHAIR_ASKED)

    @property
    def chair(self) -> Check | None:
        """What came of the chair: approved, a comment, or that it went on without."""
        found = (CheckKind.CHAIR_APPROVED, CheckKind.CHAIR_COMMENTED, CheckKind.CHAIR_SKIPPED)
        return next((c for c in reversed(self.checks) if c.kind in found), None)


def why_not_approved(choice: ChairCheck, *, by_chair: bool, reason: str) -> str:
    """What stands in the way of an officer's going on without the chair; empty if nothing does."""
    if by_chair or choice is ChairCheck.USUAL:
        return ""
    if choice is ChairCheck.NEEDED:
        return "The council has chosen that the chair reads minutes before they are published: ask the chair."
    if not reason.strip():
        return "Say why it goes on without the chair."
    return ""


class Suitable(StrEnum):
    """Which meetings confirm minutes: the values of `minutes_suitable`."""

    NOT_EXTRAORDINARY = "not_extraordinary"
    ORDINARY = "ordinary"
    ANY = "any"

    def takes(self, kind: MeetingKind) -> bool:
        """Whether a meeting of that kind is suitable."""
        if self is Suitable.ANY:
            return True
        if self is Suitable.ORDINARY:
            return kind is MeetingKind.ORDINARY
        return kind is not MeetingKind.EXTRAORDINARY


def next_step(status: MinutesStatus, standing: Standing, *, signed: bool) -> str:
    """The key of what is to be done now."""
    if status is MinutesStatus.DRAFT:
        if standing.officer is None:
            return "officer"
        return "chair"
    if status is MinutesStatus.APPROVED:
        return "publish"
    if status is MinutesStatus.PUBLISHED:
        return "confirm"
    return "" if signed else "sign"
