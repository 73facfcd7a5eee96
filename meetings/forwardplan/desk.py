"""What the officers' desk shows of the forward plan: what must be noticed soon, and how a meeting's decisions stand."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.forwardplan import queries
from meetings.forwardplan.rules.timing import has_plan
from meetings.forwardplan.standing import Standing, standings
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.schedule.desk import PanelData, PanelRow, Step, StepAction, desk_panel, meeting_step
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import bodies_for, days_between
from meetings.web.doors import now, today
from meetings.web.formats import short_date
from meetings.web.services import services

_SHOWN = 6
_HOME = "/desk/forward-plan"


@desk_panel(order=15)
def notices_to_give(session: Session, actor: Actor) -> PanelData | None:
    """Decisions of which notice is still to be given, the most urgent first."""
    day = today()
    if not actor.may(Permission.PREPARE_MEETING, None, day) or not has_plan(law_of(session)):
        return None
    bodies = bodies_for(actor, Permission.PREPARE_MEETING, day)
    rows = queries.entries(session, queries.Wanted(bodies=bodies, is_open=True))
    if not rows and not queries.has_any(session):
        return None
    tz = services().config.timezone
    waiting = [s for s in standings(session, rows, now(), tz) if s.waiting]
    waiting.sort(key=lambda s: s.due or day)
    found = tuple(_line(s) for s in waiting[:_SHOWN])
    return PanelData(
        "Forward plan", found, "Every planned decision has its notices.", ("Forward plan", _HOME)
    )


@meeting_step("forward_plan", order=5)
def forward_plan_step(session: Session, meeting: MeetingRow, _actor: Actor) -> Step | None:
    """The planned decisions of a meeting and whether notice of each was given."""
    rows = [row for row in queries.meeting_entries(session, meeting.id) if row.status.is_open]
    if not rows:
        return None
    found = standings(session, rows, now(), services().config.timezone)
    bad = [s for s in found if not s.lawful]
    count = f"{len(rows)} planned decision{'' if len(rows) == 1 else 's'}"
    text = (
        f"{count}; every notice is out in time." if not bad else f"{count}; {len(bad)} still to be noticed."
    )
    actions = tuple(StepAction(s.row.title, f"{_HOME}/{s.row.id}") for s in bad[:5])
    return Step("Forward plan notices", not bad, text, actions)


def _line(standing: Standing) -> PanelRow:
    day = standing.due or standing.today
    tz = services().config.timezone
    meta = f"{standing.row.body_name} · decision on {short_date(standing.row.decision.decide_on, tz)}"
    late = day < standing.today
    words = f"late since {short_date(day, tz)}" if late else f"notice due {days_between(standing.today, day)}"
    near = (day - standing.today).days <= 7
    colour = "red" if late else "orange" if near else "grey"
    return PanelRow(f"{_HOME}/{standing.row.id}", standing.row.title, meta, words, colour)
