"""Motions at the meeting: amended, altered, accepted, divided, with reasons."""

from __future__ import annotations

import pytest

from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.deadlines.usecases import SetChoice, set_choice
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, DomainError, Invalid, WrongState
from meetings.kernel.secrecy import Audience
from meetings.motions.amending import How
from meetings.motions.checks import problem_before_vote
from meetings.motions.models import Motion
from meetings.motions.queries import before_meeting, motion_of, motions_of
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.motions.usecases import (
    AcceptAmendment,
    AgreeMotion,
    AlterMotion,
    DivideMotion,
    ForeshadowAmendment,
    GiveReasons,
    MoveMotion,
    WithdrawMotion,
    accept_amendment,
    agree_motion,
    alter_motion,
    divide_motion,
    foreshadow_amendment,
    give_reasons,
    move_motion,
    withdraw_motion,
)
from meetings.room.usecases import TakeItem, take_item
from meetings.runtime.live import snapshot
from meetings.voting.rules import VoteMethod
from meetings.voting.usecases import OpenVote, open_vote
from tests.factories.world import Sitting, World
from tests.motions.floor import TEXT, agree, amend, lose, sitting, status, text

__all__ = ["sitting"]


def test_an_amendment_as_a_change_makes_the_text(sitting: Sitting) -> None:
    motion_id = sitting.motion(TEXT)
    amendment = amend(sitting, motion_id, how=How.SUBSTITUTE, words="on Sundays", put="every day")
    with sitting.world.runner.read() as session:
        row = motion_of(session, amendment)
        line = snapshot(session, sitting.id, Audience.PUBLIC).parts["motions"]["motions"][-1]
    assert row.text == "That the library opens every day\nThat the costs are reported in May."
    assert row.change == "Leave out “on Sundays” and insert “every day”"
    assert [(p["piece"], p["text"].strip()) for p in line["difference"] if p["piece"] != "same"] == [
        ("removed", "on Sundays"),
        ("added", "every day"),
    ]
    agree(sitting, amendment)
    assert text(sitting, motion_id).startswith("That the library opens every day")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"how": How.SUBSTITUTE, "words": "on Mondays", "put": "daily"}, "words"),
        ({"how": How.LEAVE_OUT, "words": "That the"}, "words"),
        ({"how": How.ADD, "words": "", "put": " "}, "put"),
        ({"how": How.WHOLE, "text": TEXT}, "text"),
        ({"how": How.LEAVE_OUT, "words": ""}, "words"),
    ],
)
def test_a_change_that_does_not_fit_says_where(
    sitting: Sitting, change: dict[str, object], field: str
) -> None:
    motion_id = sitting.motion(TEXT)
    with pytest.raises(Invalid) as refused:
        amend(sitting, motion_id, **change)
    assert field in refused.value.fields


def test_one_amendment_at_a_time_and_further_ones_wait(sitting: Sitting) -> None:
    world, mover = sitting.world, sitting.body.members[2]
    motion_id = sitting.motion(TEXT)
    first = amend(sitting, motion_id, how=How.ADD, put="That schools are told")
    with pytest.raises(WrongState, match="one is taken at a time"):
        amend(sitting, motion_id, how=How.ADD, put="That papers are told")
    later = world.run(
        foreshadow_amendment,
        ForeshadowAmendment(sitting.id, motion_id, mover, How.SUBSTITUTE, "in May", "in June"),
    )
    with world.runner.read() as session:
        public = snapshot(session, sitting.id, Audience.PUBLIC).parts["motions"]["motions"]
    assert later not in [m["id"] for m in public]
    agree(sitting, first)
    # The words are found again in the text as it has become.
    command = MoveMotion(
        sitting.id,
        "",
        mover,
        kind=MotionKind.AMENDMENT,
        parent_id=motion_id,
        motion_id=later,
        how=How.SUBSTITUTE,
        words="in May",
        put="in June",
    )
    world.run(move_motion, command)
    agree(sitting, later)
    assert text(sitting, motion_id).splitlines() == [
        "That the library opens on Sundays",
        "That the costs are reported in June.",
        "That schools are told.",
    ]


def test_a_foreshadowed_amendment_falls_with_the_decision(sitting: Sitting) -> None:
    motion_id = sitting.motion(TEXT)
    command = ForeshadowAmendment(
        sitting.id, motion_id, sitting.body.members[2], How.ADD, "", "That it be told"
    )
    waiting = sitting.world.run(foreshadow_amendment, command)
    agree(sitting, motion_id)
    assert status(sitting, waiting) is MotionStatus.FALLEN


def test_a_direct_negative_is_questioned_and_the_chair_decides(sitting: Sitting) -> None:
    motion_id = sitting.motion("That the council approve the scheme")
    with pytest.raises(Invalid, match="say the opposite"):
        amend(sitting, motion_id, text="That the council refuse the scheme")
    allowed = amend(sitting, motion_id, text="That the council refuse the scheme", in_order=True)
    assert status(sitting, allowed) is MotionStatus.MOVED


def test_alterations_need_both_consents(sitting: Sitting) -> None:
    world, motion_id = sitting.world, sitting.motion(TEXT)
    with pytest.raises(Invalid) as refused:
        world.run(alter_motion, AlterMotion(sitting.id, motion_id, "That it closes"))
    assert set(refused.value.fields) == {"seconder_consents", "meeting_consents"}
    world.run(alter_motion, AlterMotion(sitting.id, motion_id, "That it closes", True, True))
    assert text(sitting, motion_id) == "That it closes."
    amendment = amend(sitting, motion_id, how=How.SUBSTITUTE, words="closes", put="opens")
    with pytest.raises(WrongState, match="amendment first"):
        world.run(alter_motion, AlterMotion(sitting.id, motion_id, "That it burns", True, True))
    world.run(accept_amendment, AcceptAmendment(sitting.id, amendment, True, True))
    assert text(sitting, motion_id) == "That it opens."
    assert status(sitting, amendment) is MotionStatus.ACCEPTED


def test_parts_are_voted_on_one_after_another(sitting: Sitting) -> None:
    world, motion_id = sitting.world, sitting.motion(TEXT + "\nThat the mayor opens it")
    with pytest.raises(Invalid):
        world.run(divide_motion, DivideMotion(sitting.id, motion_id, (1, 9)))
    first, second = world.run(divide_motion, DivideMotion(sitting.id, motion_id, (3,)))
    assert text(sitting, second) == "That the mayor opens it."
    with world.runner.read() as session:
        assert before_meeting(motions_of(session, sitting.id, sitting.items[0])) == first
    agree(sitting, first)
    with world.runner.read() as session:
        assert before_meeting(motions_of(session, sitting.id, sitting.items[0])) == second
    lose(sitting, second)
    assert [status(sitting, m) for m in (motion_id, first, second)] == [
        MotionStatus.DIVIDED,
        MotionStatus.CARRIED,
        MotionStatus.LOST,
    ]


def test_fourteen_lines_keep_their_order(sitting: Sitting) -> None:
    lines = [f"That point {n} is taken up" for n in range(1, 15)]
    motion_id = sitting.motion("That nothing is done")
    amendment = amend(sitting, motion_id, text="\n".join(lines), in_order=True)
    agree(sitting, amendment)
    assert text(sitting, motion_id).splitlines() == [*lines[:-1], lines[-1] + "."]
    page = str(text(sitting, motion_id))
    assert page.count("That point") == 14


def test_going_against_advice_needs_reasons_before_the_vote(sqlite_world: World) -> None:
    world = sqlite_world
    sitting = world.body().meeting("Opening", publish=False)
    item = AddItem(
        sitting.id, "4 Mill Lane", recommendation="That permission be approved", tags=("planning",)
    )
    sitting.items.append(world.run(add_item, item))
    world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    motion_id = sitting.motion("That permission be refused")
    with pytest.raises(WrongState, match="reasons"):
        world.run(open_vote, OpenVote(sitting.id, motion_id, VoteMethod.RECORDED))
    with pytest.raises(WrongState, match="reasons"):
        agree(sitting, motion_id)
    with pytest.raises(Invalid):
        world.run(give_reasons, GiveReasons(sitting.id, motion_id, " \n"))
    world.run(give_reasons, GiveReasons(sitting.id, motion_id, "It harms the setting of the mill."))
    with world.runner.read() as session:
        motion = session.get(Motion, motion_id)
        assert motion is not None
        assert problem_before_vote(session, motion) == ""
    world.run(open_vote, OpenVote(sitting.id, motion_id, VoteMethod.RECORDED))


def test_a_council_may_insist_on_seconders(sitting: Sitting) -> None:
    world = sitting.world
    world.run(set_choice, SetChoice("motion_seconder", "needed", "Standing order 12"), SYSTEM)
    with pytest.raises(Invalid) as refused:
        world.run(move_motion, MoveMotion(sitting.id, TEXT, sitting.body.members[0]))
    assert "seconder_id" in refused.value.fields


@pytest.mark.parametrize("n", range(8))
def test_only_the_clerk_does_it(sitting: Sitting, n: int) -> None:
    world, member = sitting.world, sitting.world.actor(sitting.body.members[1])
    motion_id = sitting.motion(TEXT)
    amendment = amend(sitting, motion_id, how=How.ADD, put="That schools are told")
    case, command = [
        (move_motion, MoveMotion(sitting.id, "That so", sitting.body.members[0])),
        (alter_motion, AlterMotion(sitting.id, motion_id, "That so", True, True)),
        (accept_amendment, AcceptAmendment(sitting.id, amendment, True, True)),
        (divide_motion, DivideMotion(sitting.id, motion_id, (2,))),
        (give_reasons, GiveReasons(sitting.id, motion_id, "Because")),
        (agree_motion, AgreeMotion(sitting.id, amendment)),
        (withdraw_motion, WithdrawMotion(sitting.id, amendment)),
        (foreshadow_amendment, ForeshadowAmendment(sitting.id, motion_id, sitting.body.members[0])),
    ][n]
    with pytest.raises(Denied):
        world.run(case, command, member)


def test_a_motion_with_an_open_amendment_is_not_withdrawn_under_it(sitting: Sitting) -> None:
    motion_id = sitting.motion(TEXT)
    amendment = amend(sitting, motion_id, how=How.ADD, put="That schools are told")
    with pytest.raises(WrongState):
        sitting.world.run(withdraw_motion, WithdrawMotion(sitting.id, motion_id))
    sitting.world.run(withdraw_motion, WithdrawMotion(sitting.id, amendment))
    sitting.world.run(withdraw_motion, WithdrawMotion(sitting.id, motion_id))
    with pytest.raises(DomainError):
        agree(sitting, motion_id)
