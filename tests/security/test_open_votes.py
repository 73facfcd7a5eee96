"""What nobody may read: how members vote while the vote is open, and what went with an item off the agenda."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.agendas.usecases import PublishAgenda, RemoveItem, publish_agenda, remove_item
from meetings.agendas.usecases.items import ChangeItem, change_item
from meetings.agendas.usecases.states import ItemStates
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.private import take_privately
from tests.factories.site import Site, Visitor, make_site
from tests.factories.world import Sitting

CANARY = "zq9canary7f3ab41c"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


def _record(who: Visitor, meeting_id: str) -> str:
    pages = [who.get(f"/desk/record/{meeting_id}{rest}") for rest in ("", "/record.csv")]
    assert [page.status_code for page in pages] == [200, 200]
    return "".join(page.get_data(as_text=True) for page in pages)


def test_the_record_gives_no_choice_away_while_a_recorded_vote_is_open(site: Site) -> None:
    sitting = site.world.body().meeting().open()
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.AGAINST))
    monitoring = Visitor(site.parts, site.world.account("Mo Nitor", role=Role.MONITORING))
    for who in (site.officer, monitoring):
        assert "voted against" not in _record(who, sitting.id)
        assert "choice: against" not in _record(who, sitting.id)
    site.world.run(close_vote, CloseVote(vote_id, 0))
    assert "voted against" in _record(site.officer, sitting.id)


def test_the_record_never_tells_the_choices_of_a_totals_only_vote(site: Site) -> None:
    sitting = site.world.body().meeting().open()
    vote_id = sitting.vote(sitting.motion(), VoteMethod.TOTALS)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    site.world.run(close_vote, CloseVote(vote_id, 0))
    site.world.run(declare_vote, DeclareVote(vote_id))
    text = _record(site.officer, sitting.id)
    assert "cast a ballot" in text
    assert "voted for" not in text
    assert "choice: for" not in text


def test_motion_and_vote_of_an_exempt_item_stay_secret_when_the_item_goes(site: Site) -> None:
    sitting = site.world.body().meeting("Library hours", "Sale of the depot")
    _exempt(sitting)
    sitting.open()
    take_privately(sitting, sitting.items[1])
    vote_id = sitting.vote(sitting.motion(f"That the depot is sold to {CANARY}"), VoteMethod.RECORDED)
    assert _hidden_everywhere(site, sitting, vote_id)
    site.world.run(remove_item, RemoveItem(sitting.id, sitting.items[1]))
    site.world.run(publish_agenda, PublishAgenda(sitting.id, "One item less"))
    assert _hidden_everywhere(site, sitting, vote_id)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    site.world.run(close_vote, CloseVote(vote_id, 0))
    site.world.run(declare_vote, DeclareVote(vote_id))
    assert _hidden_everywhere(site, sitting, vote_id)
    member = site.member(sitting.body.members[1]).get(f"/room/{sitting.id}/state")
    assert CANARY in member.get_data(as_text=True)


def _exempt(sitting: Sitting) -> None:
    change = ChangeItem(
        sitting.id,
        sitting.items[1],
        "Sale of the depot",
        sensitivity=Sensitivity.EXEMPT,
        exemption="paragraph 3 of Part 1 of Schedule 12A",
        states=ItemStates(interest_test="Bids would suffer"),
    )
    sitting.world.run(change_item, change)
    sitting.world.run(publish_agenda, PublishAgenda(sitting.id, "Exempt"))


def _hidden_everywhere(site: Site, sitting: Sitting, vote_id: str) -> bool:
    where = ("", "/live", "/live.json", "/minutes")
    pages = [f"/meetings/{sitting.id}{rest}" for rest in where] + ["/", f"/votes/{vote_id}"]
    return not any(CANARY in site.public.get(path).get_data(as_text=True) for path in pages)
