"""What was found in a paper's file is kept, and two people together may let it pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from meetings.agendas.events import FindingAllowed, PaperInspected, PaperRendered
from meetings.agendas.models import Paper, PaperFinding, PaperRendition, RenditionState
from meetings.documents.disclosure import Disclosure
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.people.models import Account
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

_LONGEST = 2_000


@dataclass(frozen=True)
class KeepInspection:
    """What was found in a paper's file."""

    meeting_id: str
    paper_id: str
    source_sha256: str
    disclosures: tuple[Disclosure, ...]


@dataclass(frozen=True)
class KeepRendition:
    """A paper as PDF and HTML, or why there is none."""

    meeting_id: str
    paper_id: str
    source_sha256: str
    sha256: str = ""
    size: int = 0
    pages: int | None = None
    tagged: bool = False
    scanned: bool = False
    language: str = ""
    html_sha256: str = ""
    notes: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class AllowFinding:
    """One person's word that a finding may be published, with the reason. It takes two."""

    meeting_id: str
    finding_id: str
    reason: str


@use_case(permission=None, system_only=True)
def keep_inspection(work: Work, command: KeepInspection) -> bool:
    """Note what was found. False when the file was changed meanwhile, or had been looked through already."""
    paper = _current(work, command.meeting_id, command.paper_id, command.source_sha256)
    if paper is None or paper.inspected_sha256 == paper.sha256:
        return False
    write_findings(work, paper, command.disclosures)
    work.record(paper.meeting_id, PaperInspected(paper.id, paper.sha256, len(command.disclosures)))
    return True


@use_case(permission=None, system_only=True)
def keep_rendition(work: Work, command: KeepRendition) -> bool:
    """Keep the PDF form of a paper. False when the file was changed meanwhile."""
    paper = _current(work, command.meeting_id, command.paper_id, command.source_sha256)
    if paper is None:
        return False
    row = work.session.scalar(select(PaperRendition).where(PaperRendition.paper_id == paper.id))
    if row is None:
        row = PaperRendition(id=new_id(), paper_id=paper.id)
        work.session.add(row)
    for name in ("source_sha256", "sha256", "size", "pages", "tagged", "scanned", "language", "html_sha256"):
        setattr(row, name, getattr(command, name))
    row.notes, row.error, row.made_at = list(command.notes), command.error, work.now
    row.state = RenditionState.FAILED if command.error else RenditionState.READY
    if not command.error:
        work.session.flush()
        work.record(paper.meeting_id, PaperRendered(paper.id, command.sha256))
    return True


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def allow_finding(work: Work, command: AllowFinding) -> bool:
    """Say that a finding may be published. True when it now may: the second of two people said so.

    Raises Invalid without a reason, Denied for the same person twice, WrongState when it is settled.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    found = work.session.execute(
        select(PaperFinding, Paper)
        .join(Paper, Paper.id == PaperFinding.paper_id)
        .where(PaperFinding.id == command.finding_id, Paper.meeting_id == meeting.id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such finding. The file may have been replaced.")
    finding, paper = found
    if finding.source_sha256 != paper.sha256 or finding.second_at is not None:
        raise WrongState("This finding is settled already.")
    reason = " ".join(command.reason.split())
    if not reason or len(reason) > _LONGEST:
        text = "Shorten the reason to 2,000 characters" if reason else "Say why this may be published"
        raise Invalid(f"{text}.", {"reason": text})
    second = finding.first_at is not None
    if second and _same_person(work, finding.first_by_id):
        raise Denied("It takes two people: somebody else must agree that this may be published.")
    which = "second" if second else "first"
    setattr(finding, f"{which}_by", work.actor.name)
    setattr(finding, f"{which}_by_id", work.actor.account_id)
    setattr(finding, f"{which}_reason", reason)
    setattr(finding, f"{which}_at", work.now)
    work.record(meeting.id, FindingAllowed(paper.id, finding.code, finding.page, reason, second))
    return second


def _same_person(work: Work, account_id: str | None) -> bool:
    """Whether the one who acts is the one with that account, perhaps with a second account of theirs."""
    if work.actor.account_id is None or work.actor.account_id == account_id:
        return True
    person_id = work.session.scalar(select(Account.person_id).where(Account.id == account_id))
    return person_id is not None and person_id == work.actor.person_id


def write_findings(work: Work, paper: Paper, found: Iterable[Disclosure] | None) -> None:
    """The findings of its present file as rows; None: nobody has looked yet."""
    paper.inspected_sha256 = "" if found is None else paper.sha256
    here = PaperFinding.paper_id == paper.id, PaperFinding.source_sha256 == paper.sha256
    if found is None or work.session.scalar(select(func.count()).where(*here)):
        return
    work.session.add_all(
        PaperFinding(
            id=new_id(),
            paper_id=paper.id,
            source_sha256=paper.sha256,
            number=number,
            code=each.code,
            page=each.page,
            place=each.place[:200],
            words=each.words[:_LONGEST],
            found_at=work.now,
        )
        for number, each in enumerate(found, start=1)
    )


def _current(work: Work, meeting_id: str, paper_id: str, sha256: str) -> Paper | None:
    lock_meeting(work.session, meeting_id)
    query = select(Paper).where(Paper.id == paper_id, Paper.meeting_id == meeting_id, Paper.sha256 == sha256)
    return work.session.scalar(query)
