"""Which facts of a vote a statement opens, pure: what the vote made public anyway, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from meetings.proof.leaves import Row

#: say nothing of anybody's choice that was not asked for or announced
_ALWAYS = frozenset(
    {
        "voting.vote_opened",
        "voting.roll_joined",
        "voting.roll_left",
        "voting.way_changed",
        "voting.casting_vote_given",
        "voting.vote_declared",
        "voting.own_vote_recorded",
        "voting.vote_voided",
    }
)
#: name who cast nothing
_COUNTS = frozenset({"voting.vote_closed", "voting.result_recounted"})


def opened(rows: Sequence[Row], *, recorded: bool) -> set[int]:
    """The numbers of the facts that are opened; the others stay sealed by their salted leaves.

    Of a recorded vote each member's ballot as it counts, not one they replaced before the close. Of totals only no
    ballot, no correction, and no count that names who cast nothing.
    """
    shown = {row.seq for row in rows if row.type in _ALWAYS}
    for row in rows:
        if row.type in _COUNTS and (recorded or not row.fact.get("missing")):
            shown.add(row.seq)
    shown |= _last_hands(rows)
    if recorded:
        shown |= _ballots_that_count(rows)
        shown |= {row.seq for row in rows if row.type == "voting.ballot_corrected"}
    return shown


def replayed_names(rows: Iterable[Row]) -> Mapping[str, str]:
    """The name of everybody who ever was on the roll, as it was written then."""
    names: dict[str, str] = {}
    for row in rows:
        if row.type == "voting.vote_opened":
            members: list[dict[str, Any]] = row.fact["roll"]
            names |= {member["person_id"]: member["name"] for member in members}
        elif row.type == "voting.roll_joined":
            names.setdefault(row.fact["person_id"], row.fact["name"])
    return names


def _last_hands(rows: Sequence[Row]) -> set[int]:
    counted = [row.seq for row in rows if row.type == "voting.hands_counted"]
    if not counted:
        return set()
    confirmed = {row.seq for row in rows if row.type == "voting.hands_confirmed" and row.seq > counted[-1]}
    return {counted[-1], *confirmed}


def _ballots_that_count(rows: Sequence[Row]) -> set[int]:
    last: dict[str, int] = {}
    for row in rows:
        if row.type == "voting.ballot_cast":
            last[row.fact["person_id"]] = row.seq
        elif row.type == "voting.roll_joined":
            # They came in person: what their proxy cast no longer counts.
            last.pop(row.fact["person_id"], None)
    return set(last.values())
