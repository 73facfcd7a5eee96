"""What the buttons of a vote send, read into commands."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from meetings.kernel.errors import Invalid
from meetings.kernel.ids import new_id
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, EnterBallot, GiveCastingVote, OpenVote


def opening(meeting_id: str, form: MultiDict[str, str]) -> OpenVote:
    """Which motion, and the method announced. Raises Invalid."""
    method = form.get("method", "")
    if method not in {m.value for m in VoteMethod}:
        text = "Say whether names are recorded or only the totals: it is announced before the vote opens."
        raise Invalid(text, {"method": "Choose recorded or totals only"})
    return OpenVote(meeting_id, form.get("motion_id", ""), VoteMethod(method))


def closing(vote_id: str, form: MultiDict[str, str]) -> CloseVote:
    """How many missing names the clerk was shown; none shown, none missing."""
    seen = form.get("missing_seen", "0")
    return CloseVote(vote_id, int(seen) if seen.isdigit() else 0)


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


def _choice(text: str) -> Choice:
    if text not in {c.value for c in Choice}:
        raise Invalid("Choose for, against or abstain.", {"choice": "Choose for, against or abstain"})
    return Choice(text)
