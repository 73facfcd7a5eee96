"""Writing: the officers' own words, between what the record supplies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.document import MinutesStatus
from meetings.minutes.events import MinutesEdited
from meetings.minutes.rules import why_not_edited
from meetings.minutes.slots import TextConflict, changed_texts, conflicts_of, with_texts
from meetings.minutes.usecases.versions import add_version, locked_minutes
from meetings.minutes.writing.typed import saved
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

#: characters of HTML in one text
LONGEST = 200_000
LONGEST_NOTE = 500


@dataclass(frozen=True)
class EditMinutes:
    """The texts as they were sent, by the id of their place; those not sent stay. `note` says what was changed."""

    meeting_id: str
    base_version: int
    narratives: Mapping[str, str]
    note: str = ""


class EditConflict(WrongState):
    """Somebody else changed the same texts. Both stand here, so that nothing is lost."""

    code = "edit_conflict"

    def __init__(
        self,
        conflicts: tuple[TextConflict, ...],
        mine: Mapping[str, str],
        version: int,
        written_by: str,
    ) -> None:
        where = ", ".join(dict.fromkeys(c.heading for c in conflicts if c.heading)) or "the minutes"
        super().__init__(
            f"{written_by} changed the same text meanwhile ({where}). Nothing of yours is lost: "
            "both texts are shown, put them together and save again."
        )
        self.conflicts = conflicts
        #: everything that this person changed, by its place
        self.mine = dict(mine)
        self.version = version
        self.written_by = written_by


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def edit_minutes(work: Work, command: EditMinutes) -> int:
    """Keep new texts as a new version; texts that somebody else changed elsewhere meanwhile are kept too.

    Returns the newest version's number, which stays as it is when nothing was changed. Raises EditConflict,
    WrongState once the minutes are confirmed, Invalid without a note once the public reads them.
    """
    note = " ".join(command.note.split())
    _must_be_sound(command, note)
    minutes = locked_minutes(work, command.meeting_id)
    row = queries.minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    base = queries.document_of(work.session, row, command.base_version)
    mine = changed_texts(base, command.narratives)
    if not mine:
        saved(work, minutes.meeting_id, command.narratives)
        return minutes.version
    _must_be_open(MinutesStatus(minutes.status), minutes.public_version, note)
    newest = queries.document_of(work.session, row)
    if conflicts := conflicts_of(base, newest, mine):
        by = queries.versions_of(work.session, minutes.meeting_id)[0].written_by
        raise EditConflict(conflicts, mine, minutes.version, by)
    saved(work, minutes.meeting_id, command.narratives)
    written = with_texts(newest, mine)
    if written == newest:
        return minutes.version
    version = add_version(work, minutes, written, note)
    work.record(minutes.meeting_id, MinutesEdited(version.number, version.sha256, note))
    return version.number


def _must_be_sound(command: EditMinutes, note: str) -> None:
    long = [slot_id for slot_id, html in command.narratives.items() if len(html) > LONGEST]
    if long:
        raise Invalid(
            f"A text can have {LONGEST:,} characters. Split it into two items.",
            dict.fromkeys(long, "Shorten this text"),
        )
    if len(note) > LONGEST_NOTE:
        raise Invalid("Shorten the note.", {"note": f"Use {LONGEST_NOTE} characters or fewer"})


def _must_be_open(status: MinutesStatus, public_version: int, note: str) -> None:
    why_not = why_not_edited(status, public_version, note)
    if not why_not:
        return
    if status is MinutesStatus.CONFIRMED:
        raise WrongState(why_not)
    raise Invalid(why_not, {"note": "Say what is corrected, and why"})
