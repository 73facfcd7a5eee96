"""Who gets a paper's bytes, and what everybody else is told."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from meetings.agendas.queries import paper_rows
from meetings.agendas.usecases import (
    AddPaper,
    ChangeItem,
    ChangePaper,
    ItemStates,
    PaperFile,
    PublishAgenda,
    RemovePaper,
    WithdrawPaper,
    add_paper,
    change_item,
    change_paper,
    publish_agenda,
    remove_paper,
    withdraw_paper,
)
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from meetings.people.queries import actor_of
from tests.factories.site import Site, Visitor, words
from tests.factories.world import Sitting

BYTES = b"%PDF-1.7 not more than a few bytes"


@dataclass
class Held:
    """A meeting with a file in the storage."""

    site: Site
    sitting: Sitting
    file: PaperFile

    def paper(self, sensitivity: Sensitivity = Sensitivity.PUBLIC, item: bool = True, **more: str) -> str:
        item_id = self.sitting.items[0] if item else None
        exemption = "" if sensitivity is Sensitivity.PUBLIC else "para 3"
        command = AddPaper(
            self.sitting.id,
            item_id,
            "Report",
            self.file,
            sensitivity,
            exemption,
            interest_test="Bids",
            **more,
        )
        return self.site.world.run(add_paper, command)

    def publish(self, note: str = "") -> None:
        self.site.world.run(publish_agenda, PublishAgenda(self.sitting.id, note))

    def ask(self, paper_id: str, visitor: Visitor | None = None, **more: object) -> TestResponse:
        return (visitor or self.site.public).get(f"/papers/{paper_id}/{self.file.filename}", **more)

    def everybody(self, paper_id: str) -> dict[str, int]:
        other = self.site.world.body("Licensing Committee", members=1).members[0]
        visitors = {
            "public": self.site.public,
            "other member": self.site.member(other),
            "member": self.site.member(self.sitting.body.members[1]),
            "officer": self.site.officer,
        }
        return {name: self.ask(paper_id, visitor).status_code for name, visitor in visitors.items()}


@pytest.fixture
def held(site: Site) -> Held:
    stored = site.parts.services.storage.put(BytesIO(BYTES))
    file = PaperFile("Bericht über Lärm.pdf", "application/pdf", stored.size, 1, stored.sha256)
    return Held(site, site.world.body(members=2).meeting("Budget", publish=False), file)


OPEN = {"public": 200, "other member": 200, "member": 200, "officer": 200}
MEMBERS = {"public": 404, "other member": 404, "member": 200, "officer": 200}
OFFICERS = {"public": 404, "other member": 404, "member": 404, "officer": 200}


def test_an_unpublished_paper_is_the_officers_own(held: Held) -> None:
    assert held.everybody(held.paper()) == OFFICERS


def test_a_published_paper_is_for_everybody(held: Held) -> None:
    paper_id = held.paper()
    held.publish()
    assert held.everybody(paper_id) == OPEN


@pytest.mark.parametrize("mark", [Sensitivity.EXEMPT, Sensitivity.CONFIDENTIAL])
def test_an_exempt_paper_is_for_members_of_that_body(held: Held, mark: Sensitivity) -> None:
    paper_id = held.paper(mark)
    held.publish()
    assert held.everybody(paper_id) == MEMBERS


def test_a_public_paper_of_an_exempt_item_is_exempt(held: Held) -> None:
    paper_id = held.paper()
    secret = ChangeItem(
        held.sitting.id,
        held.sitting.items[0],
        "Budget",
        sensitivity=Sensitivity.EXEMPT,
        exemption="para 3",
        states=ItemStates(interest_test="Bids would suffer"),
    )
    held.site.world.run(change_item, secret)
    held.publish()
    assert held.everybody(paper_id) == MEMBERS


def test_a_new_mark_counts_when_it_is_published(held: Held) -> None:
    paper_id = held.paper(Sensitivity.EXEMPT)
    held.publish()
    held.site.world.run(change_paper, ChangePaper(held.sitting.id, paper_id, "Report"))
    assert held.ask(paper_id).status_code == 404
    held.publish("The report is public now")
    assert held.ask(paper_id).status_code == 200


def test_a_paper_taken_off_stays_open_to_readers_of_the_published_version(held: Held) -> None:
    paper_id = held.paper()
    held.publish()
    held.site.world.run(remove_paper, RemovePaper(held.sitting.id, paper_id))
    assert held.ask(paper_id).status_code == 200
    assert paper_id in held.site.officer.get(f"/desk/meetings/{held.sitting.id}/agenda").get_data(
        as_text=True
    )


def test_a_withdrawn_paper_is_gone_for_its_readers_and_unknown_to_others(held: Held) -> None:
    open_one, secret = held.paper(), held.paper(Sensitivity.EXEMPT)
    held.publish()
    for paper_id in (open_one, secret):
        held.site.world.run(withdraw_paper, WithdrawPaper(held.sitting.id, paper_id, "Names in it"))
    assert held.everybody(open_one) == {"public": 410, "other member": 410, "member": 410, "officer": 200}
    assert held.ask(secret).status_code == 404
    assert "Names in it" not in held.ask(open_one).get_data(as_text=True)
    with held.site.world.runner.read() as session:
        assert len(paper_rows(session, held.sitting.id)) == 2


def test_hidden_and_unknown_papers_are_answered_alike(held: Held) -> None:
    draft = held.ask(held.paper())
    unknown = held.ask("0123456789abcdef")
    assert words(draft) == words(unknown)
    assert [h for h in draft.headers if h[0] not in ("X-Request-Id", "Content-Length")] == [
        h for h in unknown.headers if h[0] not in ("X-Request-Id", "Content-Length")
    ]


def test_another_name_leads_to_the_right_one_only_for_those_who_may(held: Held) -> None:
    paper_id = held.paper()
    assert held.site.public.get(f"/papers/{paper_id}/x.pdf").status_code == 404
    held.publish()
    answer = held.site.public.get(f"/papers/{paper_id}/invoice.html")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"/papers/{paper_id}/Bericht")


def test_headers_close_the_file_in(held: Held) -> None:
    paper_id = held.paper()
    held.publish()
    answer = held.ask(paper_id)
    assert answer.data == BYTES
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("inline; filename=")
    assert "filename*=UTF-8''Bericht%20%C3%BCber%20L%C3%A4rm.pdf" in disposition
    assert answer.headers["ETag"] == f'"{held.file.sha256}"'
    assert answer.headers["Cache-Control"] == "no-cache"
    assert held.ask(paper_id, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    part = held.ask(paper_id, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"%PDF")


def test_an_exempt_paper_is_kept_by_nothing_on_the_way(held: Held) -> None:
    paper_id = held.paper(Sensitivity.EXEMPT)
    held.publish()
    answer = held.ask(paper_id, held.site.member(held.sitting.body.members[0]))
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_word_file_is_downloaded_not_shown(held: Held) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    held.file = PaperFile("report.docx", word, held.file.size, None, held.file.sha256)
    paper_id = held.paper()
    held.publish()
    assert held.ask(paper_id).headers["Content-Disposition"].startswith("attachment;")


def test_report_authors_see_their_own_drafts_alone(held: Held) -> None:
    world = held.site.world
    token = world.account("Rhys Pugh", role=Role.AUTHOR)
    author = Visitor(held.site.parts, token)
    with world.runner.read() as session:
        actor = actor_of(session, token, world.clock.at)
    mine = world.run(add_paper, AddPaper(held.sitting.id, None, "Mine", held.file), actor)
    assert held.ask(mine, author).status_code == 200
    assert held.ask(held.paper(), author).status_code == 404


def test_a_paper_costs_one_query(held: Held) -> None:
    paper_id = held.paper()
    held.publish()
    held.ask(paper_id)
    with held.site.counted() as seen:
        held.ask(paper_id)
    assert len(seen) == 1


def test_a_file_that_is_missing_from_the_storage_is_a_404(held: Held) -> None:
    held.file = PaperFile("gone.pdf", "application/pdf", 9, 1, "0" * 64)
    paper_id = held.paper()
    held.publish()
    assert held.ask(paper_id).status_code == 404
