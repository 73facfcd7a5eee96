"""The feed's real state: the services are asked in good time and no oftener than it matters, and the answer is kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from meetings.conferencing.desk.keeping import KeepLook, Looked, LookedRoom, keep_look
from meetings.conferencing.desk.looking import is_due
from meetings.conferencing.desk.near import Near, near, near_one
from meetings.conferencing.desk.rules import BY_HAND, TEST_ENDS_BEFORE, Able, Press, Rehearsal
from meetings.conferencing.desk.usecases import PressDesk, press_desk
from meetings.connections.accounts import account_of, tell_dead
from meetings.connections.redact import redacted
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.ports.adapters import Providers
from meetings.ports.broadcast import BroadcastProvider, BroadcastState
from meetings.ports.conferencing import ConferenceProvider, RoomState
from meetings.ports.providers import Account, Can, Provider, ProviderFailed, Retryable, SignInDead
from meetings.runtime.jobs import JobContext
from meetings.runtime.timed import timed

log = logging.getLogger("witan.desk")
State = TypeVar("State")
#: Looks under way: a slow service holds up no other meeting, and is asked once at a time.
_UNDER_WAY: dict[str, threading.Thread] = {}
#: A test run is ended before the meeting's own picture is wanted.
_TEST_LASTS = timedelta(minutes=45)


def able_of(providers: Providers, room: str, feed: str) -> Able:
    """What the adapters of this room and this broadcast can do, and their names."""
    found_room, found_feed = providers.conferencing.get(room), providers.broadcast.get(feed)
    room_name = "the remote room" if room in BY_HAND and room else room
    feed_name = "the broadcast" if feed in BY_HAND else feed
    return Able(
        found_room.name if found_room is not None and room not in BY_HAND else room_name,
        found_room.can if found_room is not None else frozenset(),
        found_feed.name if found_feed is not None and feed not in BY_HAND else feed_name,
        found_feed.can if found_feed is not None else frozenset(),
    )


@timed(every=2.0)
def watch(context: JobContext) -> None:
    """Look wherever it is time, each meeting in a thread of its own."""
    for each in due_now(context):
        running = _UNDER_WAY.get(each.meeting_id)
        if running is not None and running.is_alive():
            continue
        thread = threading.Thread(target=_look_quietly, args=(context, each), name="look", daemon=True)
        _UNDER_WAY[each.meeting_id] = thread
        thread.start()


def due_now(context: JobContext) -> list[Near]:
    """The meetings that are to be looked at now."""
    with context.runner.read() as session:
        found = near(session, context.runner.clock.now())
    return [n for n in found if is_due(n.timing, n.asked_at, n.not_before) and _can_be_asked(context, n)]


def look(context: JobContext, meeting_id: str) -> None:
    """Look at one meeting now, whatever the time."""
    with context.runner.read() as session:
        found = near_one(session, meeting_id, context.runner.clock.now())
    if found is not None:
        _look(context, found)


def _look_quietly(context: JobContext, at: Near) -> None:
    try:
        _look(context, at)
    except Exception:
        log.exception("the broadcast of %s could not be looked at", at.meeting_id)
    finally:
        _UNDER_WAY.pop(at.meeting_id, None)


def _look(context: JobContext, at: Near) -> None:
    # What is answered was so at some moment after this, and may be otherwise by the time it is written down.
    began = context.runner.clock.now()
    feed, room = _feed(context, at), _room(context, at)
    able = able_of(context.providers, at.room_provider, at.feed_provider)
    context.runner.run(keep_look, KeepLook(at.meeting_id, able, feed, room, began), actor=SYSTEM)
    if at.rehearsal in (Rehearsal.STARTING, Rehearsal.RUNNING):
        _end_test_in_time(context, at)


def _can_be_asked(context: JobContext, at: Near) -> bool:
    feed = context.providers.broadcast.get(at.feed_provider)
    room = context.providers.conferencing.get(at.room_provider)
    reads_room = room is not None and Can.STREAM_STATE in room.can
    return (feed is not None and Can.FEED_STATE in feed.can) or reads_room


def _feed(context: JobContext, at: Near) -> Looked | None:
    provider = context.providers.broadcast.get(at.feed_provider)
    if provider is None or Can.FEED_STATE not in provider.can:
        return None

    def ask(account: Account) -> BroadcastState:
        return _state(provider, account, at)

    state, failed = _asked(context, provider, ask)
    if isinstance(failed, ProviderFailed):
        moment = failed.not_before if isinstance(failed, Retryable) else None
        return Looked(None, redacted(failed.reason), moment)
    return Looked(state)


def _state(provider: BroadcastProvider, account: Account, at: Near) -> BroadcastState:
    real = provider.state(account, at.feed_ref)
    if not at.test_ref:
        return real
    # While a test runs, the picture is the test's; what the public gets is that of the real broadcast.
    test = provider.state(account, at.test_ref)
    return BroadcastState(real.phase, test.receiving, real.public, test.health, detail=test.detail)


def _room(context: JobContext, at: Near) -> LookedRoom | None:
    provider = context.providers.conferencing.get(at.room_provider)
    if provider is None or at.room_provider in BY_HAND:
        return None

    def ask(account: Account) -> RoomState:
        return _room_state(provider, account, at)

    state, failed = _asked(context, provider, ask)
    return LookedRoom(state, redacted(failed.reason) if failed is not None else "")


def _room_state(provider: ConferenceProvider, account: Account, at: Near) -> RoomState:
    return provider.state(account, at.room_ref)


def _asked(
    context: JobContext, provider: Provider, ask: Callable[[Account], State]
) -> tuple[State | None, ProviderFailed | None]:
    try:
        return ask(account_of(context.runner, context.vault, provider)), None
    except SignInDead as dead:
        tell_dead(context.runner, provider, dead.reason)
        return None, dead
    except ProviderFailed as failed:
        return None, failed


def _end_test_in_time(context: JobContext, at: Near) -> None:
    begins = at.timing.starts_at - TEST_ENDS_BEFORE
    began = at.timing.wished_at
    late = began is not None and at.timing.now - began > _TEST_LASTS
    # One that was begun within the last minutes was begun on purpose.
    if late or (at.timing.now >= begins and (began is None or began < begins)):
        try:
            context.runner.run(press_desk, PressDesk(at.meeting_id, Press.END_TEST), actor=SYSTEM)
        except WrongState:
            log.info("the test run was over already")
