"""The officers' pages of the calendar, asked without a browser."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.people.usecases import CreateAccount, DemoSignIn, NewGrant, create_account, sign_in_as_demo
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import ChangeMeeting, change_meeting
from tests.factories.site import Site, Visitor, words
from tests.factories.world import EVENING, Committee

GOOD = {
    "date-day": "12",
    "date-month": "1",
    "date-year": "2027",
    "time": "19:00",
    "place": "Town Hall",
    "mode": "in_person",
    "kind": "ordinary",
    "planned_minutes": "90",
}


@pytest.fixture
def body(site: Site) -> Committee:
    return site.world.body(members=3)


def test_desk_shows_what_is_to_be_done_in_order_of_date(site: Site, body: Committee) -> None:
    body.meeting(publish=False, starts_at=EVENING + timedelta(days=1))
    body.meeting(publish=False, starts_at=EVENING - timedelta(days=5))
    today = body.meeting(starts_at=site.world.clock.at + timedelta(hours=1))
    page = site.officer.get("/desk")
    text = words(page)
    assert "Today: Planning Committee" in text
    assert f"/desk/meetings/{today.id}/room" in page.get_data(as_text=True)
    assert text.index("in 5 days") < text.index("in 11 days")


def test_desk_of_a_report_author_offers_to_upload_and_nothing_else(site: Site, body: Committee) -> None:
    meeting = body.meeting(publish=False)
    author = Visitor(site.parts, site.world.account("Rhys Pugh", role=Role.AUTHOR))
    page = author.get("/desk")
    assert "Upload a paper" in words(page)
    assert f"/desk/meetings/{meeting.id}/papers" in page.get_data(as_text=True)
    assert "/desk/meetings/new" not in page.get_data(as_text=True)
    assert author.get("/desk/meetings").status_code == 403
    assert author.get(f"/desk/meetings/{meeting.id}").status_code == 403


def test_desk_is_closed_to_members_and_asks_others_to_sign_in(site: Site, body: Committee) -> None:
    assert site.member(body.members[0]).get("/desk").status_code == 403
    answer = site.public.get("/desk")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=/desk")


def test_new_meeting_asks_for_the_committee_then_fills_in_what_is_usual(site: Site, body: Committee) -> None:
    site.world.body("Council", members=1)
    assert "Which committee meets?" in words(site.officer.get("/desk/meetings/new"))
    assert site.officer.get("/desk/meetings/new?body=").status_code == 422
    page = site.officer.get(f"/desk/meetings/new?body={body.id}").get_data(as_text=True)
    assert 'value="19:00"' in page


def test_arranging_leads_to_the_meeting(site: Site, body: Committee) -> None:
    answer = site.officer.post("/desk/meetings/new", GOOD | {"body": body.id})
    assert answer.status_code == 303
    page = words(site.officer.get(answer.headers["Location"]))
    assert "Tuesday 12 January 2027, 7pm" in page
    assert "Only officers can see this meeting" in page


def test_arranging_in_the_past_explains_and_keeps_what_was_typed(site: Site, body: Committee) -> None:
    typed = GOOD | {"body": body.id, "date-year": "2025", "place": "Old Library"}
    page = site.officer.post("/desk/meetings/new", typed)
    assert page.status_code == 422
    assert "This date is in the past" in words(page)
    assert 'value="Old Library"' in page.get_data(as_text=True)
    assert "already_held" in page.get_data(as_text=True)
    assert site.officer.post("/desk/meetings/new", typed | {"already_held": "yes"}).status_code == 303


def test_editing_what_somebody_else_changed_shows_both(site: Site, body: Committee) -> None:
    meeting = body.meeting(publish=False)
    page = site.officer.get(f"/desk/meetings/{meeting.id}/edit").get_data(as_text=True)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    with site.world.runner.read() as session:
        was = meeting_of(session, meeting.id)
    elsewhere = ChangeMeeting(meeting.id, EVENING, "Library", was.mode, was.kind, was.planned_minutes, "")
    site.world.run(change_meeting, elsewhere)
    answer = site.officer.post(f"/desk/meetings/{meeting.id}/edit", GOOD | {"place": "School", "seen": seen})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Library" in text
    assert 'value="School"' in text
    fresh = text.split('name="seen" value="')[1].split('"')[0]
    again = site.officer.post(f"/desk/meetings/{meeting.id}/edit", GOOD | {"place": "School", "seen": fresh})
    assert again.status_code == 303


def test_desk_of_a_new_council_says_what_to_set_up(site: Site) -> None:
    desk = words(site.officer.get("/desk"))
    assert "Before the first meeting" in desk
    assert "Arrange the year’s meetings" in desk
    site.world.body("Harbour Committee", members=3).meeting("Dredging")
    assert "Arrange the year’s meetings" not in words(site.officer.get("/desk"))


def test_moving_a_published_meeting_asks_for_a_word_to_the_public(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes")
    edit = f"/desk/meetings/{meeting.id}/edit"
    page = site.officer.post(edit, GOOD | {"place": "School"})
    assert page.status_code == 422
    assert "say what has moved" in words(page)
    assert 'value="School"' in page.get_data(as_text=True)
    said = GOOD | {"place": "School", "notice": "It was moved to the school."}
    assert site.officer.post(edit, said).status_code == 303


def test_cancelling_without_a_reason_asks_for_one(site: Site, body: Committee) -> None:
    meeting = body.meeting(publish=False)
    assert site.officer.post(f"/desk/meetings/{meeting.id}/cancel", {"reason": " "}).status_code == 422
    assert site.officer.post(f"/desk/meetings/{meeting.id}/cancel", {"reason": "Snow"}).status_code == 303
    assert "Cancelled: Snow" in words(site.officer.get(f"/desk/meetings/{meeting.id}"))


def test_announcing_from_the_page(site: Site, body: Committee) -> None:
    meeting = body.meeting(publish=False)
    assert site.officer.post(f"/desk/meetings/{meeting.id}/announce").status_code == 303
    assert "The public can see the date and place." in words(site.officer.get(f"/desk/meetings/{meeting.id}"))


def test_a_meeting_of_another_committee_is_not_there(site: Site, body: Committee) -> None:
    meeting = body.meeting(publish=False)
    other = site.world.body("Licensing Committee", members=1)
    officer = Visitor(site.parts, _officer_of(site, other.id))
    known, unknown = officer.get(f"/desk/meetings/{meeting.id}"), officer.get("/desk/meetings/nothing")
    assert (known.status_code, words(known)) == (404, words(unknown))
    assert "Planning" not in words(officer.get("/desk/meetings?period=all"))


def _officer_of(site: Site, body_id: str) -> str:
    grant = NewGrant(Role.OFFICER, body_id, date(2020, 1, 1))
    command = CreateAccount(email="one@example.org", name="One", demo_note="test", grants=(grant,))
    account_id = site.world.run(create_account, command, SYSTEM)
    return site.world.run(sign_in_as_demo, DemoSignIn(account_id), SYSTEM).token


def test_lists_cost_the_same_for_one_and_for_thirty(site: Site, body: Committee) -> None:
    site.officer.get("/desk")  # the council's name is kept after the first page
    counts = []
    for wanted in (1, 30):
        for n in range(0 if wanted == 1 else 1, wanted):
            body.meeting(publish=False, starts_at=EVENING + timedelta(days=n))
        for path in ("/desk", "/desk/meetings"):
            with site.counted() as seen:
                assert site.officer.get(path).status_code == 200
            counts.append(len(seen))
    assert counts[:2] == counts[2:]


def test_list_is_paged_and_filtered(site: Site, body: Committee) -> None:
    for n in range(31):
        body.meeting(publish=False, starts_at=EVENING + timedelta(days=n))
    text = words(site.officer.get(f"/desk/meetings?body={body.id}"))
    assert "31 meetings" in text
    assert "Page 2" in site.officer.get("/desk/meetings").get_data(as_text=True)
    assert "Thursday 7 January 2027" in words(site.officer.get("/desk/meetings?page=2"))
    assert "No meetings here" in words(site.officer.get("/desk/meetings?period=past"))
