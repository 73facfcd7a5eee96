"""Members before a meeting: replies, substitutes, needs, what they have seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from meetings.db.record import RecordedFact
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, DomainError, Invalid, SignInRequired, WrongState
from meetings.kernel.permissions import Role
from meetings.room.queries import apologies_of
from meetings.schedule.members.queries import (
    expected_of,
    needs_of,
    replies_of,
    reply_lines,
    seen_by,
)
from meetings.schedule.members.rules import expected
from meetings.schedule.members.usecases import (
    MarkSeen,
    RecordReply,
    SaveNeeds,
    SendReply,
    WithdrawReply,
    mark_seen,
    record_reply,
    save_needs,
    send_reply,
    withdraw_reply,
)
from meetings.schedule.queries import meeting_of
from tests.factories.accounts import signed_in
from tests.factories.atonce import at_once
from tests.factories.world import EVENING, Sitting, World
from tests.schedule.members.saying import APOLOGIES, COMING, LATE, REMOTE, move, read, replies, say


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=5).meeting()


def test_the_last_word_counts_and_the_roll_shows_it(sitting: Sitting) -> None:
    me = sitting.body.members[1]
    say(sitting, 1, APOLOGIES, reason="In hospital", needs="")
    assert replies(sitting) == {me: APOLOGIES}
    assert read(sitting.world, lambda s: apologies_of(s, sitting.id)) == {me: "absence"}
    say(sitting, 1, LATE)
    assert read(sitting.world, lambda s: apologies_of(s, sitting.id)) == {me: "lateness"}
    say(sitting, 1, COMING)
    assert read(sitting.world, lambda s: apologies_of(s, sitting.id)) == {}


def test_a_reply_is_taken_back(sitting: Sitting) -> None:
    say(sitting, 1)
    me = sitting.world.actor(sitting.body.members[1])
    sitting.world.run(withdraw_reply, WithdrawReply(sitting.id), me)
    sitting.world.run(withdraw_reply, WithdrawReply(sitting.id), me)
    assert replies(sitting) == {}
    assert read(sitting.world, lambda s: apologies_of(s, sitting.id)) == {}


def test_reasons_and_needs_are_in_no_fact(sitting: Sitting) -> None:
    say(sitting, 1, reason="qreasonzx", needs="qneedzx")
    me = sitting.world.actor(sitting.body.members[1])
    sitting.world.run(save_needs, SaveNeeds("qfoodzx", "qaccesszx", "qremotezx", "qotherzx", True), me)
    facts = read(sitting.world, lambda s: list(s.scalars(select(RecordedFact.data))))
    private = ("qreasonzx", "qneedzx", "qfoodzx", "qaccesszx", "qremotezx", "qotherzx")
    assert [f for f in facts if any(word in f for word in private)] == []
    found = read(sitting.world, lambda s: needs_of(s, [sitting.body.members[1]]))[sitting.body.members[1]]
    assert [text for _, text in found.lines] == ["qfoodzx", "qaccesszx", "qremotezx", "qotherzx", "On paper"]


def test_the_same_reply_twice_is_one_fact(sitting: Sitting) -> None:
    done, refused = at_once(lambda: say(sitting, 1), lambda: say(sitting, 1))
    assert (len(done), refused) == (2, [])
    kinds = read(sitting.world, lambda s: list(s.scalars(select(RecordedFact.type))))
    assert kinds.count("schedule.member_replied") == 1


def test_only_members_reply_and_only_beforehand(sitting: Sitting) -> None:
    world = sitting.world
    stranger = world.actor(world.body("Audit", members=1).members[0])
    command = SendReply(sitting.id, APOLOGIES)
    for actor, refusal in ((stranger, Denied), (ANONYMOUS, SignInRequired), (world.officer, Denied)):
        with pytest.raises(refusal):
            world.run(send_reply, command, actor)
    member, _ = signed_in(world, "With a role and no seat", Role.COUNCILLOR, sitting.body.id)
    with pytest.raises(Denied):
        world.run(send_reply, command, member)
    sitting.open(4)
    with pytest.raises(WrongState, match="no longer taken"):
        say(sitting, 4)


def test_taking_part_online_needs_a_meeting_that_is_online(sitting: Sitting) -> None:
    with pytest.raises(Invalid, match="in person only"):
        say(sitting, 1, REMOTE)
    with pytest.raises(Invalid, match="Shorten"):
        say(sitting, 1, reason="x" * 1001)
    move(sitting)
    say(sitting, 1, REMOTE)
    assert replies(sitting)[sitting.body.members[1]] is REMOTE


def test_a_reply_from_before_a_move_is_known_as_such(sitting: Sitting) -> None:
    say(sitting, 1, COMING)
    move(sitting)
    (reply,) = read(sitting.world, lambda s: replies_of(s, sitting.id)).values()
    assert read(sitting.world, lambda s: reply.before_change(meeting_of(s, sitting.id)))
    say(sitting, 1, COMING)
    (reply,) = read(sitting.world, lambda s: replies_of(s, sitting.id)).values()
    assert not read(sitting.world, lambda s: reply.before_change(meeting_of(s, sitting.id)))


def test_an_officer_notes_what_was_said_by_telephone(sitting: Sitting) -> None:
    world, person_id = sitting.world, sitting.body.members[2]
    world.run(record_reply, RecordReply(sitting.id, person_id, APOLOGIES, "Rang at noon"))
    reply = read(world, lambda s: replies_of(s, sitting.id))[person_id]
    assert (reply.kind, reply.reason, reply.answered_by) == (APOLOGIES, "Rang at noon", "Priya Nair")
    world.run(record_reply, RecordReply(sitting.id, person_id, None))
    assert replies(sitting) == {}
    with pytest.raises(Denied):
        world.run(record_reply, RecordReply(sitting.id, person_id, COMING), world.actor(person_id))
    elsewhere, _ = signed_in(world, "Officer", Role.OFFICER, world.body("Audit", members=0).id)
    with pytest.raises(Denied):
        world.run(record_reply, RecordReply(sitting.id, person_id, COMING), elsewhere)


def test_expected_and_quorum_are_counted(sitting: Sitting) -> None:
    say(sitting, 0, COMING)
    say(sitting, 1, LATE)
    say(sitting, 2, APOLOGIES)
    tz = sitting.world.runner.timezone

    def count(session: Any) -> Any:
        meeting = meeting_of(session, sitting.id)
        return expected_of(session, meeting, reply_lines(session, meeting, tz))

    found = read(sitting.world, count)
    assert (found.coming, found.unknown, found.away, found.quorum) == (2, 2, 1, 3)
    assert (found.certain, found.possible) == (False, True)


def test_seats_without_a_vote_do_not_make_a_quorum() -> None:
    found = expected([(False, COMING, False), (True, APOLOGIES, True), (True, APOLOGIES, False)], 2)
    assert (found.coming, found.away, found.possible) == (1, 1, False)


def test_what_somebody_has_seen_is_their_own(sitting: Sitting) -> None:
    world = sitting.world
    first, second = (world.actor(p) for p in sitting.body.members[:2])
    world.run(mark_seen, MarkSeen((sitting.id, sitting.id)), first)

    def seen(account_id: str | None) -> Any:
        return read(world, lambda s: seen_by(s, account_id or "", [sitting.id]))

    assert seen(first.account_id)[sitting.id].version == 1
    assert seen(second.account_id) == {}
    hidden = sitting.body.meeting(publish=False, starts_at=EVENING + timedelta(days=7))
    stranger = world.actor(world.body("Audit", members=1).members[0])
    with pytest.raises(DomainError):
        world.run(mark_seen, MarkSeen((hidden.id,)), stranger)
    for case, command in ((mark_seen, MarkSeen(())), (save_needs, SaveNeeds())):
        with pytest.raises(SignInRequired):
            world.run(case, command, ANONYMOUS)  # type: ignore[arg-type]
    nobody, _ = signed_in(world, "Officer without a person", Role.OFFICER)
    with pytest.raises(Denied):
        world.run(save_needs, SaveNeeds(), nobody)
