"""A year of 200 meetings of 60 members is read in as many statements as a week of a few, and quickly."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from meetings.bodies.models import Body, BodyKind, Membership, Seat
from meetings.db.base import Base
from meetings.db.record import Stream
from meetings.deadlines.queries import law_of
from meetings.kernel.actor import SYSTEM
from meetings.motions.models import Motion
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.people.models import Person
from meetings.room.models import Attendance
from meetings.room.rules import Capacity, Presence
from meetings.schedule.models import Meeting, MeetingKind, MeetingMode, MeetingStatus
from meetings.statistics.queries.scope import Scope
from meetings.statistics.rules.periods import from_to
from meetings.statistics.tables import Topic
from meetings.statistics.topics.ask import Ask
from meetings.statistics.topics.index import TOPICS
from meetings.voting.models import Ballot, RollEntry, Vote
from meetings.voting.rules import Channel, Choice, Outcome, VoteMethod, VoteState, Way
from tests.factories.accounts import statements
from tests.factories.world import World

_YEAR = from_to(date(2026, 1, 1), date(2026, 12, 31))
_PEOPLE, _MEETINGS = 60, 200


def _rows(session: Session, kind: type[Base], rows: list[dict[str, Any]]) -> None:
    table = kind.__table__
    assert isinstance(table, Table)
    session.execute(insert(table), rows)


def _fill(session: Session, meetings: range) -> None:
    """Meetings of one body with everybody there, one recorded vote each."""
    at = {n: datetime.fromisoformat("2026-01-05T19:00:00+00:00") + timedelta(hours=36 * n) for n in meetings}
    ids = {n: f"m{n:04}" for n in meetings}
    _rows(session, Stream, [{"id": i, "kind": "meeting", "version": 0} for i in ids.values()])
    _rows(session, Meeting, [_meeting(ids[n], at[n]) for n in meetings])
    people = [f"p{n:03}" for n in range(_PEOPLE)]
    end = timedelta(minutes=90)
    _rows(
        session,
        Attendance,
        [
            {
                "id": f"{ids[n]}{p}",
                "meeting_id": ids[n],
                "person_id": p,
                "capacity": Capacity.MEMBER,
                "presence": Presence.IN_PERSON,
                "arrived_at": at[n],
                "left_at": at[n] + end,
            }
            for n in meetings
            for k, p in enumerate(people)
            if (k + n) % 7
        ],
    )
    _votes(session, ids, at, people)


def _meeting(meeting_id: str, at: datetime) -> dict[str, Any]:
    return {
        "id": meeting_id,
        "body_id": "council",
        "kind": MeetingKind.ORDINARY,
        "mode": MeetingMode.IN_PERSON,
        "status": MeetingStatus.CLOSED,
        "starts_at": at,
        "planned_minutes": 120,
        "place": "",
        "broadcast_url": "",
        "is_public": True,
        "agenda_version": 0,
        "agenda_withdrawn_reason": "",
        "opened_at": at,
        "closed_at": at + timedelta(minutes=90),
        "notice": "",
        "ics_sequence": 0,
    }


def _votes(session: Session, ids: dict[int, str], at: dict[int, datetime], people: list[str]) -> None:
    _rows(session, Motion, [_MOTION | {"id": f"x{i}", "meeting_id": i} for i in ids.values()])
    rows = [
        _VOTE
        | {"id": f"v{i}", "meeting_id": i, "motion_id": f"x{i}", "opened_at": at[n], "declared_at": at[n]}
        for n, i in ids.items()
    ]
    _rows(session, Vote, rows)
    roll = [(f"v{i}", p, at[n], k) for n, i in ids.items() for k, p in enumerate(people)]
    _rows(
        session, RollEntry, [{"vote_id": v, "person_id": p, "weight": 1, "passed": 0} for v, p, _, _ in roll]
    )
    choices = (Choice.AGAINST, Choice.FOR, Choice.FOR)
    ballots = [
        _BALLOT | {"vote_id": v, "person_id": p, "choice": choices[k % 3], "seq": k + 1, "cast_at": when}
        for v, p, when, k in roll
    ]
    _rows(session, Ballot, ballots)


_BALLOT = {"channel": Channel.CLERK}
_MOTION = {
    "kind": MotionKind.SUBSTANTIVE,
    "status": MotionStatus.CARRIED,
    "effect": Effect.NONE,
    "position": 1,
    "text": "That it is done.",
    "effect_items": [],
}
_VOTE = {
    "method": VoteMethod.RECORDED,
    "state": VoteState.DECLARED,
    "way": Way.ROLL_CALL,
    "outcome": Outcome.CARRIED,
    "basis": "simple_majority",
    "casting_declined": False,
    "count_for": 40,
    "count_against": 20,
    "count_abstain": 0,
    "count_none": 0,
}


def _council(session: Session) -> None:
    body = {
        "id": "council",
        "slug": "council",
        "name": "Council",
        "kind": BodyKind.COUNCIL,
        "is_active": True,
    }
    _rows(session, Body, [body])
    people = [
        {"id": f"p{n:03}", "slug": f"p{n}", "name": f"P {n}", "sort_name": f"{n:03}"} for n in range(_PEOPLE)
    ]
    _rows(session, Person, people)
    seat = {"body_id": "council", "seat": Seat.MEMBER, "valid_from": date(2024, 5, 1)}
    _rows(session, Membership, [seat | {"id": f"s{n}", "person_id": f"p{n:03}"} for n in range(_PEOPLE)])


def _all_topics(world: World) -> list[Topic]:
    with world.runner.read() as session:
        return _ask(world, session)


def _ask(world: World, session: Session) -> list[Topic]:
    ask = Ask(session, Scope(_YEAR, world.runner.timezone), law_of(session), date(2026, 12, 31))
    return [count(ask) for count in TOPICS.values()]


def test_the_statements_do_not_grow_with_the_meetings(sqlite_world: World) -> None:
    world = sqlite_world
    with world.runner.work(SYSTEM) as work:
        _council(work.session)
        _fill(work.session, range(3))
    few = statements(world, lambda session: _ask(world, session))
    with world.runner.work(SYSTEM) as work:
        _fill(work.session, range(3, _MEETINGS))
    many = statements(world, lambda session: _ask(world, session))
    assert many == few <= 40
    began = time.process_time()
    topics = {t.key: t for t in _all_topics(world)}
    taken = time.process_time() - began
    attendance = topics["attendance"].table("attendance-by-member")
    votes = topics["votes"].table("votes-by-member")
    assert attendance is not None
    assert votes is not None
    assert sum(int(str(row[1])) for row in attendance.rows) == _PEOPLE * _MEETINGS
    assert {row[5] for row in votes.rows} == {_MEETINGS}
    assert taken < 5
