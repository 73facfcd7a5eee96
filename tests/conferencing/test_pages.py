"""The officer's page and the join page, asked without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from meetings.conferencing.queries import broadcast_of_meeting, room_of_meeting, steps_of
from meetings.conferencing.rules import Status
from meetings.connections.calls import carry_out_due
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Audience
from meetings.runtime.jobs import JobContext
from meetings.runtime.live import snapshot
from meetings.schedule.models import Meeting
from meetings.web.live import snapshot_message
from tests.factories.site import Site, Visitor, make_site, words
from tests.factories.world import EVENING, Sitting

LINK = "https://us06web.zoom.us/j/84012345678?pwd=Secret77"
WATCH = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One council for the file; each test has its own meeting."""
    with make_site(tmp_path_factory.mktemp("pages")) as made:
        yield made


@pytest.fixture(scope="module")
def committee(site: Site):  # type: ignore[no-untyped-def]
    """Its one committee."""
    return site.world.body()


def work_off(site: Site) -> None:
    """What the worker does."""
    services = site.parts.services
    context = JobContext(
        services.runner, services.storage, lambda *_: b"", providers=services.providers, vault=services.vault
    )
    carry_out_due(context)


BEFORE = EVENING - timedelta(days=10)
_MINUTE = iter(range(200))


def soon() -> datetime:
    """An hour ahead, and never the same minute twice."""
    return BEFORE + timedelta(minutes=60 + next(_MINUTE))


@pytest.fixture
def meeting(site: Site, committee) -> Sitting:  # type: ignore[no-untyped-def]
    """A meeting within the hour, not open to members yet."""
    site.world.clock.at = BEFORE
    made: Sitting = committee.meeting(starts_at=soon())
    return made


def form(**more: str) -> dict[str, str]:
    """The form, for a room and a broadcast by hand."""
    filled = {"room": "manual", "link": LINK, "dial_in": "0203 481 5237", "passcode": "991133"}
    return filled | {"broadcast": "manual", "watch": WATCH, "privacy": "public"} | more


def arranged(site: Site, meeting: Sitting, **more: str) -> None:
    """Arranged and done."""
    answer = site.officer.post(f"/desk/meetings/{meeting.id}/remote", form(**more))
    assert answer.status_code == 303, words(answer)
    work_off(site)


def at_start(site: Site, meeting: Sitting) -> None:
    """Ten minutes before it begins."""
    with site.world.runner.read() as session:
        site.world.clock.at = session.get_one(Meeting, meeting.id).starts_at - timedelta(minutes=10)


def path(meeting: Sitting, more: str = "") -> str:
    """An address of the officer's page."""
    return f"/desk/meetings/{meeting.id}/remote{more}"


def no_secret(text: str) -> None:
    """Nothing that lets anybody in stands here."""
    for secret in (LINK, "84012345678?", "Secret77", "991133", "481 5237"):
        assert secret not in text


def test_one_press_arranges_both(site: Site, meeting: Sitting) -> None:
    page = words(site.officer.get(path(meeting)))
    assert "One press arranges both" in page
    assert "Zoom is not connected" in page
    arranged(site, meeting)
    with site.world.runner.read() as session:
        room, row = room_of_meeting(session, meeting.id), broadcast_of_meeting(session, meeting.id)
        watched = session.get_one(Meeting, meeting.id).broadcast_url
    assert room
    assert row
    assert room.state is Status.READY
    assert row.state is Status.READY
    assert watched == WATCH
    answer = site.officer.get(path(meeting))
    page = words(answer)
    assert "Recognised: a Zoom meeting, number 84012345678" in page
    assert "Start the broadcast by hand" in page
    assert LINK not in answer.text
    assert "991133" not in answer.text
    shown = site.officer.post(path(meeting, "/show"))
    assert "991133" in shown.text
    assert shown.headers["Cache-Control"] == "no-store, private"


def test_what_is_pasted_is_looked_at(site: Site, meeting: Sitting) -> None:
    def refused(**more: str) -> str:
        answer = site.officer.post(path(meeting), form(**more))
        assert answer.status_code == 422
        return words(answer)

    assert "not an address of the web" in refused(link="javascript:alert(1)")
    assert "begins with https://" in refused(link="http://zoom.us/j/1")
    assert "starts the meeting as its host" in refused(link="https://zoom.us/s/84012345678?zak=x")
    assert "leads into a room" in refused(watch="https://zoom.us/j/84012345678")
    assert "Paste the link" in refused(link="", dial_in="", passcode="")
    assert "Zoom is not connected" in refused(room="zoom")
    assert "Choose where the meeting is held" in refused(room="", broadcast="")
    invitation = f"Council is inviting you.\nJoin Zoom Meeting\n{LINK}\n\nPasscode: 991133\n"
    arranged(site, meeting, link=invitation, passcode="")
    assert "With a passcode" in words(site.officer.get(path(meeting)))


def test_steps_are_marked_with_who_and_when(site: Site, meeting: Sitting) -> None:
    arranged(site, meeting, record="yes")
    with site.world.runner.read() as session:
        keys = [s.key for s in steps_of(session, meeting.id)]
    assert keys == ["waiting-room", "record", "start"]
    assert site.officer.post(path(meeting, "/steps/room/record"), {"done": "yes"}).status_code == 303
    assert "2 steps left" in words(site.officer.get(path(meeting)))
    assert "By Democratic Services" in words(site.officer.get(path(meeting))) or "By " in words(
        site.officer.get(path(meeting))
    )
    site.officer.post(path(meeting, "/steps/room/record"), {"done": "no"})
    assert "3 steps left" in words(site.officer.get(path(meeting)))
    assert site.officer.post(path(meeting, "/steps/room/nonsense"), {"done": "yes"}).status_code == 404


def test_next_meeting_is_offered_the_same(site: Site, committee, meeting: Sitting) -> None:  # type: ignore[no-untyped-def]
    arranged(site, meeting)
    following = committee.meeting(starts_at=soon())
    home = site.officer.get(f"/desk/meetings/{following.id}")
    assert "As at the last meeting" in words(home)
    no_secret(home.text)
    assert site.officer.post(path(following, "/usual")).status_code == 303
    work_off(site)
    with site.world.runner.read() as session:
        room = room_of_meeting(session, following.id)
    assert room is not None
    assert room.state is Status.READY
    at_start(site, following)
    answer = site.member(committee.members[1]).post(f"/meetings/{following.id}/join")
    assert answer.headers["Location"] == LINK


def test_giving_up_asks_first(site: Site, meeting: Sitting) -> None:
    arranged(site, meeting)
    assert "no longer wanted" in words(site.officer.get(path(meeting, "/drop")))
    assert site.officer.post(path(meeting, "/drop")).status_code == 422
    answer = site.officer.post(path(meeting, "/drop"), {"what": ["room", "broadcast"]})
    assert answer.status_code == 303
    work_off(site)
    with site.world.runner.read() as session:
        room, row = room_of_meeting(session, meeting.id), broadcast_of_meeting(session, meeting.id)
        assert room
        assert row
        assert room.state is Status.CANCELLED
        assert row.state is Status.CANCELLED
        assert session.get_one(Meeting, meeting.id).broadcast_url == ""


def test_no_room_chosen_is_no_room(site: Site, meeting: Sitting) -> None:
    arranged(site, meeting)
    page = words(site.officer.get(path(meeting)))
    assert "Nobody takes part online What is arranged is given up." in page
    arranged(site, meeting, room="none", watch="")
    with site.world.runner.read() as session:
        room, row = room_of_meeting(session, meeting.id), broadcast_of_meeting(session, meeting.id)
    assert room
    assert room.state is Status.CANCELLED
    assert row
    assert row.state is Status.READY


def test_members_come_in_by_our_page_alone(site: Site, committee, meeting: Sitting) -> None:  # type: ignore[no-untyped-def]
    arranged(site, meeting)
    member = site.member(committee.members[2])
    join = f"/meetings/{meeting.id}/join"
    early = member.get(join)
    assert "The room opens on" in words(early)
    assert member.post(join).status_code == 409
    at_start(site, meeting)
    page = member.get(join)
    assert "Join the meeting" in words(page)
    no_secret(page.text)
    assert "form-action 'self' https:" in page.headers["Content-Security-Policy"]
    answer = member.post(join)
    assert (answer.status_code, answer.headers["Location"]) == (303, LINK)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.get_data() == b""
    phone = member.post(f"{join}/telephone")
    assert "0203 481 5237" in phone.text
    assert "991133" in phone.text
    assert LINK not in phone.text
    assert join in member.get("/my").text or join in member.get(f"/meetings/{meeting.id}").text


def test_others_are_told_what_they_can_do(site: Site, meeting: Sitting) -> None:
    arranged(site, meeting)
    at_start(site, meeting)
    join = f"/meetings/{meeting.id}/join"
    page = site.public.get(join)
    assert "watch the broadcast" in words(page)
    assert "Sign in" in words(page)
    no_secret(page.text)
    assert site.public.post(join).status_code in (302, 303, 401)
    stranger = Visitor(site.parts, site.world.account("Councillor N. Stranger"))
    assert "does not belong to this meeting" in words(stranger.get(join))
    assert stranger.post(join).status_code == 403
    assert stranger.post(f"{join}/telephone").status_code == 403
    assert stranger.post(f"{join}/host").status_code == 403
    assert join not in site.public.get(f"/meetings/{meeting.id}").text
    hidden = site.public.get("/meetings/aaaaaaaaaaaaaaaa/join")
    assert hidden.status_code == 404


def test_secrets_stand_in_no_fact_feed_or_letter(site: Site, meeting: Sitting) -> None:
    arranged(site, meeting)
    for visitor, where in (
        (site.officer, f"/desk/record/{meeting.id}"),
        (site.public, f"/meetings/{meeting.id}"),
        (site.public, f"/meetings/{meeting.id}.ics"),
        (site.public, "/calendar.ics"),
        (site.officer, path(meeting)),
    ):
        no_secret(visitor.get(where).text)
    raw = Path(str(site.parts.settings.data)).glob("witan.sqlite*")
    for file in raw:
        content = file.read_bytes()
        assert b"Secret77" not in content
        assert b"991133" not in content


def test_invited_come_in_and_not_when_taken_back(site: Site, meeting: Sitting) -> None:
    arranged(site, meeting)
    person = site.world.person("Dr Ada Merton", "Consultant")
    guest = Visitor(site.parts, site.world.account("Dr Ada Merton", person_id=person, role=Role.AUTHOR))
    at_start(site, meeting)
    join = f"/meetings/{meeting.id}/join"
    assert guest.post(join).status_code == 403
    site.officer.post(path(meeting, "/invite"), {"person": person, "why": "presents item 1"})
    assert "Dr Ada Merton, presents item 1" in words(site.officer.get(path(meeting)))
    assert guest.post(join).status_code == 303
    site.officer.post(path(meeting, "/invite/end"), {"person": person})
    assert guest.post(join).status_code == 403


def test_ids_of_the_page_are_its_own(site: Site, meeting: Sitting) -> None:
    arranged(site, meeting)
    html = site.officer.get(path(meeting)).text
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_card_is_pushed_with_its_time(site: Site, meeting: Sitting) -> None:
    """What is pushed to the public is made outside any request."""
    arranged(site, meeting)
    with site.world.runner.read() as session:
        state = snapshot(session, meeting.id, Audience.PUBLIC)
    pushed = snapshot_message(site.parts.app, state)["parts"]["broadcast"]["html"]
    assert "It begins on <time" in pushed
