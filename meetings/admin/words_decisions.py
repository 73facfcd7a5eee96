"""What the facts of decisions and of call-ins say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from meetings.decisions.rules.calling import Outcome, Reconsidered
from meetings.decisions.rules.record import Kind
from meetings.minutes.wording import long_date

Data = Mapping[str, Any]
_LONGEST = 160


def _short(text: Any) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _day(text: Any) -> str:
    return long_date(date.fromisoformat(str(text)))


def _recorded(d: Data, _k: Any) -> str:
    return f"{Kind(d['kind']).label} {d['reference']} was recorded: {_short(d['title'])}"


def _changed(d: Data, _k: Any) -> str:
    why = f": {_short(d['note'])}" if d.get("note") else ""
    return f"The record of {d['reference']} was written again, version {d['version']}{why}"


def _published(d: Data, _k: Any) -> str:
    what = "corrected and published again" if d.get("corrects") else "published"
    until = f"; it can be called in until {_day(d['until'])}" if d.get("until") else ""
    return f"Decision {d['reference']} was {what}, version {d['version']}{until}"


def _signed(d: Data, _k: Any) -> str:
    how = " on paper" if d.get("on_paper") else ""
    return f"{d['name']} signed the call-in of {d['reference']}{how}"


def _received(d: Data, k: Any) -> str:
    by = "by the chair of scrutiny" if d.get("by_chair") else f"with {d['signatures']} names"
    return f"{d['reference']} was called in {by} at {k.moment(d['lodged_at'])}; it is not carried out"


def _judged(d: Data, _k: Any) -> str:
    if not d["valid"]:
        return f"The call-in of {d['reference']} is not valid: {_short(d['reason'])}"
    by = f"; scrutiny meets by {_day(d['scrutiny_by'])}" if d.get("scrutiny_by") else ""
    return f"The call-in of {d['reference']} is valid{by}: {_short(d['reason'])}"


def _concluded(d: Data, _k: Any) -> str:
    return f"{d['reference']} after call-in: {Outcome(d['outcome']).label.lower()}. {_short(d['text'])}"


def _again(d: Data, _k: Any) -> str:
    return f"{d['reference']} was looked at again: {Reconsidered(d['result']).label.lower()}. {_short(d['text'])}"


WORDS: Mapping[str, Callable[[Data, Any], str]] = {
    "decisions.recorded": _recorded,
    "decisions.changed": _changed,
    "decisions.made": lambda d, k: f"{d['by']} made decision {d['reference']} on {_day(d['made_on'])}",
    "decisions.set_aside": lambda d, k: f"No record of {d['reference']} is due: {_short(d['reason'])}",
    "decisions.taken_up": lambda d, k: f"A record of {d['reference']} is due after all",
    "decisions.published": _published,
    "decisions.notice_published": lambda d, k: f"Published notice of decisions {d['number']}: {d['title']}",
    "decisions.print_asked": lambda d, k: f"The PDF of notice of decisions {d['number']} was asked for again",
    "decisions.notice_printed": lambda d, k: f"The PDF of notice of decisions {d['number']} was made",
    "decisions.call_in_waived": lambda d, k: (
        f"{d['agreed_by']} consented that {d['reference']} does not wait for call-in: {_short(d['reason'])}"
    ),
    "decisions.call_in_started": lambda d, k: (
        f"A call-in of {d['reference']} was begun; it needs {d['needed']} names"
    ),
    "decisions.call_in_signed": _signed,
    "decisions.call_in_unsigned": lambda d, k: (
        f"{d['name']} took their name away from the call-in of {d['reference']}"
    ),
    "decisions.call_in_received": _received,
    "decisions.call_in_opinion": lambda d, k: (
        f"{d['by']} gave an opinion on the call-in of {d['reference']}: it "
        f"{'supports' if d['supports'] else 'does not support'} the ground"
    ),
    "decisions.call_in_judged": _judged,
    "decisions.call_in_withdrawn": lambda d, k: (
        f"The call-in of {d['reference']} was withdrawn: {_short(d['reason'])}"
    ),
    "decisions.call_in_listed": lambda d, k: f"The call-in of {d['reference']} was put on an agenda",
    "decisions.call_in_concluded": _concluded,
    "decisions.reconsidered": _again,
}
