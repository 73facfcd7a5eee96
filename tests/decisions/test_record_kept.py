"""What the record keeps of decisions: words for each fact, and tables that are what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update

from integrations.registry import adapters
from meetings.admin.verify import check_stream, streams_to_check
from meetings.admin.words import Known, told
from meetings.admin.words_decisions import WORDS
from meetings.db.record import facts_of
from meetings.decisions import events
from meetings.decisions.models import CallInSignature, Decision, DecisionCallIn, DecisionVersion
from meetings.decisions.rules.calling import Outcome, Reconsidered
from meetings.decisions.usecases import (
    ConcludeCallIn,
    JudgeCallIn,
    MakeDecision,
    PublishDecisions,
    Reconsider,
    SetAside,
    TakeUp,
    WithdrawCallIn,
    WriteDecision,
    conclude_call_in,
    judge_call_in,
    make_decision,
    publish_decisions,
    reconsider,
    set_aside,
    take_up,
    withdraw_call_in,
    write_decision,
)
from meetings.kernel.facts import name_of, to_data
from tests.decisions.halls import Hall

ON = date(2026, 12, 15)


def _a_busy_week(hall: Hall) -> str:
    """Decisions in every state; the id of the first."""
    run = hall.world.run
    row = hall.published(date(2026, 12, 10))
    first = hall.call_in(row, "scrutineer", alone=True)
    run(judge_call_in, JudgeCallIn(first, False, "No reasons"), hall.monitoring)
    second = hall.call_in(row, "scrutineer", alone=True)
    run(judge_call_in, JudgeCallIn(second, True, "Fine", hall.scrutiny), hall.monitoring)
    hall.at(ON)
    run(conclude_call_in, ConcludeCallIn(second, Outcome.REFERRED_BACK, "Again", ON))
    run(reconsider, Reconsider(second, Reconsidered.CHANGED, "Cheaper", ON, "That they be repaired."))
    id_ = run(write_decision, WriteDecision(hall.officer_record()))
    run(set_aside, SetAside(id_, "Routine"))
    run(take_up, TakeUp(id_))
    run(make_decision, MakeDecision(id_))
    run(publish_decisions, PublishDecisions((id_,)))
    one, two = (hall.complete(r) for r in hall.decided("Rents", "Roads", on=ON))
    run(publish_decisions, PublishDecisions((one.id, two.id)))
    run(withdraw_call_in, WithdrawCallIn(hall.call_in(hall.row(one.id), "scrutineer", alone=True), "Content"))
    run(withdraw_call_in, WithdrawCallIn(hall.call_in(hall.row(two.id)), "Content"))
    return row.id


def test_the_tables_are_what_the_record_says_and_a_change_is_found(hall: Hall, tmp_path: Path) -> None:
    id_ = _a_busy_week(hall)
    storage = adapters().storage(tmp_path / "files")
    with hall.world.runner.read() as session:
        streams = streams_to_check(session)
        told_of = [d for s in streams for d in check_stream(session, storage, s).differences]
        unknown = Known(ZoneInfo("Europe/London"))
        said = {
            name_of(type(e.fact)): told(name_of(type(e.fact)), to_data(e.fact), unknown)
            for s in streams
            for e in facts_of(session, s)
            if type(e.fact).__module__ == events.__name__
        }
    assert told_of == []
    assert len(said) > 12
    assert [
        name for name, text in said.items() if text == name.rpartition(".")[2].replace("_", " ").capitalize()
    ] == []
    with hall.world.runner.database.write() as session:
        session.execute(
            update(Decision).where(Decision.id == id_).values(hold="none", effective_on=date(2026, 12, 1))
        )
        session.execute(delete(DecisionVersion).where(DecisionVersion.number == 2))
        session.execute(update(DecisionCallIn).values(outcome=None))
        session.execute(delete(CallInSignature))
        tampered = {"title": "Another"}
        session.execute(
            update(DecisionVersion).where(DecisionVersion.decision_id == id_).values(content=tampered)
        )
    with hall.world.runner.read() as session:
        found = [d for s in streams for d in check_stream(session, storage, s).differences]
    assert "decision D2026/001: version 1 is not the one in the record" in found
    assert "decision D2026/001: version 2 is missing" in found
    assert len([d for d in found if "list of names" in d]) == 4
    assert len([d for d in found if "the stored outcome" in d]) == 1
    assert any("may be carried out" in d for d in found)


def test_every_fact_has_its_words() -> None:
    names = {
        name_of(getattr(events, n))
        for n in dir(events)
        if hasattr(getattr(events, n), "__dataclass_fields__") and n != "Fact"
    }
    assert names == set(WORDS)
