"""Members' demand for a meeting: allowed, denied, wrong, twice; its clock, its pages, and the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.db.record import council_stream, facts_of
from meetings.deadlines.clocks import dues_between
from meetings.deadlines.member_events import RequisitionReceived, RequisitionSigned
from meetings.deadlines.queries import law_of
from meetings.deadlines.requisitions import Demand, demand_of, summons
from meetings.deadlines.usecases.requisitions import (
    AnswerRequisition,
    ReceiveRequisition,
    RefuseRequisition,
    SignRequisition,
    WithdrawRequisition,
    answer_requisition,
    receive_requisition,
    refuse_requisition,
    sign_requisition,
    withdraw_requisition,
)
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from tests.factories.site import Site, words
from tests.factories.world import Committee, World

D = date.fromisoformat
RECEIVED = D("2026-12-01")


@pytest.fixture
def council(sqlite_world: World) -> Committee:
    # from ten days before the world's meeting to the evening of 4 December
    sqlite_world.later(minutes=6 * 24 * 60)
    return sqlite_world.body("Council", members=7)


def receive(council: Committee, signed: int = 5, on: date = RECEIVED) -> str:
    people = tuple(council.members[:signed])
    return council.world.run(receive_requisition, ReceiveRequisition(council.id, on, "The library", people))


def read(council: Committee, requisition_id: str) -> Demand:
    with council.world.runner.read() as session:
        return demand_of(session, law_of(session), requisition_id)


def test_me_2_the_clock_of_a_valid_demand(council: Committee) -> None:
    demand = read(council, receive(council))
    assert demand.valid
    assert (demand.day("chair_by"), demand.day("members_from")) == (D("2026-12-08"), D("2026-12-09"))
    assert demand.day("earliest_meeting") == D("2026-12-17")
    assert demand.state(D("2026-12-08"))[0] == "The chair’s turn"
    assert demand.state(D("2026-12-09"))[0] == "Members may call it"


def test_me_2_four_signatures_are_too_few_until_a_fifth_signs(council: Committee) -> None:
    made = receive(council, 4)
    assert read(council, made).state(RECEIVED) == ("Too few signatures", "grey")
    council.world.run(sign_requisition, SignRequisition(made, (council.members[4], council.members[0])))
    assert read(council, made).valid
    with council.world.runner.read() as session:
        (entry,) = facts_of(session, council_stream(session), types=[RequisitionSigned])
    assert isinstance(entry.fact, RequisitionSigned)
    assert entry.fact.signed_by == (council.members[4],)


def test_me_2_after_a_refusal_members_may_call_it_at_once(council: Committee) -> None:
    made = receive(council)
    council.world.run(refuse_requisition, RefuseRequisition(made, D("2026-12-03")))
    assert read(council, made).day("members_from") == D("2026-12-03")
    with pytest.raises(WrongState):
        council.world.run(refuse_requisition, RefuseRequisition(made, D("2026-12-03")))


def test_it_ends_when_the_meeting_is_called_or_it_is_taken_back(council: Committee) -> None:
    called, back = receive(council), receive(council)
    council.world.run(answer_requisition, AnswerRequisition(called, D("2026-12-17"), by_members=True))
    council.world.run(withdraw_requisition, WithdrawRequisition(back))
    assert read(council, called).state(RECEIVED)[0] == "Called"
    assert read(council, back).state(RECEIVED)[0] == "Taken back"
    for made in (called, back):
        with pytest.raises(WrongState):
            council.world.run(withdraw_requisition, WithdrawRequisition(made))
        with pytest.raises(WrongState):
            council.world.run(sign_requisition, SignRequisition(made, (council.members[6],)))


def test_what_makes_no_sense_is_refused(council: Committee) -> None:
    run, made = council.world.run, receive(council)
    stranger = council.world.person("Somebody Else")
    for command in (
        ReceiveRequisition(council.id, RECEIVED, " ", (council.members[0],)),
        ReceiveRequisition(council.id, D("2027-12-01"), "x", (council.members[0],)),
        ReceiveRequisition(council.id, RECEIVED, "x", ()),
        ReceiveRequisition(council.id, RECEIVED, "x", (stranger,)),
    ):
        with pytest.raises(Invalid):
            run(receive_requisition, command)
    with pytest.raises(NotFound):
        run(receive_requisition, ReceiveRequisition("nowhere", RECEIVED, "x", (stranger,)))
    with pytest.raises(NotFound):
        run(withdraw_requisition, WithdrawRequisition("nowhere"))
    with pytest.raises(Invalid):
        run(refuse_requisition, RefuseRequisition(made, D("2026-11-30")))
    with pytest.raises(Invalid):
        run(answer_requisition, AnswerRequisition(made, RECEIVED))


def test_only_who_looks_after_the_law_may_enter_one(council: Committee) -> None:
    command = ReceiveRequisition(council.id, RECEIVED, "x", (council.members[0],))
    with pytest.raises(SignInRequired):
        council.world.run(receive_requisition, command, ANONYMOUS)
    with pytest.raises(Denied):
        council.world.run(receive_requisition, command, council.world.actor(council.members[0]))


def test_the_days_stand_in_the_calendar(council: Committee) -> None:
    made = receive(council)
    with council.world.runner.read() as session:
        found = dues_between(session, RECEIVED, D("2026-12-31"), council.world.officer)
        entered = facts_of(session, council_stream(session), types=[RequisitionReceived])
    mine = {d.key: d for d in found if made in d.key}
    assert {k.rpartition(":")[2]: d.on for k, d in mine.items()} == {
        "chair_by": D("2026-12-08"),
        "members_from": D("2026-12-09"),
    }
    assert not any(d.done for d in mine.values())
    assert len(list(entered)) == 1


def test_the_summons_names_business_day_and_members(council: Committee) -> None:
    text = summons(read(council, receive(council)), "Aldwater Council")
    assert "Extraordinary meeting of Aldwater Council" in text
    assert "Thursday 17 December 2026" in text
    assert "The library" in text
    assert text.count("Councillor") == 5


def test_pages_from_receipt_to_call(site: Site) -> None:
    council = site.world.body("Council", members=6)
    assert "None has been received" in words(site.officer.get("/desk/members/requisitions"))
    assert "Who signed" in words(site.officer.get("/desk/members/requisitions/new"))
    form = {
        "body": council.id,
        "received_on-day": "27",
        "received_on-month": "11",
        "received_on-year": "2026",
        "business": "",
        "signed_by": council.members[:4],
    }
    refused = site.officer.post("/desk/members/requisitions/new", form)
    assert refused.status_code == 422
    assert "Enter the business" in words(refused)
    assert refused.get_data(as_text=True).count(" checked") == 4
    made = site.officer.post("/desk/members/requisitions/new", form | {"business": "The harbour wall"})
    assert made.status_code == 303
    one = made.location
    assert "Too few signatures" in words(site.officer.get(one))
    assert site.officer.post(f"{one}/sign", {"signed_by": [council.members[4]]}).status_code == 303
    assert "Draft of the summons" in words(site.officer.get(one))
    assert site.officer.post(f"{one}/sign", {}).status_code == 422
    day = {"refused_on-day": "28", "refused_on-month": "11", "refused_on-year": "2026"}
    assert site.officer.post(f"{one}/refuse", day).status_code == 303
    assert site.officer.post(f"{one}/call", {"meeting_on-day": "x"}).status_code == 422
    held = {
        "meeting_on-day": "17",
        "meeting_on-month": "12",
        "meeting_on-year": "2026",
        "called_by": "members",
    }
    assert site.officer.post(f"{one}/call", held).status_code == 303
    assert "Called" in words(site.officer.get("/desk/members/requisitions"))
    assert site.officer.get("/desk/members/requisitions/nowhere").status_code == 404
