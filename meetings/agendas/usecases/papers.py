"""Papers of an agenda: added or announced, changed and replaced."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import func, select

from meetings.agendas.events import (
    PaperAdded,
    PaperChanged,
    PaperCleaned,
    PaperReplaced,
)
from meetings.agendas.models import Paper
from meetings.agendas.queries import content_paper
from meetings.agendas.rules import BackgroundPaper, PaperKind
from meetings.agendas.usecases.inspection import write_findings
from meetings.agendas.usecases.items import editable, item_row
from meetings.agendas.usecases.states import Exemption, exempt_words
from meetings.documents.disclosure import Disclosure
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.facts import plain
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Sensitivity
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.schedule.queries import body_of_meeting

CONFLICTS["paper.source_ref"] = "This paper has been imported already."
CONFLICTS["uq_paper_source_ref"] = "This paper has been imported already."

NO_PAPER = "There is no such paper. It may have been removed."


@dataclass(frozen=True)
class PaperFile:
    """A file that was checked and stored under its SHA-256."""

    filename: str
    media_type: str
    size: int
    pages: int | None
    sha256: str
    #: what was found in it that readers should perhaps not get; None: nobody looked yet
    disclosures: tuple[Disclosure, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class PaperStates(Exemption):
    """What is said of a paper beside its title and mark."""

    kind: PaperKind = PaperKind.OTHER
    #: whether the author listed the background papers, or said that there are none
    background_declared: bool = False
    background: tuple[BackgroundPaper, ...] = ()


@dataclass(frozen=True)
class AddPaper(PaperStates):
    """A stored `file`, an `external_url`, or a paper `to_follow`; `item_id` None: of the meeting as a whole."""

    meeting_id: str
    item_id: str | None
    title: str
    file: PaperFile | None = None
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    exemption: str = ""
    external_url: str = ""
    source_ref: str | None = None
    to_follow: bool = False


@dataclass(frozen=True)
class ChangePaper:
    """`by` moves it among its item's papers: -1 up, +1 down. `states` None: what was said beside stays."""

    meeting_id: str
    paper_id: str
    title: str
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    exemption: str = ""
    by: int = 0
    states: PaperStates | None = None


@dataclass(frozen=True)
class ReplacePaper:
    """Another file for the same paper."""

    meeting_id: str
    paper_id: str
    file: PaperFile


@dataclass(frozen=True)
class CleanPaper:
    """The same file without what should not be published; `before`: the SHA-256 of what was cleaned."""

    meeting_id: str
    paper_id: str
    before: str
    file: PaperFile


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def add_paper(work: Work, command: AddPaper) -> str:
    """Put a paper with an item or the meeting. Returns its id. Raises Invalid, NotFound, WrongState."""
    meeting = editable(work, command.meeting_id)
    if command.item_id is not None:
        item_row(work, meeting.id, command.item_id)
    words = _checked(work, command, command)
    if [command.file is not None, bool(command.external_url), command.to_follow].count(True) != 1:
        raise Invalid("Choose a file.", {"file": "Choose a file, or say that it follows"})
    file = command.file or PaperFile("", "", 0, None, "")
    paper = Paper(
        id=new_id(),
        meeting_id=meeting.id,
        item_id=command.item_id,
        position=_next_position(work, meeting.id, command.item_id),
        external_url=command.external_url,
        source_ref=command.source_ref,
        to_follow=command.to_follow,
        **words,
        **_file_columns(work, file),
    )
    work.session.add(paper)
    work.session.flush()
    write_findings(work, paper, file.disclosures)
    added = PaperAdded(
        paper.id, paper.item_id, paper.title, file.filename, file.sha256, command.sensitivity.value
    )
    work.record(meeting.id, added)
    return paper.id


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def change_paper(work: Work, command: ChangePaper) -> None:
    """Change title, mark or place. What is published stays as it is until the next publication."""
    meeting, paper = own_paper(work, command.meeting_id, command.paper_id)
    states = command.states or _states(paper)
    if command.states is None and command.exemption != paper.exemption:
        states = replace(states, exempt_paragraphs=())
    before = content_paper(paper), paper.position
    for name, value in _checked(work, command, states).items():
        setattr(paper, name, value)
    if command.by:
        _move(work, paper, command.by)
    if before != (content_paper(paper), paper.position):
        work.record(meeting.id, PaperChanged(paper.id, paper.title, paper.sensitivity.value, paper.position))


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def replace_paper(work: Work, command: ReplacePaper) -> str:
    """Put another file in a paper's place. Returns the id of the paper that is now on the working agenda.

    A published file never changes under its address: a new paper takes its place at the next publication.
    """
    meeting, paper = own_paper(work, command.meeting_id, command.paper_id)
    if paper.sha256 == command.file.sha256:
        raise Invalid("This is the same file.", {"file": "This is the file that is already there"})
    columns = _file_columns(work, command.file)
    replaced_id = paper.id
    if paper.published_at is None:
        paper.to_follow = False
        for name, value in columns.items():
            setattr(paper, name, value)
        paper.external_url = ""
    else:
        paper.removed_at = work.now
        paper = Paper(
            id=new_id(),
            meeting_id=meeting.id,
            item_id=paper.item_id,
            position=paper.position,
            **_kept(paper),
            **columns,
        )
        work.session.add(paper)
    work.session.flush()
    write_findings(work, paper, command.file.disclosures)
    work.record(meeting.id, PaperReplaced(replaced_id, paper.id, command.file.filename, command.file.sha256))
    return paper.id


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def clean_paper(work: Work, command: CleanPaper) -> str:
    """Put a cleaned file in the place of the one it was made of. Raises WrongState if that was replaced meanwhile."""
    meeting, paper = own_paper(work, command.meeting_id, command.paper_id)
    if paper.sha256 != command.before:
        raise WrongState("Somebody replaced this file meanwhile. Look at what was found in the new one.")
    if paper.sha256 == command.file.sha256:
        return paper.id
    paper_id = replace_paper(work, ReplacePaper(meeting.id, paper.id, command.file))
    work.record(meeting.id, PaperCleaned(paper_id, command.before, command.file.sha256))
    return paper_id


def paper_row(work: Work, meeting_id: str, paper_id: str) -> Paper:
    paper = work.session.scalar(select(Paper).where(Paper.id == paper_id, Paper.meeting_id == meeting_id))
    if paper is None:
        raise NotFound(NO_PAPER)
    return paper


def own_paper(work: Work, meeting_id: str, paper_id: str, *, removed: bool = False) -> tuple[Meeting, Paper]:
    """A paper this actor may change: an officer any, a report author what they uploaded, until published."""
    meeting = editable(work, meeting_id)
    paper = paper_row(work, meeting.id, paper_id)
    if (paper.removed_at is not None and not removed) or (paper.withdrawn_at is not None and not removed):
        raise NotFound(NO_PAPER)
    if work.actor.may(Permission.PREPARE_MEETING, meeting.body_id, work.today):
        return meeting, paper
    if paper.uploaded_by_id is None or paper.uploaded_by_id != work.actor.account_id:
        raise Denied("Only democratic services can change a paper that somebody else uploaded.")
    if paper.published_at is not None:
        raise Denied("This paper is published. Ask democratic services to replace it.")
    return meeting, paper


def _states(paper: Paper) -> PaperStates:
    """What was said of it beside its title and mark."""
    said = content_paper(paper)
    return PaperStates(
        kind=said.kind,
        background_declared=said.background_declared,
        background=said.background,
        exempt_paragraphs=said.exempt_paragraphs,
        interest_test=said.interest_test,
        review_on=said.review_on,
        negotiation=said.negotiation,
        confidential_ground=said.confidential_ground,
    )


def _kept(paper: Paper) -> dict[str, Any]:
    """What the next file in a paper's place is, as the one before."""
    names = ("title", "sensitivity", "exemption", "kind", "background_declared", "background", "supplement")
    return {name: getattr(paper, name) for name in (*names, *(f.name for f in fields(Exemption)))}


def _checked(work: Work, command: AddPaper | ChangePaper, states: PaperStates) -> dict[str, Any]:
    title = " ".join(command.title.split())
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = "Enter a title for the paper"
    elif len(title) > 300:
        errors["title"] = "Shorten the title to 300 characters"
    background = [plain(b) for b in states.background if b.title.strip()]
    words = exempt_words(work, command.sensitivity, command.exemption, states, errors)
    if errors:
        raise Invalid(next(iter(errors.values())) + ".", errors)
    return words | {
        "title": title,
        "sensitivity": command.sensitivity,
        "kind": states.kind,
        "background_declared": states.background_declared or bool(background),
        "background": background,
    }


def _file_columns(work: Work, file: PaperFile) -> dict[str, object]:
    return {
        "filename": file.filename[:200],
        "media_type": file.media_type,
        "size": file.size,
        "pages": file.pages,
        "sha256": file.sha256,
        "uploaded_at": work.now,
        "uploaded_by": work.actor.name,
        "uploaded_by_id": work.actor.account_id,
    }


def _next_position(work: Work, meeting_id: str, item_id: str | None) -> int:
    query = select(func.max(Paper.position)).where(Paper.meeting_id == meeting_id, Paper.item_id == item_id)
    return (work.session.scalar(query) or 0) + 1


def _move(work: Work, paper: Paper, by: int) -> None:
    query = select(Paper).where(
        Paper.meeting_id == paper.meeting_id,
        Paper.item_id == paper.item_id,
        Paper.removed_at.is_(None),
        Paper.withdrawn_at.is_(None),
    )
    rows = list(work.session.scalars(query.order_by(Paper.position, Paper.uploaded_at, Paper.id)))
    at = rows.index(paper)
    rows.insert(min(max(at + by, 0), len(rows) - 1), rows.pop(at))
    for n, row in enumerate(rows, start=1):
        row.position = n
