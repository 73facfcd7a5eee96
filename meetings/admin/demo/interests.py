"""The demonstration's registers of interests, a dispensation, a request, and interests declared before a meeting."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from meetings.admin.demo.load_people import Cast
from meetings.agendas.models import AgendaItem
from meetings.deadlines.rules.interests import Ground
from meetings.interests.rules import Action, Category, Holder, Kind
from meetings.interests.usecases import (
    Declare,
    GrantDispensation,
    Line,
    ProposeChange,
    RegisterInterest,
    declare_interest,
    grant_dispensation,
    propose_change,
    register_interest,
)
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus

_OFFICER = "carvalho-webb"
#: who, category, what it is, words to look for, whose
_LINES: tuple[tuple[str, Category, str, str, Holder], ...] = (
    (
        "garside",
        Category.EMPLOYMENT,
        "Practice manager, Abbotsmead Dental Practice",
        "dentistry, dental",
        Holder.MEMBER,
    ),
    ("garside", Category.LAND, "The house in which she lives, Lime Row, Abbotsmead", "", Holder.MEMBER),
    (
        "balogun",
        Category.EMPLOYMENT,
        "Driver, Staunt Valley Coaches",
        "home-to-school transport",
        Holder.PARTNER,
    ),
    ("ng-hartley", Category.BODIES, "Trustee of the Ald Rivers Trust", "the Ald", Holder.MEMBER),
    (
        "krawczyk",
        Category.BODIES,
        "Member of the Friends of Priory Down",
        "Priory Down Airfield",
        Holder.MEMBER,
    ),
    ("duckett", Category.LAND, "A flat at 16 Tannery Street, let", "Tannery Street", Holder.MEMBER),
    ("wisniewski", Category.SECURITIES, "Shares in Northgate Water plc", "the water company", Holder.MEMBER),
    ("osei-bonsu", Category.GIFTS, "Two tickets to the Harbour Festival, £60", "", Holder.MEMBER),
)
_DECLARED = "Dentistry"


def load_interests(work: Work, cast: Cast) -> None:
    """What the pages about interests have to show."""
    system = work.actor
    work.actor = cast.actors[_OFFICER]
    for key, category, text, words, holder in _LINES:
        line = Line(category, text, words, holder)
        since = work.today - timedelta(days=170)
        register_interest(work, RegisterInterest(cast.people[key], line, since))
    hidden = Line(Category.LAND, "Where she lives", is_sensitive=True)
    register_interest(work, RegisterInterest(cast.people["uttersby"], hidden))
    given = GrantDispensation(
        cast.people["ng-hartley"],
        Ground.INHABITANTS,
        work.today - timedelta(days=30),
        work.today + timedelta(days=700),
        "the Monitoring Officer",
        "the Ald",
        may_vote=False,
    )
    grant_dispensation(work, given)
    work.actor = cast.actors["treloar-finch"]
    wanted = Line(Category.GIFTS, "Dinner given by the Estuary Chamber of Commerce, £45")
    propose_change(work, ProposeChange(wanted))
    work.actor = cast.actors["garside"]
    _declare(work, cast)
    work.actor = system


def _declare(work: Work, cast: Cast) -> None:
    """The member with the practice has said so before the next meeting that touches it."""
    query = (
        select(AgendaItem.meeting_id, AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.status == MeetingStatus.PLANNED,
            Meeting.agenda_version > 0,
            AgendaItem.title.startswith(_DECLARED),
            AgendaItem.removed_at.is_(None),
        )
        .order_by(Meeting.starts_at)
        .limit(1)
    )
    found = work.session.execute(query).first()
    if found is not None:
        command = Declare(found[0], found[1], Kind.DPI, Action.LEFT, "Manages a dental practice in the area")
        declare_interest(work, command)
