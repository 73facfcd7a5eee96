"""Who may press the buttons of a meeting: the clerk, whoever presides, and a second person where two are needed."""

from __future__ import annotations

from sqlalchemy import select

from meetings.kernel.errors import Denied
from meetings.kernel.permissions import Permission
from meetings.people.models import Account
from meetings.room.queries import room_of
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of


def presides(work: Work, meeting_id: str) -> bool:
    """Whether whoever acts is in the chair now."""
    room = room_of(work.session, meeting_id)
    return room is not None and room.presiding_id is not None and work.actor.person_id == room.presiding_id


def clerk_or_chair(work: Work, meeting_id: str) -> None:
    """Let the clerk of the body or whoever presides act. Raises Denied for others."""
    body_id = meeting_of(work.session, meeting_id).body_id
    if not (presides(work, meeting_id) or work.actor.may(Permission.RUN_MEETING, body_id, work.today)):
        raise Denied("Only the clerk or whoever presides can do this.")


def second_person(work: Work, meeting_id: str, first_account_id: str | None) -> None:
    """What two people must agree: the second is the clerk, the monitoring officer or whoever presides, not the first.

    Raises Denied.
    """
    if work.actor.account_id is None or work.actor.account_id == first_account_id:
        raise Denied("A second person must confirm this, signed in with their own account.")
    if work.actor.person_id is not None and work.actor.person_id == _person_of(work, first_account_id):
        raise Denied("A second person must confirm this: the same person has two accounts.")
    body_id = meeting_of(work.session, meeting_id).body_id
    monitoring = work.actor.may(Permission.OVERRIDE_LAW, body_id, work.today)
    if not monitoring:
        clerk_or_chair(work, meeting_id)


def _person_of(work: Work, account_id: str | None) -> str | None:
    return work.session.scalar(select(Account.person_id).where(Account.id == account_id))
