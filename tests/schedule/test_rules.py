"""Who looks at a body's meetings as what, and how meetings are called."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from meetings.kernel.actor import ANONYMOUS, SYSTEM, Actor
from meetings.kernel.permissions import Grant, Permission, Role
from meetings.kernel.secrecy import Audience
from meetings.schedule.rules import audience_of, bodies_for, days_between, is_past, title_of

DAY = date(2026, 12, 8)


def holder(role: Role, body_id: str | None = None) -> Actor:
    return Actor("account", "Somebody", grants=(Grant(role, body_id, date(2020, 1, 1)),))


@pytest.mark.parametrize(
    ("actor", "audience"),
    [
        (ANONYMOUS, Audience.PUBLIC),
        (SYSTEM, Audience.OFFICER),
        (holder(Role.OFFICER), Audience.OFFICER),
        (holder(Role.OFFICER, "planning"), Audience.OFFICER),
        (holder(Role.OFFICER, "licensing"), Audience.PUBLIC),
        (holder(Role.CHAIR, "planning"), Audience.CHAIR),
        (holder(Role.COUNCILLOR, "planning"), Audience.MEMBER),
        (holder(Role.COUNCILLOR, "licensing"), Audience.PUBLIC),
        (holder(Role.MONITORING), Audience.MEMBER),
        (holder(Role.AUTHOR), Audience.PUBLIC),
        (holder(Role.ADMINISTRATOR), Audience.PUBLIC),
    ],
)
def test_audience_follows_the_grants_for_that_body(actor: Actor, audience: Audience) -> None:
    assert audience_of(actor, "planning", DAY) is audience


def test_audience_of_a_grant_that_has_ended_is_the_public() -> None:
    ended = Actor("a", "A", grants=(Grant(Role.COUNCILLOR, "planning", date(2020, 1, 1), date(2026, 12, 7)),))
    assert audience_of(ended, "planning", DAY) is Audience.PUBLIC


def test_bodies_for_a_grant_on_all_is_everything() -> None:
    assert bodies_for(holder(Role.OFFICER), Permission.PREPARE_MEETING, DAY) is None


def test_bodies_for_a_grant_on_one_is_that_one() -> None:
    assert bodies_for(holder(Role.OFFICER, "planning"), Permission.PREPARE_MEETING, DAY) == {"planning"}


def test_bodies_for_nobody_is_none_of_them() -> None:
    assert bodies_for(ANONYMOUS, Permission.PREPARE_MEETING, DAY) == frozenset()


def test_title_names_the_kind_only_where_it_is_not_ordinary() -> None:
    assert title_of("Council", "ordinary") == "Council"
    assert title_of("Council", "annual") == "Council: annual meeting"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (12, "in 12 days"), (-3, "3 days ago")],
)
def test_days_are_told_in_words(days: int, text: str) -> None:
    assert days_between(DAY, DAY + timedelta(days)) == text


def test_past_begins_after_a_short_grace() -> None:
    now = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
    assert not is_past(now - timedelta(minutes=10), now)
    assert is_past(now - timedelta(minutes=20), now)
