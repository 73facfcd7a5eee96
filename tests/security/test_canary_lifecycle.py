"""What was exempt, then released, then made exempt again, or taken back, is gone from every surface that it was on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from meetings.agendas.usecases import (
    AddItem,
    ChangeItem,
    ChangePaper,
    ItemStates,
    PaperStates,
    PublishAgenda,
    UnpublishAgenda,
    WithdrawPaper,
    add_item,
    change_item,
    change_paper,
    publish_agenda,
    unpublish_agenda,
    withdraw_paper,
)
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.runtime.live import snapshot
from tests.documents.files import pdf
from tests.factories.site import make_site
from tests.factories.world import EVENING
from tests.security.canary.crawl import Surfaces, crawl
from tests.security.canary.detector import found_in
from tests.security.canary.house import House, begin

TITLE, BODY = "item: title", "paper: body"
EXEMPT: dict[str, Any] = {"exempt_paragraphs": ("3",), "interest_test": "It would spoil the sale."}


@dataclass
class Life:
    """An item with a paper, and whoever looks."""

    house: House
    item: str
    paper: str

    def mark(self, mark: Sensitivity, note: str) -> None:
        """Mark both, and publish."""
        world, main, words = self.house.site.world, self.house.main, self.house.words
        states = EXEMPT if mark is not Sensitivity.PUBLIC else {}
        report = f"Report {words.shown('paper: title')}"
        title = f"Sale {words.shown(TITLE)}"
        item = ChangeItem(main.id, self.item, title, sensitivity=mark, states=ItemStates(**states))
        paper = ChangePaper(main.id, self.paper, report, mark, states=PaperStates(**states))
        world.later(minutes=30)
        world.run(change_item, item)
        world.run(change_paper, paper)
        world.run(publish_agenda, PublishAgenda(main.id, note))

    def found(self) -> dict[str, set[str]]:
        """Everything the public gets that has one of the words in it, search among it."""
        surfaces = Surfaces(self.house.site.public, "public")
        words = self.house.words
        more = [f"/meetings/{self.house.main.id}?version={n}" for n in range(1, 6)]
        more += [
            "/search?q=sale",
            "/search?q=report",
            "/search?q=body",
            "/search?q=housing",
            f"/papers/{self.paper}/x.pdf",
        ]
        with self.house.site.world.runner.read() as session:
            crawl(surfaces, self.house.site.parts.app, session, more)
            state = snapshot(session, self.house.main.id, Audience.PUBLIC)
        surfaces.found["what is pushed"] = found_in(str(state).encode())
        return surfaces.leaks(words.control)


@pytest.fixture
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    with make_site(tmp_path_factory.mktemp("life") / "data") as site:
        house = begin(site)
        site.world.clock.at = EVENING - timedelta(days=10)
        show, main = house.words.show, house.main
        show(TITLE)
        add = AddItem(main.id, f"Sale {house.words.shown(TITLE)}", sensitivity=Sensitivity.EXEMPT, **EXEMPT)
        item = site.world.run(add_item, add)
        held = io.BytesIO()
        with pdf("Front sheet", f"Body {show(BODY)}") as document:
            document.save(held)
        form = {"sensitivity": "exempt", "exempt_paragraphs": "3", "interest_test": EXEMPT["interest_test"]}
        name = f"{show('paper: file name')}.pdf"
        paper = house.upload(f"Report {show('paper: title')}", name, held.getvalue(), item, **form)
        site.world.run(publish_agenda, PublishAgenda(main.id))
        house.work_off()
        yield Life(house, item, paper)


def test_released_it_is_everywhere_and_made_exempt_again_nowhere(life: Life) -> None:
    assert life.found() == {}
    life.mark(Sensitivity.PUBLIC, "Item 2 is public now.")
    life.house.work_off()
    there = life.found()
    assert {word for words in there.values() for word in words} == set(life.house.words.control)
    main = life.house.main.id
    shown = [f"/meetings/{main}", f"/meetings/{main}/pack.pdf", f"/meetings/{main}/items/{life.item}.pdf"]
    for path in (*shown, "/search?q=sale", "/search?q=body"):
        assert f"GET {path}" in there, path
    life.mark(Sensitivity.EXEMPT, "Item 2 is exempt again.")
    assert life.found() == {}
    life.house.work_off()
    assert life.found() == {}


def test_withdrawn_paper_leaves_nothing_but_that_there_was_one(life: Life) -> None:
    life.mark(Sensitivity.PUBLIC, "Item 2 is public now.")
    life.house.work_off()
    withdraw = WithdrawPaper(life.house.main.id, life.paper, "It names a tenant.")
    life.house.site.world.run(withdraw_paper, withdraw)
    title = {life.house.words.shown(TITLE)}
    assert {word for words in life.found().values() for word in words} == title
    life.house.work_off()
    assert {word for words in life.found().values() for word in words} == title


def test_agenda_taken_back_leaves_nothing(life: Life) -> None:
    life.mark(Sensitivity.PUBLIC, "Item 2 is public now.")
    life.house.work_off()
    life.house.site.world.run(unpublish_agenda, UnpublishAgenda(life.house.main.id, "By mistake."))
    assert life.found() == {}
    life.house.work_off()
    assert life.found() == {}
