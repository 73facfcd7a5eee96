"""S5: a chair is appointed by successive elimination, 40 voting: a run-off for the last place, a tie, a casting vote.

From the agenda to the public page and the minutes, in the open and by sealed envelopes.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.admin.verify import check_stream
from meetings.appointments import usecases as uc
from meetings.appointments.rules import Names, Outcome, Policy, RoundKind
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, choose_profile
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.room.usecases import CloseMeeting, close_meeting
from tests.appointments.council import Election, election
from tests.appointments.devices import OpenerHere, TellerDevice, envelope
from tests.factories.site import Site, make_site, words

JSON = {"Accept": "application/json"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application, its council, and an opener."""
    with make_site(tmp_path / "data") as made:
        made.parts.services.opener = OpenerHere(tmp_path / "opener")
        yield made


def in_the_open(found: Election, votes: dict[str, int]) -> str:
    """A round as members' devices cast it, closed."""
    return found.vote(votes, declare=False)


def in_secret(site: Site, found: Election, tellers: list[TellerDevice], votes: dict[str, int]) -> str:
    """The same in envelopes, opened by two tellers."""
    form = {"way": "devices", "teller": [t.account_id for t in tellers]}
    assert site.officer.post(f"/desk/appointments/{found.id}/rounds", form, headers=JSON).status_code == 200
    current = found.view.current
    assert current is not None
    choices = [c for c, n in votes.items() for _ in range(n)]
    requests = []
    for member, choice in zip(found.sitting.body.members, choices, strict=True):
        sealed = envelope(current.public_key, current.id, choice)
        request = uc.RoundRequest(
            current.id,
            site.world.tokens[member],
            f"key-{member}",
            envelope=sealed,
            envelope_bytes=base64.b64decode(sealed),
        )
        requests.append(request)
    with site.parts.runner.work(SYSTEM) as work:
        answers = uc.cast_in_rounds(work, requests)
    assert all(isinstance(a, uc.RoundAnswer) for a in answers)
    site.world.run(uc.close_round, uc.CloseRound(current.id, 0))
    for teller in tellers[1:]:
        assert teller.agree(site, current.id).status_code == 200
    return current.id


@pytest.mark.parametrize("names", [Names.TOTALS, Names.SECRET])
def test_s5(site: Site, names: Names) -> None:
    world = site.world
    found = election(world, members=40, candidates=3, names=names)
    p, q, r = found.candidates
    tellers = [TellerDevice(world, m).enrol() for m in found.sitting.body.members[:3]]

    def vote(votes: dict[str, int]) -> str:
        return in_secret(site, found, tellers, votes) if names is Names.SECRET else in_the_open(found, votes)

    found.declare(vote({p: 14, q: 13, r: 13}))
    assert found.view.rounds[0].outcome is Outcome.RUN_OFF
    found.declare(vote({q: 21, r: 19}))
    second = found.view.rounds[1]
    assert (second.kind, second.candidates, second.outcome_names) == (RoundKind.RUN_OFF, (q, r), (r,))
    last = vote({p: 20, q: 20})
    with pytest.raises(WrongState, match="tie"):
        found.declare(last)
    chair = site.member(found.sitting.body.members[0])
    room = words(chair.get(f"/room/{found.sitting.id}"))
    assert "has a second or casting vote and may decline to use it" in room
    assert chair.post(f"/rounds/{last}/tie", {"candidate_id": p}, headers=JSON).status_code == 200
    found.declare(last)
    assert [c.id for c in found.view.appointed] == [p]

    check_pages(site, found)


def check_pages(site: Site, found: Election) -> None:
    """What the public page, the live page, the minutes and the check of the record say of it."""
    world, name, (p, q, r) = site.world, found.view.name, found.candidates
    names = found.view.names
    page = words(site.public.get(f"/appointments/{found.id}"))
    for figures in (
        f"{name(p)} 14, {name(q)} 13, {name(r)} 13",
        f"{name(q)} 21, {name(r)} 19",
        f"{name(p)} 20, {name(q)} 20",
    ):
        assert figures in page
    live = words(site.public.get(f"/meetings/{found.sitting.id}/live"))
    assert f"Appointed: {name(p)}" in live
    world.run(close_meeting, CloseMeeting(found.sitting.id))
    minutes = words(site.officer.get(f"/desk/meetings/{found.sitting.id}/minutes"))
    kind = "secret ballot" if names is Names.SECRET else ""
    assert f"Round 1{f' ({kind})' if kind else ''}: {name(p)} 14, {name(q)} 13, {name(r)} 13" in minutes
    assert f"Round 2 (run-off{f', {kind}' if kind else ''}): {name(q)} 21, {name(r)} 19" in minutes
    assert f"in the chair, gave a casting vote for {name(p)}" in minutes
    assert f"That {name(p)} be appointed as Chair of the Planning Committee" in minutes
    assert "RESOLVED" in minutes
    with site.parts.runner.read() as session:
        checked = check_stream(session, site.parts.services.storage, found.sitting.id)
    assert checked.differences == ()


def test_s5_is_secret_if_the_bodys_rules_say_so(site: Site) -> None:
    world = site.world
    body = world.body(members=5)
    world.run(uc.set_policy, uc.SetPolicy(body.id, Policy(names=Names.SECRET)), SYSTEM)
    sitting = body.meeting("Appointment of a chair").open()
    with pytest.raises(WrongState, match="in secret"):
        world.run(uc.open_appointment, uc.OpenAppointment(sitting.id, "Chair", names=Names.TOTALS))
    found = Election(sitting, world.run(uc.open_appointment, uc.OpenAppointment(sitting.id, "Chair")))
    assert found.view.names is Names.SECRET


def test_s5_in_scotland_the_last_tie_goes_to_the_lot(site: Site) -> None:
    world = site.world
    world.run(choose_profile, ChooseProfile(Profile.SCOTLAND), SYSTEM)
    found = election(world, members=4, candidates=2)
    p, q = found.candidates
    last = in_the_open(found, {p: 2, q: 2})
    chair = world.actor(found.sitting.body.members[0])
    with pytest.raises(WrongState, match="no tie here that whoever presides"):
        world.run(uc.decide_tie, uc.DecideTie(last, p), chair)
    world.run(uc.draw_lot, uc.DrawLot(last, q, "Priya Nair", "The Provost"))
    found.declare(last)
    assert [c.id for c in found.view.appointed] == [q]
    world.run(close_meeting, CloseMeeting(found.sitting.id))
    minutes = words(site.officer.get(f"/desk/meetings/{found.sitting.id}/minutes"))
    assert "was chosen by lot, drawn by Priya Nair in the presence of The Provost" in minutes
