"""Papers: added, changed, replaced, removed, withdrawn, and by whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from meetings.agendas.queries import PaperRow, paper_rows, working_agenda
from meetings.agendas.usecases import (
    AddPaper,
    ChangePaper,
    PaperFile,
    PublishAgenda,
    RemoveItem,
    RemovePaper,
    ReplacePaper,
    RestorePaper,
    WithdrawPaper,
    add_paper,
    change_paper,
    publish_agenda,
    remove_item,
    remove_paper,
    replace_paper,
    restore_paper,
    withdraw_paper,
)
from meetings.kernel.actor import ANONYMOUS, Actor
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from meetings.people.queries import actor_of
from tests.factories.world import Sitting, World

FILE = PaperFile("report.pdf", "application/pdf", 900, 2, "ab" * 32)
OTHER = PaperFile("report v2.pdf", "application/pdf", 950, 3, "cd" * 32)


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=2).meeting("Budget", "Libraries", publish=False)


@pytest.fixture
def author(sitting: Sitting) -> Actor:
    world = sitting.world
    with world.runner.read() as session:
        found = actor_of(session, world.account("Rhys Pugh", role=Role.AUTHOR), world.clock.at)
    assert found is not None
    return found


def added(sitting: Sitting, title: str = "Report", actor: Actor | None = None) -> str:
    return sitting.world.run(add_paper, AddPaper(sitting.id, sitting.items[0], title, FILE), actor)


def row(sitting: Sitting, paper_id: str) -> PaperRow:
    with sitting.world.runner.read() as session:
        return next(r for r in paper_rows(session, sitting.id) if r.paper.id == paper_id)


def titles(sitting: Sitting) -> list[str]:
    with sitting.world.runner.read() as session:
        return [p.title for p in working_agenda(session, sitting.id).all_papers()]


def test_papers_stand_with_their_item_in_order(sitting: Sitting) -> None:
    for title in ("Report", "Appendix A", "Appendix B"):
        added(sitting, title)
    sitting.world.run(add_paper, AddPaper(sitting.id, None, "Pack", FILE))
    assert titles(sitting) == ["Pack", "Report", "Appendix A", "Appendix B"]


def test_a_paper_needs_a_title_and_a_file(sitting: Sitting) -> None:
    with pytest.raises(Invalid) as no_title:
        added(sitting, " ")
    assert set(no_title.value.fields) == {"title"}
    with pytest.raises(Invalid) as no_file:
        sitting.world.run(add_paper, AddPaper(sitting.id, None, "Report"))
    assert set(no_file.value.fields) == {"file"}


def test_a_paper_may_stay_on_another_system(sitting: Sitting) -> None:
    address = "https://old.example.org/report.pdf"
    paper_id = sitting.world.run(add_paper, AddPaper(sitting.id, None, "Report", external_url=address))
    assert row(sitting, paper_id).paper.external_url == address


def test_a_paper_goes_and_comes_back_with_its_item(sitting: Sitting) -> None:
    added(sitting)
    sitting.world.run(remove_item, RemoveItem(sitting.id, sitting.items[0]))
    assert titles(sitting) == []


def test_changing_title_mark_and_place(sitting: Sitting) -> None:
    first, second = added(sitting, "One"), added(sitting, "Two")
    sitting.world.run(change_paper, ChangePaper(sitting.id, second, "Two", by=-1))
    assert titles(sitting) == ["Two", "One"]
    secret = ChangePaper(sitting.id, first, "Uno", Sensitivity.EXEMPT, "para 3")
    sitting.world.run(change_paper, secret)
    assert row(sitting, first).paper.exemption == "para 3"


def test_an_unpublished_file_is_replaced_in_place(sitting: Sitting) -> None:
    paper_id = added(sitting)
    assert sitting.world.run(replace_paper, ReplacePaper(sitting.id, paper_id, OTHER)) == paper_id
    assert row(sitting, paper_id).paper.sha256 == OTHER.sha256
    with pytest.raises(Invalid):
        sitting.world.run(replace_paper, ReplacePaper(sitting.id, paper_id, OTHER))


def test_a_published_file_never_changes_under_its_address(sitting: Sitting) -> None:
    paper_id = added(sitting)
    sitting.world.run(publish_agenda, PublishAgenda(sitting.id))
    new_id = sitting.world.run(replace_paper, ReplacePaper(sitting.id, paper_id, OTHER))
    assert new_id != paper_id
    assert row(sitting, paper_id).paper.sha256 == FILE.sha256
    assert (row(sitting, new_id).paper.sha256, row(sitting, new_id).published_at) == (OTHER.sha256, None)
    assert titles(sitting) == ["Report"]


def test_removing_and_putting_back(sitting: Sitting) -> None:
    paper_id = added(sitting)
    sitting.world.run(remove_paper, RemovePaper(sitting.id, paper_id))
    assert titles(sitting) == []
    with pytest.raises(NotFound):
        sitting.world.run(remove_paper, RemovePaper(sitting.id, paper_id))
    for _twice in range(2):
        sitting.world.run(restore_paper, RestorePaper(sitting.id, paper_id))
    assert titles(sitting) == ["Report"]


def test_withdrawing_needs_a_reason_and_happens_once(sitting: Sitting) -> None:
    paper_id = added(sitting)
    with pytest.raises(WrongState):
        sitting.world.run(withdraw_paper, WithdrawPaper(sitting.id, paper_id, "Names in it"))
    sitting.world.run(publish_agenda, PublishAgenda(sitting.id))
    with pytest.raises(Invalid) as refused:
        sitting.world.run(withdraw_paper, WithdrawPaper(sitting.id, paper_id, " "))
    assert set(refused.value.fields) == {"reason"}
    sitting.world.run(withdraw_paper, WithdrawPaper(sitting.id, paper_id, "Names in it"))
    assert row(sitting, paper_id).withdrawn_reason == "Names in it"
    assert titles(sitting) == []
    for case, command in (
        (withdraw_paper, WithdrawPaper(sitting.id, paper_id, "Again")),
        (restore_paper, RestorePaper(sitting.id, paper_id)),
    ):
        with pytest.raises(WrongState):
            sitting.world.run(case, command)


def test_report_authors_work_on_their_own_until_it_is_published(sitting: Sitting, author: Actor) -> None:
    world, mine, theirs = sitting.world, added(sitting, "Mine", author), added(sitting, "Theirs")
    world.run(change_paper, ChangePaper(sitting.id, mine, "Still mine"), author)
    with pytest.raises(Denied):
        world.run(change_paper, ChangePaper(sitting.id, theirs, "Taken"), author)
    world.run(publish_agenda, PublishAgenda(sitting.id))
    with pytest.raises(Denied):
        world.run(remove_paper, RemovePaper(sitting.id, mine), author)
    with pytest.raises(Denied):
        world.run(withdraw_paper, WithdrawPaper(sitting.id, mine, "Why"), author)


@pytest.mark.parametrize(
    ("case", "command"),
    [
        (add_paper, lambda s, _p: AddPaper(s.id, None, "New", FILE)),
        (change_paper, lambda s, p: ChangePaper(s.id, p, "New")),
        (replace_paper, lambda s, p: ReplacePaper(s.id, p, OTHER)),
        (remove_paper, lambda s, p: RemovePaper(s.id, p)),
        (restore_paper, lambda s, p: RestorePaper(s.id, p)),
        (withdraw_paper, lambda s, p: WithdrawPaper(s.id, p, "Why")),
    ],
)
def test_members_and_the_public_may_not(
    sitting: Sitting, case: Callable[..., object], command: Callable[[Sitting, str], object]
) -> None:
    paper_id = added(sitting)
    with pytest.raises(SignInRequired):
        sitting.world.run(case, command(sitting, paper_id), ANONYMOUS)
    with pytest.raises(Denied):
        sitting.world.run(case, command(sitting, paper_id), sitting.world.actor(sitting.body.members[1]))


def test_a_paper_of_another_meeting_is_not_found(sitting: Sitting) -> None:
    other = sitting.world.body("Council", members=1).meeting(publish=False)
    with pytest.raises(NotFound):
        sitting.world.run(change_paper, ChangePaper(other.id, added(sitting), "Mine now"))
    with pytest.raises(NotFound):
        sitting.world.run(add_paper, AddPaper(other.id, sitting.items[0], "Astray", FILE))
