"""Two at once, who may do what, and a record or table that somebody has been at."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from meetings.admin.verify_appointments import check
from meetings.admin.verify_facts import FactRow
from meetings.appointments import usecases as uc
from meetings.appointments.models import Round, RoundBallot
from meetings.appointments.rules import FinalTie, Names, Policy, RoundState, RoundWay
from meetings.db.record import RecordedFact
from meetings.kernel.actor import ANONYMOUS, SYSTEM
from meetings.kernel.errors import Denied, DomainError, WrongState
from tests.appointments.council import Election, election, second_officer
from tests.appointments.devices import envelope
from tests.factories.atonce import at_once
from tests.factories.world import World


def test_two_clerks_open_one_round(world: World) -> None:
    found = election(world, members=5, candidates=2)
    done, refused = at_once(*[lambda: found.round() for _ in range(2)])
    assert (len(done), [type(e) for e in refused]) == (1, [WrongState])
    assert len(found.view.rounds) == 1


def test_each_ballot_at_the_close_is_counted_or_refused(world: World) -> None:
    found = election(world, members=6, candidates=2)
    p = found.candidates[0]
    round_id = found.round()

    def cast(n: int) -> Any:
        choices: list[str | None] = [None] * n + [p]
        return found.cast(round_id, choices)[0]

    steps: list[Callable[[], Any]] = [lambda n=n: cast(n) for n in range(6)]  # type: ignore[misc]
    steps.insert(3, lambda: world.run(uc.close_round, uc.CloseRound(round_id, 6)))
    done, refused = at_once(*steps)
    assert refused == []
    acknowledged = [a for a in done if isinstance(a, uc.RoundAnswer)]
    late = [a for a in done if isinstance(a, DomainError)]
    assert len(acknowledged) + len(late) == 6
    shown = found.view.rounds[0]
    assert shown.votes == {p: len(acknowledged), found.candidates[1]: 0}
    assert shown.none == 6 - len(acknowledged)


def test_two_confirm_the_figures_once(world: World) -> None:
    found = election(world, members=5, candidates=2)
    p, q = found.candidates
    round_id = found.round(RoundWay.HANDS)
    world.run(uc.enter_counts, uc.EnterCounts(round_id, {p: 3, q: 2}))
    others = [second_officer(world), world.actor(found.sitting.body.members[0])]
    steps = [lambda a=a: world.run(uc.confirm_counts, uc.ConfirmCounts(round_id), a) for a in others]  # type: ignore[misc]
    done, refused = at_once(*steps)
    assert (len(done), [type(e) for e in refused]) == (1, [WrongState])


def test_members_and_strangers_do_not_run_an_appointment(sqlite_world: World) -> None:
    world, found = sqlite_world, election(sqlite_world, members=5, candidates=2)
    p = found.candidates[0]
    round_id = found.round()
    member = world.actor(found.sitting.body.members[3])
    for case, command in (
        (uc.open_appointment, uc.OpenAppointment(found.sitting.id, "Another")),
        (uc.open_round, uc.OpenRound(found.id, RoundWay.HANDS)),
        (uc.close_round, uc.CloseRound(round_id, 5)),
        (uc.declare_round, uc.DeclareRound(round_id)),
        (uc.enter_counts, uc.EnterCounts(round_id, {p: 1})),
        (uc.enter_in_round, uc.EnterInRound(round_id, found.sitting.body.members[1], p, "key-0001")),
        (uc.draw_lot, uc.DrawLot(round_id, p, "A", "B")),
        (uc.propose_void, uc.VoidRound(round_id, "No")),
        (uc.appoint_uncontested, uc.AppointUncontested(found.id)),
        (uc.end_appointment, uc.EndAppointment(found.id, "No")),
        (uc.set_policy, uc.SetPolicy(found.sitting.body.id, Policy())),
        (uc.enrol_device, uc.EnrolDevice("Mine", "ab" * 32)),
    ):
        who = ANONYMOUS if case is uc.enrol_device else member
        with pytest.raises(Denied):
            world.run(case, command, who)  # type: ignore[arg-type]
    stranger = uc.RoundRequest(round_id, "no such token", "key-00001", p)
    outside = world.member(world.body("Audit", members=0).id, 11)
    foreign = uc.RoundRequest(round_id, world.tokens[outside], "key-00001", p)
    with world.runner.work(SYSTEM) as work:
        answers = uc.cast_in_rounds(work, [stranger, foreign])
    assert ["session has ended" in str(answers[0]), "not on the roll" in str(answers[1])] == [True, True]


def test_clerk_cannot_enter_a_ballot_in_a_secret_round(sqlite_world: World) -> None:
    found = election(sqlite_world, members=5, candidates=2, names=Names.SECRET)
    round_id = found.round(RoundWay.DEVICES, uc.Sealing("abcdefgh23456789", "cd" * 32, "ef" * 32, ()))
    command = uc.EnterInRound(round_id, found.sitting.body.members[1], found.candidates[0], "key-0001")
    with pytest.raises(DomainError, match="only a sealed envelope"):
        sqlite_world.run(uc.enter_in_round, command)


def test_policy_of_the_body_is_kept_and_holds(sqlite_world: World) -> None:
    world = sqlite_world
    body = world.body(members=5)
    rules = Policy(names=Names.RECORDED, final_tie=FinalTie.LOT)
    world.run(uc.set_policy, uc.SetPolicy(body.id, rules), SYSTEM)
    sitting = body.meeting("Chair").open()
    found = Election(sitting, world.run(uc.open_appointment, uc.OpenAppointment(sitting.id, "Chair")))
    assert (found.view.names, found.view.final_tie) == (Names.RECORDED, FinalTie.LOT)


def facts_of(world: World, meeting_id: str) -> list[FactRow]:
    """The record as the check reads it."""
    with world.runner.read() as session:
        rows = session.query(RecordedFact).filter_by(stream_id=meeting_id).order_by(RecordedFact.seq).all()
    return [FactRow(r.seq, r.type, json.loads(r.data), r.leaf) for r in rows]


def differences(world: World, found: Election) -> list[str]:
    """What the check of the record finds."""
    with world.runner.read() as session:
        return check(session, found.sitting.id, facts_of(world, found.sitting.id))


def test_record_is_counted_again_and_tampering_is_found(sqlite_world: World) -> None:
    world = sqlite_world
    found = election(world, members=6, candidates=2)
    p, q = found.candidates
    found.vote({p: 4, q: 2})
    assert differences(world, found) == []
    member = found.sitting.body.members[5]
    with world.runner.work(SYSTEM) as work:
        work.session.execute(update(RoundBallot).where(RoundBallot.person_id == member).values(choice=p))
        work.session.execute(update(Round).values(votes=[5, 1]))
    said = differences(world, found)
    assert [s.partition(": ")[2] for s in said] == [
        "the stored figures are not those in the record",
        f"the stored ballot of {member} is not the one in the record",
    ]


def test_tampering_with_envelopes_is_found(sqlite_world: World, tmp_path: Path) -> None:
    world = sqlite_world
    found = election(world, members=4, candidates=2, names=Names.SECRET)
    key = "02" + "00" * 31
    round_id = found.round(RoundWay.DEVICES, uc.Sealing("abcdefgh23456789", key, "ef" * 32, ()))
    requests = []
    for member in found.sitting.body.members[:2]:
        sealed = envelope("09" + "00" * 31, round_id, found.candidates[0])
        token, raw = world.tokens[member], base64.b64decode(sealed)
        requests.append(uc.RoundRequest(round_id, token, "key-0001", envelope=sealed, envelope_bytes=raw))
    with world.runner.work(SYSTEM) as work:
        assert all(isinstance(a, uc.RoundAnswer) for a in uc.cast_in_rounds(work, requests))
    world.run(uc.close_round, uc.CloseRound(round_id, 4))
    assert found.view.rounds[0].state is RoundState.CLOSED
    assert differences(world, found) == []
    one = requests[1].envelope
    with world.runner.work(SYSTEM) as work:
        work.session.execute(update(RoundBallot).where(RoundBallot.envelope != one).values(envelope=one))
        work.session.execute(text("UPDATE appointment_round SET box_root = :r"), {"r": "00" * 32})
    assert [s.partition(": ")[2].partition(" of ")[0] for s in differences(world, found)] == [
        "the stored box is not the one in the record",
        "the stored envelope",
    ]
