"""A meeting with much to put right, and ways to look at what became of it."""

from __future__ import annotations

from typing import Any

from meetings.admin.verify import check_stream
from meetings.db.record import facts_of
from meetings.kernel.permissions import Role
from meetings.minutes.document import Motion
from meetings.minutes.sources import Traced, traced_of
from meetings.people.queries import actor_of
from meetings.room.events import MemberArrived
from meetings.room.usecases import (
    Arrive,
    ArriveAsVisitor,
    CloseMeeting,
    CountPublic,
    TakeNote,
    arrive,
    arrive_as_visitor,
    close_meeting,
    count_public,
    take_note,
)
from meetings.server.parts import Parts
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.world import EVENING, Sitting, World
from tests.minutes.reading import html, newest, words
from tests.minutes.test_editing import edit

WHY = "The recording at 19:12"


def held(council: World, name: str) -> Sitting:
    """A meeting with a note, a carried motion with a recorded vote, a guest, some of the public; closed."""
    council.clock.at = EVENING
    sitting = council.body(f"Planning {name[:60]}").meeting("Library hours", "Car parks").open(4)
    council.run(arrive_as_visitor, ArriveAsVisitor(sitting.id, "Ann Wrong", "Planer"))
    council.run(count_public, CountPublic(sitting.id, 7))
    council.later(minutes=5)
    council.run(arrive, Arrive(sitting.id, (sitting.body.members[4],)))
    council.run(take_note, TakeNote(sitting.id, "The Chair spoke."))
    motion = sitting.motion("That the libary opens on Sundays")
    vote = sitting.vote(motion, VoteMethod.RECORDED)
    sitting.cast(vote, dict.fromkeys(sitting.body.members, Choice.FOR), key="k")
    council.run(close_vote, CloseVote(vote, 0))
    council.run(declare_vote, DeclareVote(vote))
    council.later(minutes=30)
    council.run(close_meeting, CloseMeeting(sitting.id))
    edit(council, sitting, 1, second="<p>By hand.</p>")
    return sitting


def block(world: World, sitting: Sitting, kind: type[Any]) -> Any:
    return next(b for i in newest(world, sitting.id).items for b in i.blocks if isinstance(b, kind))


def motion_id(world: World, sitting: Sitting) -> str:
    return str(block(world, sitting, Motion).id.removeprefix("motion-"))


def lines(world: World, sitting: Sitting) -> str:
    return "\n".join(words(html(newest(world, sitting.id))))


def traced(parts: Parts, sitting: Sitting) -> Traced:
    with parts.app.app_context(), parts.runner.read() as session:
        return traced_of(session, sitting.id)


def intact(parts: Parts, sitting: Sitting) -> None:
    with parts.runner.read() as session:
        assert check_stream(session, parts.services.storage, sitting.id).differences == ()


def second_officer(world: World) -> Any:
    token = world.account("Bo Reid", role=Role.OFFICER)
    with world.runner.read() as session:
        return actor_of(session, token, world.clock.now())


def ann(world: World, sitting: Sitting) -> str:
    with world.runner.read() as session:
        arrived = [e.fact for e in facts_of(session, sitting.id, types=(MemberArrived,))]
    return next(f.person_id for f in arrived if isinstance(f, MemberArrived) and f.name == "Ann Wrong")
