"""Who may not: a chair whom an interest bars, a chair who did not preside, a member who guesses at a draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from meetings.deadlines.usecases import SetChoice, set_choice
from meetings.kernel.actor import SYSTEM
from meetings.kernel.clock import FixedClock
from meetings.kernel.errors import Denied, Invalid
from meetings.kernel.permissions import Role
from meetings.minutes import pages
from meetings.minutes.life import my_pages
from meetings.minutes.life.usecases.accuracy import ProposeCorrection, propose_correction
from meetings.minutes.life.usecases.confirming import ConfirmAtMeeting, confirm_at_meeting
from meetings.minutes.life.usecases.signing import SignElectronically, sign_electronically
from meetings.people.usecases import GrantRole, grant_role
from meetings.server.parts import Parts
from tests.factories.world import EVENING, furnish, make_parts
from tests.minutes.life_site import browser, calendar, officer_again
from tests.minutes.life_story import Story, tell

WHY = "You declared an interest in this item."


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    made = make_parts(tmp_path_factory.mktemp("site"), demo=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def story(parts: Parts) -> Story:
    clock = FixedClock(EVENING)
    parts.runner.clock = clock
    return tell(furnish(parts.runner, clock))


def test_a_chair_whom_an_interest_bars_reads_the_exempt_minute_at_no_address(
    story: Story, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_session: object, _meeting_id: str, person_id: str | None) -> dict[str, str]:
        return {story.secret_item: WHY} if person_id == story.body.members[0] else {}

    desk, mine = f"/desk/meetings/{story.december.id}/minutes", f"/my/minutes/{story.december.id}"
    ends = (
        "",
        "/life",
        "/exempt",
        "/exempt.docx",
        "/preview?as=officer",
        "/versions/2",
        "/compare",
        "/right",
    )
    paths = [desk + end for end in (*ends, "/comments", ".pdf?full=1", ".docx?full=1", "/sheets/exempt.pdf")]
    story.signed_in(0)
    chair = browser(parts, story.world.tokens[story.body.members[0]])
    assert "Osprey" in chair.get(f"{desk}/exempt")
    with monkeypatch.context() as patch:
        patch.setattr(pages, "closed_items", closed)
        patch.setattr(my_pages, "closed_items", closed)
        assert {path: chair.client.get(path).status_code for path in paths} == dict.fromkeys(paths, 403)
        assert "Osprey" not in chair.get(mine) + chair.get(f"{mine}/exempt")
        assert "Osprey" in browser(parts, officer_again(story.world)).get(f"{desk}/exempt")


def test_a_member_learns_nothing_of_a_draft_by_proposing_corrections(story: Story) -> None:
    meeting, run = story.december.id, story.world.run
    story.publish()
    story.write(open="<p>The Chair spoke of the long queues. The caretaker was dismissed.</p>")
    guess = ProposeCorrection(meeting, "The caretaker was dismissed", "x", "A guess")
    with pytest.raises(Invalid, match="do not stand in the minutes"):
        run(propose_correction, guess, story.member)
    story.write(open="<p>The Chair spoke of the long queues.</p>")
    story.publish()


def test_another_chair_than_the_one_who_presided_does_not_sign(story: Story) -> None:
    meeting, world = story.december.id, story.world
    calendar(story)
    motion = story.hold("february")
    confirm = ConfirmAtMeeting(meeting, story.row().version, story.later["february"], motion or "")
    world.run(confirm_at_meeting, confirm)
    world.run(set_choice, SetChoice("minutes_signing", "electronic", "Council resolution 44/2026"))
    account = story.accounts[story.body.members[1]]
    world.run(grant_role, GrantRole(account, Role.CHAIR, story.body.id, date(2026, 1, 1)), SYSTEM)
    with pytest.raises(Denied, match="Whoever presided"):
        world.run(sign_electronically, SignElectronically(meeting, story.row().version, "x"), story.member)
    with pytest.raises(Denied, match="password"):
        world.run(sign_electronically, SignElectronically(meeting, story.row().version, "x"), story.chair)
