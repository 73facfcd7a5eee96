"""What the page of a body's vote policy sends."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

from werkzeug.datastructures import MultiDict

from meetings.kernel.errors import Invalid
from meetings.voting.methods import METHODS
from meetings.voting.policy import RollOrder, VotePolicy
from meetings.voting.rules import VoteMethod, Way

WAYS = [
    (Way.DEVICES.value, "On devices"),
    (Way.HANDS.value, "Show of hands"),
    (Way.ROLL_CALL.value, "Roll call by name"),
]
METHOD_WORDS = [
    (VoteMethod.RECORDED.value, "Recorded: names and votes are published"),
    (VoteMethod.TOTALS.value, "Totals only: no names are published"),
]
ORDERS = [
    (RollOrder.SURNAME.value, "By surname"),
    (RollOrder.CHAIR_LAST.value, "By surname, whoever presides last"),
]
_SWITCHES = ("always_names", "names_before", "missing_to_members", "own_vote", "proxies", "weighted")
_NUMBERS = {"demand": False, "own_vote_seconds": False, "read_back_seconds": True, "keys_days": True}


def policy(form: MultiDict[str, str], before: VotePolicy) -> tuple[VotePolicy, dict[str, str]]:
    """What was chosen, with what was not understood by field. A number that may be left empty is then none."""
    errors: dict[str, str] = {}
    numbers: dict[str, int | None] = {}
    for name, may_be_empty in _NUMBERS.items():
        text = form.get(name, "").strip()
        if text.isascii() and text.isdecimal() and len(text) <= 6:
            numbers[name] = int(text)
        elif text or not may_be_empty:
            errors[name] = "Give a whole number"
        else:
            numbers[name] = None
    words: dict[str, tuple[type[StrEnum], StrEnum]] = {
        "default_way": (Way, before.default_way),
        "default_method": (VoteMethod, before.default_method),
        "roll_order": (RollOrder, before.roll_order),
    }
    changes: dict[str, Any] = {
        "ways": tuple(w for w in Way if w.value in form.getlist("ways")),
        "methods": tuple(m for m in VoteMethod if m.value in form.getlist("methods")),
        "bases": tuple(key for key in METHODS if key in form.getlist("bases")),
        **numbers,
        **{name: name in form for name in _SWITCHES},
    }
    for name, (kind, old) in words.items():
        changes[name] = kind(form[name]) if form.get(name) in {w.value for w in kind} else old
    return replace(before, **changes), errors


def weights(form: MultiDict[str, str]) -> dict[str, int]:
    """What each member's vote counts for, by person. Raises Invalid."""
    found: dict[str, int] = {}
    for name, text in form.items():
        if not name.startswith("weight-"):
            continue
        said = text.strip() or "1"
        if not (said.isascii() and said.isdecimal() and len(said) <= 7):
            raise Invalid("A weight is a whole number.", {"weights": "Give whole numbers, 1 or more"})
        found[name.removeprefix("weight-")] = int(said)
    return found
