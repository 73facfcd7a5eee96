"""Records: begun by themselves, completed, published with their dates, corrected, kept back where exempt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from meetings.db.record import facts_of
from meetings.deadlines.clocks import dues_between
from meetings.decisions import queries
from meetings.decisions.events import DecisionPublished
from meetings.decisions.queries import Wanted
from meetings.decisions.rules.record import CallIn, Kind
from meetings.decisions.rules.standing import Standing, State
from meetings.decisions.usecases import (
    CorrectDecision,
    MakeDecision,
    PublishDecisions,
    SetAside,
    TakeUp,
    WaiveCallIn,
    WriteDecision,
    correct_decision,
    make_decision,
    publish_decisions,
    set_aside,
    take_up,
    waive_call_in,
    write_decision,
)
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.minutes.writing.correcting import CorrectMotionText, correct_motion_text
from meetings.notifications.models import StoredLetter
from meetings.schedule.lawfacts import facts_of_meetings
from meetings.schedule.queries import meeting_of
from tests.decisions.halls import BOILERS, CANARY, Hall

_LETTERS = select(StoredLetter.text)


def test_a_meeting_leaves_its_records_when_it_closes_but_none_of_routine(hall: Hall) -> None:
    rows = hall.decided("Swimming baths: new boilers", "Rents", "Minutes of the last meeting")
    assert [r.reference for r in reversed(rows)] == ["D2026/001", "D2026/002"]
    row = rows[-1]
    assert (row.kind, row.state, row.made_on) == (Kind.EXECUTIVE, State.MADE, date(2026, 12, 8))
    assert (row.record.decision, row.record.interests) == (BOILERS, "None declared.")
    assert row.record.call_in is CallIn.SUBJECT
    assert row.motion_id


def test_a_slip_in_the_motion_put_right_is_put_right_in_its_record_too(hall: Hall) -> None:
    one, two = hall.decided("Baths", "Rents")
    two = hall.change(two, decision="In an officer's own words.")
    for row in (one, two):
        slip = CorrectMotionText(row.meeting_id or "", row.motion_id or "", BOILERS, "That both go.", "Heard")
        hall.world.run(correct_motion_text, slip)
    assert [hall.row(r.id).record.decision for r in (one, two)] == [
        "That both go.",
        "In an officer's own words.",
    ]
    assert hall.row(one.id).version == 2


def test_a_blank_alternative_stops_publication_and_says_what_to_do(hall: Hall) -> None:
    row = hall.change(hall.decided()[0], reasons="They leak.")
    with pytest.raises(Invalid) as refused:
        hall.world.run(publish_decisions, PublishDecisions((row.id,)))
    assert refused.value.fields == {
        f"alternatives-{row.id}": (
            "D2026/001: Write which alternatives were considered and rejected, and why. "
            "Where there were none, write “None”."
        )
    }
    done = hall.change(row, alternatives="None")
    hall.world.run(publish_decisions, PublishDecisions((done.id,)))
    assert hall.row(row.id).state is State.PUBLISHED


@pytest.mark.parametrize(
    ("published", "hour", "until"),
    [
        (date(2026, 12, 10), 10, date(2026, 12, 17)),
        (date(2026, 12, 22), 10, date(2026, 12, 31)),
        (date(2026, 12, 9), 18, date(2026, 12, 17)),
    ],
)
def test_the_period_and_the_day_of_carrying_out_are_the_laws(
    hall: Hall, published: date, hour: int, until: date
) -> None:
    row = hall.published(published, hour)
    assert (row.until, row.effective_on) == (until, until + (date(2026, 1, 2) - date(2026, 1, 1)))
    assert row.standing(until) is Standing.WAITING
    assert row.effective_on is not None
    assert row.standing(row.effective_on) is Standing.EFFECTIVE


def test_the_law_knows_of_a_statement_once_every_decision_of_the_cabinet_is_out(hall: Hall) -> None:
    second, first = (hall.complete(r) for r in hall.decided("Rents", "Roads"))

    def published_at() -> datetime | None:
        with hall.world.runner.read() as session:
            rows = [meeting_of(session, first.meeting_id or "")]
            return facts_of_meetings(session, rows)[rows[0].id].decisions_at

    for row in (first, second):
        assert published_at() is None
        hall.world.run(publish_decisions, PublishDecisions((row.id,)))
    assert published_at() == hall.world.clock.now()


def test_urgency_needs_the_consent_of_the_right_office_and_is_published(hall: Hall) -> None:
    row = hall.complete(hall.decided()[0])
    command = WaiveCallIn(
        row.id, "The grant lapses on Friday.", hall.people["ash"], date(2026, 12, 8), hall.scrutiny
    )
    with pytest.raises(Invalid):
        hall.world.run(waive_call_in, command)
    hall.world.run(waive_call_in, replace(command, agreed_by=hall.people["scrutineer"]))
    hall.world.run(publish_decisions, PublishDecisions((row.id,)))
    row = hall.row(row.id)
    assert (row.call_in, row.until, row.effective_on) == (CallIn.URGENT, None, date(2026, 12, 8))
    assert row.record.waived_by == "Councillor Scrutineer"
    with pytest.raises(WrongState, match="exempt from call-in: The grant lapses on Friday"):
        hall.call_in(row)


def test_a_correction_is_a_new_version_with_its_reason_and_the_old_one_stays(hall: Hall) -> None:
    row = hall.published(date(2026, 12, 10))
    changed = replace(row.record, reasons="They leak, and parts are no longer made.")
    with pytest.raises(Invalid):
        hall.world.run(correct_decision, CorrectDecision(row.id, row.version, changed, " "))
    hall.at(date(2026, 12, 11))
    hall.world.run(correct_decision, CorrectDecision(row.id, row.version, changed, "A reason was left out"))
    after = hall.row(row.id)
    assert (after.published_version, after.until) == (row.version + 1, row.until)
    with hall.world.runner.read() as session:
        seen = queries.versions_of(session, row.id, published=True)
        kinds = [n.kind.value for n in queries.notices_of(session, row.id)]
    assert [(v.record.reasons, v.note) for v in seen] == [
        ("They leak, and parts are no longer made.", "A reason was left out"),
        ("They leak.", ""),
    ]
    assert kinds == ["correction", "statement"]
    with pytest.raises(WrongState, match="Somebody else saved"):
        hall.world.run(correct_decision, CorrectDecision(row.id, row.version, row.record, "Again"))


def test_a_correction_moves_no_meeting_and_no_decision_into_the_future(hall: Hall) -> None:
    row = hall.published(date(2026, 12, 10))
    other = replace(row.record, made_on=date(2026, 12, 1), reasons="They leak much.")
    hall.world.run(correct_decision, CorrectDecision(row.id, row.version, other, "More was said"))
    assert hall.row(row.id).made_on == row.made_on
    id_ = hall.world.run(write_decision, WriteDecision(hall.officer_record(made_on=date(2026, 12, 9))))
    hall.world.run(make_decision, MakeDecision(id_, date(2026, 12, 9)))
    hall.world.run(publish_decisions, PublishDecisions((id_,)))
    row = hall.row(id_)
    later = CorrectDecision(id_, row.version, replace(row.record, made_on=date(2027, 1, 9)), "Wrong day")
    with pytest.raises(Invalid, match="future"):
        hall.world.run(correct_decision, later)
    earlier = replace(later, record=replace(row.record, made_on=date(2026, 12, 7)))
    hall.world.run(correct_decision, earlier)
    assert (hall.row(id_).made_on, hall.row(id_).effective_on) == (date(2026, 12, 7), date(2026, 12, 7))


def test_an_officer_decision_is_written_made_and_published(hall: Hall) -> None:
    hall.at(date(2026, 12, 10))
    id_ = hall.world.run(
        write_decision, WriteDecision(hall.officer_record(limbs=(), made_on=date(2026, 12, 9)))
    )
    with pytest.raises(WrongState, match="not been made"):
        hall.world.run(publish_decisions, PublishDecisions((id_,)))
    hall.world.run(make_decision, MakeDecision(id_))
    with hall.world.runner.read() as session:
        dues = dues_between(session, date(2026, 12, 1), date(2026, 12, 31), hall.world.officer)
    due = [(d.title, d.on, d.rule_id, d.done) for d in dues if d.key == f"decision-statement:{id_}"]
    assert due == [
        ("Publish the record of a decision: Contract for the boilers", date(2026, 12, 14), "AG-9", False)
    ]
    with pytest.raises(Invalid, match="Answer the three questions"):
        hall.world.run(publish_decisions, PublishDecisions((id_,)))
    hall.change(hall.row(id_), limbs=("express",))
    hall.world.run(publish_decisions, PublishDecisions((id_,)))
    row = hall.row(id_)
    assert (row.made_on, row.call_in, row.effective_on) == (
        date(2026, 12, 10),
        CallIn.NOT_SUBJECT,
        date(2026, 12, 10),
    )


def test_a_member_of_the_executive_decides_alone_and_nobody_else_for_them(hall: Hall) -> None:
    record = hall.officer_record(kind=Kind.MEMBER, maker_id=hall.people["lead"], maker_name="Councillor Lead")
    id_ = hall.world.run(write_decision, WriteDecision(record))
    assert hall.row(id_).record.call_in is CallIn.SUBJECT
    with pytest.raises(Denied):
        hall.world.run(make_decision, MakeDecision(id_), hall.actor("ash"))
    hall.world.run(make_decision, MakeDecision(id_), hall.actor("lead"))
    assert hall.row(id_).state is State.MADE
    with pytest.raises(WrongState):
        hall.world.run(make_decision, MakeDecision(id_), hall.actor("lead"))


def test_a_record_that_is_not_due_is_set_aside_with_a_reason_and_taken_up_again(hall: Hall) -> None:
    row = hall.decided()[0]
    with pytest.raises(Invalid):
        hall.world.run(set_aside, SetAside(row.id, ""))
    hall.world.run(set_aside, SetAside(row.id, "Only noted"))
    assert hall.row(row.id).standing(date(2026, 12, 9)) is Standing.SET_ASIDE
    hall.world.run(take_up, TakeUp(row.id))
    assert hall.row(row.id).state is State.MADE


def test_nothing_of_an_exempt_decision_is_public_but_what_may_be_said(hall: Hall) -> None:
    row = hall.decided(
        CANARY,
        sensitivity=Sensitivity.EXEMPT,
        exempt_paragraphs=("3",),
        exemption="Prices of tenderers",
        interest_test=CANARY,
    )[0]
    assert (row.record.title, row.record.working_title, row.record.decision) == ("Exempt item", CANARY, "")
    assert row.record.exempt_decision == BOILERS
    row = hall.change(row, alternatives="None", exempt_reasons=CANARY, exempt_decision=CANARY)
    hall.world.run(publish_decisions, PublishDecisions((row.id,)))
    with hall.world.runner.read() as session:
        public = queries.public_decision(session, row.id)
        found = queries.register(session, Wanted(words=CANARY), date(2026, 12, 9))
        of_meeting = queries.decisions_of_meeting(session, row.meeting_id or "", Audience.PUBLIC)
        notice = queries.notices_of(session, row.id)[0]
        _, document, _ = queries.notice_of(session, notice.id)
        facts = facts_of(session, row.meeting_id or "", types=(DecisionPublished,))
        letters = [row.text for row in session.execute(_LETTERS)]
    assert found == []
    said = f"{public.record} {of_meeting} {document} {list(facts)} {letters}"
    assert CANARY not in said
    assert BOILERS not in said
    assert "The decision was taken in private" in f"{document}"


def test_the_register_is_narrowed_by_everything_at_once(hall: Hall) -> None:
    second, first = hall.decided("Swimming baths: new boilers", "Rents")
    hall.complete(first, wards=("Harbour",), is_key=True)
    hall.complete(second, all_wards=True)
    hall.world.run(publish_decisions, PublishDecisions((first.id, second.id)))
    today = date(2026, 12, 9)

    def ids(**wanted: object) -> set[str]:
        with hall.world.runner.read() as session:
            asked = Wanted(**wanted)  # type: ignore[arg-type]
            rows = queries.register(session, asked, today)
            assert queries.register_count(session, asked, today) == len(rows)
        return {r.id for r in rows}

    both = {first.id, second.id}
    assert ids() == ids(ward="Harbour") == ids(kind=Kind.EXECUTIVE) == ids(standing=Standing.WAITING) == both
    assert ids(ward="Mill") == {second.id}
    assert ids(is_key=True, words="BOILERS leak") == {first.id}
    assert ids(words="boilers cabinet", body_slug="cabinet", end=today) == both
    assert ids(start=today) == ids(standing=Standing.EFFECTIVE) == ids(words="100%") == set()
