"""How the committees of the demonstration write their minutes: three of them otherwise than the rest."""

from __future__ import annotations

from sqlalchemy import select

from meetings.bodies.models import Body
from meetings.minutes.house.usecases import ChooseStyle, choose_style
from meetings.minutes.style import Declared, HouseStyle, MinuteNumbers, VoteLayout, VotePlace
from meetings.runtime.work import Work

_STYLES = {
    "Planning Committee": HouseStyle(numbers=MinuteNumbers.SLASH_YEAR, pack_pages=True, duration=True),
    "Licensing Committee": HouseStyle(
        numbers=MinuteNumbers.CONTINUOUS,
        votes=VoteLayout.LINES,
        resolved="RESOLVED that",
        capital_headings=True,
    ),
    "Cabinet": HouseStyle(
        decision_first=True,
        decision_heading="Decision",
        discussion_heading="Minutes",
        resolved="RESOLVED:",
        votes=VoteLayout.ONE_LINE,
        vote_place=VotePlace.AFTER,
        declared=Declared.NOTHING,
    ),
}


def load_styles(work: Work) -> None:
    """Before the first meeting, so that every draft has them."""
    for name, style in _STYLES.items():
        body_id = work.session.scalar(select(Body.id).where(Body.name == name))
        if body_id is not None:
            choose_style(work, ChooseStyle(body_id, style))
