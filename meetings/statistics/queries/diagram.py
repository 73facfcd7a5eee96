"""A declared vote as seats to draw: with names and groups where names were recorded, otherwise by count alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.bodies.models import PoliticalGroup, Term
from meetings.bodies.queries.spans import took_effect
from meetings.voting.hemicycle import (
    VotedSeat,
    group_numbers,
    hemicycle,
    neutral,
    of_totals,
    whole_in_words,
)
from meetings.voting.queries import VoteView
from meetings.voting.rules import VoteState


@dataclass(frozen=True)
class Diagram:
    """The drawing, the whole in a sentence, and the groups by the numbers on its rim with how each voted."""

    svg: Markup
    words: str
    groups: tuple[tuple[int, str, str], ...]


def seats_of(session: Session, vote: VoteView, day: date) -> list[VotedSeat]:
    """One seat for each member on the roll; nobody's name or group unless names were recorded. One query at most."""
    if not vote.is_recorded:
        tally = vote.heads if vote.is_weighted else vote.tally
        return of_totals(tally.for_, tally.against, tally.abstain, tally.none) if tally else []
    groups = _groups(session, [v.person_id for v in vote.voters], day)
    return [VotedSeat(v.choice, v.name, groups.get(v.person_id, "")) for v in vote.voters]


def diagram_of(session: Session, vote: VoteView, day: date, colours: str = "none") -> Diagram | None:
    """Drawn; None for a vote that is not declared, was declared void, or had nobody on its roll.

    `colours` "neutral": each group's rim has a colour of its own, which is no party's.
    """
    if vote.state is not VoteState.DECLARED or vote.tally is None:
        return None
    seats = seats_of(session, vote, day)
    if not seats:
        return None
    palette = neutral(s.group for s in seats) if colours == "neutral" else None
    svg = hemicycle(seats, title="The vote as seats", colours=palette)
    return Diagram(svg, whole_in_words(seats), tuple(group_numbers(seats)))


def _groups(session: Session, ids: list[str], day: date) -> dict[str, str]:
    query = (
        select(Term.person_id, PoliticalGroup.name)
        .join(PoliticalGroup, PoliticalGroup.id == Term.group_id)
        .where(
            Term.person_id.in_(ids),
            took_effect(Term),
            Term.valid_from <= day,
            or_(Term.valid_to.is_(None), Term.valid_to >= day),
        )
    )
    return {str(person_id): group for person_id, group in session.execute(query)}
