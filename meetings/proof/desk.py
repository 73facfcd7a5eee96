"""The alarm on the officers' desk."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.proof.queries import open_alarms
from meetings.schedule.desk import PanelData, PanelRow, desk_panel
from meetings.web.doors import today
from meetings.web.formats import long_date
from meetings.web.services import services


@desk_panel(order=-5)
def alarm(session: Session, actor: Actor) -> PanelData | None:
    """What the signer refused to sign. No panel while there is nothing."""
    if not actor.may(Permission.READ_RECORD, None, today()):
        return None
    tz = services().config.timezone
    rows = tuple(
        PanelRow("/desk/proof", each.why, long_date(each.found_at, tz), "Alarm", "red")
        for each in open_alarms(session)
    )
    return PanelData("The record may have been changed", rows) if rows else None
