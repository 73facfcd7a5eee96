"""Appointments in the minutes: who was nominated, each round with its numbers, and what was resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from meetings.appointments import events
from meetings.appointments.rules import ABSTAIN, Names, Outcome, RoundKind
from meetings.minutes import wording
from meetings.minutes.document import Declaration, Resolution
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.drafting.words import resolution_parts
from meetings.minutes.phrases import fill
from meetings.minutes.phrases.shape import Appointments

_KEY = "appointments"


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
    text = fill(fold.setting.say.appointments.withdrew, name=fact.name)
    fold.put_block(at, Declaration(id=f"withdrew-{fact.candidate_id}", text=text), found.opened.item_id)


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
    say = fold.setting.say.appointments
    if fact.candidate_id is None:
        found.settled = fill(say.declined, name=fact.name)
    else:
        said = say.cast_for if final else say.decided_out
        found.settled = fill(said, name=fact.name, candidate=found.name(fact.candidate_id))


@minutes_of(events.LotDrawn)
def lot_drawn(fold: Fold, _at: datetime, fact: events.LotDrawn) -> None:
    """With who drew and who saw it."""
    found = _kept(fold).rounds[fact.round_id]
    counted = found.counted
    say = fold.setting.say.appointments
    chosen = counted is not None and counted.outcome is Outcome.TIE_FINAL
    fate = fill(say.lot_chosen if chosen else say.lot_dropped, name=found.name(fact.candidate_id))
    found.settled += fill(say.by_lot, fate=fate, drawn_by=fact.drawn_by, witness=fact.witness)


@minutes_of(events.RoundDeclared)
def round_declared(fold: Fold, at: datetime, fact: events.RoundDeclared) -> None:
    """Each round is kept with its numbers."""
    kept = _kept(fold)
    found = kept.rounds[fact.round_id]
    item_id = kept.appointments[found.opened.appointment_id].opened.item_id
    fold.put_block(at, Declaration(id=f"round-{fact.round_id}", text=_round_text(fold, found, fact)), item_id)


@minutes_of(events.RoundVoided)
def round_voided(fold: Fold, at: datetime, fact: events.RoundVoided) -> None:
    """That it was, and why."""
    kept = _kept(fold)
    found = kept.rounds[fact.round_id]
    item_id = kept.appointments[found.opened.appointment_id].opened.item_id
    said = fold.setting.say.appointments.round_void
    text = fill(said, number=found.opened.number, reason=fact.reason.rstrip("."))
    fold.put_block(at, Declaration(id=f"void-{fact.round_id}", text=text), item_id)


@minutes_of(events.AppointmentMade)
def appointment_made(fold: Fold, at: datetime, fact: events.AppointmentMade) -> None:
    """What was resolved."""
    found = _kept(fold).appointments[fact.appointment_id]
    _say_nominations(fold, at, found)
    item_id, word = found.opened.item_id, fold.setting.resolved_word
    say, language = fold.setting.say.appointments, fold.setting.language
    if fact.uncontested == len(fact.names):
        block_id = f"uncontested-{fact.appointment_id}"
        fold.put_block(at, Declaration(id=block_id, text=say.uncontested), item_id)
    names = wording.joined(fact.names, language)
    resolved = fill(say.resolved, names=names, post=found.opened.title.rstrip("."))
    parts = resolution_parts(resolved, word)
    block = Resolution(id=f"appointment-{fact.appointment_id}", word=word, parts=parts, language=language)
    fold.put_block(at, block, item_id)


@minutes_of(events.AppointmentEnded)
def appointment_ended(fold: Fold, at: datetime, fact: events.AppointmentEnded) -> None:
    """Nothing is resolved."""
    found = _kept(fold).appointments[fact.appointment_id]
    _say_nominations(fold, at, found)
    said, post = fold.setting.say.appointments.not_made, found.opened.title.rstrip(".")
    text = fill(said, post=post, reason=fact.reason.rstrip("."))
    fold.put_block(at, Declaration(id=f"ended-{fact.appointment_id}", text=text), found.opened.item_id)


def _say_nominations(fold: Fold, at: datetime, found: _Appointment) -> None:
    if found.said or not found.nominated:
        return
    found.said = True
    say = fold.setting.say.appointments
    people = [
        fill(
            say.proposed_seconded if n.seconder else say.proposed,
            name=n.name,
            proposer=n.proposer,
            seconder=n.seconder,
        )
        for n in found.nominated
    ]
    text = fill(say.nominated, post=found.opened.title.rstrip("."), people="; ".join(people))
    block = Declaration(id=f"nominated-{found.opened.appointment_id}", text=text)
    fold.put_block(at, block, found.opened.item_id)


def _round_text(fold: Fold, found: _Round, fact: events.RoundDeclared) -> str:
    opened, counted, say = found.opened, found.counted, fold.setting.say.appointments
    assert counted is not None, "a round is counted before it is declared"
    kind = say.kinds["run_off"] if opened.kind is RoundKind.RUN_OFF else ""
    secret = say.kinds["secret"] if opened.names is Names.SECRET else ""
    how = ", ".join(word for word in (kind, secret, say.ways[opened.way.value]) if word)
    names = [found.name(c) for c in fact.names]
    came = _came(fold, fact.outcome, names)
    if counted.outcome in (Outcome.TIE_FINAL, Outcome.TIE_LOWEST):
        tied = _came(fold, counted.outcome, [found.name(c) for c in counted.names])
        came = f"{tied} {found.settled}".strip()
    text = fill(
        say.round_how if how else say.round,
        number=opened.number,
        how=how,
        figures=_figures(say, found, counted),
        came=came,
    )
    counters = wording.joined(found.tellers, fold.setting.language)
    return text + (fill(say.tellers, names=counters) if counters else "") + _by_name(say, found)


def _figures(say: Appointments, found: _Round, counted: events.RoundCounted) -> str:
    told = ", ".join(fill(say.figure, name=found.name(v.candidate_id), votes=v.votes) for v in counted.votes)
    others = ((counted.abstained, say.abstained), (counted.none, say.none), (counted.spoilt, say.spoilt))
    more = ", ".join(fill(words, count=count) for count, words in others if count)
    return fill(say.figures, figures=told, others=more) if more else told


def _came(fold: Fold, outcome: Outcome, names: list[str]) -> str:
    """What a round came to, as a sentence."""
    say = fold.setting.say.appointments
    sentence = {
        Outcome.ELECTED: say.elected,
        Outcome.DROPPED: say.dropped,
        Outcome.RUN_OFF: say.run_off,
        Outcome.TIE_LOWEST: say.tie_lowest,
        Outcome.TIE_FINAL: say.tie_final,
    }.get(outcome, say.nobody)
    listed = wording.joined(names, fold.setting.language)
    return fill(sentence, name=names[0] if names else "", names=listed)


def _by_name(say: Appointments, found: _Round) -> str:
    """Who voted for whom, where that was announced as recorded."""
    if found.opened.names is not Names.RECORDED:
        return ""
    roll = {m.person_id: m.name for m in found.opened.roll}
    lines = []
    for choice in [*(c.candidate_id for c in found.opened.candidates), ABSTAIN]:
        by = ", ".join(roll.get(p, p) for p, c in found.choices.items() if c == choice)
        if by and choice == ABSTAIN:
            lines.append(fill(say.voted_abstained, names=by))
        elif by:
            lines.append(fill(say.voted_for, name=found.name(choice), names=by))
    return "".join(lines)
