"""Letters: written once, sent once, tried again, kept, chosen."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from meetings.db.record import RecordedFact
from meetings.documents.calendars import CalendarEntry
from meetings.kernel.actor import ANONYMOUS, SYSTEM
from meetings.kernel.errors import Denied, DomainError, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Permission, Role
from meetings.notifications.queries import accounts_with, letter_of
from meetings.notifications.rules import (
    LetterKind,
    LetterStatus,
    Recipient,
    is_address,
    one_line,
    pause_after,
)
from meetings.notifications.usecases import (
    CalendarPart,
    ChooseKinds,
    Letter,
    LetterAttachment,
    SendAgain,
    SendTest,
    SendWaiting,
    choose_kinds,
    send_again,
    send_letter,
    send_test,
    send_waiting,
)
from meetings.people.rules import GRANTABLE, OF_A_BODY
from meetings.ports.mail import MailSender, MailServer, OutgoingMail
from tests.factories.accounts import signed_in
from tests.factories.atonce import at_once
from tests.factories.smtp import Sink
from tests.factories.world import World
from tests.notifications.conftest import Post, post_of

ANN = Recipient("Councillor Ann Lee", "ann@example.org")
BEN = Recipient("Councillor Ben Ode", "ben@example.org")
LETTER = Letter(
    (ANN, BEN), "Summons", "You are summoned.", LetterKind.SUMMONS, "summons:1", link="/meetings/m1"
)


def write(world: World, letter: Letter = LETTER) -> list[str]:
    with world.runner.work(world.officer) as work:
        return send_letter(work, letter)


def test_everybody_gets_a_letter_of_their_own(post: Post) -> None:
    assert len(write(post.world)) == 2
    post.deliver()
    assert sorted(t.recipient for t in post.sink.taken) == ["ann@example.org", "ben@example.org"]
    (taken,) = post.sink.to("ann@example.org")
    assert taken.message["To"] == "Councillor Ann Lee <ann@example.org>"
    lines = taken.part("text/plain").get_content().splitlines()
    assert lines[:3] == ["You are summoned.", "", "https://meetings.northmoor.example/meetings/m1"]
    html = taken.part("text/html").get_content()
    assert '<a href="https://meetings.northmoor.example/meetings/m1">' in html
    assert [r.status for r in post.letters()] == [LetterStatus.SENT, LetterStatus.SENT]
    post.deliver()
    assert len(post.sink.taken) == 2


def test_the_same_key_writes_nothing_twice(post: Post) -> None:
    first = write(post.world)
    assert write(post.world) == []
    more = replace(LETTER, to=(ANN, BEN, Recipient("Councillor Cai", "cai@example.org")))
    assert len(write(post.world, more)) == 1
    assert len(first) == 2


def test_the_same_key_at_once_writes_nothing_twice(world: World, sink: Sink, tmp_path: Path) -> None:
    post = post_of(world, sink, tmp_path)
    done, refused = at_once(*[lambda: _run_write(world)] * 3)
    assert len(post.letters()) == 2
    assert len(done) + len(refused) == 3
    assert all(isinstance(error, WrongState) for error in refused)


def _run_write(world: World) -> int:
    from meetings.runtime.usecase import use_case

    case = use_case(permission=None)(lambda work, letter: len(send_letter(work, letter)))
    return world.runner.run(case, LETTER, actor=world.officer)


def test_nothing_is_written_when_the_work_fails(post: Post) -> None:
    bad = replace(LETTER, to=(ANN, Recipient("Nobody", "x@example.org", "unknown")))
    with pytest.raises(IntegrityError):
        write(post.world, bad)
    assert (post.letters(), post.waiting()) == ([], 0)


def test_people_without_an_address_are_left_out(post: Post) -> None:
    to = (
        Recipient("No Address", ""),
        Recipient("Bad", "a@b@c"),
        Recipient("Evil", "x@y.org\r\nBcc: z@y.org"),
        ANN,
    )
    assert len(write(post.world, replace(LETTER, to=to))) == 1


def test_facts_hold_no_address(post: Post) -> None:
    write(post.world)
    post.deliver()
    with post.world.runner.read() as session:
        kinds = select(RecordedFact.type, RecordedFact.data)
        facts = [(k, d) for k, d in session.execute(kinds) if k.startswith("notifications.")]
    assert [k for k, _ in facts] == ["notifications.letters_written", *["notifications.letter_sent"] * 2]
    assert [d for _, d in facts if "@" in d] == []


@dataclass
class Dies:
    """Hands a letter over and is killed."""

    real: MailSender

    @property
    def server(self) -> MailServer:
        return self.real.server

    def send(self, mail: OutgoingMail) -> None:
        self.real.send(mail)
        raise KeyboardInterrupt


def test_a_letter_that_left_unnoticed_leaves_again_as_the_same(post: Post) -> None:
    """The server took it, and the worker died before it could note that."""
    write(post.world, replace(LETTER, to=(ANN,)))
    real = post.context.mail
    assert real is not None

    dying = replace(post, context=replace(post.context, mail=Dies(real)))
    with pytest.raises(KeyboardInterrupt):
        dying.deliver()
    post.deliver()
    assert len(post.sink.taken) == 1, "another worker keeps away while the first may be at it"
    post.world.later(minutes=6)
    post.deliver()
    ids = [t.message["Message-ID"] for t in post.sink.taken]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert [r.status for r in post.letters()] == [LetterStatus.SENT]


def test_a_busy_server_is_asked_again_later_and_later(post: Post) -> None:
    write(post.world, replace(LETTER, to=(ANN,)))
    post.sink.says["RCPT"] = "451 greylisted"
    post.deliver()
    (row,) = post.letters()
    assert (row.status, row.attempts) == (LetterStatus.WAITING, 1)
    assert row.error == "The mail server asks to try later: 451 greylisted"
    post.deliver()
    assert post.letters()[0].attempts == 1
    del post.sink.says["RCPT"]
    post.world.later(minutes=1)
    post.deliver()
    assert (post.letters()[0].status, len(post.sink.taken)) == (LetterStatus.SENT, 1)


def test_after_two_days_it_is_given_up_and_can_be_sent_again(post: Post) -> None:
    write(post.world, replace(LETTER, to=(ANN,)))
    post.sink.says["MAIL"] = "451 no"
    for _ in range(60):
        post.deliver()
        post.world.later(minutes=60)
    (row,) = post.letters()
    assert row.status is LetterStatus.FAILED
    assert 45 <= row.attempts <= 55
    del post.sink.says["MAIL"]
    assert post.world.run(send_again, SendAgain(row.id)) == row.id
    post.deliver()
    assert post.letters()[0].status is LetterStatus.SENT


def test_an_address_that_is_refused_is_not_tried_again(post: Post) -> None:
    post.sink.unknown.add("ann@example.org")
    write(post.world)
    post.deliver()
    assert {r.email: r.status for r in post.letters()} == {
        "ann@example.org": LetterStatus.REFUSED,
        "ben@example.org": LetterStatus.SENT,
    }
    assert post.waiting() == 0


def test_without_a_server_letters_are_kept_until_there_is_one(post: Post) -> None:
    write(post.world)
    post.without_server().deliver()
    assert {r.status for r in post.letters()} == {LetterStatus.NO_SERVER}
    post.deliver()
    assert post.sink.taken == []
    assert post.world.run(send_waiting, SendWaiting()) == 2
    post.deliver()
    assert {r.status for r in post.letters()} == {LetterStatus.SENT}
    assert post.world.run(send_waiting, SendWaiting()) == 0


def test_letters_about_a_meeting_arrive_in_their_order(post: Post) -> None:
    meeting_id = post.world.body(members=1).meeting().id
    write(post.world, replace(LETTER, to=(ANN,), meeting_id=meeting_id, subject="First"))
    post.sink.says["RCPT"] = "451 later"
    post.deliver()
    del post.sink.says["RCPT"]
    post.world.later(seconds=1)
    write(post.world, replace(LETTER, to=(ANN,), meeting_id=meeting_id, subject="Second", key="summons:2"))
    post.deliver()
    assert post.sink.taken == []
    for _ in range(4):
        post.world.later(minutes=1)
        post.deliver()
    assert [t.message["Subject"] for t in post.sink.taken] == ["First", "Second"]


def test_a_letter_sent_again_is_a_new_one(post: Post) -> None:
    (letter_id,) = write(post.world, replace(LETTER, to=(ANN,)))
    with pytest.raises(WrongState, match="waits to be sent already"):
        post.world.run(send_again, SendAgain(letter_id))
    post.deliver()
    again = post.world.run(send_again, SendAgain(letter_id))
    third = post.world.run(send_again, SendAgain(letter_id))
    post.deliver()
    assert len({letter_id, again, third}) == 3
    assert len({t.message["Message-ID"] for t in post.sink.taken}) == 3


def test_files_go_with_it_and_a_missing_one_is_said(post: Post) -> None:
    kept = post.context.storage.put(io.BytesIO(b"%PDF-1.7 notice"))
    there = LetterAttachment("notice.pdf", "application/pdf", kept.sha256)
    write(post.world, replace(LETTER, to=(ANN,), attachments=(there,)))
    write(post.world, replace(LETTER, to=(BEN,), attachments=(replace(there, sha256="0" * 64),)))
    post.deliver()
    (taken,) = post.sink.taken
    assert taken.part("application/pdf").get_payload(decode=True) == b"%PDF-1.7 notice"
    assert {r.email: r.status for r in post.letters()} == {
        "ann@example.org": LetterStatus.SENT,
        "ben@example.org": LetterStatus.FAILED,
    }


def test_an_invitation_update_and_cancel_reach_the_same_entry(post: Post) -> None:
    start = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
    entry = CalendarEntry(
        "m1@witan", 0, start - timedelta(days=9), start, start + timedelta(hours=2), "Planning Committee",
        "Town Hall", "Agenda and papers: /meetings/m1", "/meetings/m1",
    )  # fmt: skip
    moved = replace(
        entry, sequence=1, starts_at=start + timedelta(days=1), ends_at=start + timedelta(days=1, hours=2)
    )
    for n, each in enumerate((entry, moved, replace(moved, sequence=2, cancelled=True))):
        write(post.world, replace(LETTER, to=(ANN,), key=f"k{n}", calendar=CalendarPart(each)))
    post.deliver()
    parts = [t.part("text/calendar") for t in post.sink.taken]
    read = [Calendar.from_ical(p.get_payload(decode=True)) for p in parts]  # type: ignore[arg-type]
    assert [str(c["METHOD"]) for c in read] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [p.get_param("method") for p in parts] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [c.events[0] for c in read]
    assert {str(e["UID"]) for e in events} == {"m1@witan"}
    assert [int(str(e["SEQUENCE"])) for e in events] == [0, 1, 2]
    assert [str(e["STATUS"]) for e in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert str(events[0]["URL"]) == "https://meetings.northmoor.example/meetings/m1"
    assert (
        str(events[0]["DESCRIPTION"]) == "Agenda and papers: https://meetings.northmoor.example/meetings/m1"
    )
    assert str(events[0]["ORGANIZER"]) == "mailto:democratic@northmoor.example"
    assert str(events[0]["ATTENDEE"]) == "mailto:ann@example.org"
    assert events[0]["ATTENDEE"].params["CN"] == "Councillor Ann Lee"
    assert events[0]["DTSTART"].params["TZID"] == "Europe/London"
    assert [str(z["TZID"]) for z in read[0].timezones] == ["Europe/London"]


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
