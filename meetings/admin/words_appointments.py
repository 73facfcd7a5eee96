"""What the facts of appointments say. None tells what anybody chose: the page of an appointment does, where it may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]
_WAYS = {
    "devices": "on devices",
    "hands": "by show of hands",
    "roll_call": "by roll call",
    "paper": "on paper slips",
}
_NAMES = {"recorded": "names recorded", "totals": "totals only", "secret": "secret ballot"}
_OUTCOMES = {
    "elected": "somebody is appointed",
    "dropped": "the lowest drops out",
    "run_off": "a run-off between the lowest",
    "tie_lowest": "the lowest tied again",
    "tie_final": "a tie for the appointment",
    "nobody": "nobody voted",
}


def _figures(d: Data) -> str:
    return ", ".join(str(v["votes"]) for v in d["votes"]) + f"; {d['abstained']} abstained"


def _nominated(d: Data, k: Any) -> str:
    second = f", seconded by {d['seconder']}" if d.get("seconder") else ""
    return f"{d['name']} was nominated by {d['proposer']}{second}"


def _opened(d: Data, k: Any) -> str:
    kind = "run-off" if d["kind"] == "run_off" else "round"
    people = ", ".join(c["name"] for c in d["candidates"])
    how = f"{_WAYS[d['way']]}, {_NAMES[d['names']]}"
    return f"Opened {kind} {d['number']} {how}: {people}; {len(d['roll'])} may vote"


def _closed(d: Data, k: Any) -> str:
    box = f"; the box holds {d['box_count']}, root {d['box_root'][:8].upper()}" if d.get("box_root") else ""
    return f"Closed the round: {d['voted']} of {d['present']} voted{box}"


def _entered(d: Data, k: Any) -> str:
    tellers = f", counted by {' and '.join(d['tellers'])}" if d["tellers"] else ""
    return f"{d['by']} entered the figures {_figures(d)}{tellers}"


def _counted(d: Data, k: Any) -> str:
    by = f", confirmed by {d['confirmed_by']}" if d.get("confirmed_by") else ""
    return f"Counted: {_figures(d)}, {d['none']} cast nothing{by}; {_OUTCOMES[d['outcome']]}"


def _tie(d: Data, k: Any) -> str:
    return f"{d['name']} {'decided' if d.get('candidate_id') else 'declined to decide'} the tie"


def _ballot(d: Data, k: Any) -> str:
    by = " (entered by the clerk)" if d["channel"] == "clerk" else ""
    return f"{k.person(d['person_id'])} cast a ballot{by}"


def _rules(d: Data, k: Any) -> str:
    return f"Rules for appointments of {d['body']}: {_NAMES[d['names']]}, by {d['rule']}"


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "appointments.rules_set": _rules,
    "appointments.opened": lambda d, k: (
        f"Appointment before the meeting: “{d['title']}”, {d['seats']} to be appointed, {_NAMES[d['names']]}"
    ),
    "appointments.nominated": _nominated,
    "appointments.consented": lambda d, k: f"{d['name']} is willing to serve",
    "appointments.withdrawn": lambda d, k: f"{d['name']} withdrew",
    "appointments.round_opened": _opened,
    "appointments.roll_joined": lambda d, k: f"{d['name']} joined the roll of the round",
    "appointments.roll_left": lambda d, k: f"{d['name']} left the roll of the round",
    "appointments.ballot_cast": _ballot,
    "appointments.envelope_cast": lambda d, k: (
        f"{k.person(d['person_id'])} put the sealed envelope {d['envelope'][:6].upper()} in the box"
    ),
    "appointments.round_closed": _closed,
    "appointments.counts_entered": _entered,
    "appointments.box_approved": lambda d, k: (
        f"{d['name']} agreed to open the box of {d['box_count']}, root {d['box_root'][:8].upper()}"
    ),
    "appointments.round_counted": _counted,
    "appointments.tie_decided": _tie,
    "appointments.lot_drawn": lambda d, k: f"A lot was drawn by {d['drawn_by']}, seen by {d['witness']}",
    "appointments.round_declared": lambda d, k: f"Declared the round: {_OUTCOMES[d['outcome']]}",
    "appointments.void_proposed": lambda d, k: (
        f"{d['by']} proposed to take the round again: {d['reason']}"
        if d["reason"]
        else f"{d['by']} took back the proposal to take the round again"
    ),
    "appointments.round_voided": lambda d, k: (
        f"The round was declared void by {d['proposed_by']} and {d['confirmed_by']}: {d['reason']}"
    ),
    "appointments.made": lambda d, k: f"Appointed: {', '.join(d['names'])}",
    "appointments.ended": lambda d, k: f"Ended without an appointment: {d['reason']}",
    "appointments.envelopes_destroyed": lambda d, k: (
        f"The {d['envelopes']} envelopes of the meeting’s secret rounds were destroyed"
    ),
    "appointments.teller_enrolled": lambda d, k: (
        f"{d['name']} enrolled “{d['label']}” as a teller’s device, key {d['fingerprint']}"
    ),
    "appointments.teller_revoked": lambda d, k: f"{d['name']} uses that device as a teller no more",
}
