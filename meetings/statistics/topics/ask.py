"""What is asked for: the meetings, for whom, under which law; and what every subject needs of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from meetings.deadlines.rules.base import Law
from meetings.deadlines.rules.book import rule_for
from meetings.statistics.queries.business import recorded_votes
from meetings.statistics.queries.held import Items, held_meetings, item_names
from meetings.statistics.queries.people import people_of, presence_of, seats_in, terms_in
from meetings.statistics.queries.scope import Scope
from meetings.statistics.rules.facts import Held, InGroup, Person, Present, Recorded, SeatHeld
from meetings.statistics.rules.votes import GroupOn, groups_on
from meetings.statistics.tables import Cell, Note, short_day


@dataclass(frozen=True)
class Ask:
    """One question. What several subjects need is read once."""

    session: Session
    scope: Scope
    law: Law
    today: date
    #: the officers' pages: more is shown, and addresses lead to them
    desk: bool = False
    #: the period and body as they stand behind the question mark of an address
    query: str = ""

    @cached_property
    def items(self) -> Items:
        """The agendas' items by meeting."""
        return item_names(self.session, self.scope)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The meetings, with what was before them."""
        return held_meetings(self.session, self.scope, self.items)

    @cached_property
    def by_id(self) -> dict[str, Held]:
        """The same by id."""
        return {h.id: h for h in self.held}

    @cached_property
    def recorded(self) -> tuple[Recorded, ...]:
        """The votes in which names were recorded."""
        return recorded_votes(self.session, self.scope, self.items)

    @cached_property
    def present(self) -> Present:
        """What attendance is counted from."""
        return presence_of(self.session, self.scope, self.held, self.law)

    @cached_property
    def seats(self) -> tuple[SeatHeld, ...]:
        """Seats that touch the period."""
        return seats_in(self.session, self.scope)

    @cached_property
    def terms(self) -> tuple[InGroup, ...]:
        """Times in groups that touch the period."""
        return terms_in(self.session, self.scope)

    @cached_property
    def group_on(self) -> GroupOn:
        """Which group somebody was in on a day."""
        return groups_on(self.terms)

    @cached_property
    def bodies(self) -> dict[str, Held]:
        """One meeting of each body, for its name, in order of name."""
        return {h.body_id: h for h in sorted(self.held, key=lambda h: h.body_name.casefold())}

    def people(self, *ids: str) -> dict[str, Person]:
        """Names by id."""
        return people_of(self.session, set(ids) - {""})

    def member(self, person: Person) -> Cell:
        """A member, with the way to their own figures."""
        return Cell(person.name, href=f"/councillors/{person.slug}/statistics{self._more}")

    def body(self, held: Held) -> Cell:
        """A body, with the way to its own figures."""
        return Cell(held.body_name, href=f"/bodies/{held.body_slug}/statistics{self._more}")

    def meeting(self, held: Held, *, body: bool = True) -> Cell:
        """A meeting, with the way to its own figures."""
        place = "/desk/meetings" if self.desk else "/meetings"
        text = f"{held.body_name}, {short_day(held.day)}" if body else short_day(held.day)
        return Cell(text, href=f"{place}/{held.id}/statistics")

    def cited(self, text: str, family: str) -> Note:
        """A note on how something was counted with the law that says so here."""
        found = rule_for(family, self.law.profile, self.scope.period.last)
        return Note(text, found.citation if found else None)

    @property
    def _more(self) -> str:
        period = "&".join(p for p in self.query.split("&") if not p.startswith("body="))
        return f"?{period}" if period else ""
