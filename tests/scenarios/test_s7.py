"""An amendment is carried and the motion as amended is resolved: the amended text is printed, the chain can be read."""

from __future__ import annotations

import re

from meetings.motions.amending import How
from meetings.motions.queries import motions_of
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.site import Site
from tests.factories.world import Sitting
from tests.scenarios.chain import draft_text, published_text, site

__all__ = ["site"]
F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


def vote(sitting: Sitting, motion_id: str, for_: int, against: int, abstain: int) -> None:
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sides = [F] * for_ + [A] * against + [N] * abstain
    sitting.cast(vote_id, dict(zip(sitting.body.members, sides, strict=True)), f"key-{vote_id}")
    sitting.world.run(close_vote, CloseVote(vote_id, 0))
    sitting.world.run(declare_vote, DeclareVote(vote_id))


def test_the_substantive_motion_is_what_is_resolved(site: Site) -> None:
    world = site.world
    sitting = world.body("Council", members=28, quorum=7).meeting("Climate plan").open()
    motion_id = sitting.motion("That the council plants one hundred trees by 2030")
    first = sitting.motion(
        "",
        kind=MotionKind.AMENDMENT,
        parent_id=motion_id,
        how=How.SUBSTITUTE,
        words="one hundred trees",
        put="two hundred native trees",
    )
    page = site.public.get(f"/meetings/{sitting.id}/live").get_data(as_text=True)
    assert "taken out: </span>one<" in page
    assert "put in: </span>two<" in page
    vote(sitting, first, 18, 10, 0)
    second = sitting.motion(
        "", kind=MotionKind.AMENDMENT, parent_id=motion_id, how=How.ADD, put="That a report comes each year"
    )
    vote(sitting, second, 9, 19, 0)
    vote(sitting, motion_id, 20, 5, 3)
    with world.runner.read() as session:
        rows = motions_of(session, sitting.id)
    assert [(r.kind, r.status) for r in rows] == [
        (MotionKind.SUBSTANTIVE, MotionStatus.CARRIED),
        (MotionKind.AMENDMENT, MotionStatus.CARRIED),
        (MotionKind.AMENDMENT, MotionStatus.LOST),
    ]
    resolved = "That the council plants two hundred native trees by 2030."
    assert rows[0].text == resolved
    world.run(close_meeting, CloseMeeting(sitting.id))
    _read_back(site, sitting)


def _read_back(site: Site, sitting: Sitting) -> None:
    for text in (draft_text(site, sitting), published_text(site, sitting)):
        assert text.count("RESOLVED") == 1
        after = text.split("RESOLVED", 1)[1]
        assert "plants two hundred native trees by 2030." in after
        # The chain can be read back with who moved what.
        assert "that the council plants one hundred trees by 2030." in text
        assert "Leave out “one hundred trees” and insert “two hundred native trees”" in text
        assert "The motion as amended became the substantive motion." in text
        assert text.count(site.world.names[sitting.body.members[0]]) > 3
        assert re.search(r"For 20 .*Against 5 .*Abstained 3 ", text)
        assert (
            text.index("one hundred trees by 2030") < text.index("substantive motion") < text.index("For 20 ")
        )
