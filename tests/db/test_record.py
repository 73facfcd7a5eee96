"""The record: gapless, append-only, checked by its leaves, on both databases."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from meetings.db.record import RecordedFact, facts_of, leaf_of, version_of
from meetings.kernel.errors import WrongState
from meetings.kernel.facts import from_data, registered, to_data
from meetings.room.events import NoteTaken
from meetings.room.usecases import TakeNote, take_note
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from tests.factories.world import Sitting, World


@use_case(permission=None)
def record_and_fail(work: Work, meeting_id: str) -> None:
    work.record(meeting_id, NoteTaken("n1", None, "lost"))
    raise WrongState("no")


@pytest.fixture
def sitting(world: World) -> Sitting:
    return world.body().meeting().open()


def test_record_numbers_facts_without_a_gap_even_when_many_write_at_once(sitting: Sitting) -> None:
    world = sitting.world

    def write(n: int) -> None:
        for k in range(5):
            world.run(take_note, TakeNote(sitting.id, f"note {n} {k}"))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.runner.read() as session:
        entries = list(facts_of(session, sitting.id))
        assert [e.seq for e in entries] == list(range(1, version_of(session, sitting.id) + 1))
        assert sum(isinstance(e.fact, NoteTaken) for e in entries) == 20


def test_record_leaves_no_trace_of_work_that_failed(sitting: Sitting) -> None:
    world = sitting.world
    with world.runner.read() as session:
        before = version_of(session, sitting.id)
    with pytest.raises(WrongState):
        world.run(record_and_fail, sitting.id)
    world.run(take_note, TakeNote(sitting.id, "kept"))
    with world.runner.read() as session:
        assert [e.seq for e in facts_of(session, sitting.id, since=before)] == [before + 1]


@pytest.mark.parametrize("statement", ["update", "delete"])
def test_record_cannot_be_changed_in_the_database(sitting: Sitting, statement: str) -> None:
    where = RecordedFact.stream_id == sitting.id
    change = (
        update(RecordedFact).where(where).values(data="{}")
        if statement == "update"
        else delete(RecordedFact).where(where)
    )
    with pytest.raises(DBAPIError, match="only added"), sitting.world.runner.database.write() as session:
        session.execute(change)


def test_record_cannot_be_emptied_in_postgres(sitting: Sitting) -> None:
    database = sitting.world.runner.database
    verb = "DELETE FROM record" if database.is_sqlite else "TRUNCATE record"
    with pytest.raises(DBAPIError, match="only added"), database.write() as session:
        session.execute(text(verb))


def test_leaves_are_those_of_the_content(sitting: Sitting) -> None:
    with sitting.world.runner.read() as session:
        rows = list(session.scalars(select(RecordedFact).where(RecordedFact.stream_id == sitting.id)))
    assert [leaf_of(r) for r in rows] == [r.leaf for r in rows]
    rows[0].data = rows[0].data.replace("T", "t")
    assert leaf_of(rows[0]) != rows[0].leaf


def test_every_fact_written_can_be_read_back(sitting: Sitting) -> None:
    with sitting.world.runner.read() as session:
        for entry in facts_of(session, sitting.id):
            assert from_data(entry.type, to_data(entry.fact)) == entry.fact
            assert registered()[entry.type] is type(entry.fact)
