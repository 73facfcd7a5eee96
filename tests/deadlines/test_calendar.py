"""The list of deadlines: who is shown which, in which order, as list, month, feed and letter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from meetings.deadlines.clocks import Due, DueKind, dues_between
from meetings.deadlines.listing import Asked, grouped, month_days, narrowed, state_of, step
from meetings.deadlines.rules.reminding import Reminding
from meetings.deadlines.usecases import (
    ChooseReminder,
    MakeFeed,
    RevokeFeed,
    SendReminder,
    choose_reminder,
    make_feed,
    revoke_feed,
    send_reminder,
)
from meetings.kernel.actor import ANONYMOUS, SYSTEM, Actor
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired
from meetings.kernel.permissions import Grant, Role
from meetings.people.usecases import DeactivateAccount, deactivate_account
from tests.deadlines.duties import ALWAYS, SECRET, TODAY, due
from tests.factories.site import Site, Visitor, words
from tests.factories.world import World


def person(role: Role, body_id: str | None = None) -> Actor:
    return Actor("someone", "Sam Okoro", grants=(Grant(role, body_id, ALWAYS),))


def test_deadlines_come_in_order_within_their_days_and_once(sqlite_world: World, dues: list[Due]) -> None:
    dues += [due(3, "B"), due(3, "A"), due(-1, "C"), due(9, "D"), due(3, "A")]
    with sqlite_world.runner.read() as session:
        found = dues_between(session, TODAY - timedelta(days=2), TODAY + timedelta(days=7), SYSTEM)
    assert [d.title for d in found] == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (person(Role.OFFICER), ["all", "licensing", "planning", "somebody's own"]),
        (person(Role.OFFICER, "planning"), ["all", "planning", "somebody's own"]),
        (person(Role.MONITORING), ["all", "licensing", "planning", "somebody's own"]),
        (person(Role.AUTHOR), ["somebody's own"]),
        (person(Role.COUNCILLOR, "planning"), ["somebody's own"]),
        (person(Role.ADMINISTRATOR), ["somebody's own"]),
        (ANONYMOUS, []),
    ],
    ids=["officer", "officer of one", "monitoring", "author", "councillor", "administrator", "nobody"],
)
def test_deadlines_are_shown_to_those_whom_they_concern(
    sqlite_world: World, dues: list[Due], actor: Actor, seen: list[str]
) -> None:
    dues += [
        due(1, "planning", body_id="planning"),
        due(1, "licensing", body_id="licensing"),
        due(1, "all"),
        due(1, "somebody's own", body_id="other", owner="someone"),
    ]
    with sqlite_world.runner.read() as session:
        found = dues_between(session, TODAY, TODAY + timedelta(days=7), actor)
    if Role.OFFICER in actor.roles(TODAY) and actor.grants[0].body_id is None:
        seen = sorted([*seen])
    assert sorted(d.title for d in found) == seen


def test_list_is_narrowed_and_grouped_by_today(dues: list[Due]) -> None:
    every = [
        due(-5, "missed", kind=DueKind.NOTICE),
        due(-4, "made", done=True),
        due(0, "now", body_id="b1"),
        due(1, "Sunday"),
        due(2, "Monday", kind=DueKind.NOTICE),
        due(8, "far"),
    ]
    groups = grouped(every, TODAY)
    assert [(g.title, [d.title for d in g.dues]) for g in groups] == [
        ("Late", ["missed"]),
        ("Today", ["now"]),
        ("Next seven days", ["Sunday", "Monday"]),
        ("Later", ["far"]),
        ("Done in time or since", ["made"]),
    ]
    month = TODAY.replace(day=1)
    for asked, titles in [
        (Asked(month=month), ["missed", "now", "Sunday", "Monday", "far"]),
        (Asked(month=month, show="late"), ["missed"]),
        (Asked(month=month, show="all", kind=DueKind.NOTICE), ["missed", "Monday"]),
        (Asked(month=month, body_id="b1"), ["now"]),
    ]:
        assert [d.title for d in narrowed(every, asked, TODAY)] == titles
    assert [state_of(d, TODAY)[0] for d in every] == [
        "Late by 5 days",
        "Done",
        "Today",
        "Tomorrow",
        "In 2 days",
        "In 8 days",
    ]


def test_month_has_whole_weeks_and_steps_over_the_new_year() -> None:
    asked = Asked(view="month", month=date(2026, 12, 1))
    days = month_days(asked, [due(3)], TODAY)
    assert (len(days), days[0]["label"], days[-1]["label"]) == (
        35,
        "Monday 30 November 2026",
        "Sunday 3 January 2027",
    )
    assert [d["number"] for d in days if d["events"]] == [1]
    assert (step(asked.month, 1), step(asked.month, -12)) == (date(2027, 1, 1), date(2025, 12, 1))


@pytest.mark.parametrize(
    "query", ["", "?view=month", "?view=month&month=9999-99", "?kind=none&show=none&page=x", "?body=unknown"]
)
def test_calendar_page_answers_whatever_is_asked(site: Site, dues: list[Due], query: str) -> None:
    dues += [due(n, f"Thing {n}", done=n % 7 == 0) for n in range(-100, 101)]
    assert site.officer.get(f"/desk/deadlines{query}").status_code == 200


def test_calendar_page_shows_rule_state_and_that_nobody_confirmed_the_law(
    site: Site, dues: list[Due]
) -> None:
    empty = words(site.officer.get("/desk/deadlines"))
    assert "Nothing to do here" in empty
    assert "Nobody has confirmed yet which law this council lives under" in empty
    dues += [due(-2, SECRET, safe_title="Publish the notice", body_name="Planning Committee")]
    page = site.officer.get("/desk/deadlines")
    text = words(page)
    for part in (
        SECRET,
        "Planning Committee",
        "An Act, section 1",
        "Not verified",
        "Late by 2 days",
        "1 late",
    ):
        assert part in text
    assert 'href="/desk/meetings/m1"' in page.get_data(as_text=True)


def test_calendar_is_for_those_who_have_deadlines(site: Site) -> None:
    body = site.world.body(members=1)
    assert site.member(body.members[0]).get("/desk/deadlines").status_code == 403
    assert site.public.get("/desk/deadlines").status_code == 302
    author = Visitor(site.parts, site.world.account("Rhys Pugh", role=Role.AUTHOR))
    assert author.get("/desk/deadlines").status_code == 200


def test_two_hundred_deadlines_take_no_more_queries_than_one(site: Site, dues: list[Due]) -> None:
    site.officer.get("/desk/deadlines")
    counts = []
    for number in (1, 200):
        dues[:] = [due(n % 90, f"Thing {n}") for n in range(number)]
        with site.counted() as seen:
            site.officer.get("/desk/deadlines")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_feed_is_whole_days_with_rule_and_link_and_no_title_that_must_stay_inside(
    site: Site, dues: list[Due]
) -> None:
    dues += [
        due(-2, SECRET, safe_title="Publish the notice", body_name="Planning Committee"),
        due(4, "Send the summons", done=True),
    ]
    page = site.officer.post("/desk/deadlines/feed")
    address = words(page).split("Your new address ")[1].split()[0].removeprefix("http://localhost")
    assert address not in words(site.officer.get("/desk/deadlines/reminders"))
    answer = site.public.get(address)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        200,
        "text/calendar",
        "private, no-store",
    )
    text = answer.get_data(as_text=True)
    assert "Acme" not in text
    events = list(Calendar.from_ical(text).walk("VEVENT"))
    assert [(str(e["summary"]), e["dtstart"].dt) for e in events] == [
        ("Late: Publish the notice (Planning Committee)", TODAY - timedelta(days=2)),
        ("Done: Send the summons", TODAY + timedelta(days=4)),
    ]
    assert "An Act\\, section 1 (not verified)" in text.replace("\r\n ", "")
    assert {str(e["class"]) for e in events} == {"CONFIDENTIAL"}


def test_feed_ends_with_a_new_one_when_withdrawn_and_with_the_account(site: Site, dues: list[Due]) -> None:
    def made() -> str:
        page = words(site.officer.post("/desk/deadlines/feed"))
        return page.split("Your new address ")[1].split()[0].removeprefix("http://localhost")

    first = made()
    second = made()
    assert [site.public.get(a).status_code for a in (first, second)] == [404, 200]
    site.officer.post("/desk/deadlines/feed/revoke")
    assert site.public.get(second).status_code == 404
    third = made()
    account_id = site.world.officer.account_id
    assert account_id is not None
    site.world.run(deactivate_account, DeactivateAccount(account_id), SYSTEM)
    assert site.public.get(third).status_code == 404
    assert site.public.get("/deadlines/nothing.ics").status_code == 404


def test_session_token_opens_no_feed_and_feed_token_no_session(site: Site, dues: list[Due]) -> None:
    assert site.public.get(f"/deadlines/{site.world.officer_token}.ics").status_code == 404
    token = site.world.run(make_feed, MakeFeed())
    assert Visitor(site.parts, token).get("/desk").status_code == 302


def test_feed_and_reminder_are_one_s_own(sqlite_world: World) -> None:
    for case, command in [
        (make_feed, MakeFeed()),
        (revoke_feed, RevokeFeed()),
        (choose_reminder, ChooseReminder(Reminding.OFF, 8)),
    ]:
        with pytest.raises(SignInRequired):
            sqlite_world.run(case, command, ANONYMOUS)
    with pytest.raises(NotFound):
        sqlite_world.run(revoke_feed, RevokeFeed())
    with pytest.raises(Invalid):
        sqlite_world.run(choose_reminder, ChooseReminder(Reminding.DAILY, 24))
    with pytest.raises(Denied):
        sqlite_world.run(send_reminder, SendReminder("someone"))
