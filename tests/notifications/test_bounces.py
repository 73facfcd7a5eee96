"""Letters that come back are found again by their message id; everything else changes nothing."""

from __future__ import annotations

import pytest

from meetings.kernel.actor import SYSTEM
from meetings.notifications.bounces import Bounce, bounce_of
from meetings.notifications.queries import letter_of
from meetings.notifications.rules import LetterStatus
from meetings.notifications.usecases import NoteBounce, note_bounce
from tests.notifications.conftest import Post, write

LETTER = "abcdefgh23456723"
REPORT = """\
From: MAILER-DAEMON@mail.example
To: democratic@northmoor.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261201.1@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

Sorry.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; ann@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--x
Content-Type: {kind}

From: democratic@northmoor.example
Message-ID: <{letter}@northmoor.example>
Subject: Summons

--x--
"""


def report(
    letter: str = LETTER, action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822"
) -> bytes:
    return REPORT.format(letter=letter, action=action, status=status, kind=kind).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_of_failure_names_the_letter_and_the_reason(kind: str) -> None:
    assert bounce_of(report(kind=kind)) == Bounce(LETTER, "The letter came back: 550 5.1.1 no such user")


@pytest.mark.parametrize(
    "raw",
    [
        report(action="delayed", status="4.4.1"),
        report(status="4.2.2"),
        report(letter="not-one-of-ours"),
        b"Subject: Holiday\n\nI am away.",
        b"\xff\x00 no mail at all",
        b"",
        report() + b" " * 1024 * 1024,
    ],
)
def test_anything_else_is_no_bounce(raw: bytes) -> None:
    assert bounce_of(raw) is None


def test_a_letter_that_came_back_is_shown_as_refused_once(post: Post) -> None:
    (ann, _ben) = write(post.world)
    post.deliver()
    found = bounce_of(report(letter=ann))
    assert found is not None
    command = NoteBounce(found.letter_id, found.reason)
    assert post.world.runner.run(note_bounce, command, actor=SYSTEM)
    assert not post.world.runner.run(note_bounce, command, actor=SYSTEM)
    with post.world.runner.read() as session:
        row = letter_of(session, ann).row
    assert (row.status, row.error) == (LetterStatus.REFUSED, found.reason)
