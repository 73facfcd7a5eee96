"""Appointments in the minutes: who was nominated, each round with its numbers, and what was resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from meetings.appointments import events
from meetings.appointments.rules import ABSTAIN, Names, Outcome, RoundKind, RoundWay
from meetings.appointments.wording import figures, listed, outcome_words
from meetings.minutes.document import Declaration, Resolution
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.drafting.words import resolution_parts

_KEY = "appointments"
_WAYS = {
    RoundWay.DEVICES: "",
    RoundWay.HANDS: "by show of hands",
    RoundWay.ROLL_CALL: "by roll call",
    RoundWay.PAPER: "on paper slips",
}


@dataclass
class _Round:
    """A round while it is read."""

    opened: events.RoundOpened
    counted: events.RoundCounted | None = None
    choices: dict[str, str] = field(default_factory=dict)
    tellers: tuple[str, ...] = ()
    settled: str = ""

    def name(self, candidate_id: str) -> str:
        return next(c.name for c in self.opened.candidates if c.candidate_id == candidate_id)


@dataclass
class _Appointment:
    """An appointment while it is read."""

    opened: events.AppointmentOpened
    nominated: list[events.CandidateNominated] = field(default_factory=list)
    said: bool = False


@dataclass
class _Kept:
    appointments: dict[str, _Appointment] = field(default_factory=dict)
    rounds: dict[str, _Round] = field(default_factory=dict)


def _kept(fold: Fold) -> _Kept:
    kept: _Kept = fold.more.setdefault(_KEY, _Kept())
    return kept


@minutes_of(events.AppointmentOpened)
def appointment_opened(fold: Fold, _at: datetime, fact: events.AppointmentOpened) -> None:
    """Nothing is minuted of it before something comes of it."""
    _kept(fold).appointments[fact.appointment_id] = _Appointment(fact)


@minutes_of(events.CandidateNominated)
def nominated(fold: Fold, _at: datetime, fact: events.CandidateNominated) -> None:
    """One after the other; they are minuted together."""
    _kept(fold).appointments[fact.appointment_id].nominated.append(fact)


@minutes_of(events.CandidateWithdrawn)
def withdrawn(fold: Fold, at: datetime, fact: events.CandidateWithdrawn) -> None:
    """Said where it happened."""
    found = _kept(fold).appointments[fact.appointment_id]
    _say_nominations(fold, at, found)
    text = f"{fact.name} withdrew from the appointment"
    fold.put_block(at, Declaration(id=f"withdrew-{fact.candidate_id}", text=f"{text}."), found.opened.item_id)


@minutes_of(events.RoundOpened)
def round_opened(fold: Fold, at: datetime, fact: events.RoundOpened) -> None:
    """The nominations stand before the first round."""
    kept = _kept(fold)
    kept.rounds[fact.round_id] = _Round(fact)
    _say_nominations(fold, at, kept.appointments[fact.appointment_id])


@minutes_of(events.RoundBallotCast)
def ballot_cast(fold: Fold, _at: datetime, fact: events.RoundBallotCast) -> None:
    """The last one of each member counts."""
    _kept(fold).rounds[fact.round_id].choices[fact.person_id] = fact.choice


@minutes_of(events.CountsEntered)
def counts_entered(fold: Fold, _at: datetime, fact: events.CountsEntered) -> None:
    """Who counted the slips."""
    _kept(fold).rounds[fact.round_id].tellers = fact.tellers


@minutes_of(events.RoundCounted)
def round_counted(fold: Fold, _at: datetime, fact: events.RoundCounted) -> None:
    """Minuted once declared."""
    _kept(fold).rounds[fact.round_id].counted = fact


@minutes_of(events.TieDecided)
def tie_decided(fold: Fold, _at: datetime, fact: events.TieDecided) -> None:
    """By whoever presided, or left to the lot."""
    found = _kept(fold).rounds[fact.round_id]
    counted = found.counted
    final = counted is not None and counted.outcome is Outcome.TIE_FINAL
    if fact.candidate_id is None:
        found.settled = f"{fact.name} declined to decide the tie. "
    elif final:
        found.settled = (
            f"{fact.name}, in the chair, gave a casting vote for {found.name(fact.candidate_id)}. "
        )
    else:
        found.settled = (
            f"{fact.name}, in the chair, decided that {found.name(fact.candidate_id)} dropped out. "
        )


@minutes_of(events.LotDrawn)
def lot_drawn(fold: Fold, _at: datetime, fact: events.LotDrawn) -> None:
    """With who drew and who saw it."""
    found = _kept(fold).rounds[fact.round_id]
    counted = found.counted
    fate = "was chosen" if counted and counted.outcome is Outcome.TIE_FINAL else "dropped out"
    name = found.name(fact.candidate_id)
    found.settled += f"{name} {fate} by lot, drawn by {fact.drawn_by} in the presence of {fact.witness}. "


@minutes_of(events.RoundDeclared)
def round_declared(fold: Fold, at: datetime, fact: events.RoundDeclared) -> None:
    """Each round is kept with its numbers."""
    kept = _kept(fold)
    found = kept.rounds[fact.round_id]
    item_id = kept.appointments[found.opened.appointment_id].opened.item_id
    fold.put_block(at, Declaration(id=f"round-{fact.round_id}", text=_round_text(found, fact)), item_id)


@minutes_of(events.RoundVoided)
def round_voided(fold: Fold, at: datetime, fact: events.RoundVoided) -> None:
    """That it was, and why."""
    kept = _kept(fold)
    found = kept.rounds[fact.round_id]
    item_id = kept.appointments[found.opened.appointment_id].opened.item_id
    text = f"Round {found.opened.number} was declared void and taken again: {fact.reason.rstrip('.')}."
    fold.put_block(at, Declaration(id=f"void-{fact.round_id}", text=text), item_id)


@minutes_of(events.AppointmentMade)
def appointment_made(fold: Fold, at: datetime, fact: events.AppointmentMade) -> None:
    """What was resolved."""
    found = _kept(fold).appointments[fact.appointment_id]
    _say_nominations(fold, at, found)
    item_id, word = found.opened.item_id, fold.setting.resolved_word
    if fact.uncontested == len(fact.names):
        text = "There being no other nominations, no vote was taken."
        fold.put_block(at, Declaration(id=f"uncontested-{fact.appointment_id}", text=text), item_id)
    resolved = f"That {listed(fact.names)} be appointed as {found.opened.title.rstrip('.')}."
    parts = resolution_parts(resolved, word)
    fold.put_block(at, Resolution(id=f"appointment-{fact.appointment_id}", word=word, parts=parts), item_id)


@minutes_of(events.AppointmentEnded)
def appointment_ended(fold: Fold, at: datetime, fact: events.AppointmentEnded) -> None:
    """Nothing is resolved."""
    found = _kept(fold).appointments[fact.appointment_id]
    _say_nominations(fold, at, found)
    text = f"No appointment was made as {found.opened.title.rstrip('.')}: {fact.reason.rstrip('.')}."
    fold.put_block(at, Declaration(id=f"ended-{fact.appointment_id}", text=text), found.opened.item_id)


def _say_nominations(fold: Fold, at: datetime, found: _Appointment) -> None:
    if found.said or not found.nominated:
        return
    found.said = True
    people = [
        f"{n.name} (proposed by {n.proposer}{f', seconded by {n.seconder}' if n.seconder else ''})"
        for n in found.nominated
    ]
    text = f"Nominated for appointment as {found.opened.title.rstrip('.')}: {'; '.join(people)}."
    block = Declaration(id=f"nominated-{found.opened.appointment_id}", text=text)
    fold.put_block(at, block, found.opened.item_id)


def _round_text(found: _Round, fact: events.RoundDeclared) -> str:
    opened, counted = found.opened, found.counted
    assert counted is not None, "a round is counted before it is declared"
    kind = "run-off" if opened.kind is RoundKind.RUN_OFF else ""
    secret = "secret ballot" if opened.names is Names.SECRET else ""
    how = ", ".join(word for word in (kind, secret, _WAYS[opened.way]) if word)
    votes = {found.name(v.candidate_id): v.votes for v in counted.votes}
    told = figures(votes, counted.abstained, counted.none, counted.spoilt)
    tied = counted.outcome in (Outcome.TIE_FINAL, Outcome.TIE_LOWEST)
    names = [found.name(c) for c in fact.names]
    came = outcome_words(fact.outcome, names, "")
    if tied:
        came = f"{outcome_words(counted.outcome, [found.name(c) for c in counted.names], '')} {found.settled}".strip()
    counters = f" Tellers: {listed(found.tellers)}." if found.tellers else ""
    return f"Round {opened.number}{f' ({how})' if how else ''}: {told}. {came}{counters}{_by_name(found)}"


def _by_name(found: _Round) -> str:
    """Who voted for whom, where that was announced as recorded."""
    if found.opened.names is not Names.RECORDED:
        return ""
    roll = {m.person_id: m.name for m in found.opened.roll}
    lines = []
    for choice in [*(c.candidate_id for c in found.opened.candidates), ABSTAIN]:
        by = [roll.get(p, p) for p, c in found.choices.items() if c == choice]
        if by:
            who = "Abstained" if choice == ABSTAIN else f"For {found.name(choice)}"
            lines.append(f" {who}: {', '.join(by)}.")
    return "".join(lines)
