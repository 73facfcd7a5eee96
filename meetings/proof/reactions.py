"""What follows from the facts of meetings.proof, and its live part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.kernel.secrecy import Audience
from meetings.proof import notary as notary
from meetings.proof.events import AlarmRaised, AlarmSettled, CheckpointSigned, KeyPublished
from meetings.proof.queries import latest_checkpoint
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push

on(CheckpointSigned, push("proof"))
#: named, so that they are known
COUNCIL_FACTS = (AlarmRaised, AlarmSettled, KeyPublished)


@dataclass(frozen=True)
class Sealed:
    """How far the record of this meeting is sealed; `root`: the first eight characters, to be read on a caption."""

    root: str
    size: int
    signed_at: datetime
    checkpoint: str


@part("proof", template="proof/_proof.html")
def sealed(session: Session, meeting_id: str, audience: Audience) -> Sealed | None:
    """The newest checkpoint. It tells nothing but that there is a record, so everybody may see it."""
    found = latest_checkpoint(session, meeting_id)
    return Sealed(found.short, found.size, found.signed_at, found.note) if found else None
