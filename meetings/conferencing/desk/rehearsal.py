"""The test run: a second, private broadcast that the public page never knows, and that is taken away afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from meetings.conferencing.desk.asking import Operation, ask_all
from meetings.conferencing.desk.events import NotDone, RehearsalChanged
from meetings.conferencing.desk.rules import Rehearsal
from meetings.conferencing.desk.standing import desk_row
from meetings.conferencing.models import Broadcast, RemoteRoom
from meetings.conferencing.queries import broadcast_by_key, room_of_meeting
from meetings.connections.accounts import account_of
from meetings.connections.calls import Applied, Call, Doing, failed, operation
from meetings.exclusion.queries import private_now
from meetings.ports.broadcast import Broadcast as Made
from meetings.ports.broadcast import BroadcastWish
from meetings.ports.conferencing import ConferenceProvider, StreamTarget
from meetings.ports.providers import Account, Can, Retryable
from meetings.runtime.work import Work
from meetings.schedule.queries import MeetingRow, meeting_of

_SOON = timedelta(seconds=3)
_PRIVATE = "private"


@dataclass(frozen=True)
class _Test:
    """What a test run needs to know, read before anybody is asked."""

    meeting: MeetingRow
    room: RemoteRoom | None
    key: str
    target: bytes | None
    ref: str


@operation(Operation.REHEARSE)
def rehearse(doing: Doing) -> Applied | None:
    """Make the private broadcast, have the room send there, and start it: the whole way, where nobody looks."""
    test = _test(doing, Rehearsal.STARTING)
    if test is None:
        return None
    made = _prepare(doing, test)
    room, account = _room(doing, test)
    if room is not None and account is not None and test.room is not None and made.target is not None:
        room.aim(account, test.room.ref, made.target)
        room.start_stream(account, test.room.ref)
    feed = doing.broadcast_provider
    if feed.state(doing.account, made.ref).receiving is False:
        soon = doing.context.runner.clock.now() + _SOON
        raise Retryable("No picture arrives yet.", code="no_picture", not_before=soon)
    feed.go_live(doing.account, made.ref)
    return _began(doing, made)


@operation(Operation.END_REHEARSAL)
def end_rehearsal(doing: Doing) -> Applied | None:
    """Stop sending, take the private broadcast away, and have the room send to the real one again."""
    test = _test(doing, Rehearsal.ENDING)
    if test is None:
        return None
    room, account = _room(doing, test)
    if room is not None and account is not None and test.room is not None:
        room.stop_stream(account, test.room.ref)
    feed = doing.broadcast_provider
    # Found by its key where the run was ended before it was written down.
    ref = test.ref or _prepare(doing, test).ref
    feed.end(doing.account, ref)
    feed.cancel(doing.account, ref)
    real = _real_target(doing, test)
    if room is not None and account is not None and test.room is not None and real is not None:
        room.aim(account, test.room.ref, real)
    return _is_over(doing)


def _test(doing: Doing, state: Rehearsal) -> _Test | None:
    meeting_id, number = doing.meeting_id or "", doing.payload["rehearsal"]
    with doing.context.runner.read() as session:
        row, cast = desk_row(session, meeting_id), broadcast_by_key(session, str(doing.payload["key"]))
        if row is None or cast is None or row.rehearsals != number or row.rehearsal is not state:
            return None
        if state is Rehearsal.STARTING and private_now(session, meeting_id):
            # What is said in private is recorded nowhere, not even where nobody looks.
            return None
        room = room_of_meeting(session, meeting_id)
        room = room if room is not None and room.ref else None
        target = cast.target if isinstance(cast, Broadcast) else None
        key = f"{cast.key}-test-{number}"
        return _Test(meeting_of(session, meeting_id), room, key, target, row.test_ref)


def _prepare(doing: Doing, test: _Test) -> Made:
    title = f"Test: {test.meeting.title}"
    wish = BroadcastWish(
        key=test.key,
        title=title,
        description="A test run. It is deleted afterwards.",
        starts_at=max(test.meeting.starts_at, doing.context.runner.clock.now() + timedelta(minutes=5)),
        privacy=_PRIVATE,
    )
    return doing.broadcast_provider.prepare(doing.account, wish)


def _room(doing: Doing, test: _Test) -> tuple[ConferenceProvider | None, Account | None]:
    if test.room is None:
        return None, None
    provider = doing.context.providers.conferencing.get(test.room.provider)
    if provider is None or not {Can.STREAM_CONTROL, Can.STREAM_TARGET} <= provider.can:
        return None, None
    return provider, account_of(doing.context.runner, doing.context.vault, provider)


def _real_target(doing: Doing, test: _Test) -> StreamTarget | None:
    vault = doing.context.vault
    if test.target is None or vault is None:
        return None
    kept = vault.open(test.target)
    return StreamTarget(kept.get("url", ""), kept.get("key", ""), kept.get("page", ""))


def _began(doing: Doing, made: Made) -> Applied:
    def apply(work: Work) -> None:
        row = desk_row(work.session, doing.meeting_id or "")
        if row is None or row.rehearsals != doing.payload["rehearsal"]:
            return
        row.test_provider, row.test_ref, row.test_url = doing.provider, made.ref, made.watch_url
        row.asked_at = None
        if row.rehearsal is Rehearsal.STARTING:
            row.rehearsal = Rehearsal.RUNNING
            work.session.flush()
            work.record(row.meeting_id, RehearsalChanged(Rehearsal.RUNNING))

    return apply


def _is_over(doing: Doing) -> Applied:
    def apply(work: Work) -> None:
        row = desk_row(work.session, doing.meeting_id or "")
        if row is None or row.rehearsals != doing.payload["rehearsal"]:
            return
        # A note says that nothing ever arrived, or why it failed.
        row.rehearsal = Rehearsal.FAILED if row.test_note else Rehearsal.PASSED
        row.test_ref = row.test_url = row.test_provider = ""
        row.asked_at = None
        work.session.flush()
        work.record(row.meeting_id, RehearsalChanged(row.rehearsal, row.test_note))

    return apply


@failed(Operation.REHEARSE)
def not_rehearsed(work: Work, call: Call, reason: str, remedy: str) -> None:
    """What was made for it is taken away all the same."""
    row = desk_row(work.session, call.meeting_id or "")
    if row is None or row.rehearsals != call.payload["rehearsal"] or row.rehearsal is not Rehearsal.STARTING:
        return
    row.rehearsal, row.test_note = Rehearsal.ENDING, reason
    row.problem, row.remedy = f"Could not {Operation.REHEARSE.words}: {reason}", remedy
    row.turn += 1
    work.session.flush()
    work.record(row.meeting_id, NotDone(call.operation, reason, remedy))
    ask_all(work, row, (Operation.END_REHEARSAL,))


@failed(Operation.END_REHEARSAL)
def not_ended(work: Work, call: Call, reason: str, remedy: str) -> None:
    """Say that it must be taken away by hand."""
    row = desk_row(work.session, call.meeting_id or "")
    if row is None or row.rehearsals != call.payload["rehearsal"]:
        return
    row.rehearsal = Rehearsal.FAILED
    row.problem = f"Could not {Operation.END_REHEARSAL.words}: {reason}"
    row.remedy = remedy or "Delete the broadcast whose title begins with “Test:” at the service by hand."
    work.session.flush()
    work.record(row.meeting_id, NotDone(call.operation, reason, row.remedy))
