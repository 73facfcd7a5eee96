"""The council, its bodies, wards, groups, and councillors in office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from meetings.bodies import queries
from meetings.bodies.events import BodyChanged, TermEnded, WardRenamed
from meetings.bodies.rules import BodyKind
from meetings.bodies.usecases import (
    AddCouncillor,
    CreateBody,
    CreateCouncil,
    CreateGroup,
    CreateWard,
    EndTerm,
    RenameGroup,
    RenameWard,
    SetTerm,
    UpdateBody,
    add_councillor,
    create_body,
    create_council,
    create_group,
    create_ward,
    end_term,
    rename_group,
    rename_ward,
    set_term,
    update_body,
)
from meetings.db import record
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from tests.factories.accounts import administrator, signed_in, statements
from tests.factories.atonce import at_once
from tests.factories.world import World

MAY = date(2026, 5, 20)
DAY = timedelta(days=1)
PLANNING = CreateBody(
    "Planning Committee", BodyKind.COMMITTEE, "Decides applications.", 4, "Town Hall", "18:30"
)


def facts(world: World, *types: type) -> list[object]:
    with world.runner.read() as session:
        return [e.fact for e in record.facts_of(session, record.council_stream(session), types=types)]


def update_of(world: World, body_id: str) -> UpdateBody:
    with world.runner.read() as session:
        b = queries.body_of(session, body_id)
    return UpdateBody(
        b.id, b.name, b.kind, b.purpose, b.quorum, b.usual_place, b.usual_time, b.resolved_word, b.is_active
    )


def test_council_is_set_up_once(world: World) -> None:
    with pytest.raises(WrongState):
        world.run(create_council, CreateCouncil("Another Council"), SYSTEM)
    with pytest.raises(Denied):
        world.run(create_council, CreateCouncil("Another Council"))
    with world.runner.read() as session:
        assert queries.council_name(session) == "Northmoor Borough Council"


def test_body_is_created_and_found_by_its_address(world: World) -> None:
    body_id = world.run(create_body, PLANNING)
    with world.runner.read() as session:
        body = queries.body_by_slug(session, "planning-committee")
        assert body == queries.body_of(session, body_id)
        assert [b.name for b in queries.bodies(session)] == ["Planning Committee"]
        with pytest.raises(NotFound):
            queries.body_by_slug(session, "nothing")
    assert (body.name, body.kind, body.quorum, body.usual_time) == (
        "Planning Committee",
        BodyKind.COMMITTEE,
        4,
        "18:30",
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "N" * 201}, "name"),
        ({"quorum": 0}, "quorum"),
        ({"quorum": 301}, "quorum"),
        ({"usual_time": "7pm"}, "usual_time"),
        ({"resolved_word": ""}, "resolved_word"),
        ({"purpose": "p" * 5001}, "purpose"),
    ],
)
def test_body_details_say_which_field_is_wrong(
    sqlite_world: World, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        sqlite_world.run(create_body, replace(PLANNING, **wrong))  # type: ignore[arg-type]
    assert list(raised.value.fields) == [field]


def test_body_names_are_unique_among_those_in_being(world: World) -> None:
    done, refused = at_once(*[lambda: world.run(create_body, PLANNING)] * 2)
    assert (len(done), [type(e) for e in refused]) in ((1, [Invalid]), (1, [WrongState]))
    world.run(update_body, replace(update_of(world, done[0]), is_active=False))
    again = world.run(create_body, PLANNING)
    with world.runner.read() as session:
        assert queries.body_of(session, again).slug == "planning-committee-2"
        assert [b.id for b in queries.bodies(session)] == [again]
        assert {b.id for b in queries.bodies(session, active=None)} == {again, done[0]}


def test_body_changes_are_named_and_nothing_is_recorded_without_one(sqlite_world: World) -> None:
    world = sqlite_world
    body_id = world.run(create_body, PLANNING)
    same = update_of(world, body_id)
    world.run(update_body, same)
    world.run(update_body, replace(same, quorum=5, name="Planning and Trees Committee"))
    assert facts(world, BodyChanged) == [
        BodyChanged(body_id, "Planning and Trees Committee", ("name", "quorum"))
    ]
    with pytest.raises(NotFound):
        world.run(update_body, replace(same, body_id="nothing"))
    with pytest.raises(Denied):
        world.run(update_body, same, signed_in(world, "Mo")[0])
    with pytest.raises(Denied):
        world.run(create_body, PLANNING, administrator(world))


def test_wards_and_groups_are_entered_once_and_renamed(world: World) -> None:
    ward = world.run(create_ward, CreateWard("Harbour"))
    group = world.run(create_group, CreateGroup("Alliance"))
    for case, command in ((create_ward, CreateWard("harbour")), (create_group, CreateGroup(" alliance "))):
        with pytest.raises(Invalid):
            world.run(case, command)  # type: ignore[arg-type]
    world.run(rename_ward, RenameWard(ward, "Harbour and Quay"))
    world.run(rename_ward, RenameWard(ward, "Harbour and Quay"))
    world.run(rename_group, RenameGroup(group, "New Alliance"))
    assert facts(world, WardRenamed) == [WardRenamed(ward, "Harbour and Quay", "Harbour")]
    with world.runner.read() as session:
        assert [(w.slug, w.name) for w in queries.wards(session, MAY)] == [("harbour", "Harbour and Quay")]
        assert [g.name for g in queries.groups(session, MAY)] == ["New Alliance"]
    with pytest.raises(NotFound):
        world.run(rename_ward, RenameWard("nothing", "X"))
    with pytest.raises(Denied):
        world.run(create_ward, CreateWard("X"), signed_in(world, "Mo")[0])
    done, refused = at_once(*[lambda: world.run(create_ward, CreateWard("Twice"))] * 2)
    assert (len(done), len(refused)) == (1, 1)


def test_councillor_changes_group_and_leaves(world: World) -> None:
    ward = world.run(create_ward, CreateWard("Harbour"))
    alliance, forward = (world.run(create_group, CreateGroup(name)) for name in ("Alliance", "Forward"))
    person_id = world.run(add_councillor, AddCouncillor("Councillor Ann Lee", ward, alliance, MAY))
    term_id = world.run(set_term, SetTerm(person_id, ward, forward, MAY + 100 * DAY))
    world.run(end_term, EndTerm(term_id, MAY + 200 * DAY))

    def in_office(on: date) -> list[tuple[str, str, str]]:
        with world.runner.read() as session:
            return [(c.sort_name, c.ward, c.group) for c in queries.councillors(session, on)]

    assert in_office(MAY - DAY) == []
    assert in_office(MAY + 99 * DAY) == [("Lee, Ann", "Harbour", "Alliance")]
    assert in_office(MAY + 100 * DAY) == [("Lee, Ann", "Harbour", "Forward")]
    assert in_office(MAY + 201 * DAY) == []
    assert len(facts(world, TermEnded)) == 2
    with world.runner.read() as session:
        former = queries.former_councillors(session, MAY + 201 * DAY)
        assert queries.former_councillors(session, MAY + 200 * DAY) == []
        assert [t.group for t in queries.terms_of(session, person_id)] == ["Forward", "Alliance"]
        assert [g.councillors for g in queries.groups(session, MAY)] == [1, 0]
    assert former == [("ann-lee", "Councillor Ann Lee", MAY + 200 * DAY)]


def test_terms_do_not_overlap(world: World) -> None:
    person_id = world.run(add_councillor, AddCouncillor("Councillor Ann Lee", None, None, MAY))
    with pytest.raises(WrongState):
        world.run(set_term, SetTerm(person_id, None, None, MAY))
    with pytest.raises(WrongState):
        world.run(set_term, SetTerm(person_id, None, None, MAY - DAY))
    world.run(set_term, SetTerm(person_id, None, None, MAY - 9 * DAY, MAY - DAY))
    later = SetTerm(person_id, None, None, MAY + 9 * DAY)
    done, refused = at_once(*[lambda: world.run(set_term, later)] * 2)
    assert (len(done), [type(e) for e in refused]) == (1, [WrongState])


def test_term_refuses_what_is_not_on_the_lists(sqlite_world: World) -> None:
    world = sqlite_world
    person_id = world.person("Councillor Ann Lee")
    for command, field in (
        (SetTerm(person_id, "nothing", None, MAY), "ward_id"),
        (SetTerm(person_id, None, "nothing", MAY), "group_id"),
        (SetTerm(person_id, None, None, MAY, MAY - DAY), "valid_to"),
    ):
        with pytest.raises(Invalid) as raised:
            world.run(set_term, command)
        assert list(raised.value.fields) == [field]
    with pytest.raises(NotFound):
        world.run(set_term, SetTerm("nobody", None, None, MAY))
    with pytest.raises(NotFound):
        world.run(end_term, EndTerm("nothing", MAY))
    with pytest.raises(Denied):
        world.run(set_term, SetTerm(person_id, None, None, MAY), signed_in(world, "Mo")[0])


def test_lists_take_as_many_queries_for_three_as_for_one(sqlite_world: World) -> None:
    world = sqlite_world
    seen = []
    for more in (1, 2):
        for n in range(more):
            world.run(add_councillor, AddCouncillor(f"Councillor {more}{n}", None, None, MAY))
            world.run(create_body, replace(PLANNING, name=f"Committee {more}{n}"))
        seen.append(
            [
                statements(world, lambda session: queries.councillors(session, MAY)),
                statements(world, lambda session: queries.bodies(session)),
                statements(world, lambda session: queries.member_counts(session, MAY)),
            ]
        )
    assert seen == [[1, 1, 1], [1, 1, 1]]
