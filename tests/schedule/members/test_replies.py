"""Members before a meeting: replies, substitutes, needs, what they have seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from meetings.bodies.usecases import CreateGroup, SetTerm, create_group, set_term
from meetings.db.record import RecordedFact
from meetings.kernel.actor import ANONYMOUS, SYSTEM
from meetings.kernel.errors import Denied, DomainError, Invalid, SignInRequired, WrongState
from meetings.kernel.permissions import Permission, Role
from meetings.notifications.queries import letters_of_meeting
from meetings.people.queries import actor_of
from meetings.room.queries import apologies_of, roll_of, voters_here
from meetings.room.usecases import Arrive, arrive
from meetings.schedule.members.queries import (
    expected_of,
    may_sit_in,
    needs_of,
    replies_of,
    reply_lines,
    seen_by,
    sitting_members,
)
from meetings.schedule.members.rules import ReplyKind, SubstitutesUntil, expected
from meetings.schedule.members.usecases import (
    MarkSeen,
    NameSubstitute,
    RecordReply,
    SaveNeeds,
    SendReply,
    SettleSubstitutes,
    WithdrawReply,
    WithdrawSubstitute,
    mark_seen,
    name_substitute,
    name_substitute_for,
    record_reply,
    save_needs,
    send_reply,
    settle_substitutes,
    withdraw_reply,
    withdraw_substitute,
)
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import CancelMeeting, ChangeMeeting, cancel_meeting, change_meeting
from tests.factories.accounts import signed_in
from tests.factories.atonce import at_once
from tests.factories.world import EVENING, Committee, Sitting, World

APOLOGIES, COMING, LATE, REMOTE = ReplyKind.APOLOGIES, ReplyKind.COMING, ReplyKind.LATE, ReplyKind.REMOTE


def read(world: World, query: Callable[[Any], Any]) -> Any:
    with world.runner.read() as session:
        return query(session)


def say(sitting: Sitting, n: int, kind: ReplyKind = APOLOGIES, **more: str) -> None:
    world = sitting.world
    world.run(send_reply, SendReply(sitting.id, kind, **more), world.actor(sitting.body.members[n]))


def replies(sitting: Sitting) -> dict[str, ReplyKind]:
    found = read(sitting.world, lambda s: replies_of(s, sitting.id))
    return {p: r.kind for p, r in found.items()}


def move(sitting: Sitting, mode: MeetingMode = MeetingMode.HYBRID, days: int = 1) -> None:
    at = EVENING + timedelta(days=days)
    sitting.world.run(
        change_meeting, ChangeMeeting(sitting.id, at, "Library", mode, MeetingKind.ORDINARY, 90, "")
    )


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=5).meeting()


def with_substitutes(world: World, **more: Any) -> tuple[Sitting, Committee]:
    """A planning committee of three; three others are councillors: all of one group but the last."""
    planning, other = world.body("Planning Committee", members=3), world.body("Audit", members=0)
    for n in (3, 4, 5):
        other.members.append(world.member(other.id, n))
    ours = world.run(create_group, CreateGroup("Ours"), SYSTEM)
    theirs = world.run(create_group, CreateGroup("Theirs"), SYSTEM)
    for n, person_id in enumerate(planning.members + other.members):
        group = theirs if n == 5 else ours
        world.run(set_term, SetTerm(person_id, None, group, date(2020, 1, 1)), SYSTEM)
    world.run(settle_substitutes, SettleSubstitutes(planning.id, True, **more), SYSTEM)
    return planning.meeting(), other


def choices(sitting: Sitting, n: int = 1) -> list[str]:
    world = sitting.world
    tz = world.runner.timezone
    found = read(world, lambda s: may_sit_in(s, meeting_of(s, sitting.id), sitting.body.members[n], tz))
    return [person_id for person_id, _ in found]


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
    assert [f for f in facts if "zx" in f] == []
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


@pytest.mark.parametrize(
    ("until", "deadline"),
    [
        (SubstitutesUntil.START, "2027-03-28T18:00+00:00"),
        (SubstitutesUntil.HOUR_BEFORE, "2027-03-28T17:00+00:00"),
        (SubstitutesUntil.NOON_BEFORE, "2027-03-27T12:00+00:00"),
        (SubstitutesUntil.EVENING_BEFORE, "2027-03-27T17:00+00:00"),
    ],
)
def test_time_limits_go_by_the_councils_clock_also_when_it_changes(
    until: SubstitutesUntil, deadline: str
) -> None:
    at = EVENING.replace(year=2027, month=3, day=28, hour=18)
    assert until.deadline(at, ZoneInfo("Europe/London")).isoformat(timespec="minutes") == deadline


def test_a_substitute_is_named_sits_and_votes(sqlite_world: World) -> None:
    world = sqlite_world
    sitting, other = with_substitutes(world)
    member, substitute = sitting.body.members[1], other.members[0]
    assert choices(sitting) == other.members[:2]
    world.run(name_substitute, NameSubstitute(sitting.id, substitute), world.actor(member))
    assert replies(sitting) == {member: APOLOGIES}
    assert world.actor(substitute).may(Permission.CAST_BALLOT, sitting.body.id, EVENING.date())
    assert not world.actor(substitute).may(Permission.CAST_BALLOT, sitting.body.id, date(2026, 12, 9))
    line = next(x for x in read(world, lambda s: roll_of(s, sitting.id)) if x.person_id == substitute)
    assert line.substitute_for == "Councillor B. Bright"
    (letter,) = read(world, lambda s: letters_of_meeting(s, sitting.id))
    assert (letter.name, letter.subject.split(":")[0]) == ("Councillor D. Dunmore", "Substitute")
    world.run(arrive, Arrive(sitting.id, (sitting.body.members[0], substitute)))
    voters = {h.person_id for h in read(world, lambda s: voters_here(s, sitting.id))}
    assert voters == {sitting.body.members[0], substitute}
    with pytest.raises(WrongState, match="only one of them can be here"):
        world.run(arrive, Arrive(sitting.id, (member,)))


def test_a_substitute_is_taken_back_with_all_that_came_with_it(sqlite_world: World) -> None:
    world = sqlite_world
    sitting, other = with_substitutes(world)
    member, substitute = world.actor(sitting.body.members[1]), other.members[0]
    backs: tuple[Callable[[], None], ...] = (
        lambda: world.run(withdraw_substitute, WithdrawSubstitute(sitting.id), member),
        lambda: world.run(withdraw_reply, WithdrawReply(sitting.id), member),
        lambda: world.run(send_reply, SendReply(sitting.id, COMING), member),
        lambda: world.run(name_substitute, NameSubstitute(sitting.id, other.members[1]), member),
    )
    for back in backs:
        world.run(name_substitute, NameSubstitute(sitting.id, substitute), member)
        assert world.actor(substitute).may(Permission.JOIN_AS_MEMBER, sitting.body.id, EVENING.date())
        back()
        assert not world.actor(substitute).may(Permission.JOIN_AS_MEMBER, sitting.body.id, EVENING.date())
    seats = read(world, lambda s: sitting_members(s, meeting_of(s, sitting.id)))
    assert [m.person_id for m in seats] == [*sitting.body.members, other.members[1]]


def test_a_substitutes_role_follows_the_meeting(sqlite_world: World) -> None:
    world = sqlite_world
    sitting, other = with_substitutes(world)
    substitute = other.members[0]
    world.run(name_substitute, NameSubstitute(sitting.id, substitute), world.actor(sitting.body.members[1]))
    move(sitting, days=3)

    def may(day: date) -> bool:
        with world.runner.read() as session:
            actor = actor_of(session, world.tokens[substitute], world.clock.now())
        return actor is not None and actor.may(Permission.CAST_BALLOT, sitting.body.id, day)

    assert (may(date(2026, 12, 11)), may(date(2026, 12, 12))) == (True, False)
    world.run(cancel_meeting, CancelMeeting(sitting.id, "No business"))
    assert not may(date(2026, 12, 11))


@pytest.mark.parametrize(
    ("more", "wanted"),
    [({}, [3, 4]), ({"same_group": False}, [3, 4, 5]), ({"same_group": False, "listed_only": True}, [5])],
)
def test_who_can_sit_in_is_as_the_body_says(
    sqlite_world: World, more: dict[str, Any], wanted: list[int]
) -> None:
    sitting, other = with_substitutes(sqlite_world)
    listed = frozenset({other.members[2]})
    command = SettleSubstitutes(sitting.body.id, True, **more, listed=listed)
    sqlite_world.run(settle_substitutes, command, SYSTEM)
    assert choices(sitting) == [(sitting.body.members + other.members)[n] for n in wanted]


def test_nobody_sits_in_twice_too_late_or_where_there_are_none(sqlite_world: World) -> None:
    world = sqlite_world
    sitting, other = with_substitutes(world)
    substitute = other.members[0]
    first, second = (world.actor(p) for p in sitting.body.members[1:])
    world.run(name_substitute, NameSubstitute(sitting.id, substitute), first)
    for chosen in (substitute, other.members[2], sitting.body.members[0], "nobody"):
        with pytest.raises(Invalid, match="from the list"):
            world.run(name_substitute, NameSubstitute(sitting.id, chosen), second)
    world.clock.at = EVENING - timedelta(hours=27)
    world.run(name_substitute, NameSubstitute(sitting.id, other.members[1]), second)
    world.run(withdraw_substitute, WithdrawSubstitute(sitting.id), second)
    world.clock.at = EVENING - timedelta(hours=25)
    with pytest.raises(WrongState, match="too late"):
        world.run(name_substitute, NameSubstitute(sitting.id, other.members[1]), second)
    officer_may = NameSubstitute(sitting.id, other.members[1], sitting.body.members[2])
    world.run(name_substitute_for, officer_may)
    world.run(settle_substitutes, SettleSubstitutes(sitting.body.id, False), SYSTEM)
    with pytest.raises(WrongState, match="no substitutes"):
        world.run(name_substitute_for, officer_may)


def test_two_members_at_once_do_not_get_the_same_substitute(world: World) -> None:
    sitting, other = with_substitutes(world)
    first, second = (world.actor(p) for p in sitting.body.members[1:])
    command = NameSubstitute(sitting.id, other.members[0])
    done, refused = at_once(
        lambda: world.run(name_substitute, command, first),
        lambda: world.run(name_substitute, command, second),
    )
    assert (len(done), len(refused)) == (1, 1)


def test_a_list_without_names_is_refused(sqlite_world: World) -> None:
    body = sqlite_world.body(members=1)
    bad = SettleSubstitutes(body.id, True, listed_only=True)
    with pytest.raises(Invalid, match="Choose who is on the list"):
        sqlite_world.run(settle_substitutes, bad, SYSTEM)
    with pytest.raises(Denied):
        sqlite_world.run(settle_substitutes, bad, sqlite_world.actor(body.members[0]))


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
