"""Attacks on what happens before the meeting: races, borrowed rights, one person as two, readers who have left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from sqlalchemy import select

from meetings.agendas.business.usecases import BeginAgenda, TakeUsualOrder, begin_agenda, take_usual_order
from meetings.agendas.findings import open_findings, uninspected
from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import (
    AddPaper,
    AllowFinding,
    PaperFile,
    add_paper,
    allow_finding,
)
from meetings.bodies.models import BodyKind
from meetings.bodies.usecases import CreateBody, create_body
from meetings.deadlines.clocks import dues_between
from meetings.deadlines.rules.base import Severity
from meetings.deadlines.rules.book import RULES
from meetings.deadlines.usecases import OverrideRule, SignOffLaw, override_rule, sign_off_law
from meetings.documents.difference import difference, side_by_side
from meetings.documents.disclosure import Disclosure
from meetings.documents.richtext import clean
from meetings.kernel.actor import SYSTEM, Actor
from meetings.kernel.errors import Denied
from meetings.kernel.paths import loggable
from meetings.kernel.permissions import Grant, Role
from meetings.notifications.models import StoredLetter
from meetings.notifications.rules import LetterKind, LetterStatus, Recipient
from meetings.notifications.usecases import BeginAttempt, Letter, begin_attempt, send_letter
from meetings.people.models import Account, RoleGrant
from meetings.people.usecases import DeactivateAccount, EndGrant, deactivate_account, end_grant
from meetings.reports import queries
from meetings.reports.usecases import AddHolder, add_holder
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.schedule.members.usecases import SettleSubstitutes, settle_substitutes
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.accounts import signed_in
from tests.factories.site import Site, make_site
from tests.factories.world import World
from tests.reports.workshop import Workshop, make_workshop

GRANTS = (Grant(Role.OFFICER, None, date(2020, 1, 1)),)
NAMES = [f"word{n}" for n in range(300)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def shop(sqlite_world: World) -> Workshop:
    return make_workshop(sqlite_world)


# Rights on one body, used on another


def two_roles(world: World, monitors: str, prepares: str) -> Actor:
    actor, _ = signed_in(world, "Two Hats", Role.OFFICER, prepares)
    more = Grant(Role.MONITORING, monitors, date(2020, 1, 1))
    return Actor(actor.account_id, actor.name, grants=(*actor.grants, more))


def test_a_monitoring_officer_of_one_body_lets_nothing_pass_on_another(sqlite_world: World) -> None:
    body, other = sqlite_world.body(), sqlite_world.body("Cabinet", members=1)
    sitting = body.meeting(publish=False)
    rule_id = gated_rule()
    stranger = two_roles(sqlite_world, other.id, body.id)
    with pytest.raises(Denied, match="monitoring officer"):
        sqlite_world.run(override_rule, OverrideRule(sitting.id, rule_id, "", "In a hurry"), stranger)
    command = OverrideRule(sitting.id, rule_id, "", "Considered")
    assert sqlite_world.run(override_rule, command, two_roles(sqlite_world, body.id, other.id))


def gated_rule() -> str:
    return next(r.id for r in RULES if r.severity is Severity.GATE and "monitoring officer" in r.override)


def test_a_monitoring_officer_of_one_body_does_not_sign_off_the_law_of_all(sqlite_world: World) -> None:
    body = sqlite_world.body()
    actor = two_roles(sqlite_world, body.id, body.id)
    whole = Actor(
        actor.account_id, actor.name, grants=(*actor.grants, Grant(Role.OFFICER, None, date(2020, 1, 1)))
    )
    with pytest.raises(Denied):
        sqlite_world.run(sign_off_law, SignOffLaw(), whole)


def test_an_officer_of_one_body_does_not_settle_the_substitutes_of_another(site: Site) -> None:
    world = site.world
    body, other = world.body(), world.body("Cabinet", members=1)
    officer, _ = signed_in(world, "Olive Officer", Role.OFFICER, body.id)
    with pytest.raises(Denied):
        world.run(settle_substitutes, SettleSubstitutes(other.id, True), officer)
    world.run(settle_substitutes, SettleSubstitutes(body.id, True), officer)


# Readers who have left


def letters_to(world: World, actor: Actor) -> list[str]:
    with world.runner.read() as session:
        mine = select(StoredLetter.subject).where(StoredLetter.account_id == actor.account_id)
        return list(session.scalars(mine))


def end_roles(world: World, actor: Actor) -> None:
    with world.runner.read() as session:
        ids = list(session.scalars(select(RoleGrant.id).where(RoleGrant.account_id == actor.account_id)))
    for grant_id in ids:
        world.run(end_grant, EndGrant(grant_id, world.clock.now().date() - timedelta(days=1)), SYSTEM)


def test_no_mail_about_reports_goes_to_those_whose_role_has_ended(shop: Workshop) -> None:
    report_id = shop.asked("Harbour wall")
    world = shop.world
    before = len(letters_to(world, shop.author)), len(letters_to(world, shop.legal))
    for gone in (shop.author, shop.legal):
        end_roles(world, gone)
    shop.answer(report_id, "Finance", shop.finance)
    assert (len(letters_to(world, shop.author)), len(letters_to(world, shop.legal))) == before


def test_an_author_whose_role_has_ended_is_shown_no_titles_among_deadlines(shop: Workshop) -> None:
    shop.asked("Harbour wall")
    world = shop.world
    day = world.clock.now().date()
    end = day + timedelta(days=200)
    for gone in (shop.author, shop.legal):
        end_roles(world, gone)
        with world.runner.read() as session:
            bare = Actor(gone.account_id, gone.name)
            assert not [d.title for d in dues_between(session, day, end, bare, day)]


def test_a_consultee_of_one_body_hears_nothing_of_reports_to_another(shop: Workshop) -> None:
    world = shop.world
    command = CreateBody(name="Cabinet", kind=BodyKind.COMMITTEE, quorum=3)
    other_id = world.run(create_body, command, SYSTEM)
    narrow, _ = signed_in(world, "Nora Narrow", Role.CONSULTEE, other_id)
    assert narrow.account_id is not None
    world.run(add_holder, AddHolder(shop.roles["Legal"], narrow.account_id, date(2020, 1, 1)))
    shop.asked("Harbour wall")
    assert letters_to(world, narrow) == []
    with world.runner.read() as session:
        day = world.clock.now().date()
        assert queries.to_clear(session, narrow, day) == []
        assert queries.to_clear(session, shop.legal, day)
        assert not [d.title for d in dues_between(session, day, day + timedelta(days=200), narrow, day)]


# One person as two


def test_two_accounts_of_one_person_are_not_two_people(sqlite_world: World) -> None:
    world, sitting = sqlite_world, sqlite_world.body(members=2).meeting("Budget", publish=False)
    covered = (Disclosure("covered", 3, words="Sold to J. Smith"),)
    file = PaperFile("report.pdf", "application/pdf", 900, 2, "ab" * 32, covered)
    paper_id = world.run(add_paper, AddPaper(sitting.id, None, "Report", file))
    person_id = world.person("Ann Lee")
    first, second, other = (
        Actor(signed_in(world, name, Role.OFFICER)[0].account_id, name, person_id=who, grants=GRANTS)
        for name, who in (("Ann Lee", person_id), ("Ann Lee (admin)", person_id), ("Bo Reid", None))
    )
    with world.runner.work(SYSTEM) as work:
        for account_id in (first.account_id, second.account_id):
            work.session.get_one(Account, account_id).person_id = person_id
    with world.runner.read() as session:
        (finding,) = open_findings(session, [paper_id])
    command = AllowFinding(sitting.id, finding.id, "He agreed")
    assert not world.run(allow_finding, command, first)
    with pytest.raises(Denied, match="two people"):
        world.run(allow_finding, command, second)
    assert world.run(allow_finding, command, other)


def test_a_paper_that_is_carried_over_is_looked_through_again(sqlite_world: World) -> None:
    """What was found in its file stays with the meeting before: without a look it would be published unseen."""
    world, body = sqlite_world, sqlite_world.body(members=5)
    world.run(take_usual_order, TakeUsualOrder(body.id))
    sitting = body.meeting("Bus lanes", "Cycle lanes")
    covered = (Disclosure("covered", 3, words="Sold to J. Smith"),)
    file = PaperFile("report.pdf", "application/pdf", 900, 2, "ab" * 32, covered)
    world.run(add_paper, AddPaper(sitting.id, sitting.items[1], "Late report", file))
    sitting.open()
    world.run(take_item, TakeItem(sitting.id, sitting.items[0]))
    world.run(close_meeting, CloseMeeting(sitting.id))
    starts_at = world.clock.now() + timedelta(days=28)
    later = world.run(arrange_meeting, ArrangeMeeting(body.id, starts_at, "Town hall"))
    world.run(begin_agenda, BeginAgenda(later))
    with world.runner.read() as session:
        (paper,) = [p for p in working_agenda(session, later).all_papers() if p.title == "Late report"]
        assert open_findings(session, [paper.id]) or uninspected(session, [paper.id])


# Texts that keep the server busy


def test_text_that_is_nested_deeper_than_any_document_is_cleaned_at_once() -> None:
    for text in ("<ul><li>" * 60_000, "<section><p>" * 40_000, "<dl><dd>" * 40_000):
        began = monotonic()
        kept = clean(f"{text}words &lt;b&gt; <script>alert(1)</script>")
        assert monotonic() - began < 3
        assert "words" in kept
        assert "<script" not in kept


def test_a_difference_between_long_texts_of_few_words_is_found_at_once() -> None:
    pick = Random(1)
    old, new = (" ".join(pick.choices("abcd", k=40_000)) for _ in range(2))
    lines = ("\n".join(" ".join(pick.choices(NAMES, k=60)) for _ in range(400)) for _ in range(2))
    began = monotonic()
    difference(f"Same {old} end", f"Same {new} end")
    side_by_side(old, new)
    side_by_side(*lines)
    assert monotonic() - began < 10


# Letters and logs that outlive somebody's rights


def test_a_letter_that_waited_does_not_go_to_an_account_that_is_closed(sqlite_world: World) -> None:
    world = sqlite_world
    reader, _ = signed_in(world, "Rhona Reader", Role.OFFICER)
    assert reader.account_id is not None
    to = (Recipient(reader.name, "rhona@example.org", reader.account_id),)
    letter = Letter(to, "News", "Words", LetterKind.NOTICE, "news:1")
    with world.runner.work(SYSTEM) as work:
        (letter_id,) = send_letter(work, letter)
    world.run(deactivate_account, DeactivateAccount(reader.account_id), SYSTEM)
    begin = BeginAttempt(letter_id, "council@example.org", "https://witan.example.org", "example.org")
    assert not world.run(begin_attempt, begin, SYSTEM)
    with world.runner.read() as session:
        assert session.get_one(StoredLetter, letter_id).status is LetterStatus.FAILED


def test_a_log_tells_no_address_that_lets_its_reader_in() -> None:
    token = "Zq9-" * 11
    assert loggable(f"/deadlines/{token}.ics") == "/deadlines/....ics"
    assert token not in loggable(f"/set-password/{token}")
    assert loggable("/meetings/abcdefghijklmnop/live") == "/meetings/abcdefghijklmnop/live"
