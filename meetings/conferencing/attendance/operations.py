"""How rows come in: as news while the meeting goes on, and from the provider's own list after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from meetings.conferencing.attendance.folding import MEETING, Raw, What
from meetings.conferencing.attendance.usecases import KeepRows, keep_rows
from meetings.conferencing.models import FormerRoom, RemoteRoom
from meetings.conferencing.queries import room_by_key, room_by_ref
from meetings.connections.calls import Applied, Doing, operation
from meetings.connections.models import ProviderCall
from meetings.connections.news import news
from meetings.connections.usecases import Ask, ask
from meetings.kernel.actor import SYSTEM
from meetings.ports.conferencing import Connection
from meetings.ports.providers import Can, Happened
from meetings.room.events import MeetingClosed
from meetings.runtime.jobs import JobContext
from meetings.runtime.reactions import on, then
from meetings.runtime.timed import timed
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus

#: When a provider's list is read, after the close: at once (it is asked again until it has counted), and again for
#: what comes late: further sittings, reports of each session, rows that a provider adds.
LOOKS = (timedelta(), timedelta(hours=2), timedelta(days=1), timedelta(days=4))
PATIENCE = timedelta(hours=26)
#: a link that an officer entered: nobody there can be asked
MANUAL = "manual"
_ROOMS = {"": MEETING, "meeting": MEETING}


@news("joined", "left", "waiting")
def came_or_went(work: Work, provider: str, happened: Happened) -> None:
    """Keep it as a row. What it means is worked out from all rows together, whenever they are looked at."""
    room = room_by_ref(work.session, provider, happened.ref)
    row = raw_of_news(provider, happened)
    if room is not None and row is not None:
        keep_rows(work, KeepRows(room.meeting_id, (row,), "news"))


def raw_of_news(provider: str, happened: Happened) -> Raw | None:
    """A piece of news as a row; None for one without a moment or without anybody in it."""
    data = happened.data
    key = data.get("connection") or "-".join(x for x in (data.get("session"), data.get("who")) if x)
    key = key or data.get("seat_ref") or data.get("user_ref") or data.get("name") or ""
    if happened.at is None or not key:
        return None
    room = data.get("room", "")
    if provider == "builtin" or happened.kind == "waiting":
        # the room of the built-in server is named by its number
        room = "waiting_room" if happened.kind == "waiting" else MEETING
    what = What.LEFT if happened.kind == "left" else What.JOINED
    return Raw(
        provider,
        key[:300],
        what,
        _ROOMS.get(room, room)[:40],
        happened.at,
        None,
        data.get("name", "")[:300],
        data.get("email", "")[:300],
        data.get("seat_ref", "")[:300],
        data.get("user_ref", "")[:300],
        data.get("phone", "")[:60],
    )


def raw_of_report(provider: str, c: Connection) -> Raw:
    """A line of the provider's list as a row."""
    return Raw(
        provider,
        c.key[:300],
        What.STRETCH,
        _ROOMS.get(c.room, c.room)[:40],
        c.joined_at,
        c.left_at,
        c.name[:300],
        c.email[:300],
        c.seat_ref[:300],
        c.user_ref[:300],
        c.phone[:60],
    )


@operation("conferencing.attendance")
def read_list(doing: Doing) -> Applied | None:
    """Read the provider's list. It is asked again while the provider still counts."""
    provider = doing.room_provider
    with doing.context.runner.read() as session:
        room = room_by_key(session, doing.payload["room_key"])
        ref, meeting_id = (room.ref, room.meeting_id) if room is not None else ("", "")
    if not ref or Can.ATTENDANCE not in provider.can:
        return None
    found = provider.attendance(doing.account, ref)
    rows = tuple(raw_of_report(doing.provider, c) for c in found)
    command = KeepRows(meeting_id, rows, "report", doing.payload["room_key"], doing.provider)

    def keep(work: Work) -> None:
        keep_rows(work, command)

    return keep


def after_the_close(work: Work, meeting_id: str, _fact: MeetingClosed) -> None:
    """Ask for the list of every room that the meeting has had."""
    for table in (RemoteRoom, FormerRoom):
        query = select(table.key, table.provider).where(table.meeting_id == meeting_id, table.ref != "")
        for key, provider in work.session.execute(query):
            _ask(work, meeting_id, key, provider, 0)


@dataclass(frozen=True)
class AskAgain:
    """One further look."""

    meeting_id: str
    room_key: str
    provider: str
    look: int


@use_case(permission=None, system_only=True)
def ask_again(work: Work, command: AskAgain) -> None:
    """Ask for the list once more; asked twice, it is asked once."""
    _ask(work, command.meeting_id, command.room_key, command.provider, command.look)


@timed(every=600)
def looks_due(context: JobContext) -> None:
    """Read lists again for what comes late."""
    now = context.runner.clock.now()
    with context.runner.read() as session:
        due = []
        for table in (RemoteRoom, FormerRoom):
            query = (
                select(table.meeting_id, table.key, table.provider, Meeting.closed_at)
                .join(Meeting, Meeting.id == table.meeting_id)
                .where(Meeting.status == MeetingStatus.CLOSED, table.ref != "")
                .where(Meeting.closed_at > now - LOOKS[-1] - timedelta(days=2))
            )
            due += [(*row[:3], look_of(row[3], now)) for row in session.execute(query)]
    for meeting_id, key, provider, look in due:
        if look > 0 and key not in _asked_of(context, key, look):
            context.runner.run(ask_again, AskAgain(meeting_id, key, provider, look), actor=SYSTEM)


def look_of(closed_at: datetime | None, now: datetime) -> int:
    """Which look is due by now."""
    passed = now - (closed_at or now)
    return max(n for n, wait in enumerate(LOOKS) if wait <= passed or n == 0)


def _asked_of(context: JobContext, key: str, look: int) -> set[str]:
    """The room's key, where that look was asked for already."""
    with context.runner.read() as session:
        asked = session.scalar(select(ProviderCall.id).where(ProviderCall.key == _key(key, look)))
    return {key} if asked else set()


def _ask(work: Work, meeting_id: str, key: str, provider: str, look: int) -> None:
    if provider == MANUAL:
        return
    command = Ask(
        provider,
        "conferencing.attendance",
        _key(key, look),
        {"room_key": key},
        meeting_id,
        give_up_after=PATIENCE,
    )
    ask(work, command)


def _key(room_key: str, look: int) -> str:
    return f"attendance:{room_key}:{look}"


on(MeetingClosed, then(after_the_close))
