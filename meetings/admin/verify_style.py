"""House styles and the numbers of minutes as the pages know them against the record."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.bodies.models import Council
from meetings.minutes.house.models import HouseStyleRow, MinuteNumbersRow
from meetings.minutes.style import MinuteNumbers
from meetings.motions.models import Motion


def check(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    """What differs: on a meeting's stream its numbers, on the council's the styles."""
    if session.scalar(select(Council.id).where(Council.stream_id == stream_id)) is not None:
        return _styles(session, facts)
    return [*_numbers(session, stream_id, facts), *_recommended(session, stream_id, facts)]


def _recommended(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    told = {f.text("motion_id"): f.text("to") for f in facts if f.type == "motions.motion_recommends"}
    rows = session.execute(select(Motion.id, Motion.recommends_to).where(Motion.meeting_id == meeting_id))
    return [
        f"motion {motion_id}: it is recommended to {to or 'nobody'}, the record says {told.get(motion_id) or 'nobody'}"
        for motion_id, to in rows
        if told.get(motion_id, "") != to
    ]


def _numbers(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    told = next((f.data for f in reversed(facts) if f.type == "minutes.numbered"), None)
    row = session.get(MinuteNumbersRow, meeting_id)
    if row is None:
        given_back = told is None or told.get("scheme") == MinuteNumbers.AGENDA.value
        return [] if given_back else ["the numbers of the minutes are in the record and not in the table"]
    if told is None:
        return ["the minutes have numbers that the record does not know"]
    stored = {"scheme": row.scheme, "year": row.year, "first": row.first, "last": row.last}
    return [
        f"the numbers of the minutes: {name} is {value}, the record says {told.get(name)}"
        for name, value in stored.items()
        if told.get(name) != value
    ]


def _styles(session: Session, facts: Sequence[FactRow]) -> list[str]:
    told: dict[str, object] = {}
    for fact in facts:
        if fact.type == "minutes.style_chosen":
            told[fact.text("body_id")] = json.loads(fact.text("choices"))
        elif fact.type == "minutes.style_given_up":
            told.pop(fact.text("body_id"), None)
    rows = session.execute(select(HouseStyleRow.body_id, HouseStyleRow.choices))
    stored = {body_id or "": choices for body_id, choices in rows}
    return [
        f"the style of minutes of {body_id or 'the whole council'} is not as the record has it"
        for body_id in sorted({*told, *stored})
        if told.get(body_id) != stored.get(body_id)
    ]
