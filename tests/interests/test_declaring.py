"""Declared interests: who may declare what, what it bars, dispensations, and what follows at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from meetings.agendas.rules import Tag
from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.bodies.models import Seat
from meetings.bodies.usecases import AddMember, add_member
from meetings.db.record import RecordedFact, facts_of
from meetings.deadlines.rules.interests import Ground
from meetings.interests import events
from meetings.interests.models import Declaration
from meetings.interests.queries import declarations_of
from meetings.interests.rules import ACTIONS, Action, Kind, effect_of
from meetings.interests.usecases import (
    ChangeDeclaration,
    Declare,
    GrantDispensation,
    MarkReturned,
    WithdrawDeclaration,
    WithdrawDispensation,
    change_declaration,
    declare_interest,
    grant_dispensation,
    mark_returned,
    withdraw_declaration,
    withdraw_dispensation,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.motions.usecases import MoveMotion, move_motion
from meetings.room import usecases as room
from meetings.room.entitlement import bars_of, counted_on, may_speak_on, voters_on
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import BallotRequest
from tests.factories.atonce import at_once
from tests.factories.world import Sitting, World


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=5, quorum=3).meeting("Minutes", "Holt Lane depot", "Reports").open()


def declare(
    sitting: Sitting, n: int, item: int, kind: Kind = Kind.DPI, action: Action = Action.LEFT, **more: Any
) -> str:
    world, person = sitting.world, sitting.body.members[n]
    command = Declare(sitting.id, sitting.items[item], kind, action, **more)
    return world.run(declare_interest, command, world.actor(person))


def voters(sitting: Sitting, item: int) -> set[int]:
    m = sitting.body.members
    with sitting.world.runner.read() as session:
        return {m.index(v.person_id) for v in voters_on(session, sitting.id, sitting.items[item])}


def counted(sitting: Sitting, item: int) -> int:
    with sitting.world.runner.read() as session:
        return len(counted_on(session, sitting.id, sitting.items[item]))


def take(sitting: Sitting, item: int) -> None:
    sitting.world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[item]))


def test_a_pecuniary_interest_bars_from_that_item_alone(sitting: Sitting) -> None:
    declare(sitting, 3, 1, nature="Owns the depot")
    assert voters(sitting, 1) == {0, 1, 2, 4}
    assert voters(sitting, 0) == voters(sitting, 2) == {0, 1, 2, 3, 4}
    assert counted(sitting, 1) == 4
    with sitting.world.runner.read() as session:
        assert not may_speak_on(session, sitting.id, sitting.items[1], sitting.body.members[3])
        (bar,) = bars_of(session, sitting.id, sitting.items[1], sitting.body.members[3])
    assert bar.rule_id == "MB-3-I"
    take(sitting, 1)
    command = MoveMotion(sitting.id, "That it is sold", sitting.body.members[3])
    with pytest.raises(Invalid) as refused:
        sitting.world.run(move_motion, command)
    assert "mover_id" in refused.value.fields


def test_who_leaves_for_an_item_is_out_while_it_is_taken(sitting: Sitting) -> None:
    world = sitting.world
    declaration = declare(sitting, 3, 1)
    take(sitting, 1)
    with world.runner.read() as session:
        (found,) = declarations_of(session, sitting.id)
    assert found.left_at == world.clock.now()
    assert found.returned_at is None
    world.later(minutes=4)
    take(sitting, 2)
    with world.runner.read() as session:
        (found,) = declarations_of(session, sitting.id)
        kinds = [type(e.fact) for e in facts_of(session, sitting.id)]
    assert found.returned_at == world.clock.now()
    assert kinds.count(events.LeftForInterest) == kinds.count(events.ReturnedAfterInterest) == 1
    with pytest.raises(WrongState, match="not out"):
        world.run(mark_returned, MarkReturned(sitting.id, declaration))


@pytest.mark.parametrize(
    ("kind", "action", "speak", "vote", "counts"),
    [
        (Kind.DPI, Action.LEFT, False, False, False),
        (Kind.DPI, Action.NO_VOTE, False, False, False),
        (Kind.REGISTRABLE, Action.SPOKE, True, False, False),
        (Kind.REGISTRABLE, Action.TOOK_PART, True, True, True),
        (Kind.PERSONAL, Action.NO_VOTE, False, False, True),
        (Kind.ARREARS, Action.NO_VOTE, True, False, True),
        (Kind.ARREARS, Action.LEFT, False, False, False),
    ],
)
def test_what_each_declaration_comes_to(
    kind: Kind, action: Action, speak: bool, vote: bool, counts: bool
) -> None:
    effect = effect_of(kind, action)
    assert (effect.may_speak, effect.may_vote, effect.counts) == (speak, vote, counts)
    assert action in ACTIONS[kind]


def test_only_members_declare_and_only_for_themselves(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    for other in (m[1], world.person("Jo Speaker")):
        command = Declare(sitting.id, sitting.items[1], Kind.DPI, Action.LEFT, person_id=other)
        with pytest.raises(Denied):
            world.run(declare_interest, command, world.actor(m[0]))
    with pytest.raises(Denied):
        world.run(declare_interest, Declare(sitting.id, sitting.items[1], Kind.DPI, Action.LEFT))
    command = Declare(sitting.id, sitting.items[1], Kind.DPI, Action.LEFT, person_id=m[1])
    world.run(declare_interest, command)
    assert 1 not in voters(sitting, 1)


def test_what_does_not_go_together_is_refused(sitting: Sitting) -> None:
    with pytest.raises(Invalid, match="not possible"):
        declare(sitting, 1, 1, Kind.DPI, Action.SPOKE)
    with pytest.raises(Invalid, match="No dispensation"):
        declare(sitting, 1, 1, Kind.DPI, Action.TOOK_PART)
    with pytest.raises(Invalid, match="fewer words"):
        declare(sitting, 1, 1, nature="x" * 501)
    world, nothing = sitting.world, Declare(sitting.id, "nothing", Kind.DPI, Action.LEFT)
    with pytest.raises(NotFound):
        world.run(declare_interest, nothing, world.actor(sitting.body.members[1]))
    declare(sitting, 1, 1)
    with pytest.raises(WrongState, match="already"):
        declare(sitting, 1, 1)
    sitting.world.run(room.close_meeting, room.CloseMeeting(sitting.id))
    with pytest.raises(WrongState, match="over"):
        declare(sitting, 2, 1)


def test_declared_twice_at_once_stands_once(world: World) -> None:
    sitting = world.body(members=4).meeting("One", "Two").open()
    _, refused = at_once(*[lambda: declare(sitting, 1, 1)] * 2)
    assert len(refused) == 1
    with world.runner.read() as session:
        assert len(declarations_of(session, sitting.id)) == 1


def test_nothing_is_kept_of_arrears_and_of_sensitive_interests(sitting: Sitting) -> None:
    declare(sitting, 1, 1, Kind.ARREARS, Action.NO_VOTE, nature="I owe 900 pounds")
    declare(sitting, 2, 1, nature="A refuge in Mill Street", is_sensitive=True)
    with sitting.world.runner.read() as session:
        rows = list(session.scalars(select(Declaration)))
        data = " ".join(session.scalars(select(RecordedFact.data)))
    assert [r.nature for r in rows] == ["", ""]
    assert "900 pounds" not in data
    assert "Mill Street" not in data


def test_a_declaration_is_put_right_and_withdrawn_by_further_facts(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    take(sitting, 1)
    declaration = declare(sitting, 3, 1)
    change = ChangeDeclaration(sitting.id, declaration, Kind.PERSONAL, Action.TOOK_PART, "A neighbour")
    with pytest.raises(Denied):
        world.run(change_declaration, change, world.actor(m[1]))
    world.run(change_declaration, change, world.actor(m[3]))
    assert 3 in voters(sitting, 1)
    world.run(withdraw_declaration, WithdrawDeclaration(sitting.id, declaration, "Wrong item"))
    with pytest.raises(WrongState, match="withdrawn already"):
        world.run(withdraw_declaration, WithdrawDeclaration(sitting.id, declaration))
    with pytest.raises(NotFound):
        world.run(withdraw_declaration, WithdrawDeclaration(sitting.id, "nothing"))
    with world.runner.read() as session:
        kinds = [type(e.fact) for e in facts_of(session, sitting.id)]
        assert declarations_of(session, sitting.id) == []
    assert events.ReturnedAfterInterest in kinds
    declare(sitting, 3, 1)


def dispense(sitting: Sitting, n: int, **more: Any) -> str:
    today = sitting.world.clock.now().date()
    command = GrantDispensation(
        sitting.body.members[n],
        Ground.NUMBERS,
        today,
        today + timedelta(days=365),
        "Standards Committee",
        **more,
    )
    return sitting.world.run(grant_dispensation, command)


def test_a_dispensation_lets_a_member_take_part_in_what_it_covers(sitting: Sitting) -> None:
    given = dispense(sitting, 3, matter="Holt Lane", may_vote=False)
    with pytest.raises(Invalid, match="No dispensation"):
        declare(sitting, 3, 2, Kind.DPI, Action.TOOK_PART)
    declare(sitting, 3, 1, Kind.DPI, Action.TOOK_PART)
    assert 3 not in voters(sitting, 1)
    with sitting.world.runner.read() as session:
        assert may_speak_on(session, sitting.id, sitting.items[1], sitting.body.members[3])
    assert counted(sitting, 1) == 5
    sitting.world.run(withdraw_dispensation, WithdrawDispensation(given))
    with pytest.raises(WrongState, match="already"):
        sitting.world.run(withdraw_dispensation, WithdrawDispensation(given))


def test_a_dispensation_that_could_not_be_given_is_refused(sitting: Sitting) -> None:
    world, person = sitting.world, sitting.body.members[1]
    start = date(2026, 12, 1)
    good = GrantDispensation(person, Ground.NUMBERS, start, date(2030, 11, 30), "Standards Committee")
    for change, field in (
        ({"valid_to": date(2030, 12, 1)}, "valid_to"),
        ({"granted_by": " "}, "granted_by"),
        ({"may_speak": False, "may_vote": False}, "may_speak"),
        ({"in_writing": False}, "in_writing"),
    ):
        with pytest.raises(Invalid) as refused:
            world.run(grant_dispensation, GrantDispensation(**{**vars(good), **change}))
        assert field in refused.value.fields
    with pytest.raises(Denied):
        world.run(grant_dispensation, good, world.actor(person))
    world.run(grant_dispensation, good)


def test_the_vote_on_the_dispensation_itself_is_open(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=4).meeting("Minutes", "Dispensations", publish=False)
    tagged = ItemStates(tags=(Tag.DISPENSATION.value,))
    sqlite_world.run(change_item, ChangeItem(sitting.id, sitting.items[1], "Dispensations", states=tagged))
    sqlite_world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    declare(sitting, 3, 1, Kind.DPI, Action.NO_VOTE)
    assert voters(sitting, 1) == {0, 1, 2, 3}


def test_co_opted_members_for_education_vote_on_education_alone(sqlite_world: World) -> None:
    body = sqlite_world.body("Children’s Committee", members=3)
    governor = sqlite_world.person("Dr Ruth Price")
    sqlite_world.run(
        add_member, AddMember(body.id, governor, Seat.CO_OPTED_EDUCATION, date(2020, 1, 1)), SYSTEM
    )
    body.members.append(governor)
    sitting = body.meeting("Minutes", "School places", publish=False)
    tagged = ItemStates(tags=(Tag.EDUCATION.value,))
    sqlite_world.run(change_item, ChangeItem(sitting.id, sitting.items[1], "School places", states=tagged))
    sqlite_world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    assert voters(sitting, 0) == {0, 1, 2}
    assert voters(sitting, 1) == {0, 1, 2, 3}
    with sqlite_world.runner.read() as session:
        assert may_speak_on(session, sitting.id, sitting.items[0], governor)


def test_who_declares_during_a_vote_leaves_its_roll_at_once(sitting: Sitting) -> None:
    take(sitting, 1)
    m = sitting.body.members
    vote_id = sitting.vote(sitting.motion("That it is sold"), VoteMethod.RECORDED)
    declare(sitting, 3, 1)
    ballot = BallotRequest(vote_id, sitting.world.tokens[m[3]], Choice.FOR, "key-9999")
    (refused,) = sitting.world.cast(ballot)
    assert isinstance(refused, Exception)
    sitting.cast(vote_id, {m[n]: Choice.FOR for n in (0, 1, 2, 4)})
