"""What happens in the simulated Zoom's meetings: opening, coming, waiting, going, the picture, the end."""

from __future__ import annotations

from integrations.simulators.base import World
from integrations.simulators.zoom_news import about, person, recorded, stamp, streaming, tell
from integrations.simulators.zoom_state import (
    HOST_ID,
    Meeting,
    Registrant,
    Sitting,
    Stretch,
    ZoomState,
    admit,
    end,
    record,
    start,
)


def opened(world: World, meeting: Meeting) -> Sitting:
    """The host has opened it and is in it."""
    if meeting.sitting is not None:
        return meeting.sitting
    state, now = world.of(ZoomState), world.now()
    held = start(state, meeting, now)
    tell(world, "meeting.started", about(meeting, held) | {"host_email": meeting.host})
    user = str(16_778_240 + state.number())
    host = Stretch(user, "Democratic Services", now, "in_meeting", meeting.host, account_user=HOST_ID)
    held.people.append(host)
    person(world, "meeting.participant_joined", meeting, held, host, now)
    return held


def came(
    world: World,
    meeting: Meeting,
    who: Registrant | None,
    name: str = "",
    *,
    phone: str = "",
    account_user: str = "",
    straight: bool = False,
) -> Stretch:
    """Somebody comes by a link, by phone or as a guest: into the waiting room, if there is one."""
    held = meeting.sitting
    if held is None:
        raise ValueError("the meeting has not started")
    state, now = world.of(ZoomState), world.now()
    waits = bool(meeting.settings.get("waiting_room")) and not straight
    stretch = Stretch(
        user_id=str(16_778_240 + state.number()),
        name=who.name if who else name or phone,
        joined=now,
        status="in_waiting_room" if waits else "in_meeting",
        email=who.email if who else "",
        registrant_id=who.id if who else "",
        phone=phone,
        account_user=account_user,
    )
    held.people.append(stretch)
    event = "meeting.participant_joined_waiting_room" if waits else "meeting.participant_joined"
    person(world, event, meeting, held, stretch, now)
    return stretch


def let_in(world: World, meeting: Meeting, waiting: Stretch) -> Stretch:
    """The host presses “Admit”."""
    held = meeting.sitting
    if held is None or waiting.status != "in_waiting_room" or waiting.left is not None:
        raise ValueError("nobody of that name waits")
    now = world.now()
    person(world, "meeting.participant_admitted", meeting, held, waiting, now)
    person(world, "meeting.participant_left_waiting_room", meeting, held, waiting, now)
    inside = admit(held, waiting, now)
    person(world, "meeting.participant_joined", meeting, held, inside, now)
    return inside


def put_back(world: World, meeting: Meeting, who: Stretch) -> Stretch:
    """The host puts somebody back into the waiting room."""
    held, now = meeting.sitting, world.now()
    if held is None or who.status != "in_meeting" or who.left is not None:
        raise ValueError("nobody of that name is in the meeting")
    who.left = now
    waiting = Stretch(who.user_id, who.name, now, "in_waiting_room", who.email, who.registrant_id)
    held.people.append(waiting)
    person(world, "meeting.participant_put_in_waiting_room", meeting, held, waiting, now)
    return waiting


def went(world: World, meeting: Meeting, who: Stretch) -> None:
    """Somebody leaves, or is cut off."""
    held = meeting.sitting
    if held is None or who.left is not None:
        raise ValueError("nobody of that name is there")
    who.left = world.now()
    _gone(world, meeting, held, who)


def _gone(world: World, meeting: Meeting, held: Sitting, who: Stretch) -> None:
    waited = who.status == "in_waiting_room"
    event = "meeting.participant_left_waiting_room" if waited else "meeting.participant_left"
    person(world, event, meeting, held, who, who.left or world.now())


def stream(world: World, meeting: Meeting) -> None:
    """The picture leaves for where it was aimed."""
    if meeting.streaming or meeting.stream is None or meeting.sitting is None:
        return
    meeting.streaming = True
    world.feeds.send(meeting.stream["stream_key"], f"Zoom meeting {meeting.id}", world.now())
    streaming(world, "meeting.live_streaming_started", meeting, meeting.sitting, world.now())


def stop(world: World, meeting: Meeting) -> None:
    """The picture leaves no more."""
    if meeting.stream is None or not meeting.streaming or meeting.sitting is None:
        return
    meeting.streaming = False
    world.feeds.stop(meeting.stream["stream_key"])
    streaming(world, "meeting.live_streaming_stopped", meeting, meeting.sitting, world.now())


def ended(world: World, meeting: Meeting) -> None:
    """For everybody: the picture stops, who is there goes."""
    held = meeting.sitting
    if held is None:
        return
    stop(world, meeting)
    here = [x for x in held.people if x.left is None]
    end(world.of(ZoomState), meeting, world.now())
    for who in here:
        _gone(world, meeting, held, who)
    told = about(meeting, held) | {"host_email": meeting.host, "end_time": stamp(held.ended or world.now())}
    tell(world, "meeting.ended", told)


def files_ready(world: World, meeting: Meeting, text: str = "") -> None:
    """The recording of the last sitting, then its transcript."""
    over = [x for x in meeting.sittings if x.ended is not None]
    if not over:
        raise ValueError("the meeting has not been held")
    record(world.of(ZoomState), over[-1], text)
    recorded(world, "recording.completed", meeting, over[-1])
    recorded(world, "recording.transcript_completed", meeting, over[-1])
