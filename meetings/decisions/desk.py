"""What the officers' desk shows of decisions: records to complete, call-ins that wait, and a meeting's step."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.decisions import queries
from meetings.decisions.queries import DecisionRow, Wanted
from meetings.decisions.rules.calling import CallInState, statement_due
from meetings.decisions.rules.standing import State
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.schedule.desk import PanelData, PanelRow, Step, StepAction, desk_panel, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import bodies_for
from meetings.web.doors import today
from meetings.web.formats import plural, short_date
from meetings.web.services import services

_SHOWN = 6
HOME = "/desk/decisions"


@desk_panel(order=22)
def decisions_to_complete(session: Session, actor: Actor) -> PanelData | None:
    """Call-ins that wait for somebody, then records to publish of which a statement is due."""
    day = today()
    if not (actor.may(Permission.PUBLISH, None, day) or actor.may(Permission.OVERRIDE_LAW, None, day)):
        return None
    bodies = bodies_for(actor, Permission.OVERRIDE_LAW, day)
    waiting = queries.decisions(session, Wanted(bodies=bodies, states=[State.DRAFT, State.MADE]))
    due = [row for row in waiting if row.kind.has_statement]
    rows = (*_call_ins(session, bodies), *_records(session, due))
    empty = "No decision waits to be published."
    return PanelData("Decisions to publish", rows[:_SHOWN], empty, ("All decisions", HOME))


def _call_ins(session: Session, bodies: frozenset[str] | None) -> Iterator[PanelRow]:
    for row in queries.call_ins(session, states=[CallInState.LODGED, CallInState.VALID]):
        if bodies is not None and row.body_id not in bodies:
            continue
        link, text = f"{HOME}/call-ins/{row.id}", f"Call-in of {row.reference}"
        if row.state is CallInState.LODGED:
            yield PanelRow(link, text, "is it valid?", "Received", "red")
        else:
            tz = services().config.timezone
            by = f"scrutiny by {short_date(row.scrutiny_by, tz)}" if row.scrutiny_by else ""
            yield PanelRow(link, text, by, "Accepted", "orange")


def _records(session: Session, rows: list[DecisionRow]) -> Iterator[PanelRow]:
    law, day, tz = law_of(session), today(), services().config.timezone
    for row in sorted(rows, key=lambda r: r.made_on):
        due = statement_due(law, row.made_on)
        late = due < day
        tag = f"late since {short_date(due, tz)}" if late else f"due {short_date(due, tz)}"
        link = f"/desk/meetings/{row.meeting_id}/decisions" if row.meeting_id else f"{HOME}/{row.id}"
        yield PanelRow(
            link,
            row.record.desk_title,
            f"{row.body_name} · {row.reference}",
            tag,
            "red" if late else "yellow",
        )


@meeting_step("decisions", order=51)
def decisions_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """Whether the decisions of a meeting are published."""
    if meeting.status is not MeetingStatus.CLOSED:
        return None
    rows = queries.decisions(session, Wanted(meeting_id=meeting.id))
    if not rows:
        return None
    open_ = [row for row in rows if row.state is State.MADE]
    out = sum(row.state is State.PUBLISHED for row in rows)
    text = f"{plural(out, 'decision')} published" + (f", {len(open_)} to complete." if open_ else ".")
    if not actor.may(Permission.PUBLISH, meeting.body_id, today()):
        return Step("Decisions", not open_, text)
    link = StepAction("Go to the decisions", f"/desk/meetings/{meeting.id}/decisions")
    return Step("Decisions", not open_, text, (link,))
