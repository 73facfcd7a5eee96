"""Before minutes are published: an officer goes through the list, the chair reads them."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes.document import MinutesStatus
from meetings.minutes.life.approval import add_check, approve
from meetings.minutes.life.events import ChairCommented, MinutesChecked, SentToChair
from meetings.minutes.life.open_points import open_points
from meetings.minutes.life.rules import CheckKind
from meetings.minutes.models import Minutes
from meetings.minutes.usecases.versions import locked_minutes, must_be_newest
from meetings.notifications.letters import Letter
from meetings.notifications.queries import accounts_with
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases.writing import send_letter
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting, meeting_of

LONGEST = 5000


@dataclass(frozen=True)
class CheckMinutes:
    """The list was gone through for that version. `seen`: what is still open was looked at and may stay so."""

    meeting_id: str
    version: int
    seen: bool = False
    note: str = ""


@dataclass(frozen=True)
class AskChair:
    """Ask the chair of the body to read a version."""

    meeting_id: str
    version: int


@dataclass(frozen=True)
class CommentAsChair:
    """The chair wants something changed."""

    meeting_id: str
    version: int
    comment: str


@dataclass(frozen=True)
class SkipChair:
    """Go on without the chair."""

    meeting_id: str
    version: int
    reason: str


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def check_minutes(work: Work, command: CheckMinutes) -> None:
    """An officer went through the list. Raises Invalid where points are open and nobody said that they were seen."""
    minutes = _draft(work, command.meeting_id, command.version)
    checks = Checks()
    note = checks.text("note", command.note, LONGEST)
    points = [p for p in open_points(work.session, minutes.meeting_id, work.timezone) if not p.minor]
    missing = (
        f"{len(points)} point{'s are' if len(points) != 1 else ' is'} open: say that you have looked at them"
    )
    checks.that(command.seen or not points, "seen", missing)
    checks.done()
    codes = tuple(p.code for p in points)
    add_check(work, minutes, CheckKind.OFFICER, note, codes)
    work.record(minutes.meeting_id, MinutesChecked(minutes.version, codes, note))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def ask_chair(work: Work, command: AskChair) -> int:
    """Write to the chair, with the way to the minutes. Returns to how many. Raises WrongState without a chair."""
    minutes = _draft(work, command.meeting_id, command.version)
    meeting = meeting_of(work.session, command.meeting_id)
    chairs = accounts_with(work.session, Permission.PRESIDE, meeting.body_id, work.today)
    if not chairs:
        raise WrongState(
            "Nobody who chairs this body has an account. Show them the minutes on paper, then go on."
        )
    names = tuple(chair.name for chair in chairs)
    add_check(work, minutes, CheckKind.CHAIR_ASKED, ", ".join(names))
    work.record(minutes.meeting_id, SentToChair(minutes.version, names))
    _write_to(work, tuple(chairs), meeting.title, minutes)
    return len(chairs)


@use_case(permission=Permission.PRESIDE, scope=body_of_meeting)
def comment_as_chair(work: Work, command: CommentAsChair) -> None:
    """Say what is to be changed. Raises Invalid without words."""
    minutes = _draft(work, command.meeting_id, command.version)
    checks = Checks()
    comment = checks.text("comment", command.comment, LONGEST)
    checks.that(bool(comment), "comment", "Write what should be changed, or approve the minutes")
    checks.done()
    row = add_check(work, minutes, CheckKind.CHAIR_COMMENTED, comment)
    work.record(minutes.meeting_id, ChairCommented(minutes.version, row.id))


@use_case(permission=Permission.APPROVE_MINUTES, scope=body_of_meeting)
def skip_chair(work: Work, command: SkipChair) -> None:
    """Approve without the chair, for a reason. Raises WrongState where the council has chosen that the chair reads."""
    minutes = _draft(work, command.meeting_id, command.version)
    checks = Checks()
    reason = checks.line("reason", command.reason, "Say why it goes on without the chair", 500)
    checks.done()
    approve(work, minutes, reason)


def _draft(work: Work, meeting_id: str, version: int) -> Minutes:
    """The minutes, locked, while they are a draft. Raises WrongState."""
    minutes = locked_minutes(work, meeting_id)
    must_be_newest(minutes, version)
    if minutes.status != MinutesStatus.DRAFT.value:
        raise WrongState("This version is approved already.")
    return minutes


def _write_to(work: Work, chairs: tuple[Recipient, ...], title: str, minutes: Minutes) -> None:
    meeting = meeting_of(work.session, minutes.meeting_id)
    day = meeting.starts_at.astimezone(work.timezone)
    held = f"{day.day} {day:%B %Y}"
    text = (
        f"The draft minutes of the meeting of {title} on {held} are ready for you to read.\n\n"
        "On the page below you can approve them, or say what should be changed. It works on a phone."
    )
    letter = Letter(
        chairs,
        f"Draft minutes to read: {title}, {held}",
        text,
        LetterKind.NOTICE,
        f"minutes-chair:{minutes.meeting_id}:{minutes.version}",
        f"/my/minutes/{minutes.meeting_id}",
        body_id=meeting.body_id,
        meeting_id=meeting.id,
    )
    send_letter(work, letter)
