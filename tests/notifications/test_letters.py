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
from meetings.kernel.errors import WrongState
from meetings.notifications.rules import (
    LetterStatus,
    Recipient,
)
from meetings.notifications.usecases import (
    CalendarPart,
    LetterAttachment,
    SendAgain,
    SendWaiting,
    send_again,
    send_letter,
    send_waiting,
)
from meetings.ports.mail import MailSender, MailServer, OutgoingMail
from tests.factories.atonce import at_once
from tests.factories.smtp import Sink
from tests.factories.world import World
from tests.notifications.conftest import ANN, BEN, LETTER, Post, post_of, write


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
