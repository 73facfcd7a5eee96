"""A minute that is exempt no longer: opened by a named person, for a reason."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.life.confirmation import print_anew
from meetings.minutes.life.events import ExemptOpened
from meetings.minutes.life.exempt import agenda_id, still_closed
from meetings.minutes.life.models import OpenedMinute
from meetings.minutes.life.publication import keep_public_form
from meetings.minutes.life.queries import agenda_lines, openings_of
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.usecases.versions import locked_minutes
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class OpenMinute:
    """`early`: though the day on which it is to be looked at again has not come. `leave_of`: of confidential matter."""

    meeting_id: str
    item_id: str
    reason: str
    early: bool = False
    leave_of: str = ""


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def open_minute(work: Work, command: OpenMinute) -> None:
    """Let everybody read an exempt minute, as it stands in what is published. Raises Invalid, NotFound, WrongState.

    Information is exempt if and so long as the interest in keeping it back outweighs that in disclosing it
    (Local Government Act 1972, Schedule 12A). What is confidential is opened only with leave.
    """
    minutes = locked_minutes(work, command.meeting_id)
    if not minutes.public_version:
        raise WrongState("Publish the minutes first. An item that is not exempt is marked so on the agenda.")
    row = minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    document = document_of(work.session, row, minutes.public_version)
    closed = still_closed(document, openings_of(work.session, minutes.meeting_id))
    if command.item_id not in {item.item_id for item in closed}:
        raise NotFound("There is no such exempt minute.")
    on_agenda = agenda_id(command.item_id)
    line = agenda_lines(work.session, minutes.meeting_id, [on_agenda]).get(on_agenda)
    review_on = line.review_on if line else None
    confidential = line is not None and line.sensitivity is Sensitivity.CONFIDENTIAL
    checks = Checks()
    reason = checks.line("reason", command.reason, "Say why it need not be kept back any longer", 500)
    passed = review_on is None or review_on <= work.today
    checks.that(
        passed or command.early, "early", "The day of review has not come: say that you open it all the same"
    )
    missing = "It is confidential: say who gave leave" if confidential else ""
    leave_of = checks.line("leave_of", command.leave_of, missing, 300)
    checks.done()
    opened = OpenedMinute(id=new_id(), meeting_id=minutes.meeting_id, item_id=command.item_id, reason=reason)
    opened.opened_at, opened.opened_by, opened.opened_by_id = work.now, work.actor.name, work.actor.account_id
    opened.review_on, opened.leave_of = review_on, leave_of
    work.session.add(opened)
    work.session.flush()
    work.record(minutes.meeting_id, ExemptOpened(command.item_id, reason, review_on))
    keep_public_form(work, minutes, "A minute that was not for publication was opened")
    print_anew(work, minutes)
