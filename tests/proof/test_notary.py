"""The signer is asked soon after what matters, found again after a kill, and looks through everything in rounds."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meetings.proof.notary import Notary, Rounds, seal_what_waits, to_be_sealed
from meetings.proof.queries import (
    signed_size,
    tree_of,
)
from meetings.proof.signing import compare, seal
from meetings.runtime.jobs import JobContext
from meetings.runtime.keeper import Away, Keeper, socket_of
from meetings.server.children import Child, Children
from meetings.signer import Signer
from meetings.voting.statements.queries import statements_of
from tests.factories.sealing import SignerHere, alarms, meddle, sealed, voted
from tests.factories.world import World

ROOT = Path(__file__).resolve().parents[2]
EVENING = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)


def until(true: Callable[[], bool], patience: float = 10.0) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.01)
    return False


#: a change that any comparison finds
MEDDLED = "UPDATE record SET actor_name = 'Somebody Else' WHERE stream_id = :s AND seq = 3"
END_REMOVED = "DELETE FROM record WHERE stream_id = :s AND seq > 6"


def test_within_a_second_of_the_close_also_when_it_was_killed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = Child(
        "signer", [sys.executable, "-m", "meetings.signer", "--data", str(tmp_path), "--tied"], ROOT
    )
    keeper = Keeper(socket_of(tmp_path, "signer"))
    children, notary = Children(child), Notary(world.runner, keeper)

    def announce(touched: dict[str, int]) -> None:
        for stream_id in to_be_sealed(touched):
            notary.hear(stream_id)

    monkeypatch.setattr(world.runner, "announce", announce)
    children.start()
    notary.start()
    try:
        assert until(keeper.answers)
        sitting = world.body().meeting().open()

        def size() -> int:
            with world.runner.read() as session:
                return signed_size(session, sitting.id)

        began = time.monotonic()
        voted(sitting)
        assert until(lambda: size() > 0)
        assert time.monotonic() - began < 3
        first, pid = size(), child.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        vote_id = voted(sitting)
        assert until(lambda: size() > first)

        def stated() -> bool:
            with world.runner.read() as session:
                return bool(statements_of(session, vote_id))

        assert until(stated)
        assert alarms(world) == []
    finally:
        notary.stop()
        children.stop()


def test_what_was_missed_is_found_later(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    voted(sitting)
    context = JobContext(world.runner, None, None, signer=signer)  # type: ignore[arg-type]
    signer.away = True
    with pytest.raises(Away):
        seal(world.runner, signer, sitting.id)
    seal_what_waits(context)
    signer.away = False
    seal_what_waits(context)
    with world.runner.read() as session:
        assert signed_size(session, sitting.id) > 0
    asked = len(signer.asked)
    seal_what_waits(context)
    assert len(signer.asked) == asked


def test_the_rounds_find_what_nothing_else_would(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sittings = [world.body(f"Committee {n}").meeting().open() for n in range(7)]
    rounds = Rounds()
    seen = set(rounds.next(world.runner, signer)) | set(rounds.next(world.runner, signer))
    assert seen > {sitting.id for sitting in sittings}
    assert rounds.next(world.runner, signer) == []
    meddle(world.runner, MEDDLED, s=sittings[3].id)
    rounds.next(world.runner, signer)
    rounds.next(world.runner, signer)
    assert len(alarms(world)) == 1


def test_a_long_record_is_sealed_in_pages(
    sqlite_world: World, signer: SignerHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meetings.proof.signing.PAGE", 4)
    monkeypatch.setattr("meetings.proof.signing.WHOLE", 6)
    world = sqlite_world
    sitting = world.body().meeting().open()
    voted(sitting)
    first = sealed(world.runner, signer, sitting.id)
    voted(sitting)
    second = sealed(world.runner, signer, sitting.id)
    with world.runner.read() as session:
        assert tree_of(session, sitting.id, second.size).root().hex() == second.root
    assert second.size > first.size > 12
    assert compare(world.runner, signer, sitting.id)
    meddle(world.runner, END_REMOVED, s=sitting.id)
    assert seal(world.runner, signer, sitting.id, whole=True) is None


def test_a_signer_needs_no_database() -> None:
    """It is small, and cannot reach what it judges."""
    import subprocess

    code = "import sys, meetings.signer; print([m for m in sys.modules if m.split('.')[0] in ('sqlalchemy', 'flask')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert Signer.__module__ == "meetings.signer"
