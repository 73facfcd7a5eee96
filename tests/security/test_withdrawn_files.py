"""Attacks on files: what was withdrawn, hidden or made exempt comes back in no pack and in no printed notice."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from meetings.agendas.sheets.models import SheetKind
from meetings.agendas.sheets.usecases import KeepSheet, keep_sheet
from meetings.agendas.usecases import (
    ChangeItem,
    ItemStates,
    PublishAgenda,
    WithdrawPaper,
    change_item,
    publish_agenda,
    withdraw_paper,
)
from meetings.documents.pdf_process import PdfRenderer
from meetings.kernel.actor import SYSTEM
from meetings.kernel.secrecy import Sensitivity
from meetings.packs import making
from meetings.runtime.jobs import JobContext
from tests.factories.site import Site, Visitor, make_site
from tests.packs.making import Desk, everything, untagged

SECRET = "Quillfeatherstone"


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer() as running:
        yield running


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def desk(site: Site, renderer: PdfRenderer) -> Desk:
    """A published agenda with two open papers and an exempt one; no packs yet."""
    sitting = site.world.body().meeting("Library hours", "Sale of land", publish=False)
    context = JobContext(site.parts.runner, site.parts.services.storage, renderer.render)
    made = Desk(site.world, sitting, context)
    made.add(0, "Hours", untagged(1, "Hours"))
    made.add(0, "Slip", untagged(1, SECRET))
    made.add(1, "Bid", untagged(1, "Price"), Sensitivity.EXEMPT)
    made.publish()
    return made


def withdraw(desk: Desk, title: str) -> None:
    command = WithdrawPaper(desk.sitting.id, desk.papers[title], "It names a resident")
    desk.world.run(withdraw_paper, command)


# Packs


def test_a_pack_that_was_being_made_does_not_bring_a_withdrawn_paper_back(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large pack takes a minute: long enough to withdraw a paper that has been read into it."""
    build, slipped = making.build_pack, False

    def slow(*given: Any, **more: Any) -> Any:
        nonlocal slipped
        made = build(*given, **more)
        if not slipped:
            slipped = True
            withdraw(desk, "Slip")
        return made

    monkeypatch.setattr(making, "build_pack", slow)
    desk.make()
    path = f"/meetings/{desk.sitting.id}"
    member = Visitor(site.parts, site.world.tokens[desk.sitting.body.members[1]])
    assert site.public.get(f"{path}/pack.pdf").status_code == 404
    assert site.public.get(f"{path}/items/{desk.sitting.items[0]}.pdf").status_code == 404
    assert member.get(f"{path}/members-pack.pdf").status_code == 404
    assert "pack.pdf" not in site.public.get(path).text
    desk.make()
    answer = site.public.get(f"{path}/pack.pdf")
    assert (answer.status_code, SECRET in everything(answer.data)) == (200, False)


def test_an_exempt_paper_that_is_withdrawn_is_out_of_reach_of_members_at_once(site: Site, desk: Desk) -> None:
    desk.make()
    path = f"/meetings/{desk.sitting.id}"
    member = Visitor(site.parts, site.world.tokens[desk.sitting.body.members[1]])
    assert member.get(f"{path}/exempt-pack.pdf").status_code == 200
    withdraw(desk, "Bid")
    assert member.get(f"{path}/exempt-pack.pdf").status_code == 404
    assert member.get(f"{path}/members-pack.pdf").status_code == 404


@pytest.mark.parametrize("name", ["pack.pdf", "pack-1.pdf", "items/aaaaaaaaaaaaaaaa.pdf", "exempt-pack.pdf"])
def test_a_pack_of_a_hidden_meeting_answers_like_that_of_none(site: Site, name: str) -> None:
    hidden = site.world.body().meeting("Staffing", publish=False)
    visitor = Visitor(site.parts, site.world.account("Rita Resident"))
    for who in (site.public, visitor):
        answers = [who.get(f"/meetings/{i}/{name}") for i in (hidden.id, "a" * len(hidden.id))]
        texts = [a.text.replace(hidden.id, "").replace("a" * len(hidden.id), "") for a in answers]
        assert answers[0].status_code == answers[1].status_code
        assert texts[0] == texts[1]


# Printed sheets


def test_yesterdays_notice_does_not_tell_what_is_exempt_today(site: Site) -> None:
    """Also where the new notice is not printed yet, or cannot be."""
    sitting = site.world.body().meeting(f"Sale to {SECRET}")
    address = f"/meetings/{sitting.id}/notice.pdf"
    stored = site.parts.services.storage.put(BytesIO(b"%PDF-1.7 yesterday"))
    kept = KeepSheet(sitting.id, 1, SheetKind.NOTICE, 1, stored.sha256)
    site.world.run(keep_sheet, kept, SYSTEM)
    assert b"yesterday" in site.public.get(address).data
    states = ItemStates(exempt_paragraphs=("3",), interest_test="It would spoil the sale.")
    change = ChangeItem(
        sitting.id, sitting.items[0], "Sale", "", "", Sensitivity.EXEMPT, "Paragraph 3", states=states
    )
    site.world.run(change_item, change)
    site.world.run(publish_agenda, PublishAgenda(sitting.id, "Marked exempt"))
    answer = site.public.get(address)
    assert b"yesterday" not in answer.data
    assert answer.status_code == 303
