"""What the facts of votes say in the record viewer, beyond the ballots themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]
_WAYS = {"devices": "on devices", "hands": "by show of hands", "roll_call": "by roll call"}
_CHOICES = {"for": "for", "against": "against", "abstain": "abstained", None: "no vote cast"}
#: facts that hold a member's choice beside the ballot itself
WITH_CHOICES = {"voting.ballot_cast", "voting.correction_proposed", "voting.ballot_corrected"}


def _hidden(d: Data, k: Any) -> bool:
    return d.get("vote_id") in k.hidden_votes


def _figures(d: Data) -> str:
    return "{} for, {} against, {} abstained".format(
        *(d[f"count_{s}"] for s in ("for", "against", "abstain"))
    )


def _change(d: Data, k: Any) -> str:
    if _hidden(d, k):
        return f"the vote of {d['name']}"
    return f"the vote of {d['name']} from “{_CHOICES[d.get('before')]}” to “{_CHOICES[d.get('after')]}”"


def _two(d: Data) -> str:
    return f"{d.get('first_name')} and {d.get('second_name')}"


def _why(d: Data) -> str:
    return f": {str(d.get('reason') or '').rstrip('. ')}"


def _policy(d: Data, _k: Any) -> str:
    return "How a body votes was settled anew"


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "voting.way_changed": lambda d, k: f"The vote went on {_WAYS[d['way']]}{_why(d)}",
    "voting.name_passed": lambda d, k: f"{d['name']} was called and did not answer",
    "voting.hands_counted": lambda d, k: f"Hands were counted: {_figures(d)} of {d['present']} present",
    "voting.hands_confirmed": lambda d, k: f"The count of hands was confirmed by {_two(d)}",
    "voting.names_demanded": lambda d, k: (
        f"{d['name']} asked for a recorded vote on {k.motion(d['motion_id'])}"
    ),
    "voting.names_demand_undone": lambda d, k: (
        f"{d['name']} no longer asks for a recorded vote on {k.motion(d['motion_id'])}"
    ),
    "voting.own_vote_recorded": lambda d, k: (
        f"{d['name']} had their own vote recorded: {_CHOICES[d.get('choice')]}"
    ),
    "voting.ballot_questioned": lambda d, k: f"{d['name']} said that their vote is listed wrongly",
    "voting.question_settled": lambda d, k: f"What {d['name']} asked about their vote was settled{_why(d)}",
    "voting.correction_proposed": lambda d, k: (
        f"{d.get('first_name')} proposed to correct {_change(d, k)}{_why(d)}"
    ),
    "voting.ballot_corrected": lambda d, k: f"{_two(d)} corrected {_change(d, k)}{_why(d)}",
    "voting.result_recounted": lambda d, k: f"Counted again: {_figures(d)}, {d['count_none']} cast nothing",
    "voting.void_proposed": lambda d, k: f"{d.get('first_name')} proposed to declare the vote void{_why(d)}",
    "voting.vote_voided": lambda d, k: f"{_two(d)} declared the vote void{_why(d)}",
    "voting.proposal_dropped": lambda d, k: "What was proposed of the vote was dropped",
    "voting.policy_changed": _policy,
    "voting.weight_set": lambda d, k: f"The vote of {d['name']} counts for {d['weight']}",
    "voting.proxy_given": lambda d, k: f"{d['name']} gave {d['holder_name']} their vote for this meeting",
    "voting.proxy_ended": lambda d, k: f"The proxy of {d['name']} ended",
}
