"""Political balance as officers work with it: real groups and seats, what-ifs by address, agreed allocations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from meetings.bodies.models import BodyKind, Seat
from meetings.bodies.usecases import (
    AddMember,
    CreateBody,
    CreateGroup,
    SetTerm,
    add_member,
    create_body,
    create_group,
    set_term,
)
from meetings.db.record import council_stream, facts_of
from meetings.deadlines.member_events import BalanceAgreed
from meetings.deadlines.models import BalanceDecision
from meetings.deadlines.rules.balance import UNGROUPED
from meetings.deadlines.seats import council_now, outlook, scenario_of
from meetings.deadlines.usecases.balance import AgreeBalance, agree_balance
from meetings.kernel.actor import ANONYMOUS, SYSTEM, Actor
from meetings.kernel.errors import Denied, Invalid, SignInRequired
from meetings.kernel.permissions import Grant, Role
from tests.factories.site import Site, words
from tests.factories.world import World

ALWAYS = date(2020, 1, 1)
GROUPS = {"Reds": 6, "Blues": 3, "Lone Party": 1}
FAIR = {"Planning": {"Reds": 3, "Blues": 2}, "Audit": {"Reds": 2, "Blues": 1}}


def agreement(**changes: Any) -> AgreeBalance:
    values: dict[str, Any] = {
        "decided_on": date(2026, 5, 20),
        "reason": "Annual meeting, minute 9",
        "members": 9,
        "groups": {"Reds": 6, "Blues": 3},
        "committees": {"Planning": 5, "Audit": 3},
        "grid": FAIR,
    }
    return AgreeBalance(**(values | changes))


def council(world: World) -> None:
    """Ten councillors in groups and two committees, the first with one seat vacant."""
    people: dict[str, list[str]] = {}
    for name, number in GROUPS.items():
        group = world.run(create_group, CreateGroup(name), SYSTEM)
        for n in range(number):
            person = world.person(f"Councillor {name} {n}")
            world.run(set_term, SetTerm(person, None, group, ALWAYS), SYSTEM)
            people.setdefault(name, []).append(person)
    for name, seats in (("Planning", 5), ("Audit", 3)):
        command = CreateBody(name, BodyKind.COMMITTEE, seats=seats, counts_for_balance=True)
        body = world.run(create_body, command, SYSTEM)
        sitting = (people["Reds"][:3] + people["Blues"][:1])[: seats - 1]
        for person in sitting:
            world.run(add_member, AddMember(body, person, Seat.MEMBER, ALWAYS), SYSTEM)
        co_opted = world.person(f"Independent person of {name}")
        world.run(add_member, AddMember(body, co_opted, Seat.CO_OPTED, ALWAYS), SYSTEM)
    world.run(create_body, CreateBody("Cabinet", BodyKind.CABINET), SYSTEM)


def kept(world: World) -> list[BalanceDecision]:
    with world.runner.read() as session:
        return list(session.query(BalanceDecision))


def test_an_allocation_is_kept_and_stands_in_the_record(world: World) -> None:
    world.run(agree_balance, agreement())
    (row,) = kept(world)
    assert (row.departure, row.figures["grid"]) == (False, FAIR)
    with world.runner.read() as session:
        (entry,) = facts_of(session, council_stream(session), types=[BalanceAgreed])
    assert isinstance(entry.fact, BalanceAgreed)
    assert ("Planning", "Reds", 3) in entry.fact.grid


def test_only_who_looks_after_the_law_may_keep_one(world: World) -> None:
    with pytest.raises(SignInRequired):
        world.run(agree_balance, agreement(), ANONYMOUS)
    councillor = Actor("c", "Cllr", grants=(Grant(Role.COUNCILLOR, None, ALWAYS),))
    with pytest.raises(Denied):
        world.run(agree_balance, agreement(), councillor)
    monitoring = Actor("m", "Sam", grants=(Grant(Role.MONITORING, None, ALWAYS),))
    assert world.run(agree_balance, agreement(), monitoring)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"decided_on": date(2099, 1, 1)}, "decided_on"),
        ({"grid": FAIR | {"Planning": {"Reds": 3, "Blues": 1}}}, "grid"),
        ({"grid": FAIR | {"Planning": {"Reds": 2, "Blues": 3}}}, "departure"),
    ],
)
def test_what_does_not_stand_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.run(agree_balance, agreement(**changes))
    assert field in refused.value.fields
    assert kept(world) == []


def test_a_departure_is_kept_as_one(world: World) -> None:
    grid = FAIR | {"Planning": {"Reds": 2, "Blues": 3}}
    world.run(agree_balance, agreement(grid=grid, departure=True))
    world.run(agree_balance, agreement(departure=True))
    assert sorted(row.departure for row in kept(world)) == [False, True]


def test_seats_are_read_from_groups_and_committees(world: World) -> None:
    council(world)
    with world.runner.read() as session:
        now = council_now(session, date(2026, 11, 28))
    assert [(g.name, g.members) for g in now.groups] == [
        ("Reds", 6),
        ("Blues", 3),
        ("Lone Party", 1),
        (UNGROUPED, 0),
    ]
    assert {c.name: dict(c.held) for c in now.committees} == {
        "Planning": {"Reds": 3, "Blues": 1},
        "Audit": {"Reds": 2},
    }
    asked = scenario_of(now, {})
    assert asked.alone == ("Lone Party",)
    found = outlook(asked)
    assert found is not None
    assert found.plan.targets == {"Reds": 5, "Blues": 2, UNGROUPED: 1}
    assert not found.wrong


@pytest.mark.parametrize(
    ("args", "members", "sizes"),
    [
        ({}, {"Reds": 6, "Blues": 3}, {"Planning": 5, "Audit": 3}),
        ({"from": "reds", "to": "blues"}, {"Reds": 5, "Blues": 4}, {"Planning": 5, "Audit": 3}),
        (
            {"from": "blues", "to": "lone-party"},
            {"Reds": 6, "Blues": 2, "Lone Party": 2},
            {"Planning": 5, "Audit": 3},
        ),
        ({"from": "reds", "to": "reds"}, {"Reds": 6, "Blues": 3}, {"Planning": 5, "Audit": 3}),
        ({"from": "none", "to": "reds"}, {"Reds": 6, "Blues": 3}, {"Planning": 5, "Audit": 3}),
        ({"group-reds": "8", "group-blues": "many"}, {"Reds": 8, "Blues": 3}, {"Planning": 5, "Audit": 3}),
        ({"seats-audit": "0", "seats-planning": "7"}, {"Reds": 6, "Blues": 3}, {"Planning": 7}),
        (
            {"new-name": "Climate", "new-seats": "9"},
            {"Reds": 6, "Blues": 3},
            {"Planning": 5, "Audit": 3, "Climate": 9},
        ),
    ],
)
def test_what_if(world: World, args: dict[str, str], members: dict[str, int], sizes: dict[str, int]) -> None:
    council(world)
    with world.runner.read() as session:
        now = council_now(session, date(2026, 11, 28))
    asked = scenario_of(now, args)
    assert (asked.weights, asked.sizes) == (members, sizes)
    found = outlook(asked)
    assert found is not None
    assert found.adds_up


def test_the_page_shows_proposal_what_if_and_what_is_amiss(site: Site) -> None:
    council(site.world)
    page = words(site.officer.get("/desk/members/balance"))
    assert "Lone Party has one member" in page
    assert "Nothing amiss" in page
    asked = site.officer.get("/desk/members/balance?from=reds&to=blues&do=propose")
    assert "This is a what-if" in words(asked)
    bare = "/desk/members/balance?do=check&cell-planning-reds=5&cell-audit-reds=2&cell-audit-blues=1"
    amiss = words(site.officer.get(bare))
    assert "Planning: all 5 seats go to Reds." in amiss
    assert "needs" not in amiss.partition("amiss with this grid")[0][-10:]
    assert kept(site.world) == []


def test_the_grid_as_last_checked_is_kept(site: Site) -> None:
    council(site.world)
    cells = (
        "cell-planning-reds=3&cell-planning-blues=1&cell-planning-none=1&cell-audit-reds=2&cell-audit-blues=1"
    )
    form = {
        "query": f"do=check&{cells}",
        "decided_on-day": "20",
        "decided_on-month": "5",
        "decided_on-year": "2026",
        "reason": "Annual meeting, minute 9",
    }
    answer = site.officer.post("/desk/members/balance", form)
    assert answer.status_code == 303, words(answer)
    assert kept(site.world)[0].figures["grid"]["Planning"] == {"Reds": 3, "Blues": 1, UNGROUPED: 1}
    blank = site.officer.post("/desk/members/balance", form | {"reason": "", "decided_on-day": "41"})
    assert blank.status_code == 422
    text = words(blank)
    assert "Enter a real date" in text
    assert "Annual meeting, minute 9" in words(site.officer.get("/desk/members/balance"))


def test_a_review_is_due_when_the_groups_change(site: Site) -> None:
    council(site.world)
    site.world.run(agree_balance, agreement(members=9))
    assert "must be reviewed" in words(site.officer.get("/desk/members/balance"))


def test_paper_and_spreadsheet_say_the_same(site: Site) -> None:
    council(site.world)
    assert "All committees 8 5 2 1" in words(site.officer.get("/desk/members/balance/print"))
    table = site.officer.get("/desk/members/balance.csv").get_data(as_text=True)
    assert "Planning,5," in table
    assert "All,8,5,2,1" in table.replace("\r", "")


def test_nothing_to_share_says_what_to_do(site: Site) -> None:
    assert "No seats to share yet" in words(site.officer.get("/desk/members/balance"))
    assert "No seats to share yet" in words(site.officer.get("/desk/members/balance/print"))
    assert site.officer.get("/desk/members/balance.csv").status_code == 200
    assert site.officer.post("/desk/members/balance", {"query": "", "reason": "x"}).status_code == 422


def test_the_public_is_not_shown_it(site: Site) -> None:
    assert site.public.get("/desk/members/balance").status_code in (302, 401, 403)
