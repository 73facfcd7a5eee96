"""A council in which everything that is not public has a canary, put there as its people would."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from meetings.agendas.findings import open_findings
from meetings.agendas.models import Paper
from meetings.agendas.usecases import (
    AddItem,
    AllowFinding,
    add_item,
    allow_finding,
)
from meetings.db.outbox import OutboxRow
from meetings.documents.pdf_process import PdfRenderer
from meetings.kernel.actor import Actor
from meetings.kernel.secrecy import Sensitivity
from meetings.runtime.jobs import JobContext, carry_out
from meetings.worker import JOBS
from tests.agendas.test_findings import officer
from tests.factories.site import Site, Visitor
from tests.factories.site import words as said
from tests.factories.world import EVENING, Committee, Sitting
from tests.security.canary.words import Canaries

REASON = {"exempt_paragraphs": ("3",)}


@dataclass
class House:
    """The council, where the words are, and the meeting that most of them are in."""

    site: Site
    words: Canaries
    body: Committee
    main: Sitting
    #: the second of two officers
    second: Actor
    #: by name: ids of papers and items, and addresses, that the tests come back to
    known: dict[str, str] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def run(self, case: Any, command: Any, actor: Any = None) -> Any:
        """A use case, by the officer unless another is named."""
        return self.site.world.run(case, command, actor)

    def upload(self, title: str, filename: str, data: bytes, item_id: str = "", **more: Any) -> str:
        """Take in a file on the page, as an officer does, and clean it if the page says so. The paper's id."""
        base = f"/desk/meetings/{self.main.id}/papers"
        form = {"title": title, "item": item_id, "file": (io.BytesIO(data), filename), **more}
        answer = self.site.officer.post(f"{base}/new", form, content_type="multipart/form-data")
        assert answer.status_code == 303, said(answer)
        paper_id = self._newest()
        if more.get("sensitivity") is None:
            answer = self.site.officer.post(f"{base}/{paper_id}/clean")
            assert answer.status_code == 303, said(answer)
            return self._newest()
        self._let_pass(paper_id)
        return paper_id

    def _let_pass(self, paper_id: str) -> None:
        """Two officers say that members may read what is in the file."""
        with self.site.world.runner.read() as session:
            findings = [row.id for row in open_findings(session, [paper_id])]
        for finding_id in findings:
            for actor in (self.site.world.officer, self.second):
                reason = self.words.hide("why a finding may pass")
                self.run(allow_finding, AllowFinding(self.main.id, finding_id, reason), actor)

    def _newest(self) -> str:
        query = select(Paper.id).where(Paper.meeting_id == self.main.id, Paper.removed_at.is_(None))
        with self.site.world.runner.read() as session:
            ids = list(session.scalars(query.order_by(Paper.position)))
        new = [paper_id for paper_id in ids if paper_id not in self.known.values()]
        assert len(new) == 1, new
        return new[0]

    def exempt(self, place: str, **more: Any) -> str:
        """An exempt item with a canary in each of its fields; its id."""
        hide = self.words.hide
        command = AddItem(
            self.main.id,
            f"Sale {hide(f'{place}: title')}",
            text=f"<p>{hide(f'{place}: text')}</p>",
            recommendation=f"That {hide(f'{place}: recommendation')} be sold",
            sensitivity=more.pop("sensitivity", Sensitivity.EXEMPT),
            interest_test=hide(f"{place}: interest test"),
            **{**REASON, **more},
        )
        item_id: str = self.run(add_item, command)
        return item_id

    def work_off(self) -> None:
        """Do every job that waits, as the worker does, until none is left."""
        with PdfRenderer() as renderer:
            services = self.site.parts.services
            context = JobContext(
                self.site.world.runner,
                services.storage,
                renderer.render,
                services.mail,
                "https://town.example",
            )
            # A pack waits for its papers, so some are tried again.
            for _ in range(8):
                for row_id in self._waiting():
                    carry_out(context, JOBS, row_id)
        assert self._waiting() == []

    def _waiting(self) -> list[str]:
        query = select(OutboxRow.id).where(OutboxRow.done_at.is_(None))
        with self.site.world.runner.read() as session:
            return list(session.scalars(query.order_by(OutboxRow.created_at, OutboxRow.id)))


def begin(site: Site) -> House:
    """A committee with a meeting that nobody knows of yet."""
    site.world.clock.at = EVENING - timedelta(days=12)
    body = site.world.body("Housing Committee", members=5)
    main = body.meeting("Apologies for absence", publish=False)
    return House(site, Canaries(), body, main, officer(site.world, "Sol Second"))
