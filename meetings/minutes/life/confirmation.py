"""Minutes become the record: by which meeting, with which corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from meetings.kernel.errors import WrongState
from meetings.minutes.document import MinutesStatus
from meetings.minutes.events import MinutesConfirmed, PrintAsked
from meetings.minutes.life.models import MinutesCorrection
from meetings.minutes.life.publication import keep_public_form
from meetings.minutes.life.rules import CorrectionState
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.queries import document_of, minutes_of
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Confirmed:
    """That minutes were confirmed: when, by whom signed if that is known, by which motion of which meeting."""

    on: date
    signed_by: str = ""
    at_meeting_id: str | None = None
    motion_id: str | None = None


def held_on(work: Work, minutes: Minutes) -> date:
    """The day of the meeting that they are of."""
    row = minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    return document_of(work.session, row).held_on


def must_be_decided(work: Work, minutes: Minutes) -> None:
    """Raises WrongState while a correction waits for a decision, or one that was agreed is not in the text."""
    states = correction_states(work, minutes.meeting_id)
    if states.count((CorrectionState.PROPOSED, 0)):
        raise WrongState("Somebody has proposed a correction. Enter first whether the meeting agreed to it.")
    if states.count((CorrectionState.CARRIED, 0)):
        raise WrongState(
            "A correction was agreed and is not in the text yet. Confirm them at the meeting that agreed."
        )


def correction_states(work: Work, meeting_id: str) -> list[tuple[CorrectionState, int]]:
    """Of the corrections before confirmation: what became of each, and the version that has it."""
    c = MinutesCorrection
    query = select(c.state, c.version).where(c.meeting_id == meeting_id, c.after_confirmation.is_(False))
    return [(state, version) for state, version in work.session.execute(query)]


def mark_confirmed(work: Work, minutes: Minutes, confirmed: Confirmed) -> None:
    """They are the record. The version that the public reads must be the newest."""
    minutes.status = MinutesStatus.CONFIRMED.value
    minutes.confirmed_on, minutes.signed_by = confirmed.on, confirmed.signed_by
    minutes.confirmed_at_meeting_id = confirmed.at_meeting_id
    minutes.confirmed_by_motion_id = confirmed.motion_id
    forget_print(work, minutes)
    fact = MinutesConfirmed(
        minutes.version, confirmed.on, confirmed.signed_by, confirmed.at_meeting_id, confirmed.motion_id
    )
    work.record(minutes.meeting_id, fact)
    keep_public_form(work, minutes, "Confirmed as a correct record")


def forget_print(work: Work, minutes: Minutes) -> None:
    """The print of the public version says something else than holds now: a new one takes its place."""
    query = select(MinutesVersion).where(
        MinutesVersion.meeting_id == minutes.meeting_id, MinutesVersion.number == minutes.public_version
    )
    version = work.session.scalar(query)
    assert version is not None
    version.pdf_sha256 = version.full_pdf_sha256 = version.pages = None
    work.session.flush()


def print_anew(work: Work, minutes: Minutes) -> None:
    """Have the public version printed again."""
    forget_print(work, minutes)
    work.record(minutes.meeting_id, PrintAsked(minutes.public_version))
