"""The register: officers keep it, members ask for changes of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.bodies.queries import person_names
from meetings.db.record import council_stream
from meetings.interests.events import (
    InterestChanged,
    InterestEnded,
    InterestRegistered,
    ProposalDecided,
    RegisterChangeProposed,
)
from meetings.interests.models import Interest, InterestProposal
from meetings.interests.rules import Category, Holder
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work

LONGEST = 2000


@dataclass(frozen=True)
class Line:
    """What stands in a line of the register."""

    category: Category
    text: str
    words: str = ""
    holder: Holder = Holder.MEMBER
    is_sensitive: bool = False


@dataclass(frozen=True)
class RegisterInterest:
    """A new line of somebody's register."""

    person_id: str
    line: Line
    registered_on: date | None = None


@dataclass(frozen=True)
class ChangeInterest:
    """What a line says from now on."""

    interest_id: str
    line: Line


@dataclass(frozen=True)
class EndInterest:
    """The line stands no longer after that day."""

    interest_id: str
    ended_on: date


@dataclass(frozen=True)
class ProposeChange:
    """A change of one's own register. `interest_id` None: a new line; `ends`: the line is to end."""

    line: Line
    interest_id: str | None = None
    ends: bool = False


@dataclass(frozen=True)
class DecideProposal:
    """Taken over, or why not."""

    proposal_id: str
    accepted: bool
    answer: str = ""


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def register_interest(work: Work, command: RegisterInterest) -> str:
    """Put a line on a register. Returns its id. Raises Invalid, NotFound."""
    name = _name(work, command.person_id)
    line = _line(command.line)
    row = Interest(
        id=new_id(), person_id=command.person_id, registered_on=command.registered_on or work.today
    )
    _fill(row, line)
    work.session.add(row)
    work.session.flush()
    work.record(
        council_stream(work.session),
        InterestRegistered(
            row.id,
            row.person_id,
            name,
            row.category.value,
            row.holder.value,
            _said(line),
            row.is_sensitive,
            row.registered_on.isoformat(),
        ),
    )
    return row.id


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def change_interest(work: Work, command: ChangeInterest) -> None:
    """Change a line. Raises Invalid, NotFound, WrongState once it has ended."""
    row = _standing(work, command.interest_id)
    line = _line(command.line)
    _fill(row, line)
    work.session.flush()
    said = (row.category.value, row.holder.value, _said(line), row.is_sensitive)
    fact = InterestChanged(row.id, row.person_id, _name(work, row.person_id), *said)
    work.record(council_stream(work.session), fact)


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def end_interest(work: Work, command: EndInterest) -> None:
    """End a line; it stays in the record. Raises Invalid for a day before it began, WrongState if it has ended."""
    row = _standing(work, command.interest_id)
    if command.ended_on < row.registered_on:
        raise Invalid("It was registered later than that.", {"ended_on": "Before the day it was registered"})
    row.ended_on = command.ended_on
    work.session.flush()
    fact = InterestEnded(row.id, row.person_id, _name(work, row.person_id), command.ended_on.isoformat())
    work.record(council_stream(work.session), fact)


@use_case(permission=None)
def propose_change(work: Work, command: ProposeChange) -> str:
    """Ask for a change of one's own register. Returns the proposal's id. Raises Denied for another's."""
    person_id = work.actor.person_id
    if person_id is None or not work.actor.may(Permission.JOIN_AS_MEMBER, None, work.today):
        raise Denied("Only members have a register of interests.")
    line = _line(command.line)
    if command.interest_id is not None and _standing(work, command.interest_id).person_id != person_id:
        raise Denied("Everybody asks for changes of their own register.")
    row = InterestProposal(id=new_id(), person_id=person_id, proposed_at=work.now, answer="")
    row.interest_id, row.ends = command.interest_id, command.ends
    row.category, row.holder, row.is_sensitive = line.category, line.holder, line.is_sensitive
    row.text, row.words = line.text, line.words
    work.session.add(row)
    work.session.flush()
    fact = RegisterChangeProposed(row.id, person_id, _name(work, person_id))
    work.record(council_stream(work.session), fact)
    return row.id


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def decide_proposal(work: Work, command: DecideProposal) -> None:
    """Take a change over, which changes the register, or say why not. Raises NotFound, WrongState, Invalid."""
    row = work.session.get(InterestProposal, command.proposal_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such request.")
    if row.decided_at is not None:
        raise WrongState("This request has been answered already.")
    answer = " ".join(command.answer.split())[:LONGEST]
    if not command.accepted and not answer:
        raise Invalid("Say why it is not taken over.", {"answer": "Say why"})
    row.decided_at, row.accepted, row.answer = work.now, command.accepted, answer
    work.session.flush()
    if command.accepted:
        _take_over(work, row)
    name = _name(work, row.person_id)
    fact = ProposalDecided(row.id, row.person_id, name, command.accepted, answer)
    work.record(council_stream(work.session), fact)


def _take_over(work: Work, row: InterestProposal) -> None:
    line = Line(row.category, row.text, row.words, row.holder, row.is_sensitive)
    if row.interest_id is None:
        register_interest(work, RegisterInterest(row.person_id, line))
    elif row.ends:
        end_interest(work, EndInterest(row.interest_id, work.today))
    else:
        change_interest(work, ChangeInterest(row.interest_id, line))


def _fill(row: Interest, line: Line) -> None:
    row.category, row.holder, row.text = line.category, line.holder, line.text
    row.words, row.is_sensitive = line.words, line.is_sensitive


def _said(line: Line) -> str:
    """What the record may know of it."""
    return "" if line.is_sensitive else line.text


def _line(line: Line) -> Line:
    text = "\n".join(" ".join(part.split()) for part in line.text.strip().splitlines())
    words = "\n".join(" ".join(part.split()) for part in line.words.strip().splitlines())
    if not text:
        raise Invalid("Say what the interest is.", {"text": "Say what it is"})
    if len(text) > LONGEST or len(words) > LONGEST:
        raise Invalid("Say it in fewer words.", {"text": f"At most {LONGEST} characters"})
    return Line(line.category, text, words, line.holder, line.is_sensitive)


def _standing(work: Work, interest_id: str) -> Interest:
    row = work.session.get(Interest, interest_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such line in the register.")
    if row.ended_on is not None:
        raise WrongState("This line has ended already.")
    return row


def _name(work: Work, person_id: str) -> str:
    name = person_names(work.session, [person_id]).get(person_id)
    if name is None:
        raise NotFound("There is no such person.")
    return name
