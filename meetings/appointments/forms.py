"""What the buttons of an appointment send, read into commands."""

from __future__ import annotations

from typing import TypeVar

from werkzeug.datastructures import MultiDict

from meetings.appointments import usecases
from meetings.appointments.rules import FinalTie, LowestTie, Names, Policy, RoundWay, Rule
from meetings.kernel.errors import Invalid
from meetings.kernel.ids import new_id

Form = MultiDict[str, str]
E = TypeVar("E", Names, Rule, LowestTie, FinalTie, RoundWay)
_MOST = 10_000


def opening(meeting_id: str, form: Form) -> usecases.OpenAppointment:
    """The post, how many, and what becomes known. Raises Invalid."""
    names = _word(Names, form.get("names", ""), "names") if form.get("names") else None
    seats = _number(form, "seats") if form.get("seats") else 1
    return usecases.OpenAppointment(meeting_id, form.get("title", ""), seats, names)


def nomination(appointment_id: str, form: Form, proposer_id: str | None = None) -> usecases.Nominate:
    """Who by whom; a member's own carries their own name."""
    return usecases.Nominate(
        appointment_id,
        form.get("person_id", ""),
        proposer_id or form.get("proposer_id", ""),
        form.get("seconder_id") or None,
        form.get("consent") == "yes",
    )


def counts(round_id: str, form: Form) -> usecases.EnterCounts:
    """Figures by candidate. Raises Invalid."""
    votes = {name.removeprefix("votes-"): _number(form, name) for name in form if name.startswith("votes-")}
    tellers = tuple(t for name in ("teller-1", "teller-2") if (t := " ".join(form.get(name, "").split())))
    return usecases.EnterCounts(round_id, votes, _number(form, "abstained"), _number(form, "spoilt"), tellers)


def confirmed(round_id: str, form: Form) -> usecases.ConfirmCounts:
    """With the figures that stood on the page."""
    seen = form.get("seen", "")
    numbers = tuple(int(n) for n in seen.split(",") if n.isdecimal() and len(n) < 7) if seen else None
    return usecases.ConfirmCounts(round_id, numbers)


def closing(round_id: str, form: Form) -> usecases.CloseRound:
    """How many missing names the clerk was shown; none shown, none missing."""
    seen = form.get("missing_seen", "0")
    return usecases.CloseRound(round_id, int(seen) if seen.isdecimal() and len(seen) < 7 else 0)


def entered(round_id: str, form: Form) -> usecases.EnterInRound:
    """A name as called out."""
    return usecases.EnterInRound(
        round_id, form.get("person_id", ""), form.get("choice", "")[:20], form.get("key") or new_id()
    )


def tie(round_id: str, form: Form) -> usecases.DecideTie:
    """Whom the casting vote is for, or declined."""
    choice = form.get("candidate_id", "")
    return usecases.DecideTie(round_id, None if choice == "declined" else choice)


def lot(round_id: str, form: Form) -> usecases.DrawLot:
    """Who came out of it, who drew, who saw."""
    return usecases.DrawLot(
        round_id,
        form.get("candidate_id", ""),
        form.get("drawn_by", "")[:200],
        form.get("witness", "")[:200],
    )


def way(form: Form) -> RoundWay:
    """How the round is taken. Raises Invalid."""
    return _word(RoundWay, form.get("way", ""), "way")


def policy(body_id: str, form: Form) -> usecases.SetPolicy:
    """A body's rules. Raises Invalid."""
    final = form.get("final_tie", "")
    rules = Policy(
        _word(Names, form.get("names", ""), "names"),
        _word(Rule, form.get("rule", ""), "rule"),
        _word(LowestTie, form.get("lowest_tie", ""), "lowest_tie"),
        _word(FinalTie, final, "final_tie") if final else None,
    )
    return usecases.SetPolicy(body_id, rules)


def _word(kind: type[E], text: str, name: str) -> E:
    if text not in {k.value for k in kind}:
        raise Invalid("Choose one of the answers.", {name: "Choose one of the answers"})
    return kind(text)


def _number(form: Form, name: str) -> int:
    text = form.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdigit()) or len(text) > 6 or int(text) > _MOST:
        raise Invalid("Enter whole numbers.", {name: "Enter a whole number"})
    return int(text)
