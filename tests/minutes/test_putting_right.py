"""What the record says wrongly is put right by a fact with a reason, and what officers wrote stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from meetings.kernel.clock import FixedClock
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.minutes.document import Motion, Resolution, VoteResult
from meetings.minutes.usecases import (
    ApproveMinutes,
    ConfirmMinutes,
    PublishMinutes,
    approve_minutes,
    confirm_minutes,
    publish_minutes,
)
from meetings.minutes.writing.correcting import (
    CorrectMotionText,
    CorrectMover,
    CorrectSentence,
    correct_motion_text,
    correct_mover,
    correct_sentence,
)
from meetings.minutes.writing.correcting_people import (
    CorrectApology,
    CorrectPerson,
    CorrectTimes,
    RecountPublic,
    correct_apology,
    correct_person,
    correct_times,
    recount_public,
)
from meetings.motions.rules import MotionKind
from meetings.motions.usecases import AgreeMotion, MoveMotion, agree_motion, move_motion
from meetings.room.usecases import (
    CloseMeeting,
    close_meeting,
)
from meetings.server.parts import Parts
from meetings.voting.rules import Choice
from meetings.voting.usecases import (
    ConfirmProposal,
    ProposeCorrection,
    confirm_proposal,
    propose_correction,
)
from tests.factories.world import EVENING, Sitting, World, furnish, make_parts
from tests.minutes.putting import WHY, ann, block, held, intact, lines, motion_id, second_officer, traced
from tests.minutes.reading import newest
from tests.minutes.test_editing import text
from tests.minutes.test_views import Desk, signed_in


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    made = make_parts(tmp_path_factory.mktemp("right"), demo=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def council(parts: Parts) -> World:
    clock = FixedClock(EVENING)
    parts.runner.clock = clock
    return furnish(parts.runner, clock)


@pytest.fixture
def sitting(council: World, request: pytest.FixtureRequest) -> Sitting:
    return held(council, request.node.name)


def test_mover_text_and_what_was_written_by_hand(parts: Parts, council: World, sitting: Sitting) -> None:
    motion, members = motion_id(council, sitting), sitting.body.members
    assert council.run(correct_mover, CorrectMover(sitting.id, motion, members[3], None, WHY)) == 3
    moved = block(council, sitting, Motion)
    assert (moved.mover, moved.seconder) == (council.names[members[3]], None)
    before, after = "That the libary opens on Sundays.", "That the library opens on Sundays."
    council.run(correct_motion_text, CorrectMotionText(sitting.id, motion, before, after, WHY))
    assert "library opens" in block(council, sitting, Motion).text
    assert "library opens" in block(council, sitting, Resolution).parts[0]
    assert text(council, sitting, 1) == "<p>By hand.</p>"
    source = traced(parts, sitting).blocks[f"motion-{motion}"]
    assert [s.what for s in source.all][-2:] == [
        "Mover or seconder corrected",
        "The text of the motion was corrected",
    ]
    intact(parts, sitting)


def test_an_amended_motion_as_moved_and_as_resolved(parts: Parts, council: World, sitting: Sitting) -> None:
    council.clock.at = EVENING
    other = sitting.body.meeting("Trees", starts_at=EVENING + timedelta(hours=3)).open()
    motion = other.motion("That ten tres are planted")
    members = sitting.body.members
    amended = "That twelve tres are planted"
    change = MoveMotion(other.id, amended, members[2], members[3], MotionKind.AMENDMENT, None, motion)
    council.run(agree_motion, AgreeMotion(other.id, council.run(move_motion, change)))
    council.run(agree_motion, AgreeMotion(other.id, motion))
    council.run(close_meeting, CloseMeeting(other.id))
    desk = Desk(council, other, signed_in(parts, council.officer_token))
    right = f"{desk.home}/minutes/right"
    for block_id, before in ((f"motion-{motion}", "ten tres"), (f"resolution-{motion}", "twelve tres")):
        page = desk.get(f"{right}?block={block_id}")
        found = unescape(page.split('name="before" value="')[1].split('"')[0])
        assert before in found
        fields = {"block": block_id, "motion_id": motion, "before": found, "reason": WHY}
        after = found.replace("tres", "trees")
        assert desk.post(f"{right}/text", {**fields, "text": after}).status_code == 303
    assert "tres" not in lines(council, other)
    assert "ten trees" in lines(council, other)
    assert "twelve trees" in lines(council, other)
    intact(parts, other)


def test_a_ballot_is_corrected_by_two_people_after_the_close(
    parts: Parts, council: World, sitting: Sitting
) -> None:
    vote_id = block(council, sitting, VoteResult).id.removeprefix("vote-")
    member = sitting.body.members[2]
    propose = ProposeCorrection(vote_id, member, Choice.ABSTAIN, WHY)
    council.run(propose_correction, propose)
    with pytest.raises(Denied):
        council.run(confirm_proposal, ConfirmProposal(vote_id))
    council.run(confirm_proposal, ConfirmProposal(vote_id), second_officer(council))
    assert block(council, sitting, VoteResult).abstain_names == (council.names[member],)
    assert text(council, sitting, 1) == "<p>By hand.</p>"
    whats = [s.what for s in traced(parts, sitting).blocks[f"vote-{vote_id}"].all]
    assert "A ballot was corrected" in whats
    intact(parts, sitting)


def test_a_sentence_in_other_words_and_what_cannot_be(parts: Parts, council: World, sitting: Sitting) -> None:
    members = sitting.body.members
    times = ((EVENING, EVENING + timedelta(minutes=8)), (EVENING + timedelta(minutes=9), None))
    council.run(correct_times, CorrectTimes(sitting.id, members[4], times, WHY))
    away = next(b for i in newest(council, sitting.id).items for b in i.blocks if b.id.startswith("away-"))
    other = f"{away.text}, having been called away"
    council.run(correct_sentence, CorrectSentence(sitting.id, away.id, away.text, other, WHY))
    assert other in lines(council, sitting)
    with pytest.raises(NotFound):
        council.run(correct_sentence, CorrectSentence(sitting.id, away.id, away.text, "No", WHY))
    with pytest.raises(Invalid):
        council.run(correct_sentence, CorrectSentence(sitting.id, away.id, other, "No", " "))
    motion = motion_id(council, sitting)
    wrong: list[tuple[Callable[..., int], Any, str]] = [
        (correct_mover, CorrectMover(sitting.id, motion, members[0], members[0], WHY), "seconder_id"),
        (correct_times, CorrectTimes(sitting.id, members[0], ((EVENING, EVENING),), WHY), "left-1"),
        (correct_times, CorrectTimes(sitting.id, members[0], (), WHY), "arrived-1"),
        (correct_apology, CorrectApology(sitting.id, members[0], "", WHY), "kind"),
        (recount_public, RecountPublic(sitting.id, -1, WHY), "count"),
    ]
    for case, command, field in wrong:
        with pytest.raises(Invalid) as refused:
            council.run(case, command)
        assert field in refused.value.fields
    with pytest.raises(Denied):
        council.run(recount_public, RecountPublic(sitting.id, 3, WHY), council.actor(members[1]))
    with pytest.raises(NotFound):
        council.run(correct_person, CorrectPerson(sitting.id, "nobody", "A", "B", WHY))


def test_nothing_is_put_right_in_the_signed_record(council: World, sitting: Sitting) -> None:
    version = newest(council, sitting.id).version
    council.run(approve_minutes, ApproveMinutes(sitting.id, version))
    council.run(publish_minutes, PublishMinutes(sitting.id, version))
    council.run(recount_public, RecountPublic(sitting.id, 3, WHY))
    version += 1
    council.run(approve_minutes, ApproveMinutes(sitting.id, version))
    council.run(publish_minutes, PublishMinutes(sitting.id, version))
    on = council.clock.now().date()
    council.run(confirm_minutes, ConfirmMinutes(sitting.id, version, on, "Councillor Lee"))
    with pytest.raises(WrongState):
        council.run(recount_public, RecountPublic(sitting.id, 4, WHY))
    vote_id = block(council, sitting, VoteResult).id.removeprefix("vote-")
    command = ProposeCorrection(vote_id, sitting.body.members[2], Choice.ABSTAIN, WHY)
    with pytest.raises(WrongState):
        council.run(propose_correction, command)


def test_the_pages_lead_to_each_correction(parts: Parts, council: World, sitting: Sitting) -> None:
    desk = Desk(council, sitting, signed_in(parts, council.officer_token))
    right = f"{desk.home}/minutes/right"
    for each in [b for i in newest(council, sitting.id).items for b in i.blocks if b.kind != "narrative"]:
        page = desk.get(f"{right}?block={each.id}")
        assert ("Where this comes from" in page, "Put this right" in page) == (True, True)
    motion, members = motion_id(council, sitting), sitting.body.members
    fields = {"block": f"motion-{motion}", "motion_id": motion, "mover_id": members[2], "seconder_id": ""}
    refused = desk.post(f"{right}/mover", {**fields, "reason": ""})
    assert (refused.status_code, "Say how this is known" in refused.get_data(as_text=True)) == (422, True)
    assert f'<option value="{members[2]}" selected>' in refused.get_data(as_text=True)
    done = desk.post(f"{right}/mover", {**fields, "reason": WHY})
    assert (done.status_code, f"#item-{sitting.items[0]}" in done.location) == (303, True)
    person = f"{right}?block=attendance&person_id={members[4]}"
    assert 'value="19:05"' in desk.get(person)
    early = {"block": "attendance", "person_id": members[4], "arrived-1": "18:40", "reason": WHY}
    assert desk.post(f"{right}/times", early).status_code == 303
    assert 'value="19:00"' in desk.get(person)
    assert 'value="19:35"' not in desk.get(person)
    times = {"block": "attendance", "person_id": members[4], "arrived-1": "19:02", "reason": WHY}
    bad = desk.post(f"{right}/times", {**times, "left-1": "nonsense"})
    assert (bad.status_code, 'value="nonsense"' in bad.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{right}/times", times).status_code == 303
    assert 'value="19:02"' in desk.get(person)
    record = desk.get(f"/desk/record/{sitting.id}")
    assert (
        f"Corrected: {council.names[members[4]]} was there from Tuesday 8 December 2026, 7.02pm to" in record
    )
    assert "not seconded: The recording at 19:12" in record
    assert "Enter a number from 0" in desk.post(f"{right}/public", {"count": "many", "reason": WHY}).get_data(
        as_text=True
    )
    vote_id = block(council, sitting, VoteResult).id.removeprefix("vote-")
    ballot = {"block": f"vote-{vote_id}", "person_id": members[1], "choice": "against", "reason": WHY}
    assert desk.post(f"{desk.home}/minutes/ballots/{vote_id}", ballot).status_code == 303
    assert "Confirm the correction" in desk.get(f"{right}?block=vote-{vote_id}")
    self_made = desk.post(f"{desk.home}/minutes/ballots/{vote_id}", {**ballot, "act": "confirm"})
    assert "A second person must confirm" in self_made.get_data(as_text=True)
    assert desk.post(f"{desk.home}/minutes/ballots/{vote_id}", {"act": "drop"}).status_code == 303
    desk.get(f"{right}?block=nothing", 404)


def test_times_of_a_late_member_who_left_and_came_back(
    parts: Parts, council: World, sitting: Sitting
) -> None:
    member, at = sitting.body.members[4], EVENING + timedelta(minutes=2)
    stays = ((at, at + timedelta(minutes=10)), (at + timedelta(minutes=20), None))
    council.run(correct_times, CorrectTimes(sitting.id, member, stays, WHY))
    (person,) = [p for p in newest(council, sitting.id).present if p.name == council.names[member]]
    assert (person.arrived_at, person.left_at) == (at, None)
    assert "left the meeting at 7.12pm and returned at 7.22pm" in lines(council, sitting)
    intact(parts, sitting)
    council.run(correct_times, CorrectTimes(sitting.id, member, ((EVENING, None),), "The attendance sheet"))
    (person,) = [p for p in newest(council, sitting.id).present if p.name == council.names[member]]
    assert person.arrived_at is None
    assert "returned at" not in lines(council, sitting)
    assert traced(parts, sitting).people[person.name].all[-1].what == "The times were corrected"
    intact(parts, sitting)


def test_guest_public_and_apology(parts: Parts, council: World, sitting: Sitting) -> None:
    guest = next(s for s in newest(council, sitting.id).in_attendance if s.name == "Ann Wrong")
    assert guest.post == "Planer"
    council.run(correct_person, CorrectPerson(sitting.id, ann(council, sitting), "Ann Right", "Planner", WHY))
    assert "Ann Right, Planner" in lines(council, sitting)
    council.run(recount_public, RecountPublic(sitting.id, 12, WHY))
    assert "12 members of the public present" in lines(council, sitting)
    member = sitting.body.members[4]
    council.run(correct_apology, CorrectApology(sitting.id, member, "lateness", WHY))
    assert [a.name for a in newest(council, sitting.id).late] == [council.names[member]]
    council.run(correct_apology, CorrectApology(sitting.id, member, "", WHY))
    assert newest(council, sitting.id).late == ()
    intact(parts, sitting)
