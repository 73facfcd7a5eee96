"""What a new council sets up before its first meeting: a panel of the desk that goes when all of it is done."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.queries import bodies, councillors
from meetings.deadlines.queries import standing_of
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.schedule.desk import PanelData, PanelRow, desk_panel
from meetings.schedule.models import Meeting
from meetings.web.doors import today


@desk_panel(order=-1)
def before_the_first_meeting(session: Session, actor: Actor) -> PanelData | None:
    """What is still to be set up, in the order in which it is best done."""
    day = today()
    if not actor.may(Permission.MANAGE_BODIES, None, day):
        return None
    steps = (
        (standing_of(session).confirmed, _LAW),
        (bool(councillors(session, day)), _COUNCILLORS),
        (bool(bodies(session)), _COMMITTEES),
        (session.scalar(select(Meeting.id).limit(1)) is not None, _MEETINGS),
    )
    rows = tuple(row for done, row in steps if not done)
    return PanelData("Before the first meeting", rows) if rows else None


_LAW = PanelRow(
    "/desk/law",
    "Say which law your council lives under",
    "Every deadline is counted by it. Then enter the days on which the offices are closed.",
)
_COUNCILLORS = PanelRow(
    "/desk/councillors",
    "Enter wards, political groups and councillors",
    "Or bring them over from Modern.Gov, under Import.",
)
_COMMITTEES = PanelRow(
    "/desk/bodies",
    "Set up the council and its committees",
    "Each with its quorum, usual place and time, members and order of business.",
)
_MEETINGS = PanelRow(
    "/desk/year",
    "Arrange the year’s meetings",
    "From a pattern, such as the second Tuesday of each month; or one at a time under New meeting.",
)
