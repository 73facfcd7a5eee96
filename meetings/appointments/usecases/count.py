"""Figures counted by hand, confirmed by a second person; ties decided by whoever presides or by lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from meetings.appointments.events import CountsEntered, LotDrawn, RoundClosed, TieDecided, Votes
from meetings.appointments.models import Appointment, Candidate, Round, RoundRoll
from meetings.appointments.rules import (
    COUNTED_BY_HAND,
    FinalTie,
    LowestTie,
    Outcome,
    RoundState,
    RoundWay,
)
from meetings.appointments.usecases.holding import body_of_round, counted, held, held_in_session
from meetings.bodies.queries import person_names
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.room.authority import clerk_or_chair, second_person
from meetings.room.entitlement import voters_on
from meetings.room.queries import here_now, room_of
from meetings.room.quorum import must_be_quorate
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class EnterCounts:
    """What was counted, by candidate. Paper names at least two tellers."""

    round_id: str
    votes: Mapping[str, int]
    abstained: int = 0
    spoilt: int = 0
    tellers: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class ConfirmCounts:
    """A second person confirms the figures that stand there: those they were shown."""

    round_id: str
    #: the figures as this person saw them, in the order of the ballot; None: not said
    seen: tuple[int, ...] | None = None


@dataclass(frozen=True)
class DecideTie:
    """The casting vote, or who drops out; None declines, and the lot decides."""

    round_id: str
    candidate_id: str | None


@dataclass(frozen=True)
class DrawLot:
    """Who came out of the lot: appointed where the tie is for the appointment, else dropped."""

    round_id: str
    candidate_id: str
    drawn_by: str
    witness: str


@use_case(permission=Permission.RUN_MEETING, scope=body_of_round)
def enter_counts(work: Work, command: EnterCounts) -> None:
    """Enter hands or slips. The first entry closes the round; until it is confirmed it can be entered again.

    Raises Invalid for figures that cannot be, WrongState.
    """
    found = held_in_session(work, command.round_id, RoundState.OPEN, RoundState.CLOSED)
    if found.way not in COUNTED_BY_HAND:
        raise WrongState("This round is voted on devices or by roll call: nothing is entered by hand.")
    if found.state is RoundState.OPEN:
        must_be_quorate(work, found.meeting_id)
    present = _on_roll(work, found)
    _check_figures(found, command, present)
    if found.state is RoundState.OPEN:
        found.state, found.closed_at = RoundState.CLOSED, work.now
        voted = sum(command.votes.values()) + command.abstained + command.spoilt
        work.session.flush()
        work.record(found.meeting_id, RoundClosed(found.id, present, voted, ()))
    found.votes = [command.votes[c] for c in found.candidates]
    found.abstained, found.spoilt = command.abstained, command.spoilt
    found.entered_by, found.tellers = work.actor.account_id, list(command.tellers)
    work.session.flush()
    figures = tuple(Votes(c, command.votes[c]) for c in found.candidates)
    fact = CountsEntered(
        found.id, figures, command.abstained, command.spoilt, command.tellers, work.actor.name
    )
    work.record(found.meeting_id, fact)


@use_case(permission=None)
def confirm_counts(work: Work, command: ConfirmCounts) -> None:
    """A second person confirms the figures. Raises Denied, WrongState."""
    found = held(work, command.round_id, RoundState.CLOSED)
    if found.votes is None or found.entered_by is None:
        raise WrongState("Nothing has been entered yet.")
    second_person(work, found.meeting_id, found.entered_by)
    if command.seen is not None and list(command.seen) != list(found.votes):
        raise WrongState("The figures were entered again meanwhile: look at them and confirm those.")
    abstained, spoilt = found.abstained or 0, found.spoilt or 0
    votes = dict(zip(found.candidates, found.votes, strict=True))
    none = _on_roll(work, found) - sum(votes.values()) - abstained - spoilt
    counted(work, found, votes, abstained=abstained, none=none, spoilt=spoilt, confirmed_by=work.actor.name)


@use_case(permission=None)
def decide_tie(work: Work, command: DecideTie) -> None:
    """Whoever presides decides a tie, on their own device or by the clerk's hand. Raises Denied, WrongState."""
    found = held_in_session(work, command.round_id, RoundState.COUNTED)
    clerk_or_chair(work, found.meeting_id)
    appointment = _appointment(work, found)
    by_chair = (
        appointment.final_tie is FinalTie.CASTING
        if found.outcome is Outcome.TIE_FINAL
        else appointment.lowest_tie is LowestTie.CHAIR
    )
    if found.outcome not in (Outcome.TIE_FINAL, Outcome.TIE_LOWEST) or not by_chair or found.declined:
        raise WrongState("There is no tie here that whoever presides could decide.")
    room = room_of(work.session, found.meeting_id)
    presiding_id = room.presiding_id if room else None
    if presiding_id is None or presiding_id not in {
        h.person_id for h in here_now(work.session, found.meeting_id)
    }:
        raise Denied("Whoever presides is not marked as present.")
    if command.candidate_id is not None:
        _may_decide(work, appointment, presiding_id)
    name = person_names(work.session, [presiding_id])[presiding_id]
    final = found.outcome is Outcome.TIE_FINAL
    if command.candidate_id is None:
        found.declined = True
        work.session.flush()
    else:
        chosen = _tied_name(work, found, command.candidate_id)
        words = (
            f"{name} gave a casting vote for {chosen}" if final else f"{name} decided that {chosen} drops out"
        )
        _settle(work, found, command.candidate_id, words)
    work.record(found.meeting_id, TieDecided(found.id, command.candidate_id, presiding_id, name))


def _may_decide(work: Work, appointment: Appointment, presiding_id: str) -> None:
    """Whoever has no vote on the item has no casting vote on it either. Raises WrongState."""
    entitled = {v.person_id for v in voters_on(work.session, appointment.meeting_id, appointment.item_id)}
    if presiding_id not in entitled:
        raise WrongState(
            "Whoever presides has no vote on this item, and so no casting vote: decline it, and the lot decides."
        )


@use_case(permission=Permission.RUN_MEETING, scope=body_of_round)
def draw_lot(work: Work, command: DrawLot) -> None:
    """Enter a lot that was drawn. Raises Invalid without the two names, WrongState where no lot decides."""
    found = held(work, command.round_id, RoundState.COUNTED)
    appointment = _appointment(work, found)
    by_lot = found.declined or (
        appointment.final_tie is FinalTie.LOT
        if found.outcome is Outcome.TIE_FINAL
        else appointment.lowest_tie is LowestTie.LOT
    )
    if found.outcome not in (Outcome.TIE_FINAL, Outcome.TIE_LOWEST) or not by_lot:
        raise WrongState("There is no tie here that is decided by lot.")
    drawn_by, witness = " ".join(command.drawn_by.split()), " ".join(command.witness.split())
    problems = {}
    if not drawn_by:
        problems["drawn_by"] = "Enter who drew"
    if not witness or witness.casefold() == drawn_by.casefold():
        problems["witness"] = "Enter somebody else who saw it"
    if problems:
        raise Invalid("A lot is drawn by one person before another's eyes.", problems)
    chosen = _tied_name(work, found, command.candidate_id)
    fate = "was appointed" if found.outcome is Outcome.TIE_FINAL else "dropped out"
    _settle(
        work,
        found,
        command.candidate_id,
        f"{chosen} {fate} by lot, drawn by {drawn_by} and seen by {witness}",
    )
    work.record(found.meeting_id, LotDrawn(found.id, command.candidate_id, drawn_by, witness))


def _settle(work: Work, found: Round, candidate_id: str, words: str) -> None:
    found.outcome = Outcome.ELECTED if found.outcome is Outcome.TIE_FINAL else Outcome.DROPPED
    found.outcome_names, found.settled = [candidate_id], words
    work.session.flush()


def _tied_name(work: Work, found: Round, candidate_id: str) -> str:
    if candidate_id not in (found.outcome_names or ()):
        raise Invalid("Choose one of those who tied.", {"candidate_id": "Choose one of those who tied"})
    candidate = work.session.get(Candidate, candidate_id)
    assert candidate is not None
    return person_names(work.session, [candidate.person_id])[candidate.person_id]


def _on_roll(work: Work, found: Round) -> int:
    query = select(func.count()).select_from(RoundRoll).where(RoundRoll.round_id == found.id)
    return work.session.scalar(query) or 0


def _check_figures(found: Round, command: EnterCounts, present: int) -> None:
    if set(command.votes) != set(found.candidates):
        raise Invalid("Enter a figure for every candidate, 0 where there was none.")
    figures = (*command.votes.values(), command.abstained, command.spoilt)
    if min(figures) < 0:
        raise Invalid("Votes cannot be fewer than none.")
    if sum(figures) > present:
        raise Invalid(
            f"{sum(figures)} were counted and only {present} present may vote: count again.",
            {"votes": f"{present} at most together"},
        )
    if found.way is RoundWay.PAPER and len(set(command.tellers)) < 2:
        raise Invalid("Name the two tellers who counted the slips.", {"tellers": "Enter two names"})


def _appointment(work: Work, found: Round) -> Appointment:
    appointment = work.session.get(Appointment, found.appointment_id)
    assert appointment is not None
    return appointment
