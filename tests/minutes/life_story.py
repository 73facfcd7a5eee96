"""A committee whose December meeting sold some land in private, and the meetings after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from meetings.agendas.business.usecases import (
    BeginAgenda,
    TakeUsualOrder,
    begin_agenda,
    take_usual_order,
)
from meetings.agendas.queries import working_agenda
from meetings.agendas.rules import is_minutes_item
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.kernel.actor import SYSTEM, Actor
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.queries import MinutesRow, minutes_of
from meetings.minutes.usecases import (
    ApproveMinutes,
    EditMinutes,
    PublishMinutes,
    approve_minutes,
    edit_minutes,
    publish_minutes,
)
from meetings.motions.usecases import AgreeMotion, MoveMotion, agree_motion, move_motion
from meetings.people.usecases import DemoSignIn, sign_in_as_demo
from meetings.room.usecases import (
    Arrive,
    CloseMeeting,
    OpenMeeting,
    TakeItem,
    arrive,
    close_meeting,
    open_meeting,
    take_item,
)
from meetings.schedule.models import MeetingKind
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.private import come_back, take_privately
from tests.factories.world import EVENING, Committee, Sitting, World

#: Words that stand in the exempt minute alone.
SECRET = "Quillfeather Holdings Ltd offered £412,750 for the former depot at Osprey Lane"
SECRET_WORDS = ("Quillfeather", "412,750", "Osprey", "Sale of the depot")
REVIEW = date(2027, 3, 1)


@dataclass
class Story:
    """The meetings of one committee."""

    world: World
    body: Committee
    december: Sitting
    #: of the chair and a member
    accounts: dict[str, str]
    later: dict[str, str] = field(default_factory=dict)

    @property
    def secret_item(self) -> str:
        """The item taken in private."""
        return self.december.items[1]

    @property
    def chair(self) -> Actor:
        """Who chairs the committee."""
        return self.signed_in(0)

    @property
    def member(self) -> Actor:
        """A member of it."""
        return self.signed_in(1)

    def signed_in(self, which: int) -> Actor:
        """The chair (0) or a member (1), signed in now."""
        person = self.body.members[which]
        command = DemoSignIn(self.accounts[person])
        self.world.tokens[person] = self.world.runner.run(sign_in_as_demo, command, actor=SYSTEM).token
        return self.world.actor(person)

    def row(self) -> MinutesRow:
        """Where the minutes of December stand."""
        with self.world.runner.read() as session:
            row = minutes_of(session, self.december.id)
        assert row is not None
        return row

    def write(self, **texts: str) -> int:
        """Write under the items of December: open, secret."""
        row = self.row()
        slots = {f"start-{self.december.items[['open', 'secret'].index(k)]}": v for k, v in texts.items()}
        return self.world.run(edit_minutes, EditMinutes(self.december.id, row.version, slots, "Written"))

    def publish(self, *, accepted: bool = False) -> None:
        """Approve and publish the newest version."""
        version = self.row().version
        self.world.run(approve_minutes, ApproveMinutes(self.december.id, version))
        self.world.run(publish_minutes, PublishMinutes(self.december.id, version, accepted))

    def meeting(self, name: str, at: datetime, kind: MeetingKind = MeetingKind.ORDINARY) -> str:
        """A later meeting in the calendar."""
        made = self.world.run(arrange_meeting, ArrangeMeeting(self.body.id, at, place="Town Hall", kind=kind))
        self.later[name] = made
        return made

    def hold(self, name: str, *, confirm: bool = True) -> str | None:
        """Begin the agenda by the order of business, hold the meeting, and carry the motion on the minutes."""
        world, meeting_id = self.world, self.later[name]
        world.run(begin_agenda, BeginAgenda(meeting_id))
        with world.runner.read() as session:
            lines = working_agenda(session, meeting_id).items
        world.run(publish_agenda, PublishAgenda(meeting_id))
        item = next((i for i in lines if is_minutes_item(i.title)), lines[0])
        people = self.body.members
        world.clock.at = max(world.clock.at, self.at(name))
        world.run(arrive, Arrive(meeting_id, tuple(people)))
        world.run(open_meeting, OpenMeeting(meeting_id, people[0]))
        world.run(take_item, TakeItem(meeting_id, item.id))
        motion = None
        if confirm:
            move = MoveMotion(meeting_id, item.recommendation, people[1], people[2])
            motion = world.run(move_motion, move)
            world.run(agree_motion, AgreeMotion(meeting_id, motion))
        world.run(close_meeting, CloseMeeting(meeting_id))
        return motion

    def at(self, name: str) -> datetime:
        """When a later meeting begins."""
        with self.world.runner.read() as session:
            return meeting_of(session, self.later[name]).starts_at


def tell(world: World, name: str = "Assets Committee") -> Story:
    """Held on 8 December 2026, with one item in private; the draft is written."""
    world.clock.at = EVENING
    body = world.body(name)
    accounts = {p: world.actor(p).account_id or "" for p in body.members[:2]}
    world.run(take_usual_order, TakeUsualOrder(body.id))
    meeting_id = world.run(arrange_meeting, ArrangeMeeting(body.id, EVENING, place="Town Hall"))
    first = world.run(add_item, AddItem(meeting_id, "Library hours"))
    second = world.run(
        add_item,
        AddItem(
            meeting_id,
            "Sale of the depot",
            sensitivity=Sensitivity.EXEMPT,
            exempt_paragraphs=("3",),
            interest_test="The price is still being negotiated.",
            review_on=REVIEW,
        ),
    )
    world.run(publish_agenda, PublishAgenda(meeting_id))
    sitting = Sitting(body, meeting_id, [first, second]).open()
    world.run(agree_motion, AgreeMotion(meeting_id, sitting.motion("That the library opens on Sundays")))
    take_privately(sitting, second)
    world.run(agree_motion, AgreeMotion(meeting_id, sitting.motion("That the offer be accepted")))
    come_back(sitting)
    world.run(close_meeting, CloseMeeting(meeting_id))
    story = Story(world, body, sitting, accounts)
    story.write(open="<p>The Chair spoke of the long queues.</p>", secret=f"<p>{SECRET}.</p>")
    return story


def evening(year: int, month: int, day: int) -> datetime:
    """Seven o'clock on that day, in winter."""
    return datetime(year, month, day, 19, 0, tzinfo=UTC)
