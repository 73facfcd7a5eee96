"""S1: a vote by totals only, in which 20 of the 33 present vote: the others are seen before, counted apart after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.kernel.errors import WrongState
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.site import Site, make_site, words
from tests.factories.world import Sitting
from tests.scenarios.votes import live, plain, sides

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
CAST = {F: 12, A: 6, N: 2}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """33 are present."""
    return site.world.body(members=33).meeting("Car parks").open()


def test_the_clerk_sees_the_missing_and_nobody_is_named_afterwards(site: Site, sitting: Sitting) -> None:
    world, members = site.world, sitting.body.members
    vote_id = sitting.vote(sitting.motion("That the charges be kept"), VoteMethod.TOTALS)
    sitting.cast(vote_id, sides(sitting, CAST))
    missing = [world.names[p] for p in members[20:]]

    before = live(site, sitting, world.officer_token)
    assert "Totals only: names will not be published" in before
    assert "present 33 voted 20 not yet 13" in before
    assert all(name in before for name in missing)
    state = site.officer.get(f"/room/{sitting.id}/state").get_json()["parts"]["vote"]
    assert (state["data"]["present"], state["data"]["voted"]) == (33, 20)
    assert sorted(state["data"]["missing"]) == sorted(missing)
    assert state["data"]["counts"] is None
    assert "Present 33, voted 20. 13 of 33 present have not voted" in state["html"]

    with pytest.raises(WrongState, match="Now 13 have not voted") as asked:
        world.run(close_vote, CloseVote(vote_id, missing_seen=12))
    assert all(name in str(asked.value) for name in missing)
    world.run(close_vote, CloseVote(vote_id, missing_seen=13))
    world.run(declare_vote, DeclareVote(vote_id))
    after = live(site, sitting, world.tokens[members[3]])
    assert "No vote cast: 13 of 33 present." in after
    assert not any(world.names[p] in after for p in members[2:])

    page = words(site.public.get(f"/votes/{vote_id}"))
    assert "For 12" in page
    assert "Abstain 2" in page
    assert "No vote cast: 13 of 33 entitled to vote and present." in page
    assert "names were not recorded" in page
    assert not any(world.names[p] in page for p in members[2:])

    world.run(close_meeting, CloseMeeting(sitting.id))
    minutes = plain(site.officer.get(f"/desk/meetings/{sitting.id}/minutes").get_data(as_text=True))
    assert "For 12, against 6, abstained 2. Abstained (no vote cast) 13." in minutes
    minute = minutes[minutes.index("that the charges be kept") : minutes.index("RESOLVED")]
    assert not any(world.names[p] in minute for p in members[2:])
