"""Pages of interests: registers published and kept, requests, what an agenda touches, exempt papers that are closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from meetings.agendas.paper_access import closed_items
from meetings.agendas.usecases import (
    AddPaper,
    ChangeItem,
    ItemStates,
    PaperFile,
    PublishAgenda,
    add_paper,
    change_item,
    publish_agenda,
)
from meetings.bodies.usecases import SetTerm, set_term
from meetings.interests.queries import matches_for, proposals_of, register_of
from meetings.interests.rules import Category, matching, phrases, subjects_in
from meetings.interests.usecases import Line, RegisterInterest, register_interest
from meetings.kernel.actor import SYSTEM
from meetings.kernel.secrecy import Sensitivity
from meetings.people.queries import person_of
from tests.factories.site import Site, Visitor, make_site, words
from tests.factories.world import Sitting

BYTES = b"%PDF-1.7 not more than a few bytes"
LAND = "Freehold of 12 Holt Lane, Northmoor NM1 4AB"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """A meeting to come, whose second item is exempt and about a member's land."""
    world = site.world
    sitting = world.body(members=4).meeting("Minutes", "Sale of 12 Holt Lane", publish=False)
    exempt = ChangeItem(
        sitting.id,
        sitting.items[1],
        "Sale of 12 Holt Lane",
        recommendation="That it is sold",
        sensitivity=Sensitivity.EXEMPT,
        exemption="Paragraph 3",
        states=ItemStates(interest_test="The price would fall"),
    )
    world.run(change_item, exempt)
    world.run(publish_agenda, PublishAgenda(sitting.id))
    return sitting


def slug_of(site: Site, person_id: str) -> str:
    with site.world.runner.read() as session:
        person = person_of(session, person_id)
    assert person is not None
    return person.slug


def register(sitting: Sitting, n: int, line: Line) -> str:
    return sitting.world.run(register_interest, RegisterInterest(sitting.body.members[n], line))


def test_names_and_postcodes_are_looked_for_as_whole_words() -> None:
    assert subjects_in(LAND) == ("NM1 4AB", "Holt Lane")
    assert phrases("dentist, Mill Street\nthe Ald", "") == ("dentist", "Mill Street", "the Ald")
    assert matching(["Holt Lane", "Holt"], "The HOLT lane depot") == ("Holt Lane", "Holt")
    assert matching(["Holt Lane"], "Holt Lanes and Holtlane") == ()
    assert matching(["St Mary’s"], "Roof of St Mary's hall") == ("St Mary’s",)
    assert matching(["  "], "anything") == ()


def test_a_register_is_published_without_what_is_sensitive(site: Site, sitting: Sitting) -> None:
    slug = slug_of(site, sitting.body.members[1])
    page = f"/desk/members/interests/{slug}"
    data = {"category": "land", "holder": "member", "text": LAND, "words": "Holt Lane"}
    assert site.officer.post(page, data).status_code == 303
    secret = {**data, "text": "A refuge in Mill Street", "is_sensitive": "yes"}
    assert site.officer.post(page, secret).status_code == 303
    public = words(site.public.get(f"/councillors/{slug}/interests"))
    assert LAND in public
    assert "its details are withheld (Localism Act 2011, section 32)" in public
    assert "Mill Street" not in public
    assert "Mill Street" in words(site.officer.get(page))
    assert site.officer.post(page, {**data, "text": " "}).status_code == 422
    assert site.public.get("/councillors/nobody/interests").status_code == 404
    officer = site.world.person("Dana Reed", "Planning Officer")
    assert site.public.get(f"/councillors/{slug_of(site, officer)}/interests").status_code == 404


def test_only_officers_keep_registers(site: Site, sitting: Sitting) -> None:
    member = site.member(sitting.body.members[1])
    page = f"/desk/members/interests/{slug_of(site, sitting.body.members[1])}"
    for visitor in (member, site.public):
        for path in (page, "/desk/members/interests", f"/desk/meetings/{sitting.id}/interests"):
            assert visitor.get(path).status_code in (302, 303, 403)
        assert visitor.post(page, {"category": "land", "text": "x"}).status_code in (302, 303, 401, 403)


def test_a_member_asks_and_an_officer_takes_it_over_or_says_why_not(site: Site, sitting: Sitting) -> None:
    person_id = sitting.body.members[1]
    member, page = site.member(person_id), f"/desk/members/interests/{slug_of(site, person_id)}"
    site.world.run(set_term, SetTerm(person_id, None, None, date(2020, 1, 1)), SYSTEM)
    for text in ("Two tickets to the races, £80", "A pen"):
        assert member.post("/my/interests", {"category": "gifts", "text": text}).status_code == 303
    assert member.post("/my/interests", {"category": "", "text": "x"}).status_code == 422
    assert "asks for a change" in words(site.officer.get(page))
    assert "1 line" not in words(site.officer.get("/desk/members/interests"))
    with site.world.runner.read() as session:
        later, earlier = proposals_of(session, person_id)
    assert site.officer.post(f"{page}/requests/{earlier.id}", {"decision": "accept"}).status_code == 303
    assert site.officer.post(f"{page}/requests/{later.id}", {"decision": "refuse"}).status_code == 422
    answer = {"decision": "refuse", "answer": "Below the threshold"}
    assert site.officer.post(f"{page}/requests/{later.id}", answer).status_code == 303
    with site.world.runner.read() as session:
        assert len(register_of(session, person_id, details=True)) == 1
        kept = register_of(session, person_id, details=True)[0].id
    assert "Below the threshold" in words(member.get("/my/interests"))
    # A change that is refused for its form stays a change of that line when it is sent again.
    refused = member.post("/my/interests", {"category": "gifts", "text": "", "interest_id": kept})
    assert refused.status_code == 422
    assert refused.text.count(f'name="interest_id" value="{kept}"') == 3


def test_an_agenda_prompts_the_member_and_the_clerk_and_decides_nothing(site: Site, sitting: Sitting) -> None:
    register(sitting, 1, Line(Category.LAND, LAND))
    register(sitting, 2, Line(Category.LAND, "A flat in Holt Lane", "Holt Lane", is_sensitive=True))
    mine = f"/my/meetings/{sitting.id}/interests"
    for n in (1, 2):
        assert "“Holt Lane” stands in your register" in words(site.member(sitting.body.members[n]).get(mine))
    clerk = words(site.officer.get(f"/desk/meetings/{sitting.id}/interests"))
    assert clerk.count("“Holt Lane”") == 1
    with site.world.runner.read() as session:
        assert matches_for(session, sitting.id, [sitting.body.members[3]], details=True) == {}
    assert "No words of your register" in words(site.member(sitting.body.members[3]).get(mine))
    assert site.member(site.world.body("Audit", members=1).members[0]).get(mine).status_code == 404


def declare(visitor: Visitor, sitting: Sitting, **more: str) -> int:
    data = {"item_id": sitting.items[1], "kind": "dpi", "action": "left", "nature": "Owns it", **more}
    return visitor.post(f"/my/meetings/{sitting.id}/interests", data).status_code


def test_beforehand_by_the_member_and_grounds_for_the_officer(site: Site, sitting: Sitting) -> None:
    first, second = (site.member(p) for p in sitting.body.members[1:3])
    assert declare(first, sitting, kind="nonsense") == 422
    assert declare(first, sitting) == 303
    assert declare(second, sitting) == 303
    clerk = words(site.officer.get(f"/desk/meetings/{sitting.id}/interests"))
    assert "Ground (a), numbers: shown. 4 members, 2 barred: 2 left, and the quorum is 3." in clerk
    assert "Owns it" not in words(site.public.get(f"/meetings/{sitting.id}/live"))
    assert site.public.post(f"/room/{sitting.id}/interests", {}).status_code in (302, 303, 401, 403)


def test_exempt_papers_of_the_item_are_closed_to_who_declared(site: Site, sitting: Sitting) -> None:
    stored = site.parts.services.storage.put(BytesIO(BYTES))
    file = PaperFile("valuation.pdf", "application/pdf", stored.size, 1, stored.sha256)
    more = {"exemption": "Paragraph 3", "interest_test": "Bids"}
    add = AddPaper(sitting.id, sitting.items[1], "Valuation", file, Sensitivity.EXEMPT, **more)
    path = f"/papers/{site.world.run(add_paper, add)}/valuation.pdf"
    site.world.run(publish_agenda, PublishAgenda(sitting.id, "With the valuation"))
    barred, other = (site.member(p) for p in sitting.body.members[1:3])
    mine = f"/my/meetings/{sitting.id}"
    assert barred.get(path).status_code == 200
    assert "That it is sold" in words(barred.get(mine))
    assert declare(barred, sitting) == 303
    assert [v.get(path).status_code for v in (barred, other, site.officer)] == [403, 200, 200]
    assert "You declared an interest in item 2" in words(barred.get(path))
    assert "That it is sold" not in words(barred.get(mine))
    assert "That it is sold" in words(other.get(mine))
    with site.world.runner.read() as session:
        assert list(closed_items(session, sitting.id, sitting.body.members[1])) == [sitting.items[1]]
        assert closed_items(session, sitting.id, None) == {}
