"""A motion to change the order of business is lost: the figures are minuted, nothing is resolved, the order stands."""

from __future__ import annotations

import re

from meetings.kernel.secrecy import Audience
from meetings.motions.rules import Effect, MotionKind
from meetings.room.queries import item_order
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.runtime.live import snapshot
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.site import Site
from tests.scenarios.chain import draft_text, published_text, site

__all__ = ["site"]


def test_a_lost_change_of_order_is_not_agreed_and_changes_nothing(site: Site) -> None:
    world = site.world
    sitting = world.body("Council", members=58, quorum=15).meeting("Minutes", "Budget", "Bins").open()
    with world.runner.read() as session:
        before = item_order(session, sitting.id)
    motion_id = sitting.motion(
        "That item 3 be taken as the next item of business",
        kind=MotionKind.PROCEDURAL,
        effect=Effect.ORDER_OF_BUSINESS,
        effect_item_id=sitting.items[2],
    )
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sides = [Choice.FOR] * 26 + [Choice.AGAINST] * 32
    sitting.cast(vote_id, dict(zip(sitting.body.members, sides, strict=True)))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(declare_vote, DeclareVote(vote_id))
    with world.runner.read() as session:
        assert item_order(session, sitting.id) == before
        shown = snapshot(session, sitting.id, Audience.PUBLIC).parts
    assert shown["motions"]["motions"][0]["status"] == "lost"
    assert "Not agreed" in site.public.get(f"/meetings/{sitting.id}/live").get_data(as_text=True)
    world.run(close_meeting, CloseMeeting(sitting.id))
    text = draft_text(site, sitting)
    assert "The motion was not agreed." in text
    assert re.search(r"For 26 .*Against 32 .*Abstained 0 None", text)
    assert "RESOLVED" not in text
    # It is said once, as what was moved; nowhere that it was done.
    assert text.count("taken as the next item of business") == 1
    page = published_text(site, sitting)
    assert re.search(r"For 26 .*Against 32 ", page)
    assert "RESOLVED" not in page
