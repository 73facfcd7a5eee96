"""The signature of whoever presided: on paper, entered by an officer, or electronically by the person themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes.document import MinutesStatus
from meetings.minutes.life.confirmation import print_anew
from meetings.minutes.life.events import ScanAdded
from meetings.minutes.life.models import MinutesSignature
from meetings.minutes.life.queries import presided_at, signature_of
from meetings.minutes.life.rules import SignatureWay
from meetings.minutes.life.signature import Signed, add_signature
from meetings.minutes.models import Minutes
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.usecases.versions import locked_minutes
from meetings.people.queries import credentials_by_id
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

MOST_LEAVES = 2000
OTHER_SIGNS = (
    "Whoever presided at the meeting that confirmed these minutes signs them. They can do so on paper too."
)


@dataclass(frozen=True)
class SignOnPaper:
    """They were signed on paper. `leaves`: how many were numbered and initialled."""

    meeting_id: str
    signed_by: str
    on: date
    leaves: int | None = None
    scan: tuple[str, str] | None = None


@dataclass(frozen=True)
class AddScan:
    """The signed paper, scanned: the hash of the stored file, and its media type."""

    meeting_id: str
    sha256: str
    media_type: str


@dataclass(frozen=True)
class SignElectronically:
    """`checked_hash`: the hash of the password that was typed again; `version`: what was read."""

    meeting_id: str
    version: int
    checked_hash: str


@use_case(permission=Permission.CONFIRM_MINUTES, scope=body_of_meeting)
def sign_on_paper(work: Work, command: SignOnPaper) -> None:
    """Enter the signature on paper: every leaf numbered and initialled (1972 Act, Schedule 12, paragraph 41(2)).

    Raises Invalid, WrongState.
    """
    minutes = _unsigned(work, command.meeting_id)
    checks = Checks()
    signed_by = checks.line("signed_by", command.signed_by, "Give the name of who presided and signed")
    confirmed_on = minutes.confirmed_on
    assert confirmed_on is not None
    checks.that(command.on >= confirmed_on, "on", "They cannot have been signed before they were confirmed")
    checks.that(command.on <= work.today, "on", "This day is still to come")
    fits = command.leaves is None or 1 <= command.leaves <= MOST_LEAVES
    checks.that(fits, "leaves", "Enter how many leaves, in figures")
    checks.done()
    signed = Signed(SignatureWay.PAPER, signed_by, command.on, scan=command.scan, leaves=command.leaves)
    _sign(work, minutes, signed)


@use_case(permission=Permission.CONFIRM_MINUTES, scope=body_of_meeting)
def add_scan(work: Work, command: AddScan) -> None:
    """Keep the scan of the signed paper, once. Raises WrongState."""
    minutes = locked_minutes(work, command.meeting_id)
    row: MinutesSignature | None = signature_of(work.session, minutes.meeting_id)
    if row is None or row.way is not SignatureWay.PAPER:
        raise WrongState("Enter first who signed on paper, and when.")
    if row.scan_sha256 is not None:
        raise WrongState("There is a scan already. It is kept as it is.")
    row.scan_sha256, row.scan_type = command.sha256, command.media_type
    work.session.flush()
    work.record(minutes.meeting_id, ScanAdded(row.version, command.sha256))


@use_case(permission=Permission.PRESIDE, scope=body_of_meeting)
def sign_electronically(work: Work, command: SignElectronically) -> None:
    """Sign as the person who presides, where the council has chosen that this will do. Raises Denied, WrongState."""
    if value(law_of(work.session), "minutes_signing").word != "electronic":
        raise WrongState(
            "This council signs minutes on paper. Signing here is a choice it can make under its law."
        )
    minutes = _unsigned(work, command.meeting_id)
    if command.version != minutes.version:
        raise WrongState("Another version is confirmed now. Look at it, then sign.")
    actor = work.actor
    presided = presided_at(work.session, minutes.confirmed_at_meeting_id or "")
    if presided and actor.person_id not in presided:
        raise Denied(OTHER_SIGNS)
    known = credentials_by_id(work.session, actor.account_id) if actor.account_id else None
    if known is None or known.password_hash is None or known.password_hash != command.checked_hash:
        raise Denied("Type your password again to sign.")
    row = minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    assert minutes.confirmed_on is not None
    document = document_of(work.session, row)
    statement = (
        f"I, {actor.name}, presiding, sign version {minutes.version} of the minutes of the meeting of "
        f"{document.body} held on {document.held_on_words}, confirmed as a correct record on "
        f"{minutes.confirmed_on.day} {minutes.confirmed_on:%B %Y}."
    )
    signed = Signed(SignatureWay.ELECTRONIC, actor.name, work.today, actor.account_id, statement)
    _sign(work, minutes, signed)


def _sign(work: Work, minutes: Minutes, signed: Signed) -> None:
    minutes.signed_by = signed.by
    work.session.flush()
    add_signature(work, minutes, signed)
    print_anew(work, minutes)


def _unsigned(work: Work, meeting_id: str) -> Minutes:
    minutes = locked_minutes(work, meeting_id)
    if minutes.status != MinutesStatus.CONFIRMED.value:
        raise WrongState("They are signed once the meeting has confirmed them.")
    if minutes.signed_by or signature_of(work.session, meeting_id) is not None:
        raise WrongState("These minutes are signed already.")
    return minutes


def read_leaves(text: str) -> int | None:
    """A number of leaves as typed; None for nothing. Raises Invalid."""
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise Invalid("Enter how many leaves, in figures.", {"leaves": "Enter how many leaves, in figures"})
    return int(text)
