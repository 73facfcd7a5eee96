"""Facts about members before a meeting. Reasons and needs are private: they are in no fact."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("schedule.member_replied")
@dataclass(frozen=True)
class MemberReplied(Fact):
    """A member said whether they come: coming, remote, late or apologies."""

    person_id: str
    name: str
    kind: str


@fact("schedule.reply_withdrawn")
@dataclass(frozen=True)
class ReplyWithdrawn(Fact):
    """What a member had said no longer stands."""

    person_id: str
    name: str


@fact("schedule.substitute_named")
@dataclass(frozen=True)
class SubstituteNamed(Fact):
    """Somebody sits in for a member at this meeting."""

    person_id: str
    name: str
    substitute_id: str
    substitute: str


@fact("schedule.substitute_withdrawn")
@dataclass(frozen=True)
class SubstituteWithdrawn(Fact):
    """Nobody sits in for the member any longer."""

    person_id: str
    name: str
    substitute_id: str
    substitute: str


@fact("schedule.substitutes_settled")
@dataclass(frozen=True)
class SubstitutesSettled(Fact):
    """How substitutes are named on a body, or (allowed false) that there are none."""

    body_id: str
    allowed: bool
    same_group: bool
    listed_only: bool
    until: str
    listed: tuple[str, ...]


@fact("schedule.needs_changed")
@dataclass(frozen=True)
class NeedsChanged(Fact):
    """A member changed what they need at meetings; what that is stands in no fact."""

    person_id: str
