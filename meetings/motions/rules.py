"""Rules of debate about motions, pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class MotionKind(StrEnum):
    """What a motion would do."""

    SUBSTANTIVE = "substantive"
    AMENDMENT = "amendment"
    PROCEDURAL = "procedural"


class MotionStatus(StrEnum):
    """Where a motion stands."""

    PREPARED = "prepared"
    MOVED = "moved"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    #: an amendment that the mover of the motion took into it, with consent
    ACCEPTED = "accepted"
    #: put in parts, each a motion of its own
    DIVIDED = "divided"
    #: not decided: the meeting went on to the next business, or its motion was decided first
    FALLEN = "fallen"
    #: the debate on it is adjourned
    ADJOURNED = "adjourned"
    REFERRED = "referred"


class NoticeState(StrEnum):
    """Where a notice of motion stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    #: the officer suggests other words; the mover is asked
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Effect(StrEnum):
    """What a carried procedural motion changes."""

    NONE = "none"
    ORDER_OF_BUSINESS = "order_of_business"
    EXCLUDE_PUBLIC = "exclude_public"
    READMIT_PUBLIC = "readmit_public"
    ADJOURN_MEETING = "adjourn_meeting"
    ADJOURN_DEBATE = "adjourn_debate"
    NEXT_BUSINESS = "next_business"
    QUESTION_BE_PUT = "question_be_put"
    EXTEND_SPEECH = "extend_speech"
    EXTEND_MEETING = "extend_meeting"
    NOT_BE_HEARD = "not_be_heard"
    LEAVE_THE_ROOM = "leave_the_room"
    SUSPEND_RULES = "suspend_rules"
    REFER = "refer"
    WITHDRAW_LEAVE = "withdraw_leave"


MAX_TEXT = 20_000


def problem_with_people(
    mover_id: str | None, seconder_id: str | None, present: Collection[str]
) -> dict[str, str]:
    """What is wrong with mover and seconder, by field: both must be members who are present, and two people."""
    problems = {}
    if mover_id is None:
        problems["mover_id"] = "Choose who moves it"
    elif mover_id not in present:
        problems["mover_id"] = "The mover must be a voting member who is marked present"
    if seconder_id is not None and seconder_id not in present:
        problems["seconder_id"] = "The seconder must be a voting member who is marked present"
    if seconder_id is not None and seconder_id == mover_id:
        problems["seconder_id"] = "Nobody can second their own motion"
    return problems


def tidy(text: str) -> str:
    """A motion's text as it is kept: no blank lines, no "That" twice, a full stop at the end."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    joined = "\n".join(line for line in lines if line)
    lowered = joined.lower()
    for opening in ("resolved:", "resolved that", "resolved –", "resolved -", "that "):
        if lowered.startswith(opening):
            rest = joined[len(opening) :].strip()
            joined = "That " + rest if opening in ("that ", "resolved that") else rest
            break
    if joined and joined[-1] not in ".!?;:":
        joined += "."
    return joined
