"""An appointment in an open meeting, and the votes that members cast in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meetings.appointments import usecases as uc
from meetings.appointments.queries import AppointmentView, appointment_of
from meetings.appointments.rules import Names, RoundWay
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from tests.factories.world import Sitting, World


@dataclass
class Election:
    """An appointment whose candidates are the first members after the chair."""

    sitting: Sitting
    id: str
    candidates: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        """Where it takes place."""
        return self.sitting.world

    @property
    def view(self) -> AppointmentView:
        """As it stands."""
        with self.world.runner.read() as session:
            return appointment_of(session, self.id)

    def round(self, way: RoundWay = RoundWay.DEVICES, sealing: uc.Sealing | None = None) -> str:
        """The next round, open; its id."""
        return self.world.run(uc.open_round, uc.OpenRound(self.id, way, sealing))

    def cast(self, round_id: str, choices: Sequence[str | None]) -> list[Any]:
        """The members' choices in the order of the members; None casts nothing."""
        world, members = self.world, self.sitting.body.members
        requests = [
            uc.RoundRequest(round_id, world.tokens[m], f"key-{round_id}-{m}", c)
            for m, c in zip(members, choices, strict=False)
            if c is not None
        ]
        with world.runner.work(SYSTEM) as work:
            return list(uc.cast_in_rounds(work, requests))

    def vote(self, votes: Mapping[str, int], *, abstain: int = 0, declare: bool = True) -> str:
        """A whole round on devices with so many votes for each candidate; its id."""
        round_id = self.round()
        choices: list[str | None] = [c for c, n in votes.items() for _ in range(n)] + ["abstain"] * abstain
        answers = self.cast(round_id, choices)
        assert [a for a in answers if not isinstance(a, uc.RoundAnswer)] == []
        missing = len(self.view.current.missing) if self.view.current else 0
        self.world.run(uc.close_round, uc.CloseRound(round_id, missing))
        if declare:
            self.declare(round_id)
        return round_id

    def declare(self, round_id: str) -> None:
        """The chair declares the round."""
        self.world.run(uc.declare_round, uc.DeclareRound(round_id))


def election(
    world: World,
    *,
    members: int = 12,
    candidates: int = 3,
    names: Names = Names.TOTALS,
    seats: int = 1,
    title: str = "Chair of the Planning Committee",
    body: str = "Planning Committee",
) -> Election:
    """A meeting at an item with an appointment, and candidates who are willing."""
    sitting = world.body(body, members=members).meeting("Appointment of a chair", "Other business").open()
    found = Election(
        sitting, world.run(uc.open_appointment, uc.OpenAppointment(sitting.id, title, seats, names))
    )
    people = sitting.body.members
    for person in people[1 : candidates + 1]:
        command = uc.Nominate(found.id, person, people[0], people[candidates + 1], consent=True)
        found.candidates.append(world.run(uc.nominate, command))
    return found


def second_officer(world: World) -> Any:
    """A second democratic services officer, for what two people must do."""
    person = world.person("Owen Price", "Deputy Monitoring Officer")
    world.tokens[person] = world.account("Owen Price", person_id=person, role=Role.OFFICER)
    return world.actor(person)
