"""How a report stands, what has been cleared, and what can be done next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from meetings.documents.richtext import is_blank
from meetings.kernel.secrecy import Sensitivity
from meetings.reports.rules.content import ReportContent


class ReportState(StrEnum):
    """Where a report is on its way to the agenda."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    CLEARED = "cleared"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "draft": "Draft",
            "consultation": "In consultation",
            "cleared": "Cleared",
            "submitted": "Submitted",
            "returned": "Returned",
            "accepted": "On the agenda",
            "withdrawn": "Withdrawn",
        }[self.value]

    @property
    def colour(self) -> str:
        """Of its tag."""
        return {
            "draft": "grey",
            "consultation": "yellow",
            "cleared": "teal",
            "submitted": "blue",
            "returned": "orange",
            "accepted": "green",
            "withdrawn": "grey",
        }[self.value]


#: A report that is not finished: it can be written on by its authors.
OPEN = frozenset(
    {
        ReportState.DRAFT,
        ReportState.CONSULTATION,
        ReportState.CLEARED,
        ReportState.RETURNED,
        ReportState.ACCEPTED,
    }
)
#: From where it can be submitted.
BEFORE_SUBMISSION = frozenset(
    {ReportState.DRAFT, ReportState.CONSULTATION, ReportState.CLEARED, ReportState.RETURNED}
)


class ClearanceState(StrEnum):
    """How one consultee stands to a report."""

    PLANNED = "planned"
    ASKED = "asked"
    CHANGES = "changes"
    CLEARED = "cleared"
    COMMENTS = "comments"
    FALLEN = "fallen"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "planned": "Not asked yet",
            "asked": "Waiting",
            "changes": "Changes asked for",
            "cleared": "Cleared",
            "comments": "Cleared with comments",
            "fallen": "Clearance fell",
        }[self.value]

    @property
    def colour(self) -> str:
        """Of its tag."""
        return {
            "planned": "grey",
            "asked": "yellow",
            "changes": "orange",
            "cleared": "green",
            "comments": "green",
            "fallen": "red",
        }[self.value]

    @property
    def is_clear(self) -> bool:
        """Whether the consultee has cleared the text as it stands."""
        return self in (ClearanceState.CLEARED, ClearanceState.COMMENTS)

    @property
    def to_ask(self) -> bool:
        """Whether it is for the author to ask (again)."""
        return self in (ClearanceState.PLANNED, ClearanceState.CHANGES, ClearanceState.FALLEN)


class Outcome(StrEnum):
    """What a consultee answers."""

    CLEAR = "clear"
    COMMENTS = "comments"
    CHANGES = "changes"

    @property
    def state(self) -> ClearanceState:
        """The state it brings about."""
        return {
            Outcome.CLEAR: ClearanceState.CLEARED,
            Outcome.COMMENTS: ClearanceState.COMMENTS,
            Outcome.CHANGES: ClearanceState.CHANGES,
        }[self]


@dataclass(frozen=True)
class Stand:
    """What the rules need to know of one consultee."""

    role: str
    state: ClearanceState
    signoff: bool = False


def missing(stands: Iterable[Stand]) -> tuple[str, ...]:
    """The consultees who have not cleared the text as it stands."""
    return tuple(s.role for s in stands if not s.state.is_clear)


def due_to_ask(stands: Iterable[Stand]) -> tuple[Stand, ...]:
    """Whom to ask now: first all the consultees, the sign-off once every one of them has cleared."""
    listed = list(stands)
    consultees = [s for s in listed if not s.signoff]
    if any(s.state.to_ask for s in consultees):
        return tuple(s for s in consultees if s.state.to_ask)
    if all(s.state.is_clear for s in consultees):
        return tuple(s for s in listed if s.signoff and s.state.to_ask)
    return ()


def state_after(state: ReportState, stands: Iterable[Stand]) -> ReportState:
    """Where the report is when a consultee has answered or a clearance has fallen."""
    if state not in (ReportState.DRAFT, ReportState.CONSULTATION, ReportState.CLEARED):
        return state
    listed = list(stands)
    if listed and all(s.state.is_clear for s in listed):
        return ReportState.CLEARED
    if state is ReportState.DRAFT and all(s.state is ClearanceState.PLANNED for s in listed):
        return ReportState.DRAFT
    return ReportState.CONSULTATION


def problems(content: ReportContent, required: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """What keeps a report from being submitted, by field. `required`: key and title of sections to be filled.

    England: Local Government Act 1972, section 100D (background papers), Schedule 12A (exempt information).
    """
    found: dict[str, str] = {}
    if not content.title.strip():
        found["title"] = "Give the report a title"
    if not content.recommendations.strip():
        found["recommendations"] = (
            "Write what the meeting is recommended to resolve; for information: “That the report be noted”"
        )
    if content.document is None:
        for key, title in required:
            section = content.section(key)
            if section is None or is_blank(section.html):
                found[f"section.{key}"] = f"Write the section “{title}”"
    if not content.background and not content.no_background:
        found["background"] = "List the background papers, or say that there are none"
    found.update(_exemption_problems(content))
    return found


def _exemption_problems(content: ReportContent) -> dict[str, str]:
    if not content.has_secret:
        return {}
    if content.sensitivity is Sensitivity.CONFIDENTIAL:
        missing_ground = {"confidential_ground": "Say why the report is confidential"}
        return {} if content.confidential_ground else missing_ground
    found = {}
    if not content.paragraphs:
        found["paragraphs"] = "Say which paragraph describes the exempt information"
    if not content.interest_test.strip():
        found["interest_test"] = "Say why keeping it back is more in the public interest than disclosing it"
    return found
