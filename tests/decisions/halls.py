"""A council with a cabinet, scrutiny and a monitoring officer, for tests of decisions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.bodies.models import BodyKind, Seat
from meetings.bodies.usecases import AddMember, CreateBody, add_member, create_body
from meetings.decisions import queries
from meetings.decisions.queries import CallInRow, DecisionRow, Wanted
from meetings.decisions.rules.record import CallIn, Kind, Record
from meetings.decisions.usecases import (
    ChangeDecision,
    PublishDecisions,
    StartCallIn,
    change_decision,
    publish_decisions,
    start_call_in,
)
from meetings.kernel.actor import SYSTEM, Actor
from meetings.kernel.permissions import Role
from meetings.motions.usecases import AgreeMotion, MoveMotion, agree_motion, move_motion
from meetings.people.queries import actor_of
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
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.private import take_privately
from tests.factories.world import Committee, Sitting, World

PEOPLE = ("leader", "lead", "scrutineer", "ash", "beck", "carr", "dean")
TUESDAY = datetime(2026, 12, 8, 18, 0, tzinfo=UTC)
BOILERS = "That the boilers be replaced."
CANARY = "Zanzibarium"


@dataclass
class Hall:
    """The bodies, the people, and a clock to move."""

    world: World
    cabinet: str
    scrutiny: str
    council: str
    people: dict[str, str]
    monitoring: Actor
    actors: dict[str, Actor]

    def at(self, day: date, hour: int = 10, minute: int = 0) -> Hall:
        """Let it be then: in winter the council's hour is UTC."""
        self.world.clock.at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
        return self

    def actor(self, name: str) -> Actor:
        """Somebody, signed in."""
        return self.actors[name]

    def meeting(
        self, *titles: str, body: str = "", starts_at: datetime = TUESDAY, **more: Any
    ) -> tuple[str, list[str]]:
        """A published meeting of the cabinet and its items."""
        world = self.world
        meeting_id = world.run(
            arrange_meeting, ArrangeMeeting(body or self.cabinet, starts_at, place="Town Hall")
        )
        first = [world.run(add_item, AddItem(meeting_id, "Apologies for absence"))]
        items = [world.run(add_item, AddItem(meeting_id, title, **more)) for title in titles]
        world.run(publish_agenda, PublishAgenda(meeting_id))
        return meeting_id, first + items

    def hold(
        self,
        meeting_id: str,
        items: list[str],
        text: str = BOILERS,
        people: tuple[str, str] = ("leader", "lead"),
        private: Collection[str] = (),
    ) -> None:
        """The meeting takes each item, agrees a motion on it, and closes."""
        world = self.world
        first, second = (self.people[p] for p in people)
        world.run(arrive, Arrive(meeting_id, (first, second)))
        world.run(open_meeting, OpenMeeting(meeting_id, first))
        sitting = Sitting(Committee(world, self.cabinet, [first, second]), meeting_id, items)
        for item in items:
            if item in private:
                take_privately(sitting, item)
            else:
                world.run(take_item, TakeItem(meeting_id, item))
            motion = world.run(move_motion, MoveMotion(meeting_id, text, first, second))
            world.run(agree_motion, AgreeMotion(meeting_id, motion))
        world.run(close_meeting, CloseMeeting(meeting_id))

    def decided(self, *titles: str, on: date = date(2026, 12, 8), **more: Any) -> list[DecisionRow]:
        """The records of a cabinet meeting that was held that evening."""
        start = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
        meeting_id, items = self.meeting(
            *(titles or ("Swimming baths: new boilers",)), starts_at=start, **more
        )
        self.world.clock.at = start
        self.hold(meeting_id, items, private=items[1:] if "sensitivity" in more else ())
        return self.rows(Wanted(meeting_id=meeting_id))

    def rows(self, wanted: Wanted) -> list[DecisionRow]:
        """As officers see them."""
        with self.world.runner.read() as session:
            return queries.decisions(session, wanted)

    def row(self, decision_id: str) -> DecisionRow:
        """One as officers see it."""
        return self.rows(Wanted(ids=[decision_id]))[0]

    def change(self, row: DecisionRow, **more: Any) -> DecisionRow:
        """Save other words."""
        self.world.run(change_decision, ChangeDecision(row.id, row.version, replace(row.record, **more)))
        return self.row(row.id)

    def complete(self, row: DecisionRow, **more: Any) -> DecisionRow:
        """With reasons and alternatives."""
        return self.change(row, **({"reasons": "They leak.", "alternatives": "None"} | more))

    def published(self, on: date, hour: int = 10, **more: Any) -> DecisionRow:
        """A cabinet decision of the evening before the first working day, published then."""
        row = self.complete(self.decided()[0], **more)
        self.at(on, hour)
        self.world.run(publish_decisions, PublishDecisions((row.id,)))
        return self.row(row.id)

    def officer_record(self, **more: Any) -> Record:
        """What an officer decided."""
        full = Record(
            kind=Kind.OFFICER,
            body_id=self.cabinet,
            title="Contract for the boilers",
            decision="To award the contract to Oakwell Heating.",
            reasons="The best of four tenders.",
            alternatives="None",
            interests="None declared",
            maker_name="Morgan Field",
            maker_post="Director of Place",
            delegation="Minute 12 of the Cabinet",
            limbs=("express",),
            made_on=date(2026, 12, 10),
        )
        return replace(full, **more)

    def call_in(self, row: DecisionRow, who: str = "ash", **more: Any) -> str:
        """Begin a call-in."""
        command = StartCallIn(row.id, "It was not costed.", **more)
        return self.world.run(start_call_in, command, self.actor(who))

    def call(self, call_in_id: str) -> CallInRow:
        """A call-in as it stands."""
        with self.world.runner.read() as session:
            return queries.call_in_of(session, call_in_id)


def make_hall(world: World) -> Hall:
    """The hall, on any world, on the morning of 1 December 2026."""
    people = {}
    for name in PEOPLE:
        people[name] = world.person(f"Councillor {name.title()}")

    def body(name: str, kind: BodyKind, seats: dict[str, Seat]) -> str:
        body_id = world.run(create_body, CreateBody(name=name, kind=kind, quorum=2), SYSTEM)
        for who, seat in seats.items():
            world.run(add_member, AddMember(body_id, people[who], seat, date(2020, 1, 1)), SYSTEM)
        return body_id

    cabinet = body("Cabinet", BodyKind.CABINET, {"leader": Seat.CHAIR, "lead": Seat.MEMBER})
    scrutiny = body(
        "Overview and Scrutiny Committee",
        BodyKind.COMMITTEE,
        {"scrutineer": Seat.CHAIR, "ash": Seat.MEMBER},
    )
    seats = {name: Seat.CHAIR if name == "dean" else Seat.MEMBER for name in PEOPLE}
    council = body("Council", BodyKind.COUNCIL, seats)
    tokens: dict[str, str] = {}
    for name, person_id in people.items():
        tokens[name] = world.tokens[person_id] = world.account(
            f"Councillor {name.title()}", person_id=person_id
        )
    tokens["monitoring"] = world.tokens["monitoring"] = world.account("Imran Shah", role=Role.MONITORING)
    actors = {}
    with world.runner.read() as session:
        for name, token in tokens.items():
            actor = actor_of(session, token, world.clock.now())
            assert actor is not None
            actors[name] = actor
    hall = Hall(world, cabinet, scrutiny, council, people, actors["monitoring"], actors)
    return hall.at(date(2026, 12, 1))


SUBJECT = CallIn.SUBJECT
