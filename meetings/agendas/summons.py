"""The summons of a meeting: who is to be told what, who has been told, and how the letter reads."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.agendas.events import SummonsSent
from meetings.agendas.queries import for_audience, published_agenda, versions
from meetings.bodies.queries import MemberAddress, addresses_of_body
from meetings.db.record import RecordedFact
from meetings.kernel.facts import from_data, name_of
from meetings.kernel.secrecy import Audience
from meetings.notifications.letters import CalendarPart, Letter
from meetings.notifications.queries import LetterRow, letters_of_meeting
from meetings.notifications.rules import LetterKind
from meetings.schedule.calendars import entry_of
from meetings.schedule.members.queries import wants_paper
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.schedule.wording import moment_in_words

_BUTTON = "Agenda, papers, and a button for apologies:"


class SummonsKind(StrEnum):
    """What the members are told."""

    SUMMONS = "summons"
    CHANGE = "change"
    SUPPLEMENT = "supplement"
    CANCELLATION = "cancellation"

    @property
    def label(self) -> str:
        """What is sent, in words."""
        return {
            "summons": "Summons",
            "change": "Change of time or place",
            "supplement": "Supplement to the agenda",
            "cancellation": "Cancellation",
        }[self.value]

    @property
    def letter(self) -> LetterKind:
        """The kind of letter it is."""
        return LetterKind(self.value)


@dataclass(frozen=True)
class Told:
    """A member and the letter they have, about what is to be told now."""

    address: MemberAddress
    letter: LetterRow | None
    on_paper: bool = False


@dataclass(frozen=True)
class SummonsState:
    """`due`: what the members do not know yet; `last`: what they were told last; `told`: each member."""

    meeting: MeetingRow
    due: SummonsKind | None
    last: SummonsSent | None
    last_at: datetime | None
    told: tuple[Told, ...]
    #: every letter about the meeting, the latest first
    letters: tuple[LetterRow, ...]

    @property
    def missing(self) -> tuple[Told, ...]:
        """Members who can be written to by mail and have no letter about what is so now."""
        return tuple(t for t in self.told if t.letter is None and t.address.by_mail)

    @property
    def by_post(self) -> tuple[Told, ...]:
        """Members who are written to on paper: no address, an address that was refused, or their own wish."""
        return tuple(t for t in self.told if t.on_paper or not t.address.by_mail)


def due_of(meeting: MeetingRow, last: SummonsSent | None) -> SummonsKind | None:
    """What the members are to be told now; None when they know how things stand."""
    told = last is not None and last.kind != SummonsKind.CANCELLATION.value
    if meeting.status is MeetingStatus.CANCELLED:
        return SummonsKind.CANCELLATION if told else None
    if meeting.status is not MeetingStatus.PLANNED:
        return None
    if last is not None and told and last.sequence < meeting.ics_sequence:
        return SummonsKind.CHANGE
    if meeting.agenda_version == 0:
        return None
    if last is None or not told:
        return SummonsKind.SUMMONS
    return SummonsKind.SUPPLEMENT if last.version < meeting.agenda_version else None


def last_sent(session: Session, meeting_ids: Collection[str]) -> dict[str, tuple[SummonsSent, datetime]]:
    """What the members of each meeting were told last, and when. One query."""
    query = (
        select(RecordedFact.stream_id, RecordedFact.data, RecordedFact.at)
        .where(RecordedFact.stream_id.in_(list(meeting_ids)), RecordedFact.type == name_of(SummonsSent))
        .order_by(RecordedFact.seq)
    )
    found: dict[str, tuple[SummonsSent, datetime]] = {}
    for meeting_id, data, at in session.execute(query):
        fact = from_data(name_of(SummonsSent), json.loads(data))
        assert isinstance(fact, SummonsSent)
        found[meeting_id] = (fact, at)
    return found


def key_of(meeting: MeetingRow) -> str:
    """Once for each published version, change of time and place, and cancellation."""
    cancelled = ":cancelled" if meeting.status is MeetingStatus.CANCELLED else ""
    return f"summons:{meeting.id}:{meeting.agenda_version}:{meeting.ics_sequence}{cancelled}"


def summons_state(session: Session, meeting_id: str, tz: ZoneInfo) -> SummonsState:
    """The same for a meeting that is not in hand. Raises NotFound."""
    return state_of(session, meeting_of(session, meeting_id), tz)


def state_of(session: Session, meeting: MeetingRow, tz: ZoneInfo) -> SummonsState:
    """What is due, and who has been told what."""
    on_paper = wants_paper(session, meeting.body_id)
    last, at = last_sent(session, [meeting.id]).get(meeting.id, (None, None))
    letters = letters_of_meeting(session, meeting.id, [k.letter for k in SummonsKind])
    mine = {
        row.account_id or row.email: row for row in reversed(letters) if row.key.startswith(key_of(meeting))
    }
    told = tuple(
        Told(a, mine.get(a.recipient.account_id or a.recipient.email), a.member.person_id in on_paper)
        for a in addresses_of_body(session, meeting.body_id, meeting.starts_at.astimezone(tz).date())
    )
    return SummonsState(meeting, due_of(meeting, last), last, at, told, tuple(letters))


@dataclass(frozen=True)
class Wording:
    """What the letter needs besides the meeting."""

    kind: SummonsKind
    note: str
    signed_by: str
    tz: ZoneInfo
    now: datetime


def letter_of(session: Session, meeting: MeetingRow, told: Collection[Told], how: Wording) -> Letter:
    """The letter to these members. Titles that the public may not read are not in it: mail is not secret."""
    content = published_agenda(session, meeting.id)
    public = for_audience(content, Audience.PUBLIC) if content else None
    changes = versions(session, meeting.id)[0].note if meeting.agenda_version > 1 else ""
    calendar = None
    if how.kind is not SummonsKind.SUPPLEMENT:
        calendar = CalendarPart(entry_of(meeting, how.now, "", invited=True))
    when = moment_in_words(meeting.starts_at, how.tz)
    return Letter(
        to=tuple(t.address.recipient for t in told),
        subject=f"{_subject(how.kind)}: {meeting.title}, {when}",
        text=_text(meeting, public, changes, when, how),
        kind=how.kind.letter,
        key=key_of(meeting),
        link=f"/my/meetings/{meeting.id}",
        calendar=calendar,
        body_id=meeting.body_id,
        meeting_id=meeting.id,
    )


def posted(text: str) -> str:
    """The letter for the post: on paper there is no button."""
    return text.removesuffix(_BUTTON).rstrip()


def _subject(kind: SummonsKind) -> str:
    return {
        SummonsKind.SUMMONS: "Summons",
        SummonsKind.CHANGE: "Changed",
        SummonsKind.SUPPLEMENT: "Supplement",
        SummonsKind.CANCELLATION: "Cancelled",
    }[kind]


def _text(meeting: MeetingRow, agenda: AgendaContent | None, changes: str, when: str, how: Wording) -> str:
    parts = [f"To the members of {_the(meeting.body_name)}"]
    if how.kind is SummonsKind.SUMMONS:
        parts.append(
            f"You are summoned to attend a meeting of {_the(meeting.body_name)} on {when}{_where(meeting)}."
        )
        parts += _business(agenda)
    elif how.kind is SummonsKind.CHANGE:
        parts.append(f"The meeting of {_the(meeting.body_name)} is now on {when}{_where(meeting)}.")
        parts += [meeting.notice, "The entry in your calendar changes with this letter."]
    elif how.kind is SummonsKind.SUPPLEMENT:
        parts.append(f"The agenda of the meeting on {when} was published again.")
        parts.append(f"What has changed: {changes}" if changes else "")
    else:
        parts.append(f"The meeting of {_the(meeting.body_name)} on {when} will not be held.")
        parts += [meeting.notice, "The entry in your calendar is taken out with this letter."]
    parts.append(how.note.strip())
    parts.append(how.signed_by)
    if how.kind is not SummonsKind.CANCELLATION:
        parts.append(_BUTTON)
    return "\n\n".join(part for part in parts if part)


def _business(agenda: AgendaContent | None) -> list[str]:
    """A summons specifies the business (Local Government Act 1972, Schedule 12, paragraph 4)."""
    lines = [f"{i.number}  {i.title}".strip() for i in agenda.items if not i.is_heading] if agenda else []
    return ["The business to be transacted:\n" + "\n".join(lines)] if lines else []


def _the(body: str) -> str:
    return body if body.lower().startswith("the ") else f"the {body}"


def _where(meeting: MeetingRow) -> str:
    if meeting.mode is MeetingMode.REMOTE:
        return ", online"
    online = " and online" if meeting.mode is MeetingMode.HYBRID else ""
    return f", {meeting.place}{online}" if meeting.place else online
