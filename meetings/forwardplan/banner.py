"""What the head of every page says of the council."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.models import Council
from meetings.deadlines.models import CouncilLaw, LocalChoice
from meetings.deadlines.queries import UNCONFIRMED
from meetings.deadlines.rules.base import Law
from meetings.forwardplan.rules.timing import PLAN, has_plan


def council_banner(session: Session) -> tuple[str, bool]:
    """The council's name ("Council" before it has one), and whether it keeps a forward plan. One query."""
    chosen = select(LocalChoice.value).where(LocalChoice.name == PLAN)
    query = select(
        select(Council.name).scalar_subquery(),
        select(CouncilLaw.profile).scalar_subquery(),
        chosen.scalar_subquery(),
    )
    name, profile, own = session.execute(query).one()
    law = Law(profile or UNCONFIRMED, {} if own is None else {PLAN: own}, ())
    return name or "Council", has_plan(law)
