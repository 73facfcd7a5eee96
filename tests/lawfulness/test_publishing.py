"""Publishing at a time, and taking an agenda back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from meetings.agendas.content import without_number
from meetings.agendas.queries import published_agenda, working_agenda
from meetings.agendas.usecases import (
    AddItem,
    PublishAgenda,
    UnpublishAgenda,
    add_item,
    publish_agenda,
    unpublish_agenda,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.lawfulness.jobs import publish_what_is_due
from meetings.lawfulness.models import Waiting
from meetings.lawfulness.queries import last_planned
from meetings.lawfulness.usecases import CallOff, PlanPublication, call_off_publication, plan_publication
from meetings.people.usecases import DeactivateAccount, deactivate_account
from meetings.runtime.jobs import JobContext
from meetings.schedule.queries import meeting_of
from tests.factories.site import Site, words
from tests.factories.world import EVENING, Committee
from tests.lawfulness.conftest import at

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def body(site: Site) -> Committee:
    return site.world.body(members=5)


def mark(site: Site, meeting_id: str) -> str:
    with site.world.runner.read() as session:
        return without_number(working_agenda(session, meeting_id))


def look(site: Site) -> None:
    context = JobContext(site.world.runner, site.parts.services.storage, lambda _html: b"")
    publish_what_is_due(context)


def outcome(site: Site, meeting_id: str) -> tuple[Waiting, str]:
    with site.world.runner.read() as session:
        planned = last_planned(session, meeting_id)
    assert planned is not None
    return planned.state, planned.outcome


def version(site: Site, meeting_id: str) -> int:
    with site.world.runner.read() as session:
        return meeting_of(session, meeting_id).agenda_version


def planned(site: Site, meeting_id: str) -> None:
    officer = site.world.officer
    site.world.run(
        plan_publication, PlanPublication(meeting_id, MONDAY, seen=mark(site, meeting_id)), officer
    )


def test_agenda_is_published_when_its_time_comes_and_not_before(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    planned(site, meeting.id)
    look(site)
    assert version(site, meeting.id) == 0
    site.world.clock.at = MONDAY + timedelta(seconds=10)
    look(site)
    look(site)
    assert version(site, meeting.id) == 1
    assert outcome(site, meeting.id) == (Waiting.DONE, "Version 1")


def test_agenda_that_was_changed_since_is_not_published_and_says_so(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    planned(site, meeting.id)
    site.world.run(add_item, AddItem(meeting.id, "Cycle lanes"))
    site.world.clock.at = MONDAY
    look(site)
    state, why = outcome(site, meeting.id)
    assert (version(site, meeting.id), state) == (0, Waiting.FAILED)
    assert "changed" in why
    at(site, "2026-11-30T10:00")
    assert "was not:" in words(site.officer.get(f"/desk/meetings/{meeting.id}/publish/later"))


def test_somebody_who_has_left_publishes_nothing(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    planned(site, meeting.id)
    account = site.world.officer.account_id
    assert account is not None
    site.world.run(deactivate_account, DeactivateAccount(account), SYSTEM)
    site.world.clock.at = MONDAY
    look(site)
    assert version(site, meeting.id) == 0
    assert outcome(site, meeting.id)[0] is Waiting.FAILED


def test_called_off_it_waits_no_longer(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    planned(site, meeting.id)
    with pytest.raises(WrongState, match="already"):
        planned(site, meeting.id)
    site.world.run(call_off_publication, CallOff(meeting.id))
    with pytest.raises(WrongState):
        site.world.run(call_off_publication, CallOff(meeting.id))
    site.world.clock.at = MONDAY
    look(site)
    assert version(site, meeting.id) == 0


def test_published_by_hand_before_nothing_waits_any_longer(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    planned(site, meeting.id)
    site.world.run(publish_agenda, PublishAgenda(meeting.id))
    state, said = outcome(site, meeting.id)
    assert state is Waiting.CALLED_OFF
    assert said.startswith("Published before")
    site.world.clock.at = MONDAY
    look(site)
    assert version(site, meeting.id) == 1


@pytest.mark.parametrize("when", ["2026-11-01T09:00", "2026-12-08T19:00", "2027-06-01T09:00"])
def test_a_time_that_will_not_do_is_refused(site: Site, body: Committee, when: str) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    moment = datetime.fromisoformat(when).replace(tzinfo=UTC)
    with pytest.raises(Invalid):
        site.world.run(plan_publication, PlanPublication(meeting.id, moment), site.world.officer)


def test_members_neither_set_a_time_nor_take_back(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    member = site.world.actor(body.members[0])
    for case, command in [
        (plan_publication, PlanPublication(meeting.id, MONDAY)),
        (unpublish_agenda, UnpublishAgenda(meeting.id, "Wrong")),
    ]:
        with pytest.raises(Denied):
            site.world.run(case, command, member)


def test_form_keeps_what_was_typed(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    page = f"/desk/meetings/{meeting.id}/publish/later"
    form = {"date-day": "30", "date-month": "11", "date-year": "2026", "time": "nine"}
    answer = site.officer.post(page, form)
    assert answer.status_code == 422
    assert 'value="nine"' in answer.get_data(as_text=True)
    assert site.officer.post(page, form | {"time": "9am"}).status_code == 303
    assert "will be published on Monday 30 November 2026, 9am" in words(site.officer.get(page))
    assert site.officer.post(f"/desk/meetings/{meeting.id}/publish/call-off").status_code == 303


def test_taken_back_nobody_reads_it_and_readers_are_told_why(site: Site, body: Committee) -> None:
    meeting = body.meeting("Zebra crossing", starts_at=EVENING)
    home = f"/desk/meetings/{meeting.id}"
    assert "Zebra crossing" in words(site.public.get(f"/meetings/{meeting.id}"))
    assert site.officer.post(f"{home}/unpublish", {"reason": ""}).status_code == 422
    assert site.officer.post(f"{home}/unpublish", {"reason": "Wrong papers were attached"}).status_code == 303
    for address in (f"/meetings/{meeting.id}", f"/meetings/{meeting.id}?version=1"):
        page = words(site.public.get(address))
        assert "Zebra crossing" not in page
    assert "Wrong papers were attached" in words(site.public.get(f"/meetings/{meeting.id}"))
    assert "Zebra crossing" not in words(site.member(body.members[1]).get(f"/meetings/{meeting.id}"))
    with pytest.raises(WrongState):
        site.world.run(unpublish_agenda, UnpublishAgenda(meeting.id, "Again"))


def test_published_again_it_has_the_next_number(site: Site, body: Committee) -> None:
    meeting = body.meeting("Zebra crossing", starts_at=EVENING)
    site.world.run(unpublish_agenda, UnpublishAgenda(meeting.id, "Wrong papers"))
    assert site.world.run(publish_agenda, PublishAgenda(meeting.id)) == 2
    with site.world.runner.read() as session:
        assert published_agenda(session, meeting.id) is not None
    page = words(site.public.get(f"/meetings/{meeting.id}"))
    assert "Zebra crossing" in page
    assert "Wrong papers" not in page


def test_a_meeting_that_has_begun_keeps_its_agenda(site: Site, body: Committee) -> None:
    sitting = body.meeting("Zebra crossing", starts_at=EVENING)
    sitting.open()
    with pytest.raises(WrongState, match="begun"):
        site.world.run(unpublish_agenda, UnpublishAgenda(sitting.id, "Too late"))
