"""The desk's first panels: what is late, what is due today, and what follows in the next seven days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from meetings.deadlines.clocks import Due, dues_between
from meetings.deadlines.listing import BACK, SOON, state_of
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.schedule.desk import PanelData, PanelRow
from meetings.web.formats import plural

#: A panel is to be taken in at a glance; the calendar has the rest.
_SHOWN = 6
#: Those who are told, too, that nothing is due.
_ALWAYS = (Permission.PREPARE_MEETING, Permission.MANAGE_LAW)


def duty_panels(session: Session, actor: Actor, today: date) -> list[PanelData]:
    """Late (only when something is), today, the next seven days. None for those with no deadlines at all."""
    dues = [d for d in dues_between(session, today - BACK, today + SOON, actor, today) if not d.done]
    if not dues and not any(actor.may(permission, None, today) for permission in _ALWAYS):
        return []
    late = [d for d in dues if d.on < today]
    panels = [_panel("Late", late, today, "", "late")] if late else []
    panels.append(_panel("Today", [d for d in dues if d.on == today], today, "Nothing is due today.", ""))
    soon = [d for d in dues if d.on > today]
    panels.append(_panel("Next seven days", soon, today, "Nothing is due in the next seven days.", ""))
    last = panels[-1]
    if last.more is None:
        panels[-1] = PanelData(last.title, last.rows, last.empty, ("All deadlines", "/desk/deadlines"))
    return panels


def _panel(title: str, dues: Sequence[Due], today: date, empty: str, show: str) -> PanelData:
    rest = len(dues) - _SHOWN
    query = f"?show={show}" if show else ""
    more = (f"{plural(rest, 'more deadline')}", f"/desk/deadlines{query}") if rest > 0 else None
    return PanelData(title, tuple(_row(d, today) for d in dues[:_SHOWN]), empty, more)


def _row(due: Due, today: date) -> PanelRow:
    state, colour = state_of(due, today)
    day = "" if due.on == today else f"by {due.on:%A} {due.on.day} {due.on:%B}"
    facts = [due.body_name, due.note, day]
    return PanelRow(due.link, due.title, " · ".join(f for f in facts if f), state, colour)
