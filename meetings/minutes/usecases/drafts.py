"""Minutes from the record, from another system, and kept in step with what was asked for at the meeting."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from meetings.db.record import version_of
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.document import Action, MinutesDocument, MinutesStatus
from meetings.minutes.drafting import ActionNote
from meetings.minutes.drafting.layout import APART
from meetings.minutes.events import MinutesDrafted, MinutesEdited, MinutesImported
from meetings.minutes.house.taking import one_at_a_time, take_numbers
from meetings.minutes.life.publication import keep_public_form
from meetings.minutes.life.summaries import with_summaries
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.rules import why_not_edited
from meetings.minutes.slots import texts_of, with_actions, with_record, with_texts
from meetings.minutes.usecases.versions import (
    add_version,
    as_stored,
    begin,
    locked_minutes,
    newest,
    worked_on_here,
)
from meetings.room.events import MeetingClosed
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting, make_public

log = logging.getLogger(__name__)
FROM_RECORD = "Drafted from the record"


@dataclass(frozen=True)
class RedraftMinutes:
    """Read the record again. `base_version` is the version that was looked at; 0: there are no minutes yet."""

    meeting_id: str
    base_version: int
    note: str = ""


@dataclass(frozen=True)
class ImportMinutes:
    """Minutes written elsewhere. `confirmed_on` and `signed_by` belong to confirmed ones."""

    meeting_id: str
    document: MinutesDocument
    status: MinutesStatus = MinutesStatus.PUBLISHED
    published_at: datetime | None = None
    note: str = "Imported"


def draft_minutes(work: Work, meeting_id: str, _fact: MeetingClosed) -> None:
    """The first version, as the meeting closes. A meeting can be closed even if its record cannot be read:
    the officer then finds no minutes, and a button to draft them."""
    if work.session.get(Minutes, meeting_id) is not None:
        return
    one_at_a_time(work, meeting_id)
    read_to = version_of(work.session, meeting_id)
    try:
        document = queries.drafted(work.session, meeting_id, work.timezone, read_to)
    except Exception:
        log.exception("the minutes of meeting %s could not be drafted", meeting_id)
        return
    _add_draft(work, begin(work, meeting_id), document, read_to, FROM_RECORD)


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def redraft_minutes(work: Work, command: RedraftMinutes) -> int:
    """Read the record again and keep what officers wrote. Returns the newest version's number.

    Raises WrongState for imported minutes, confirmed ones, and when somebody saved meanwhile.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    if meeting.status is not MeetingStatus.CLOSED:
        raise WrongState("The minutes are drafted when the meeting closes.")
    if not queries.was_held_here(work.session, meeting.id):
        raise WrongState("This meeting was not held here, so there is no record to draft from.")
    if work.session.get(Minutes, meeting.id) is None:
        one_at_a_time(work, meeting.id)
        read_to = version_of(work.session, meeting.id)
        fresh = queries.drafted(work.session, meeting.id, work.timezone, read_to)
        return _add_draft(work, begin(work, meeting.id), fresh, read_to, FROM_RECORD).number
    return read_record_again(
        work, _editable(work, command), command.note.strip() or "The record was read again"
    )


def read_record_again(work: Work, minutes: Minutes, note: str) -> int:
    """A further version from the record with what officers wrote in it, unless it reads the same. Returns the
    newest version's number. The caller has locked the minutes and knows that they may be changed."""
    meeting_id = minutes.meeting_id
    before = queries.last_read(work.session, meeting_id)
    if before is None:
        raise WrongState("These minutes were imported: there is no record to draft from.")
    one_at_a_time(work, meeting_id)
    read_to = version_of(work.session, meeting_id)
    fresh = queries.drafted(work.session, meeting_id, work.timezone, read_to)
    written = newest(work, minutes)
    drafted = queries.drafted(work.session, meeting_id, work.timezone, before)
    merged = with_summaries(with_record(fresh, drafted, written), written)
    if merged == written:
        return minutes.version
    return _add_draft(work, minutes, merged, read_to, note).number


@use_case(permission=Permission.IMPORT, scope=body_of_meeting)
def import_minutes(work: Work, command: ImportMinutes) -> int:
    """Keep minutes that were written elsewhere, cleaned. Raises WrongState if the meeting has minutes already."""
    meeting = lock_meeting(work.session, command.meeting_id)
    if work.session.get(Minutes, meeting.id) is not None:
        raise WrongState("This meeting has minutes already.")
    return _import_version(work, meeting, begin(work, meeting.id), command)


@use_case(permission=Permission.IMPORT, scope=body_of_meeting)
def import_minutes_again(work: Work, command: ImportMinutes) -> int:
    """A further version of imported minutes, if they read differently there now. Returns the newest one's number.

    Raises WrongState if they were worked on here since, NotFound if there are none.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    minutes = locked_minutes(work, meeting.id)
    if worked_on_here(work.session, meeting.id):
        raise WrongState("These minutes were worked on here since they were imported.")
    same = as_stored(_cleaned(command.document)) == newest(work, minutes)
    if same and minutes.status == command.status.value:
        return minutes.version
    return _import_version(work, meeting, minutes, command)


def _import_version(work: Work, meeting: Meeting, minutes: Minutes, command: ImportMinutes) -> int:
    version = add_version(work, minutes, _cleaned(command.document), command.note)
    minutes.status = command.status.value
    if command.status in (MinutesStatus.PUBLISHED, MinutesStatus.CONFIRMED):
        minutes.public_version = version.number
        minutes.published_at = command.published_at or work.now
        make_public(work, meeting)
    else:
        # What is no longer published where it comes from is not to be read here either.
        minutes.public_version, minutes.published_at = 0, None
    if command.status is MinutesStatus.CONFIRMED:
        minutes.confirmed_on = command.document.confirmed_on
        minutes.signed_by = command.document.signed_by or ""
    work.session.flush()
    work.record(meeting.id, MinutesImported(version.number, version.sha256, command.status.value))
    if minutes.public_version:
        keep_public_form(work, minutes, command.note)
    return version.number


def _cleaned(document: MinutesDocument) -> MinutesDocument:
    return with_texts(document, texts_of(document))


def keep_actions(work: Work, meeting_id: str, note: str, removed: str = "") -> None:
    """Bring the actions in the minutes up to date, in a new version; `removed` is the id of one that is no more.

    What the public reads already stays as it is: an action that comes later is followed up and not minuted.
    """
    if work.session.get(Minutes, meeting_id) is None:
        return
    minutes = locked_minutes(work, meeting_id)
    if minutes.public_version:
        return
    written = newest(work, minutes)
    exempt = {item.item_id for item in written.items if item.is_exempt}
    by_item: dict[str, tuple[Action, ...]] = {}
    for each in queries.actions_of(work.session, meeting_id):
        block = Action(id=f"action-{each.id}", text=each.text, owner=each.owner, due=each.due)
        home = each.item_id or ""
        if f"{home}{APART}" in exempt and _in_private(written, each, f"{home}{APART}"):
            home = f"{home}{APART}"
        elif each.private and home not in exempt:
            # Its minute is made when the record is read again: nothing of it goes into the public one.
            continue
        by_item[home] = (*by_item.get(home, ()), block)
    changed = with_actions(written, by_item, f"action-{removed}")
    if changed != written:
        version = add_version(work, minutes, changed, note)
        work.record(meeting_id, MinutesEdited(version.number, version.sha256, note))


def _in_private(document: MinutesDocument, action: ActionNote, apart: str) -> bool:
    """Whether it belongs to what of its item was taken in private: it was said so, or it stands there already."""
    there = next((item for item in document.items if item.item_id == apart), None)
    return action.private or any(b.id == f"action-{action.id}" for b in (there.blocks if there else ()))


def _editable(work: Work, command: RedraftMinutes) -> Minutes:
    minutes = locked_minutes(work, command.meeting_id)
    if command.base_version != minutes.version:
        raise WrongState("Somebody saved these minutes meanwhile. Look at the newest version first.")
    why_not = why_not_edited(MinutesStatus(minutes.status), minutes.public_version, command.note.strip())
    if why_not:
        raise WrongState(why_not)
    return minutes


def _add_draft(
    work: Work, minutes: Minutes, document: MinutesDocument, read_to: int, note: str
) -> MinutesVersion:
    version = add_version(work, minutes, document, note)
    take_numbers(work, minutes, document)
    work.record(minutes.meeting_id, MinutesDrafted(version.number, version.sha256, read_to))
    return version
