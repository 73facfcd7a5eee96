"""On the desk: accounts at other services that must be connected again, for whoever relies on them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.connections.installed import all_providers
from meetings.connections.queries import dead_connections
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.schedule.desk import PanelData, PanelRow, desk_panel
from meetings.web.doors import today
from meetings.web.services import services

_WHAT = "Nothing is arranged, started or stopped there until then. What was asked for waits."


@desk_panel(order=-4)
def dead_panel(session: Session, actor: Actor) -> PanelData | None:
    """None while every connection works, which is nearly always."""
    dead = dead_connections(session)
    if not dead:
        return None
    administrator = actor.may(Permission.SETTINGS, None, today())
    if not administrator and not actor.may(Permission.PREPARE_MEETING, None, today()):
        return None
    known = all_providers(services().providers)
    rows = tuple(
        PanelRow(
            f"/desk/connections/{row.provider}" if administrator else "/desk/connections",
            known[row.provider].name if row.provider in known else row.provider,
            row.dead_reason if administrator else f"{_WHAT} An administrator connects it again.",
            "Connect again",
            "red",
        )
        for row in dead
    )
    return PanelData("Connections", rows)
