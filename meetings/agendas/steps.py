"""The steps of a meeting that its agenda knows: items, papers, publication."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.agendas.comparison import compare
from meetings.agendas.queries import published_agenda, working_agenda
from meetings.kernel.actor import Actor
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.formats import plural

_OVER = (MeetingStatus.CLOSED, MeetingStatus.CANCELLED)


@meeting_step("agenda", order=10)
def agenda(session: Session, meeting: MeetingRow, _actor: Actor) -> Step:
    """Whether there is anything on the agenda."""
    content = working_agenda(session, meeting.id)
    count = sum(not i.is_heading for i in content.items)
    text = f"{plural(count, 'item')} on the agenda." if count else "Nothing is on the agenda yet."
    words = "Prepare the agenda" if meeting.status not in _OVER else "See the agenda"
    return Step("Agenda", count > 0, text, (StepAction(words, f"/desk/meetings/{meeting.id}/agenda"),))


@meeting_step("papers", order=20)
def papers(session: Session, meeting: MeetingRow, _actor: Actor) -> Step | None:
    """Whether every item that asks for a decision has its paper."""
    content = working_agenda(session, meeting.id)
    count = len(content.all_papers())
    missing = [i.number for i in content.items if i.recommendation and not (i.papers or i.withdrawn)]
    text = f"{plural(count, 'paper')} so far." if count else "There are no papers yet."
    if missing:
        text += f" No paper for item {', '.join(missing)}."
    done = not missing and (count > 0 or meeting.agenda_version > 0)
    return Step("Papers", done, text, (StepAction("Add papers", f"/desk/meetings/{meeting.id}/papers"),))


@meeting_step("publish", order=30)
def publish(session: Session, meeting: MeetingRow, _actor: Actor) -> Step:
    """Whether what is published is what the officers have."""
    home = f"/desk/meetings/{meeting.id}"
    preview = StepAction("Preview", f"{home}/preview")
    if meeting.agenda_version == 0:
        text = "The agenda is not published yet."
        return Step(
            "Publish the agenda", False, text, (StepAction("Check and publish", f"{home}/publish"), preview)
        )
    if meeting.status in _OVER:
        return Step("Publish the agenda", True, f"Version {meeting.agenda_version} is published.")
    changes = compare(published_agenda(session, meeting.id), working_agenda(session, meeting.id))
    text = f"Version {meeting.agenda_version} is published."
    if not changes:
        return Step("Publish the agenda", True, f"{text} Nothing has changed since.")
    text += f" {plural(len(changes), 'change')} not published yet."
    return Step(
        "Publish the changes", False, text, (StepAction("Check and publish", f"{home}/publish"), preview)
    )
