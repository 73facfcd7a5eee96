"""Random histories: the text is what an independent replay makes of the record; every move is allowed or says why."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import registry
from meetings.admin.verify import check_stream
from meetings.db.record import facts_of
from meetings.kernel.errors import DomainError
from meetings.kernel.facts import Fact
from meetings.motions import events
from meetings.motions.amending import CannotAmend, Change, How, amended
from meetings.motions.effects import has_effect
from meetings.motions.moves import Situation, possible
from meetings.motions.procedural import BY_EFFECT, PROCEDURES
from meetings.motions.queries import motions_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus, tidy
from meetings.motions.usecases import (
    AcceptAmendment,
    AgreeMotion,
    AlterMotion,
    ForeshadowAmendment,
    MoveMotion,
    WithdrawMotion,
    accept_amendment,
    agree_motion,
    alter_motion,
    foreshadow_amendment,
    move_motion,
    withdraw_motion,
)
from tests.factories.world import Sitting, World

WORDS = ("trees", "roads", "ponds", "parks", "schools", "buses", "bins", "lamps")


def replayed(facts: list[Fact]) -> dict[str, str]:
    """The text of each motion from the facts alone, written without a look at the product's own code."""
    texts: dict[str, str] = {}
    amendments: dict[str, str] = {}
    for fact in facts:
        if isinstance(fact, events.MotionMoved):
            texts[fact.motion_id] = fact.text
            if fact.parent_id:
                amendments[fact.motion_id] = fact.parent_id
        if isinstance(fact, events.MotionDecided) and fact.carried and fact.motion_id in amendments:
            texts[amendments[fact.motion_id]] = texts[fact.motion_id]
        if isinstance(fact, events.AmendmentAccepted):
            texts[amendments[fact.amendment_id]] = texts[fact.amendment_id]
        if isinstance(fact, events.MotionAltered):
            texts[fact.motion_id] = fact.text
    return texts


def press(sitting: Sitting, dice: random.Random, motion_id: str) -> None:
    """Anything a clerk might press, sense or not."""
    world, m = sitting.world, sitting.body.members
    with world.runner.read() as session:
        rows = motions_of(session, sitting.id)
    any_id = dice.choice(rows).id
    amendment_id = dice.choice([r.id for r in rows if r.parent_id] or ["none"])
    how, words, put = dice.choice(list(How)), dice.choice(WORDS), " and ".join(dice.sample(WORDS, 2))
    text = "That the council looks after " + put
    act = dice.randrange(6)
    if act <= 1:
        more = {"how": how, "words": words, "put": put, "in_order": True}
        world.run(
            move_motion,
            MoveMotion(sitting.id, text, m[0], m[1], MotionKind.AMENDMENT, None, motion_id, **more),
        )
    elif act == 2:
        world.run(agree_motion, AgreeMotion(sitting.id, amendment_id))
    elif act == 3:
        world.run(accept_amendment, AcceptAmendment(sitting.id, any_id, True, True))
    elif act == 4:
        dice.choice(
            [
                lambda: world.run(withdraw_motion, WithdrawMotion(sitting.id, amendment_id)),
                lambda: world.run(alter_motion, AlterMotion(sitting.id, any_id, text, True, True)),
            ]
        )()
    else:
        world.run(foreshadow_amendment, ForeshadowAmendment(sitting.id, motion_id, m[2], how, words, put))


@pytest.mark.parametrize("seed", range(4))
def test_the_text_is_what_the_record_says(sqlite_world: World, seed: int) -> None:
    dice = random.Random(seed)
    sitting = sqlite_world.body(members=3).meeting("Plan").open()
    motion_id = sitting.motion("That the council looks after " + ", ".join(WORDS))
    done, refused = 0, []
    for _ in range(30):
        try:
            press(sitting, dice, motion_id)
            done += 1
        except DomainError as error:
            refused.append(str(error))
    assert done > 3, refused
    with sqlite_world.runner.read() as session:
        told = replayed([e.fact for e in facts_of(session, sitting.id)])
        rows = [r for r in motions_of(session, sitting.id) if r.status is not MotionStatus.PREPARED]
        assert check_stream(session, None, sitting.id).differences == ()  # type: ignore[arg-type]
    assert {r.id: r.text for r in rows if r.id in told} == {r.id: told[r.id] for r in rows if r.id in told}
    assert motion_id in told
    open_ = [r for r in rows if r.parent_id and r.status is MotionStatus.MOVED]
    assert len(open_) <= 1


def test_control_the_replay_notices_another_text() -> None:
    moved = events.MotionMoved("m", "i", MotionKind.SUBSTANTIVE, "A.", None, "", None, "")
    other = events.MotionMoved("a", "i", MotionKind.AMENDMENT, "B.", None, "", None, "", parent_id="m")
    assert replayed([moved, other])["m"] == "A."
    assert replayed([moved, other, events.MotionDecided("a", True)])["m"] == "B."
    assert replayed([moved, other, events.MotionDecided("a", False)])["m"] == "A."


TEXTS = st.lists(st.sampled_from([*WORDS, "the", "That", "of"]), min_size=3, max_size=12).map(
    lambda words: tidy("That " + " ".join(words))
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(list(How)), st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_a_change_says_no_or_makes_a_tidy_text(text: str, how: How, words: str, put: str) -> None:
    try:
        new = amended(text, Change(how, words, put))
    except CannotAmend:
        return
    assert new != text
    assert new[-1] in ".!?;:"
    assert "  " not in new
    assert " ." not in new
    if how is How.LEAVE_OUT:
        assert words not in new.replace(".", "").split()
    elif how is not How.WHOLE:
        assert put in new


SITUATIONS = st.builds(
    Situation,
    open=st.booleans(),
    item_taken=st.booleans(),
    before=st.sampled_from([None, *MotionKind]),
    substantive=st.booleans(),
    vote_open=st.booleans(),
    problem=st.sampled_from(["", "Reasons are missing."]),
    private=st.booleans(),
    exempt_ahead=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(SITUATIONS)
def test_every_move_is_allowed_or_says_why_not(now: Situation) -> None:
    moves = possible(now)
    assert len({m.key for m in moves}) == len(moves)
    assert len(moves) == 8 + len(PROCEDURES) - 1
    allowed = {m.key for m in moves if m.allowed}
    if not now.open or now.vote_open or not now.item_taken:
        assert not allowed
    if now.problem:
        assert not {"vote", "agree"} & allowed
    if now.before is MotionKind.AMENDMENT:
        assert "amend" not in allowed
    if "procedural.exclude_public" in allowed:
        assert now.exempt_ahead
        assert not now.private


def test_a_lost_closure_is_named_with_its_moment() -> None:
    lost = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
    now = Situation(before=MotionKind.SUBSTANTIVE, substantive=True, lost_at={Effect.QUESTION_BE_PUT: lost})
    move = next(m for m in possible(now) if m.effect is Effect.QUESTION_BE_PUT)
    assert move.not_before == lost + timedelta(minutes=20)
    assert move.allowed


def test_every_effect_has_its_procedure_and_something_that_it_does() -> None:
    registry.load_models()
    registry.load_reactions()
    assert set(BY_EFFECT) == set(Effect)
    idle = {e for e in Effect if not has_effect(e)} - {Effect.NONE}
    assert idle == set()
