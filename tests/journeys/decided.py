"""Decisions of one person in every state, for pages to be walked: drafted, made, published, called in."""

from __future__ import annotations

from datetime import date

from meetings.bodies.models import BodyKind, Seat
from meetings.bodies.usecases import AddMember, CreateBody, add_member, create_body
from meetings.decisions.rules.record import Kind, Record
from meetings.decisions.usecases import (
    JudgeCallIn,
    MakeDecision,
    PublishDecisions,
    StartCallIn,
    WriteDecision,
    judge_call_in,
    make_decision,
    publish_decisions,
    start_call_in,
    write_decision,
)
from meetings.kernel.actor import SYSTEM
from tests.factories.world import World
from tests.publicsite.town import Town


def decisions_of_all_sorts(town: Town, world: World) -> None:
    """A cabinet and its scrutiny; what a member of it drafts, makes, publishes, and councillors call in."""
    lead = world.person("Councillor Lead")
    chair, _, third, *_ = town.planning.members

    def body(name: str, kind: BodyKind, person_id: str, seat: Seat) -> str:
        body_id = world.run(create_body, CreateBody(name=name, kind=kind), SYSTEM)
        world.run(add_member, AddMember(body_id, person_id, seat, date(2020, 1, 1)), SYSTEM)
        return body_id

    cabinet = body("Cabinet", BodyKind.CABINET, lead, Seat.MEMBER)
    scrutiny = body("Scrutiny Committee", BodyKind.COMMITTEE, chair, Seat.CHAIR)

    def decision(title: str, *, published: bool = True, made: bool = True) -> str:
        record = Record(
            kind=Kind.MEMBER,
            body_id=cabinet,
            title=title,
            decision="To buy it.",
            reasons="It is needed.",
            alternatives="None",
            interests="None declared",
            maker_id=lead,
            maker_name="Councillor Lead",
            wards=("Harbour",),
            made_on=world.clock.at.date(),
        )
        decision_id = world.run(write_decision, WriteDecision(record))
        if made:
            world.run(make_decision, MakeDecision(decision_id))
        if published:
            world.run(publish_decisions, PublishDecisions((decision_id,)))
        return decision_id

    decision("A bench for the quay", published=False, made=False)
    decision("A lamp for the quay", published=False)
    command = StartCallIn(decision("A crane for the quay"), "It was not costed.")
    world.run(start_call_in, command, world.actor(third))
    command = StartCallIn(decision("A boat for the quay"), "Nobody can row.", alone=True)
    call_in = world.run(start_call_in, command, world.actor(chair))
    world.run(judge_call_in, JudgeCallIn(call_in, True, "In time.", scrutiny), SYSTEM)
