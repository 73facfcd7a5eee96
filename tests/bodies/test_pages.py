"""Pages on which officers look after committees, councillors, wards and groups."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from meetings.bodies import queries
from meetings.bodies.rules import BodyKind, Seat
from meetings.bodies.usecases import (
    AddCouncillor,
    AddMember,
    CreateBody,
    CreateGroup,
    CreateWard,
    add_councillor,
    add_member,
    create_body,
    create_group,
    create_ward,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from tests.factories.accounts import signed_in
from tests.factories.browsing import Browsing
from tests.factories.site import Site, words

MAY = date(2026, 5, 20)


@pytest.fixture
def officer(site: Site) -> Browsing:
    """The officer's browser."""
    return Browsing(site, token=site.world.officer_token)


def date_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def seats(site: Site, slug: str) -> list[tuple[str, Seat]]:
    with site.world.runner.read() as session:
        body = queries.body_by_slug(session, slug)
        return [(m.name, m.seat) for m in queries.members_of(session, body.id, site.world.clock.at.date())]


def test_committee_is_set_up_and_filled_on_its_page(site: Site, officer: Browsing) -> None:
    assert "No committees yet" in words(officer.get("/desk/bodies"))
    data = {
        "name": "Planning & Trees",
        "kind": "committee",
        "purpose": "Decides applications.",
        "quorum": "4",
        "usual_place": "Town Hall",
        "usual_time": "18:30",
        "resolved_word": "RESOLVED",
    }
    made = officer.send("/desk/bodies/new", "/desk/bodies/new", data)
    assert (made.status_code, made.location) == (303, "/desk/bodies/planning-trees")
    assert "No members yet" in words(officer.get(made.location))
    person = site.world.person("Councillor Ann Lee")
    today = date_boxes("valid_from", site.world.clock.at.date())
    officer.send(made.location, f"{made.location}/members", {"person_id": person, "seat": "chair", **today})
    new = {"new_name": "Dr Ruth Price", "seat": "co_opted", **today}
    assert officer.send(made.location, f"{made.location}/members", new).status_code == 303
    assert seats(site, "planning-trees") == [
        ("Councillor Ann Lee", Seat.CHAIR),
        ("Dr Ruth Price", Seat.CO_OPTED),
    ]
    listed = words(officer.get("/desk/bodies"))
    assert "Planning & Trees Committee Councillor Ann Lee 2 Fewer than the quorum 4" in listed


def test_committee_form_keeps_what_was_typed(officer: Browsing) -> None:
    data = {
        "name": "Trees",
        "kind": "committee",
        "quorum": "many",
        "usual_time": "18:30",
        "purpose": "About <trees>",
    }
    response = officer.send("/desk/bodies/new", "/desk/bodies/new", data)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Enter how many members must be present, as a number" in page
    assert 'value="Trees"' in page
    assert "About &lt;trees&gt;" in page
    assert 'value="many"' in page


def test_committee_details_change_and_it_is_given_up_and_taken_up(site: Site, officer: Browsing) -> None:
    site.world.run(create_body, CreateBody("Trees", BodyKind.PANEL))
    here = "/desk/bodies/trees"
    data = {
        "name": "Trees",
        "kind": "committee",
        "quorum": "5",
        "usual_time": "10:00",
        "resolved_word": "AGREED",
    }
    assert officer.send(f"{here}/edit", f"{here}/edit", data).location == here
    page = words(officer.get(here))
    assert "Committee. Quorum 5." in page
    officer.send(here, f"{here}/give-up")
    assert "Given up (1) Trees" in words(officer.get("/desk/bodies"))
    assert "Add a member" not in words(officer.get(here))
    officer.send(here, f"{here}/take-up")
    assert "Add a member" in words(officer.get(here))


def test_chair_is_changed_by_one_button(site: Site, officer: Browsing) -> None:
    body = site.world.body("Audit Committee", members=2)
    officer.send(
        "/desk/bodies/audit-committee", "/desk/bodies/audit-committee/chair", {"person_id": body.members[1]}
    )
    assert seats(site, "audit-committee") == [
        ("Councillor B. Bright", Seat.CHAIR),
        ("Councillor A. Abara", Seat.MEMBER),
    ]
    page = words(officer.get("/desk/bodies/audit-committee"))
    assert "Seats that have ended (2)" in page


def test_seat_is_changed_ended_and_taken_back(site: Site, officer: Browsing) -> None:
    site.world.body("Audit Committee", members=2)
    here, today = "/desk/bodies/audit-committee", site.world.clock.at.date()
    links = re.findall(rf'href="({here}/seats/[a-z0-9]+)"', officer.get(here).get_data(as_text=True))
    assert len(links) == 2
    change = {"seat": "vice_chair", **date_boxes("valid_from", today)}
    assert officer.send(links[1], f"{links[1]}/change", change).status_code == 303
    assert "seat on that day" in words(officer.send(links[1], f"{links[1]}/change", change))
    early = officer.send(links[0], f"{links[0]}/end", date_boxes("valid_to", date(2019, 1, 1)))
    assert (early.status_code, "on or after the first day" in words(early)) == (422, True)
    assert officer.send(links[0], f"{links[0]}/end", {"mistake": "yes"}).status_code == 303
    assert seats(site, "audit-committee") == [("Councillor B. Bright", Seat.VICE_CHAIR)]
    assert "Councillor A. Abara" not in words(officer.get(here)).split("Add a member")[0]
    assert officer.get(f"{here}/seats/nothing").status_code == 404


def test_full_council_is_filled_by_one_button(site: Site, officer: Browsing) -> None:
    world = site.world
    world.run(create_body, CreateBody("Council", BodyKind.COUNCIL))
    for n in range(3):
        world.run(add_councillor, AddCouncillor(f"Councillor {n}", None, None, MAY))
    assert "Add all 3 councillors who have no seat here" in words(officer.get("/desk/bodies/council"))
    officer.send("/desk/bodies/council", "/desk/bodies/council/all-councillors")
    page = words(officer.get("/desk/bodies/council"))
    assert "3 councillors are added." in page
    assert "Add all" not in page
    assert "at least 1 of 3" in words(officer.get("/desk/bodies/council/edit"))


def test_councillor_is_entered_changes_group_and_leaves(site: Site, officer: Browsing) -> None:
    world, today = site.world, site.world.clock.at.date()
    ward, group = (
        world.run(create_ward, CreateWard("Harbour")),
        world.run(create_group, CreateGroup("Alliance")),
    )
    other = world.run(create_group, CreateGroup("Forward"))
    assert "No councillors in office" in words(officer.get("/desk/councillors"))
    data = {"name": "Councillor Ann Lee", "ward_id": ward, "group_id": group, **date_boxes("valid_from", MAY)}
    assert officer.send("/desk/councillors/new", "/desk/councillors/new", data).status_code == 303
    page = words(officer.get("/desk/councillors"))
    assert "1 councillor in office" in page
    assert "Lee, Ann Harbour Alliance 20 May 2026" in page
    here = "/desk/councillors/ann-lee"
    change = {"ward_id": ward, "group_id": other, **date_boxes("valid_from", today)}
    officer.send(here, f"{here}/terms", change)
    assert "Lee, Ann Harbour Forward" in words(officer.get("/desk/councillors"))
    body_id = world.run(create_body, CreateBody("Trees", BodyKind.PANEL))
    with world.runner.read() as session:
        person_id = queries.councillors(session, today)[0].person_id
    world.run(add_member, AddMember(body_id, person_id, Seat.MEMBER, MAY))
    ending = re.search(rf'href="({here}/terms/[a-z0-9]+/end)"', officer.get(here).get_data(as_text=True))
    assert ending is not None
    assert "Trees , Member" in words(officer.get(ending[1]))
    assert officer.send(ending[1], ending[1], date_boxes("valid_to", today)).status_code == 303
    world.later(minutes=24 * 60)
    later = Browsing(site, token=signed_in(world, "Olu", Role.OFFICER)[1])
    assert "Former councillors (1) Councillor Ann Lee , until" in words(later.get("/desk/councillors"))
    assert "Trees Member" in words(later.get(here))


def test_person_details_change_and_keep_their_address(site: Site, officer: Browsing) -> None:
    site.world.person("Councillor Ann Lee")
    here = "/desk/councillors/ann-lee"
    assert "Not a councillor" in words(officer.get(here))
    data = {"name": "Dame Ann Lee", "sort_name": "", "post": "", "email": "ann@aldwater.example"}
    assert officer.send(here, here, data).location == here
    assert "Dame Ann Lee" in words(officer.get(here))
    wrong = officer.send(here, here, data | {"email": "nonsense"})
    assert (wrong.status_code, 'value="nonsense"' in wrong.get_data(as_text=True)) == (422, True)
    assert officer.get("/desk/councillors/nobody").status_code == 404


@pytest.mark.parametrize(
    ("path", "empty"), [("/desk/wards", "No wards yet"), ("/desk/groups", "No groups yet")]
)
def test_names_are_added_and_renamed(officer: Browsing, path: str, empty: str) -> None:
    assert empty in words(officer.get(path))
    assert officer.send(path, path, {"name": "St Wystan's"}).status_code == 303
    again = officer.send(path, path, {"name": "st wystan's"})
    assert (again.status_code, "is on the list already" in words(again)) == (422, True)
    here = f"{path}/st-wystans"
    assert officer.send(here, here, {"name": "St Wystan's and Quay"}).location == path
    assert "St Wystan's and Quay 0" in words(officer.get(path))
    assert officer.get(f"{path}/nothing").status_code == 404


def test_pages_are_for_officers(site: Site) -> None:
    site.world.body("Audit Committee", members=1)
    paths = [
        "/desk/bodies",
        "/desk/bodies/new",
        "/desk/bodies/audit-committee",
        "/desk/bodies/audit-committee/edit",
        "/desk/councillors",
        "/desk/councillors/new",
        "/desk/councillors/a-abara",
        "/desk/wards",
        "/desk/groups",
    ]
    member = Browsing(
        site, token=next(t for p, t in site.world.tokens.items() if site.world.names[p] != "Priya Nair")
    )
    assert [Browsing(site, token=site.world.officer_token).get(p).status_code for p in paths] == [200] * 9
    assert [member.get(p).status_code for p in paths] == [403] * 9
    public = [Browsing(site).get(p) for p in paths]
    assert [r.location for r in public] == [f"/sign-in?next={quote(p)}" for p in paths]


def test_long_names_and_two_hundred_rows(site: Site, officer: Browsing) -> None:
    world = site.world
    long_name = "Llanfair" * 24
    with world.runner.work(SYSTEM) as work:
        body_id = create_body(work, CreateBody(long_name[:190], BodyKind.COMMITTEE))
        for n in range(200):
            name = f"Councillor {long_name[:150]} {n:03}"
            add_member(work, AddMember(body_id, "", Seat.MEMBER, MAY, new_name=name))
    page = words(officer.get(f"/desk/bodies/{long_name[:100].lower()}"))
    assert "200 members" in page
    one = site.world.clock.at.date() + timedelta(days=1)
    assert officer.get(f"/desk/bodies?on={one}").status_code == 200
