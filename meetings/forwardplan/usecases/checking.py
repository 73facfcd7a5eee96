"""What was typed about a planned decision, tidied, with every complaint at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from meetings.bodies.queries import body_of
from meetings.forwardplan.rules.planned import Maker, PlannedDecision
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of

LONGEST = 5000
MOST_LINES = 60
_PARAGRAPH = re.compile(r"[0-9]{1,2}[A-Z]?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def checked(work: Work, given: PlannedDecision) -> PlannedDecision:
    """The decision, tidied. Raises Invalid with every field that is wrong, NotFound for no such body."""
    checks = Checks()
    body_of(work.session, given.body_id)
    texts: dict[str, Any] = {
        "title": checks.line("title", given.title, "Enter a title that the public can read", 300),
        "working_title": checks.line("working_title", given.working_title, longest=300),
        "matter": checks.text("matter", given.matter, LONGEST),
        "key_reason": checks.text("key_reason", given.key_reason, LONGEST),
        "consultees": checks.text("consultees", given.consultees, LONGEST),
        "consultation": checks.text("consultation", given.consultation, LONGEST),
        "documents_from": checks.text("documents_from", given.documents_from, LONGEST),
        "lead_member": checks.line("lead_member", given.lead_member),
        "contact_name": checks.line("contact_name", given.contact_name),
        "contact_email": checks.line("contact_email", given.contact_email),
        "contact_phone": checks.line("contact_phone", given.contact_phone, longest=60),
        "private_note": checks.text("private_note", given.private_note, LONGEST),
    }
    tidy = replace(_maker(checks, _private(checks, given)), **texts)
    tidy = _place(work, checks, replace(tidy, documents=_lines(checks, "documents", given.documents)))
    email = tidy.contact_email
    checks.that(
        not email or bool(_EMAIL.fullmatch(email)), "contact_email", "Enter an address such as a@b.gov.uk"
    )
    checks.that(0 <= tidy.amount < 10**12, "amount", "Enter the amount in pounds, such as 250000")
    checks.done()
    wards = () if tidy.all_wards else tuple(dict.fromkeys(w.strip() for w in tidy.wards if w.strip()))
    return replace(tidy, wards=wards, amount=tidy.amount if tidy.is_key else 0)


def _maker(checks: Checks, given: PlannedDecision) -> PlannedDecision:
    if given.maker is Maker.BODY:
        return replace(given, maker_name="", maker_post="")
    name = checks.line("maker_name", given.maker_name, "Enter the name of whoever decides")
    post = checks.line("maker_post", given.maker_post, "Enter their post or office")
    return replace(given, maker_name=name, maker_post=post)


def _private(checks: Checks, given: PlannedDecision) -> PlannedDecision:
    if not given.privacy.closed:
        return replace(given, paragraphs=(), private_reasons="")
    paragraphs = tuple(dict.fromkeys(p.strip().upper() for p in given.paragraphs if p.strip()))
    fine = bool(paragraphs) and all(_PARAGRAPH.fullmatch(p) for p in paragraphs)
    checks.that(fine, "paragraphs", "Give the numbers of the descriptions of exempt information, such as 3")
    reasons = checks.text("private_reasons", given.private_reasons, LONGEST)
    checks.that(bool(reasons), "private_reasons", "Say why it is to be in private; the public reads this")
    return replace(given, paragraphs=paragraphs, private_reasons=reasons)


def _place(work: Work, checks: Checks, given: PlannedDecision) -> PlannedDecision:
    """With a meeting, the day is the meeting's own."""
    if given.meeting_id:
        try:
            meeting = meeting_of(work.session, given.meeting_id)
        except NotFound:
            checks.that(False, "meeting_id", "Choose a meeting that is in the calendar")
            return given
        checks.that(
            meeting.body_id == given.body_id, "meeting_id", "Choose a meeting of the body that decides"
        )
        checks.that(
            meeting.status is not MeetingStatus.CANCELLED,
            "meeting_id",
            "This meeting was cancelled; choose another",
        )
        day = meeting.starts_at.astimezone(work.timezone).date()
        return replace(given, decide_on=day, decide_to=None)
    last = given.decide_to
    checks.that(
        last is None or last >= given.decide_on, "decide_to", "The last day must not lie before the first"
    )
    return replace(given, decide_to=None if last == given.decide_on else last, meeting_id=None)


def _lines(checks: Checks, field: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(" ".join(line.split()) for line in lines if line.strip())
    checks.that(len(found) <= MOST_LINES, field, f"List {MOST_LINES} at most")
    checks.that(all(len(line) <= 300 for line in found), field, "Use 300 characters or fewer a line")
    return found
