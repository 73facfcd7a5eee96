"""The summary of an exempt minute, where what the public reads would not be a fair and coherent record without it."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.documents.richtext import is_blank, plain
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes.blocks import Summary
from meetings.minutes.document import MinutesStatus
from meetings.minutes.events import MinutesEdited
from meetings.minutes.life.events import SummaryWritten
from meetings.minutes.life.points import private_items
from meetings.minutes.life.summaries import with_summary
from meetings.minutes.rules import why_not_edited
from meetings.minutes.slots import tidied
from meetings.minutes.usecases.versions import add_version, locked_minutes, must_be_newest, newest
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LONGEST = 20_000


@dataclass(frozen=True)
class WriteSummary:
    """`text`: what the public is to read; empty: nothing, for the `reason`. `note` is needed once they are public."""

    meeting_id: str
    version: int
    item_id: str
    text: str = ""
    reason: str = ""
    note: str = ""


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def write_summary(work: Work, command: WriteSummary) -> int:
    """Keep the summary of one exempt minute in a new version. Returns its number.

    Local Government Act 1972, section 100C(2): the proper officer writes it. Raises Invalid, NotFound, WrongState.
    """
    minutes = locked_minutes(work, command.meeting_id)
    must_be_newest(minutes, command.version)
    note = " ".join(command.note.split())
    why_not = why_not_edited(MinutesStatus(minutes.status), minutes.public_version, note)
    if why_not and minutes.status == MinutesStatus.CONFIRMED.value:
        raise WrongState(why_not)
    if why_not:
        raise Invalid(why_not, {"note": "Say what is corrected, and why"})
    html, reason = _sound(command)
    document = newest(work, minutes)
    if command.item_id not in {i.item_id for i in private_items(document)}:
        raise NotFound("There is no such exempt minute.")
    summary = Summary(
        id=f"summary-{command.item_id}", html=html, by=work.actor.name, on=work.today, reason=reason
    )
    written = with_summary(document, command.item_id, summary)
    said = note or ("Summary for the public" if html else "No summary for the public is needed")
    version = add_version(work, minutes, written, said)
    work.record(
        minutes.meeting_id,
        MinutesEdited(version.number, version.sha256, said),
        SummaryWritten(version.number, version.sha256, command.item_id, bool(html)),
    )
    return version.number


def _sound(command: WriteSummary) -> tuple[str, str]:
    checks = Checks()
    html = tidied(command.text) if not is_blank(command.text) else ""
    reason = checks.line("reason", command.reason, longest=500)
    checks.that(len(plain(html)) <= LONGEST, "text", f"Use {LONGEST:,} characters or fewer")
    missing = "Write a summary, or say why none is needed"
    checks.that(bool(html) or bool(reason), "text", missing)
    checks.done()
    return html, "" if html else reason
