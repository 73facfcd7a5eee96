"""What became of the actions of the demonstration: some done, one in progress, one that needs longer, one dropped."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from meetings.actions.models import Action
from meetings.actions.queries import next_meeting_after
from meetings.actions.sheets import on_sheet
from meetings.actions.usecases import (
    Answer,
    AnswerAction,
    DropAction,
    FinishAction,
    StartAction,
    answer_action,
    drop_action,
    finish_action,
    start_action,
)
from meetings.actions.usecases.sheets import PlaceSheet, place_sheet, placed
from meetings.admin.demo.load_people import Cast
from meetings.kernel.actor import Actor
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingKind, MeetingStatus

_DONE = (
    "Sent to all members by e-mail, with a note on how the figures are counted.",
    "The letter was sent; the reply is expected within the month.",
    "The signs are up and the contractor has been paid.",
)
_STARTED = "Half of the sites have been looked at; the rest follow next week."
_LONGER = "The survey came in late. The report needs three more weeks."
_DROPPED = "The scheme was withdrawn by the county, so there is nothing to report on."


def load_actions(work: Work, cast: Cast) -> None:
    """Follow the actions up as time went by, and put what is left before the next meetings that prepare an agenda."""
    query = select(Action).where(Action.removed_at.is_(None)).order_by(Action.due, Action.created_at)
    found = list(work.session.scalars(query))
    loaded_at, clerk = work.now, _clerk(cast)
    past = [a for a in found if a.due is not None and a.due < work.today]
    rest = [a for a in found if a not in past]
    for place, action in enumerate(past):
        work.actor, work.now = clerk, loaded_at - timedelta(days=2, minutes=len(past) - place)
        if place % 5 < len(_DONE):
            finish_action(work, FinishAction(action.id, _DONE[place % 5]))
        elif place % 5 == 3:
            drop_action(work, DropAction(action.id, _DROPPED))
    for place, action in enumerate(rest[:2]):
        work.actor, work.now = clerk, loaded_at - timedelta(days=1, minutes=10 - place)
        owner = _owner(cast, action)
        if place == 0 or owner is None:
            start_action(work, StartAction(action.id, _STARTED))
        else:
            work.actor = owner
            until = (action.due or work.today) + timedelta(weeks=3)
            answer_action(work, AnswerAction(action.id, Answer.MORE_TIME, _LONGER, until))
    work.actor, work.now = clerk, loaded_at
    _sheets(work)


def _sheets(work: Work) -> None:
    """On the next agenda of each body, where that is not published yet."""
    bodies = select(Meeting.body_id).join(Action, Action.meeting_id == Meeting.id).distinct()
    for body_id in sorted(work.session.scalars(bodies)):
        meeting = next_meeting_after(work.session, body_id, work.now)
        if meeting is None or meeting.agenda_version or meeting.status is not MeetingStatus.PLANNED:
            continue
        ordinary = meeting.kind is MeetingKind.ORDINARY
        if ordinary and on_sheet(work.session, meeting) and placed(work.session, meeting.id) is None:
            place_sheet(work, PlaceSheet(meeting.id))


def _clerk(cast: Cast) -> Actor:
    return cast.actors[cast.content.clerk(next(iter(cast.bodies))).key]


def _owner(cast: Cast, action: Action) -> Actor | None:
    return next(
        (a for a in cast.actors.values() if a.person_id and a.person_id == action.owner_person_id), None
    )
