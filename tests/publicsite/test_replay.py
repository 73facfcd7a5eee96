"""The time line: what happened with its time, how the meeting stood at a moment, nothing that was private."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetings.agendas.queries import published_agenda
from meetings.db.record import facts_of
from meetings.debate import usecases as debate
from meetings.debate.rules import SpeechKind
from meetings.kernel.secrecy import Audience
from meetings.motions.rules import MotionKind
from meetings.publicsite.replay import Kind, State, timeline
from meetings.publicsite.replay.fold import facts_told
from meetings.publicsite.replay.lines import spoken
from meetings.publicsite.replay.views import read
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.private import take_privately
from tests.factories.site import Site, words
from tests.factories.world import Sitting
from tests.live.situations import planned

AMENDED = "That the library opens on Saturdays."


def held(site: Site) -> Sitting:
    """A speech, an amendment, a recorded vote; then an item in private, in which others speak and resolve."""
    world = site.world
    sitting = planned(world).open(present=5)
    motion = sitting.motion("That the library opens on Sundays")
    world.later(minutes=1)
    speech = _speak(sitting, 1)
    world.later(minutes=2, seconds=5)
    world.run(debate.end_speech, debate.EndSpeech(sitting.id, speech))
    amendment = sitting.motion(AMENDED, kind=MotionKind.AMENDMENT, parent_id=motion)
    world.later(minutes=1)
    _vote(sitting, amendment)
    world.later(minutes=1)
    _vote(sitting, motion)
    world.later(minutes=3)
    take_privately(sitting, sitting.items[1])
    world.later(minutes=2)
    _speak(sitting, 3)
    secret = sitting.motion("That the depot is sold to Mr Croft")
    world.later(minutes=1)
    _vote(sitting, secret)
    world.later(minutes=4)
    return sitting


def _speak(sitting: Sitting, n: int) -> str:
    world = sitting.world
    member = world.actor(sitting.body.members[n])
    world.run(debate.ask_to_speak, debate.AskToSpeak(sitting.id, SpeechKind.SPEECH), member)
    return world.run(debate.call_speaker, debate.CallSpeaker(sitting.id))


def _vote(sitting: Sitting, motion_id: str) -> None:
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    m = sitting.body.members
    choices = {m[0]: Choice.FOR, m[1]: Choice.FOR, m[2]: Choice.FOR, m[3]: Choice.AGAINST}
    sitting.cast(vote_id, choices, f"key-{vote_id}")
    sitting.world.run(close_vote, CloseVote(vote_id, missing_seen=1))
    sitting.world.later(seconds=30)
    sitting.world.run(declare_vote, DeclareVote(vote_id))


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """The meeting, still in private."""
    return held(site)


def lines(site: Site, sitting: Sitting, audience: Audience = Audience.PUBLIC) -> list[str]:
    with site.parts.runner.read() as session:
        return [line.text for line in read(session, sitting.id, audience).lines]


def test_everything_stands_in_order_with_its_offset(site: Site, sitting: Sitting) -> None:
    found = site.public.get(f"/meetings/{sitting.id}/timeline.json").get_json()
    entries = found["entries"]
    assert [e["offset"] for e in entries] == sorted(e["offset"] for e in entries)
    texts = [e["text"] for e in entries]
    for text in (
        "The meeting was opened, Councillor A. Abara in the chair",
        "Item 1 Library hours",
        "Councillor B. Bright spoke",
        "Amendment moved by Councillor A. Abara, seconded by Councillor B. Bright",
        "Recorded vote opened on the amendment",
        "The motion as amended now read",
        "Declared: carried",
        "The press and public were excluded",
    ):
        assert text in texts, text
    speech = next(e for e in entries if e["kind"] == "speaker")
    assert (speech["offset"], speech["until_offset"]) == (60, 185)
    assert speech["detail"] == "2 minutes 5 seconds"
    declared = next(e for e in entries if e["text"] == "Declared: carried")
    assert declared["detail"] == "For 3, against 1, abstained 0, no vote cast 1"


def test_the_state_of_any_moment_is_computed_from_the_record(site: Site, sitting: Sitting) -> None:
    with site.parts.runner.read() as session:
        found = read(session, sitting.id, Audience.PUBLIC)
    assert found.started_at is not None
    start = found.started_at

    def after(minutes: float) -> State:
        return found.state_at(start + timedelta(minutes=minutes))

    assert after(-1).phase == "The meeting had not begun"
    assert after(0.5).motion == "Motion: That the library opens on Sundays."
    assert after(2).speaker == "Councillor B. Bright"
    assert after(3.5).speaker == ""
    assert after(3.5).motion.splitlines() == [
        "Motion: That the library opens on Sundays.",
        f"Amendment: {AMENDED}",
    ]
    assert after(5).motion == f"Motion: {AMENDED}"
    assert after(5).result.startswith("Amendment carried. For 3")
    assert after(30).phase == "In private"
    assert (after(30).item, after(30).speaker, after(30).motion, after(30).result) == ("", "", "", "")


def test_nothing_of_what_was_private_ever(site: Site, sitting: Sitting) -> None:
    for state in ("still in private", "over"):
        if state == "over":
            site.world.run(close_meeting, CloseMeeting(sitting.id))
        for path in ("timeline", "timeline.json", "timeline?at=19:30", "timeline?kind=speaker"):
            page = site.public.get(f"/meetings/{sitting.id}/{path}")
            assert page.status_code == 200
            text = page.get_data(as_text=True)
            for secret in ("Croft", "Lease of the depot", "Dunmore spoke"):
                assert secret not in text, (state, path, secret)
    officers = lines(site, sitting, Audience.OFFICER)
    assert "Councillor D. Dunmore spoke" in officers
    page = words(site.officer.get(f"/desk/meetings/{sitting.id}/timeline"))
    assert "That the depot is sold to Mr Croft" in page
    data = site.officer.get(f"/desk/meetings/{sitting.id}/timeline.json").get_json()
    assert any("Croft" in e["detail"] for e in data["entries"])


def test_what_was_made_exempt_afterwards_is_gone_from_the_time_line(site: Site) -> None:
    sitting = site.world.body(members=5).meeting("Sale of the mill", "Bins").open()
    sitting.motion("That the mill is sold")
    site.world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    with site.parts.runner.read() as session:
        agenda = published_agenda(session, sitting.id)
        entries = list(facts_of(session, sitting.id, types=facts_told()))
    assert agenda is not None
    assert "That the mill is sold." in [
        line.detail for line in timeline(entries, agenda, Audience.PUBLIC).lines
    ]
    without = timeline(entries, None, Audience.PUBLIC)
    assert not [line for line in without.lines if "mill" in f"{line.text} {line.detail}"]
    assert [line.text for line in without.lines if line.kind is Kind.ITEM] == [
        "Item 1 Exempt item",
        "Item 2 Exempt item",
    ]


def test_who_may_see_which(site: Site, sitting: Sitting) -> None:
    member = site.member(sitting.body.members[1])
    assert member.get(f"/desk/meetings/{sitting.id}/timeline").status_code == 403
    assert member.get(f"/desk/meetings/{sitting.id}/timeline.json").status_code == 403
    assert "Croft" not in member.get(f"/meetings/{sitting.id}/timeline").get_data(as_text=True)
    assert site.public.get("/meetings/none/timeline").status_code == 404


def test_the_page_filters_jumps_and_shows_a_moment_without_scripts(site: Site, sitting: Sitting) -> None:
    whole = words(site.public.get(f"/meetings/{sitting.id}/timeline"))
    assert "Go to an item Item 1 Library hours" in whole
    votes = words(site.public.get(f"/meetings/{sitting.id}/timeline?kind=vote"))
    happened = votes.partition("What happened")[2]
    assert "Declared: carried" in happened
    assert "spoke" not in happened
    began = site.world.clock.at.strftime("%H:%M")
    moment = words(site.public.get(f"/meetings/{sitting.id}/timeline?at={began}"))
    assert f"At {int(began[:2]) % 12}." in moment
    assert words(site.public.get(f"/meetings/{sitting.id}/timeline?at=nonsense&kind=x")) == whole


def test_a_meeting_that_was_not_held_here_says_so(site: Site) -> None:
    sitting = site.world.body(members=3).meeting("Library hours")
    assert "has not been opened" in words(site.public.get(f"/meetings/{sitting.id}/timeline"))
    assert site.public.get(f"/meetings/{sitting.id}/timeline.json").get_json()["entries"] == []


def test_the_time_line_costs_few_statements(site: Site, sitting: Sitting) -> None:
    with site.counted() as seen:
        site.public.get(f"/meetings/{sitting.id}/timeline")
    assert len(seen) <= 9, seen
    with site.counted() as seen:
        site.public.get(f"/meetings/{sitting.id}/timeline")
    assert len(seen) <= 2, seen


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0 seconds"), (1000, "1 second"), (60_000, "1 minute"), (125_400, "2 minutes 5 seconds")],
)
def test_lengths_in_words(ms: int, text: str) -> None:
    assert spoken(ms) == text
