"""Votes by hands and by roll call, and an open vote that goes on another way without losing a ballot."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings.db.record import facts_of
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, DomainError, Invalid, NotFound, WrongState
from meetings.kernel.permissions import Role
from meetings.voting.events import BallotCast, HandsConfirmed, WayChanged
from meetings.voting.models import BallotKey
from meetings.voting.queries import VoteView, ballots_of, vote_of
from meetings.voting.rules import Choice, Outcome, Tally, VoteMethod, Way
from meetings.voting.usecases import (
    BallotRequest,
    ChangeWay,
    CloseVote,
    ConfirmHands,
    CountHands,
    DeclareVote,
    EnterBallot,
    OpenVote,
    PassName,
    change_way,
    close_vote,
    confirm_hands,
    count_hands,
    declare_vote,
    enter_ballot,
    open_vote,
    pass_name,
)
from tests.factories.accounts import signed_in
from tests.factories.atonce import at_once
from tests.factories.world import Sitting, World
from tests.voting.telling import differences

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=6).meeting().open(present=5)


def begun(sitting: Sitting, way: Way, method: VoteMethod = VoteMethod.TOTALS) -> str:
    return sitting.world.run(open_vote, OpenVote(sitting.id, sitting.motion(), method, way))


def seen(world: World, vote_id: str) -> VoteView:
    with world.runner.read() as session:
        return vote_of(session, vote_id)


def chair(sitting: Sitting) -> Actor:
    return sitting.world.actor(sitting.body.members[0])


def test_hands_are_entered_by_one_and_confirmed_by_another(sitting: Sitting) -> None:
    world, vote_id = sitting.world, begun(sitting, Way.HANDS)
    world.run(count_hands, CountHands(vote_id, 3, 1, 0))
    with pytest.raises(WrongState, match="second person must confirm"):
        world.run(close_vote, CloseVote(vote_id, 0))
    with pytest.raises(Denied, match="second person"):
        world.run(confirm_hands, ConfirmHands(vote_id, 3, 1, 0))
    world.run(confirm_hands, ConfirmHands(vote_id, 3, 1, 0), chair(sitting))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(declare_vote, DeclareVote(vote_id), chair(sitting))
    vote = seen(world, vote_id)
    assert (vote.tally, vote.outcome) == (Tally(3, 1, 0, 1), Outcome.CARRIED)
    with world.runner.read() as session:
        (confirmed,) = [e.fact for e in facts_of(session, sitting.id, types=(HandsConfirmed,))]
    assert isinstance(confirmed, HandsConfirmed)
    assert confirmed.first_id != confirmed.second_id


@pytest.mark.parametrize("figures", [(4, 2, 0), (0, 0, 6), (-1, 2, 0)])
def test_no_more_hands_than_members_present(sitting: Sitting, figures: tuple[int, int, int]) -> None:
    vote_id = begun(sitting, Way.HANDS)
    with pytest.raises(Invalid):
        sitting.world.run(count_hands, CountHands(vote_id, *figures))


def test_what_was_confirmed_is_what_was_seen(sitting: Sitting) -> None:
    world, vote_id = sitting.world, begun(sitting, Way.HANDS)
    world.run(count_hands, CountHands(vote_id, 3, 1, 0))
    world.run(count_hands, CountHands(vote_id, 1, 3, 0))
    with pytest.raises(WrongState, match="entered anew"):
        world.run(confirm_hands, ConfirmHands(vote_id, 3, 1, 0), chair(sitting))


def test_hands_counted_before_the_vote_went_another_way_do_not_count(
    sitting: Sitting, tmp_path: Path
) -> None:
    world, vote_id = sitting.world, begun(sitting, Way.HANDS)
    world.run(count_hands, CountHands(vote_id, 3, 1, 0))
    world.run(confirm_hands, ConfirmHands(vote_id, 3, 1, 0), chair(sitting))
    for way in (Way.ROLL_CALL, Way.HANDS):
        world.run(change_way, ChangeWay(vote_id, way, "The chair wishes it"))
    with pytest.raises(WrongState, match="Enter how many"):
        world.run(close_vote, CloseVote(vote_id, 0))
    assert differences(sitting, tmp_path) == ()
    world.run(count_hands, CountHands(vote_id, 1, 3, 0))
    world.run(confirm_hands, ConfirmHands(vote_id, 1, 3, 0), chair(sitting))
    world.run(close_vote, CloseVote(vote_id, 0))
    assert seen(world, vote_id).tally == Tally(1, 3, 0, 1)
    assert differences(sitting, tmp_path) == ()


def test_somebody_comes_after_the_hands_were_counted(sitting: Sitting) -> None:
    from meetings.room.usecases import Arrive, arrive

    world, vote_id = sitting.world, begun(sitting, Way.HANDS)
    world.run(count_hands, CountHands(vote_id, 3, 1, 0))
    world.run(confirm_hands, ConfirmHands(vote_id, 3, 1, 0), chair(sitting))
    world.run(arrive, Arrive(sitting.id, (sitting.body.members[5],)))
    with pytest.raises(WrongState, match="come or gone"):
        world.run(close_vote, CloseVote(vote_id, 0))


def test_a_member_or_another_officer_does_not_count_hands(sitting: Sitting) -> None:
    world, vote_id = sitting.world, begun(sitting, Way.HANDS)
    world.run(count_hands, CountHands(vote_id, 3, 1, 0))
    member = world.actor(sitting.body.members[2])
    author = signed_in(world, "Ann Other", Role.AUTHOR)[0]
    for actor in (member, author):
        with pytest.raises(Denied):
            world.run(count_hands, CountHands(vote_id, 1, 3, 0), actor)
        with pytest.raises(Denied):
            world.run(confirm_hands, ConfirmHands(vote_id, 3, 1, 0), actor)
        with pytest.raises(Denied):
            world.run(change_way, ChangeWay(vote_id, Way.ROLL_CALL, "Why not"), actor)


def test_devices_are_refused_by_hands_and_in_a_roll_call_and_the_clerk_is_by_hands(sitting: Sitting) -> None:
    world, member = sitting.world, sitting.body.members[1]
    vote_id = begun(sitting, Way.HANDS)
    press = BallotRequest(vote_id, world.tokens[member], F, "pressed-once")
    assert "show of hands" in str(world.cast(press)[0])
    with pytest.raises(WrongState, match="show of hands"):
        world.run(enter_ballot, EnterBallot(vote_id, member, F, "key-called-out"))
    world.run(change_way, ChangeWay(vote_id, Way.ROLL_CALL, "Too close to call"))
    assert "Names are being called" in str(world.cast(press)[0])
    world.run(enter_ballot, EnterBallot(vote_id, member, F, "key-called-out"))
    assert seen(world, vote_id).names(F) == (world.names[member],)


def test_roll_call_keeps_what_was_cast_and_goes_back_before_the_close(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = begun(sitting, Way.DEVICES, VoteMethod.RECORDED)
    sitting.cast(vote_id, {m[0]: F, m[1]: A})
    world.run(change_way, ChangeWay(vote_id, Way.ROLL_CALL, "The network of the room failed"), chair(sitting))
    for n, choice in ((2, F), (3, F), (4, N), (3, A)):
        world.run(enter_ballot, EnterBallot(vote_id, m[n], choice, f"called-{n}-{choice}"))
    world.run(close_vote, CloseVote(vote_id, 0))
    with world.runner.read() as session:
        assert ballots_of(session, vote_id) == {m[0]: F, m[1]: A, m[2]: F, m[3]: A, m[4]: N}
        cast = [e.fact for e in facts_of(session, sitting.id, types=(BallotCast,))]
    assert len(cast) == 6


def test_hands_after_devices_keep_the_ballots_and_count_the_hands(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = begun(sitting, Way.DEVICES, VoteMethod.RECORDED)
    sitting.cast(vote_id, {m[0]: F, m[1]: F})
    world.run(change_way, ChangeWay(vote_id, Way.HANDS, "The network of the room failed"))
    world.run(count_hands, CountHands(vote_id, 1, 4, 0))
    world.run(confirm_hands, ConfirmHands(vote_id, 1, 4, 0), chair(sitting))
    world.run(close_vote, CloseVote(vote_id, 0))
    vote = seen(world, vote_id)
    assert (vote.tally, vote.outcome, vote.method) == (Tally(1, 4, 0, 0), Outcome.LOST, VoteMethod.TOTALS)
    with world.runner.read() as session:
        assert ballots_of(session, vote_id) == {m[0]: F, m[1]: F}
        assert session.query(BallotKey).filter_by(vote_id=vote_id).count() == 2
        (changed,) = [e.fact for e in facts_of(session, sitting.id, types=(WayChanged,))]
    assert isinstance(changed, WayChanged)
    assert changed.method is VoteMethod.TOTALS


def test_names_that_do_not_answer_are_called_again_at_the_end(sitting: Sitting) -> None:
    from meetings.kernel.secrecy import Audience
    from meetings.voting.live import vote_part

    world, m = sitting.world, sitting.body.members
    vote_id = begun(sitting, Way.ROLL_CALL, VoteMethod.RECORDED)

    def calling(audience: Audience = Audience.OFFICER) -> str:
        with world.runner.read() as session:
            part = vote_part(session, sitting.id, audience)
        assert part is not None
        assert part.counts is None
        return part.calling.person_id if part.calling else ""

    assert calling() == m[0]
    world.run(pass_name, PassName(vote_id, m[0]))
    assert calling() == m[1]
    for person in m[1:5]:
        world.run(enter_ballot, EnterBallot(vote_id, person, F, f"called-{person}"))
    assert calling() == m[0]
    assert calling(Audience.MEMBER) == ""
    with pytest.raises(WrongState, match="voted already"):
        world.run(pass_name, PassName(vote_id, m[1]))
    with pytest.raises(NotFound):
        world.run(pass_name, PassName(vote_id, m[5]))


@pytest.mark.parametrize(
    ("way", "method"), [(Way.HANDS, VoteMethod.RECORDED), (Way.ROLL_CALL, VoteMethod.RECORDED)]
)
def test_a_way_that_gives_no_names_records_none(sitting: Sitting, way: Way, method: VoteMethod) -> None:
    if way is Way.HANDS:
        with pytest.raises(Invalid, match="no names"):
            begun(sitting, way, method)
    else:
        assert begun(sitting, way, method)


def test_wrong_moments(sitting: Sitting) -> None:
    world, vote_id = sitting.world, begun(sitting, Way.DEVICES)
    for case, command in (
        (count_hands, CountHands(vote_id, 1, 0, 0)),
        (confirm_hands, ConfirmHands(vote_id, 1, 0, 0)),
        (pass_name, PassName(vote_id, sitting.body.members[0])),
        (change_way, ChangeWay(vote_id, Way.DEVICES, "The same")),
    ):
        with pytest.raises(WrongState):
            world.run(case, command)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        world.run(change_way, ChangeWay(vote_id, Way.HANDS, "  "))
    world.run(close_vote, CloseVote(vote_id, 5))
    with pytest.raises(WrongState, match="closed"):
        world.run(change_way, ChangeWay(vote_id, Way.HANDS, "Too late"))


def test_ballots_against_a_change_of_way_are_taken_or_refused(world: World) -> None:
    """On both databases: what was acknowledged is there, what was refused is not."""
    sitting = world.body(members=6).meeting().open()
    vote_id = begun(sitting, Way.DEVICES, VoteMethod.RECORDED)
    requests = [BallotRequest(vote_id, world.tokens[p], F, f"at-once-{p}") for p in sitting.body.members]
    steps = [lambda r=r: world.cast(r)[0] for r in requests]
    steps.insert(3, lambda: world.run(change_way, ChangeWay(vote_id, Way.ROLL_CALL, "Network")))
    done, refused = at_once(*steps)
    assert refused == []
    taken = [d for d in done if d is not None and not isinstance(d, DomainError)]
    with world.runner.read() as session:
        assert len(ballots_of(session, vote_id)) == len(taken)


def test_two_seconds_at_once_confirm_once(world: World) -> None:
    sitting = world.body(members=6).meeting().open()
    vote_id = begun(sitting, Way.HANDS)
    world.run(count_hands, CountHands(vote_id, 3, 1, 0))
    second = chair(sitting)
    at_once(*[lambda: world.run(confirm_hands, ConfirmHands(vote_id, 3, 1, 0), second)] * 2)
    world.run(close_vote, CloseVote(vote_id, 0))
    assert seen(world, vote_id).tally == Tally(3, 1, 0, 2)
