"""Tellers and the box: enrolled devices, approvals, the counts that came out, and the end of the envelopes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, update

from meetings.appointments.box import fingerprint_of
from meetings.appointments.events import BoxApproved
from meetings.appointments.models import Round, RoundBallot, RoundRoll, RoundTeller, TellerDevice
from meetings.appointments.queries import enrolled_device
from meetings.appointments.rules import RoundState
from meetings.appointments.teller_events import EnvelopesDestroyed, TellerEnrolled, TellerRevoked
from meetings.appointments.usecases.holding import counted, held
from meetings.db.record import council_stream
from meetings.kernel.errors import Denied, Invalid, SignInRequired, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

_KEY = re.compile(r"[0-9a-f]{64}")
_LONGEST = 4000


@dataclass(frozen=True)
class EnrolDevice:
    """The public half of a key that a teller's device made."""

    label: str
    public_key: str


@dataclass(frozen=True)
class RevokeDevice:
    """One's own device is used no more."""


@dataclass(frozen=True)
class ApproveBox:
    """A teller's share and their word, sealed to the opener; root and number are what their device showed."""

    round_id: str
    box_root: str
    box_count: int
    approval: str


@dataclass(frozen=True)
class CountBox:
    """What the opener found in a box."""

    round_id: str
    box_root: str
    box_count: int
    votes: Mapping[str, int]
    abstained: int
    spoilt: int


@use_case(permission=None)
def enrol_device(work: Work, command: EnrolDevice) -> str:
    """Make a device of one's own the one to be a teller with. Returns its id. Raises Denied, Invalid."""
    account_id = _teller(work)
    label = " ".join(command.label.split())[:100]
    if not label:
        raise Invalid("Give the device a name that you will know it by.", {"label": "Enter a name"})
    if not _KEY.fullmatch(command.public_key):
        raise Invalid("The key did not arrive. Reload the page and try again.", {"public_key": "Missing"})
    _revoke(work, account_id)
    device = TellerDevice(
        id=new_id(),
        account_id=account_id,
        label=label,
        public_key=command.public_key,
        enrolled_at=work.now,
    )
    work.session.add(device)
    work.session.flush()
    mark = fingerprint_of(command.public_key)
    fact = TellerEnrolled(device.id, account_id, work.actor.name, label, mark)
    work.record(council_stream(work.session), fact)
    return device.id


@use_case(permission=None)
def revoke_device(work: Work, _command: RevokeDevice) -> None:
    """Use one's own device no more. A round under way that counts on it may then need the other two tellers."""
    if work.actor.account_id is None:
        raise SignInRequired("Sign in first.")
    _revoke(work, work.actor.account_id)


@use_case(permission=None)
def approve_box(work: Work, command: ApproveBox) -> None:
    """One teller agrees to open the box that they saw. Raises Denied, WrongState, Invalid."""
    found = held(work, command.round_id, RoundState.CLOSED)
    row = work.session.get(RoundTeller, (found.id, work.actor.account_id or ""))
    if row is None:
        raise Denied("Only the tellers of this round can approve its box.")
    if not found.box_root or (command.box_root, command.box_count) != (found.box_root, found.box_count):
        raise WrongState("This is not the box of this round. Reload the page and compare again.")
    if not command.approval or len(command.approval) > _LONGEST:
        raise Invalid("The approval did not arrive whole. Press again.")
    first = row.approval is None
    row.approval, row.approved_at = command.approval, work.now
    work.session.flush()
    if first:
        fact = BoxApproved(found.id, row.account_id, work.actor.name, command.box_root, command.box_count)
        work.record(found.meeting_id, fact)


@use_case(permission=None, system_only=True)
def count_box(work: Work, command: CountBox) -> None:
    """Keep what came out of a box: figures alone, in one row and one transaction. Keeping it again changes nothing.

    Raises WrongState for another box than the round's, or when fewer voted than it holds.
    """
    found = held(work, command.round_id, RoundState.CLOSED, RoundState.COUNTED, RoundState.DECLARED)
    if (command.box_root, command.box_count) != (found.box_root, found.box_count):
        raise WrongState("What was opened is not the box of this round.")
    if found.state is not RoundState.CLOSED:
        return
    voted = _number(work, found, RoundBallot)
    total = sum(command.votes.values()) + command.abstained + command.spoilt
    if not voted == total == command.box_count or set(command.votes) != set(found.candidates):
        raise WrongState(f"{voted} voted and {total} were counted: the box was not counted right.")
    none = _number(work, found, RoundRoll) - voted
    for row in work.session.scalars(select(RoundTeller).where(RoundTeller.round_id == found.id)):
        # Shares of a key that is gone are of no use to anybody.
        row.share = row.approval = None
    counted(work, found, command.votes, abstained=command.abstained, none=none, spoilt=command.spoilt)


def destroy_envelopes(work: Work, meeting_id: str) -> int:
    """Destroy the envelopes of a meeting's secret rounds; their hashes stay. How many there were."""
    rounds = select(Round.id).where(
        Round.meeting_id == meeting_id, Round.state.in_((RoundState.DECLARED, RoundState.VOID))
    )
    gone = work.session.execute(
        update(RoundBallot)
        .where(RoundBallot.round_id.in_(rounds), RoundBallot.envelope.is_not(None))
        .values(envelope=None)
        .returning(RoundBallot.person_id)
    ).all()
    if gone:
        work.record(meeting_id, EnvelopesDestroyed(meeting_id, len(gone)))
    return len(gone)


def _teller(work: Work) -> str:
    """The account, if it may be a teller: members and officers, never the administrator alone."""
    if work.actor.account_id is None:
        raise SignInRequired("Sign in first.")
    if not any(
        work.actor.may(p, None, work.today) for p in (Permission.JOIN_AS_MEMBER, Permission.READ_RECORD)
    ):
        raise Denied("Tellers are members, democratic services or the monitoring officer.")
    return work.actor.account_id


def _revoke(work: Work, account_id: str) -> None:
    device = enrolled_device(work.session, account_id)
    if device is None:
        return
    device.revoked_at = work.now
    work.session.flush()
    work.record(council_stream(work.session), TellerRevoked(device.id, account_id, work.actor.name))


def _number(work: Work, found: Round, table: type[RoundBallot] | type[RoundRoll]) -> int:
    query = select(func.count()).select_from(table).where(table.round_id == found.id)
    return work.session.scalar(query) or 0
