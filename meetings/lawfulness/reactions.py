"""What the law adds to the checks before publication, to a meeting's steps, and what follows from a certificate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.agendas.checks import Check, publication_check
from meetings.agendas.content import AgendaContent
from meetings.agendas.events import AgendaPublished, AgendaUnpublished
from meetings.deadlines.clocks import ZONE
from meetings.deadlines.rules.base import Finding, Severity, State
from meetings.kernel.actor import Actor
from meetings.lawfulness import events
from meetings.lawfulness.gather import first_published, summoned
from meetings.lawfulness.queries import lawfulness_of, planned_for
from meetings.lawfulness.usecases.planning import fall_with_agenda, published_before_its_time
from meetings.runtime.reactions import on, queue, then
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.lawfacts import more_facts
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.formats import date_and_time, plural

#: Rules that the agenda's own checks hold it to, each paper by itself.
_CHECKED_THERE = ("AG-3", "AG-4")
_WORTH_SAYING = (State.NOT_MET, State.DOUBTFUL)

on(events.CertificateMade, queue("certificates.render"))
on(AgendaPublished, then(published_before_its_time))
on(AgendaUnpublished, then(fall_with_agenda))
more_facts(first_published)
more_facts(summoned)


@publication_check(order=10)
def law(session: Session, meeting: MeetingRow, content: AgendaContent, at: datetime) -> Iterator[Check]:
    """What the law would say if it were published at that moment. Late notice does not forbid publishing."""
    tz = at.tzinfo if isinstance(at.tzinfo, ZoneInfo) else ZONE
    judged = lawfulness_of(session, meeting, tz, content=content, publishing_at=at, today=at.date())
    page = f"/desk/meetings/{meeting.id}/lawful"
    for finding in judged.of_state(*_WORTH_SAYING):
        if not finding.rule.id.startswith(_CHECKED_THERE):
            yield Check(_said(finding), blocks=False, link=page, link_text="See the rule and the working")


@publication_check(order=5)
def planned(session: Session, meeting: MeetingRow, content: AgendaContent, at: datetime) -> Iterator[Check]:
    """That it is set to be published at a time already."""
    waiting = planned_for(session, meeting.id)
    if waiting is None or waiting.at <= at:
        return
    tz = at.tzinfo if isinstance(at.tzinfo, ZoneInfo) else ZONE
    text = f"It is set to be published on {date_and_time(waiting.at, tz)}. If you publish it now, that is called off."
    page = f"/desk/meetings/{meeting.id}/publish/later"
    yield Check(text, blocks=False, link=page, link_text="Look at it or call it off")


def _said(finding: Finding) -> str:
    about = f"{finding.subject_title}: " if finding.subject_title else ""
    return f"{about}{finding.sentence}"


@meeting_step("lawful", order=25)
def lawful(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """Whether the meeting is lawful as far as it has come."""
    if meeting.status is MeetingStatus.CANCELLED:
        return None
    judged = lawfulness_of(session, meeting, ZONE)
    wrong = judged.of_state(State.NOT_MET)
    doubtful = judged.of_state(State.DOUBTFUL)
    serious = [f for f in wrong if f.rule.severity in (Severity.BLOCK, Severity.GATE)]
    page = StepAction("Is this meeting lawful?", f"/desk/meetings/{meeting.id}/lawful")
    if serious:
        text = f"{plural(len(serious), 'rule is', 'rules are')} not met: {_said(serious[0])}"
    elif wrong or doubtful:
        text = f"{plural(len(wrong) + len(doubtful), 'point')} to look at."
    else:
        text = "Every rule that can be judged so far is met."
    return Step("The law", not serious, text, (page,))
