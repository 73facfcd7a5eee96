"""The public pages of figures: the council, a subject, a committee, a member, a meeting; each as CSV and JSON too."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import bodies, body_by_slug
from meetings.deadlines.queries import law_of
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience
from meetings.schedule.queries import MeetingRow, visible_meeting
from meetings.statistics import answers
from meetings.statistics.forms import Choice, choice_of
from meetings.statistics.queries.people import counted_person
from meetings.statistics.queries.scope import Scope, annual_meetings
from meetings.statistics.rules.facts import Person
from meetings.statistics.rules.periods import Period
from meetings.statistics.tables import Topic
from meetings.statistics.topics.ask import Ask
from meetings.statistics.topics.index import FOR_BODY, TITLES, TOPICS
from meetings.statistics.topics.meeting import of_meeting
from meetings.statistics.topics.member import of_member
from meetings.web.access import public
from meetings.web.doors import current_actor, today
from meetings.web.services import services

bp = Blueprint("statistics", __name__)
_MEMBER, _BODY, _MEETING = (
    "/councillors/<slug>/statistics",
    "/bodies/<slug>/statistics",
    "/meetings/<meeting_id>/statistics",
)


@bp.get("/statistics")
@public
def overview() -> ResponseReturnValue:
    """Everything in a sentence each."""

    def make(session: Session) -> Response:
        choice, ask = _asked(session)
        topics = [count(ask) for count in TOPICS.values()]
        return answers.html(
            "statistics/overview.html",
            choice=choice,
            topics=topics,
            titles=_titles(),
            **_place("/statistics"),
        )

    return answers.answered(make)


@bp.get("/statistics/<topic>")
@public
def topic(topic: str) -> ResponseReturnValue:
    """One subject."""
    count = TOPICS.get(topic)
    if count is None:
        raise NotFound(answers.NO_TABLE)

    def make(session: Session) -> Response:
        choice, ask = _asked(session)
        return answers.html(
            "statistics/topic.html",
            choice=choice,
            topic=count(ask),
            titles=_titles(),
            **_place("/statistics"),
        )

    return answers.answered(make)


@bp.get("/statistics/<topic>.json")
@public
def topic_data(topic: str) -> ResponseReturnValue:
    """One subject as data; `all` is every subject."""
    wanted = list(TOPICS.values()) if topic == "all" else [TOPICS[topic]] if topic in TOPICS else []
    if not wanted:
        raise NotFound(answers.NO_TABLE)

    def make(session: Session) -> Response:
        choice, ask = _asked(session)
        return answers.data([count(ask) for count in wanted], **answers.about(choice))

    return answers.answered(make)


@bp.get("/statistics/<topic>/<table>.csv")
@public
def topic_csv(topic: str, table: str) -> ResponseReturnValue:
    """One table of a subject for a spreadsheet."""
    count = TOPICS.get(topic)
    if count is None:
        raise NotFound(answers.NO_TABLE)

    def make(session: Session) -> Response:
        _, ask = _asked(session)
        return answers.csv([count(ask)], table, topic)

    return answers.answered(make)


@bp.get(_BODY)
@public
def of_body(slug: str) -> ResponseReturnValue:
    """One committee: the main table of each subject."""

    def make(session: Session) -> Response:
        body = body_by_slug(session, slug)
        choice, ask = _asked(session, body.slug)
        topics = [(t, t.table(FOR_BODY[t.key])) for t in (count(ask) for count in TOPICS.values())]
        return answers.html(
            "statistics/body.html", choice=choice, body=body, topics=topics, **_place(request.path)
        )

    return answers.answered(make)


@bp.get(_MEMBER)
@public
def member(slug: str) -> ResponseReturnValue:
    """One member."""

    def make(session: Session) -> Response:
        choice, person, topics = _member(session, slug)
        return answers.html(
            "statistics/member.html", choice=choice, person=person, topics=topics, **_place(request.path)
        )

    return answers.answered(make)


@bp.get(f"{_MEMBER}.json")
@public
def member_data(slug: str) -> ResponseReturnValue:
    """One member as data."""

    def make(session: Session) -> Response:
        choice, person, topics = _member(session, slug)
        return answers.data(topics, member=person.name, **answers.about(choice))

    return answers.answered(make)


@bp.get(f"{_MEMBER}/<table>.csv")
@public
def member_csv(slug: str, table: str) -> ResponseReturnValue:
    """One table of a member for a spreadsheet."""
    return answers.answered(lambda session: answers.csv(_member(session, slug)[2], table, slug))


@bp.get(_MEETING)
@public
def meeting(meeting_id: str) -> ResponseReturnValue:
    """One meeting."""

    def make(session: Session) -> Response:
        row, topics = _meeting(session, meeting_id)
        return answers.html("statistics/meeting.html", meeting=row, topics=topics, **_place(request.path))

    return answers.answered(make)


@bp.get(f"{_MEETING}.json")
@public
def meeting_data(meeting_id: str) -> ResponseReturnValue:
    """One meeting as data."""

    def make(session: Session) -> Response:
        row, topics = _meeting(session, meeting_id)
        return answers.data(topics, meeting=row.id, committee=row.body_name, day=_day(row).isoformat())

    return answers.answered(make)


@bp.get(f"{_MEETING}/<table>.csv")
@public
def meeting_csv(meeting_id: str, table: str) -> ResponseReturnValue:
    """One table of a meeting for a spreadsheet."""

    def make(session: Session) -> Response:
        row, topics = _meeting(session, meeting_id)
        return answers.csv(topics, table, f"{row.body_slug}-{_day(row)}")

    return answers.answered(make)


def _place(base: str) -> dict[str, Any]:
    return {"base": base, "desk": False, "layout": "public/_base.html"}


def _titles() -> dict[str, str]:
    return {key: TITLES[key] for key in TOPICS}


def _asked(session: Session, body_slug: str = "") -> tuple[Choice, Ask]:
    """What the address asks for, as the public may know it."""
    tz = services().config.timezone
    args = {**request.args.to_dict(), **({"body": body_slug} if body_slug else {})}
    choice = choice_of(args, annual_meetings(session, tz), today(), bodies(session, active=None))
    scope = Scope(choice.period, tz, (choice.body.id,) if choice.body else None)
    return choice, Ask(session, scope, law_of(session), today(), query=choice.query)


def _member(session: Session, slug: str) -> tuple[Choice, Person, tuple[Topic, ...]]:
    person = counted_person(session, slug)
    if person is None:
        raise NotFound("There is no councillor or member of a committee at this address.")
    choice, ask = _asked(session)
    return choice, person, of_member(ask, person)


def _day(row: MeetingRow) -> Any:
    return row.starts_at.astimezone(services().config.timezone).date()


def _meeting(session: Session, meeting_id: str) -> tuple[MeetingRow, tuple[Topic, ...]]:
    """The meeting with its subjects; none before it was held. Raises NotFound."""
    row = visible_meeting(session, meeting_id, current_actor(), today())
    return row, meeting_topics(session, row, Audience.PUBLIC)


def meeting_topics(session: Session, row: MeetingRow, audience: Audience) -> tuple[Topic, ...]:
    """The subjects of one meeting for an audience."""
    day = _day(row)
    scope = Scope(
        Period("day", day, day, ""), services().config.timezone, (row.body_id,), audience, meeting_id=row.id
    )
    ask = Ask(session, scope, law_of(session), today(), desk=audience is not Audience.PUBLIC)
    return of_meeting(ask, ask.held[0]) if ask.held else ()
