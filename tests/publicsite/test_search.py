"""Search: what is published is found where it stands, nothing else is, and odd words never break it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from integrations.registry import adapters
from meetings.agendas.usecases import (
    AddPaper,
    ChangeItem,
    PaperFile,
    PublishAgenda,
    UnpublishAgenda,
    WithdrawPaper,
    add_paper,
    change_item,
    publish_agenda,
    unpublish_agenda,
    withdraw_paper,
)
from meetings.agendas.usecases.states import ItemStates
from meetings.db.outbox import OutboxRow
from meetings.kernel.errors import TooMany
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.blocks import Motion, Resolution
from meetings.ports.storage import Storage
from meetings.publicsite.search import words
from meetings.publicsite.search.indexing import index_everything, index_meeting, rebuild
from meetings.publicsite.search.limits import BURST, SearchLimit
from meetings.publicsite.search.models import WORDS, Kind, SearchEntry
from meetings.publicsite.search.policy import visible
from meetings.publicsite.search.published import _said
from meetings.publicsite.search.store import Entry, Narrowed, find, keep
from tests.documents.files import pdf
from tests.factories.site import Site
from tests.factories.site import words as said
from tests.factories.world import Sitting, World


def stored(storage: Storage, *pages: str) -> PaperFile:
    """A PDF with a line on each page, nothing in it that should not be published."""
    held = io.BytesIO()
    with pdf(*pages) as document:
        document.save(held)
    kept = storage.put(io.BytesIO(held.getvalue()))
    return PaperFile("report.pdf", "application/pdf", kept.size, len(pages), kept.sha256, disclosures=())


def hits(world: World, typed: str, **narrowed: object) -> list[tuple[Kind, int | None]]:
    """What the public finds: kind and page."""
    with world.runner.read() as session:
        found = find(session, words.query_of(typed), Narrowed(**narrowed))  # type: ignore[arg-type]
        return [(h.kind, h.page) for h in visible(session, found, world.clock.now().date())]


def rows(world: World, meeting_id: str) -> int:
    """How many entries of a meeting are in the index, whoever may see them."""
    with world.runner.read() as session:
        query = select(func.count()).where(SearchEntry.meeting_id == meeting_id)
        return session.scalar(query) or 0


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return adapters().storage(tmp_path / "files")


@pytest.fixture
def sitting(world: World, storage: Storage) -> Sitting:
    """A published meeting with a report of three pages."""
    made = world.body().meeting("Library hours", publish=False)
    told = ChangeItem(made.id, made.items[0], "Library hours", text="<p>Near Tŷ Glân, by the crèche.</p>")
    world.run(change_item, told)
    file = stored(storage, "Front sheet", "The cafe by the quay opens", "Costs of heating")
    world.run(add_paper, AddPaper(made.id, made.items[0], "Report on opening hours", file))
    world.run(publish_agenda, PublishAgenda(made.id))
    index_everything(world.runner, storage)
    return made


def test_words_are_found_on_their_page_without_regard_to_accents(world: World, sitting: Sitting) -> None:
    assert hits(world, "cafe") == [(Kind.PAPER, 2)]
    assert hits(world, "TY glan") == hits(world, "creche") == hits(world, "CRÈCHE") == [(Kind.ITEM, None)]
    assert hits(world, "heat") == [(Kind.PAPER, 3)]
    assert hits(world, '"costs of heating"') == [(Kind.PAPER, 3)]
    assert hits(world, '"heating of costs"') == []
    assert {kind for kind, _ in hits(world, "library")} == {Kind.ITEM}
    assert (Kind.MEETING, None) in hits(world, "planning committee")
    assert hits(world, "heating", kind=Kind.ITEM) == []
    assert hits(world, "heating", body_id=sitting.body.id) == [(Kind.PAPER, 3)]
    assert hits(world, "heating", newest_first=True) == [(Kind.PAPER, 3)]


def test_going_through_again_makes_nothing_anew_and_a_rebuild_the_same(
    world: World, storage: Storage, sitting: Sitting
) -> None:
    before = rows(world, sitting.id)
    assert index_everything(world.runner, storage) == 0
    rebuild(world.runner, storage)
    assert rows(world, sitting.id) == before
    assert hits(world, "heating") == [(Kind.PAPER, 3)]


def test_withdrawn_paper_is_gone_in_the_same_moment(world: World, sitting: Sitting) -> None:
    with world.runner.read() as session:
        paper_id = session.scalar(select(SearchEntry.subject_id).where(SearchEntry.kind == Kind.PAPER))
    assert paper_id is not None
    world.run(withdraw_paper, WithdrawPaper(sitting.id, paper_id, "Names in it"))
    assert hits(world, "heating") == []
    with world.runner.read() as session:
        assert find(session, words.query_of("heating"), Narrowed()) == []


def test_agenda_that_was_taken_back_is_gone_in_the_same_moment(world: World, sitting: Sitting) -> None:
    world.run(unpublish_agenda, UnpublishAgenda(sitting.id, "A mistake"))
    assert hits(world, "heating") == hits(world, "library") == []
    assert rows(world, sitting.id) == 1


def test_item_made_exempt_is_not_shown_from_that_moment_and_leaves_the_index(
    world: World, storage: Storage, sitting: Sitting
) -> None:
    states = ItemStates(exempt_paragraphs=("3",), interest_test="Prices")
    change = ChangeItem(sitting.id, sitting.items[0], "Library hours", sensitivity=Sensitivity.EXEMPT)
    world.run(change_item, ChangeItem(**vars(change) | {"states": states, "exemption": "Paragraph 3"}))
    world.run(publish_agenda, PublishAgenda(sitting.id, "Item 1 is exempt."))
    assert hits(world, "heating") == hits(world, "library") == []
    index_meeting(world.runner, storage, sitting.id)
    with world.runner.read() as session:
        left = list(session.scalars(select(SearchEntry.kind).where(SearchEntry.meeting_id == sitting.id)))
        assert left == [Kind.MEETING]


def test_publishing_asks_for_the_index_to_be_made(world: World, sitting: Sitting) -> None:
    with world.runner.read() as session:
        jobs = set(session.scalars(select(OutboxRow.job)))
    assert {"search.meeting", "search.council"} <= jobs


def test_draft_is_not_in_the_index(world: World, storage: Storage) -> None:
    draft = world.body().meeting("Secret draft", publish=False)
    index_everything(world.runner, storage)
    assert rows(world, draft.id) == 0


ODD = (
    '"', '""', '"a', "*", "a*", "AND", "a AND", "NEAR(", "NOT x", "title:x", "(x", "x)", "-x", "^x", "x:*", "'",
    "';--", "\\", "a & | !", "<script>", "%", "\x00", "a\x00b", "🙂", "ﬁ", "x" * 10_000, "x " * 5_000, "١٢", "<->",
)  # fmt: skip


def test_odd_words_never_break_it(world: World) -> None:
    assert [typed for typed in ODD if hits(world, typed)] == []


def test_snippet_marks_the_words_and_nothing_else() -> None:
    text_ = "Long ago " * 30 + "the café <b>opens</b> at ten, and closes."
    pieces = words.snippet(text_, words.query_of('CAFE "at ten"'))
    assert [p.text for p in pieces if p.found] == ["café", "at ten"]
    assert pieces[0].text.startswith("… ")
    assert len("".join(p.text for p in pieces)) < 300
    assert "".join(p.text for p in words.snippet("Short.", words.query_of("nowhere"))) == "Short."


def test_a_minute_is_found_by_its_words_and_not_by_what_marks_them() -> None:
    resolved = Resolution(id="resolution-x", parts=("That it be so.",), text_language="cy")
    assert list(_said(resolved)) == ["RESOLVED", "That it be so."]
    assert "en" not in list(_said(Motion(id="motion-x", text="That it be so")))


def test_page_shows_where_and_escapes(site: Site) -> None:
    storage = site.parts.services.storage
    sitting = site.world.body().meeting("Library & <b>hours</b>", publish=False)
    file = stored(storage, "Front", "Costs of <script>heating</script> here")
    site.world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", file))
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    index_everything(site.world.runner, storage)
    answer = site.public.get("/search?q=heating")
    html = answer.get_data(as_text=True)
    assert "<mark>heating</mark>" in html
    assert "&lt;script&gt;" in html
    assert "<script>heating" not in html
    assert "report.pdf#page=2" in html
    assert "found on page 2" in said(answer)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html


def test_page_without_words_and_without_results_says_what_to_do(site: Site) -> None:
    assert "everything the council has published here" in said(site.public.get("/search"))
    nothing = said(site.public.get("/search?q=nowhere&kind=paper&page=99&body=none&period=x"))
    assert "Nothing found for “nowhere”" in nothing
    assert "Look everywhere" in nothing
    for typed in ("%00", "a" * 10_000, "%22%27%3B", "%FF%FE"):
        assert site.public.get(f"/search?q={typed}").status_code == 200


def test_one_address_may_not_try_every_word() -> None:
    at = [0.0]
    limit = SearchLimit(lambda: at[0])
    for _ in range(BURST):
        limit.take("192.0.2.1")
    with pytest.raises(TooMany):
        limit.take("192.0.2.1")
    limit.take("192.0.2.2")
    at[0] += 1.1
    limit.take("192.0.2.1")


def test_many_documents_take_few_statements(site: Site) -> None:
    """Ten thousand short texts: a page of results reads as little as one of ten."""
    world = site.world
    sitting = world.body().meeting("Library hours")
    item = Entry(Kind.ITEM, sitting.items[0], "Library", "", "/x", sitting.body.id)
    with world.runner.database.write() as session:
        texts = (f"common word{n % 997} number{n}" for n in range(10_000))
        keep(
            session,
            [Entry(**vars(item) | {"text": t, "page": n}) for n, t in enumerate(texts)],
            sitting.id,
            "x",
        )
    with site.counted() as seen:
        assert "found on page 500" in said(site.public.get("/search?q=number500"))
    assert len(seen) <= 10
    assert "More than 1 result" in said(site.public.get("/search?q=common"))
    with world.runner.database.write() as session:
        session.execute(text(f"INSERT INTO {WORDS}({WORDS}) VALUES('integrity-check')"))
