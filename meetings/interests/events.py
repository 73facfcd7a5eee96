"""Facts about interests. What a sensitive interest is, and who owes what, stands in no fact."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.interests.rules import Action, Kind
from meetings.kernel.facts import Fact, fact


@fact("interests.registered")
@dataclass(frozen=True)
class InterestRegistered(Fact):
    """A line was put on a member's register; `text` is empty for a sensitive one."""

    interest_id: str
    person_id: str
    name: str
    category: str
    holder: str
    text: str
    is_sensitive: bool
    registered_on: str


@fact("interests.register_changed")
@dataclass(frozen=True)
class InterestChanged(Fact):
    """A line of a member's register was changed."""

    interest_id: str
    person_id: str
    name: str
    category: str
    holder: str
    text: str
    is_sensitive: bool


@fact("interests.register_ended")
@dataclass(frozen=True)
class InterestEnded(Fact):
    """A line of a member's register stands no longer."""

    interest_id: str
    person_id: str
    name: str
    ended_on: str


@fact("interests.change_proposed")
@dataclass(frozen=True)
class RegisterChangeProposed(Fact):
    """A member asked for a change of their register."""

    proposal_id: str
    person_id: str
    name: str


@fact("interests.proposal_decided")
@dataclass(frozen=True)
class ProposalDecided(Fact):
    """An officer took the change over, or said why not."""

    proposal_id: str
    person_id: str
    name: str
    accepted: bool
    answer: str


@fact("interests.dispensation_granted")
@dataclass(frozen=True)
class DispensationGranted(Fact):
    """Somebody may speak or vote in spite of an interest."""

    dispensation_id: str
    person_id: str
    name: str
    ground: str
    matter: str
    may_speak: bool
    may_vote: bool
    valid_from: str
    valid_to: str
    granted_by: str


@fact("interests.dispensation_withdrawn")
@dataclass(frozen=True)
class DispensationWithdrawn(Fact):
    """The leave stands no longer."""

    dispensation_id: str
    person_id: str
    name: str


@fact("interests.declared")
@dataclass(frozen=True)
class InterestDeclared(Fact):
    """A member declared an interest in an item. `before` the meeting opened; `dispensed` what a dispensation allows."""

    declaration_id: str
    item_id: str
    number: str
    person_id: str
    name: str
    kind: Kind
    nature: str
    action: Action
    is_sensitive: bool = False
    before: bool = False
    dispensed: str = ""


@fact("interests.declaration_changed")
@dataclass(frozen=True)
class DeclarationChanged(Fact):
    """A declaration was put right: this is how it stands from now on."""

    declaration_id: str
    item_id: str
    person_id: str
    name: str
    kind: Kind
    nature: str
    action: Action
    is_sensitive: bool = False
    dispensed: str = ""


@fact("interests.declaration_withdrawn")
@dataclass(frozen=True)
class DeclarationWithdrawn(Fact):
    """A declaration was a mistake."""

    declaration_id: str
    item_id: str
    person_id: str
    name: str
    reason: str = ""


@fact("interests.left_room")
@dataclass(frozen=True)
class LeftForInterest(Fact):
    """Somebody went out for an item because of their interest."""

    declaration_id: str
    item_id: str
    person_id: str
    name: str


@fact("interests.returned")
@dataclass(frozen=True)
class ReturnedAfterInterest(Fact):
    """And came back."""

    declaration_id: str
    item_id: str
    person_id: str
    name: str
