"""The speakers' list and the floor: who may ask, who is called, what interrupts, how the clock runs, mistakes."""

from __future__ import annotations

import pytest

from meetings.db.record import RecordedFact
from meetings.debate import queries
from meetings.debate import usecases as debate
from meetings.debate.models import Speech
from meetings.debate.rules import Limits, Ruling, SpeechKind, SpeechState
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.motions.rules import MotionKind
from meetings.room import bars, entitlement
from meetings.room import usecases as rooms
from meetings.room.bars import Bar
from tests.factories.world import Sitting, World

K = SpeechKind


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    """A meeting of five on its first item."""
    return sqlite_world.body(members=5).meeting("Library hours", "Bins").open()


def ask(sitting: Sitting, n: int, kind: SpeechKind = K.SPEECH, rule: str = "") -> str:
    world = sitting.world
    command = debate.AskToSpeak(sitting.id, kind, rule)
    return world.run(debate.ask_to_speak, command, world.actor(sitting.body.members[n]))


def call(sitting: Sitting, speech_id: str = "", *, allow: bool = False) -> str:
    return sitting.world.run(debate.call_speaker, debate.CallSpeaker(sitting.id, speech_id, allow))


def end(sitting: Sitting, speech_id: str) -> None:
    sitting.world.run(debate.end_speech, debate.EndSpeech(sitting.id, speech_id))


def go_on(sitting: Sitting, speech_id: str) -> None:
    sitting.world.run(debate.pause_speech, debate.PauseSpeech(sitting.id, speech_id, run=True))


def speech(sitting: Sitting, speech_id: str) -> Speech:
    with sitting.world.runner.read() as session:
        found = session.get(Speech, speech_id)
        assert found is not None
        session.expunge(found)
    return found


def waiting(sitting: Sitting, item: int = 0) -> list[str]:
    with sitting.world.runner.read() as session:
        return [s.id for s in queries.waiting(session, sitting.id, sitting.items[item])]


def test_a_member_asks_once_and_takes_it_back(sitting: Sitting) -> None:
    first = ask(sitting, 1)
    assert ask(sitting, 1) == first, "asking twice is once"
    assert waiting(sitting) == [first]
    world, mine = sitting.world, debate.WithdrawSpeech(sitting.id, first)
    with pytest.raises(Denied):
        world.run(debate.withdraw_speech, mine, world.actor(sitting.body.members[2]))
    world.run(debate.withdraw_speech, mine, world.actor(sitting.body.members[1]))
    world.run(debate.withdraw_speech, mine, world.actor(sitting.body.members[1]))
    assert waiting(sitting) == []


def test_who_may_not_ask_is_told_why(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    world = sitting.world
    with pytest.raises(SignInRequired):
        world.run(debate.ask_to_speak, debate.AskToSpeak(sitting.id, K.SPEECH), ANONYMOUS)
    stranger = world.person("Nobody here")
    world.tokens[stranger] = world.account("Nobody here", person_id=stranger)
    with pytest.raises(Denied):
        world.run(debate.ask_to_speak, debate.AskToSpeak(sitting.id, K.SPEECH), world.actor(stranger))
    world.run(rooms.leave, rooms.Leave(sitting.id, sitting.body.members[4]))
    with pytest.raises(WrongState, match="not marked as present"):
        ask(sitting, 4)
    barred = Bar(sitting.body.members[3], "A disclosable pecuniary interest.", may_speak=False)
    monkeypatch.setattr(bars, "_SOURCES", [*bars._SOURCES, lambda *_: [barred]])
    assert not entitlement_may(sitting, 3)
    with pytest.raises(Denied, match="pecuniary interest"):
        ask(sitting, 3)
    with pytest.raises(Denied, match="pecuniary interest"):
        world.run(debate.add_speaker, debate.AddSpeaker(sitting.id, sitting.body.members[3], K.SPEECH))


def entitlement_may(sitting: Sitting, n: int) -> bool:
    with sitting.world.runner.read() as session:
        return entitlement.may_speak_on(session, sitting.id, sitting.items[0], sitting.body.members[n])


def test_a_member_runs_nothing_but_whoever_presides_does(sitting: Sitting) -> None:
    world, (chair, plain) = sitting.world, sitting.body.members[:2]
    one = ask(sitting, 2)
    with pytest.raises(Denied):
        world.run(debate.call_speaker, debate.CallSpeaker(sitting.id, one), world.actor(plain))
    world.run(debate.call_speaker, debate.CallSpeaker(sitting.id, one), world.actor(chair))
    with pytest.raises(Denied):
        world.run(debate.end_speech, debate.EndSpeech(sitting.id, one), world.actor(plain))
    world.run(debate.end_speech, debate.EndSpeech(sitting.id, one), world.actor(chair))


def test_the_clock_counts_only_while_it_runs(sitting: Sitting) -> None:
    world, one = sitting.world, ask(sitting, 1)
    call(sitting)
    world.later(seconds=40)
    world.run(debate.pause_speech, debate.PauseSpeech(sitting.id, one))
    world.later(minutes=10)
    go_on(sitting, one)
    world.later(seconds=20)
    end(sitting, one)
    end(sitting, one)
    assert speech(sitting, one).spoken_ms == 60_000
    with pytest.raises(WrongState):
        go_on(sitting, one)


def test_calling_the_next_ends_the_one_before(sitting: Sitting) -> None:
    one, two = ask(sitting, 1), ask(sitting, 2)
    assert call(sitting) == one
    sitting.world.later(minutes=2)
    assert call(sitting) == two
    assert speech(sitting, one).state is SpeechState.DONE
    assert speech(sitting, one).spoken_ms == 120_000
    with pytest.raises(WrongState, match="Nobody waits"):
        call(sitting)


def test_a_point_of_order_names_a_rule_interrupts_and_gives_the_floor_back(sitting: Sitting) -> None:
    world, one = sitting.world, ask(sitting, 1)
    two = ask(sitting, 3)
    call(sitting)
    world.later(seconds=30)
    with pytest.raises(Invalid, match="which rule"):
        ask(sitting, 2, K.POINT_OF_ORDER)
    point = ask(sitting, 2, K.POINT_OF_ORDER, "Standing order 14.3")
    assert waiting(sitting) == [point, two], "it is heard first"
    call(sitting, point)
    assert speech(sitting, one).state is SpeechState.INTERRUPTED
    world.later(minutes=3)
    ruled = debate.RuleOnPoint(sitting.id, point, Ruling.UPHELD, "Keep to the motion.")
    world.run(debate.rule_on_point, ruled)
    back = speech(sitting, one)
    assert (back.state, back.spoken_ms, back.running_since) == (SpeechState.PAUSED, 30_000, None)
    assert speech(sitting, point).ruling == "upheld: Keep to the motion."
    go_on(sitting, one)
    with pytest.raises(WrongState, match="point of order"):
        world.run(debate.rule_on_point, debate.RuleOnPoint(sitting.id, one, Ruling.NOTED))


def test_one_speech_on_a_motion_one_on_its_amendment_unless_the_chair_allows(sitting: Sitting) -> None:
    motion = sitting.motion()
    mover = ask(sitting, 0)
    call(sitting)
    assert speech(sitting, mover).limit_seconds == Limits().mover
    end(sitting, mover)
    end(sitting, call(sitting, ask(sitting, 2)))
    again = ask(sitting, 2)
    with pytest.raises(WrongState, match="each member speaks once on it"):
        call(sitting, again)
    call(sitting, again, allow=True)
    end(sitting, again)
    amendment = sitting.motion(
        "That the library opens on Saturdays", kind=MotionKind.AMENDMENT, parent_id=motion
    )
    on_it = call(sitting, ask(sitting, 2))
    assert speech(sitting, on_it).motion_id == amendment
    assert speech(sitting, on_it).limit_seconds == Limits().speech
    with pytest.raises(WrongState, match="no right of reply"):
        call(sitting, ask(sitting, 0, K.REPLY))
    with pytest.raises(WrongState, match="Only the seconder"):
        call(sitting, ask(sitting, 3, K.RESERVED))


def test_mistakes_are_taken_back_by_a_further_fact(sitting: Sitting) -> None:
    world, one = sitting.world, ask(sitting, 1)
    undo = debate.UndoSpeech(sitting.id, one)
    with pytest.raises(WrongState, match="nothing to take back"):
        world.run(debate.undo_speech, undo)
    call(sitting)
    world.later(seconds=9)
    world.run(debate.undo_speech, undo)
    assert waiting(sitting) == [one]
    assert speech(sitting, one).spoken_ms == 0
    call(sitting)
    world.later(seconds=50)
    end(sitting, one)
    world.run(debate.undo_speech, undo)
    assert (speech(sitting, one).state, speech(sitting, one).spoken_ms) == (SpeechState.PAUSED, 50_000)
    end(sitting, one)
    call(sitting, ask(sitting, 2))
    with pytest.raises(WrongState, match="Somebody else has the floor"):
        world.run(debate.undo_speech, undo)


def test_an_interruption_called_by_mistake_gives_the_floor_back(sitting: Sitting) -> None:
    one = ask(sitting, 1)
    call(sitting)
    point = call(sitting, ask(sitting, 2, K.POINT_OF_ORDER, "Standing order 3"))
    sitting.world.run(debate.undo_speech, debate.UndoSpeech(sitting.id, point))
    assert speech(sitting, one).state is SpeechState.PAUSED
    assert waiting(sitting) == [point]


def test_the_list_is_put_in_order_by_hand_and_by_groups(sitting: Sitting) -> None:
    world = sitting.world
    ids = [ask(sitting, n) for n in (1, 2, 3)]
    world.run(debate.move_speaker, debate.MoveSpeaker(sitting.id, ids[2]))
    assert waiting(sitting) == [ids[0], ids[2], ids[1]]
    world.run(debate.order_queue, debate.OrderQueue(sitting.id, tuple(reversed(ids))))
    assert waiting(sitting) == list(reversed(ids))
    with pytest.raises(WrongState, match="list changed"):
        world.run(debate.order_queue, debate.OrderQueue(sitting.id, tuple(ids[:2])))
    with pytest.raises(NotFound):
        world.run(debate.move_speaker, debate.MoveSpeaker(sitting.id, "gone"))
    world.run(debate.order_queue, debate.OrderQueue(sitting.id))
    with pytest.raises(Denied):
        world.run(debate.order_queue, debate.OrderQueue(sitting.id), world.actor(sitting.body.members[1]))


def test_the_public_is_entered_beforehand_and_named_only_if_they_agreed(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=5).meeting("Library hours", "Bins")
    register = debate.RegisterSpeaker(
        sitting.id, sitting.items[1], "Ms Quiet", on_behalf="Friends", subject="Bin days"
    )
    quiet = sqlite_world.run(debate.register_speaker, register)
    for wrong in (
        debate.RegisterSpeaker(sitting.id, "none", "Ms Quiet"),
        debate.RegisterSpeaker(sitting.id, sitting.items[0], " "),
        debate.RegisterSpeaker(sitting.id, sitting.items[0], "Ms Quiet", K.SPEECH),
        debate.RegisterSpeaker(sitting.id, sitting.items[0], "Ms Quiet", limit_seconds=9000),
        debate.RegisterSpeaker(sitting.id, sitting.items[0], "Ms Quiet", subject="x" * 500),
    ):
        with pytest.raises(Invalid):
            sqlite_world.run(debate.register_speaker, wrong)
    member = sqlite_world.actor(sitting.body.members[1])
    with pytest.raises(Denied):
        sqlite_world.run(debate.register_speaker, register, member)
    sitting.open()
    with pytest.raises(WrongState, match="another item"):
        call(sitting, quiet)
    sqlite_world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[1]))
    assert call(sitting) == quiet
    assert speech(sitting, quiet).limit_seconds == Limits().public
    with sqlite_world.runner.read() as session:
        assert not [r for r in session.query(RecordedFact) if "Quiet" in r.data or "Friends" in r.data]
        assert [r.type for r in session.query(RecordedFact) if "Bin days" in r.data] == [
            "debate.speech_asked"
        ]


def test_another_item_a_departure_and_an_adjournment_stop_the_clock(sitting: Sitting) -> None:
    world = sitting.world
    one = call(sitting, ask(sitting, 1))
    world.later(seconds=10)
    world.run(rooms.adjourn_meeting, rooms.AdjournMeeting(sitting.id, "Fire alarm"))
    world.later(minutes=5)
    with pytest.raises(WrongState, match="adjourned"):
        go_on(sitting, one)
    world.run(rooms.resume_meeting, rooms.ResumeMeeting(sitting.id))
    assert (speech(sitting, one).state, speech(sitting, one).spoken_ms) == (SpeechState.PAUSED, 10_000)
    world.run(rooms.leave, rooms.Leave(sitting.id, sitting.body.members[1]))
    assert speech(sitting, one).state is SpeechState.DONE
    two, three = ask(sitting, 2), ask(sitting, 3)
    call(sitting)
    world.run(rooms.leave, rooms.Leave(sitting.id, sitting.body.members[3]))
    assert speech(sitting, three).state is SpeechState.WITHDRAWN
    world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[1]))
    assert speech(sitting, two).state is SpeechState.DONE


def test_wrong_states_are_refused(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=3).meeting("Library hours")
    with pytest.raises(WrongState, match="has not been opened"):
        ask(sitting, 1)
    sitting.open()
    with pytest.raises(Invalid):
        ask(sitting, 1, K.PUBLIC)
    with pytest.raises(Invalid):
        sqlite_world.run(debate.add_speaker, debate.AddSpeaker(sitting.id, "nobody", K.SPEECH))
    with pytest.raises(NotFound):
        call(sitting, "none")
    sqlite_world.run(rooms.close_meeting, rooms.CloseMeeting(sitting.id))
    with pytest.raises(WrongState, match="closed"):
        ask(sitting, 1)
    register = debate.RegisterSpeaker(sitting.id, sitting.items[0], "Ms Late")
    with pytest.raises(WrongState, match="over"):
        sqlite_world.run(debate.register_speaker, register)
