"""The next meeting from this one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetings.agendas.queries import working_agenda
from meetings.agendas.rules import ItemKind
from meetings.agendas.usecases import AddItem, CopyAgenda, add_item, copy_agenda
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, SignInRequired
from meetings.schedule.queries import meeting_of
from tests.factories.world import EVENING, Sitting, World

NEXT = EVENING + timedelta(days=28)
TO_CONFIRM = "<p>To confirm the minutes of the meeting held on 8 December 2026 as a correct record.</p>"


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    titles = ("Apologies for absence", "Declarations of interest", "Budget", "Urgent business")
    return sqlite_world.body(members=2).meeting(*titles)


def copied(sitting: Sitting, **more: object) -> list[tuple[str, str, str]]:
    command = CopyAgenda(sitting.id, NEXT, **more)  # type: ignore[arg-type]
    meeting_id = sitting.world.run(copy_agenda, command)
    with sitting.world.runner.read() as session:
        meeting = meeting_of(session, meeting_id)
        assert (meeting.starts_at, meeting.place, meeting.is_public) == (NEXT, "Town Hall", False)
        return [(i.number, i.title, i.text) for i in working_agenda(session, meeting_id).items]


def test_standing_items_come_back_with_the_minutes_to_confirm(sitting: Sitting) -> None:
    assert copied(sitting) == [
        ("1", "Apologies for absence", ""),
        ("2", "Declarations of interest", ""),
        ("3", "Minutes of the last meeting", TO_CONFIRM),
        ("4", "Urgent business", ""),
    ]


def test_an_item_for_the_minutes_is_brought_up_to_date_not_doubled(sitting: Sitting) -> None:
    sitting.world.run(add_item, AddItem(sitting.id, "Minutes", text="<p>Of 10 November.</p>"))
    assert copied(sitting)[-1] == ("4", "Minutes", TO_CONFIRM)


def test_chosen_items_come_with_their_headings(sitting: Sitting) -> None:
    heading = sitting.world.run(add_item, AddItem(sitting.id, "Part two", ItemKind.HEADING))
    chosen = (sitting.items[2], heading)
    assert [(n, t) for n, t, _ in copied(sitting, items=chosen)] == [
        ("1", "Minutes of the last meeting"),
        ("2", "Budget"),
        ("", "Part two"),
    ]


def test_the_same_moment_is_refused(sitting: Sitting) -> None:
    with pytest.raises(Invalid) as refused:
        sitting.world.run(copy_agenda, CopyAgenda(sitting.id, EVENING))
    assert set(refused.value.fields) == {"time"}


def test_only_officers_may(sitting: Sitting) -> None:
    with pytest.raises(SignInRequired):
        sitting.world.run(copy_agenda, CopyAgenda(sitting.id, NEXT), ANONYMOUS)
    with pytest.raises(Denied):
        sitting.world.run(
            copy_agenda, CopyAgenda(sitting.id, NEXT), sitting.world.actor(sitting.body.members[0])
        )
