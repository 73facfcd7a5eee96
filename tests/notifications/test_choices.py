"""Who deals with letters, who gets which, and what may stand in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from meetings.kernel.actor import ANONYMOUS, SYSTEM
from meetings.kernel.errors import Denied, DomainError, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Permission, Role
from meetings.notifications.queries import accounts_with, letter_of
from meetings.notifications.rules import (
    LetterKind,
    Recipient,
    is_address,
    one_line,
    pause_after,
)
from meetings.notifications.usecases import (
    ChooseKinds,
    SendAgain,
    SendTest,
    SendWaiting,
    choose_kinds,
    send_again,
    send_test,
    send_waiting,
)
from meetings.people.rules import GRANTABLE, OF_A_BODY
from tests.factories.accounts import signed_in
from tests.factories.world import World
from tests.notifications.conftest import ANN, BEN, LETTER, Post, write


def test_people_choose_what_they_get_but_not_whether_they_are_summoned(post: Post) -> None:
    world = post.world
    ann, _ = signed_in(world, "Ann Lee")
    me = Recipient("Ann Lee", "ann@example.org", ann.account_id)
    world.run(choose_kinds, ChooseKinds(frozenset({LetterKind.SUPPLEMENT})), ann)
    with pytest.raises(Invalid, match="cannot be switched off"):
        world.run(choose_kinds, ChooseKinds(frozenset({LetterKind.SUMMONS})), ann)
    assert write(world, replace(LETTER, to=(me, BEN), kind=LetterKind.SUPPLEMENT)) != []
    assert [r.email for r in post.letters()] == ["ben@example.org"]
    assert len(write(world, replace(LETTER, to=(me,)))) == 1
    world.run(choose_kinds, ChooseKinds(frozenset()), ann)
    assert len(write(world, replace(LETTER, to=(me,), kind=LetterKind.SUPPLEMENT, key="s2"))) == 1
    with pytest.raises(SignInRequired):
        world.run(choose_kinds, ChooseKinds(frozenset()), ANONYMOUS)


def test_a_test_letter_goes_to_whoever_asks(post: Post) -> None:
    letter_id = post.world.run(send_test, SendTest())
    post.deliver()
    (taken,) = post.sink.taken
    assert taken.message["Subject"] == "Test letter"
    with post.world.runner.read() as session:
        assert letter_of(session, letter_id).row.email == taken.recipient


@pytest.mark.parametrize("role", GRANTABLE)
def test_only_officers_deal_with_letters(sqlite_world: World, role: Role) -> None:
    world = sqlite_world
    (letter_id,) = write(world, replace(LETTER, to=(ANN,)))
    body_id = world.body(members=0).id if role in OF_A_BODY else None
    actor, _ = signed_in(world, "Somebody", role, body_id)
    cases = ((send_again, SendAgain(letter_id)), (send_waiting, SendWaiting()), (send_test, SendTest()))
    for case, command in cases:
        outcome: type[Exception] | None = None
        try:
            world.run(case, command, actor)  # type: ignore[arg-type]
        except DomainError as error:
            outcome = type(error)
        assert (outcome is Denied) is (role is not Role.OFFICER)


def test_an_officer_of_one_body_deals_with_its_letters_alone(sqlite_world: World) -> None:
    world = sqlite_world
    planning, audit = world.body("Planning"), world.body("Audit")
    actor, _ = signed_in(world, "Officer of one", Role.OFFICER, planning.id)
    ids = [
        write(world, replace(LETTER, to=(ANN,), key=f"k{b}", body_id=b))[0]
        for b in (planning.id, audit.id, None)
    ]
    with pytest.raises(WrongState):
        world.run(send_again, SendAgain(ids[0]), actor)
    for letter_id in ids[1:]:
        with pytest.raises(Denied):
            world.run(send_again, SendAgain(letter_id), actor)
    with pytest.raises(Denied):
        world.run(send_waiting, SendWaiting(), actor)
    with pytest.raises(NotFound):
        world.run(send_again, SendAgain("nothing"), SYSTEM)


def test_who_holds_a_permission_can_be_written_to(sqlite_world: World) -> None:
    world = sqlite_world
    planning = world.body("Planning")
    signed_in(world, "Officer of one", Role.OFFICER, planning.id)
    with world.runner.read() as session:
        day = world.clock.now().date()
        everywhere = accounts_with(session, Permission.SEND_NOTICE, None, day)
        elsewhere = accounts_with(session, Permission.SEND_NOTICE, "another", day)
    assert [r.name for r in everywhere] == ["Officer of one", "Priya Nair"]
    assert [r.name for r in elsewhere] == ["Priya Nair"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\r\nb", "a b"), ("  a \t b ", "a b"), ("a\x00b\u2028c", "a b c"), ("x" * 400, "x" * 299 + "…")],
)
def test_headers_are_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("a@example.org", True),
        ("o'neill+x@sub.example.co.uk", True),
        ("a@b", False),
        ("a b@c.org", False),
        ("a@b.org,c@d.org", False),
        ("a@b.org\n", False),
        ("A <a@b.org>", False),
        ("a@" + "b" * 250 + ".org", False),
    ],
)
def test_what_can_be_written_to(text: str, good: bool) -> None:
    assert is_address(text) is good


def test_pauses_grow_and_stay() -> None:
    assert [pause_after(n) // timedelta(minutes=1) for n in (0, 1, 2, 3, 4, 5, 50)] == [
        1,
        1,
        5,
        20,
        60,
        60,
        60,
    ]
