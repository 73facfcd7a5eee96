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
    ChangeItem,
    ItemStates,
    PublishAgenda,
    WithdrawItem,
    WithdrawPaper,
    add_item,
    allow_finding,
    change_item,
    publish_agenda,
    withdraw_item,
    withdraw_paper,
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
from tests.security.canary.files import public_docx, report_pdf, secret_docx
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


def make_agenda(house: House) -> None:
    """Public and secret side by side, published twice; then some of it is withdrawn, and more is begun."""
    world, words, main = house.site.world, house.words, house.main
    hide, show = words.hide, words.show
    public = AddItem(
        main.id,
        f"Opening hours {show('item: title')}",
        text=f"<p>{show('item: text')}</p>",
        recommendation=f"That {show('item: recommendation')} be opened",
    )
    item = house.known["public item"] = house.run(add_item, public)
    secret = house.known["exempt item"] = house.exempt("exempt item")
    house.exempt(
        "confidential item",
        sensitivity=Sensitivity.CONFIDENTIAL,
        confidential_ground="court",
        exempt_paragraphs=(),
    )
    withdrawn = house.exempt("withdrawn exempt item")
    later = house.known["item exempt in version 2"] = house.run(
        add_item,
        AddItem(main.id, f"Land {hide('superseded: title')}", text=f"<p>{hide('superseded: text')}</p>"),
    )
    _add_papers(house, item, secret, later)
    world.run(publish_agenda, PublishAgenda(main.id))
    reason = hide("withdrawn paper: reason")
    world.run(withdraw_paper, WithdrawPaper(main.id, house.known["withdrawn paper"], reason))
    world.run(withdraw_item, WithdrawItem(main.id, withdrawn, hide("withdrawn exempt item: reason")))
    states = ItemStates(interest_test=hide("superseded: interest test"), exempt_paragraphs=("3",))
    with world.runner.read() as session:
        title = session.scalar(
            select(Paper.title).where(Paper.id == house.known["paper exempt in version 2"])
        )
    assert title
    made = ChangeItem(
        main.id, later, f"Land {hide('superseded: new title')}", sensitivity=Sensitivity.EXEMPT, states=states
    )
    world.run(change_item, made)
    world.later(minutes=60)
    world.run(publish_agenda, PublishAgenda(main.id, f"Some changes {show('note of the version')}"))
    world.run(
        add_item,
        AddItem(
            main.id, f"In preparation {hide('unpublished item: title')}", text=hide("unpublished item: text")
        ),
    )
    name = hide("unpublished paper: file name")
    data = report_pdf(hide("unpublished paper: body"), words, "unpublished paper")
    house.known["unpublished paper"] = house.upload(
        hide("unpublished paper: title"), f"{name}.pdf", data, item
    )


def _add_papers(house: House, item: str, secret: str, later: str) -> None:
    words = house.words
    hide, show = words.hide, words.show

    def put(name: str, title: str, filename: str, data: bytes, where: str, **more: Any) -> None:
        house.known[name] = house.upload(title, filename, data, where, **more)

    why = {
        "sensitivity": "exempt",
        "exempt_paragraphs": "3",
        "interest_test": hide("exempt paper: interest test"),
    }
    body = report_pdf(show("paper: body"), words, "public paper")
    put("public paper", f"Report {show('paper: title')}", f"{show('paper: file name')}.pdf", body, item)
    data = public_docx(show("Word paper: body"), words, "public Word paper")
    put(
        "public Word paper",
        f"Notes {show('Word paper: title')}",
        f"{show('Word paper: file name')}.docx",
        data,
        item,
    )
    data = report_pdf(hide("exempt paper: body"), words, "exempt paper of a public item")
    put(
        "exempt paper",
        hide("exempt paper: title"),
        f"{hide('exempt paper: file name')}.pdf",
        data,
        item,
        **why,
    )
    data = report_pdf(hide("paper of an exempt item: body"), words, "paper of an exempt item")
    name = f"{hide('paper of an exempt item: file name')}.pdf"
    put("paper of an exempt item", hide("paper of an exempt item: title"), name, data, secret, **why)
    data = secret_docx(words, "exempt Word paper")
    name = f"{hide('exempt Word paper: file name')}.docx"
    put("exempt Word paper", hide("exempt Word paper: title"), name, data, secret, **why)
    data = report_pdf(hide("withdrawn paper: body"), words, "withdrawn paper")
    name = f"{hide('withdrawn paper: file name')}.pdf"
    put("withdrawn paper", hide("withdrawn paper: title"), name, data, item)
    data = report_pdf(hide("paper exempt in version 2: body"), words, "paper exempt in version 2")
    name = f"{hide('paper exempt in version 2: file name')}.pdf"
    put("paper exempt in version 2", hide("paper exempt in version 2: title"), name, data, later)


def begin(site: Site) -> House:
    """A committee with a meeting that nobody knows of yet."""
    site.world.clock.at = EVENING - timedelta(days=12)
    body = site.world.body("Housing Committee", members=5)
    main = body.meeting("Apologies for absence", publish=False)
    return House(site, Canaries(), body, main, officer(site.world, "Sol Second"))
