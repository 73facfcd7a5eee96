"""What an auditor finds after somebody has changed the database behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from meetings.admin.verify import check_stream
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.site import Site, make_site
from tests.factories.world import Sitting


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def decided(site: Site) -> Sitting:
    """A meeting with a motion carried, one before it and one withdrawn by nobody."""
    world = site.world
    sitting = world.body().meeting().open()
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(declare_vote, DeclareVote(vote_id))
    sitting.motion("That the library closes on Mondays")
    return sitting


def _found(site: Site, sitting: Sitting) -> str:
    with site.parts.runner.read() as session:
        checked = check_stream(session, site.parts.services.storage, sitting.id)
    return "\n".join(checked.differences)


def test_a_true_record_is_found_intact(site: Site, decided: Sitting) -> None:
    assert _found(site, decided) == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE motion SET text = 'That it is sold'", "the stored text is not"),
        ("UPDATE motion SET status = 'lost' WHERE status = 'carried'", "the stored outcome is not"),
        ("UPDATE motion SET status = 'nonsense'", "the stored outcome is not"),
        ("UPDATE motion SET item_id = NULL", "the stored item is not"),
        ("UPDATE motion SET mover_id = seconder_id", "the stored mover is not"),
        ("DELETE FROM motion WHERE status = 'moved'", "is in the record and not in the table"),
        (
            "UPDATE vote SET motion_id = (SELECT id FROM motion WHERE status = 'moved')",
            "it stands at another motion",
        ),
    ],
)
def test_a_motion_changed_past_the_program_is_found(
    site: Site, decided: Sitting, change: str, said: str
) -> None:
    with site.parts.database.write() as session:
        session.execute(text(change))
    assert said in _found(site, decided)
