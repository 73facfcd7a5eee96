"""The papers of an agenda that are made of a report: its print, its exempt annex, its appendices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from meetings.agendas.exemptions import sentence
from meetings.agendas.models import Paper
from meetings.agendas.rules import BackgroundPaper, PaperKind
from meetings.agendas.usecases import (
    AddPaper,
    ChangePaper,
    PaperFile,
    PaperStates,
    RemovePaper,
    ReplacePaper,
    add_paper,
    change_paper,
    remove_paper,
    replace_paper,
)
from meetings.deadlines.queries import law_of
from meetings.kernel.secrecy import Sensitivity
from meetings.reports.models import Report
from meetings.reports.rules.content import EXEMPT, PUBLIC, Attached, ReportContent
from meetings.runtime.work import Work

_PDF = "application/pdf"


class Papers:
    """The papers of the agenda that are made of a report."""

    def __init__(
        self, work: Work, report: Report, content: ReportContent, meeting_id: str, item_id: str
    ) -> None:
        self.work, self.report, self.content = work, report, content
        self.meeting_id, self.item_id = meeting_id, item_id
        same = report.item_id == item_id
        self.before: dict[str, str] = dict(report.papers) if same else {}
        self.now: dict[str, str] = {}
        paragraphs, ground = content.paragraphs, content.confidential_ground
        self.reason = sentence(law_of(work.session).profile, paragraphs, ground)

    def put(self, renditions: Mapping[str, Mapping[str, Any]]) -> None:
        """Every paper of this version; those that it does not have any more are taken off."""
        title = self.content.title[:280]
        if kept := renditions.get(PUBLIC):
            self._one(PUBLIC, f"Report: {title}", _pdf("Report", self.content, kept), Sensitivity.PUBLIC)
        if kept := renditions.get(EXEMPT):
            whole = self.content.whole_is_secret
            name = f"Report: {title}" if whole else f"Exempt annex: {title}"
            mark = self.content.sensitivity if whole else Sensitivity.EXEMPT
            self._one(EXEMPT, name, _pdf("Report" if whole else "Exempt annex", self.content, kept), mark)
        for n, appendix in enumerate(self.content.appendices):
            name = f"Appendix {chr(65 + n % 26)}: {appendix.title}"[:300]
            mark = Sensitivity.EXEMPT if appendix.exempt else Sensitivity.PUBLIC
            if self.content.whole_is_secret:
                mark = self.content.sensitivity
            self._one(appendix.id, name, _file(appendix), mark, PaperKind.APPENDIX)
        for key, paper_id in self.before.items():
            if key not in self.now and self._standing(paper_id):
                remove_paper(self.work, RemovePaper(self.meeting_id, paper_id))
        self.report.papers = self.now

    def _one(
        self, key: str, title: str, file: PaperFile, mark: Sensitivity, kind: PaperKind = PaperKind.REPORT
    ) -> None:
        secret = mark is not Sensitivity.PUBLIC
        states = self._states(kind, secret=secret)
        exemption = self.reason if secret else ""
        paper = self._standing(self.before.get(key, "")) or (
            self._placeholder(kind) if key == PUBLIC else None
        )
        if paper is None:
            command = AddPaper(self.meeting_id, self.item_id, title, file, mark, exemption, **fields(states))
            self.now[key] = add_paper(self.work, command)
            return
        change_paper(self.work, ChangePaper(self.meeting_id, paper.id, title, mark, exemption, states=states))
        if paper.sha256 != file.sha256:
            self.now[key] = replace_paper(self.work, ReplacePaper(self.meeting_id, paper.id, file))
        else:
            self.now[key] = paper.id

    def _states(self, kind: PaperKind, *, secret: bool) -> PaperStates:
        c = self.content
        report = kind is PaperKind.REPORT
        return PaperStates(
            exempt_paragraphs=c.paragraphs if secret else (),
            interest_test=c.interest_test if secret else "",
            review_on=c.review_on if secret else None,
            negotiation=c.negotiation and secret,
            confidential_ground=c.confidential_ground if secret else "",
            kind=kind,
            background_declared=report,
            background=tuple(BackgroundPaper(line) for line in c.background) if report else (),
        )

    def _standing(self, paper_id: str) -> Paper | None:
        paper = self.work.session.get(Paper, paper_id, populate_existing=True) if paper_id else None
        gone = paper is None or paper.removed_at is not None or paper.withdrawn_at is not None
        return None if gone else paper

    def _placeholder(self, kind: PaperKind) -> Paper | None:
        """A report that was announced to follow."""
        query = select(Paper).where(
            Paper.item_id == self.item_id,
            Paper.to_follow,
            Paper.kind == kind,
            Paper.removed_at.is_(None),
        )
        return self.work.session.scalars(query.order_by(Paper.position)).first()


def fields(states: Any) -> dict[str, Any]:
    """The fields of frozen states, to be handed on."""
    return dict(vars(states))


def _pdf(kind: str, content: ReportContent, kept: Mapping[str, Any]) -> PaperFile:
    # An exempt annex says nothing in its name of what is in it.
    words = "".join(c if c.isalnum() or c in " -" else " " for c in content.title)
    name = f"{kind} {' '.join(words.split())[:120]}".strip()
    return PaperFile(f"{name}.pdf", _PDF, kept["size"], kept["pages"], kept["sha256"])


def _file(attached: Attached) -> PaperFile:
    return PaperFile(attached.filename, attached.media_type, attached.size, attached.pages, attached.sha256)
