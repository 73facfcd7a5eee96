"""The order of business of a body, and agendas begun with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from meetings.agendas.business.queries import order_of, propose_agenda
from meetings.agendas.business.usecases import (
    BeginAgenda,
    ChooseNumbering,
    MoveLine,
    RemoveLine,
    ReorderLines,
    SaveLine,
    TakeUsualOrder,
    begin_agenda,
    choose_numbering,
    move_line,
    remove_line,
    reorder_lines,
    save_line,
    take_usual_order,
)
from meetings.agendas.queries import working_agenda
from meetings.agendas.rules import Numbering
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.room import usecases as room
from meetings.schedule.models import MeetingKind
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.site import Site, words
from tests.factories.world import EVENING, Committee

LATER = datetime(2027, 1, 12, 19, 0, tzinfo=UTC)


@pytest.fixture
def body(site: Site) -> Committee:
    made = site.world.body(members=5)
    site.world.run(take_usual_order, TakeUsualOrder(made.id))
    return made


def lines(site: Site, body: Committee) -> list[str]:
    with site.world.runner.read() as session:
        return [line.title for line in order_of(session, body.id).lines]


def line_id(site: Site, body: Committee, title: str) -> str:
    with site.world.runner.read() as session:
        return next(line.id for line in order_of(session, body.id).lines if line.title == title)


def arranged(
    site: Site, body: Committee, at: datetime = LATER, kind: MeetingKind = MeetingKind.ORDINARY
) -> str:
    meeting_id: str = site.world.run(arrange_meeting, ArrangeMeeting(body.id, at, "Town Hall", kind=kind))
    return meeting_id


def agenda(site: Site, meeting_id: str) -> list[tuple[str, str]]:
    with site.world.runner.read() as session:
        return [(i.number, i.title) for i in working_agenda(session, meeting_id).items]


def test_usual_order_is_taken_once(site: Site, body: Committee) -> None:
    assert lines(site, body)[:3] == [
        "Apologies for absence",
        "Substitute members",
        "Declarations of interest",
    ]
    with pytest.raises(WrongState):
        site.world.run(take_usual_order, TakeUsualOrder(body.id))


def test_lines_are_added_changed_moved_and_removed(site: Site, body: Committee) -> None:
    world = site.world
    new = world.run(save_line, SaveLine(body.id, " Lobbying  disclosures "))
    assert lines(site, body)[-1] == "Lobbying disclosures"
    world.run(move_line, MoveLine(body.id, new, -1))
    assert lines(site, body)[-2] == "Lobbying disclosures"
    world.run(save_line, SaveLine(body.id, "Disclosures of lobbying", new))
    world.run(remove_line, RemoveLine(body.id, line_id(site, body, "Apologies for absence")))
    assert "Apologies for absence" not in lines(site, body)
    assert "Disclosures of lobbying" in lines(site, body)
    with pytest.raises(NotFound):
        world.run(remove_line, RemoveLine(body.id, "gone"))


def test_a_line_without_title_or_occasion_is_refused(site: Site, body: Committee) -> None:
    with pytest.raises(Invalid, match="title"):
        site.world.run(save_line, SaveLine(body.id, "  "))
    with pytest.raises(Invalid, match="kind of meeting"):
        site.world.run(save_line, SaveLine(body.id, "Prayers", occasions=frozenset()))


def test_an_order_that_somebody_else_changed_is_not_overwritten(site: Site, body: Committee) -> None:
    with site.world.runner.read() as session:
        ids = tuple(line.id for line in order_of(session, body.id).lines)
    site.world.run(save_line, SaveLine(body.id, "Prayers"))
    with pytest.raises(WrongState, match="Somebody else"):
        site.world.run(reorder_lines, ReorderLines(body.id, ids[::-1]))


def test_members_do_not_set_the_order(site: Site, body: Committee) -> None:
    member = site.world.actor(body.members[1])
    for case, command in [
        (save_line, SaveLine(body.id, "Prayers")),
        (choose_numbering, ChooseNumbering(body.id, Numbering.YEAR)),
        (begin_agenda, BeginAgenda(arranged(site, body))),
    ]:
        with pytest.raises(Denied):
            site.world.run(case, command, member)


def test_first_agenda_begins_with_the_order_and_no_minutes(site: Site, body: Committee) -> None:
    meeting_id = arranged(site, body)
    site.world.run(begin_agenda, BeginAgenda(meeting_id))
    assert agenda(site, meeting_id) == [
        ("1", "Apologies for absence"),
        ("2", "Substitute members"),
        ("3", "Declarations of interest"),
        ("4", "Chair’s announcements"),
        ("5", "Public questions and petitions"),
        ("6", "Urgent business"),
    ]
    with pytest.raises(WrongState, match="already"):
        site.world.run(begin_agenda, BeginAgenda(meeting_id))


def test_agenda_of_a_body_without_an_order_says_where_to_set_it_up(site: Site) -> None:
    other = site.world.body("Licensing Committee", members=3)
    with pytest.raises(WrongState, match="no order of business"):
        site.world.run(begin_agenda, BeginAgenda(arranged(site, other)))


def held(site: Site, body: Committee) -> list[str]:
    """A meeting that took its first two items and closed; the ids of its items."""
    sitting = body.meeting("Apologies for absence", "Bus lanes", "Cycle lanes")
    sitting.open()
    for item in sitting.items[:2]:
        site.world.run(room.take_item, room.TakeItem(sitting.id, item))
    site.world.run(room.close_meeting, room.CloseMeeting(sitting.id))
    return list(sitting.items)


def test_minutes_that_are_due_and_what_was_not_reached_come_along(site: Site, body: Committee) -> None:
    items = held(site, body)
    meeting_id = arranged(site, body)
    site.world.run(begin_agenda, BeginAgenda(meeting_id))
    found = [title for _, title in agenda(site, meeting_id)]
    assert found[3:7] == [
        "Minutes of the last meeting",
        "Chair’s announcements",
        "Public questions and petitions",
        "Cycle lanes",
    ]
    later = arranged(site, body, LATER + timedelta(days=28))
    with site.world.runner.read() as session:
        minutes = working_agenda(session, meeting_id).items[3]
        again = propose_agenda(session, later, site.world.runner.timezone, site.world.clock.at)
    assert minutes.recommendation == (
        "That the minutes of the meeting held on 8 December 2026 be confirmed as a correct record."
    )
    assert again.left == ()
    assert items[2] not in {i for i, _ in agenda(site, meeting_id)}


def test_an_item_that_is_not_wanted_stays_behind(site: Site, body: Committee) -> None:
    held(site, body)
    meeting_id = arranged(site, body)
    site.world.run(begin_agenda, BeginAgenda(meeting_id, unfinished=()))
    assert "Cycle lanes" not in [title for _, title in agenda(site, meeting_id)]


def test_extraordinary_meeting_is_not_asked_to_confirm_minutes(site: Site, body: Committee) -> None:
    held(site, body)
    meeting_id = arranged(site, body, kind=MeetingKind.EXTRAORDINARY)
    site.world.run(begin_agenda, BeginAgenda(meeting_id))
    assert "Minutes of the last meeting" not in [title for _, title in agenda(site, meeting_id)]


def test_numbers_run_on_through_the_year(site: Site, body: Committee) -> None:
    site.world.run(choose_numbering, ChooseNumbering(body.id, Numbering.SLASH))
    body.meeting("One", "Two", publish=False)
    cancelled = body.meeting("Three", publish=False, starts_at=EVENING + timedelta(days=1))
    site.officer.post(f"/desk/meetings/{cancelled.id}/cancel", {"reason": "Snow"})
    later = body.meeting("Four", "Five", publish=False, starts_at=LATER)
    assert agenda(site, later.id) == [("3/26", "Four"), ("4/26", "Five")]
    may = body.meeting("Six", publish=False, starts_at=datetime(2027, 5, 11, 18, 0, tzinfo=UTC))
    assert agenda(site, may.id) == [("1/27", "Six")]


def test_pages_lead_from_the_empty_agenda_to_the_begun_one(site: Site, body: Committee) -> None:
    meeting_id = arranged(site, body)
    home = f"/desk/meetings/{meeting_id}/agenda"
    assert "Begin with the order of business" in words(site.officer.get(home))
    assert "Declarations of interest" in words(site.officer.get(f"{home}/begin"))
    answer = site.officer.post(f"{home}/begin", {"asked": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (303, home)
    assert "Declarations of interest" in words(site.officer.get(home))


def test_line_form_keeps_what_was_typed(site: Site, body: Committee) -> None:
    here = f"/desk/bodies/{slug(site, body)}/business"
    form = MultiDict([("title", ""), ("text", "Typed words"), ("kind", "item"), ("place", "line")])
    answer = site.officer.post(here, form)
    assert answer.status_code == 422
    assert "Typed words" in answer.get_data(as_text=True)
    assert "Enter a title" in words(answer)
    good = MultiDict([*form.items(), ("occasions", "ordinary")])
    good["title"] = "Prayers"
    assert site.officer.post(here, good).status_code == 303
    one = f"{here}/{line_id(site, body, 'Prayers')}"
    assert "Typed words" in site.officer.get(one).get_data(as_text=True)
    assert site.officer.post(one, {"title": "Reflection", "occasions": "annual"}).status_code == 303
    assert "Only at annual meetings" in words(site.officer.get(here))


def slug(site: Site, body: Committee) -> str:
    from meetings.bodies.queries import body_of

    with site.world.runner.read() as session:
        return body_of(session, body.id).slug


def test_empty_order_offers_the_usual_one(site: Site) -> None:
    other = site.world.body("Licensing Committee", members=3)
    here = f"/desk/bodies/{slug(site, other)}/business"
    assert "Fill in the usual order" in words(site.officer.get(here))
    assert site.officer.post(f"{here}/usual").status_code == 303
    assert "Urgent business" in words(site.officer.get(here))
    assert site.officer.post(f"{here}/numbering", {"numbering": "dot"}).status_code == 303
    assert site.officer.post(f"{here}/numbering", {"numbering": "roman"}).status_code == 422
