"""Two people at the law in the same moment: one of them gets through, or both to the same end."""

from __future__ import annotations

from datetime import date

from meetings.db.record import council_stream, facts_of
from meetings.deadlines.events import ClosureAdded, ProfileChosen
from meetings.deadlines.queries import closures_of, overrides_of
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.rules.reminding import Reminding
from meetings.deadlines.usecases import (
    AddClosures,
    ChooseProfile,
    ChooseReminder,
    OverrideRule,
    SendReminder,
    add_closure,
    choose_profile,
    choose_reminder,
    override_rule,
    send_reminder,
)
from meetings.kernel.actor import SYSTEM
from tests.factories.atonce import at_once
from tests.factories.world import World

DAYS = AddClosures((date(2026, 12, 29), date(2026, 12, 30)), "Christmas closure")


def test_closures_entered_twice_at_once_are_there_once(world: World) -> None:
    at_once(*[lambda: world.run(add_closure, DAYS)] * 2)
    with world.runner.read() as session:
        assert len(closures_of(session)) == 2
        assert len(list(facts_of(session, council_stream(session), types=[ClosureAdded]))) == 2


def test_profile_confirmed_twice_at_once_is_confirmed_once(world: World) -> None:
    at_once(*[lambda: world.run(choose_profile, ChooseProfile(Profile.SCOTLAND))] * 2)
    with world.runner.read() as session:
        assert len(list(facts_of(session, council_stream(session), types=[ProfileChosen]))) == 1


def test_rule_let_pass_twice_at_once_is_let_pass_once(world: World) -> None:
    meeting = world.body().meeting(publish=False)
    command = OverrideRule(meeting.id, "CD-1", "", "The site visit was moved")
    done, refused = at_once(*[lambda: world.run(override_rule, command)] * 2)
    assert (len(done), [e.code for e in refused]) == (1, ["wrong_state"])
    with world.runner.read() as session:
        assert len(overrides_of(session, meeting.id)) == 1


def test_two_workers_send_one_reminder(world: World) -> None:
    world.body().meeting(publish=False)
    account_id = world.officer.account_id
    assert account_id is not None
    world.clock.at = world.clock.at.replace(day=30, hour=12)  # a Monday
    world.run(choose_reminder, ChooseReminder(Reminding.DAILY, 8))
    done, _refused = at_once(*[lambda: world.run(send_reminder, SendReminder(account_id), SYSTEM)] * 2)
    assert done.count(True) == 1
