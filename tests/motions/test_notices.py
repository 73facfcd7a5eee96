"""Notice of motion: written by a member alone, signed, in time, and put on the agenda or not, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from meetings.agendas.queries import working_agenda
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.secrecy import Audience
from meetings.motions.notices import alike, last_day, notice_of, notices_of_meeting, notices_of_member
from meetings.motions.queries import motions_of
from meetings.motions.rules import MotionStatus, NoticeState
from meetings.motions.usecases.notices import (
    AnswerSuggestion,
    GiveNotice,
    SaveNotice,
    SignNotice,
    WithdrawNotice,
    answer_suggestion,
    give_notice,
    save_notice,
    sign_notice,
    withdraw_notice,
)
from meetings.motions.usecases.receiving import (
    AcceptNotice,
    RejectNotice,
    SuggestWords,
    accept_notice,
    reject_notice,
    suggest_words,
)
from meetings.runtime.live import snapshot
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.site import Site, make_site
from tests.factories.world import EVENING, Committee, Sitting, World

MEMBERS: dict[str, list[Actor]] = {}
TEXT = "That the council plants a tree in every street"


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    """A meeting in twenty days."""
    sqlite_world.clock.at = EVENING - timedelta(days=20)
    return called(sqlite_world.body(members=4))


def called(body: Committee) -> Sitting:
    """A meeting in preparation; its members stay signed in while days go by."""
    sitting = body.meeting("Bins", publish=False)
    MEMBERS[sitting.id] = [body.world.actor(person) for person in body.members]
    return sitting


def written(sitting: Sitting, text: str = TEXT, asked: tuple[str, ...] = ()) -> str:
    m = sitting.body.members
    command = SaveNotice(sitting.id, "Street trees", text, m[1], asked)
    return sitting.world.run(save_notice, command, mover(sitting))


def given(sitting: Sitting, text: str = TEXT, asked: tuple[str, ...] = ()) -> str:
    notice_id = written(sitting, text, asked)
    sitting.world.run(give_notice, GiveNotice(notice_id), mover(sitting))
    return notice_id


def mover(sitting: Sitting) -> Actor:
    """The first member, however many days ago they signed in."""
    return member(sitting, 0)


def member(sitting: Sitting, n: int) -> Actor:
    """A member as they were when the meeting was called."""
    return MEMBERS[sitting.id][n]


def state(sitting: Sitting, notice_id: str) -> NoticeState:
    with sitting.world.runner.read() as session:
        return notice_of(session, notice_id).state


def test_a_draft_is_its_members_alone(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    notice_id = written(sitting, asked=(m[2],))
    with world.runner.read() as session:
        assert notices_of_meeting(session, sitting.id) == []
        assert notices_of_member(session, m[2]) == []
        assert [n.id for n in notices_of_member(session, m[0])] == [notice_id]
    for case, command in (
        (give_notice, GiveNotice(notice_id)),
        (sign_notice, SignNotice(notice_id)),
        (withdraw_notice, WithdrawNotice(notice_id)),
    ):
        with pytest.raises(NotFound):
            world.run(case, command, world.actor(m[2]))
    with pytest.raises(NotFound):
        world.run(accept_notice, AcceptNotice(notice_id, True))
    with pytest.raises(Denied):
        world.run(give_notice, GiveNotice(notice_id), _without_person(world))


def _without_person(world: World) -> Actor:
    return replace(world.officer, person_id=None)


def test_from_the_draft_to_the_motion_that_stands_ready(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    notice_id = given(sitting, asked=(m[2],))
    world.run(sign_notice, SignNotice(notice_id), world.actor(m[1]))
    world.run(sign_notice, SignNotice(notice_id), world.actor(m[2]))
    with world.runner.read() as session:
        row = notice_of(session, notice_id)
    assert (row.signatures, row.seconded) == (3, True)
    with pytest.raises(Denied):
        world.run(accept_notice, AcceptNotice(notice_id, True), world.actor(m[0]))
    item_id = world.run(accept_notice, AcceptNotice(notice_id, True))
    with pytest.raises(WrongState):
        world.run(reject_notice, RejectNotice(notice_id, "Too late"))
    with world.runner.read() as session:
        item = working_agenda(session, sitting.id).item(item_id)
        (motion,) = motions_of(session, sitting.id)
    assert item is not None
    assert "plants a tree" in item.text
    assert (motion.status, motion.mover_id, motion.seconder_id) == (MotionStatus.PREPARED, m[0], m[1])
    world.run(withdraw_notice, WithdrawNotice(notice_id), world.actor(m[0]))
    with world.runner.read() as session:
        assert motions_of(session, sitting.id)[0].status is MotionStatus.WITHDRAWN


def test_the_deadline_is_counted_in_clear_working_days(sitting: Sitting) -> None:
    world = sitting.world
    with world.runner.read() as session:
        last = last_day(session, sitting.id, world.runner.timezone)
    # Tuesday 8 December 2026: seven clear working days before is Thursday 26 November.
    assert last.isoformat() == "2026-11-26"
    world.clock.at = EVENING.replace(year=2026, month=11, day=26)
    given(sitting)
    world.clock.at += timedelta(days=1)
    notice_id = written(sitting)
    with pytest.raises(Invalid, match="6 clear days before the meeting; 7 are needed"):
        world.run(give_notice, GiveNotice(notice_id), mover(sitting))
    assert state(sitting, notice_id) is NoticeState.DRAFT


def test_other_words_need_the_movers_agreement(sitting: Sitting) -> None:
    world, notice_id = sitting.world, given(sitting)
    with pytest.raises(Invalid):
        world.run(suggest_words, SuggestWords(notice_id, "Trees", "That it be so", ""))
    world.run(suggest_words, SuggestWords(notice_id, "Trees", "That trees are planted", "Shorter"))
    with pytest.raises(WrongState):
        world.run(accept_notice, AcceptNotice(notice_id, True))
    other = world.actor(sitting.body.members[1])
    with pytest.raises(NotFound):
        world.run(answer_suggestion, AnswerSuggestion(notice_id, True), other)
    world.run(answer_suggestion, AnswerSuggestion(notice_id, True), mover(sitting))
    with world.runner.read() as session:
        row = notice_of(session, notice_id)
    assert (row.title, row.text, row.state) == ("Trees", "That trees are planted.", NoticeState.SUBMITTED)


def test_a_rejection_needs_a_reason_which_its_mover_reads(sitting: Sitting) -> None:
    world, notice_id = sitting.world, given(sitting)
    with pytest.raises(Invalid):
        world.run(reject_notice, RejectNotice(notice_id, " "))
    with pytest.raises(Invalid, match="business or its area"):
        world.run(accept_notice, AcceptNotice(notice_id, relevant=False))
    world.run(reject_notice, RejectNotice(notice_id, "It is about another council."))
    with world.runner.read() as session:
        assert notice_of(session, notice_id).reason == "It is about another council."


def test_what_was_rejected_lately_needs_many_signatures(sqlite_world: World) -> None:
    world = sqlite_world
    world.clock.at = EVENING - timedelta(days=60)
    body: Committee = world.body(members=11)
    lost = body.meeting("Trees", starts_at=EVENING - timedelta(days=50)).open()
    motion_id = lost.motion(TEXT)
    vote_id = lost.vote(motion_id, VoteMethod.TOTALS)
    lost.cast(vote_id, dict.fromkeys(body.members, Choice.AGAINST))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(declare_vote, DeclareVote(vote_id))
    sitting = called(body)
    world.clock.at = EVENING - timedelta(days=30)
    m = body.members
    notice_id = given(sitting, TEXT + " soon", tuple(m[2:]))
    with pytest.raises(Invalid, match="without 10 signatures"):
        world.run(accept_notice, AcceptNotice(notice_id, True))
    for n in range(1, 10):
        world.run(sign_notice, SignNotice(notice_id), member(sitting, n))
    world.run(accept_notice, AcceptNotice(notice_id, True))
    assert alike(TEXT, "That the bins are emptied") < 0.8


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


def test_the_pages_by_which_it_is_done(site: Site) -> None:
    world = site.world
    world.clock.at = EVENING - timedelta(days=20)
    sitting = world.body(members=3).meeting("Bins")
    m = sitting.body.members
    visitor, officer = site.member(m[0]), site.officer
    assert "Planning Committee" in visitor.get("/my/motions").get_data(as_text=True)
    form = {"meeting_id": sitting.id, "title": "", "text": TEXT, "seconder_id": m[1], "give": "yes"}
    refused = visitor.post("/my/motions/new", form)
    assert refused.status_code == 422
    assert TEXT in refused.get_data(as_text=True)
    made = visitor.post("/my/motions/new", form | {"title": "Street trees", "asked": m[2]})
    assert made.status_code == 303
    path = made.headers["Location"]
    assert "Given in" in visitor.get(path).get_data(as_text=True)
    assert site.member(m[1]).post(f"{path}/sign").status_code == 303
    assert site.public.get(path).status_code in (302, 303)
    desk = officer.get(f"/desk/meetings/{sitting.id}/notices").get_data(as_text=True)
    assert "It can go on the agenda." in desk
    notice_id = path.rsplit("/", 1)[1]
    assert officer.post(f"/desk/notices/{notice_id}/reject", {"reason": ""}).status_code == 422
    suggested = {"title": "Trees", "text": "That trees are planted", "reason": "Shorter"}
    assert officer.post(f"/desk/notices/{notice_id}/suggest", suggested).status_code == 303
    assert "Other words are suggested" in visitor.get(path).get_data(as_text=True)
    assert visitor.post(f"{path}/answer", {"agrees": "yes"}).status_code == 303
    assert officer.post(f"/desk/notices/{notice_id}/accept", {"relevant": "yes"}).status_code == 303
    assert "On the agenda" in visitor.get("/my/motions").get_data(as_text=True)
    with world.runner.read() as session:
        assert snapshot(session, sitting.id, Audience.PUBLIC).parts["motions"]["motions"] == []
