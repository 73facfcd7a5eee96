"""A record that nobody touched passes; every way of tampering with it is found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from integrations.registry import adapters
from meetings.admin.verify import check_stream, streams_to_check, tally
from meetings.kernel.errors import NotFound
from meetings.voting.methods import DEFAULT, METHODS
from meetings.voting.rules import Choice, VoteMethod
from tests.admin.tampering import TAMPERINGS, Scene, make_scene
from tests.factories.world import EVENING, World


@pytest.fixture
def scene(sqlite_world: World, tmp_path: Path) -> Scene:
    """On SQLite."""
    return make_scene(sqlite_world, tmp_path)


@pytest.fixture
def everywhere(world: World, tmp_path: Path) -> Scene:
    """On each kind of database."""
    return make_scene(world, tmp_path)


def test_an_untouched_record_is_intact(everywhere: Scene) -> None:
    scene = everywhere
    found = scene.check()
    assert (found.differences, found.intact) == ((), True)
    assert (found.votes, found.ballots, found.agendas, found.minutes, found.files) == (3, 12, 2, 1, 2)
    with scene.world.runner.read() as session:
        streams = streams_to_check(session)
        whole = [check_stream(session, scene.storage, stream_id) for stream_id in streams]
    assert [each.differences for each in whole] == [(), ()]
    assert whole[0].title == "Northmoor Borough Council: what belongs to no meeting"


def test_an_open_vote_is_intact_too(scene: Scene) -> None:
    sitting = scene.sitting.body.meeting("Trees", starts_at=EVENING + timedelta(days=7)).open()
    vote = sitting.vote(sitting.motion("That a tree be planted"), VoteMethod.TOTALS)
    sitting.cast(vote, {sitting.body.members[0]: Choice.FOR}, key="open-1")
    with scene.world.runner.read() as session:
        assert check_stream(session, scene.storage, sitting.id).differences == ()


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_with_the_database_is_found(scene: Scene, name: str) -> None:
    assert_found(scene, name)


def test_tampering_is_found_on_each_database(everywhere: Scene) -> None:
    for name in ("changed content", "changed ballot", "changed agenda", "removed fact"):
        assert_found(everywhere, name)


def assert_found(scene: Scene, name: str) -> None:
    """Do it, and look for the sentence that tells of it."""
    statement, said = TAMPERINGS[name]
    sqlite = scene.world.runner.database.is_sqlite
    statement = statement.replace("{json}", "" if sqlite else "::json")
    hit = scene.tamper(statement, **_values(scene, statement))
    assert hit > 0, "the test itself changed nothing"
    found = scene.check()
    assert not found.intact
    assert [said in difference for difference in found.differences].count(True) >= 1, found.differences


def _values(scene: Scene, statement: str) -> dict[str, str]:
    values = {"vote": scene.votes[0], "tied": scene.votes[1]}
    return {key: value for key, value in values.items() if f":{key}" in statement}


def test_no_choice_of_a_member_is_told(scene: Scene) -> None:
    scene.tamper("UPDATE ballot SET choice = 'abstain' WHERE vote_id = :vote", vote=scene.votes[1])
    (*_, said) = scene.check().differences
    assert "ballot of" in said
    assert not {"for", "against", "abstain"} & set(said.split(": ", 1)[1].split())


def test_a_changed_byte_of_a_file_is_found(scene: Scene) -> None:
    files = [p for p in scene.folder.rglob("*") if p.is_file()]
    assert len(files) == 2
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + b"!")
        (only,) = scene.check().differences
        assert only.endswith("was changed")
        path.unlink()
        (only,) = scene.check().differences
        assert only.endswith("is missing")
        path.write_bytes(content)
    assert scene.check().intact


def test_the_check_changes_nothing(scene: Scene) -> None:
    database = scene.world.runner.database
    before = _everything(database)
    scene.check()
    assert _everything(database) == before


def _everything(database: Any) -> list[Any]:
    tables = (
        "stream",
        "record",
        "vote",
        "ballot",
        "ballot_key",
        "agenda_version",
        "minutes_version",
        "paper",
    )
    with database.writer.connect() as connection:
        return [connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2")).all() for table in tables]


def test_a_record_that_is_not_there(sqlite_world: World, tmp_path: Path) -> None:
    with sqlite_world.runner.read() as session:
        with pytest.raises(NotFound, match="no meeting with the number nothing"):
            streams_to_check(session, ["nothing"])
        with pytest.raises(NotFound, match="no meeting with the number nothing"):
            check_stream(session, adapters().storage(tmp_path), "nothing")


@given(
    st.dictionaries(st.integers(0, 40).map(str), st.sampled_from(Choice)),
    st.sets(st.integers(0, 60).map(str)),
)
def test_two_counts_that_know_nothing_of_each_other_agree(ballots: dict[str, Choice], more: set[str]) -> None:
    roll = {*ballots, *more}
    ours = METHODS[DEFAULT].count(ballots, roll)
    theirs = tally(roll, {person: choice.value for person, choice in ballots.items()})
    assert theirs == (ours.for_, ours.against, ours.abstain, ours.none)
