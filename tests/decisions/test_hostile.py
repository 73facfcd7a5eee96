"""What somebody tries who is not entitled: other people's decisions, other bodies' plans, exempt reasons in notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import select

from meetings.decisions import queries
from meetings.decisions.rules.calling import Outcome, Reconsidered
from meetings.decisions.rules.record import Kind
from meetings.decisions.rules.wording import OUTCOME_WITHHELD
from meetings.decisions.usecases import (
    ChangeDecision,
    ConcludeCallIn,
    JudgeCallIn,
    MakeDecision,
    PublishDecisions,
    Reconsider,
    StartCallIn,
    WriteDecision,
    change_decision,
    conclude_call_in,
    judge_call_in,
    make_decision,
    publish_decisions,
    reconsider,
    start_call_in,
    write_decision,
)
from meetings.forwardplan.rules.planned import PlannedDecision
from meetings.forwardplan.usecases import PlanDecision, plan_decision
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from meetings.notifications.models import StoredLetter
from meetings.people.models import RoleGrant
from meetings.people.usecases import EndGrant, GrantRole, end_grant, grant_role
from tests.decisions.halls import CANARY, Hall
from tests.decisions.served import Served, ok
from tests.factories.accounts import signed_in
from tests.factories.site import Visitor

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DAY = date(2026, 12, 10)


def test_nobody_makes_a_decision_in_words_that_were_changed_since_they_read_it(hall: Hall) -> None:
    run, lead = hall.world.run, hall.actor("lead")
    record = hall.officer_record(kind=Kind.MEMBER, maker_id=hall.people["lead"], maker_name="Councillor Lead")
    id_ = run(write_decision, WriteDecision(record))
    read = hall.row(id_).version
    run(change_decision, ChangeDecision(id_, read, replace(record, decision="To award it to a friend.")))
    with pytest.raises(WrongState, match="changed since you opened it"):
        run(make_decision, MakeDecision(id_, seen=read), lead)
    run(make_decision, MakeDecision(id_, seen=read + 1), lead)


def test_a_record_names_no_entry_of_another_bodys_plan(hall: Hall) -> None:
    run = hall.world.run
    planned = PlannedDecision(
        body_id=hall.cabinet,
        title="Swimming baths: new boilers",
        matter="Whether to replace the boilers of the baths.",
        amount=640_000,
        key_reason="Above the threshold.",
        decide_on=date(2027, 2, 9),
        documents_from="On the website.",
        contact_name="Priya Nair",
        contact_email="priya@example.org",
    )
    entry = run(plan_decision, PlanDecision(planned))
    mine = hall.officer_record(body_id=hall.scrutiny)
    for plan_id in (entry, "nosuchentry"):
        with pytest.raises(Invalid, match="this body’s forward plan"):
            run(write_decision, WriteDecision(replace(mine, plan_id=plan_id)))
    id_ = run(write_decision, WriteDecision(mine))
    with pytest.raises(Invalid, match="this body’s forward plan"):
        run(change_decision, ChangeDecision(id_, 1, replace(hall.row(id_).record, plan_id=entry)))
    assert run(write_decision, WriteDecision(hall.officer_record(plan_id=entry)))


def test_why_a_call_in_of_an_exempt_decision_ended_stands_in_no_notice_and_no_letter(hall: Hall) -> None:
    run, late = hall.world.run, date(2026, 12, 22)
    row = hall.decided(
        "Depot",
        sensitivity=Sensitivity.EXEMPT,
        exempt_paragraphs=("3",),
        exemption="Prices",
        interest_test="Not yet",
    )[0]
    row = hall.change(
        row, alternatives="None", exempt_reasons="Cheap", decision="It was agreed.", reasons="Value"
    )
    hall.at(DAY)
    run(publish_decisions, PublishDecisions((row.id,)))
    call_in = run(start_call_in, StartCallIn(row.id, CANARY, alone=True), hall.actor("scrutineer"))
    run(judge_call_in, JudgeCallIn(call_in, True, "In time.", hall.scrutiny), hall.monitoring)
    hall.at(late, 20)
    run(conclude_call_in, ConcludeCallIn(call_in, Outcome.REFERRED_BACK, CANARY, late))
    run(reconsider, Reconsider(call_in, Reconsidered.CHANGED, CANARY, late, "It was agreed on other terms."))
    with hall.world.runner.read() as session:
        notices = [queries.notice_of(session, n.id)[1] for n in queries.notices_of(session, row.id)]
        versions = queries.versions_of(session, row.id, published=True)
        letters = list(session.scalars(select(StoredLetter.text)))
    assert len(notices) == 5
    assert CANARY not in f"{notices} {versions} {letters}"
    assert OUTCOME_WITHHELD in f"{notices}"
    assert hall.call(call_in).outcome_text == CANARY


def test_a_paper_that_ends_in_an_address_leads_there_and_nowhere_else() -> None:
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    env.filters |= {"date": str, "datetime": str}
    document = env.get_template("decisions/_parts.html").module.document  # type: ignore[attr-defined]
    assert (
        '<a class="govuk-link" href="https://example.org/a" rel="noopener">Survey of users</a>'
        in document("Survey of users https://example.org/a")
    )
    assert 'href="https://e.example/&#34;onclick=&#34;x"' in document('Plan https://e.example/"onclick="x')
    assert "href" not in document("Click javascript:alert(1)") + document("https://example.org/alone")


def test_an_author_whose_role_has_ended_reads_the_records_they_began_no_more(served: Served) -> None:
    hall, world = served.hall, served.hall.world
    author, token = signed_in(world, "Morgan Field", Role.AUTHOR, hall.cabinet)
    also, _ = signed_in(world, "Noor Field", Role.AUTHOR, hall.cabinet)
    id_ = world.run(write_decision, WriteDecision(hall.officer_record()), author)
    visitor, page = Visitor(served.site.parts, token), f"/desk/decisions/{id_}"
    assert "Contract for the boilers" in ok(visitor.get(page)) + ok(visitor.get("/desk/decisions"))
    with pytest.raises(Denied):
        world.run(change_decision, ChangeDecision(id_, 1, hall.officer_record(title="Other")), also)
    with world.runner.read() as session:
        grant = session.scalars(select(RoleGrant.id).where(RoleGrant.account_id == author.account_id)).one()
    world.run(
        grant_role, GrantRole(author.account_id or "", Role.AUTHOR, hall.scrutiny, date(2020, 1, 1)), SYSTEM
    )
    world.run(end_grant, EndGrant(grant, date(2026, 11, 1)), SYSTEM)
    assert "Contract for the boilers" not in ok(visitor.get(page), 404) + ok(visitor.get("/desk/decisions"))
