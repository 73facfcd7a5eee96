"""An item of the public agenda with an exempt paper: what is moved on it in private is kept from the public."""

from __future__ import annotations

from pathlib import Path

from integrations.registry import adapters
from meetings.admin.verify import check_stream
from meetings.agendas.usecases import AddPaper, PaperFile, PublishAgenda, add_paper, publish_agenda
from meetings.exclusion.usecases import OpenPrivate, open_private
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.minutes.document import Motion
from meetings.motions.queries import motions_of
from meetings.motions.reactions import motions_part
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.publicsite.queries.decisions import decisions_of
from meetings.publicsite.queries.lines import open_lines
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.voting.results import results_part
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.private import come_back, confirm, exclude
from tests.factories.world import Sitting, World
from tests.minutes.reading import newest

SECRET = "That the bid of Alder & Co is accepted at 410,000 pounds."
OPEN = "That the depot is sold."
#: what of them stands in a minute, however it is begun
BID, SOLD = "410,000 pounds", "depot is sold"


def arranged(world: World) -> Sitting:
    sitting = world.body(members=5).meeting("Depot", "Bins", publish=False)
    file = PaperFile("bids.pdf", "application/pdf", 900, 2, "ab" * 32, disclosures=())
    more = {"exemption": "Paragraph 3", "interest_test": "Bids"}
    world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Bids", file, Sensitivity.EXEMPT, **more))
    world.run(publish_agenda, PublishAgenda(sitting.id))
    return sitting.open()


def test_what_is_moved_in_private_on_an_open_item_is_kept_and_minuted_apart(
    sqlite_world: World, tmp_path: Path
) -> None:
    world, sitting = sqlite_world, arranged(sqlite_world)
    world.run(agree_motion, AgreeMotion(sitting.id, sitting.motion(OPEN)))
    exclude(sitting, sitting.items[0])
    confirm(sitting)
    world.later(1)
    world.run(open_private, OpenPrivate(sitting.id))
    world.later(1)
    vote_id = sitting.vote(sitting.motion(SECRET), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(declare_vote, DeclareVote(vote_id))
    world.later(1)
    come_back(sitting)
    with world.runner.read() as session:
        assert {m.text: m.private for m in motions_of(session, sitting.id)}[SECRET]
        shown = {
            audience: (
                [line.text for line in motions_part(session, sitting.id, audience).motions],
                [line.text for line in results_part(session, sitting.id, audience).results],
            )
            for audience in (Audience.PUBLIC, Audience.MEMBER)
        }
        found = check_stream(session, adapters().storage(tmp_path), sitting.id).differences
    # The paper has a name and no file here.
    assert [d for d in found if not d.startswith("the file of the paper")] == []
    assert OPEN in shown[Audience.PUBLIC][0]
    assert SECRET not in shown[Audience.PUBLIC][0] + shown[Audience.PUBLIC][1]
    assert SECRET in shown[Audience.MEMBER][0]
    assert SECRET in shown[Audience.MEMBER][1]
    world.run(close_meeting, CloseMeeting(sitting.id))
    minutes = newest(world, sitting.id)
    apart = [i for i in minutes.items if BID in str(i)]
    assert [i.is_exempt for i in apart] == [True]
    assert SOLD not in str(apart)
    (public,) = [i for i in minutes.items if SOLD in str(i)]
    assert not public.is_exempt


def test_what_is_decided_in_private_on_an_open_motion_is_kept_and_minuted_apart(
    sqlite_world: World, tmp_path: Path
) -> None:
    world, sitting = sqlite_world, arranged(sqlite_world)
    motion = sitting.motion(OPEN)
    exclude(sitting, sitting.items[0])
    confirm(sitting)
    world.later(1)
    world.run(open_private, OpenPrivate(sitting.id))
    world.later(1)
    vote_id = sitting.vote(motion, VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.AGAINST))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(declare_vote, DeclareVote(vote_id))
    world.later(1)
    come_back(sitting)
    with world.runner.read() as session:
        public = results_part(session, sitting.id, Audience.PUBLIC).results
        lines = open_lines(session, [sitting.id])[sitting.id]
        decided = decisions_of(session, sitting.id, lines)
        found = check_stream(session, adapters().storage(tmp_path), sitting.id).differences
    assert [d for d in found if not d.startswith("the file of the paper")] == []
    assert [line.text for line in public if line.text == OPEN] == []
    assert [d.text for d in decided if d.text == OPEN] == []
    world.run(close_meeting, CloseMeeting(sitting.id))
    minutes = newest(world, sitting.id)
    open_part = [i for i in minutes.items if not i.is_exempt]
    said = [
        block.declaration
        for i in open_part
        for block in i.blocks
        if isinstance(block, Motion) and SOLD in block.text
    ]
    assert said == ["The motion was decided in private."]
    assert "LOST" not in str(open_part)
    assert "The motion was declared LOST." in str([i for i in minutes.items if i.is_exempt])
