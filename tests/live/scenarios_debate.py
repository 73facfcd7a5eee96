"""For every fact of the debate that is pushed: a meeting in which it happens, and what records it."""

from __future__ import annotations

from meetings.debate import events
from meetings.debate import usecases as debate
from meetings.debate.rules import Limits, Ruling, SpeechKind, Step
from meetings.debate.usecases.common import speech_of
from meetings.debate.usecases.floor import extend
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import AgreeMotion, MoveMotion, agree_motion, move_motion
from tests.factories.world import Sitting, World
from tests.live.scenarios import Act, records
from tests.live.situations import planned

K = SpeechKind


def speaking(world: World) -> tuple[Sitting, str, str]:
    """A public item; somebody has the floor, another waits. The meeting and the two speeches."""
    sitting = planned(world).open(present=5)
    sitting.motion()
    first, second = (ask(sitting, n) for n in (1, 2))
    world.run(debate.call_speaker, debate.CallSpeaker(sitting.id))
    world.later(seconds=30)
    return sitting, first, second


def ask(sitting: Sitting, n: int, kind: SpeechKind = K.SPEECH, rule: str = "") -> str:
    """The n-th member asks to speak."""
    member = sitting.world.actor(sitting.body.members[n])
    return sitting.world.run(debate.ask_to_speak, debate.AskToSpeak(sitting.id, kind, rule), member)


@records(events.SpeechAsked)
def asked(world: World) -> tuple[Sitting, Act]:
    """Somebody asks to speak."""
    sitting, _, _ = speaking(world)
    return sitting, lambda: ask(sitting, 3)


@records(events.SpeechWithdrawn)
def withdrawn(world: World) -> tuple[Sitting, Act]:
    """Somebody is taken off the list."""
    sitting, _, second = speaking(world)
    return sitting, lambda: world.run(debate.withdraw_speech, debate.WithdrawSpeech(sitting.id, second))


@records(events.QueueReordered)
def reordered(world: World) -> tuple[Sitting, Act]:
    """The last comes first."""
    sitting, _, _ = speaking(world)
    third = ask(sitting, 3)
    return sitting, lambda: world.run(debate.move_speaker, debate.MoveSpeaker(sitting.id, third))


@records(events.FloorGiven)
def called(world: World) -> tuple[Sitting, Act]:
    """The next is called."""
    sitting, _, _ = speaking(world)
    return sitting, lambda: world.run(debate.call_speaker, debate.CallSpeaker(sitting.id))


@records(events.SpeechPaused)
def paused(world: World) -> tuple[Sitting, Act]:
    """The clock is stopped."""
    sitting, first, _ = speaking(world)
    return sitting, lambda: world.run(debate.pause_speech, debate.PauseSpeech(sitting.id, first))


@records(events.SpeechResumed)
def resumed(world: World) -> tuple[Sitting, Act]:
    """The clock runs on."""
    sitting, first, _ = speaking(world)
    world.run(debate.pause_speech, debate.PauseSpeech(sitting.id, first))
    return sitting, lambda: world.run(debate.pause_speech, debate.PauseSpeech(sitting.id, first, run=True))


@records(events.SpeechEnded)
def ended(world: World) -> tuple[Sitting, Act]:
    """A speech is over."""
    sitting, first, _ = speaking(world)
    return sitting, lambda: world.run(debate.end_speech, debate.EndSpeech(sitting.id, first))


@records(events.SpeechUndone)
def undone(world: World) -> tuple[Sitting, Act]:
    """It was the wrong one."""
    sitting, first, _ = speaking(world)
    return sitting, lambda: world.run(debate.undo_speech, debate.UndoSpeech(sitting.id, first))


@records(events.SpeechExtended)
def extended(world: World) -> tuple[Sitting, Act]:
    """The meeting gives somebody more time."""
    sitting, first, _ = speaking(world)

    def act() -> None:
        with world.runner.work(world.officer) as work:
            extend(work, speech_of(work, sitting.id, first), 120, None)

    return sitting, act


@records(events.PointRuled)
def ruled(world: World) -> tuple[Sitting, Act]:
    """A ruling; the floor goes back."""
    sitting, _, _ = speaking(world)
    point = ask(sitting, 3, K.POINT_OF_ORDER, "Standing order 14")
    world.run(debate.call_speaker, debate.CallSpeaker(sitting.id, point))
    ruling = debate.RuleOnPoint(sitting.id, point, Ruling.UPHELD)
    return sitting, lambda: world.run(debate.rule_on_point, ruling)


@records(events.DebateClosed)
def closed(world: World) -> tuple[Sitting, Act]:
    """The question is to be put."""
    sitting, _, _ = speaking(world)
    motion = procedural(sitting, Effect.QUESTION_BE_PUT, "That the question be now put")
    return sitting, lambda: world.run(agree_motion, AgreeMotion(sitting.id, motion))


@records(events.OrderCalled)
def warned(world: World) -> tuple[Sitting, Act]:
    """The chair warns a member."""
    sitting, _, _ = speaking(world)
    command = debate.CallToOrder(sitting.id, Step.WARNED, "Shouting", sitting.body.members[2])
    return sitting, lambda: world.run(debate.call_to_order, command)


@records(events.OrderRestored)
def restored(world: World) -> tuple[Sitting, Act]:
    """They apologised."""
    sitting, act = warned(world)
    entry = act()
    lift = debate.RestoreOrder(sitting.id, str(entry), "Apologised")
    return sitting, lambda: world.run(debate.restore_order, lift)


@records(events.TimeWasUp)
def time_up(world: World) -> tuple[Sitting, Act]:
    """The time is up."""
    sitting, _, _ = speaking(world)
    world.later(minutes=Limits().sitting)
    return sitting, lambda: world.run(debate.call_time, debate.CallTime(sitting.id))


@records(events.SittingExtended)
def longer(world: World) -> tuple[Sitting, Act]:
    """The meeting goes on."""
    sitting, _, _ = speaking(world)
    motion = procedural(sitting, Effect.EXTEND_MEETING, "That the meeting go on", minutes=30)
    return sitting, lambda: world.run(agree_motion, AgreeMotion(sitting.id, motion))


def procedural(
    sitting: Sitting, effect: Effect, text: str, minutes: int | None = None, person: str | None = None
) -> str:
    """A motion of procedure is before the meeting; its id."""
    first, second = sitting.body.members[:2]
    command = MoveMotion(
        sitting.id,
        text,
        first,
        second,
        kind=MotionKind.PROCEDURAL,
        effect=effect,
        effect_minutes=minutes,
        effect_person_id=person,
        debated=True,
    )
    return sitting.world.run(move_motion, command)
