"""A meeting at Zoom as we wish it, and as Zoom has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from meetings.ports.conferencing import Room, RoomWish
from meetings.ports.providers import Step

_SCHEDULED = 2
_LONGEST_TITLE, _LONGEST_MINUTES, _LONGEST_AGENDA = 200, 1440, 2000
_MARKER = "Reference"

LET_IN = Step(
    "zoom-let-in",
    "Let people in from Zoom's waiting room",
    "Everybody waits until they are let in. No program can do that at Zoom: whoever opened the room, and the "
    "alternative hosts, press “Admit” in the Zoom window. To have somebody help, make them co-host there.",
)
AUDIENCE = Step(
    "zoom-audience",
    "Send the public to the broadcast",
    "The room is a Zoom meeting, for those who take part. The public do not come into it: they watch the broadcast.",
)


def marker(key: str) -> str:
    """The line by which we find our meeting again. It stands first: lists cut the rest off."""
    return f"{_MARKER} {key}."


def carries(meeting: Mapping[str, Any], key: str) -> bool:
    """Whether this meeting was made with our key."""
    agenda = str(meeting.get("agenda") or "")
    fields = meeting.get("tracking_fields") or []
    return marker(key) in agenda or any(isinstance(x, dict) and x.get("value") == key for x in fields)


def body_of(wish: RoomWish, hosts: str) -> dict[str, Any]:
    """What is sent to make the meeting."""
    return {
        "type": _SCHEDULED,
        **_told(wish),
        "settings": {
            **_settings(wish, hosts),
            # Approved at once: whoever has a link was given it by us.
            "approval_type": 0,
            # The letters are ours, with our own join page: Zoom writes to nobody.
            "registrants_confirmation_email": False,
            "registrants_email_notification": False,
            "email_notification": False,
            # One device for a link: a link that was passed on is noticed.
            "allow_multiple_devices": False,
            "email_in_attendee_report": True,
            "mute_upon_entry": True,
            "use_pmi": False,
            "participant_video": True,
            # What is end-to-end encrypted cannot be streamed.
            "encryption_type": "enhanced_encryption",
        },
    }


def changes(wish: RoomWish, meeting: Mapping[str, Any], hosts: str) -> dict[str, Any]:
    """What is sent to have the meeting as wished; empty when it is. Each change counts against a hundred a day."""
    told = {name: value for name, value in _told(wish).items() if not _same(name, meeting.get(name), value)}
    now: Mapping[str, Any] = meeting.get("settings") or {}
    settings = {
        name: value for name, value in _settings(wish, hosts).items() if not _same(name, now.get(name), value)
    }
    if "agenda" in told:
        # What somebody wrote there in Zoom stays.
        told["agenda"] = f"{told['agenda']}\n{meeting.get('agenda') or ''}".strip()[:_LONGEST_AGENDA]
    # Asked for with every change and never told back.
    if set(settings) <= {"alternative_hosts_email_notification"}:
        settings = {}
    return {**told, **({"settings": settings} if settings else {})}


def _told(wish: RoomWish) -> dict[str, Any]:
    return {
        "topic": wish.title[:_LONGEST_TITLE],
        "agenda": marker(wish.key),
        "start_time": wish.starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "timezone": wish.timezone,
        "duration": min(max(wish.minutes, 1), _LONGEST_MINUTES),
    }


def _settings(wish: RoomWish, hosts: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "waiting_room": wish.waiting_room,
        "join_before_host": False,
        "auto_recording": "cloud" if wish.record else "none",
        "alternative_hosts": hosts,
        "alternative_hosts_email_notification": False,
    }
    if wish.waiting_room:
        said["waiting_room_options"] = {"mode": "custom", "who_goes_to_waiting_room": "everyone"}
    return said


def _same(name: str, there: object, wished: object) -> bool:
    if name == "start_time":
        return moment(there) == moment(wished)
    if name == "agenda":
        return str(wished) in str(there or "")
    if name == "alternative_hosts":
        return set(hosts_of(str(there or ""))) == set(hosts_of(str(wished)))
    return there == wished


def hosts_of(said: str) -> list[str]:
    """Zoom parts them by semicolons; older meetings have commas."""
    found = (address.strip().lower() for address in said.replace(",", ";").split(";"))
    return [address for address in found if address]


def merged_hosts(there: str, wished: Iterable[str], host: str) -> str:
    """Those that are there and those that are wished: a host added in Zoom is not lost by a change of ours."""
    every = hosts_of(there) + [address.strip().lower() for address in wished]
    return ";".join(dict.fromkeys(x for x in every if x and x != host.strip().lower()))


def room_of(meeting: Mapping[str, Any], wish: RoomWish, more: Iterable[Step] = ()) -> Room:
    """The room as the rest of the product knows it."""
    inside = {
        "join_url": str(meeting.get("join_url") or ""),
        "passcode": str(meeting.get("password") or ""),
        "dial_in": dial_in(meeting),
    }
    steps: tuple[Step, ...] = (LET_IN,) if wish.waiting_room else ()
    if wish.audience:
        steps += (AUDIENCE,)
    return Room(str(meeting["id"]), {k: v for k, v in inside.items() if v}, (*steps, *more))


def dial_in(meeting: Mapping[str, Any]) -> str:
    """The numbers to ring, to read out; empty where the account has none."""
    numbers = (meeting.get("settings") or {}).get("global_dial_in_numbers") or []
    said = [str(x.get("number")) for x in numbers if isinstance(x, dict) and x.get("number")]
    return f"{', '.join(said[:4])}, meeting ID {meeting['id']}" if said else ""


def hosts_refused(asked: Iterable[str]) -> Step:
    """Zoom did not take those we named."""
    return Step(
        "zoom-alternative-hosts",
        "Say in Zoom who else may open the room",
        "Zoom takes as alternative hosts only people with a licence in your Zoom account, and refused one of: "
        f"{', '.join(asked)}. Add those who have one in Zoom, under “Alternative hosts” of the meeting. Until "
        "then, only the user who holds the meetings can open the room.",
    )


def other_hosts(there: Iterable[str]) -> Step:
    """Somebody may open the room whom we did not name."""
    return Step(
        "zoom-other-hosts",
        "Check who else may open the room",
        f"Zoom also lets these people open the room: {', '.join(there)}. They were added in Zoom, or were named "
        "here earlier. Take off those who should not, under “Alternative hosts” of the meeting in Zoom.",
    )


def moment(said: object) -> datetime | None:
    """A moment as Zoom writes it; None: there is none that can be read."""
    if not isinstance(said, str) or not said.strip():
        return None
    try:
        found = datetime.fromisoformat(said.strip())
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
