"""Two people press at the same moment: one of them gets through, and one person has the floor."""

from __future__ import annotations

from sqlalchemy import select

from meetings.debate import usecases as debate
from meetings.debate.models import Speech
from meetings.debate.rules import SpeechKind, SpeechState
from tests.factories.atonce import at_once
from tests.factories.world import Sitting, World


def ask(sitting: Sitting, n: int) -> str:
    member = sitting.world.actor(sitting.body.members[n])
    command = debate.AskToSpeak(sitting.id, SpeechKind.SPEECH)
    return sitting.world.run(debate.ask_to_speak, command, member)


def test_the_clerk_and_the_chair_call_at_once(world: World) -> None:
    sitting = world.body(members=4).meeting("Library hours").open()
    first, second = ask(sitting, 1), ask(sitting, 2)
    chair = world.actor(sitting.body.members[0])
    at_once(
        lambda: world.run(debate.call_speaker, debate.CallSpeaker(sitting.id, first), chair),
        lambda: world.run(debate.call_speaker, debate.CallSpeaker(sitting.id, second)),
    )
    with world.runner.read() as session:
        states = sorted(session.scalars(select(Speech.state)))
    assert states == [SpeechState.DONE, SpeechState.SPEAKING]


def test_pressed_on_two_devices_at_once_a_member_is_on_the_list_once(world: World) -> None:
    sitting = world.body(members=4).meeting("Library hours").open()
    done, refused = at_once(lambda: ask(sitting, 1), lambda: ask(sitting, 1))
    assert refused == []
    assert done[0] == done[1]


def test_ended_twice_at_once_it_is_over_once(world: World) -> None:
    sitting = world.body(members=4).meeting("Library hours").open()
    speech = world.run(debate.call_speaker, debate.CallSpeaker(sitting.id, ask(sitting, 1)))
    world.later(seconds=10)
    end = debate.EndSpeech(sitting.id, speech)
    _, refused = at_once(lambda: world.run(debate.end_speech, end), lambda: world.run(debate.end_speech, end))
    assert refused == []
    with world.runner.read() as session:
        found = session.get(Speech, speech)
        assert found is not None
        assert found.spoken_ms == 10_000
