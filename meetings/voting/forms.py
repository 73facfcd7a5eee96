"""What the buttons of a vote send, read into commands."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from meetings.kernel.errors import Invalid
from meetings.kernel.ids import new_id
from meetings.voting.methods import METHODS
from meetings.voting.rules import Choice, VoteMethod, Way
from meetings.voting.usecases import (
    ChangeWay,
    CloseVote,
    ConfirmHands,
    CountHands,
    EnterBallot,
    GiveCastingVote,
    OpenVote,
    ProposeCorrection,
    RecordOwnVote,
)


def opening(meeting_id: str, form: MultiDict[str, str]) -> OpenVote:
    """Which motion, and the method announced. Raises Invalid."""
    method = form.get("method", "")
    if method not in {m.value for m in VoteMethod}:
        text = "Say whether names are recorded or only the totals: it is announced before the vote opens."
        raise Invalid(text, {"method": "Choose recorded or totals only"})
    way = form.get("way", "")
    if way and way not in {w.value for w in Way}:
        raise Invalid("Choose devices, hands or a roll call.", {"way": "Choose how it is taken"})
    also = tuple(m for m in form.getlist("also") if m)
    basis = form.get("basis", "")
    if basis and basis not in METHODS:
        raise Invalid("Choose one of the majorities.", {"basis": "Choose a majority"})
    motion_id = form.get("motion_id", "")
    return OpenVote(meeting_id, motion_id, VoteMethod(method), Way(way) if way else None, basis, also)


def closing(vote_id: str, form: MultiDict[str, str]) -> CloseVote:
    """How many missing names the clerk was shown; none shown, none missing."""
    seen = form.get("missing_seen", "0")
    return CloseVote(vote_id, int(seen) if seen.isdecimal() and len(seen) < 7 else 0)


def casting(vote_id: str, form: MultiDict[str, str]) -> GiveCastingVote:
    """For, against, or declined. Raises Invalid."""
    choice = form.get("choice", "")
    if choice == "declined":
        return GiveCastingVote(vote_id, None)
    return GiveCastingVote(vote_id, _choice(choice))


def entered(vote_id: str, form: MultiDict[str, str]) -> EnterBallot:
    """A member's choice as called out. Raises Invalid."""
    choice = _choice(form.get("choice", ""))
    return EnterBallot(vote_id, form.get("person_id", ""), choice, form.get("key") or new_id())


def way(vote_id: str, form: MultiDict[str, str]) -> ChangeWay:
    """Which way it goes on. Raises Invalid."""
    chosen = form.get("way", "")
    if chosen not in {w.value for w in Way}:
        raise Invalid("Choose devices, hands or a roll call.", {"way": "Choose how it goes on"})
    return ChangeWay(vote_id, Way(chosen), form.get("reason", ""))


def hands(vote_id: str, form: MultiDict[str, str]) -> CountHands:
    """The three figures; an empty field is none. Raises Invalid."""
    return CountHands(vote_id, *_figures(form))


def hands_seen(vote_id: str, form: MultiDict[str, str]) -> ConfirmHands:
    """The figures that the second person was shown. Raises Invalid."""
    return ConfirmHands(vote_id, *_figures(form))


def correction(vote_id: str, form: MultiDict[str, str]) -> ProposeCorrection:
    """Whose ballot is to be what. Raises Invalid."""
    after = form.get("after", "")
    choice = None if after == "none" else _choice(after)
    return ProposeCorrection(vote_id, form.get("person_id", ""), choice, form.get("reason", ""))


def own(vote_id: str, form: MultiDict[str, str]) -> RecordOwnVote:
    """Whose own vote; the choice only after hands. Raises Invalid."""
    said = form.get("choice", "")
    return RecordOwnVote(vote_id, form.get("person_id", ""), _choice(said) if said else None)


def _figures(form: MultiDict[str, str]) -> tuple[int, int, int]:
    found, wrong = [], {}
    for name in ("count_for", "count_against", "count_abstain"):
        text = form.get(name, "").strip() or "0"
        if text.isascii() and text.isdecimal() and len(text) <= 6:
            found.append(int(text))
        else:
            wrong[name] = "Give a whole number"
    if wrong:
        raise Invalid("Enter the hands as whole numbers.", wrong)
    return found[0], found[1], found[2]


def _choice(text: str) -> Choice:
    if text not in {c.value for c in Choice}:
        raise Invalid("Choose for, against or abstain.", {"choice": "Choose for, against or abstain"})
    return Choice(text)
