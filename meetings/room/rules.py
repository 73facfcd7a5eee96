"""Rules of the room: quorum, order of business, who may preside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Capacity(StrEnum):
    """In what capacity somebody attends."""

    MEMBER = "member"
    NON_VOTING = "non_voting"
    OFFICER = "officer"
    VISITOR = "visitor"


class Presence(StrEnum):
    """Where somebody takes part from."""

    IN_PERSON = "in_person"
    #: from elsewhere, and present by the law of the day
    REMOTE = "remote"
    #: from elsewhere, where the law of the day does not call that present: looks on, no vote, not counted
    OBSERVER = "remote_observer"

    @property
    def elsewhere(self) -> bool:
        """Whether they are not in the room."""
        return self is not Presence.IN_PERSON


#: Whole council: one quarter of its members; committees by their standing orders.
QUORUM_CITATION = "Local Government Act 1972, Schedule 12, paragraph 6, and the body's standing orders"


@dataclass(frozen=True)
class Quorum:
    """How many voting members must be present, and how many are."""

    needed: int
    present: int
    #: the rule and where it stands, in words
    rule_id: str = ""
    why: str = ""
    citation: str = QUORUM_CITATION
    #: the item it was counted for; None: between items
    item_id: str | None = None

    @property
    def met(self) -> bool:
        """Whether business can be done."""
        return self.present >= self.needed


def bring_forward(
    order: Sequence[str], item_id: str, current: str | None, done: Collection[str]
) -> tuple[str, ...]:
    """The order with one item taken next: behind the current one, else all that are done. ValueError if not in it."""
    if item_id not in order:
        raise ValueError("that item is not on the agenda")
    rest = [i for i in order if i != item_id]
    # Next is next: items further down that were taken out of turn do not come between.
    before = {current} if current in rest else set(done)
    at = max((n + 1 for n, i in enumerate(rest) if i in before), default=0)
    return (*rest[:at], item_id, *rest[at:])


def next_item(order: Sequence[str], current: str | None) -> str | None:
    """The item that follows the current one; the first if none is taken; None at the end."""
    if current is None or current not in order:
        return order[0] if order else None
    at = order.index(current) + 1
    return order[at] if at < len(order) else None
