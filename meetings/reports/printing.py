"""A report in print: the public part, and the exempt annex apart from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from sqlalchemy.orm import Session

from meetings.agendas.exemptions import sentence
from meetings.bodies.queries import council_name
from meetings.deadlines.queries import law_of
from meetings.documents.richtext import is_blank
from meetings.documents.sheets import ReportSection, ReportSheet
from meetings.reports.queries import ReportRow
from meetings.reports.rules.content import EXEMPT, PUBLIC, Attached, ReportContent, exempt_part, public_part


@dataclass(frozen=True)
class Head:
    """What stands at the head of a report and is not in it."""

    council: str
    body: str
    #: the meeting in words, or what stands for it
    day: str
    author: str
    post: str
    #: why part or all of it is not public, as the law wants it said
    exemption: str = ""


def head_of(session: Session, report: ReportRow, content: ReportContent, day: date | None) -> Head:
    """The head of a report's sheets."""
    when = f"{day:%A} {day.day} {day:%B %Y}" if day else "Date of the meeting to be fixed"
    reason = (
        sentence(law_of(session).profile, content.paragraphs, content.confidential_ground)
        if content.has_secret
        else ""
    )
    reason = reason[:1].upper() + reason[1:]
    return Head(council_name(session), report.body_name, when, report.author_name, report.author_post, reason)


def sheet_of(content: ReportContent, part: str, head: Head) -> ReportSheet | None:
    """The sheet of one part; None where there is no such part, or it is a file of its own."""
    chosen = public_part(content) if part == PUBLIC else exempt_part(content)
    if chosen is None or (chosen.document is not None and part == PUBLIC):
        return None
    annex = part == EXEMPT and not content.whole_is_secret
    facts = tuple(_facts(content, chosen, annex=annex))
    sections = tuple(
        ReportSection(heading=s.title, html=s.html) for s in chosen.sections if not is_blank(s.html)
    )
    if not annex and content.part_exempt:
        sections += (ReportSection(heading="Exempt information", html=_notice(head.exemption)),)
    if not annex and content.no_background:
        sections += (ReportSection(heading="Background papers", html="<p>None.</p>"),)
    return ReportSheet(
        council=head.council,
        body=head.body,
        day=head.day,
        subject=f"Exempt annex: {content.title}" if annex else content.title,
        author=head.author,
        post=head.post,
        facts=facts,
        exemption=head.exemption if part == EXEMPT else "",
        recommendations=tuple(line for line in chosen.recommendations.splitlines() if line.strip()),
        sections=sections,
        background=chosen.background,
    )


def whole_document(content: ReportContent, part: str) -> Attached | None:
    """The uploaded PDF that is this part of the report as it stands; None: it is printed from what is written."""
    if content.document is None:
        return None
    if part == PUBLIC:
        return None if content.whole_is_secret else content.document
    return content.document if content.whole_is_secret else None


def _facts(content: ReportContent, chosen: ReportContent, *, annex: bool) -> Iterator[tuple[str, str]]:
    if content.wards and not annex:
        yield "Wards", content.wards
    if chosen.appendices:
        letters = (f"{chr(65 + n)}: {a.title}" for n, a in enumerate(chosen.appendices[:26]))
        yield "Appendices", "; ".join(letters)
    if annex:
        yield "Belongs to", f"the report “{content.title}”"


def _notice(reason: str) -> str:
    why = f" The reason: {escape(reason[:1].lower() + reason[1:])}." if reason else ""
    return f"<p>Part of this report is not for publication and is in a separate annex.{why}</p>"
