"""Letters over SMTP, against a server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.mail_smtp.adapter import SmtpSender
from integrations.mail_smtp.message import message_of
from meetings.ports.mail import (
    MailAttachment,
    MailCalendar,
    MailFailed,
    OutgoingMail,
    Permanent,
    Retryable,
)
from tests.factories.smtp import Sink, smtp_sink

MAIL = OutgoingMail(
    name="Councillor Siân O’Neill",
    address="sian@example.org",
    subject="Summons: Planning Committee – 9 February",
    text="You are summoned.\n\nPounds: £5\n",
    html="<p>You are summoned.</p>",
    message_id="<abc@northmoor.example>",
    date=datetime(2026, 11, 28, 19, 0, tzinfo=UTC),
    sender="Democratic Services <democratic@northmoor.example>",
)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as running:
        yield running


def failure(sink: Sink, mail: OutgoingMail = MAIL, **server: Any) -> MailFailed:
    with pytest.raises(MailFailed) as caught:
        SmtpSender(replace(sink.server, **server)).send(mail)
    return caught.value


def test_a_letter_arrives_as_it_was_written(sink: Sink) -> None:
    SmtpSender(sink.server).send(MAIL)
    (taken,) = sink.taken
    message = taken.message
    assert (taken.sender, taken.recipient) == ("democratic@northmoor.example", "sian@example.org")
    assert message["To"] == "Councillor Siân O’Neill <sian@example.org>"
    assert message["From"] == "Democratic Services <democratic@northmoor.example>"
    assert message["Subject"] == "Summons: Planning Committee – 9 February"
    assert message["Message-ID"] == "<abc@northmoor.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert taken.part("text/plain").get_content().splitlines() == ["You are summoned.", "", "Pounds: £5"]
    assert taken.part("text/html").get_content().splitlines() == ["<p>You are summoned.</p>"]
    assert all(len(line) <= 998 for line in taken.raw.split(b"\r\n"))


def test_an_invitation_is_the_third_alternative_and_a_file(sink: Sink) -> None:
    content = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Büro\r\nEND:VCALENDAR\r\n".encode()
    mail = replace(
        MAIL,
        calendar=MailCalendar("REQUEST", content),
        attachments=(MailAttachment("summons.pdf", "application/pdf", b"%PDF-1.7"),),
    )
    SmtpSender(sink.server).send(mail)
    (taken,) = sink.taken
    message = taken.message
    assert message.get_content_type() == "multipart/mixed"
    alternative, invite, pdf = message.iter_parts()
    assert [p.get_content_type() for p in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    part = taken.part("text/calendar")
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    assert part.get_payload(decode=True) == content
    assert (invite.get_content_type(), invite.get_filename()) == ("application/ics", "invite.ics")
    assert invite.get_payload(decode=True) == content
    assert (pdf.get_filename(), pdf.get_payload(decode=True)) == ("summons.pdf", b"%PDF-1.7")


@pytest.mark.parametrize(
    "bad", ["\r\nBcc: all@example.org", "\nX-Evil: 1", "\x00", "\u2028Bcc: x@example.org"]
)
def test_no_name_or_title_begins_a_header(bad: str) -> None:
    mail = replace(
        MAIL,
        name=f"Councillor{bad}",
        subject=f"Summons{bad}",
        attachments=(MailAttachment(f"a{bad}.pdf", f"application/pdf{bad}", b"x"),),
    )
    message = message_of(mail)
    headers = bytes(message).split(b"\r\n\r\n")[0].lower()
    assert [line for line in headers.split(b"\r\n") if line.startswith((b"bcc", b"x-evil"))] == []
    assert {k.lower() for k in message} == {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "auto-submitted",
        "x-auto-response-suppress",
        "mime-version",
        "content-type",
    }


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c.org", "a\r\nBcc: b@c.org", "<script>@x.org"])
def test_an_address_that_is_none_is_given_up(address: str, sink: Sink) -> None:
    assert isinstance(failure(sink, replace(MAIL, address=address)), Permanent)
    assert sink.taken == []


def test_an_unknown_mailbox_is_a_bounce(sink: Sink) -> None:
    sink.unknown.add("sian@example.org")
    error = failure(sink)
    assert isinstance(error, Permanent)
    assert (error.bounced, error.reason) == (
        True,
        "The mail server refuses this address: 550 no such mailbox",
    )


@pytest.mark.parametrize(
    ("word", "reply", "kind"),
    [
        ("RCPT", "450 greylisted, come back", Retryable),
        ("RCPT", "552 mailbox full", Permanent),
        ("MAIL", "530 sign in first", Retryable),
        ("DATA", "451 try later", Retryable),
        ("DATA", "554 looks like spam", Permanent),
        ("EHLO", "421 closing", Retryable),
    ],
)
def test_refusals_are_sorted_by_what_to_do_next(
    sink: Sink, word: str, reply: str, kind: type[MailFailed]
) -> None:
    sink.says[word] = reply
    if word == "EHLO":
        sink.says["HELO"] = reply
    error = failure(sink)
    assert isinstance(error, kind)
    assert not getattr(error, "bounced", False)


def test_a_server_that_is_not_there_is_tried_again(sink: Sink) -> None:
    error = failure(sink, port=1)
    assert isinstance(error, Retryable)
    assert error.reason.startswith("The mail server cannot be reached: ")


@pytest.mark.parametrize("more", [{"tls": "starttls"}, {"user": "witan", "password": "secret"}])
def test_a_server_without_what_is_set_gets_no_letter(sink: Sink, more: dict[str, Any]) -> None:
    error = failure(sink, **more)
    assert isinstance(error, Retryable)
    assert "secret" not in error.reason
    assert sink.taken == []


def test_a_goodbye_that_fails_changes_nothing(sink: Sink) -> None:
    sink.says["QUIT"] = "500 what"
    SmtpSender(sink.server).send(MAIL)
    assert len(sink.taken) == 1


def test_a_connection_that_breaks_after_the_letter_is_tried_again(sink: Sink) -> None:
    sink.breaks_after_data = True
    assert isinstance(failure(sink), Retryable)
    assert len(sink.taken) == 1
