"""The law where officers meet it: the desk's first panels, a day being chosen, closures, settings, reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from meetings.deadlines.clocks import dues_between
from meetings.deadlines.reactions import remind
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.rules.reminding import Reminding
from meetings.deadlines.usecases import (
    AddClosures,
    ChooseProfile,
    ChooseReminder,
    add_closure,
    choose_profile,
    choose_reminder,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.notifications.models import StoredLetter
from meetings.runtime.jobs import JobContext
from meetings.schedule.usecases import AnnounceMeeting, CancelMeeting, announce, cancel_meeting
from tests.factories.site import Site, Visitor, words
from tests.factories.world import EVENING, Committee, World

#: the world's today is Saturday 28 November 2026, its meeting on Tuesday 8 December
CLOSED = date(2026, 12, 4)


@pytest.fixture
def body(site: Site) -> Committee:
    return site.world.body(members=3)


def keys(world: World, start: date, end: date) -> list[tuple[str, date, bool]]:
    today = world.clock.at.date()
    with world.runner.read() as session:
        dues = dues_between(session, start, end, SYSTEM, today)
    return [(d.key.split(":")[0], d.on, d.done) for d in dues]


def test_meeting_s_notice_is_due_and_done_when_the_agenda_is_published(world: World) -> None:
    committee = world.body()
    start, end = date(2026, 11, 1), date(2026, 12, 8)
    meeting = committee.meeting(publish=False)
    notice = ("CD-1", date(2026, 11, 30), False)
    assert notice in keys(world, start, end)
    world.run(announce, AnnounceMeeting(meeting.id))
    # The date alone is no notice: that goes out with the agenda.
    assert notice in keys(world, start, end)
    committee.meeting(starts_at=EVENING + timedelta(hours=1))
    assert ("CD-1", date(2026, 11, 30), True) in keys(world, start, end)
    world.run(cancel_meeting, CancelMeeting(meeting.id, "No business"))
    assert notice not in keys(world, start, end)


def test_days_are_those_of_the_law_that_was_chosen(world: World) -> None:
    world.body().meeting(publish=False)
    start, end = date(2026, 11, 1), date(2026, 12, 31)
    world.run(choose_profile, ChooseProfile(Profile.ENGLAND_PARISH))
    assert ("CD-1-P", date(2026, 12, 3), False) in keys(world, start, end)
    world.run(choose_profile, ChooseProfile(Profile.WALES))
    found = keys(world, start, end)
    assert ("CD-1-W", date(2026, 12, 2), False) in found
    assert ("RM-3-N", date(2026, 12, 16), False) in found


def test_summons_is_asked_of_the_full_council_alone(world: World) -> None:
    world.body("Council").meeting()
    world.body().meeting()
    found = keys(world, date(2026, 11, 1), date(2026, 12, 31))
    assert [k for k in found if k[0].startswith("CD-1-M")] == [("CD-1-M", date(2026, 11, 30), False)]


def test_thirty_meetings_take_no_more_queries_than_three(site: Site, body: Committee) -> None:
    counts = []
    for days in (range(3), range(3, 30)):
        for n in days:
            body.meeting(publish=n % 2 == 0, starts_at=EVENING + timedelta(days=n))
        site.officer.get("/desk/deadlines?show=all")
        with site.counted() as seen:
            site.officer.get("/desk/deadlines?show=all")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_desk_begins_with_what_is_late_then_today_then_soon(site: Site, body: Committee) -> None:
    empty = words(site.officer.get("/desk"))
    assert "Nothing is due today." in empty
    assert "Nothing is due in the next seven days." in empty
    assert "Late" not in empty
    body.meeting(publish=False)
    body.meeting(publish=False, starts_at=EVENING - timedelta(days=5))
    text = words(site.officer.get("/desk"))
    assert "Late by 3 days" in text
    assert text.index("Late") < text.index("Nothing is due today.") < text.index("In 2 days")
    assert text.index("In 2 days") < text.index("In preparation")


def test_desk_of_the_monitoring_officer_opens_and_of_others_is_as_before(site: Site, body: Committee) -> None:
    body.meeting(publish=False)
    monitoring = Visitor(site.parts, site.world.account("Rashid Amin", role=Role.MONITORING))
    assert "Publish the notice and the agenda" in words(monitoring.get("/desk"))
    assert monitoring.get("/desk/law").status_code == 200
    admin = Visitor(site.parts, site.world.account("Ada Quill", role=Role.ADMINISTRATOR))
    assert "Nothing to do here" in words(admin.get("/desk"))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            "8 12 2026",
            ["by Monday 30 November 2026 on the careful count", "by Wednesday 2 December 2026 if every"],
        ),
        ("8 12 2026", ["Thursday 3 December 2026 Day 3", "Sunday 6 December 2026 Not counted, a Sunday"]),
        ("5 1 2027", ["by Wednesday 23 December 2026", "a bank holiday: New Year's Day"]),
        ("29 3 2027", ["Monday 29 March is a bank holiday: Easter Monday."]),
        ("28 3 2027", ["28 March is a Sunday.", "The clocks go forward"]),
        ("25 10 2026", ["The clocks go back", "passed"]),
        ("7 12 2026", ["Arguable", "It may be called at shorter notice"]),
        ("1 12 2026", ["Too late"]),
    ],
)
def test_day_is_weighed_while_it_is_typed(site: Site, body: Committee, day: str, said: list[str]) -> None:
    number, month, year = day.split()
    query = {"body": body.id, "date-day": number, "date-month": month, "date-year": year}
    text = words(site.officer.get("/desk/law/notice", query_string=query))
    for part in [*said, "Nobody has confirmed yet that this is your council’s law."]:
        assert part in text


def test_day_that_is_none_is_weighed_with_silence(site: Site, body: Committee) -> None:
    for query in ("", "?date-day=31&date-month=2&date-year=2027", f"?body={body.id}&date-day=1"):
        answer = site.officer.get(f"/desk/law/notice{query}")
        assert (answer.status_code, answer.get_data()) == (200, b"")
    known = "?body=unknown&date-day=8&date-month=12&date-year=2026"
    assert site.officer.get(f"/desk/law/notice{known}").status_code == 404
    assert site.member(body.members[0]).get("/desk/law/notice").status_code == 403


def test_verdict_stands_on_forms_and_on_the_meeting_without_a_script(site: Site, body: Committee) -> None:
    meeting = body.meeting(publish=False)
    careful = "by Monday 30 November 2026 on the careful count"
    assert careful in words(site.officer.get(f"/desk/meetings/{meeting.id}"))
    assert careful in words(site.officer.get(f"/desk/meetings/{meeting.id}/edit"))
    assert careful not in words(site.officer.get(f"/desk/meetings/new?body={body.id}"))
    typed = {"body": body.id, "date-day": "8", "date-month": "12", "date-year": "2026"}
    refused = site.officer.post("/desk/meetings/new", typed)
    assert (refused.status_code, careful in words(refused)) == (422, True)


def test_meeting_says_when_its_notice_went_out_and_how_that_stands(site: Site, body: Committee) -> None:
    meeting = body.meeting(publish=True)
    text = words(site.officer.get(f"/desk/meetings/{meeting.id}"))
    assert "It went out on Saturday 28 November 2026: Safe 5 clear days, 5 are needed." in text
    assert "If it goes out now" not in text


def test_closure_says_what_it_moves_and_alarms_for_what_is_out_already(site: Site, body: Committee) -> None:
    site.world.clock.at = datetime(2026, 11, 30, 10, tzinfo=UTC)
    body.meeting(publish=True)
    body.meeting(publish=False, starts_at=EVENING + timedelta(days=1))
    form = {
        "name": "National mourning",
        "mourning": "yes",
        "first-day": "4",
        "first-month": "12",
        "first-year": "2026",
    }
    officer = Visitor(site.parts, site.world.account("Owen Mills", role=Role.OFFICER))
    text = words(officer.post("/desk/law/closures", form, follow_redirects=True))
    assert "1 day added. 2 meetings’ notices are affected. 1 notice that went out is no longer safe." in text
    assert "by Friday 27 November 2026 instead of Monday 30 November 2026" in text
    assert (
        "It was done on Monday 30 November 2026, which is safe only if every calendar day counts now" in text
    )
    assert "by Monday 30 November 2026 instead of Tuesday 1 December 2026" in text
    with site.parts.runner.read() as session:
        published = session.connection().exec_driver_sql("SELECT count(*) FROM agenda_version").scalar()
        letters = [
            x for x in session.scalars(select(StoredLetter)) if x.subject.startswith("Look at the notice")
        ]
    assert published == 1
    assert sorted(x.name for x in letters) == ["Owen Mills", "Priya Nair"]
    assert "given in time only if every calendar day counts" in letters[0].text


def test_closures_are_entered_as_a_span_and_taken_out(site: Site) -> None:
    span = {"name": "Christmas closure", "first-day": "28", "first-month": "12", "first-year": "2026"}
    last = {"last-day": "31", "last-month": "12", "last-year": "2026"}
    page = site.officer.post("/desk/law/closures", span | last, follow_redirects=True)
    assert "4 days from Monday 28 December 2026 to Thursday 31 December 2026" in words(page)
    assert "No meeting’s notice is affected." in words(page)
    remove = page.get_data(as_text=True).split('action="')[-1].split('"')[0]
    assert remove.endswith("/remove")
    assert site.officer.post(remove).status_code == 303
    assert "3 days from Monday 28 December 2026" in words(site.officer.get("/desk/law/closures"))


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"name": "Closed"}, "Enter the first day"),
        ({"first-day": "1", "first-month": "1", "first-year": "2027"}, "Say why the offices are closed"),
        ({"name": "X", "first-day": "31", "first-month": "2", "first-year": "2027"}, "Enter a real date"),
    ],
)
def test_wrong_closures_keep_what_was_typed(site: Site, form: dict[str, str], complaint: str) -> None:
    answer = site.officer.post("/desk/law/closures", form)
    assert (answer.status_code, complaint in words(answer)) == (422, True)
    if form.get("name"):
        assert f'value="{form["name"]}"' in answer.get_data(as_text=True)


def test_settings_show_every_parameter_and_take_a_choice_with_its_source(site: Site) -> None:
    before = words(site.officer.get("/desk/law"))
    assert "Nobody has confirmed yet which law this council lives under." in before
    assert "Not verified" in before
    site.officer.post("/desk/law/profile", {"profile": "england-principal"})
    refused = site.officer.post("/desk/law/choices/call_in", {"value": "7", "source": ""})
    assert (refused.status_code, "Say where this is laid down" in words(refused)) == (422, True)
    site.officer.post("/desk/law/choices/call_in", {"value": "7", "source": "Standing order 9"})
    after = words(site.officer.get("/desk/law"))
    assert "confirmed by Priya Nair" in after
    assert "Your choice Standing order 9 Entered by Priya Nair" in after
    assert "The monitoring officer has not signed this off yet" in after
    site.officer.post("/desk/law/choices/call_in/clear")
    assert "Standing order 9" not in words(site.officer.get("/desk/law"))
    assert site.officer.get("/desk/law/choices/notice_public_days").status_code == 404
    assert site.officer.get("/desk/law/choices/nothing").status_code == 404
    assert site.officer.post("/desk/law/profile", {"profile": "mars"}).status_code == 422


@pytest.mark.parametrize("profile", list(Profile))
def test_settings_and_rules_show_every_profile(site: Site, profile: Profile) -> None:
    site.world.run(choose_profile, ChooseProfile(profile))
    assert profile.label in words(site.officer.get("/desk/law"))
    rules = words(site.officer.get("/desk/law/rules"))
    assert f"in force today for {profile.label}" in rules


def test_sign_off_is_offered_to_the_monitoring_officer_alone(site: Site) -> None:
    site.world.run(choose_profile, ChooseProfile(Profile.ENGLAND_PRINCIPAL))
    assert "Sign-off by the monitoring officer" not in words(site.officer.get("/desk/law"))
    assert site.officer.post("/desk/law/sign-off", {"note": "Read"}).status_code in (302, 303, 403)
    monitoring = Visitor(site.parts, site.world.account("Rashid Amin", role=Role.MONITORING))
    assert "Sign-off by the monitoring officer" in words(monitoring.get("/desk/law"))
    monitoring.post("/desk/law/sign-off", {"note": "Read against the constitution"})
    text = words(site.officer.get("/desk/law"))
    assert "Signed off by Rashid Amin" in text
    assert "“Read against the constitution”" in text
    site.world.later(minutes=1)
    site.world.run(add_closure, AddClosures((CLOSED,), "Staff day"))
    assert "after the sign-off" in words(site.officer.get("/desk/law"))


def test_worker_reminds_each_officer_once_and_nobody_who_prefers_not(site: Site, body: Committee) -> None:
    body.meeting(publish=False)
    site.world.account("Owen Mills", role=Role.OFFICER)
    site.world.account("Rhys Pugh", role=Role.AUTHOR)
    site.world.clock.at = datetime(2026, 11, 30, 9, tzinfo=UTC)
    site.world.run(choose_reminder, ChooseReminder(Reminding.OFF, 8))
    context = JobContext(site.parts.runner, site.parts.services.storage, lambda html: b"")
    for _ in range(2):
        remind(context)
    with site.parts.runner.read() as session:
        letters = list(session.scalars(select(StoredLetter)))
    assert [(x.name, x.subject) for x in letters] == [
        ("Owen Mills", "Deadlines: 1 today, 1 in the next seven days")
    ]
