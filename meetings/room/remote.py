"""Who takes part from elsewhere, and whether the law of the day of the meeting calls that being present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.bodies.queries import body_of
from meetings.bodies.rules import BodyKind
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.deadlines.rules.profiles import value
from meetings.deadlines.rules.remote import Link, presence, presence_rule
from meetings.room.models import RemoteDirection
from meetings.room.rules import Capacity, Presence
from meetings.schedule.queries import MeetingRow

_MEMBERS = (Capacity.MEMBER, Capacity.NON_VOTING)
#: Words of the law that depend on something the council has settled.
_SETTLED = {
    "on_direction": "the convener’s direction",
    "standing_orders": "standing orders on remote meetings",
}


@dataclass(frozen=True)
class RemoteRule:
    """Whether a member elsewhere is present at a meeting, in words, and where that stands."""

    counts: bool
    words: str
    citation: str
    rule_id: str = ""
    #: what would have to be recorded for them to count; empty: nothing can be
    missing: str = ""


def remote_rule(session: Session, meeting: MeetingRow, tz: ZoneInfo | None = None) -> RemoteRule:
    """The rule for a member elsewhere who hears and is heard, at this meeting on its day."""
    on = (meeting.starts_at.astimezone(tz) if tz else meeting.starts_at).date()
    law = law_of(session)
    chosen = value(law, "remote_member", on)
    link = _link(session, meeting, law, on)
    if presence_rule(law, on) is None:
        words = "A member elsewhere only looks on: no power for it is known on that day."
        return RemoteRule(False, words, chosen.citation.text)
    answer = presence(law, on, link)
    counts = bool(answer.result["present"])
    missing = "" if counts else _SETTLED.get(chosen.word, "")
    return RemoteRule(
        counts, _words(counts, missing), answer.rule.citation.text, answer.rule.id, missing=missing
    )


def presence_at(
    session: Session, meeting: MeetingRow, wanted: Presence, capacity: Capacity, tz: ZoneInfo
) -> Presence:
    """How somebody's attendance is entered: a member elsewhere is present or looks on, as the law of the day says."""
    if not wanted.elsewhere or capacity not in _MEMBERS:
        return Presence.REMOTE if wanted.elsewhere else Presence.IN_PERSON
    return Presence.REMOTE if remote_rule(session, meeting, tz).counts else Presence.OBSERVER


def _link(session: Session, meeting: MeetingRow, law: Law, on: date) -> Link:
    settled = value(law, "remote_arrangements", on).word == "in_force"
    settled = settled or session.get(RemoteDirection, meeting.id) is not None
    council = body_of(session, meeting.body_id).kind is BodyKind.COUNCIL
    broadcast = council and value(law, "broadcast_duty", on).word == "live"
    return Link(directed=settled, standing_orders=settled, must_be_broadcast=broadcast)


def _words(counts: bool, missing: str) -> str:
    if counts:
        return "A member online is present while they hear and are heard: they count for the quorum and vote."
    if missing:
        return f"A member online only looks on until {_be(missing)} recorded: no vote, not in the quorum."
    return "A member online looks on: they may speak if the chair allows, do not count for the quorum and do not vote."


def _be(missing: str) -> str:
    return f"{missing} {'are' if missing.startswith('standing') else 'is'}"
