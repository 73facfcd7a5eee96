"""How often a service is asked, which press comes next, and what is said of what was found. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.conferencing.desk.looking import SELDOM, Timing, is_due, pace
from meetings.conferencing.desk.rules import (
    Able,
    Press,
    Rehearsal,
    RoomSeen,
    Seen,
    Sitting,
    Standing,
    Why,
    Wish,
    able_from,
    may_press,
    next_press,
    others,
)
from meetings.conferencing.desk.sight import Colour, alarms_of, lights_of, sight_of
from meetings.ports.broadcast import Phase
from meetings.ports.providers import Can
from tests.factories.world import EVENING

DAY = Timing(
    now=EVENING,
    starts_at=EVENING,
    planned_end=EVENING + timedelta(hours=2),
    closed_at=None,
    stopping=False,
    private=False,
    wished_at=None,
    unfulfilled=False,
    running=False,
    begun=False,
)
LIVE = replace(DAY, running=True, begun=True)
ADJOURNED = replace(DAY, sitting=True, adjourned=True, begun=True)
#: the picture was asked for days before the meeting, and never came
EARLY = replace(
    DAY,
    now=EVENING - timedelta(days=3),
    wished_at=EVENING - timedelta(days=3),
    unfulfilled=True,
    begun=True,
)
OVER = replace(DAY, now=EVENING + timedelta(hours=3), closed_at=EVENING + timedelta(hours=2))


@pytest.mark.parametrize(
    ("timing", "seconds"),
    [
        (replace(DAY, now=EVENING - timedelta(hours=2)), None),
        (replace(DAY, now=EVENING - timedelta(minutes=20)), 30),
        (replace(DAY, sitting=True), 10),
        (LIVE, 10),
        (replace(LIVE, wished_at=EVENING, unfulfilled=True), 2),
        (replace(LIVE, wished_at=EVENING - timedelta(minutes=5), unfulfilled=True), 10),
        (replace(LIVE, stopping=True), 2),
        (replace(LIVE, private=True), 4),
        (OVER, None),
        (replace(OVER, running=True), 10),
        (replace(OVER, running=True, now=EVENING + timedelta(days=2)), SELDOM),
        (replace(ADJOURNED, now=EVENING + timedelta(hours=4)), 10),
        (replace(ADJOURNED, now=EVENING + timedelta(days=2)), SELDOM),
        (replace(LIVE, sitting=True, now=EVENING + timedelta(days=7)), 10),
        (
            replace(DAY, begun=True, unfulfilled=True, wished_at=EVENING, now=EVENING + timedelta(minutes=9)),
            10,
        ),
        (replace(EARLY, now=EARLY.now + timedelta(minutes=1)), 2),
        (replace(EARLY, now=EARLY.now + timedelta(minutes=20)), 10),
        (replace(EARLY, now=EARLY.now + timedelta(hours=1)), SELDOM),
    ],
)
def test_the_service_is_asked_often_only_while_it_matters(timing: Timing, seconds: float | None) -> None:
    assert pace(timing) == seconds


def test_a_service_that_asked_for_a_pause_has_it() -> None:
    later = EVENING + timedelta(minutes=1)
    assert is_due(LIVE, None, None)
    assert not is_due(LIVE, None, later)
    assert not is_due(LIVE, EVENING - timedelta(seconds=5), None)
    assert is_due(LIVE, EVENING - timedelta(seconds=10), None)


def test_a_long_meeting_stays_within_the_allowance_of_a_day() -> None:
    """Four hours on air and an hour in private, at two units a look and a hundred for each press."""
    looks = 4 * 3600 / 10 + 3600 / 4 + 10 * 60 / 2
    assert 2 * looks + 12 * 100 < 10_000
    assert 2 * 24 * 3600 / SELDOM < 600, "one that was forgotten leaves enough for the others"


SEENS = st.builds(
    Seen,
    phase=st.sampled_from(Phase),
    receiving=st.sampled_from([None, True, False]),
    public=st.sampled_from([None, True, False]),
    health=st.sampled_from(["", "good", "bad"]),
    by=st.sampled_from(["", "Mx Clerk"]),
    at=st.sampled_from([None, EVENING, EVENING - timedelta(hours=1)]),
    failed=st.sampled_from(["", "It does not answer."]),
)
ABLES = st.builds(
    Able,
    room=st.sampled_from(["", "Roomy"]),
    room_can=st.frozensets(st.sampled_from([Can.STREAM_CONTROL, Can.STREAM_TARGET, Can.END])),
    feed=st.just("Feedy"),
    feed_can=st.frozensets(st.sampled_from([Can.CREATE, Can.GO_LIVE, Can.FEED_STATE, Can.HOLD, Can.PRIVACY])),
)
STANDINGS = st.builds(
    Standing,
    now=st.just(EVENING),
    sitting=st.sampled_from(Sitting),
    private=st.booleans(),
    wish=st.sampled_from(Wish),
    wished_at=st.sampled_from([None, EVENING, EVENING - timedelta(minutes=5)]),
    why=st.sampled_from(Why),
    rehearsal=st.sampled_from(Rehearsal),
    able=ABLES,
    seen=SEENS,
    room=st.builds(
        RoomSeen, live=st.sampled_from([None, True, False]), failed=st.sampled_from(["", "Down."])
    ),
    record=st.booleans(),
    closed_at=st.sampled_from([None, EVENING - timedelta(hours=1)]),
)


@settings(max_examples=400, deadline=None)
@given(STANDINGS)
def test_what_is_offered_can_be_pressed_and_what_is_said_is_true(at: Standing) -> None:
    first = next_press(at)
    assert first is None or may_press(at, first) == ""
    assert all(may_press(at, p) == "" and p is not first for p in others(at))
    sight, lights = sight_of(at), lights_of(at)
    assert [light.key for light in lights] == ["room", "picture", "public", "captions", "recording"]
    assert all(light.words for light in lights)
    # Red says what to do.
    assert all(light.do for light in lights if light.colour is Colour.BAD)
    if "sees and hears" in sight.words:
        assert at.seen.public
    if at.private:
        starts = (Press.PICTURE, Press.LIVE, Press.GO_ON, Press.TEST)
        assert first not in starts
        assert not set(others(at)) & set(starts)
        quiet = at.seen.public is False and not at.seen.failed
        assert bool([a for a in alarms_of(at) if "excluded" in a]) is not quiet


@given(ABLES)
def test_what_an_adapter_can_do_is_kept_and_found_again(able: Able) -> None:
    assert able_from(able.kept()) == able
