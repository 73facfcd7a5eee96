"""Facts about orders of business and the agendas begun with them."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("agendas.order_of_business_changed")
@dataclass(frozen=True)
class OrderOfBusinessChanged(Fact):
    """A body has another order of business; `lines` are the titles in order, `numbering` the scheme."""

    body_id: str
    numbering: str
    lines: tuple[str, ...]


@fact("agendas.agenda_begun")
@dataclass(frozen=True)
class AgendaBegun(Fact):
    """The agenda was begun with the body's order; `minutes_of` and `carried` say what came of itself."""

    lines: int
    #: the meetings whose minutes it is to confirm
    minutes_of: tuple[str, ...] = ()
    #: the items that an earlier meeting did not reach, by their ids there
    carried: tuple[str, ...] = ()
