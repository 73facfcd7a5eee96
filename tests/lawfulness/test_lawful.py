"""The page that says whether a meeting is lawful, letting a rule pass, and certificates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import PublishAgenda, SendSummons, publish_agenda, send_summons
from meetings.deadlines.rules.base import State, Verdict
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.permissions import Role
from meetings.lawfulness.queries import Lawfulness, certificates_of, lawfulness_of
from meetings.lawfulness.usecases import MakeCertificate, make_certificate
from meetings.notifications.queries import letters_of_meeting
from meetings.notifications.rules import LetterKind
from meetings.notifications.usecases.sending import BeginAttempt, NoteAttempt, begin_attempt, note_attempt
from meetings.schedule.queries import meeting_of
from tests.factories.site import Site, Visitor, words
from tests.factories.world import Committee
from tests.lawfulness.conftest import at

TUESDAY = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)


@pytest.fixture
def body(site: Site) -> Committee:
    return site.world.body(members=5)


def judged(site: Site, meeting_id: str) -> Lawfulness:
    with site.world.runner.read() as session:
        meeting = meeting_of(session, meeting_id)
        return lawfulness_of(session, meeting, site.world.runner.timezone, today=site.world.clock.at.date())


def notice(law: Lawfulness) -> tuple[State, Verdict | None]:
    found = next(f for f in law.findings if f.rule.id.startswith("CD-1") and not f.subject)
    return found.state, found.verdict


@pytest.mark.parametrize(
    ("published", "state", "verdict"),
    [
        ("2026-11-30T09:00", State.MET, Verdict.SAFE),
        ("2026-12-01T09:00", State.DOUBTFUL, Verdict.ARGUABLE),
    ],
)
def test_notice_is_judged_by_the_day_of_publication(
    site: Site, body: Committee, published: str, state: State, verdict: Verdict
) -> None:
    at(site, "2026-11-20T09:00")
    meeting = body.meeting("Bus lanes", publish=False, starts_at=TUESDAY)
    site.officer.post(f"/desk/meetings/{meeting.id}/announce")
    at(site, published)
    site.world.run(publish_agenda, PublishAgenda(meeting.id))
    assert notice(judged(site, meeting.id)) == (state, verdict)


def test_meeting_called_and_published_at_once_is_lawful_at_short_notice(site: Site, body: Committee) -> None:
    at(site, "2026-12-07T09:00")
    meeting = body.meeting("Bus lanes", starts_at=TUESDAY)
    assert notice(judged(site, meeting.id))[0] is State.MET


def test_page_gives_every_rule_its_citation_and_working(site: Site, body: Committee) -> None:
    at(site, "2026-12-01T09:00")
    meeting = body.meeting("Bus lanes", starts_at=TUESDAY)
    page = site.officer.get(f"/desk/meetings/{meeting.id}/lawful")
    text = words(page)
    assert "Local Government Act 1972" in text
    assert "How this was worked out" in text
    assert "Nobody has confirmed" in text


def test_page_is_the_officers_own(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", starts_at=TUESDAY)
    assert site.member(body.members[0]).get(f"/desk/meetings/{meeting.id}/lawful").status_code == 403
    assert site.public.get(f"/desk/meetings/{meeting.id}/lawful").status_code == 302


def test_late_item_asks_for_a_reason_and_stands_in_the_checks(site: Site, body: Committee) -> None:
    at(site, "2026-11-25T09:00")
    meeting = body.meeting("Bus lanes", starts_at=TUESDAY)
    at(site, "2026-12-04T09:00")
    site.officer.post(f"/desk/meetings/{meeting.id}/agenda", {"title": "Grant offer", "kind": "item"})
    with site.world.runner.read() as session:
        item = working_agenda(session, meeting.id).items[-1]
    page = f"/desk/meetings/{meeting.id}/agenda/{item.id}"
    form = {"title": "Grant offer", "recommendation": "That the offer be accepted.", "sensitivity": "public"}
    assert site.officer.post(page, form).status_code == 303
    assert "Grant offer" in words(site.officer.get(f"/desk/meetings/{meeting.id}/publish"))
    site.world.run(publish_agenda, PublishAgenda(meeting.id, "Grant offer added"))
    late = next(
        f for f in judged(site, meeting.id).findings if f.subject == item.id and f.rule.id.startswith("AG-1")
    )
    assert late.state is State.NOT_MET


def test_certificate_keeps_what_was_published_with_its_hashes(site: Site, body: Committee) -> None:
    at(site, "2026-11-25T09:00")
    meeting = body.meeting("Bus lanes", starts_at=TUESDAY)
    home = f"/desk/meetings/{meeting.id}"
    assert site.officer.post(f"{home}/certificates").status_code == 303
    with site.world.runner.read() as session:
        row = certificates_of(session, meeting.id)[0]
    assert row.number == 1
    assert "Certificate 1" in words(site.officer.get(f"{home}/lawful"))
    assert site.officer.get(f"{home}/certificates/1.pdf").status_code == 404


def test_nothing_published_nothing_certified(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes", publish=False, starts_at=TUESDAY)
    with pytest.raises(WrongState):
        site.world.run(make_certificate, MakeCertificate(meeting.id))
    with pytest.raises(Denied):
        site.world.run(make_certificate, MakeCertificate(meeting.id), site.world.actor(body.members[0]))


def test_council_summoned_too_late_can_be_let_pass_with_a_reason(site: Site) -> None:
    council = site.world.body("Council", members=5)
    at(site, "2026-12-03T09:00")
    meeting = council.meeting("Budget", starts_at=TUESDAY)
    law = judged(site, meeting.id)
    gate = next(f for f in law.findings if f.gates)
    home = f"/desk/meetings/{meeting.id}/lawful"
    form = {"rule": gate.rule.id, "subject": gate.subject, "reason": ""}
    assert "monitoring officer" in words(site.officer.get(home))
    assert site.officer.post(f"{home}/override", form | {"reason": "Flood"}).status_code == 403
    monitoring = Visitor(site.parts, site.world.account("Mona Reed", role=Role.MONITORING))
    assert monitoring.post(f"{home}/override", form).status_code == 422
    assert monitoring.post(f"{home}/override", form | {"reason": "Flood"}).status_code == 303
    again = next(
        f for f in judged(site, meeting.id).findings if (f.rule.id, f.subject) == (gate.rule.id, gate.subject)
    )
    assert again.state is State.OVERRIDDEN
    assert "Flood" in words(site.officer.get(home))
    assert site.member(council.members[0]).post(f"{home}/override", form).status_code in (401, 403)
    assert monitoring.post(f"{home}/override", form | {"rule": "CD-9"}).status_code == 404


def test_summons_counts_from_when_the_first_letter_left(site: Site) -> None:
    council = site.world.body("Council", members=3)
    at(site, "2026-11-30T09:00")
    meeting = council.meeting("Budget", starts_at=TUESDAY)
    site.world.run(send_summons, SendSummons(meeting.id))
    assert judged(site, meeting.id).facts.summons_at is None
    at(site, "2026-12-02T09:00")
    with site.world.runner.read() as session:
        letter = letters_of_meeting(session, meeting.id, [LetterKind.SUMMONS])[0]
    assert site.world.run(begin_attempt, BeginAttempt(letter.id, "council@example.org"), SYSTEM)
    site.world.run(note_attempt, NoteAttempt(letter.id), SYSTEM)
    assert judged(site, meeting.id).facts.summons_at == datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
