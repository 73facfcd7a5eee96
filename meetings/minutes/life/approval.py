"""That a version may be published: by the chair's word, or without the chair as the council has chosen."""

from __future__ import annotations

from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes.document import MinutesStatus
from meetings.minutes.events import MinutesApproved
from meetings.minutes.life.events import ChairSkipped
from meetings.minutes.life.models import MinutesCheck
from meetings.minutes.life.queries import standing_of
from meetings.minutes.life.rules import ChairCheck, CheckKind, why_not_approved
from meetings.minutes.models import Minutes
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of


def approve(work: Work, minutes: Minutes, reason: str = "") -> None:
    """Let a draft be published: by the chair, or by an officer as the council has chosen.

    Raises WrongState or Invalid where the council has chosen that the chair reads it first.
    """
    body_id = meeting_of(work.session, minutes.meeting_id).body_id
    by_chair = not work.actor.is_system and work.actor.may(Permission.PRESIDE, body_id, work.today)
    choice = ChairCheck(value(law_of(work.session), "minutes_chair_check").word)
    read = standing_of(work.session, minutes.meeting_id, minutes.version).of(CheckKind.CHAIR_APPROVED)
    why_not = "" if read else why_not_approved(choice, by_chair=by_chair, reason=reason)
    if why_not and choice is ChairCheck.NEEDED:
        raise WrongState(why_not)
    if why_not:
        raise Invalid(why_not, {"reason": why_not.rstrip(".")})
    if by_chair:
        add_check(work, minutes, CheckKind.CHAIR_APPROVED)
    elif reason:
        add_check(work, minutes, CheckKind.CHAIR_SKIPPED, reason)
        work.record(minutes.meeting_id, ChairSkipped(minutes.version, reason))
    minutes.status = MinutesStatus.APPROVED.value
    minutes.approved_at, minutes.approved_by = work.now, work.actor.name
    work.record(minutes.meeting_id, MinutesApproved(minutes.version))


def add_check(
    work: Work, minutes: Minutes, kind: CheckKind, note: str = "", points: tuple[str, ...] = ()
) -> MinutesCheck:
    """Keep what was done about the newest version."""
    row = MinutesCheck(
        id=new_id(), meeting_id=minutes.meeting_id, version=minutes.version, kind=kind, note=note
    )
    row.by, row.by_id, row.at = work.actor.name, work.actor.account_id, work.now
    row.open_points = list(points)
    work.session.add(row)
    work.session.flush()
    return row
