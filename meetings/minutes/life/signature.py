"""The signature of whoever presided: what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from meetings.kernel.ids import new_id
from meetings.minutes.life.events import MinutesSigned
from meetings.minutes.life.models import MinutesSignature
from meetings.minutes.life.rules import SignatureWay
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Signed:
    """A signature as it is entered. `scan` is the hash and media type of the signed paper."""

    way: SignatureWay
    by: str
    on: date
    by_id: str | None = None
    statement: str = ""
    scan: tuple[str, str] | None = None
    leaves: int | None = None


def add_signature(work: Work, minutes: Minutes, signed: Signed) -> MinutesSignature:
    """Keep who signed the confirmed version, and its hash. The record is sealed soon after."""
    query = select(MinutesVersion.sha256).where(
        MinutesVersion.meeting_id == minutes.meeting_id, MinutesVersion.number == minutes.version
    )
    sha256 = work.session.scalars(query).one()
    row = MinutesSignature(
        id=new_id(),
        meeting_id=minutes.meeting_id,
        version=minutes.version,
        sha256=sha256,
        way=signed.way,
        signed_by=signed.by,
        signed_by_id=signed.by_id,
        signed_on=signed.on,
        at=work.now,
        entered_by=work.actor.name,
        statement=signed.statement,
        scan_sha256=signed.scan[0] if signed.scan else None,
        scan_type=signed.scan[1] if signed.scan else "",
        leaves=signed.leaves,
    )
    work.session.add(row)
    work.session.flush()
    fact = MinutesSigned(
        minutes.version,
        sha256,
        signed.way.value,
        signed.by,
        signed.on,
        signed.statement,
        row.scan_sha256 or "",
    )
    work.record(minutes.meeting_id, fact)
    return row
