"""What the law needs to know of one meeting, its items and its papers; and the days by which things must be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from meetings.deadlines.rules.base import Finding, Rule, State
from meetings.kernel.secrecy import Sensitivity


class BodyForm(StrEnum):
    """What sort of body meets, as the law of notice sees it."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    COMMITTEE = "committee"
    SUB_COMMITTEE = "sub_committee"
    #: a working group or briefing: no committee in law
    PANEL = "panel"


class MeetingForm(StrEnum):
    """Ordinary, extraordinary or annual."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    ANNUAL = "annual"


class Attendance(StrEnum):
    """How people take part."""

    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    REMOTE = "remote"


class Background(StrEnum):
    """What a report says of its background papers. BLANK: it says nothing, and that is not enough."""

    BLANK = "blank"
    NONE = "none"
    LISTED = "listed"


@dataclass(frozen=True)
class BackgroundPaper:
    """One paper that a report relies on."""

    title: str
    #: a published work (a book, a page that anyone can read): outside the duty
    published: bool = False
    exempt: bool = False


@dataclass(frozen=True)
class PaperFacts:
    """A paper on an item."""

    id: str
    title: str
    #: a report (of an officer) must list its background papers; an appendix need not
    is_report: bool = False
    #: when the public could first read it; None: not yet
    public_at: datetime | None = None
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    #: the paragraphs of the nation's schedule: "3"
    paragraphs: tuple[str, ...] = ()
    #: its own public interest test; blank: its item's
    interest_test: str = ""
    #: its own day to look again; None: its item's
    review_on: date | None = None
    background: Background = Background.BLANK
    background_papers: tuple[BackgroundPaper, ...] = ()
    #: a scan without text in it
    scanned: bool = False
    to_follow: bool = False


@dataclass(frozen=True)
class KeyDecisionFacts:
    """The executive's key decision that an item takes, and how it was announced."""

    #: when the notice (forward plan) with all its particulars was published
    notice_at: datetime | None = None
    #: particulars that the notice leaves out, in words
    missing: tuple[str, ...] = ()
    #: the general exception: when scrutiny was told and the notice published
    exception_at: datetime | None = None
    exception_reason: str = ""
    #: special urgency: the office of whoever agreed ("chair of scrutiny"), when, and the published reasons
    agreed_by: str = ""
    agreed_at: datetime | None = None
    agreed_reason: str = ""
    #: which of the offices that may agree there is somebody in, where that is known
    in_office: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrivateNotice:
    """What was published about an executive's intention to meet in private."""

    first_at: datetime | None = None
    first_reason: str = ""
    second_at: datetime | None = None
    #: representations received and the answer to them; "none received" is an answer, blank is none
    response: str = ""
    agreed_by: str = ""
    agreed_reason: str = ""
    in_office: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemFacts:
    """An item on the agenda."""

    id: str
    title: str
    number: str = ""
    #: when it first stood on a published agenda; None: not yet
    public_at: datetime | None = None
    #: something is to be decided under it
    has_decision: bool = True
    #: in the summons to members, where members are summoned to named business
    in_summons: bool = True
    urgent_reason: str = ""
    #: who took it as urgent: the person in the chair
    urgent_by: str = ""
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    paragraphs: tuple[str, ...] = ()
    #: the public interest test in words; blank: not made
    interest_test: str = ""
    review_on: date | None = None
    #: terms still under negotiation
    negotiation: bool = False
    #: "budget", "education", "planning", "own-planning", "licensing", "against-advice" …
    tags: frozenset[str] = frozenset()
    #: what the decision against officers' advice rests on
    reasons: str = ""
    key_decision: KeyDecisionFacts | None = None
    private_notice: PrivateNotice | None = None
    papers: tuple[PaperFacts, ...] = ()


@dataclass(frozen=True)
class RequisitionFacts:
    """Members' demand for a meeting."""

    received_on: date
    signatures: int
    refused_on: date | None = None


@dataclass(frozen=True)
class LaterMeeting:
    """Another meeting of the same body, after this one."""

    id: str
    on: date
    form: MeetingForm = MeetingForm.ORDINARY


@dataclass(frozen=True)
class MeetingFacts:
    """Everything about one meeting that a rule asks for. Times are aware; dates are the council's own."""

    id: str
    title: str
    body_id: str
    body_name: str
    body: BodyForm
    #: the day of the meeting where it is held
    on: date
    starts_at: datetime
    form: MeetingForm = MeetingForm.ORDINARY
    mode: Attendance = Attendance.IN_PERSON
    #: any of "planning", "licensing", "scrutiny", "audit", "community-council", "joint" …
    functions: frozenset[str] = frozenset()
    place: str = ""
    broadcast: bool = False
    #: when the meeting was called, where that was later than usual notice allows
    convened_at: datetime | None = None
    notice_at: datetime | None = None
    summons_at: datetime | None = None
    agenda_at: datetime | None = None
    #: the notice tells how to join online (Wales)
    says_how_to_join: bool = False
    items: tuple[ItemFacts, ...] = ()
    seats: int = 0
    vacancies: int = 0
    #: None: the default of the law or the standing orders
    quorum: int | None = None
    members_present: int | None = None
    #: when the convener directed that it may be held remotely (Scotland)
    remote_direction_at: datetime | None = None
    #: standing orders on remote meetings are in force (Northern Ireland); arrangements made (Wales)
    remote_arrangements: bool = False
    requisition: RequisitionFacts | None = None
    later: tuple[LaterMeeting, ...] = ()
    #: the day on which councillors retire, in a year of ordinary elections
    retirement_on: date | None = None
    closed_at: datetime | None = None
    #: when the note of the meeting (Wales) or the executive's decision statement was published
    note_at: datetime | None = None
    decisions_at: datetime | None = None
    #: what the published statement of decisions leaves out, in words
    decisions_missing: tuple[str, ...] = ()
    minutes_signed_on: date | None = None
    recording_posted_on: date | None = None
    captions_on: date | None = None
    #: where the council's days begin and end
    time_zone: str = "Europe/London"

    @property
    def is_executive(self) -> bool:
        """Whether it is the executive (cabinet) or a committee of it."""
        return self.body is BodyForm.EXECUTIVE

    @property
    def is_full_council(self) -> bool:
        """Whether it is the council itself."""
        return self.body is BodyForm.COUNCIL


@dataclass(frozen=True)
class Deadline:
    """A day by which something must be done."""

    rule: Rule
    due: date
    #: what must be done, as it stands in a list: "Publish the notice and agenda"
    title: str
    done: bool = False
    #: "" the meeting itself, otherwise an item's or paper's id
    subject: str = ""
    subject_title: str = ""
    #: a reading of the law gives until this later day, at a risk
    arguable: date | None = None


@dataclass(frozen=True)
class Override:
    """A named person let a rule pass, with a reason."""

    rule_id: str
    subject: str
    reason: str
    by: str
    at: datetime


def with_overrides(findings: Iterable[Finding], overrides: Iterable[Override]) -> tuple[Finding, ...]:
    """The findings, those OVERRIDDEN that a named person let pass. What blocks cannot be let pass."""
    given = {(each.rule_id, each.subject): each for each in sorted(overrides, key=lambda each: each.at)}
    return tuple(_overridden(finding, given) for finding in findings)


def _overridden(finding: Finding, given: dict[tuple[str, str], Override]) -> Finding:
    override = given.get((finding.rule.id, finding.subject))
    if override is None or not finding.gates or not override.reason.strip():
        return finding
    said = f"{finding.sentence} Let pass by {override.by}: {override.reason}"
    return replace(finding, state=State.OVERRIDDEN, sentence=said)
