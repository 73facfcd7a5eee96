"""Facts about the law a council lives under, and about rules that were let pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.deadlines.rules.base import Profile
from meetings.kernel.facts import Fact, fact


@fact("law.profile_chosen")
@dataclass(frozen=True)
class ProfileChosen(Fact):
    """Somebody confirmed which law the council lives under."""

    profile: Profile
    before: Profile | None


@fact("law.signed_off")
@dataclass(frozen=True)
class LawSignedOff(Fact):
    """The monitoring officer signed off the profile and the council's own choices."""

    profile: Profile
    note: str


@fact("law.choice_set")
@dataclass(frozen=True)
class ChoiceSet(Fact):
    """The council's own choice of a parameter, and what it rests on. `before` is empty: the profile's default."""

    name: str
    value: str
    source: str
    before: str = ""


@fact("law.choice_cleared")
@dataclass(frozen=True)
class ChoiceCleared(Fact):
    """A parameter is the profile's default again."""

    name: str
    before: str


@fact("law.closure_added")
@dataclass(frozen=True)
class ClosureAdded(Fact):
    """The offices are closed on a day that the calendar calls a working day."""

    closure_id: str
    day: date
    name: str
    mourning: bool


@fact("law.closure_removed")
@dataclass(frozen=True)
class ClosureRemoved(Fact):
    """A closure was entered by mistake or called off."""

    closure_id: str
    day: date
    name: str
    mourning: bool


@fact("law.rule_overridden")
@dataclass(frozen=True)
class RuleOverridden(Fact):
    """A rule was let pass, with a reason. `subject` is empty for the meeting itself."""

    override_id: str
    rule_id: str
    subject: str
    reason: str


@fact("law.override_withdrawn")
@dataclass(frozen=True)
class OverrideWithdrawn(Fact):
    """The rule is to be kept after all."""

    override_id: str
    rule_id: str
    subject: str


@fact("law.feed_made")
@dataclass(frozen=True)
class FeedMade(Fact):
    """An account has a new secret address for its deadlines; an earlier one no longer works."""

    account_id: str


@fact("law.feed_revoked")
@dataclass(frozen=True)
class FeedRevoked(Fact):
    """The secret address no longer works."""

    account_id: str
