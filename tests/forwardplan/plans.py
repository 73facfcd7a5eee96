"""A council with a cabinet, a scrutiny committee and a full council, and decisions to plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from meetings.bodies.models import BodyKind, Seat
from meetings.bodies.usecases import AddMember, CreateBody, add_member, create_body
from meetings.forwardplan import queries
from meetings.forwardplan.queries import EntryRow
from meetings.forwardplan.rules.document import NoticeDocument
from meetings.forwardplan.rules.planned import PlannedDecision, Privacy
from meetings.forwardplan.standing import Standing, standing_of
from meetings.forwardplan.usecases import (
    ChangeDecision,
    PlanDecision,
    PublishPlan,
    change_decision,
    plan_decision,
    publish_plan,
)
from meetings.kernel.actor import SYSTEM
from tests.factories.world import World

#: the decision of every worked example
DECIDE_ON = date(2026, 12, 8)
CANARY = "Zanzibarium"


@dataclass
class Town:
    """The bodies and who holds which office."""

    world: World
    cabinet: str
    scrutiny: str
    council: str
    people: dict[str, str]

    def at(self, day: date, hour: int = 10) -> Town:
        """Let it be that morning."""
        self.world.clock.at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        return self

    def decision(self, **more: Any) -> PlannedDecision:
        """A complete key decision of the cabinet."""
        full = PlannedDecision(
            body_id=self.cabinet,
            title="Swimming baths: new boilers",
            matter="Whether to replace the boilers of the baths.",
            amount=640_000,
            key_reason="Above the council's threshold.",
            decide_on=DECIDE_ON,
            consultees="Users of the baths",
            consultation="A survey until the end of October",
            documents=("Report of the Director of Place",),
            documents_from="From the contact officer, or on the website.",
            lead_member="Councillor Lead",
            contact_name="Priya Nair",
            contact_email="priya@example.org",
            wards=("Harbour", "Mill"),
        )
        return replace(full, **more)

    def private(self, **more: Any) -> PlannedDecision:
        """The same, to be considered in private."""
        closed: dict[str, Any] = {
            "privacy": Privacy.WHOLE,
            "paragraphs": ("3",),
            "private_reasons": "It sets out the prices of tenderers.",
        }
        return self.decision(**(closed | more))

    def plan(self, **more: Any) -> str:
        """Enter it; its id."""
        return self.world.run(plan_decision, PlanDecision(self.decision(**more)))

    def plan_private(self, **more: Any) -> str:
        """Enter a private one; its id."""
        return self.world.run(plan_decision, PlanDecision(self.private(**more)))

    def change(self, entry_id: str, **more: Any) -> int:
        """Save another version of it."""
        row = self.row(entry_id)
        command = ChangeDecision(entry_id, row.version, replace(row.decision, **more))
        return self.world.run(change_decision, command)

    def publish(self, **more: Any) -> str:
        """Publish the plan; the notice's id."""
        return self.world.run(publish_plan, PublishPlan(date(2026, 10, 1), date(2027, 3, 31), **more))

    def row(self, entry_id: str) -> EntryRow:
        """As officers see it."""
        with self.world.runner.read() as session:
            return queries.entry_of(session, entry_id)

    def standing(self, entry_id: str) -> Standing:
        """How it stands before the law now."""
        with self.world.runner.read() as session:
            row = queries.entry_of(session, entry_id)
            return standing_of(session, row, self.world.clock.now(), self.world.runner.timezone)

    def notice(self, notice_id: str) -> tuple[queries.NoticeRow, NoticeDocument]:
        """A published notice."""
        with self.world.runner.read() as session:
            return queries.notice_of(session, notice_id)


def make_town(world: World, *, scrutiny_chair: bool = True, mayor: bool = True) -> Town:
    """The town, on any world."""
    people = {
        name: world.person(f"Councillor {name.title()}")
        for name in ("leader", "lead", "scrutineer", "member", "mayor", "deputy", "opposition")
    }

    def body(name: str, kind: BodyKind, seats: dict[str, Seat]) -> str:
        body_id = world.run(create_body, CreateBody(name=name, kind=kind), SYSTEM)
        for who, seat in seats.items():
            world.run(add_member, AddMember(body_id, people[who], seat, date(2020, 1, 1)), SYSTEM)
        return body_id

    cabinet = body("Cabinet", BodyKind.CABINET, {"leader": Seat.CHAIR, "lead": Seat.MEMBER})
    chair = {"scrutineer": Seat.CHAIR} if scrutiny_chair else {}
    scrutiny = body("Overview and Scrutiny Committee", BodyKind.COMMITTEE, {**chair, "member": Seat.MEMBER})
    first = {"mayor": Seat.CHAIR} if mayor else {}
    council = body(
        "Council", BodyKind.COUNCIL, {**first, "deputy": Seat.VICE_CHAIR, "opposition": Seat.MEMBER}
    )
    return Town(world, cabinet, scrutiny, council, people).at(date(2026, 11, 2))
