"""The officers' pages of figures: with what is not public, and the six months."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import bodies
from meetings.deadlines.queries import law_of
from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.schedule.queries import meeting_of
from meetings.statistics import answers
from meetings.statistics.forms import Choice, choice_of
from meetings.statistics.queries.scope import Scope, annual_meetings
from meetings.statistics.topics.ask import Ask
from meetings.statistics.topics.index import DESK_TOPICS, TITLES, TOPICS
from meetings.statistics.views import meeting_topics
from meetings.web.access import needs
from meetings.web.doors import may, reading, require, today
from meetings.web.services import services

bp = Blueprint("statistics_desk", __name__)
_HOME = "/desk/statistics"
_MEETING = "/desk/meetings/<meeting_id>/statistics"


@bp.get(_HOME)
@needs(Permission.READ_RECORD)
def overview() -> ResponseReturnValue:
    """Everything in a sentence each, of the committees this officer looks after."""
    with reading() as session:
        choice, ask = _asked(session)
        topics = [count(ask) for count in TOPICS.values()]
        return answers.html(
            "statistics/overview.html", choice=choice, topics=topics, titles=_titles(), **_place(_HOME)
        )


@bp.get(f"{_HOME}/<topic>")
@needs(Permission.READ_RECORD)
def topic(topic: str) -> ResponseReturnValue:
    """One subject."""
    count = DESK_TOPICS[_known(topic)]
    with reading() as session:
        choice, ask = _asked(session)
        return answers.html(
            "statistics/topic.html", choice=choice, topic=count(ask), titles=_titles(), **_place(_HOME)
        )


@bp.get(f"{_HOME}/<topic>.json")
@needs(Permission.READ_RECORD)
def topic_data(topic: str) -> ResponseReturnValue:
    """One subject as data."""
    count = DESK_TOPICS[_known(topic)]
    with reading() as session:
        choice, ask = _asked(session)
        return answers.data([count(ask)], **answers.about(choice))


@bp.get(f"{_HOME}/<topic>/<table>.csv")
@needs(Permission.READ_RECORD)
def topic_csv(topic: str, table: str) -> ResponseReturnValue:
    """One table for a spreadsheet."""
    count = DESK_TOPICS[_known(topic)]
    with reading() as session:
        _, ask = _asked(session)
        return answers.csv([count(ask)], table, topic)


@bp.get(_MEETING)
@needs(Permission.READ_RECORD)
def meeting(meeting_id: str) -> ResponseReturnValue:
    """One meeting, with what was taken in private."""
    with reading() as session:
        row = meeting_of(session, meeting_id)
        require(Permission.READ_RECORD, row.body_id)
        topics = meeting_topics(session, row, Audience.OFFICER)
        return answers.html("statistics/meeting.html", meeting=row, topics=topics, **_place(request.path))


@bp.get(f"{_MEETING}/<table>.csv")
@needs(Permission.READ_RECORD)
def meeting_csv(meeting_id: str, table: str) -> ResponseReturnValue:
    """One table of a meeting for a spreadsheet."""
    with reading() as session:
        row = meeting_of(session, meeting_id)
        require(Permission.READ_RECORD, row.body_id)
        day = row.starts_at.astimezone(services().config.timezone).date()
        return answers.csv(
            meeting_topics(session, row, Audience.OFFICER), table, f"{row.body_slug}-{day}-officers"
        )


def _place(base: str) -> dict[str, Any]:
    return {"base": base, "desk": True, "layout": "layout/desk.html"}


def _known(topic: str) -> str:
    """A subject that this officer may see. Raises NotFound, Denied."""
    if topic not in DESK_TOPICS:
        raise NotFound(answers.NO_TABLE)
    if topic == "six-months":
        require(Permission.MANAGE_LAW)
    return topic


def _titles() -> dict[str, str]:
    return {k: TITLES[k] for k in DESK_TOPICS if k != "six-months" or may(Permission.MANAGE_LAW)}


def _asked(session: Session) -> tuple[Choice, Ask]:
    """What the address asks for, of the committees whose record this officer may read."""
    tz = services().config.timezone
    mine = [b for b in bodies(session, active=None) if may(Permission.READ_RECORD, b.id)]
    choice = choice_of(request.args, annual_meetings(session, tz), today(), mine)
    wanted = (choice.body.id,) if choice.body else tuple(b.id for b in mine)
    scope = Scope(choice.period, tz, wanted, Audience.OFFICER)
    return choice, Ask(session, scope, law_of(session), today(), desk=True, query=choice.query)
