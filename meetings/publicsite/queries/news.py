"""What is new for a member: how each meeting stands to what they have seen of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.publicsite.queries.mine import NewPaper
from meetings.schedule.members.queries import Reply, Seen, replies_by, seen_by
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class MyMeeting:
    """A meeting as a member has it: their reply, and what is new since they looked."""

    meeting: MeetingRow
    reply: Reply | None
    seen: Seen | None
    papers: tuple[NewPaper, ...]
    #: whether they sit in for somebody
    sits_in: bool = False

    @property
    def news(self) -> tuple[str, ...]:
        """What is new, in words; nothing where they have seen it all."""
        m, seen = self.meeting, self.seen or Seen()
        found = []
        if m.status is MeetingStatus.CANCELLED and m.ics_sequence > seen.sequence:
            found.append("Cancelled")
        elif m.ics_sequence > seen.sequence:
            found.append("Time or place changed")
        if m.agenda_version > seen.version:
            found.append("New agenda" if seen.version == 0 else f"Version {m.agenda_version} of the agenda")
        if self.papers:
            found.append(f"{len(self.papers)} new paper{'s' if len(self.papers) > 1 else ''}")
        return tuple(found)

    @property
    def asks(self) -> bool:
        """Whether a reply is still wanted: none was given, or the meeting has moved since."""
        if self.meeting.status is not MeetingStatus.PLANNED or self.sits_in:
            return False
        return self.reply is None or self.reply.before_change(self.meeting)


def my_meetings(
    session: Session,
    meetings: Sequence[MeetingRow],
    papers: Collection[NewPaper],
    actor: Actor,
    sits_in: Collection[str],
    replies: Mapping[str, Reply] | None = None,
) -> list[MyMeeting]:
    """The meetings with what is the member's own of each; `sits_in`: where they are a substitute.

    One query, and two more when the replies are not given.
    """
    ids = [m.id for m in meetings]
    seen = seen_by(session, actor.account_id or "", ids)
    if replies is None:
        replies = replies_by(session, actor.person_id, ids) if actor.person_id else {}
    return [
        MyMeeting(
            m,
            replies.get(m.id),
            seen.get(m.id),
            tuple(p for p in papers if p.meeting_id == m.id and _is_new(p, seen.get(m.id))),
            m.id in sits_in,
        )
        for m in meetings
    ]


def _is_new(paper: NewPaper, seen: Seen | None) -> bool:
    return seen is None or seen.at is None or paper.published_at > seen.at
