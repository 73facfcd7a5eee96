"""House style in the database: what a body chooses, the numbers its minutes take, and the officer's pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meetings.admin import verify_style
from meetings.admin.verify_facts import FactRow
from meetings.admin.words_style import WORDS
from meetings.bodies.queries import body_of
from meetings.db.record import council_stream, facts_of
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.facts import name_of, to_data
from meetings.minutes.house.events import MinutesNumbered
from meetings.minutes.house.queries import style_of, taken_in
from meetings.minutes.house.recommending import MarkRecommendation, mark_recommendation, resolved
from meetings.minutes.house.usecases import (
    BeginNumbers,
    ChooseCommonStyle,
    ChooseStyle,
    CopyStyle,
    GiveUpStyle,
    begin_numbers,
    choose_common_style,
    choose_style,
    copy_style,
    give_up_style,
)
from meetings.minutes.style import HouseStyle, MinuteNumbers, VoteLayout, YearStart
from meetings.minutes.usecases import (
    ApproveMinutes,
    PublishMinutes,
    RedraftMinutes,
    approve_minutes,
    publish_minutes,
    redraft_minutes,
)
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.usecases import CloseMeeting, close_meeting
from tests.factories.site import Site, make_site, words
from tests.factories.world import Committee, Sitting, World
from tests.minutes.reading import minute, newest, status_of

ON = HouseStyle(numbers=MinuteNumbers.SLASH_YEAR)
FIRST = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)


def held(body: Committee, *titles: str, weeks: int = 0) -> Sitting:
    """A meeting that is over; its minutes are drafted as it closes."""
    sitting = body.meeting(*titles, starts_at=FIRST + timedelta(weeks=weeks)).open()
    body.world.run(close_meeting, CloseMeeting(sitting.id))
    return sitting


def numbers(world: World, sitting: Sitting) -> list[str]:
    return [item.number for item in newest(world, sitting.id).items]


def facts(world: World, stream_id: str) -> list[FactRow]:
    with world.runner.read() as session:
        found = list(facts_of(session, stream_id))
    return [FactRow(e.seq, name_of(type(e.fact)), to_data(e.fact), "") for e in found]


def test_numbers_go_on_are_kept_with_the_meeting_and_say_so_out_of_order(sqlite_world: World) -> None:
    world = sqlite_world
    body = world.body("Audit Committee")
    world.run(choose_style, ChooseStyle(body.id, ON))
    early = body.meeting("Apologies", "Accounts").open()
    late = held(body, "Apologies", "Fraud", "Close", weeks=2)
    assert numbers(world, late) == ["1/26", "2/26", "3/26"]
    assert [i.agenda_number for i in newest(world, late.id).items] == ["1", "2", "3"]
    world.run(close_meeting, CloseMeeting(early.id))
    # The earlier meeting closes later: its numbers go on behind those that are taken.
    assert numbers(world, early) == ["4/26", "5/26"]
    with world.runner.read() as session:
        taken = taken_in(session, body.id, 2026, YearStart.COUNCIL_YEAR)
    assert [(t.first, t.last) for t in taken] == [(4, 5), (1, 3)]
    with pytest.raises(Invalid) as clash:
        world.run(begin_numbers, BeginNumbers(early.id, 1, 3, "In order"))
    assert clash.value.fields == {"first": "Numbers 1 to 3 belong to the meeting on 22 December 2026"}
    version = world.run(begin_numbers, BeginNumbers(late.id, 1, 10, "The year began on paper"))
    assert (version, numbers(world, late)) == (2, ["10/26", "11/26", "12/26"])
    told = [f.data for f in facts(world, late.id) if f.type == "minutes.numbered"]
    assert [(d["first"], d["last"], d["reason"]) for d in told] == [
        (1, 3, ""),
        (10, 12, "The year began on paper"),
    ]
    with world.runner.read() as session:
        assert verify_style.check(session, late.id, facts(world, late.id)) == []
        wrong = [FactRow(1, "minutes.numbered", to_data(MinutesNumbered("slash_year", 2026, 7, 9)), "")]
        assert len(verify_style.check(session, late.id, wrong)) == 2
    world.run(choose_style, ChooseStyle(body.id, HouseStyle()))
    world.run(redraft_minutes, RedraftMinutes(late.id, 2))
    kept = facts(world, late.id)
    assert numbers(world, late) == ["1", "2", "3"]
    (given_back,) = [f.data for f in kept if f.type == "minutes.numbered" and f.data["scheme"] == "agenda"]
    assert WORDS["minutes.numbered"](given_back, None).endswith("those of the agenda")
    with world.runner.read() as session:
        assert verify_style.check(session, late.id, kept) == []
        assert len(verify_style.check(session, late.id, wrong)) == 1


def test_what_the_public_reads_keeps_its_numbers_and_its_look(sqlite_world: World) -> None:
    world = sqlite_world
    body = world.body("Licensing Committee")
    world.run(choose_style, ChooseStyle(body.id, ON))
    sitting = held(body, "Apologies", "Policy")
    world.run(approve_minutes, ApproveMinutes(sitting.id, 1))
    world.run(publish_minutes, PublishMinutes(sitting.id, 1))
    assert status_of(world, sitting.id)[2] == 1
    with pytest.raises(WrongState):
        world.run(begin_numbers, BeginNumbers(sitting.id, 1, 40, "Too late"))
    world.run(choose_style, ChooseStyle(body.id, HouseStyle(votes=VoteLayout.LINES)))
    assert newest(world, sitting.id).style == ON
    other = held(body, "Fees", weeks=4)
    assert newest(world, other.id).style == HouseStyle(votes=VoteLayout.LINES)
    assert numbers(world, other) == ["1"]


def test_a_body_follows_the_council_until_it_chooses_and_again_when_it_gives_up(sqlite_world: World) -> None:
    world = sqlite_world
    audit, board = world.body("Audit Board", members=1), world.body("Pensions Board", members=1)

    def style(body: Committee) -> HouseStyle:
        with world.runner.read() as session:
            return style_of(session, body_of(session, body.id))

    common = HouseStyle(resolved="AGREED", duration=True)
    world.run(choose_common_style, ChooseCommonStyle(common))
    assert style(audit) == style(board) == common
    own = HouseStyle(resolved="Decision:", decision_first=True)
    world.run(choose_style, ChooseStyle(audit.id, own))
    world.run(copy_style, CopyStyle(board.id, audit.id))
    assert style(audit) == style(board) == own
    world.run(give_up_style, GiveUpStyle(board.id))
    assert (style(audit), style(board)) == (own, common)
    with pytest.raises(Invalid):
        world.run(choose_style, ChooseStyle(audit.id, HouseStyle(resolved=" ")))
    with pytest.raises(Denied):
        world.run(choose_style, ChooseStyle(audit.id, own), world.actor(audit.members[0]))
    with world.runner.read() as session:
        stream = council_stream(session)
        assert verify_style.check(session, stream, facts(world, stream)) == []
        assert verify_style.check(session, stream, ()) != []


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A council with its officer."""
    with make_site(tmp_path) as made:
        yield made


def test_the_officers_page_shows_the_sample_in_the_style_and_keeps_what_is_saved(site: Site) -> None:
    officer = site.officer
    body = site.world.body("Highways Committee")
    address = "/desk/bodies/highways-committee/minutes-style"
    page = words(officer.get(address))
    assert "For 5, against 0, abstained 0." in page
    assert "The motion was carried by 22 votes to one, with two abstentions." in page
    form = {
        "numbers": "year_point",
        "votes": "lines",
        "resolved": "Resolved",
        "recommended": "RECOMMENDED that",
    }
    form |= {"agreed": "AGREED", "say_unanimous": "yes", "capital_headings": "yes", "closed_words": "closed"}
    shown = words(officer.post("/desk/minutes-style/sample", form))
    assert "26.42. LIBRARY HOURS" in shown
    assert "FOR Unanimous" in shown
    assert "(Agenda item 3)" in shown
    assert "The meeting closed at 7.16pm." in shown
    assert officer.post(address, form).status_code == 303
    with site.world.runner.read() as session:
        assert style_of(session, body_of(session, body.id)).numbers is MinuteNumbers.YEAR_POINT
    long = officer.post(address, form | {"resolved": "x" * 41})
    assert (long.status_code, "Use 40 characters or fewer" in long.get_data(as_text=True)) == (422, True)
    sitting = held(body, "Verges", "Kerbs")
    page = words(officer.get(f"/desk/meetings/{sitting.id}/minutes/numbers"))
    assert "These minutes have the numbers 1 to 2." in page
    sent = {"first": "40", "reason": "The meetings before were minuted elsewhere", "version": "1"}
    assert officer.post(f"/desk/meetings/{sitting.id}/minutes/numbers", sent).status_code == 303
    after = words(officer.get(f"/desk/meetings/{sitting.id}/minutes/numbers"))
    assert "Numbers 1 to 39 are nobody’s: no minute of this year has them." in after


def test_a_resolution_marked_as_a_recommendation_reads_so_and_is_checked(sqlite_world: World) -> None:
    world = sqlite_world
    world.body("Full Council", members=1)
    body = world.body("Finance Committee")
    sitting = body.meeting("Budget").open()
    motion = sitting.motion("That the Full Council be recommended to raise the tax")
    world.run(agree_motion, AgreeMotion(sitting.id, motion))
    world.run(close_meeting, CloseMeeting(sitting.id))
    with world.runner.read() as session:
        found = resolved(session, sitting.id, ["Council", "Full Council"])
    assert [(r.to, r.meant) for r in found] == [("", "Full Council")]
    world.run(mark_recommendation, MarkRecommendation(sitting.id, motion, "Full Council", 1))
    assert minute(newest(world, sitting.id), "Budget")[-1] == (
        "RECOMMENDED – That the Full Council be recommended to raise the tax."
    )
    with pytest.raises(WrongState):
        world.run(mark_recommendation, MarkRecommendation(sitting.id, motion, "", 1))
    with world.runner.read() as session:
        assert verify_style.check(session, sitting.id, facts(world, sitting.id)) == []
        assert len(verify_style.check(session, sitting.id, ())) == 1
