"""What the simulated Zoom keeps: meetings, registrants, sittings with their people, files, tokens."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET = (
    "SimulatedZoomAccount",
    "simulated-zoom-client",
    "simulated-zoom-secret",
)
SECRET_TOKEN = "simulated-zoom-news"
HOST = "committees@council.example"
HOST_ID = "simulatedHost0000000A"

#: By operation, what the app must be permitted.
SCOPE_OF = {
    "meetings": "meeting:read:list_meetings:admin",
    "meetingCreate": "meeting:write:meeting:admin",
    "meeting": "meeting:read:meeting:admin",
    "meetingUpdate": "meeting:update:meeting:admin",
    "meetingDelete": "meeting:delete:meeting:admin",
    "meetingStatus": "meeting:update:status:admin",
    "meetingRegistrants": "meeting:read:list_registrants:admin",
    "meetingRegistrantCreate": "meeting:write:registrant:admin",
    "addBatchRegistrants": "meeting:write:batch_registrants:admin",
    "meetingRegistrantStatus": "meeting:update:registrant_status:admin",
    "getMeetingLiveStreamDetails": "meeting:read:livestream:admin",
    "meetingLiveStreamUpdate": "meeting:update:livestream:admin",
    "meetingLiveStreamStatusUpdate": "meeting:update:livestream_status:admin",
    "pastMeetings": "meeting:read:list_past_instances:admin",
    "pastMeetingParticipants": "meeting:read:list_past_participants:admin",
    "reportMeetingParticipants": "report:read:list_meeting_participants:admin",
    "recordingGet": "cloud_recording:read:list_recording_files:admin",
    "GetMeetingTranscript": "cloud_recording:read:meeting_transcript:admin",
}
_ASKED_FOR_NOWHERE = {"meeting:read:livestream:admin"}
SCOPES = frozenset(SCOPE_OF.values()) - _ASKED_FOR_NOWHERE


@dataclass
class Registrant:
    """Somebody with a personal link."""

    id: str
    email: str
    first_name: str
    last_name: str
    pin: int
    made: datetime
    status: str = "approved"

    @property
    def name(self) -> str:
        """As it is shown in the meeting."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass
class Stretch:
    """One device in the meeting or before its door, from coming to going."""

    user_id: str
    name: str
    joined: datetime
    status: str
    email: str = ""
    registrant_id: str = ""
    account_user: str = ""
    phone: str = ""
    breakout: str = ""
    left: datetime | None = None


@dataclass
class File:
    """Something recorded."""

    id: str
    file_type: str
    extension: str
    recording_type: str
    began: datetime
    ended: datetime
    content: bytes = field(repr=False)


@dataclass
class Sitting:
    """From opening to ending: one instance of a meeting."""

    uuid: str
    began: datetime
    ended: datetime | None = None
    people: list[Stretch] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    #: without a recording: None there is none, empty it is not ready
    transcript: str | None = None
    #: durations are 0 while Zoom counts
    counted: bool = True

    def here(self, who: str) -> Stretch | None:
        """The open stretch of somebody, by registrant or name."""
        open_ones = [x for x in self.people if x.left is None and who in (x.registrant_id, x.name, x.user_id)]
        return open_ones[-1] if open_ones else None


@dataclass
class Meeting:
    """A scheduled meeting."""

    id: int
    uuid: str
    body: dict[str, Any]
    settings: dict[str, Any]
    made: datetime
    host: str
    registrants: dict[str, Registrant] = field(default_factory=dict)
    stream: dict[str, str] | None = field(default=None, repr=False)
    streaming: bool = False
    sittings: list[Sitting] = field(default_factory=list)
    #: changes by day
    changed: dict[str, int] = field(default_factory=dict)

    @property
    def sitting(self) -> Sitting | None:
        """The one that goes on."""
        return self.sittings[-1] if self.sittings and self.sittings[-1].ended is None else None

    def registrant(self, email: str) -> Registrant | None:
        """By address, unless the link was taken back."""
        found = (x for x in self.registrants.values() if x.email.lower() == email.lower())
        return next((x for x in found if x.status == "approved"), None)


class ZoomState:
    """Everything; as new after a reset."""

    def __init__(self) -> None:
        self.meetings: dict[int, Meeting] = {}
        #: token and when it dies
        self.tokens: dict[str, datetime] = {}
        self.scopes: set[str] = set(SCOPES)
        self.active = True
        self.licensed = True
        #: users without a licence: no alternative hosts
        self.unlicensed: set[str] = set()
        #: created, by day
        self.created: dict[str, int] = {}
        #: registrations of one address, by meeting and day
        self.registered: dict[tuple[int, str, str], int] = {}
        #: where news is posted
        self.hook = ""
        #: collected for a test to post, instead of posted at once
        self.held = False
        self.news: list[dict[str, Any]] = []
        self._made = 0

    def number(self) -> int:
        """Never the same twice."""
        self._made += 1
        return self._made

    def opaque(self, what: str, length: int = 22) -> str:
        """An id that looks like Zoom's, the same in every run."""
        digest = hashlib.sha256(f"{what} {self.number()}".encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().replace("-", "A").replace("_", "B")[:length]

    def uuid(self) -> str:
        """Every other one has slashes where Zoom wants them encoded twice."""
        made = self.opaque("sitting", 20)
        return f"/{made[:8]}//{made[8:17]}==" if self._made % 2 else f"{made[:21]}A=="

    def sitting(self, ref: str) -> tuple[Meeting, Sitting] | None:
        """By UUID, or the last one of a meeting's number."""
        for meeting in self.meetings.values():
            held = [x for x in meeting.sittings if x.uuid == ref]
            if not held and ref == str(meeting.id):
                held = [x for x in meeting.sittings if x.ended is not None][-1:]
            if held:
                return meeting, held[0]
        return None


def start(state: ZoomState, meeting: Meeting, at: datetime) -> Sitting:
    """The host has opened it; one that goes on goes on."""
    if meeting.sitting is not None:
        return meeting.sitting
    held = Sitting(meeting.uuid, at)
    meeting.sittings.append(held)
    return held


def end(state: ZoomState, meeting: Meeting, at: datetime) -> Sitting | None:
    """For everybody. The next opening is another sitting."""
    held = meeting.sitting
    if held is None:
        return None
    for stretch in held.people:
        stretch.left = stretch.left or at
    held.ended = at
    meeting.uuid = state.uuid()
    return held


def admit(held: Sitting, waiting: Stretch, at: datetime) -> Stretch:
    """From the waiting room into the meeting: two stretches with the same number."""
    waiting.left = at
    inside = Stretch(
        waiting.user_id,
        waiting.name,
        at,
        "in_meeting",
        waiting.email,
        waiting.registrant_id,
        waiting.account_user,
        waiting.phone,
    )
    held.people.append(inside)
    return inside


def record(state: ZoomState, held: Sitting, text: str = "") -> None:
    """What a cloud recording leaves: the picture, the sound, what was said."""
    ended = held.ended or held.began + timedelta(minutes=1)
    wanted = (
        ("MP4", "MP4", "shared_screen_with_speaker_view", _MP4),
        ("MP4", "MP4", "gallery_view", _MP4),
        ("M4A", "M4A", "audio_only", _MP4),
        ("TRANSCRIPT", "VTT", "audio_transcript", (text or _said(held)).encode()),
        ("CHAT", "TXT", "chat_file", b"18:03:11\t From Clerk : Papers are on page 4.\n"),
    )
    held.files = [
        File(state.opaque("file"), kind, ext, name, held.began, ended, content)
        for kind, ext, name, content in wanted
    ]


def _said(held: Sitting) -> str:
    names = list(dict.fromkeys(x.name for x in held.people if x.status == "in_meeting")) or ["The Chair"]
    lines = ["WEBVTT", ""]
    for number, name in enumerate(names):
        began, ended = number * 8, number * 8 + 7
        lines += [str(number + 1), f"{_clock(began)} --> {_clock(ended)}", f"{name}: Present, Chair.", ""]
    return "\n".join(lines)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


#: The head of a film without a picture.
_MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41" + b"\x00\x00\x00\x08mdat"
