"""Checks before publication: why things are not public, background papers, papers to follow, findings in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.agendas.checks import Check, publication_check
from meetings.agendas.comparison import label
from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper
from meetings.agendas.exemptions import Schedule, schedule_of
from meetings.agendas.findings import FindingRow, open_findings, uninspected
from meetings.agendas.rules import PaperKind
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Profile
from meetings.documents.disclosure import SENTENCES
from meetings.kernel.secrecy import Sensitivity
from meetings.schedule.queries import MeetingRow


@publication_check(order=20)
def exemptions(
    session: Session, meeting: MeetingRow, content: AgendaContent, _at: datetime
) -> Iterator[Check]:
    """What is exempt names its paragraph, and says why the public interest is in keeping it back."""
    marks = [i.sensitivity for i in content.items] + [p.sensitivity for p in content.all_papers()]
    if Sensitivity.EXEMPT not in marks:
        return
    schedule = schedule_of(law_of(session).profile)
    if schedule is None:
        return
    for item in content.items:
        if missing := _missing(item, schedule):
            yield Check(f"{label(item)} is exempt, but {missing}", blocks=True, item_id=item.id)
        if item.sensitivity is Sensitivity.PUBLIC:
            yield from _exempt_papers(meeting, item.papers, schedule, f"{label(item)}: the paper")
    yield from _exempt_papers(meeting, content.papers, schedule, "The meeting paper")


@publication_check(order=30)
def background(
    session: Session, meeting: MeetingRow, content: AgendaContent, _at: datetime
) -> Iterator[Check]:
    """A report lists the papers it rests on, or says that there are none."""
    blank = [
        (item, paper)
        for item in content.items
        for paper in item.papers
        if paper.kind is PaperKind.REPORT and not paper.background_declared and not paper.to_follow
    ]
    if not blank:
        return
    blocks = law_of(session).profile is not Profile.GENERIC
    for item, paper in blank:
        text = (
            f"{label(item)}: the report “{paper.title}” does not say which background papers it rests on. "
            "List them, or say that there are none."
        )
        yield Check(text, blocks, link=paper_page(meeting.id, paper.id), link_text="Declare them")


@publication_check(order=40)
def to_follow(
    _session: Session, meeting: MeetingRow, content: AgendaContent, _at: datetime
) -> Iterator[Check]:
    """Papers that are announced without a file."""
    named = [(p, f"{label(i)}: ") for i in content.items for p in i.papers]
    for paper, where in [(p, "") for p in content.papers] + named:
        if paper.to_follow:
            text = f"{where}“{paper.title}” is to follow. The agenda says so to readers."
            yield Check(text, False, link=paper_page(meeting.id, paper.id), link_text="Upload it now")


@publication_check(order=50)
def files(session: Session, meeting: MeetingRow, content: AgendaContent, _at: datetime) -> Iterator[Check]:
    """What was found in the files, and not yet put right or let pass by two people."""
    papers = {p.id: p for p in content.all_papers() if p.sha256}
    found: dict[str, list[FindingRow]] = {}
    for row in open_findings(session, tuple(papers)):
        found.setdefault(row.paper_id, []).append(row)
    for paper_id, rows in found.items():
        page = f"{paper_page(meeting.id, paper_id)}/findings"
        text = f"“{papers[paper_id].title}”: {_said(rows)}"
        yield Check(text, True, link=page, link_text="See what was found")
    for paper_id in uninspected(session, tuple(papers)):
        text = f"“{papers[paper_id].title}” has not been looked through for hidden text and comments yet."
        yield Check(text, False, link=paper_page(meeting.id, paper_id))


def paper_page(meeting_id: str, paper_id: str) -> str:
    """Where an officer changes a paper."""
    return f"/desk/meetings/{meeting_id}/papers/{paper_id}"


def _exempt_papers(
    meeting: MeetingRow, papers: Iterable[ContentPaper], schedule: Schedule, what: str
) -> Iterator[Check]:
    for paper in papers:
        if missing := _missing(paper, schedule):
            text = f"{what} “{paper.title}” is exempt, but {missing}"
            yield Check(text, blocks=True, link=paper_page(meeting.id, paper.id))


def _missing(part: ContentItem | ContentPaper, schedule: Schedule) -> str:
    """What is not said of something exempt; empty: nothing is missing, or it is not exempt."""
    if part.sensitivity is not Sensitivity.EXEMPT:
        return ""
    if not part.exempt_paragraphs:
        return f"it does not say under which paragraph of {schedule.name}. Choose it."
    unknown = [p for p in part.exempt_paragraphs if p.rstrip("ABC") not in schedule.paragraphs]
    if unknown:
        return f"paragraph {unknown[0]} does not describe exempt information in {schedule.name}."
    if schedule.tested and not part.interest_test:
        return "the public interest test is blank. Say why keeping it back outweighs disclosing it."
    return ""


def _said(rows: list[FindingRow]) -> str:
    waiting = [r for r in rows if r.first_by]
    codes = dict.fromkeys(r.code for r in rows)
    text = " ".join(SENTENCES[c] for c in codes)
    if waiting and len(waiting) == len(rows):
        names = ", ".join(dict.fromkeys(r.first_by for r in waiting))
        return f"{text} {names} said that it may be published; a second person must agree."
    return f"{text} Put it right, or let two people say why it may be published."
