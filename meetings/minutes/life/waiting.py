"""Minutes that wait for a member: drafts to read as chair, published ones to correct, confirmed ones to sign."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.minutes.document import MinutesStatus
from meetings.minutes.life.models import MinutesCheck
from meetings.minutes.life.queries import presided_at
from meetings.minutes.life.rules import CheckKind
from meetings.minutes.models import Minutes
from meetings.schedule.models import Meeting

#: minutes that were confirmed longer ago were signed on paper, or nobody will sign them any more
_SIGNED_WITHIN = timedelta(days=120)
#: an officer's check made after the chair was asked takes nothing back
_OF_THE_CHAIR = (
    CheckKind.CHAIR_ASKED,
    CheckKind.CHAIR_APPROVED,
    CheckKind.CHAIR_COMMENTED,
    CheckKind.CHAIR_SKIPPED,
)


class Wanted(Enum):
    """What somebody may do about minutes."""

    READ = "read"
    CORRECT = "correct"
    SIGN = "sign"


@dataclass(frozen=True)
class WaitingMinutes:
    """The minutes of a meeting, and what this member may do about them."""

    meeting_id: str
    body: str
    held_at: datetime
    wanted: Wanted


def waiting_for(
    session: Session,
    bodies: Collection[str] | None,
    chairs: Collection[str],
    person_id: str | None,
    today: date,
) -> list[WaitingMinutes]:
    """Of these bodies (None: of all), the newest meeting first. One query, and three more where some may be signed."""
    if not bodies and bodies is not None:
        return []
    signable: dict[str, str | None] = {}
    found: dict[str, WaitingMinutes] = {}
    for row in session.execute(_query(bodies, today)):
        wanted = _wanted(row, row.body_id in chairs)
        # The last check of a meeting comes last, and is the one that counts.
        found.pop(row.id, None)
        if wanted is not None:
            found[row.id] = WaitingMinutes(row.id, row.name, row.starts_at, wanted)
        if wanted is Wanted.SIGN:
            signable[row.id] = row.confirmed_at_meeting_id
    for meeting_id in signable.keys() - _to_sign(session, signable, person_id):
        del found[meeting_id]
    return sorted(found.values(), key=lambda each: each.held_at, reverse=True)


def _query(bodies: Collection[str] | None, today: date) -> Any:
    """Minutes that are not finished, with each check that was made with the chair about the newest version."""
    unsigned = and_(
        Minutes.status == MinutesStatus.CONFIRMED.value,
        Minutes.signed_by == "",
        Minutes.confirmed_on >= today - _SIGNED_WITHIN,
    )
    query = (
        select(
            Meeting.id,
            Meeting.body_id,
            Body.name,
            Meeting.starts_at,
            Minutes.status,
            Minutes.public_version,
            Minutes.confirmed_at_meeting_id,
            MinutesCheck.kind,
        )
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(
            MinutesCheck,
            (MinutesCheck.meeting_id == Meeting.id)
            & (MinutesCheck.version == Minutes.version)
            & MinutesCheck.kind.in_(_OF_THE_CHAIR),
        )
        .where(or_(Minutes.status != MinutesStatus.CONFIRMED.value, unsigned))
        # Whoever was asked and answered at one and the same moment has answered.
        .order_by(
            Meeting.starts_at, MinutesCheck.at, MinutesCheck.kind != CheckKind.CHAIR_ASKED, MinutesCheck.id
        )
    )
    return query if bodies is None else query.where(Meeting.body_id.in_(list(bodies)))


def _wanted(row: Any, chairs: bool) -> Wanted | None:
    if row.status == MinutesStatus.CONFIRMED.value:
        return Wanted.SIGN if chairs else None
    if chairs and row.status == MinutesStatus.DRAFT.value and row.kind is CheckKind.CHAIR_ASKED:
        return Wanted.READ
    return Wanted.CORRECT if row.public_version else None


def _to_sign(session: Session, signable: dict[str, str | None], person_id: str | None) -> set[str]:
    """Those of them that this person may sign here: whoever presided when they were confirmed."""
    if not signable or value(law_of(session), "minutes_signing").word != "electronic":
        return set()
    presided = {at: presided_at(session, at or "") for at in set(signable.values())}
    return {each for each, at in signable.items() if not presided[at] or person_id in presided[at]}
