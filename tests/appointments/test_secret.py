"""A secret round by the pages: sealed, boxed, opened by two tellers, counted at once, and nothing before."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from meetings.appointments import usecases as uc
from meetings.appointments.box import hash_of, receipt_of, root_of
from meetings.appointments.models import Round, RoundBallot, RoundTeller
from meetings.appointments.rules import Names, RoundState, RoundWay
from meetings.db.record import RecordedFact, council_stream
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, WrongState
from meetings.proof.signing import seal
from meetings.runtime.keeper import Keeper, Refused
from tests.appointments.council import Election, election
from tests.appointments.devices import OpenerHere, SignerHere, TellerDevice, envelope, post_envelope
from tests.factories.site import Site, make_site

JSON = {"Accept": "application/json"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application with an opener."""
    with make_site(tmp_path / "data") as made:
        made.parts.services.opener = OpenerHere(tmp_path / "opener")
        yield made


class Secret:
    """An appointment voted on in secret, its tellers, and what each voter chose, which only this test knows."""

    def __init__(self, site: Site, members: int = 7) -> None:
        self.site = site
        self.election: Election = election(site.world, members=members, candidates=3, names=Names.SECRET)
        self.tellers = [TellerDevice(site.world, p).enrol() for p in self.election.sitting.body.members[:3]]
        self.nonces: list[str] = []

    def open(self) -> str:
        """A round on devices, by the clerk's press; its id."""
        form = {"way": "devices", "teller": [t.account_id for t in self.tellers]}
        path = f"/desk/appointments/{self.election.id}/rounds"
        answer = self.site.officer.post(path, form, headers=JSON)
        assert answer.status_code == 200, answer.get_json()
        current = self.election.view.current
        assert current is not None
        return current.id

    def cast(self, round_id: str, choices: list[str]) -> list[dict[str, object]]:
        """One envelope each, in the order of the members."""
        key = self.election.view.rounds[-1].public_key
        answers = []
        for member, choice in zip(self.election.sitting.body.members, choices, strict=False):
            self.nonces.append(f"{len(self.nonces):032x}")
            sealed = envelope(key, round_id, choice, self.nonces[-1])
            answer = post_envelope(self.site, member, round_id, sealed)
            assert answer.status_code == 200, answer.get_json()
            answers.append(answer.get_json())
        return answers

    def close(self, round_id: str, missing: int = 0) -> None:
        """By the clerk."""
        self.site.world.run(uc.close_round, uc.CloseRound(round_id, missing))


def test_secret_round_from_envelopes_to_the_appointment(site: Site) -> None:
    secret = Secret(site)
    p, q, r = secret.election.candidates
    round_id = secret.open()
    answers = secret.cast(round_id, [p, p, q, q, p, p])
    assert answers[0]["receipt"] == receipt_of(str(answers[0]["said"]))
    own = site.member(secret.election.sitting.body.members[0]).get(f"/rounds/{round_id}/ballot").get_json()
    assert (own["said"], own["receipt"]) == (answers[0]["said"], answers[0]["receipt"])
    assert site.public.get(f"/rounds/{round_id}/box").status_code == 404
    secret.close(round_id, missing=1)
    box = site.public.get(f"/rounds/{round_id}/box").get_json()
    assert box["envelopes"] == sorted(str(a["said"]) for a in answers)
    assert (box["count"], box["whole"]) == (6, True)
    assert secret.election.view.rounds[0].votes is None
    assert secret.tellers[0].agree(site, round_id).status_code == 200
    assert secret.election.view.rounds[0].votes is None
    assert secret.tellers[2].agree(site, round_id).status_code == 200
    found = secret.election.view.rounds[0]
    assert found.votes == {p: 4, q: 2, r: 0}
    assert (found.abstained, found.none, found.spoilt) == (0, 1, 0)
    secret.election.declare(round_id)
    assert [c.id for c in secret.election.view.appointed] == [p]
    with site.parts.runner.read() as session:
        ballots = session.execute(select(RoundBallot.choice, RoundBallot.envelope)).all()
        assert {choice for choice, _ in ballots} == {None}
        assert session.scalars(select(RoundTeller.share)).all() == [None, None, None]


def test_envelope_is_replaced_until_the_close_and_a_retry_is_answered_alike(site: Site) -> None:
    secret = Secret(site)
    p, q, _ = secret.election.candidates
    round_id = secret.open()
    key, member = secret.election.view.rounds[0].public_key, secret.election.sitting.body.members[0]
    first = envelope(key, round_id, p)
    one = post_envelope(site, member, round_id, first, "key-0000001").get_json()
    assert post_envelope(site, member, round_id, first, "key-0000001").get_json() == one
    other = post_envelope(site, member, round_id, envelope(key, round_id, q), "key-0000001")
    assert other.status_code == 409
    copied = post_envelope(site, secret.election.sitting.body.members[1], round_id, first)
    assert (copied.status_code, "copy" in copied.get_json()["error"]) == (422, True)
    assert post_envelope(site, member, round_id, envelope(key, round_id, q)).status_code == 200
    for wrong in ("", "AAAA", first[:-8], first + "AAAA", 7):
        assert post_envelope(site, member, round_id, wrong).status_code == 422  # type: ignore[arg-type]
    open_choice = site.member(member).post(
        f"/rounds/{round_id}/ballot", json={"choice": p, "key": "key-00009"}
    )
    assert open_choice.status_code == 422
    secret.close(round_id, missing=6)
    late = post_envelope(site, member, round_id, envelope(key, round_id, q))
    assert (late.status_code, "too late" in late.get_json()["error"]) == (409, True)
    for teller in secret.tellers[:2]:
        teller.agree(site, round_id)
    assert secret.election.view.rounds[0].votes == {p: 0, q: 1, secret.election.candidates[2]: 0}


def test_record_and_database_hold_no_choice(site: Site, tmp_path: Path) -> None:
    secret = Secret(site)
    p, q, _ = secret.election.candidates
    round_id = secret.open()
    secret.cast(round_id, [p, q, p, q, p, q, "abstain"])
    with site.parts.runner.read() as session:
        facts = session.scalars(
            select(RecordedFact.data).where(RecordedFact.type == "appointments.envelope_cast")
        ).all()
    assert len(facts) == 7
    assert {frozenset(json.loads(f)) for f in facts} == {
        frozenset({"round_id", "person_id", "envelope", "key"})
    }
    secret.close(round_id)
    for teller in secret.tellers[1:]:
        teller.agree(site, round_id)
    files = [f for f in tmp_path.rglob("*") if f.is_file()]
    assert len(files) > 4
    for file in files:
        content = file.read_bytes()
        assert [n for n in secret.nonces if n.encode() in content] == [], file


def test_only_the_rounds_tellers_approve_and_only_its_box(site: Site) -> None:
    secret = Secret(site)
    world, people = site.world, secret.election.sitting.body.members
    round_id = secret.open()
    secret.cast(round_id, ["abstain"] * 7)
    with pytest.raises(WrongState, match="still open"):
        world.run(uc.approve_box, uc.ApproveBox(round_id, "", 0, "x"), world.actor(people[0]))
    secret.close(round_id)
    view = secret.election.view.rounds[0]
    with pytest.raises(Denied, match="tellers of this round"):
        world.run(uc.approve_box, uc.ApproveBox(round_id, view.box_root, 7, "x"), world.actor(people[4]))
    with pytest.raises(WrongState, match="not the box"):
        world.run(uc.approve_box, uc.ApproveBox(round_id, view.box_root, 6, "x"), world.actor(people[0]))
    assert site.member(people[4]).get(f"/rounds/{round_id}/share").status_code == 404
    assert site.officer.get(f"/rounds/{round_id}/share").status_code == 404
    figures = dict.fromkeys(view.candidates, 1)
    with pytest.raises(WrongState, match="not counted right"):
        world.run(uc.count_box, uc.CountBox(round_id, view.box_root, 7, figures, 0, 0), SYSTEM)
    with pytest.raises(Denied):
        world.run(uc.count_box, uc.CountBox(round_id, view.box_root, 7, {}, 7, 0))


def test_opener_that_was_away_is_asked_again(site: Site, tmp_path: Path) -> None:
    secret = Secret(site)
    p = secret.election.candidates[0]
    round_id = secret.open()
    secret.cast(round_id, [p] * 7)
    secret.close(round_id)
    here, services = site.parts.services.opener, site.parts.services
    services.opener = Keeper(tmp_path / "gone.sock", seconds=0.2)
    assert secret.tellers[0].agree(site, round_id).status_code == 200
    answer = secret.tellers[1].agree(site, round_id)
    assert (answer.status_code, "does not answer" in answer.get_json()["error"]) == (409, True)
    services.opener = here
    assert site.officer.post(f"/rounds/{round_id}/open", headers=JSON).status_code == 200
    assert site.officer.post(f"/rounds/{round_id}/open", headers=JSON).status_code == 200
    assert secret.election.view.rounds[0].votes == {p: 7, **dict.fromkeys(secret.election.candidates[1:], 0)}


def test_without_tellers_it_is_taken_on_paper(site: Site) -> None:
    found = election(site.world, members=7, names=Names.SECRET)
    answer = site.officer.post(f"/desk/appointments/{found.id}/rounds", {"way": "devices"}, headers=JSON)
    assert (answer.status_code, "paper slips" in answer.get_json()["error"]) == (422, True)
    found.round(RoundWay.PAPER)


def test_empty_box_needs_no_teller(site: Site) -> None:
    secret = Secret(site)
    round_id = secret.open()
    secret.close(round_id, missing=7)
    assert secret.election.view.rounds[0].state is RoundState.COUNTED


def test_envelopes_are_destroyed_when_the_time_for_a_challenge_is_over(site: Site) -> None:
    secret = Secret(site)
    p, q, _ = secret.election.candidates
    round_id = secret.open()
    answers = secret.cast(round_id, [p, p, p, p, q, q, q])
    secret.close(round_id)
    for teller in secret.tellers[:2]:
        teller.agree(site, round_id)
    secret.election.declare(round_id)
    with site.parts.runner.work(SYSTEM) as work:
        assert uc.destroy_envelopes(work, secret.election.sitting.id) == 7
    with site.parts.runner.work(SYSTEM) as work:
        assert uc.destroy_envelopes(work, secret.election.sitting.id) == 0
        assert work.session.scalars(select(RoundBallot.envelope)).all() == [None] * 7
    box = site.public.get(f"/rounds/{round_id}/box").get_json()
    assert (box["whole"], len(box["envelopes"])) == (True, 7)
    assert str(answers[3]["said"]) in box["envelopes"]


def test_opener_in_a_process_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "meetings.opener", "--data", str(tmp_path), "--tied"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        keeper = Keeper(tmp_path / "run" / "opener.sock", seconds=5)
        for _ in range(200):
            if keeper.answers():
                break
            process.poll()
            assert process.returncode is None
            wait_a_little()
        with make_site(tmp_path / "data") as site:
            site.parts.services.opener = keeper
            secret = Secret(site)
            p, q, _ = secret.election.candidates
            round_id = secret.open()
            secret.cast(round_id, [p, p, p, p, q, q, "abstain"])
            secret.close(round_id)
            for teller in secret.tellers[:2]:
                assert teller.agree(site, round_id).status_code == 200
            assert secret.election.view.rounds[0].votes == {p: 4, q: 2, secret.election.candidates[2]: 0}
            with site.parts.runner.read() as session:
                assert session.get_one(Round, round_id).state is RoundState.COUNTED
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


def wait_a_little() -> None:
    """For a process to start."""
    time.sleep(0.05)


def test_mark_of_an_envelope_is_its_sha256() -> None:
    assert hash_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert receipt_of("7f3a2c1b") == "7F3A-2C"


def test_box_is_opened_only_once_its_close_is_in_the_sealed_record(site: Site, tmp_path: Path) -> None:
    signer = SignerHere(tmp_path / "signer")
    with site.parts.runner.read() as session:
        stream = council_stream(session)
    seal(site.parts.runner, signer, stream)
    secret = Secret(site)
    p = secret.election.candidates[0]
    round_id = secret.open()
    secret.cast(round_id, [p] * 7)
    secret.close(round_id)
    secret.tellers[0].agree(site, round_id)
    answer = secret.tellers[1].agree(site, round_id)
    assert (answer.status_code, "being sealed" in answer.get_json()["error"]) == (409, True)
    seal(site.parts.runner, signer, secret.election.sitting.id)
    assert site.officer.post(f"/rounds/{round_id}/open", headers=JSON).status_code == 200
    assert secret.election.view.rounds[0].votes is not None


def test_another_signer_than_before_is_refused(site: Site, tmp_path: Path) -> None:
    opener = site.parts.services.opener
    assert opener is not None
    keys = [bytes([n]).hex() * 32 for n in (9, 10, 11)]
    opener.ask("make", round="abcdefgh2345", tellers=keys, signer="ab" * 32)
    with pytest.raises(Refused, match="another key than before"):
        opener.ask("make", round="abcdefgh2346", tellers=keys, signer="cd" * 32)
    with pytest.raises(Refused, match="not shown to be in the sealed record"):
        opener.ask("open", round="abcdefgh2345", root=root_of([]), count=0, envelopes=[], approvals=[])
