"""Which decisions a list shows, and how the database is asked for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from meetings.bodies.models import Body
from meetings.decisions.models import Decision
from meetings.decisions.rules.record import Kind
from meetings.decisions.rules.standing import Hold, Standing, State


@dataclass(frozen=True)
class Wanted:
    """Which decisions a list shows; None and empty: all. `start` and `end`: the day of the decision, both included."""

    bodies: Collection[str] | None = None
    body_slug: str = ""
    kind: Kind | None = None
    maker: str = ""
    is_key: bool | None = None
    ward: str = ""
    start: date | None = None
    end: date | None = None
    #: made since then, or still open to call-in on that day
    since: date | None = None
    standing: Standing | None = None
    words: str = ""
    meeting_id: str | None = None
    states: Collection[State] | None = None
    ids: Collection[str] | None = None
    #: by which account they were begun
    started_by: str | None = None
    maker_id: str | None = None
    plan_entry_id: str | None = None


def conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    """What the database is asked for. `today` tells what can still be called in."""
    found: list[ColumnElement[bool]] = []
    among = (
        (wanted.bodies, Decision.body_id),
        (wanted.states, Decision.state),
        (wanted.ids, Decision.id),
    )
    found += [column.in_(list(values)) for values, column in among if values is not None]
    same = (
        (wanted.body_slug, Body.slug),
        (wanted.kind, Decision.kind),
        (wanted.maker_id, Decision.maker_id),
        (wanted.meeting_id, Decision.meeting_id),
        (wanted.started_by, Decision.started_by),
        (wanted.plan_entry_id, Decision.plan_entry_id),
    )
    found += [column == value for value, column in same if value]
    if wanted.is_key is not None:
        found.append(Decision.is_key.is_(wanted.is_key))
    if wanted.start is not None:
        found.append(Decision.made_on >= wanted.start)
    if wanted.end is not None:
        found.append(Decision.made_on <= wanted.end)
    if wanted.since is not None:
        found.append(or_(Decision.made_on >= wanted.since, Decision.until >= wanted.since))
    if wanted.ward:
        every = Decision.wards.contains("|*|", autoescape=True)
        found.append(or_(every, Decision.wards.contains(f"|{wanted.ward}|", autoescape=True)))
    for word in f"{wanted.words} {wanted.maker}".casefold().split():
        found.append(Decision.words.contains(word, autoescape=True))
    if wanted.standing is not None:
        found.append(_stands(wanted.standing, today))
    return found


def _stands(standing: Standing, today: date) -> ColumnElement[bool]:
    """The same as `standing_of`, for the database."""
    free = and_(Decision.state == State.PUBLISHED, Decision.hold == Hold.NONE)
    waiting = and_(Decision.until.is_not(None), Decision.until >= today)
    if standing is Standing.WAITING:
        return and_(free, waiting)
    if standing is Standing.EFFECTIVE:
        return and_(free, or_(Decision.until.is_(None), Decision.until < today))
    if standing in (Standing.DRAFT, Standing.MADE, Standing.SET_ASIDE):
        return Decision.state == State(standing.value)
    return and_(Decision.state == State.PUBLISHED, Decision.hold == Hold(standing.value))
