"""From draft to record: approval, publication, confirmation; and the printed form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.document import MinutesStatus
from meetings.minutes.events import MinutesPrinted, PrintAsked, PrintedForm
from meetings.minutes.life.approval import approve
from meetings.minutes.life.confirmation import Confirmed, held_on, mark_confirmed, must_be_decided
from meetings.minutes.life.disclosure import given_away
from meetings.minutes.life.publication import let_public_read
from meetings.minutes.life.queries import as_opened, print_mark
from meetings.minutes.life.rules import SignatureWay
from meetings.minutes.life.signature import Signed, add_signature
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.prints.usecases import keep_forms
from meetings.minutes.rules import has_exempt, problem_with_day, why_not_confirmed
from meetings.minutes.usecases.versions import locked_minutes, must_be_newest
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting, make_public

LONGEST_REASON = 500


@dataclass(frozen=True)
class ApproveMinutes:
    """`version` is the one that was read; `reason` says why the chair has not read it, where the council asks."""

    meeting_id: str
    version: int
    reason: str = ""


@dataclass(frozen=True)
class PublishMinutes:
    """`version` is the one that was looked at.

    `accepted`: what the open words seem to give away of exempt minutes was looked at, and gives nothing away.
    """

    meeting_id: str
    version: int
    accepted: bool = False


@dataclass(frozen=True)
class ConfirmMinutes:
    """`on` is the day of the meeting that confirmed them, `signed_by` who presided there and signed."""

    meeting_id: str
    version: int
    on: date
    signed_by: str


@dataclass(frozen=True)
class PrintAgain:
    """Make the PDF of a version once more."""

    meeting_id: str
    version: int


@dataclass(frozen=True)
class KeepPdf:
    """What came of rendering a version: hashes of what is stored, or the reason why there is nothing."""

    meeting_id: str
    version: int
    #: whether it was printed as the signed record; a print that has been overtaken is thrown away
    confirmed: bool
    sha256: str | None = None
    full_sha256: str | None = None
    error: str = ""
    #: in the public PDF
    pages: int | None = None
    #: what the print shows beside the version (`print_mark`); None: do not compare
    mark: str | None = None
    #: the same version in other forms
    forms: tuple[PrintedForm, ...] = ()


@use_case(permission=Permission.APPROVE_MINUTES, scope=body_of_meeting)
def approve_minutes(work: Work, command: ApproveMinutes) -> None:
    """An officer or the chair says that this version may be published. Raises WrongState unless it is a draft."""
    minutes = locked_minutes(work, command.meeting_id)
    must_be_newest(minutes, command.version)
    if minutes.status != MinutesStatus.DRAFT.value:
        raise WrongState("This version is approved already.")
    approve(work, minutes, " ".join(command.reason.split())[:LONGEST_REASON])


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def publish_minutes(work: Work, command: PublishMinutes) -> None:
    """Let the public read an approved version, marked as a draft until it is confirmed. Raises WrongState."""
    meeting = lock_meeting(work.session, command.meeting_id)
    minutes = locked_minutes(work, command.meeting_id)
    must_be_newest(minutes, command.version)
    if minutes.status == MinutesStatus.DRAFT.value:
        raise WrongState("This version has not been approved yet.")
    if minutes.status != MinutesStatus.APPROVED.value:
        raise WrongState("This version is published already.")
    _must_give_nothing_away(work, minutes, accepted=command.accepted)
    first = not minutes.public_version
    make_public(work, meeting)
    let_public_read(work, minutes, "Published as a draft" if first else "A newer draft was published")


@use_case(permission=Permission.CONFIRM_MINUTES, scope=body_of_meeting)
def confirm_minutes(work: Work, command: ConfirmMinutes) -> None:
    """The body has confirmed them and they are signed: they are the record. Raises WrongState or Invalid.

    Local Government Act 1972, Schedule 12, paragraph 41: signed at the same or the next suitable meeting by
    whoever presides there.
    """
    minutes = locked_minutes(work, command.meeting_id)
    must_be_newest(minutes, command.version)
    why_not = why_not_confirmed(MinutesStatus(minutes.status), minutes.version, minutes.public_version)
    if why_not:
        raise WrongState(why_not)
    checks = Checks()
    signed_by = checks.line("signed_by", command.signed_by, "Give the name of who presided and signed")
    problem = problem_with_day(command.on, held_on(work, minutes), work.today)
    checks.that(not problem, "on", problem)
    checks.done()
    must_be_decided(work, minutes)
    mark_confirmed(work, minutes, Confirmed(command.on, signed_by))
    add_signature(work, minutes, Signed(SignatureWay.PAPER, signed_by, command.on))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def print_again(work: Work, command: PrintAgain) -> None:
    """Ask for the PDF of a version again. Raises WrongState if it is there."""
    locked_minutes(work, command.meeting_id)
    version = _version(work, command.meeting_id, command.version)
    if version.pdf_sha256 is not None:
        raise WrongState("This PDF is there already.")
    version.pdf_error = ""
    work.record(command.meeting_id, PrintAsked(version.number))


@use_case(permission=None, system_only=True)
def keep_pdf(work: Work, command: KeepPdf) -> bool:
    """Note what came of rendering a version. False when it was overtaken: it is confirmed now, or printed already."""
    minutes = locked_minutes(work, command.meeting_id)
    version = _version(work, command.meeting_id, command.version)
    confirmed = minutes.status == MinutesStatus.CONFIRMED.value and minutes.version == version.number
    stale = command.mark is not None and command.mark != print_mark(work.session, command.meeting_id)
    if version.pdf_sha256 is not None or confirmed != command.confirmed or stale:
        return False
    version.pdf_error = command.error
    if command.sha256 is not None:
        version.pdf_sha256, version.full_pdf_sha256 = command.sha256, command.full_sha256
        version.pages = command.pages
        keep_forms(work, command.meeting_id, version.number, command.forms)
        printed = MinutesPrinted(version.number, command.sha256, command.full_sha256 or "", command.forms)
        work.record(command.meeting_id, printed)
    return True


def _must_give_nothing_away(work: Work, minutes: Minutes, *, accepted: bool) -> None:
    """Raises Invalid while nobody has looked at what the open words seem to give away."""
    row = queries.minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    whole = queries.document_of(work.session, row)
    shown = as_opened(work.session, minutes.meeting_id, whole)
    found = [g for g in given_away(shown) if g.in_summary] if has_exempt(whole) else []
    if found and not accepted:
        many = f"{len(found)} words or figures" if len(found) > 1 else "Something"
        text = (
            f"{many} in the summary may give away what is not for publication. Look at the list on the page "
            "“From draft to record”, then say that you have."
        )
        raise Invalid(text, {"accepted": text})


def _version(work: Work, meeting_id: str, number: int) -> MinutesVersion:
    query = select(MinutesVersion).where(
        MinutesVersion.meeting_id == meeting_id, MinutesVersion.number == number
    )
    version = work.session.scalar(query.execution_options(populate_existing=True))
    if version is None:
        raise NotFound("There is no such version of these minutes.")
    return version
