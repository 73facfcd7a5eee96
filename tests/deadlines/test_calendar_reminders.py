"""Reminders by mail: once a day at the hour chosen, and never with a title that must stay inside."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from meetings.deadlines.clocks import Due
from meetings.deadlines.digest import digest_of
from meetings.deadlines.rules.reminding import Reminding, reminder_due
from meetings.deadlines.usecases import ChooseReminder, SendReminder, choose_reminder, send_reminder
from meetings.kernel.actor import SYSTEM
from meetings.notifications.models import StoredLetter
from tests.deadlines.duties import SECRET, TODAY, due
from tests.factories.site import Site
from tests.factories.world import EVENING, World


def letters(world: World) -> list[StoredLetter]:
    with world.runner.read() as session:
        return list(session.scalars(select(StoredLetter).order_by(StoredLetter.created_at)))


def test_reminder_is_sent_once_a_day_at_the_hour_chosen_without_secret_titles(
    world: World, dues: list[Due]
) -> None:
    account_id = world.officer.account_id
    assert account_id is not None
    world.clock.at = EVENING.replace(day=7, hour=6)  # a Monday
    dues.append(due(-2, SECRET, safe_title="Publish the notice", body_name="Planning Committee"))
    world.run(choose_reminder, ChooseReminder(Reminding.DAILY, 9))

    def send() -> bool:
        return world.run(send_reminder, SendReminder(account_id), SYSTEM)

    assert not send()
    world.later(minutes=180)
    assert send()
    assert not send()
    world.later(minutes=24 * 60)
    assert send()
    first, _second = letters(world)
    assert first.subject == "Deadlines: 1 late"
    assert "Thursday 26 November: Publish the notice (Planning Committee)" in first.text
    assert "Acme" not in first.text + first.subject
    assert first.link == "/desk/deadlines"


def test_reminder_has_nothing_to_say_when_nothing_is_due(world: World, dues: list[Due]) -> None:
    account_id = world.officer.account_id
    assert account_id is not None
    world.clock.at = EVENING.replace(day=7, hour=12)
    dues.append(due(30))
    assert not world.run(send_reminder, SendReminder(account_id), SYSTEM)
    assert letters(world) == []


def test_reminders_keep_weekdays_and_mondays() -> None:
    monday = EVENING.replace(day=7, hour=9)
    week = [monday + timedelta(days=n) for n in range(7)]
    for how, expected in [
        (Reminding.OFF, []),
        (Reminding.DAILY, [0, 1, 2, 3, 4]),
        (Reminding.WEEKLY, [0]),
    ]:
        assert [n for n, at in enumerate(week) if reminder_due(how, 9, None, at)] == expected
    assert not reminder_due(Reminding.DAILY, 10, None, monday)
    assert not reminder_due(Reminding.DAILY, 9, monday.date(), monday)


def test_digest_names_each_day_and_says_when_the_law_is_not_confirmed() -> None:
    subject, text = digest_of([due(-1), due(0), due(7), due(8), due(2, done=True)], TODAY, False) or ("", "")
    assert subject == "Deadlines: 1 late, 1 today, 1 in the next seven days"
    assert text.count("- ") == 3
    assert "Nobody has confirmed yet which law" in text
    assert digest_of([due(8), due(-3, done=True)], TODAY, True) is None


def test_choice_of_reminder_is_kept_and_shown(site: Site) -> None:
    page = site.officer.post("/desk/deadlines/reminders", {"how": "weekly", "hour": "7"})
    assert page.status_code == 303
    shown = site.officer.get("/desk/deadlines/reminders").get_data(as_text=True)
    assert 'value="weekly" checked' in shown
    assert 'value="7" selected' in shown
    assert site.officer.post("/desk/deadlines/reminders", {"how": "hourly", "hour": "7"}).status_code in (
        303,
        422,
    )
