"""What somebody needs at meetings, and what they have seen of them: each their own."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.db.record import council_stream
from meetings.kernel.errors import Denied, Invalid, SignInRequired
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.members.events import NeedsChanged
from meetings.schedule.members.models import MeetingSeen, MemberNeeds
from meetings.schedule.members.usecases.replies import LONGEST
from meetings.schedule.queries import visible_meeting


@dataclass(frozen=True)
class SaveNeeds:
    """What whoever asks needs at every meeting."""

    dietary: str = ""
    access: str = ""
    remote: str = ""
    other: str = ""
    on_paper: bool = False


@dataclass(frozen=True)
class MarkSeen:
    """Whoever asks has seen these meetings' agendas and papers as they are now."""

    meeting_ids: tuple[str, ...]


@use_case(permission=None)
def save_needs(work: Work, command: SaveNeeds) -> None:
    """Keep them for the officers of one's bodies. Raises SignInRequired, Denied for who is no member, Invalid."""
    if not work.actor.signed_in:
        raise SignInRequired("Sign in first.")
    if work.actor.person_id is None:
        raise Denied("Your account does not belong to a member.")
    texts = {name: getattr(command, name).strip() for name in ("dietary", "access", "remote", "other")}
    fields = {n: f"Shorten this to {LONGEST} characters" for n, t in texts.items() if len(t) > LONGEST}
    if fields:
        raise Invalid("Some of this is too long.", fields)
    row = work.session.get(MemberNeeds, work.actor.person_id, with_for_update=True)
    if row is None:
        row = MemberNeeds(person_id=work.actor.person_id)
        work.session.add(row)
    for name, text in texts.items():
        setattr(row, name, text)
    row.on_paper, row.changed_at = command.on_paper, work.now
    work.session.flush()
    work.record(council_stream(work.session), NeedsChanged(work.actor.person_id))


@use_case(permission=None)
def mark_seen(work: Work, command: MarkSeen) -> None:
    """Remember it. It is nobody's business but their own: no fact is made of it. Raises SignInRequired, NotFound."""
    account_id = work.actor.account_id
    if account_id is None:
        raise SignInRequired("Sign in first.")
    for meeting_id in dict.fromkeys(command.meeting_ids):
        meeting = visible_meeting(work.session, meeting_id, work.actor, work.today)
        row = work.session.get(MeetingSeen, (account_id, meeting_id))
        if row is None:
            row = MeetingSeen(account_id=account_id, meeting_id=meeting_id)
            work.session.add(row)
        row.version, row.sequence, row.seen_at = meeting.agenda_version, meeting.ics_sequence, work.now
    work.session.flush()
