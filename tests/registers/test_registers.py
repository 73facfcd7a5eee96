"""Registers of attendance, votes and interests: right figures, void marked, no name and no exempt word too many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from meetings.agendas.usecases import ChangeItem, PublishAgenda, change_item, publish_agenda
from meetings.agendas.usecases.states import ItemStates
from meetings.bodies.queries import body_of
from meetings.db.engine import Database
from meetings.interests.rules import Action
from meetings.interests.rules import Kind as InterestKind
from meetings.interests.usecases import Declare, declare_interest
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.motions.usecases import WithdrawMotion, withdraw_motion
from meetings.registers.document import Kind, Register
from meetings.registers.queries import declarations_by, own_votes_by, register_of
from meetings.registers.scope import Scope, council_year, of_meeting, of_period, year_days
from meetings.room.usecases import (
    CloseMeeting,
    Leave,
    SendApology,
    close_meeting,
    leave,
    send_apology,
)
from meetings.schedule.queries import meeting_of
from meetings.voting.queries import vote_of
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import (
    CloseVote,
    ConfirmProposal,
    DeclareVote,
    ProposeVoid,
    RecordOwnVote,
    close_vote,
    confirm_proposal,
    declare_vote,
    propose_void,
    record_own_vote,
)
from tests.factories.accounts import statements
from tests.factories.private import take_privately
from tests.factories.world import Sitting, World, make_world
from tests.voting.telling import chair

F, A = Choice.FOR, Choice.AGAINST
PUBLIC, OFFICER = Audience.PUBLIC, Audience.OFFICER


@dataclass
class Evening:
    """A meeting with every kind of vote and declaration."""

    world: World
    sitting: Sitting
    names: list[str]

    def register(self, kind: Kind, audience: Audience = PUBLIC) -> Register:
        with self.world.runner.read() as session:
            return register_of(session, kind, self.scope(session, audience))

    def scope(self, session: object, audience: Audience) -> Scope:
        meeting = meeting_of(session, self.sitting.id)  # type: ignore[arg-type]
        return of_meeting(session, meeting, audience, self.world.runner.timezone)  # type: ignore[arg-type]


def text_of(register: Register) -> str:
    """Everything that it says."""
    return repr(register)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('registers') / 'witan.sqlite'}")
    yield _held(make_world(made))
    made.close()


def _held(world: World) -> Evening:
    body = world.body(members=6)
    m, names = body.members, [world.names[p] for p in body.members]
    sitting = body.meeting("Library hours", "Sale of the mill", publish=False)
    states = ItemStates(exempt_paragraphs=("3",), interest_test="The price would be known.")
    world.run(
        change_item,
        ChangeItem(
            sitting.id,
            sitting.items[1],
            "Sale of the mill",
            sensitivity=Sensitivity.EXEMPT,
            exemption="paragraph 3",
            states=states,
        ),
    )
    world.run(publish_agenda, PublishAgenda(sitting.id))
    world.run(send_apology, SendApology(sitting.id, m[4]))
    sitting.open(present=4)
    world.later(minutes=5)
    _declared(sitting)
    _voted(sitting, "That names be known", VoteMethod.RECORDED)
    totals = _voted(sitting, "That only figures be known", VoteMethod.TOTALS)
    world.run(record_own_vote, RecordOwnVote(totals), world.actor(m[1]))
    void = _voted(sitting, "That the wrong text be read", VoteMethod.RECORDED)
    world.run(propose_void, ProposeVoid(void, "The wrong text was read out."), chair(sitting))
    world.run(confirm_proposal, ConfirmProposal(void))
    with world.runner.read() as session:
        wrong = vote_of(session, void).motion_id
    world.run(withdraw_motion, WithdrawMotion(sitting.id, wrong))
    take_privately(sitting, sitting.items[1])
    _voted(sitting, "That the mill be sold to ZEBRA", VoteMethod.RECORDED)
    world.later(minutes=30)
    world.run(leave, Leave(sitting.id, m[3]))
    world.later(minutes=5)
    world.run(close_meeting, CloseMeeting(sitting.id))
    return Evening(world, sitting, names)


def _declared(sitting: Sitting) -> None:
    m, world = sitting.body.members, sitting.world
    for n, item, sensitive in ((1, 0, False), (2, 0, True), (3, 1, False)):
        nature = "" if sensitive else f"Owns ZEBRA number {n}"
        declared = Declare(
            sitting.id, sitting.items[item], InterestKind.PERSONAL, Action.TOOK_PART, nature, sensitive, m[n]
        )
        world.run(declare_interest, declared)


def _voted(sitting: Sitting, text: str, method: VoteMethod) -> str:
    m, world = sitting.body.members, sitting.world
    world.later(seconds=1)
    vote_id = sitting.vote(sitting.motion(text), method)
    sitting.cast(vote_id, {m[0]: F, m[1]: A, m[2]: F}, key=f"key-{vote_id[:6]}")
    world.run(close_vote, CloseVote(vote_id, 3))
    world.run(declare_vote, DeclareVote(vote_id))
    return vote_id


def test_attendance_says_who_was_there_and_how_the_others_were_not(evening: Evening) -> None:
    register = evening.register(Kind.ATTENDANCE)
    said = {row[0].text: row[2].text for row in register.tables[0].rows}
    assert [said[name] for name in evening.names] == ["Present"] * 4 + ["Apologies", "Absent"]
    left = {row[0].text: row[4].text for row in register.tables[0].rows}
    assert [name for name, at in left.items() if at] == [evening.names[3]]


def test_a_return_for_a_period_adds_up(evening: Evening) -> None:
    world = evening.world
    first, last = year_days(council_year(date(2026, 12, 8)))
    with world.runner.read() as session:
        body = body_of(session, evening.sitting.body.id)
        scope = of_period(session, body, first, last, PUBLIC, world.runner.timezone)
        register = register_of(session, Kind.ATTENDANCE, scope)
        before = of_period(session, body, date(2020, 5, 1), date(2021, 4, 30), PUBLIC, world.runner.timezone)
        assert register_of(session, Kind.ATTENDANCE, before).tables == ()
    for row in register.tables[0].rows:
        expected, present, _, *away = (int(c.text) for c in row[1:])
        assert expected == 1 == present + sum(away)
    head, rows = register.csv_rows()
    assert head[0] == "Member"
    assert len(list(rows)) == 6


def test_names_are_listed_of_recorded_votes_alone_and_void_ones_are_marked(evening: Evening) -> None:
    rows = evening.register(Kind.VOTES).tables[0].rows
    named, totals, void = rows
    one, two, three = evening.names[:3]
    assert f"For: {one}, {three}" in named[0].lines
    assert [c.text for c in named[1:5]] == ["2", "1", "0", "1"]
    assert [c.text for c in totals[1:5]] == ["2", "1", "0", "1"]
    assert f"Recorded at their wish: {two}, against" in totals[0].lines
    assert one not in repr(totals)
    assert "Declared void: The wrong text was read out" in void[5].text
    assert one not in repr(void)
    assert [c.text for c in void[1:5]] == ["", "", "", ""]


def test_officers_see_exempt_votes_and_no_more_names(evening: Evening) -> None:
    public, officer = evening.register(Kind.VOTES), evening.register(Kind.VOTES, OFFICER)
    assert "mill" not in text_of(public)
    assert "ZEBRA" not in text_of(public)
    assert not public.restricted
    assert officer.restricted
    assert "That the mill be sold to ZEBRA" in text_of(officer)
    assert evening.names[0] not in repr(officer.tables[0].rows[1])


def test_a_sensitive_interest_and_one_in_an_exempt_item_keep_their_nature(evening: Evening) -> None:
    public = evening.register(Kind.INTERESTS)
    natures = {row[0].text: (row[1].text, row[3].text) for row in public.tables[0].rows}
    assert natures == {
        evening.names[1]: ("1 Library hours", "Owns ZEBRA number 1"),
        evening.names[2]: ("1 Library hours", "Withheld: a sensitive interest"),
        evening.names[3]: ("2 Exempt item", "Withheld: the item is not public"),
    }
    officer = evening.register(Kind.INTERESTS, OFFICER)
    natures = {row[0].text: (row[1].text, row[3].text) for row in officer.tables[0].rows}
    assert natures[evening.names[3]] == ("2 Sale of the mill", "Owns ZEBRA number 3")
    assert natures[evening.names[2]][1] == "Withheld: a sensitive interest"


def test_a_councillor_has_their_own_votes_and_declarations(evening: Evening) -> None:
    world, m = evening.world, evening.sitting.body.members
    with world.runner.read() as session:
        tz = world.runner.timezone
        own = own_votes_by(session, m[1], tz)
        assert [(v.text, v.choice) for v in own] == [("That only figures be known.", "Against")]
        assert own_votes_by(session, m[0], tz) == []
        declared = declarations_by(session, m[3], tz)
        assert [(d.item, d.nature) for d in declared] == [("Exempt item", "Withheld: the item is not public")]
    # However many meetings there were: it is on a page that everybody opens.
    assert statements(world, lambda session: own_votes_by(session, m[1], tz)) == 3
    assert statements(world, lambda session: declarations_by(session, m[3], tz)) == 4
