"""The press and public are excluded for an item: everything public stops, is confirmed, and never learns of it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.exclusion.models import ExclusionSurface
from meetings.exclusion.queries import exclusion_of, surfaces_of
from meetings.exclusion.rules import PUBLIC_WORDS, State
from meetings.exclusion.usecases import LetPublicReturn, let_public_return
from meetings.kernel.errors import WrongState
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.minutes.queries import minutes_of
from meetings.room.usecases import CloseMeeting, TakeItem, TakeNote, close_meeting, take_item, take_note
from meetings.runtime.live import changes, snapshot
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.private import come_back, confirm, exclude
from tests.factories.site import Site
from tests.factories.world import Sitting
from tests.scenarios.chain import draft_text, published_text, site

__all__ = ["site"]
CANARY = "qzcanary7"


def arranged(site: Site) -> Sitting:
    """Nine items, the ninth exempt under paragraph 3."""
    titles = [f"Item {n}" for n in range(1, 9)]
    sitting = site.world.body("Council", members=6).meeting(*titles, publish=False)
    secret = AddItem(
        sitting.id,
        f"Sale of the {CANARY} depot",
        text=f"<p>{CANARY} offers</p>",
        recommendation=f"That the {CANARY} offer is accepted",
        sensitivity=Sensitivity.EXEMPT,
        exempt_paragraphs=("3",),
        interest_test=f"{CANARY} bids would suffer",
    )
    sitting.items.append(site.world.run(add_item, secret))
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    return sitting.open()


def public_pages(site: Site, sitting: Sitting) -> dict[str, str]:
    """Every page, feed and file about the meeting that the public can ask for."""
    paths = (
        "/",
        "/meetings",
        f"/meetings/{sitting.id}",
        f"/meetings/{sitting.id}/live",
        f"/meetings/{sitting.id}/live.json",
        f"/meetings/{sitting.id}/minutes",
        f"/meetings/{sitting.id}/replay",
        f"/meetings/{sitting.id}.ics",
        "/calendar.ics",
        "/councillors",
        "/search?q=depot",
    )
    return {path: site.public.get(path).get_data(as_text=True) for path in paths}


def frames(site: Site, sitting: Sitting, since: int) -> str:
    """What the event stream sends the public for everything since."""
    with site.world.runner.read() as session:
        found = changes(session, sitting.id, since, [Audience.PUBLIC])
    return str(found)


def nothing_leaks(site: Site, sitting: Sitting) -> None:
    for path, text in public_pages(site, sitting).items():
        assert CANARY not in text, path
    assert CANARY not in frames(site, sitting, 0)


def test_the_public_learns_only_that_it_is_excluded(site: Site) -> None:
    world, sitting = site.world, arranged(site)
    ninth = sitting.items[8]
    with pytest.raises(WrongState, match="must be excluded first"):
        world.run(take_item, TakeItem(sitting.id, ninth))
    exclude(sitting, ninth)
    _blank_at_once(site, sitting)
    with pytest.raises(WrongState, match="not confirmed yet"):
        world.run(take_item, TakeItem(sitting.id, ninth))
    assert "Not private yet" in site.officer.get(f"/desk/meetings/{sitting.id}/room").get_data(as_text=True)
    # The server reads its own pages back through its whole front; a person looks at the room.
    assert site.officer.post(f"/desk/meetings/{sitting.id}/exclusion/check").status_code == 303
    with world.runner.read() as session:
        assert [s.name for s in _surfaces(session, sitting) if s.stopped_at] == ["pages"]
    confirm(sitting)
    world.run(take_item, TakeItem(sitting.id, ninth))
    with world.runner.read() as session:
        standing = exclusion_of(session, sitting.id)
        assert standing is not None
        assert standing.state is State.PRIVATE
        assert "paragraph 3 of Part 1 of Schedule 12A" in standing.words
        assert "outweighs the public interest" in standing.words
    _business(site, sitting)
    # Until the delay is over the public sees nothing, then the meeting without the item.
    world.run(let_public_return, LetPublicReturn(sitting.id))
    assert PUBLIC_WORDS in site.public.get(f"/meetings/{sitting.id}/live").get_data(as_text=True)
    _finish(site, sitting)
    nothing_leaks(site, sitting)
    _two_documents(site, sitting)


def _surfaces(session: Session, sitting: Sitting) -> list[ExclusionSurface]:
    standing = exclusion_of(session, sitting.id)
    assert standing is not None
    return surfaces_of(session, standing.id)


def _blank_at_once(site: Site, sitting: Sitting) -> None:
    """Before anything is confirmed."""
    page = site.public.get(f"/meetings/{sitting.id}/live").get_data(as_text=True)
    assert PUBLIC_WORDS in page
    assert "Councillor A. Abara" not in page
    with site.world.runner.read() as session:
        shown = snapshot(session, sitting.id, Audience.PUBLIC).parts
    assert shown["exclusion"]["words"] == PUBLIC_WORDS
    assert [name for name, part in shown.items() if part != {"hidden": True}] == ["exclusion"]


def _business(site: Site, sitting: Sitting) -> None:
    world = site.world
    vote_id = sitting.vote(sitting.motion(f"That the {CANARY} offer is accepted"), VoteMethod.RECORDED)
    nothing_leaks(site, sitting)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(declare_vote, DeclareVote(vote_id))
    world.run(take_note, TakeNote(sitting.id, f"The {CANARY} price was discussed."))
    nothing_leaks(site, sitting)
    assert site.public.get(f"/votes/{vote_id}").status_code == 404
    seen = site.member(sitting.body.members[1]).get(f"/room/{sitting.id}/state")
    assert CANARY in seen.get_data(as_text=True)


def _finish(site: Site, sitting: Sitting) -> None:
    world = site.world
    world.later(seconds=40)
    site.officer.post(f"/desk/meetings/{sitting.id}/exclusion/end")
    page = site.public.get(f"/meetings/{sitting.id}/live").get_data(as_text=True)
    assert PUBLIC_WORDS not in page
    assert "Exempt item" in page
    world.run(take_item, TakeItem(sitting.id, sitting.items[7]))
    world.run(close_meeting, CloseMeeting(sitting.id))


def _two_documents(site: Site, sitting: Sitting) -> None:
    full = draft_text(site, sitting)
    assert CANARY in full
    public = published_text(site, sitting)
    assert CANARY not in public
    assert "press and public be excluded from the meeting for item 9" in public
    assert "paragraph 3 of Part 1 of Schedule 12A" in public
    assert "ecorded separately" in public
    assert "open to the press and public again" in public
    with site.world.runner.read() as session:
        assert minutes_of(session, sitting.id) is not None


def test_after_the_return_the_item_needs_a_new_exclusion(site: Site) -> None:
    world, sitting = site.world, arranged(site)
    ninth = sitting.items[8]
    exclude(sitting, ninth)
    confirm(sitting)
    world.run(take_item, TakeItem(sitting.id, ninth))
    come_back(sitting)
    world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    with pytest.raises(WrongState, match="must be excluded first"):
        world.run(take_item, TakeItem(sitting.id, ninth))
