"""An earlier text of the officers brought back as a new version; what the record supplies stays as it reads now."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.document import MinutesDocument, MinutesStatus
from meetings.minutes.events import MinutesEdited
from meetings.minutes.rules import why_not_edited
from meetings.minutes.slots import texts_of, with_record, with_texts
from meetings.minutes.usecases.versions import (
    add_version,
    as_stored,
    locked_minutes,
    must_be_newest,
    newest,
)
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LONGEST_NOTE = 500


@dataclass(frozen=True)
class RestoreTexts:
    """`number` is the version whose texts are wanted, `seen` the newest that was looked at."""

    meeting_id: str
    number: int
    seen: int
    note: str = ""


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def restore_texts(work: Work, command: RestoreTexts) -> int:
    """Bring the texts of an earlier version back. Returns the newest version's number.

    Raises WrongState once the minutes are confirmed, when somebody saved meanwhile, or when nothing would change;
    Invalid without a note once the public reads them.
    """
    minutes = locked_minutes(work, command.meeting_id)
    must_be_newest(minutes, command.seen)
    note = " ".join(command.note.split())[:LONGEST_NOTE]
    why_not = why_not_edited(MinutesStatus(minutes.status), minutes.public_version, note)
    if why_not and minutes.status == MinutesStatus.CONFIRMED.value:
        raise WrongState(why_not)
    if why_not:
        raise Invalid(why_not, {"note": "Say what is corrected, and why"})
    row = queries.minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    now, then = newest(work, minutes), as_stored(queries.document_of(work.session, row, command.number))
    restored = with_earlier(now, then)
    if restored == now:
        raise WrongState("The texts are the same as in that version already.")
    words = f"Texts of version {command.number} restored"
    version = add_version(work, minutes, restored, f"{words}: {note}" if note else words)
    work.record(minutes.meeting_id, MinutesEdited(version.number, version.sha256, version.note))
    return version.number


def with_earlier(now: MinutesDocument, then: MinutesDocument) -> MinutesDocument:
    """The record as it reads now with the texts as they were; none of them is lost where its place is gone."""
    return with_record(_blank(now), _blank(then), then)


def _blank(document: MinutesDocument) -> MinutesDocument:
    return with_texts(document, dict.fromkeys(texts_of(document), ""))
