"""Appointments while people look on: for each pushed fact a meeting in which it happens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from meetings.appointments import events as e
from meetings.appointments import usecases as uc
from meetings.appointments.box import hash_of, root_of
from meetings.appointments.models import Round, RoundTeller
from meetings.appointments.rules import Names, RoundWay
from meetings.kernel.actor import SYSTEM
from meetings.kernel.facts import Fact
from meetings.room import usecases as rooms
from tests.appointments.council import Election, election, second_officer
from tests.factories.world import Sitting, World
from tests.live.scenarios import SCENARIOS, records

Act = Callable[[], object]


def _fresh(world: World) -> tuple[Sitting, Act]:
    sitting = world.body(members=6).meeting("Chair", "Bins").open()
    return sitting, lambda: world.run(uc.open_appointment, uc.OpenAppointment(sitting.id, "Chair"))


def _with(act: Callable[[Election], object], **how: object) -> Callable[[World], tuple[Sitting, Act]]:
    """One more step in an appointment that has candidates."""

    def scenario(world: World) -> tuple[Sitting, Act]:
        found = election(world, members=6, candidates=3, **how)  # type: ignore[arg-type]
        return found.sitting, partial(act, found)

    return scenario


def _in_round(
    act: Callable[[Election, str], object], votes: tuple[int, int, int] | None = None, **how: object
) -> Callable[[World], tuple[Sitting, Act]]:
    """One more step in a round that is open, or counted with these votes."""

    def scenario(world: World) -> tuple[Sitting, Act]:
        found = election(world, members=6, candidates=3, **how)  # type: ignore[arg-type]
        if votes is None:
            round_id = found.round()
        else:
            round_id = found.vote(dict(zip(found.candidates, votes, strict=True)), declare=False)
        return found.sitting, partial(act, found, round_id)

    return scenario


def _nominate(found: Election) -> object:
    m = found.sitting.body.members
    return found.world.run(uc.nominate, uc.Nominate(found.id, m[5], m[0]))


@records(e.CandidateConsented)
def consented(world: World) -> tuple[Sitting, Act]:
    """A nominee says that they are willing."""
    found = election(world, members=6, candidates=2)
    m = found.sitting.body.members
    candidate = world.run(uc.nominate, uc.Nominate(found.id, m[5], m[0]))
    return found.sitting, lambda: world.run(
        uc.consent, uc.OfCandidate(found.id, candidate), world.actor(m[5])
    )


@records(e.CountsEntered)
def counts_entered(world: World) -> tuple[Sitting, Act]:
    """Hands."""
    found = election(world, members=6, candidates=2)
    round_id = found.round(RoundWay.HANDS)
    votes = dict(zip(found.candidates, (3, 2), strict=True))
    return found.sitting, lambda: world.run(uc.enter_counts, uc.EnterCounts(round_id, votes))


@records(e.EnvelopeCast)
def envelope_cast(world: World) -> tuple[Sitting, Act]:
    """A sealed envelope comes in."""
    found, round_id = _sealed(world)
    request = uc.RoundRequest(
        round_id,
        world.tokens[found.sitting.body.members[1]],
        "key-00002",
        envelope="AA==",
        envelope_bytes=b"\x00",
    )

    def act() -> None:
        with world.runner.work(SYSTEM) as work:
            uc.cast_in_rounds(work, [request])

    return found.sitting, act


@records(e.BoxApproved)
def box_approved(world: World) -> tuple[Sitting, Act]:
    """A teller agrees."""
    found, round_id = _sealed(world)
    teller = world.actor(found.sitting.body.members[0])
    world.run(uc.close_round, uc.CloseRound(round_id, 5))
    root = root_of([hash_of(b"\x01")])
    return found.sitting, lambda: world.run(
        uc.approve_box, uc.ApproveBox(round_id, root, 1, "sealed"), teller
    )


def _sealed(world: World) -> tuple[Election, str]:
    """A secret round with one envelope and one teller; nobody opens it here."""
    found = election(world, members=6, candidates=2, names=Names.SECRET)
    teller = world.actor(found.sitting.body.members[0])
    device = world.run(uc.enrol_device, uc.EnrolDevice("Tablet", "ab" * 32), teller)
    share = uc.Share(teller.account_id or "", device, "sealed")
    sealing = uc.Sealing("abcdefgh23456789", "cd" * 32, "ef" * 32, (share,))
    round_id = found.round(RoundWay.DEVICES, sealing)
    token = world.tokens[found.sitting.body.members[0]]
    first = uc.RoundRequest(round_id, token, "key-00001", envelope="AQ==", envelope_bytes=b"\x01")
    with world.runner.work(SYSTEM) as work:
        uc.cast_in_rounds(work, [first])
        assert work.session.get(Round, round_id) is not None
        assert work.session.get(RoundTeller, (round_id, teller.account_id)) is not None
    return found, round_id


def _void(found: Election, round_id: str) -> object:
    second = second_officer(found.world)
    found.world.run(uc.propose_void, uc.VoidRound(round_id, "A device failed"))
    return found.world.run(uc.confirm_void, uc.VoidRound(round_id), second)


def _lot(found: Election, round_id: str) -> object:
    world, view = found.world, found.view
    world.run(uc.decide_tie, uc.DecideTie(round_id, None))
    return world.run(uc.draw_lot, uc.DrawLot(round_id, view.rounds[0].outcome_names[0], "A", "B"))


def _tied(act: Callable[[Election, str], object]) -> Callable[[World], tuple[Sitting, Act]]:
    """Two candidates with three votes each."""

    def scenario(world: World) -> tuple[Sitting, Act]:
        found = election(world, members=6, candidates=2)
        round_id = found.vote(dict.fromkeys(found.candidates, 3), declare=False)
        return found.sitting, partial(act, found, round_id)

    return scenario


def _arrives(world: World) -> tuple[Sitting, Act]:
    found = election(world, members=6, candidates=2)
    late = found.sitting.body.members[5]
    world.run(rooms.leave, rooms.Leave(found.sitting.id, late))
    found.round()
    return found.sitting, lambda: world.run(rooms.arrive, rooms.Arrive(found.sitting.id, (late,)))


def _first(found: Election) -> str:
    return found.candidates[0]


_ALL: dict[type[Fact], Callable[[World], tuple[Sitting, Act]]] = {
    e.AppointmentOpened: _fresh,
    e.CandidateNominated: _with(_nominate),
    e.CandidateWithdrawn: _with(lambda f: f.world.run(uc.withdraw, uc.OfCandidate(f.id, _first(f)))),
    e.AppointmentEnded: _with(
        lambda f: f.world.run(uc.end_appointment, uc.EndAppointment(f.id, "Adjourned"))
    ),
    e.AppointmentMade: _with(
        lambda f: f.world.run(uc.appoint_uncontested, uc.AppointUncontested(f.id)), seats=3
    ),
    e.RoundOpened: _with(lambda f: f.round()),
    e.RoundRollJoined: _arrives,
    e.RoundRollLeft: _in_round(
        lambda f, r: f.world.run(rooms.leave, rooms.Leave(f.sitting.id, f.sitting.body.members[5]))
    ),
    e.RoundBallotCast: _in_round(lambda f, r: f.cast(r, [_first(f)])),
    e.RoundClosed: _in_round(
        lambda f, r: f.world.run(uc.close_round, uc.CloseRound(r, 6)), names=Names.RECORDED
    ),
    e.RoundCounted: _in_round(lambda f, r: f.world.run(uc.close_round, uc.CloseRound(r, 6))),
    e.RoundDeclared: _in_round(lambda f, r: f.declare(r), (3, 2, 1), names=Names.RECORDED),
    e.RoundVoidProposed: _in_round(
        lambda f, r: f.world.run(uc.propose_void, uc.VoidRound(r, "A device failed"))
    ),
    e.RoundVoided: _in_round(_void, (3, 2, 1)),
    e.TieDecided: _tied(lambda f, r: f.world.run(uc.decide_tie, uc.DecideTie(r, _first(f)))),
    e.LotDrawn: _tied(_lot),
}
for _kind, _scenario in _ALL.items():
    SCENARIOS[_kind] = _scenario
