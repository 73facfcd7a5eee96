"""The signer signs what only grew. Whatever was changed behind the record's back it refuses, and people are told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from meetings.db.record import RecordedFact, leaf_of
from meetings.proof.queries import (
    checkpoints_of,
    keys,
    latest_checkpoint,
    open_alarms,
    rows_of,
    signed_size,
    tree_of,
)
from meetings.proof.signing import compare, seal
from meetings.proof.tree import grew
from meetings.proof.usecases import SettleAlarm, settle_alarm
from meetings.runtime.keeper import Refused
from meetings.voting.statements.queries import statements_of
from tests.factories.sealing import SignerHere, alarms, meddle, sealed, voted
from tests.factories.world import World

ROOT = Path(__file__).resolve().parents[2]
EVENING = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)


def test_the_record_grows_and_each_checkpoint_begins_with_the_last(world: World, signer: SignerHere) -> None:
    sitting = world.body().meeting().open()
    first = sealed(world.runner, signer, sitting.id)
    voted(sitting)
    second = sealed(world.runner, signer, sitting.id)
    assert second.size > first.size
    with world.runner.read() as session:
        tree = tree_of(session, sitting.id, second.size)
        assert [c.size for c in checkpoints_of(session, sitting.id)] == [second.size, first.size]
        assert latest_checkpoint(session, sitting.id) == second
        assert len(keys(session)) == 1
    assert tree.root().hex() == second.root
    path = tree.consistency(first.size)
    assert grew(first.size, second.size, bytes.fromhex(first.root), bytes.fromhex(second.root), path)
    assert alarms(world) == []


def test_a_row_gives_the_same_leaf_as_the_record_writes(world: World) -> None:
    sitting = world.body().meeting().open()
    with world.runner.read() as session:
        rows = rows_of(session, sitting.id, 0, 1000)
        assert len(rows) > 5
        for row in rows:
            stored = session.get(RecordedFact, (sitting.id, row.seq))
            assert stored is not None
            assert row.hash(sitting.id).hex() == row.leaf == leaf_of(stored)


#: how somebody with the database itself could change what was recorded
MEDDLING = {
    "changed": "UPDATE record SET data = replace(data, 'Sundays', 'Mondays') WHERE stream_id = :s",
    "name changed": "UPDATE record SET actor_name = 'Somebody Else' WHERE stream_id = :s AND seq = 3",
    "leaf swapped": "UPDATE record SET leaf = (SELECT max(leaf) FROM record) WHERE stream_id = :s AND seq = 2",
    "removed": "DELETE FROM record WHERE stream_id = :s AND seq = 4",
    "end removed": "DELETE FROM record WHERE stream_id = :s AND seq > 6",
    "reordered": "UPDATE record SET seq = CASE seq WHEN 3 THEN 10003 ELSE 3 END WHERE stream_id = :s AND seq = 3",
    "time": "UPDATE record SET at = '2026-12-01 10:00:00' WHERE stream_id = :s AND seq = 5",
}


def test_meddling_is_refused_and_people_are_told(world: World, signer: SignerHere) -> None:
    refused_and_told(world, signer, "changed")


@pytest.mark.parametrize("how", list(MEDDLING)[1:])
def test_meddling_of_every_kind_is_refused(sqlite_world: World, signer: SignerHere, how: str) -> None:
    refused_and_told(sqlite_world, signer, how)


def refused_and_told(world: World, signer: SignerHere, how: str) -> None:
    sitting = world.body().meeting().open()
    voted(sitting)
    before = sealed(world.runner, signer, sitting.id)
    meddle(world.runner, MEDDLING[how], s=sitting.id)
    assert seal(world.runner, signer, sitting.id) is None
    assert seal(world.runner, signer, sitting.id) is None
    assert not compare(world.runner, signer, sitting.id)
    assert len(alarms(world)) in (1, 2)
    with world.runner.read() as session:
        assert signed_size(session, sitting.id) == before.size
    assert signer.ask("refusals")["refusals"][-1]["stream"] == sitting.id
    # Nor does a restart make it forget.
    signer.restart()
    assert seal(world.runner, signer, sitting.id) is None


def rehash(world: World, stream_id: str, seq: int) -> None:
    """The liar knows how leaves are made and puts the fitting one beside the changed content."""
    with world.runner.read() as session:
        (row,) = rows_of(session, stream_id, seq - 1, seq)
    leaf = row.hash(stream_id).hex()
    meddle(
        world.runner,
        "UPDATE record SET leaf = :l WHERE stream_id = :s AND seq = :n",
        l=leaf,
        s=stream_id,
        n=seq,
    )


def test_a_well_made_lie_is_refused_too(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    voted(sitting)
    sealed(world.runner, signer, sitting.id)
    meddle(world.runner, MEDDLING["name changed"], s=sitting.id)
    rehash(world, sitting.id, 3)
    assert seal(world.runner, signer, sitting.id) is None
    assert "is not what it was when it was signed" in alarms(world)[0]


def test_a_fork_asked_for_is_refused(sqlite_world: World, signer: SignerHere) -> None:
    """The application itself asks: for a shorter record, another beginning, a gap, rows that were signed elsewhere."""
    world = sqlite_world
    sitting = world.body().meeting().open()
    other = world.body("Licensing Committee").meeting().open()
    checkpoint = sealed(world.runner, signer, sitting.id)
    with world.runner.read() as session:
        mine = [row.sent() for row in rows_of(session, sitting.id, 0, checkpoint.size)]
        theirs = [row.sent() for row in rows_of(session, other.id, 0, 1000)]
    size = checkpoint.size
    asked: list[dict[str, Any]] = [
        {"rows": mine[: size - 2], "from": 0, "to": size - 2},
        {"rows": theirs, "from": 0, "to": len(theirs)},
        {"rows": mine[2:], "from": 0, "to": size},
        {"rows": [mine[1], mine[0], *mine[2:]], "from": 0, "to": size},
        {"rows": [], "from": size + 5, "to": size + 5},
        {"rows": mine[-1:], "from": size, "to": size + 1},
        {"rows": [["x"]], "from": 0},
        {"rows": mine, "from": -1, "to": size},
        {"rows": None, "from": 0},
    ]
    for question in asked:
        with pytest.raises(Refused):
            signer.ask("sign", stream=sitting.id, **question)
    with pytest.raises(Refused):
        signer.ask("sign", stream="../key", rows=[], **{"from": 0})
    assert signer.ask("head", stream=sitting.id)["size"] == size


def test_a_statement_that_counts_otherwise_is_not_signed(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    vote_id = voted(sitting)
    meddle(world.runner, "UPDATE vote SET count_for = 1, count_against = 4 WHERE id = :v", v=vote_id)
    sealed(world.runner, signer, sitting.id)
    assert [why for why in alarms(world) if vote_id in why and "not signed" in why]
    with world.runner.read() as session:
        assert statements_of(session, vote_id) == []


def test_it_signs_nothing_else(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    voted(sitting)
    sealed(world.runner, signer, sitting.id)
    for statement in ('{"pay": "me"}', "no json", "[]", json.dumps({"record": {"stream": sitting.id}})):
        with pytest.raises(Refused):
            signer.ask("statement", stream=sitting.id, statement=statement, rows=[])


def test_damage_to_its_own_disk_is_told(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    sealed(world.runner, signer, sitting.id)
    path = signer.folder / f"{sitting.id}.leaves"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    signer.restart()
    assert seal(world.runner, signer, sitting.id) is None
    assert "damaged" in alarms(world)[0]


def test_leaves_that_a_power_cut_left_beyond_the_head_do_not_count(
    sqlite_world: World, signer: SignerHere
) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    sealed(world.runner, signer, sitting.id)
    path = signer.folder / f"{sitting.id}.leaves"
    path.write_bytes(path.read_bytes() + b"x" * 50)
    signer.restart()
    voted(sitting)
    sealed(world.runner, signer, sitting.id)
    signer.restart()
    assert compare(world.runner, signer, sitting.id)


def test_the_key_changes_by_a_logged_event(sqlite_world: World, signer: SignerHere) -> None:
    from meetings.proof.rotation import rotate

    world = sqlite_world
    sitting = world.body().meeting().open()
    first = sealed(world.runner, signer, sitting.id)
    world.later(minutes=1)
    rotate(world.runner, signer, "The yearly change")
    signer.restart()
    second = sealed(world.runner, signer, sitting.id)
    assert (second.key_id != first.key_id, alarms(world)) == (True, [])
    with world.runner.read() as session:
        newest, oldest = keys(session)
    assert (newest.id, oldest.id) == (second.key_id, first.key_id)
    assert f"from {oldest.id}" in newest.message
    assert "The yearly change" in newest.message


def test_a_key_that_nobody_vouched_for_raises_the_alarm(
    sqlite_world: World, signer: SignerHere, tmp_path: Path
) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    sealed(world.runner, signer, sitting.id)
    voted(sitting)
    seal(world.runner, SignerHere(tmp_path / "another"), sitting.id)
    assert "did not vouch for" in alarms(world)[0]


def test_an_alarm_stays_until_somebody_says_what_it_was(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    sealed(world.runner, signer, sitting.id)
    meddle(world.runner, MEDDLING["name changed"], s=sitting.id)
    seal(world.runner, signer, sitting.id)
    with world.runner.read() as session:
        (alarm,) = open_alarms(session)
    world.run(settle_alarm, SettleAlarm(alarm.id, "A test of the alarm."))
    assert alarms(world) == []


def test_begun_again_by_hand_after_a_restored_backup(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    before = sealed(world.runner, signer, sitting.id)
    meddle(world.runner, MEDDLING["name changed"], s=sitting.id)
    rehash(world, sitting.id, 3)
    signer.signer.begin_again(sitting.id, "restored")
    signer.restart()
    voted(sitting)
    after = sealed(world.runner, signer, sitting.id)
    assert (before.origin + ".1", "Begun again by hand: restored") == (
        after.origin,
        signer.ask("refusals")["refusals"][-1]["why"],
    )
