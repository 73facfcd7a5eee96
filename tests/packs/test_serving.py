"""Who gets which pack, how it is sent, whose name is on it, and what is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.agendas.usecases import UnpublishAgenda, WithdrawPaper, unpublish_agenda, withdraw_paper
from meetings.documents.pdf_process import PdfRenderer
from meetings.kernel.errors import Denied, NotFound
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from meetings.packs.queries import openings
from meetings.packs.rules import PackKind
from meetings.packs.usecases import AskForPacks, ChooseSides, OpenPack, ask_for_packs, choose_sides, open_pack
from meetings.runtime.jobs import JobContext
from tests.factories.site import Site, Visitor, make_site
from tests.packs.making import Desk, everything, texts, untagged

#: In the secret papers alone, in every place that a paper has words in.
CANARIES = ("Quillfeather", "Zanzibarred", "Obsidianette")
CONTROL = "Marmaladeville"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def desk(site: Site, renderer: PdfRenderer) -> Desk:
    """A published meeting with an open and a secret paper, its packs made."""
    sitting = site.world.body().meeting("Library hours", "Sale of land", publish=False)
    made = Desk(
        site.world, sitting, JobContext(site.parts.runner, site.parts.services.storage, renderer.render)
    )
    made.add(0, f"Hours in {CONTROL}", untagged(2, f"Hours {CONTROL}"), filename=f"{CONTROL}.pdf")
    made.add(
        1,
        f"Bid of {CANARIES[0]}",
        untagged(3, f"Price {CANARIES[1]}"),
        Sensitivity.EXEMPT,
        filename=f"{CANARIES[2]}.pdf",
    )
    made.publish()
    made.make()
    return made


def member(site: Site, desk: Desk, number: int = 1) -> Visitor:
    return Visitor(site.parts, site.world.tokens[desk.sitting.body.members[number]])


def officer(site: Site) -> Visitor:
    return Visitor(site.parts, site.world.officer_token)


def recorded(desk: Desk) -> list[tuple[PackKind, str]]:
    with desk.world.runner.read() as session:
        return [(o.kind, o.name) for o in openings(session, desk.sitting.id)]


def test_the_public_pack_is_sent_whole_in_part_or_not_again(site: Site, desk: Desk) -> None:
    path = f"/meetings/{desk.sitting.id}/pack.pdf"
    whole = site.public.get(path)
    assert (whole.status_code, whole.data) == (200, desk.content())
    assert whole.headers["Cache-Control"] == "no-cache"
    part = site.public.get(path, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, desk.content()[10:20])
    again = site.public.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304


def test_the_public_page_shows_page_numbers_and_the_pack(site: Site, desk: Desk) -> None:
    page = site.public.get(f"/meetings/{desk.sitting.id}").text
    pack = desk.pack()
    assert f"/meetings/{desk.sitting.id}/pack.pdf" in page
    assert f"{pack.pages} pages)" in page
    assert "pages 2 to 3" in page
    assert "E1" not in page
    file = site.public.get(f"/meetings/{desk.sitting.id}/items/{desk.sitting.items[0]}.pdf")
    assert (file.status_code, len(texts(file.data))) == (200, 2)
    assert (
        site.public.get(f"/meetings/{desk.sitting.id}/items/{desk.sitting.items[1]}.pdf").status_code == 404
    )


def test_nothing_of_a_secret_paper_is_in_the_public_pack(site: Site, desk: Desk) -> None:
    public = everything(site.public.get(f"/meetings/{desk.sitting.id}/pack.pdf").data)
    assert [word for word in (*CANARIES, CONTROL) if word in public] == [CONTROL]
    secret = everything(desk.content(PackKind.EXEMPT))
    assert [word for word in CANARIES[:2] if word in secret] == list(CANARIES[:2])


@pytest.mark.parametrize("kind", ["members", "exempt"])
def test_a_member_gets_a_copy_with_their_name_and_it_is_recorded(site: Site, desk: Desk, kind: str) -> None:
    answer = member(site, desk).get(f"/meetings/{desk.sitting.id}/{kind}-pack.pdf")
    name = desk.world.names[desk.sitting.body.members[1]]
    assert answer.status_code == 200
    assert all(name in text for text in texts(answer.data))
    assert all(f"Copy of {name}, " in text for text in texts(answer.data))
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert ("ETag" in answer.headers, answer.headers["Accept-Ranges"]) == (False, "none")
    assert recorded(desk) == [(PackKind(kind), name)]


@pytest.mark.parametrize("kind", ["members", "exempt"])
def test_nobody_else_gets_one_and_nothing_is_recorded(site: Site, desk: Desk, kind: str) -> None:
    path = f"/meetings/{desk.sitting.id}/{kind}-pack.pdf"
    other = site.world.body("Licensing Committee")
    outsider = Visitor(site.parts, site.world.tokens[other.members[0]])
    author = Visitor(site.parts, site.world.account("Some Author", role=Role.AUTHOR))
    assert [v.get(path).status_code for v in (outsider, author)] == [404, 404]
    assert site.public.get(path).status_code in (302, 303, 401)
    assert recorded(desk) == []


def test_the_use_case_itself_refuses_whoever_may_not(desk: Desk) -> None:
    world = desk.world
    stranger = world.body("Licensing Committee")
    for kind in (PackKind.EXEMPT, PackKind.MEMBERS, PackKind.DRAFT):
        with pytest.raises(Denied):
            world.run(open_pack, OpenPack(desk.sitting.id, kind), world.actor(stranger.members[0]))
    with pytest.raises(NotFound):
        world.run(
            open_pack, OpenPack(desk.sitting.id, PackKind.DRAFT), world.actor(desk.sitting.body.members[0])
        )
    for command in (AskForPacks(desk.sitting.id), ChooseSides(desk.sitting.id, True)):
        case = ask_for_packs if isinstance(command, AskForPacks) else choose_sides
        with pytest.raises(Denied):
            world.run(case, command, world.actor(desk.sitting.body.members[0]))  # type: ignore[arg-type]


def test_a_withdrawn_paper_is_out_of_reach_before_the_pack_is_made_again(site: Site, desk: Desk) -> None:
    paper = desk.papers[f"Hours in {CONTROL}"]
    desk.world.run(withdraw_paper, WithdrawPaper(desk.sitting.id, paper, "Wrong"))
    path = f"/meetings/{desk.sitting.id}"
    assert site.public.get(f"{path}/pack.pdf").status_code == 404
    assert site.public.get(f"{path}/items/{desk.sitting.items[0]}.pdf").status_code == 404
    assert member(site, desk).get(f"{path}/members-pack.pdf").status_code == 404
    assert "pack.pdf" not in site.public.get(path).text
    desk.make()
    answer = site.public.get(f"{path}/pack.pdf")
    assert (answer.status_code, CONTROL in everything(answer.data)) == (200, False)


def test_officers_see_who_opened_what_also_as_a_table(site: Site, desk: Desk) -> None:
    member(site, desk).get(f"/meetings/{desk.sitting.id}/exempt-pack.pdf")
    name = desk.world.names[desk.sitting.body.members[1]]
    page = officer(site).get(f"/desk/meetings/{desk.sitting.id}/packs/openings")
    table = officer(site).get(f"/desk/meetings/{desk.sitting.id}/packs/openings.csv")
    assert (page.status_code, name in page.text) == (200, True)
    assert (table.mimetype, table.text.count(name)) == ("text/csv", 1)
    assert member(site, desk).get(f"/desk/meetings/{desk.sitting.id}/packs/openings").status_code == 403


def test_the_desk_page_says_how_each_pack_is_and_which_papers_to_mend(site: Site, desk: Desk) -> None:
    page = officer(site).get(f"/desk/meetings/{desk.sitting.id}/packs").text
    for words in (
        "Public pack",
        "Exempt pack",
        "Members’ pack",
        "Ready",
        "Without tags",
        "numbered 1 to 3, E1 to E4",
    ):
        assert words in page
    answer = officer(site).post(f"/desk/meetings/{desk.sitting.id}/packs/make")
    assert answer.status_code == 303
    assert "Waiting" in officer(site).get(f"/desk/meetings/{desk.sitting.id}/packs/state").text


def test_a_draft_bears_the_officers_name_where_it_holds_exempt_papers(site: Site, desk: Desk) -> None:
    officer(site).post(f"/desk/meetings/{desk.sitting.id}/packs/draft")
    desk.make(draft=True)
    answer = officer(site).get(f"/desk/meetings/{desk.sitting.id}/packs/draft.pdf")
    assert all("DRAFT · Priya Nair" in text for text in texts(answer.data))
    assert recorded(desk) == [(PackKind.DRAFT, "Priya Nair")]
    assert member(site, desk).get(f"/desk/meetings/{desk.sitting.id}/packs/draft.pdf").status_code == 403


def test_a_meeting_that_is_not_public_has_no_packs_to_open(site: Site) -> None:
    sitting = site.world.body().meeting("Library hours", publish=False)
    assert site.public.get(f"/meetings/{sitting.id}/pack.pdf").status_code == 404
    assert officer(site).get(f"/desk/meetings/{sitting.id}/packs").status_code == 200


def test_an_agenda_taken_back_takes_its_packs_and_numbers_with_it(site: Site, desk: Desk) -> None:
    path = f"/meetings/{desk.sitting.id}"
    desk.world.run(unpublish_agenda, UnpublishAgenda(desk.sitting.id, "Published by mistake"))
    assert site.public.get(f"{path}/pack.pdf").status_code == 404
    assert member(site, desk).get(f"{path}/members-pack.pdf").status_code == 404
    old = desk.numbers()
    desk.make()
    desk.publish("Once more")
    desk.make()
    assert old == {}
    assert desk.pack().numbers == "1 to 3"
    assert len(texts(site.public.get(f"{path}/pack.pdf").data)) == 3


def test_a_member_finds_the_way_to_their_packs(site: Site, desk: Desk) -> None:
    page = member(site, desk).get(f"/meetings/{desk.sitting.id}").text
    assert f"/meetings/{desk.sitting.id}/members-pack.pdf" in page
    assert "members-pack" not in site.public.get(f"/meetings/{desk.sitting.id}").text
