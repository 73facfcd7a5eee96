"""From the draft to the signed record, on the pages: officer, chair and public, with the law's own dates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

import pytest

from meetings.admin.verify import check_stream
from meetings.agendas.queries import working_agenda
from meetings.agendas.rules import is_minutes_item
from meetings.bodies.models import Body
from meetings.db.record import facts_of
from meetings.deadlines.usecases import SetChoice, set_choice
from meetings.kernel.actor import SYSTEM
from meetings.kernel.clock import FixedClock
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.minutes.comparison import lines_of
from meetings.minutes.life.events import ConfirmedHere, CorrectionDecided, MinutesSigned
from meetings.minutes.life.queries import published_forms, signature_of
from meetings.minutes.life.rules import CorrectionState, SignatureWay
from meetings.minutes.life.suitable import next_meeting, proposal_for
from meetings.minutes.life.usecases.accuracy import (
    DecideCorrection,
    ProposeCorrection,
    decide_correction,
    propose_correction,
)
from meetings.minutes.life.usecases.checking import (
    CheckMinutes,
    CommentAsChair,
    check_minutes,
    comment_as_chair,
)
from meetings.minutes.life.usecases.confirming import (
    ConfirmAtMeeting,
    PutBeforeOther,
    confirm_at_meeting,
    put_before_other,
)
from meetings.minutes.life.usecases.signing import SignElectronically, sign_electronically
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.usecases import ApproveMinutes, EditMinutes, approve_minutes, edit_minutes
from meetings.people.passwords import hash_password
from meetings.people.usecases import SetPassword, set_password
from meetings.schedule.queries import meeting_of
from meetings.server.parts import Parts
from tests.factories.world import EVENING, World, furnish, make_parts
from tests.minutes.life_site import (
    SIGNED,
    Way,
    browser,
    calendar,
    confirm_with_correction,
    officer_again,
    publish_after_chair,
)
from tests.minutes.life_story import Story, tell


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    made = make_parts(tmp_path_factory.mktemp("site"), demo=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def council(parts: Parts) -> World:
    clock = FixedClock(EVENING)
    parts.runner.clock = clock
    return furnish(parts.runner, clock)


@pytest.fixture
def story(council: World, request: pytest.FixtureRequest) -> Iterator[Story]:
    council.clock.at = EVENING
    officer_again(council)
    yield tell(council, f"Committee {request.node.name[:60]}")
    council.clock.at = EVENING


def test_minutes_of_8_december_pass_over_the_17th_and_go_to_24_february(story: Story) -> None:
    calendar(story)
    world = story.world
    with world.runner.read() as session:
        found = next_meeting(session, meeting_of(session, story.december.id), world.runner.timezone)
    assert found.meeting is not None
    assert found.meeting.id == story.later["february"]
    assert "Wednesday 24 February 2027 is the next suitable meeting: signed there." in [
        s.text for s in found.steps
    ]


@pytest.fixture
def way(story: Story, parts: Parts) -> Way:
    calendar(story)
    return Way(story, parts)


def test_what_is_open_must_be_looked_at_before_the_chair_reads(way: Way) -> None:
    desk = way.desk()
    assert "write a summary, or say that none is needed" in desk.get(way.home)
    refused = desk.post(way.home, f"{way.home}/check", {"version": "2"}, status=422)
    assert "say that you have looked at them" in refused.get_data(as_text=True)


def test_the_whole_life_on_the_pages(way: Way) -> None:
    publish_after_chair(way)
    at = confirm_with_correction(way)
    desk = way.desk()
    desk.post(way.home, f"{way.home}/sign", SIGNED)
    page = way.public()
    for words in ("six in all", "Confirmed as a correct record on", "Abara on paper", "Corrected:"):
        assert words in page
    later = {"before": "six in all", "after": "seven in all", "reason": "Resolved: seven.", **at}
    desk.post(way.home, f"{way.home}/later-correction", later)
    page = way.public()
    assert "After they were confirmed" in page
    assert "seven in all" in page
    meetings = (way.meeting, at["at_meeting_id"])
    with way.story.world.runner.read() as session:
        signed = [e.fact for e in facts_of(session, way.meeting, types=(MinutesSigned,))]
        checked = [check_stream(session, way.parts.services.storage, m) for m in meetings]
    assert [f.signed_by for f in signed if isinstance(f, MinutesSigned)] == ["Councillor A. Abara"]
    assert [c.differences for c in checked] == [(), ()]


def test_each_text_that_was_published_stays_at_its_own_address(way: Way) -> None:
    publish_after_chair(way)
    february = confirm_with_correction(way)["at_meeting_id"]
    public = browser(way.parts)
    answer = public.client.get(f"/meetings/{way.meeting}/minutes/confirmed")
    assert answer.status_code == 302
    assert "six in all" in public.get(answer.headers["Location"])
    with way.story.world.runner.read() as session:
        forms = published_forms(session, way.meeting)
        said = [e.fact for e in facts_of(session, february, types=(CorrectionDecided, ConfirmedHere))]
        row = minutes_of(session, february)
        assert row is not None
        lines = [line for item in document_of(session, row).items for line in lines_of(item)]
        agenda = [i.text for i in working_agenda(session, february).items if is_minutes_item(i.title)]
    assert [(f.version, f.confirmed) for f in forms] == [(5, True), (5, False), (4, False)]
    draft = f"/meetings/{way.meeting}/minutes/versions/{forms[2].sha256}"
    assert "five in all" in public.get(draft)
    assert hashlib.sha256(public.bytes(f"{draft}.json")).hexdigest() == forms[2].sha256
    assert [type(f) for f in said] == [CorrectionDecided, ConfirmedHere]
    assert any("“five in all” was replaced by “six in all”" in line for line in lines)
    linked = f'<a href="/meetings/{way.meeting}/minutes">minutes of the meeting held on 8 December 2026</a>'
    assert [linked in text for text in agenda] == [True, False]
    assert "17 December 2026" in agenda[1]


def test_who_may_check_comment_correct_confirm_and_sign(story: Story) -> None:
    world, meeting, member, chair = story.world, story.december.id, story.member, story.chair
    version = story.row().version
    for command, case in (
        (CheckMinutes(meeting, version, seen=True), check_minutes),
        (CommentAsChair(meeting, version, "x"), comment_as_chair),
        (ConfirmAtMeeting(meeting, version, meeting), confirm_at_meeting),
        (SignElectronically(meeting, version, "x"), sign_electronically),
        (DecideCorrection(meeting, "x", CorrectionState.CARRIED), decide_correction),
    ):
        with pytest.raises(Denied):
            world.run(case, command, member)  # type: ignore[arg-type]
    with pytest.raises(WrongState, match="change the draft itself"):
        world.run(propose_correction, ProposeCorrection(meeting, "a", "b", "c"), member)
    with pytest.raises(Invalid, match="approve the minutes"):
        world.run(comment_as_chair, CommentAsChair(meeting, version, " "), chair)
    with pytest.raises(WrongState, match="on paper"):
        world.run(sign_electronically, SignElectronically(meeting, version, "x"), chair)


def test_the_council_can_choose_that_the_chair_reads_first(story: Story) -> None:
    world, meeting = story.world, story.december.id
    command = ApproveMinutes(meeting, story.row().version)
    world.run(set_choice, SetChoice("minutes_chair_check", "reason", "Standing order 12"))
    try:
        with pytest.raises(Invalid, match="without the chair"):
            world.run(approve_minutes, command)
        world.run(set_choice, SetChoice("minutes_chair_check", "needed", "Standing order 12"))
        with pytest.raises(WrongState, match="ask the chair"):
            world.run(approve_minutes, command)
        world.run(approve_minutes, command, story.chair)
    finally:
        world.run(set_choice, SetChoice("minutes_chair_check", "usual", "Standing order 12"))


def test_nothing_is_confirmed_silently_nor_before_its_time(story: Story) -> None:
    calendar(story)
    world, meeting = story.world, story.december.id
    story.publish()
    version = story.row().version
    with pytest.raises(WrongState, match="not been held"):
        world.run(confirm_at_meeting, ConfirmAtMeeting(meeting, version, story.later["february"]))
    story.hold("extraordinary", confirm=False)
    with world.runner.read() as session:
        assert proposal_for(session, meeting_of(session, meeting), world.runner.timezone) is None
    motion = story.hold("february")
    with world.runner.read() as session:
        found = proposal_for(session, meeting_of(session, meeting), world.runner.timezone)
    assert found is not None
    assert (found.motion_id, found.on) == (motion, date(2027, 2, 24))
    assert not story.row().is_confirmed
    other = tell(world, "Another committee")
    elsewhere = ProposeCorrection(meeting, "long queues", "queues", "x", at_meeting_id=other.december.id)
    with pytest.raises(WrongState, match="same body"):
        world.run(propose_correction, elsewhere)
    with pytest.raises(Invalid, match="same body"):
        world.run(confirm_at_meeting, ConfirmAtMeeting(meeting, version, other.december.id))
    with pytest.raises(Invalid, match="carried"):
        world.run(confirm_at_meeting, ConfirmAtMeeting(meeting, version, story.later["february"], "x"))
    story.world.run(
        propose_correction, ProposeCorrection(meeting, "long queues", "queues", "They were not long.")
    )
    with pytest.raises(WrongState, match="proposed a correction"):
        world.run(
            confirm_at_meeting, ConfirmAtMeeting(meeting, version, story.later["february"], motion or "")
        )


def test_words_to_be_corrected_must_stand_there_and_once(story: Story) -> None:
    story.publish()
    propose = ProposeCorrection(story.december.id, "no such words", "x", "y")
    with pytest.raises(Invalid, match="do not stand"):
        story.world.run(propose_correction, propose)
    # a member cannot find out by trying what stands in an exempt minute beyond what they may read
    secret = ProposeCorrection(story.december.id, "Quillfeather", "x", "y")
    with pytest.raises(Invalid, match="do not stand"):
        story.world.run(propose_correction, secret, story.member)


def test_minutes_of_a_body_that_meets_no_more_go_before_another(story: Story) -> None:
    world, meeting = story.world, story.december.id
    story.publish()
    other = world.body("Successor committee", members=3)
    put = PutBeforeOther(meeting, other.id, "The committee was abolished on 1 January.")
    with pytest.raises(WrongState, match="still meets"):
        world.run(put_before_other, put)
    with world.runner.database.write() as session:
        session.get_one(Body, story.body.id).is_active = False
    with pytest.raises(Invalid, match="reason"):
        world.run(put_before_other, PutBeforeOther(meeting, other.id, " "))
    world.run(put_before_other, put)
    with world.runner.read() as session:
        found = next_meeting(session, meeting_of(session, meeting), world.runner.timezone)
    assert (found.other_body, found.body_gone) == ("Successor committee", False)


def test_signing_here_takes_the_password_again_and_the_councils_choice(story: Story, parts: Parts) -> None:
    calendar(story)
    world, meeting = story.world, story.december.id
    story.publish()
    motion = story.hold("february")
    world.run(
        confirm_at_meeting,
        ConfirmAtMeeting(meeting, story.row().version, story.later["february"], motion or ""),
    )
    world.run(set_choice, SetChoice("minutes_signing", "electronic", "Council resolution 44/2026"))
    try:
        chair = story.chair
        with pytest.raises(Denied, match="password"):
            world.run(
                sign_electronically, SignElectronically(meeting, story.row().version, "not the hash"), chair
            )
        hashed = hash_password("plover lantern violet")
        world.runner.run(set_password, SetPassword(chair.account_id or "", hashed), actor=SYSTEM)
        story.signed_in(0)
        mine = f"/my/minutes/{meeting}"
        phone = browser(parts, world.tokens[story.body.members[0]])
        version = str(story.row().version)
        assert f'href="{mine}#sign"' in phone.get("/my")
        phone.post(mine, f"{mine}/sign", {"version": version, "password": "wrong words"}, status=422)
        phone.post(mine, f"{mine}/sign", {"version": version, "password": "plover lantern violet"})
        assert mine not in phone.get("/my")
    finally:
        world.run(set_choice, SetChoice("minutes_signing", "paper", "Council resolution 44/2026"))
    with world.runner.read() as session:
        row = signature_of(session, meeting)
    assert row is not None
    assert (row.way, row.signed_by) == (SignatureWay.ELECTRONIC, "Councillor A. Abara")
    assert "confirmed as a correct record on 24 February 2027" in row.statement
    with pytest.raises(WrongState):
        world.run(
            edit_minutes,
            EditMinutes(meeting, story.row().version, {f"start-{story.december.items[0]}": "x"}, "n"),
        )
