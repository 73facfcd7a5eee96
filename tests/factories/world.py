"""A council for tests, made by the product's own use cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from integrations.registry import adapters
from meetings import registry
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.bodies.models import BodyKind, Seat
from meetings.bodies.usecases import (
    AddMember,
    CreateBody,
    CreateCouncil,
    add_member,
    create_body,
    create_council,
)
from meetings.db.engine import Database
from meetings.kernel.actor import SYSTEM, Actor
from meetings.kernel.clock import FixedClock
from meetings.kernel.permissions import Role
from meetings.motions.usecases import MoveMotion, move_motion
from meetings.people.queries import actor_of
from meetings.people.usecases import (
    CreateAccount,
    CreatePerson,
    DemoSignIn,
    NewGrant,
    create_account,
    create_person,
    sign_in_as_demo,
)
from meetings.room.usecases import Arrive, OpenMeeting, TakeItem, arrive, open_meeting, take_item
from meetings.runtime.usecase import Runner
from meetings.runtime.work import Work
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from meetings.server.parts import Parts, assemble
from meetings.settings import Settings
from meetings.voting.usecases import BallotAnswer, BallotRequest, OpenVote, cast_ballots, open_vote
from tests.factories.prepared import prepare

C = TypeVar("C")
R = TypeVar("R")
EVENING = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
SURNAMES = (
    "Abara",
    "Bright",
    "Cole",
    "Dunmore",
    "Eze",
    "Frost",
    "Grey",
    "Hale",
    "Iqbal",
    "Jones",
    "Kaur",
    "Lamb",
)


@dataclass
class World:
    """A runner, a clock that stands until it is moved, and the people made so far."""

    runner: Runner
    clock: FixedClock
    officer: Actor = SYSTEM
    tokens: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    officer_token: str = ""

    def run(self, case: Callable[[Work, C], R], command: C, actor: Actor | None = None) -> R:
        """Run a use case as the officer, or as somebody else."""
        return self.runner.run(case, command, actor=actor or self.officer)

    def later(self, seconds: float = 0.0, minutes: float = 0.0) -> None:
        """Let time go by."""
        self.clock.at += timedelta(seconds=seconds, minutes=minutes)

    def account(self, name: str, *, person_id: str | None = None, role: Role | None = None) -> str:
        """An account that is signed in; its session's token."""
        grants = (NewGrant(role, None, date(2020, 1, 1)),) if role else ()
        number = len(self.tokens) + 1
        email = f"person{number}-{len(self.names)}-{role or 'member'}@example.org"
        command = CreateAccount(email=email, name=name, person_id=person_id, demo_note="test", grants=grants)
        account_id = self.runner.run(create_account, command, actor=SYSTEM)
        return self.runner.run(sign_in_as_demo, DemoSignIn(account_id), actor=SYSTEM).token

    def person(self, name: str, post: str = "") -> str:
        """Somebody in public life; their id."""
        return self.runner.run(create_person, CreatePerson(name=name, post=post), actor=SYSTEM)

    def body(self, name: str = "Planning Committee", *, members: int = 5, quorum: int = 3) -> Committee:
        """A committee with its members, the first in the chair; all of them have accounts and are signed in."""
        kind = BodyKind.COUNCIL if name == "Council" else BodyKind.COMMITTEE
        body_id = self.run(create_body, CreateBody(name=name, kind=kind, quorum=quorum), SYSTEM)
        people = [self.member(body_id, n) for n in range(members)]
        return Committee(self, body_id, people)

    def member(self, body_id: str, n: int) -> str:
        """One more member of a body; their person id."""
        surname = SURNAMES[n % len(SURNAMES)] + (f" {n // len(SURNAMES) + 1}" if n >= len(SURNAMES) else "")
        name = f"Councillor {chr(65 + n % 26)}. {surname}"
        person_id = self.person(name)
        seat = Seat.CHAIR if n == 0 else Seat.MEMBER
        self.run(add_member, AddMember(body_id, person_id, seat, date(2020, 1, 1)), SYSTEM)
        self.tokens[person_id] = self.account(name, person_id=person_id)
        self.names[person_id] = name
        return person_id

    def actor(self, person_id: str) -> Actor:
        """A member as they are signed in."""
        with self.runner.read() as session:
            actor = actor_of(session, self.tokens[person_id], self.clock.now())
        assert actor is not None
        return actor

    def cast(self, *requests: BallotRequest) -> list[Any]:
        """Ballots in one group, as the writer commits them."""
        with self.runner.work(SYSTEM) as work:
            return list(cast_ballots(work, requests))


@dataclass
class Committee:
    """A body and its members' person ids, the chair first."""

    world: World
    id: str
    members: list[str]

    def meeting(self, *titles: str, publish: bool = True, starts_at: datetime = EVENING) -> Sitting:
        """A meeting with these items."""
        world = self.world
        meeting_id = world.run(arrange_meeting, ArrangeMeeting(self.id, starts_at, place="Town Hall"))
        items = [world.run(add_item, AddItem(meeting_id, title)) for title in titles or ("Library hours",)]
        if publish:
            world.run(publish_agenda, PublishAgenda(meeting_id))
        return Sitting(self, meeting_id, items)


@dataclass
class Sitting:
    """A meeting and its item ids."""

    body: Committee
    id: str
    items: list[str]

    @property
    def world(self) -> World:
        """Where it takes place."""
        return self.body.world

    def open(self, present: int | None = None) -> Sitting:
        """Mark the first members present, open with the chair in the chair, take the first item."""
        people = self.body.members[: present or len(self.body.members)]
        self.world.run(arrive, Arrive(self.id, tuple(people)))
        self.world.run(open_meeting, OpenMeeting(self.id, people[0]))
        self.world.run(take_item, TakeItem(self.id, self.items[0]))
        return self

    def motion(self, text: str = "That the library opens on Sundays", **more: Any) -> str:
        """A motion by the first two members; its id."""
        first, second = self.body.members[:2]
        return self.world.run(move_motion, MoveMotion(self.id, text, first, second, **more))

    def vote(self, motion_id: str, method: Any) -> str:
        """An open vote; its id."""
        return self.world.run(open_vote, OpenVote(self.id, motion_id, method))

    def cast(self, vote_id: str, choices: dict[str, Any], key: str = "key-0001") -> list[BallotAnswer]:
        """One ballot each; every one must be acknowledged."""
        world = self.world
        requests = [BallotRequest(vote_id, world.tokens[p], c, f"{key}-{p}") for p, c in choices.items()]
        answers = world.cast(*requests)
        refused = [a for a in answers if not isinstance(a, BallotAnswer)]
        assert refused == []
        return answers


def make_world(database: Database, clock: FixedClock | None = None) -> World:
    """An empty council with one democratic services officer."""
    registry.load_models()
    registry.load_reactions()
    prepare(database)
    standing = clock or FixedClock(EVENING - timedelta(days=10))
    return furnish(Runner(database, standing, ZoneInfo("Europe/London"), lambda touched: None), standing)


def furnish(runner: Runner, clock: FixedClock) -> World:
    """The council and its officer, on any runner whose database is migrated."""
    world = World(runner, clock)
    world.run(create_council, CreateCouncil("Northmoor Borough Council"), SYSTEM)
    officer = world.person("Priya Nair", "Democratic Services Officer")
    world.officer_token = world.account("Priya Nair", person_id=officer, role=Role.OFFICER)
    world.tokens[officer], world.names[officer] = world.officer_token, "Priya Nair"
    world.officer = world.actor(officer)
    return world


def make_parts(folder: Path, url: str = "", **settings: Any) -> Parts:
    """A whole application on a migrated database, in a folder of its own."""
    made = Settings(data=folder, database_url=url, read_back_seconds=0, **settings)
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(made.sqlalchemy_url)
    prepare(database)
    database.close()
    return assemble(made, adapters())
