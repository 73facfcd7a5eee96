"""What the chamber may give nobody: words that came in private, an exempt item to who is out, one person as two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meetings.db.record import version_of
from meetings.exclusion.usecases import ConfirmOverride, ProposeOverride, confirm_override, propose_override
from meetings.interests.rules import Action, Kind
from meetings.interests.usecases import (
    Declare,
    WithdrawDeclaration,
    declare_interest,
    withdraw_declaration,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Audience
from meetings.motions.amending import How
from meetings.motions.queries import motion_of
from meetings.motions.rules import MotionKind
from meetings.motions.usecases import (
    AgreeMotion,
    AlterMotion,
    ForeshadowAmendment,
    GiveReasons,
    MoveMotion,
    agree_motion,
    alter_motion,
    foreshadow_amendment,
    give_reasons,
    move_motion,
)
from meetings.people.queries import actor_of
from meetings.people.usecases import CreateAccount, DemoSignIn, create_account, sign_in_as_demo
from meetings.people.usecases.accounts import NewGrant
from meetings.room.usecases import TakeItem, take_item
from meetings.server import live as live_module
from meetings.server.live import Live
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import (
    CloseVote,
    DeclareVote,
    ProposeCorrection,
    QuestionBallot,
    close_vote,
    declare_vote,
    propose_correction,
    question_ballot,
)
from tests.exclusion.house import arranged, verified
from tests.factories.private import come_back, exclude, take_privately
from tests.factories.site import Site, Visitor, make_site
from tests.factories.world import Sitting, World
from tests.voting.telling import differences

CANARY = "zq9canary8a1be52d"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


def _amend(sitting: Sitting, motion_id: str) -> None:
    first, second = sitting.body.members[:2]
    command = MoveMotion(
        sitting.id, "", first, second, kind=MotionKind.AMENDMENT, parent_id=motion_id, how=How.ADD, put=CANARY
    )
    sitting.world.run(agree_motion, AgreeMotion(sitting.id, sitting.world.run(move_motion, command)))


def _alter(sitting: Sitting, motion_id: str) -> None:
    command = AlterMotion(sitting.id, motion_id, f"That {CANARY} is bought", True, True)
    sitting.world.run(alter_motion, command)


def _reason(sitting: Sitting, motion_id: str) -> None:
    sitting.world.run(give_reasons, GiveReasons(sitting.id, motion_id, f"Because of {CANARY}"))


def _announce(sitting: Sitting, motion_id: str) -> None:
    mover, seconder = sitting.body.members[:2]
    command = ForeshadowAmendment(
        sitting.id, motion_id, mover_id=mover, seconder_id=seconder, how=How.ADD, put=CANARY
    )
    sitting.world.run(foreshadow_amendment, command)


def _public(site: Site, sitting: Sitting, vote_id: str) -> str:
    paths = [
        f"/meetings/{sitting.id}{rest}" for rest in ("", "/live", "/live.json", "/timeline", "/timeline.json")
    ]
    paths += ["/", f"/votes/{vote_id}", f"/votes/{vote_id}/check"]
    return "".join(site.public.get(path).get_data(as_text=True) for path in paths)


@pytest.mark.parametrize("how", [_amend, _alter, _reason, _announce])
def test_what_is_put_into_a_public_motion_in_private_is_never_public(
    site: Site, tmp_path: Path, how: Any
) -> None:
    sitting = arranged(site.world)
    motion_id = sitting.motion("That the bins are painted")
    vote_id = ""
    exclude(sitting, sitting.items[2])
    how(sitting, motion_id)
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    site.world.run(close_vote, CloseVote(vote_id, 0))
    site.world.run(declare_vote, DeclareVote(vote_id))
    assert CANARY not in _public(site, sitting, vote_id)
    come_back(sitting)
    assert CANARY not in _public(site, sitting, vote_id)
    assert CANARY in site.officer.get(f"/desk/record/{sitting.id}").get_data(as_text=True)
    assert verified(sitting) == ()
    assert not [d for d in differences(sitting, tmp_path) if "motion" in d]


def test_a_public_motion_stays_public_when_nothing_private_is_put_into_it(site: Site) -> None:
    sitting = arranged(site.world)
    motion_id = sitting.motion("That the bins are painted")
    _alter(sitting, motion_id)
    with site.world.runner.read() as session:
        assert not motion_of(session, motion_id).private
    assert CANARY in _public(site, sitting, "none")


def _barred(sitting: Sitting, person_id: str, item: int = 2) -> str:
    command = Declare(sitting.id, sitting.items[item], Kind.DPI, Action.LEFT, "My firm bids")
    return sitting.world.run(declare_interest, command, sitting.world.actor(person_id))


def _room(site: Site, sitting: Sitting, person_id: str) -> str:
    who = site.member(person_id)
    pages = [who.get(f"/room/{sitting.id}{rest}") for rest in ("", "/state")]
    assert [p.status_code for p in pages] == [200, 200]
    return "".join(p.get_data(as_text=True) for p in pages)


@pytest.mark.parametrize("n", [0, 3])
def test_who_is_out_for_an_item_reads_none_of_it_in_the_room(site: Site, n: int) -> None:
    """A member, and the body's chair."""
    sitting = arranged(site.world)
    out, others = sitting.body.members[n], [sitting.body.members[i] for i in (1, 2)]
    declaration = _barred(sitting, out)
    take_privately(sitting, sitting.items[2])
    command = MoveMotion(sitting.id, f"That {CANARY} has the depot", others[0], others[1])
    motion_id = site.world.run(move_motion, command)
    assert CANARY not in _room(site, sitting, out)
    assert CANARY in _room(site, sitting, others[0])
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys([m for m in sitting.body.members if m != out], Choice.FOR))
    site.world.run(close_vote, CloseVote(vote_id, 0))
    site.world.run(declare_vote, DeclareVote(vote_id))
    assert CANARY not in _room(site, sitting, out)
    come_back(sitting)
    site.world.run(take_item, TakeItem(sitting.id, sitting.items[0]))
    room = _room(site, sitting, out)
    assert "Bins" in room
    assert CANARY not in room
    assert CANARY in site.officer.get(f"/desk/meetings/{sitting.id}/room").get_data(as_text=True)
    mistake = WithdrawDeclaration(sitting.id, declaration, "A mistake")
    site.world.run(withdraw_declaration, mistake, site.world.actor(out))
    assert CANARY in _room(site, sitting, out)


def test_a_screen_that_is_open_is_made_to_connect_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The socket of who goes out is ended before anything of the item is pushed, and that of nobody else."""
    monkeypatch.setattr(live_module, "call_soon", lambda call: call())
    sitting, runner = arranged(site.world), site.parts.runner
    live = Live(site.parts.app, runner, "cookie")
    ended: list[str] = []
    monkeypatch.setattr(live, "_end", ended.append)
    people, tokens = sitting.body.members, site.world.tokens

    def seat(person_id: str) -> None:
        found = live._seat(tokens[person_id], sitting.id)
        assert found is not None
        live._seats[person_id] = found

    def pushed(since: int) -> dict[Audience, str]:
        return {audience: str(push.parts) for audience, push in live._build(sitting.id, since)}

    for person_id in people:
        seat(person_id)
    _barred(sitting, people[3])
    take_privately(sitting, sitting.items[2])
    with runner.read() as session:
        since = version_of(session, sitting.id)
    list(live._build(sitting.id, 0))
    assert ended == [people[3]]
    seat(people[3])
    assert live._seats[people[3]].audience is Audience.MEMBER
    assert live._seats[people[3]].shown is Audience.PUBLIC
    site.world.run(move_motion, MoveMotion(sitting.id, f"That {CANARY} has it", people[1], people[2]))
    news = pushed(since)
    assert CANARY in news[Audience.MEMBER]
    assert CANARY not in news[Audience.PUBLIC]


def test_an_officer_of_another_body_does_not_read_who_votes_for_whom(site: Site) -> None:
    sitting = site.world.body().meeting().open()
    elsewhere = site.world.body("Licensing Committee", members=1)
    stranger = _account(site.world, "Bo Reid", NewGrant(Role.OFFICER, elsewhere.id, date(2020, 1, 1)))
    path = f"/desk/meetings/{sitting.id}/proxies"
    assert Visitor(site.parts, stranger).get(path).status_code == 403
    assert site.officer.get(path).status_code == 200


def test_one_person_with_two_accounts_is_not_two_people(site: Site) -> None:
    world = site.world
    sitting = arranged(world)
    exclude(sitting, sitting.items[2])
    person_id = world.officer.person_id or ""
    token = _account(world, "Priya Nair", NewGrant(Role.OFFICER, None, date(2020, 1, 1)), person_id)
    with world.runner.read() as session:
        again = actor_of(session, token, world.clock.now())
    assert again is not None
    assert again.account_id != world.officer.account_id
    world.run(propose_override, ProposeOverride(sitting.id, "The stream cannot be read"))
    for actor in (world.officer, again):
        with pytest.raises(Denied):
            world.run(confirm_override, ConfirmOverride(sitting.id), actor)
    world.run(confirm_override, ConfirmOverride(sitting.id), world.actor(sitting.body.members[0]))


@pytest.mark.parametrize("after", [*Choice, None])
def test_nobody_finds_a_choice_of_a_vote_without_names_by_proposing_to_correct_it(
    site: Site, after: Choice | None
) -> None:
    """Whatever is tried of a member who has said nothing, the answer is the same, and nothing is kept of it."""
    sitting, world = site.world.body().meeting().open(), site.world
    person_id = sitting.body.members[1]
    vote_id = sitting.vote(sitting.motion(), VoteMethod.TOTALS)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    world.run(close_vote, CloseVote(vote_id, 0))
    command = ProposeCorrection(vote_id, person_id, after, "To see what it was")
    with pytest.raises(WrongState, match="Names are not recorded"):
        world.run(propose_correction, command)
    world.run(question_ballot, QuestionBallot(vote_id), world.actor(person_id))
    if after is not Choice.FOR:
        world.run(propose_correction, command)


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "-1", "x"])
def test_a_number_that_is_none_breaks_nothing(site: Site, typed: str) -> None:
    sitting = site.world.body().meeting().open()
    vote_id = sitting.vote(sitting.motion(), VoteMethod.TOTALS)
    answer = site.officer.post(f"/desk/votes/{vote_id}/close", {"missing_seen": typed})
    assert answer.status_code < 500
    answer = site.officer.post(f"/desk/votes/{vote_id}/close", {"missing_seen": "5"})
    assert answer.status_code == 303


def _account(world: World, name: str, grant: NewGrant, person_id: str | None = None) -> str:
    email = f"{grant.body_id or person_id}@example.org"
    command = CreateAccount(email=email, name=name, person_id=person_id, demo_note="test", grants=(grant,))
    account_id = world.runner.run(create_account, command, actor=SYSTEM)
    return world.runner.run(sign_in_as_demo, DemoSignIn(account_id), actor=SYSTEM).token
