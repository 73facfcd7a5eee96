"""Publishing: a version that never changes, and what the public reads of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from meetings.agendas.content import AgendaContent, digest, for_audience, without_number
from meetings.agendas.events import AgendaPublished
from meetings.agendas.models import AgendaVersion
from meetings.agendas.queries import published_agenda, versions, working_agenda
from meetings.agendas.usecases import (
    AddItem,
    AddPaper,
    ChangeItem,
    ItemStates,
    PaperFile,
    PublishAgenda,
    RemoveItem,
    add_item,
    add_paper,
    change_item,
    publish_agenda,
    remove_item,
)
from meetings.db.record import facts_of
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, SignInRequired, WrongState
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.people.queries import actor_of
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from tests.factories.world import Sitting, World

FILE = PaperFile("report.pdf", "application/pdf", 900, 2, "ab" * 32)


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=2).meeting("Budget", publish=False)


def published(sitting: Sitting, number: int | None = None) -> AgendaContent:
    with sitting.world.runner.read() as session:
        content = published_agenda(session, sitting.id, number)
    assert content is not None
    return content


def publish(sitting: Sitting, note: str = "", **more: Any) -> int:
    return sitting.world.run(publish_agenda, PublishAgenda(sitting.id, note, **more))


def test_the_first_version_makes_the_meeting_public(sitting: Sitting) -> None:
    assert publish(sitting) == 1
    with sitting.world.runner.read() as session:
        meeting = meeting_of(session, sitting.id)
        fact = next(e.fact for e in facts_of(session, sitting.id, types=(AgendaPublished,)))
    assert (meeting.is_public, meeting.agenda_version) == (True, 1)
    assert meeting.agenda_published_at == sitting.world.clock.at
    assert isinstance(fact, AgendaPublished)
    assert (fact.number, fact.sha256) == (1, digest(published(sitting)))
    assert [(line.number, line.title) for line in fact.lines] == [("1", "Budget")]


def test_what_is_changed_afterwards_is_not_seen_until_published_again(sitting: Sitting) -> None:
    publish(sitting)
    sitting.world.run(change_item, ChangeItem(sitting.id, sitting.items[0], "Budget 2027"))
    assert published(sitting).items[0].title == "Budget"
    assert publish(sitting, "Title of item 1 made clearer") == 2
    assert published(sitting).items[0].title == "Budget 2027"
    assert published(sitting, 1).items[0].title == "Budget"
    with sitting.world.runner.read() as session:
        assert [(v.number, v.note) for v in versions(session, sitting.id)] == [
            (2, "Title of item 1 made clearer"),
            (1, ""),
        ]
        assert published_agenda(session, sitting.id, 3) is None
        assert published_agenda(session, "nothing") is None


def test_a_second_version_needs_something_new_and_a_note(sitting: Sitting) -> None:
    publish(sitting)
    with pytest.raises(WrongState, match="Nothing has changed"):
        publish(sitting, "Again")
    sitting.world.run(add_item, AddItem(sitting.id, "Libraries"))
    with pytest.raises(Invalid) as refused:
        publish(sitting, "  ")
    assert set(refused.value.fields) == {"note"}


def test_nothing_to_discuss_cannot_be_published(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=1).meeting("Only", publish=False)
    sitting.world.run(remove_item, RemoveItem(sitting.id, sitting.items[0]))
    with pytest.raises(Invalid, match="nothing on the agenda"):
        publish(sitting)


def test_publishing_what_was_changed_since_it_was_checked_is_refused(sitting: Sitting) -> None:
    with sitting.world.runner.read() as session:
        seen = without_number(working_agenda(session, sitting.id))
    sitting.world.run(add_item, AddItem(sitting.id, "Slipped in"))
    with pytest.raises(WrongState, match="changed while you were checking"):
        publish(sitting, seen=seen)


def test_a_cancelled_meeting_publishes_nothing(sitting: Sitting) -> None:
    sitting.world.run(cancel_meeting, CancelMeeting(sitting.id, "Snow"))
    with pytest.raises(WrongState):
        publish(sitting)


def test_only_officers_publish(sitting: Sitting) -> None:
    world, command = sitting.world, PublishAgenda(sitting.id)
    with pytest.raises(SignInRequired):
        world.run(publish_agenda, command, ANONYMOUS)
    with world.runner.read() as session:
        author = actor_of(session, world.account("Rhys Pugh", role=Role.AUTHOR), world.clock.at)
    assert author is not None
    for actor in (world.actor(sitting.body.members[0]), author):
        with pytest.raises(Denied):
            world.run(publish_agenda, command, actor)


def test_publishing_at_the_same_moment_makes_one_version(world: World) -> None:
    sitting = world.body(members=1).meeting("Budget", publish=False)

    def attempt(_n: int) -> str:
        try:
            return str(publish(sitting))
        except WrongState as error:
            return error.code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(attempt, range(2))) == ["1", "wrong_state"]
    with world.runner.read() as session:
        assert session.scalar(select(func.count()).select_from(AgendaVersion)) == 1


def test_the_file_of_each_paper_is_in_the_record(sitting: Sitting) -> None:
    sitting.world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", FILE))
    sitting.world.run(add_paper, AddPaper(sitting.id, None, "Pack", FILE))
    publish(sitting)
    with sitting.world.runner.read() as session:
        fact = next(e.fact for e in facts_of(session, sitting.id, types=(AgendaPublished,)))
    assert isinstance(fact, AgendaPublished)
    assert (fact.lines[0].papers, fact.papers) == ((FILE.sha256,), (FILE.sha256,))


def test_an_item_made_exempt_is_exempt_in_the_older_version_too(sitting: Sitting) -> None:
    publish(sitting)
    secret = ChangeItem(
        sitting.id,
        sitting.items[0],
        "Budget",
        sensitivity=Sensitivity.EXEMPT,
        exemption="para 3",
        states=ItemStates(interest_test="Bids would suffer"),
    )
    sitting.world.run(change_item, secret)
    assert for_audience(published(sitting, 1), Audience.PUBLIC).items[0].title == "Budget"
    publish(sitting, "Item 1 is exempt")
    assert for_audience(published(sitting, 1), Audience.PUBLIC).items[0].title == "Exempt item"
    assert for_audience(published(sitting, 1), Audience.MEMBER).items[0].title == "Budget"
