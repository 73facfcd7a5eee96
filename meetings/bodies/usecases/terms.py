"""Councillors' time in office, with ward and group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.events import TermEnded, TermSet
from meetings.bodies.models import PoliticalGroup, Term, Ward
from meetings.bodies.rules import Span, day_before
from meetings.db.record import council_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.people.models import Person
from meetings.people.usecases import CreatePerson, create_person
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work


@dataclass(frozen=True)
class SetTerm:
    """In office from a day on, for a ward, in a group; without a last day until further notice."""

    person_id: str
    ward_id: str | None
    group_id: str | None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class EndTerm:
    """The last day in office. The day before the first says that it was entered by mistake."""

    term_id: str
    valid_to: date


@dataclass(frozen=True)
class AddCouncillor:
    """A person and their first time in office, in one step."""

    name: str
    ward_id: str | None
    group_id: str | None
    valid_from: date
    valid_to: date | None = None
    sort_name: str = ""
    email: str = ""


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def set_term(work: Work, command: SetTerm) -> str:
    """Put somebody in office, or change ward or group: what ran until then ends. Returns the term's id.

    Raises NotFound, Invalid, and WrongState if another term begins on the same day or later in that time.
    """
    if work.session.get(Person, command.person_id, with_for_update=True) is None:
        raise NotFound("There is no such person.")
    _check(work.session, command)
    span = Span(command.valid_from, command.valid_to)
    query = select(Term).where(Term.person_id == command.person_id)
    for term in work.session.scalars(query).all():
        if not span.overlaps(Span(term.valid_from, term.valid_to)):
            continue
        if term.valid_from >= span.first:
            raise WrongState(
                "Another time in office begins in that time. End that first, or choose other dates."
            )
        _end(work, term, day_before(span.first))
    term = Term(
        id=new_id(),
        person_id=command.person_id,
        ward_id=command.ward_id,
        group_id=command.group_id,
        valid_from=span.first,
        valid_to=span.last,
    )
    work.session.add(term)
    work.session.flush()
    fact = TermSet(term.id, term.person_id, term.ward_id, term.group_id, term.valid_from, term.valid_to)
    work.record(council_stream(work.session), fact)
    return term.id


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def end_term(work: Work, command: EndTerm) -> None:
    """Say when somebody leaves office. Seats on bodies are ended by themselves. Raises NotFound, Invalid."""
    term = work.session.get(Term, command.term_id, with_for_update=True)
    if term is None:
        raise NotFound("There is no such time in office.")
    checks = Checks()
    checks.ending(term.valid_from, command.valid_to)
    checks.that(
        term.valid_to is None or command.valid_to <= term.valid_to, "valid_to", "It ends before that already"
    )
    checks.done()
    _end(work, term, command.valid_to)


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def add_councillor(work: Work, command: AddCouncillor) -> str:
    """Enter a councillor. Returns the person's id. Raises Invalid."""
    person_id = create_person(work, CreatePerson(command.name, command.sort_name, email=command.email))
    term = SetTerm(person_id, command.ward_id, command.group_id, command.valid_from, command.valid_to)
    set_term(work, term)
    return person_id


def _end(work: Work, term: Term, last_day: date) -> None:
    if term.valid_to == last_day:
        return
    term.valid_to = last_day
    work.session.flush()
    work.record(council_stream(work.session), TermEnded(term.id, term.person_id, last_day))


def _check(session: Session, command: SetTerm) -> None:
    checks = Checks()
    ward = command.ward_id is None or session.get(Ward, command.ward_id) is not None
    group = command.group_id is None or session.get(PoliticalGroup, command.group_id) is not None
    checks.that(ward, "ward_id", "Choose a ward from the list")
    checks.that(group, "group_id", "Choose a group from the list")
    checks.span(command.valid_from, command.valid_to)
    checks.done()
