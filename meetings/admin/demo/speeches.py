"""Who spoke at the demonstration's meetings, and who of the public registered for the one about to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from meetings.admin.demo.agenda import DemoItem, DemoItemKind, DemoMeeting
from meetings.debate.rules import SpeechKind
from meetings.debate.usecases import (
    AddSpeaker,
    CallSpeaker,
    EndSpeech,
    RegisterSpeaker,
    add_speaker,
    call_speaker,
    end_speech,
    register_speaker,
)
from meetings.kernel.secrecy import Sensitivity
from meetings.room.entitlement import may_speak_on
from meetings.room.queries import voters_here
from meetings.runtime.work import Work

#: what is kept free for the vote and what else is put, in seconds
_RESERVE, _FOR_A_MOTION = 240, 150
_SHORTEST, _LONGEST = 35, 290
_REGISTERED = (
    ("Margaret Ellwood", "Mill Lane Residents’ Association", SpeechKind.PUBLIC, True),
    ("Tomasz Brand", "", SpeechKind.PUBLIC, False),
    ("Anwen Prosser", "the petitioners", SpeechKind.PETITIONER, True),
)


def speak_on(
    work: Work, meeting_id: str, item_id: str, first: Sequence[str | None], until: datetime, motions: int
) -> None:
    """Some members speak on what was moved, mover and seconder first, as far as there is time before the next item."""
    free = (until - work.now).total_seconds() - _RESERVE - _FOR_A_MOTION * motions
    here = [h.person_id for h in voters_here(work.session, meeting_id)]
    others = [p for n, p in enumerate(here) if (n + len(item_id)) % 3 == 0 and p not in first]
    wanted = [p for p in first if p and p in here] + others[:3]
    for n, person_id in enumerate(wanted[: int(free // 90)]):
        if not may_speak_on(work.session, meeting_id, item_id, person_id):
            continue
        speech = add_speaker(work, AddSpeaker(meeting_id, person_id, SpeechKind.SPEECH))
        call_speaker(work, CallSpeaker(meeting_id, speech, allow=True))
        share = free / len(wanted) * (0.55 + 0.12 * (n % 3))
        work.now += timedelta(seconds=round(min(_LONGEST, max(_SHORTEST, share))))
        end_speech(work, EndSpeech(meeting_id, speech))


def until_next(meeting: DemoMeeting, item: DemoItem) -> datetime | None:
    """When the next item was taken, or the meeting was closed."""
    later = [i.outcome.starts for i in meeting.items if i.outcome is not None and i.number > item.number]
    return min(later) if later else meeting.closed


def register_public(work: Work, meeting_id: str, meeting: DemoMeeting, items: Mapping[int, str]) -> None:
    """Three who will speak at the meeting that can be opened now."""
    wanted = (DemoItemKind.MOTION, DemoItemKind.REPORT, DemoItemKind.PETITION, DemoItemKind.APPLICATION)
    public = [i for i in meeting.items if i.kind in wanted and i.sensitivity is Sensitivity.PUBLIC]
    for (name, behalf, kind, named), item in zip(_REGISTERED, (public * 3)[:3], strict=False):
        register_speaker(
            work, RegisterSpeaker(meeting_id, items[item.number], name, kind, behalf, named=named)
        )
