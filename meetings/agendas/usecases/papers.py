"""Papers of an agenda: added, changed, replaced, removed, put back and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from meetings.agendas.events import (
    PaperAdded,
    PaperChanged,
    PaperRemoved,
    PaperReplaced,
    PaperRestored,
    PaperWithdrawn,
)
from meetings.agendas.models import Paper
from meetings.agendas.usecases.items import editable, item_row
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Sensitivity
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

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


@dataclass(frozen=True)
class AddPaper:
    """Either a stored `file` or an `external_url`; `item_id` None: a paper of the meeting as a whole."""

    meeting_id: str
    item_id: str | None
    title: str
    file: PaperFile | None = None
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    exemption: str = ""
    external_url: str = ""
    source_ref: str | None = None


@dataclass(frozen=True)
class ChangePaper:
    """`by` moves it among its item's papers: -1 up, +1 down."""

    meeting_id: str
    paper_id: str
    title: str
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    exemption: str = ""
    by: int = 0


@dataclass(frozen=True)
class ReplacePaper:
    """Another file for the same paper."""

    meeting_id: str
    paper_id: str
    file: PaperFile


@dataclass(frozen=True)
class RemovePaper:
    """Take it off the working agenda."""

    meeting_id: str
    paper_id: str


@dataclass(frozen=True)
class RestorePaper:
    """Put a removed paper back."""

    meeting_id: str
    paper_id: str


@dataclass(frozen=True)
class WithdrawPaper:
    """Stop serving a published paper, at once. The reason is kept for officers."""

    meeting_id: str
    paper_id: str
    reason: str


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def add_paper(work: Work, command: AddPaper) -> str:
    """Put a paper with an item or the meeting. Returns its id. Raises Invalid, NotFound, WrongState."""
    meeting = editable(work, command.meeting_id)
    if command.item_id is not None:
        item_row(work, meeting.id, command.item_id)
    title, exemption = _checked(command.title, command.sensitivity, command.exemption)
    if (command.file is None) is (not command.external_url):
        raise Invalid("Choose a file.", {"file": "Choose a file"})
    file = command.file or PaperFile("", "", 0, None, "")
    paper = Paper(
        id=new_id(),
        meeting_id=meeting.id,
        item_id=command.item_id,
        position=_next_position(work, meeting.id, command.item_id),
        title=title,
        sensitivity=command.sensitivity,
        exemption=exemption,
        external_url=command.external_url,
        source_ref=command.source_ref,
        **_file_columns(work, file),
    )
    work.session.add(paper)
    work.session.flush()
    added = PaperAdded(paper.id, paper.item_id, title, file.filename, file.sha256, command.sensitivity.value)
    work.record(meeting.id, added)
    return paper.id


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def change_paper(work: Work, command: ChangePaper) -> None:
    """Change title, mark or place. What is published stays as it is until the next publication."""
    meeting, paper = _own(work, command.meeting_id, command.paper_id)
    title, exemption = _checked(command.title, command.sensitivity, command.exemption)
    before = (paper.title, paper.sensitivity, paper.exemption, paper.position)
    paper.title, paper.sensitivity, paper.exemption = title, command.sensitivity, exemption
    if command.by:
        _move(work, paper, command.by)
    if before != (paper.title, paper.sensitivity, paper.exemption, paper.position):
        work.record(meeting.id, PaperChanged(paper.id, title, paper.sensitivity.value, paper.position))


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def replace_paper(work: Work, command: ReplacePaper) -> str:
    """Put another file in a paper's place. Returns the id of the paper that is now on the working agenda.

    A published file never changes under its address: a new paper takes its place at the next publication.
    """
    meeting, paper = _own(work, command.meeting_id, command.paper_id)
    if paper.sha256 == command.file.sha256:
        raise Invalid("This is the same file.", {"file": "This is the file that is already there"})
    columns = _file_columns(work, command.file)
    replaced_id = paper.id
    if paper.published_at is None:
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
            title=paper.title,
            sensitivity=paper.sensitivity,
            exemption=paper.exemption,
            **columns,
        )
        work.session.add(paper)
        work.session.flush()
    work.record(meeting.id, PaperReplaced(replaced_id, paper.id, command.file.filename, command.file.sha256))
    return paper.id


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def remove_paper(work: Work, command: RemovePaper) -> None:
    """Take a paper off the working agenda. A published version that holds it still serves it."""
    meeting, paper = _own(work, command.meeting_id, command.paper_id)
    paper.removed_at = work.now
    work.record(meeting.id, PaperRemoved(paper.id, paper.title))


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def restore_paper(work: Work, command: RestorePaper) -> None:
    """Put a removed paper back; doing it twice is doing it once. Raises NotFound, WrongState."""
    meeting, paper = _own(work, command.meeting_id, command.paper_id, removed=True)
    if paper.withdrawn_at is not None:
        raise WrongState(
            "This paper was withdrawn and cannot be put back. Upload it again if it may be public."
        )
    if paper.removed_at is None:
        return
    paper.removed_at = None
    work.record(meeting.id, PaperRestored(paper.id, paper.title))


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def withdraw_paper(work: Work, command: WithdrawPaper) -> None:
    """Stop serving a published paper, even after the meeting. Raises Invalid, NotFound, WrongState."""
    meeting = lock_meeting(work.session, command.meeting_id)
    paper = _paper(work, meeting.id, command.paper_id)
    if paper.published_at is None:
        raise WrongState("This paper was never published. Remove it instead.")
    if paper.withdrawn_at is not None:
        raise WrongState("This paper was withdrawn already.")
    reason = " ".join(command.reason.split())
    if not reason:
        raise Invalid("Say why the paper is withdrawn.", {"reason": "Say why the paper is withdrawn"})
    paper.withdrawn_at, paper.withdrawn_reason = work.now, reason
    work.record(meeting.id, PaperWithdrawn(paper.id, paper.title, reason))


def _paper(work: Work, meeting_id: str, paper_id: str) -> Paper:
    paper = work.session.scalar(select(Paper).where(Paper.id == paper_id, Paper.meeting_id == meeting_id))
    if paper is None:
        raise NotFound(NO_PAPER)
    return paper


def _own(work: Work, meeting_id: str, paper_id: str, *, removed: bool = False) -> tuple[Meeting, Paper]:
    """A paper this actor may change: an officer any, a report author what they uploaded, until published."""
    meeting = editable(work, meeting_id)
    paper = _paper(work, meeting.id, paper_id)
    if (paper.removed_at is not None and not removed) or (paper.withdrawn_at is not None and not removed):
        raise NotFound(NO_PAPER)
    if work.actor.may(Permission.PREPARE_MEETING, meeting.body_id, work.today):
        return meeting, paper
    if paper.uploaded_by_id is None or paper.uploaded_by_id != work.actor.account_id:
        raise Denied("Only democratic services can change a paper that somebody else uploaded.")
    if paper.published_at is not None:
        raise Denied("This paper is published. Ask democratic services to replace it.")
    return meeting, paper


def _checked(title: str, sensitivity: Sensitivity, exemption: str) -> tuple[str, str]:
    title = " ".join(title.split())
    exemption = " ".join(exemption.split()) if sensitivity is not Sensitivity.PUBLIC else ""
    fields = {}
    if not title:
        fields["title"] = "Enter a title for the paper"
    elif len(title) > 300:
        fields["title"] = "Shorten the title to 300 characters"
    if len(exemption) > 500:
        fields["exemption"] = "Shorten the reason to 500 characters"
    if fields:
        raise Invalid(next(iter(fields.values())) + ".", fields)
    return title, exemption


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
