"""Scrutiny: by when the executive answers its reports, and by when its members have the papers they ask for."""

from __future__ import annotations

from datetime import date, timedelta

from meetings.deadlines.rules.base import Answer, Law, Step
from meetings.deadlines.rules.counting import add_months, calendar_of, in_words
from meetings.deadlines.rules.counting import add_working as working_after
from meetings.deadlines.rules.executive import executive_rule

_MONTHS, _PROMPT_MONTHS = 2, 1
_PAPERS = 10


def scrutiny_response(law: Law, received: date, *, prompt: bool = False) -> Answer:
    """OS-1: the last day for the answer to scrutiny's report. `prompt`: it was to be dealt with promptly."""
    rule = executive_rule("OS-1", law, received, "answer to a report of scrutiny")
    soon = prompt and rule.id == "OS-1-NI"
    months = _PROMPT_MONTHS if soon else _MONTHS
    due = add_months(received, months)
    said = "One month, as it was to be dealt with promptly" if soon else "Two months"
    steps = (
        Step(f"Received on {in_words(received)}.", received),
        Step(f"{said}: the answer is due by {in_words(due)}.", due),
    )
    inputs = {"profile": law.profile.value, "received": received.isoformat(), "prompt": prompt}
    return Answer(rule, due.isoformat(), steps=steps, inputs=inputs, also={"months": months})


def scrutiny_papers(law: Law, requested: date) -> Answer:
    """AG-6: the last day for the papers that a member of scrutiny asked of the executive for."""
    rule = executive_rule("AG-6-E", law, requested, "right of scrutiny to the executive's papers")
    due = requested + timedelta(days=_PAPERS)
    working = working_after(requested, _PAPERS, calendar_of(law))
    steps = (
        Step(f"Asked for on {in_words(requested)}: as soon as reasonably practicable.", requested),
        Step(f"{in_words(due)} is the tenth clear day if every day counts: hand them over by then.", due),
        Step(
            f"If working days only count, it is {in_words(working)}: arguable, so do not rely on it.", working
        ),
    )
    inputs = {"profile": law.profile.value, "requested": requested.isoformat()}
    return Answer(rule, due.isoformat(), steps=steps, inputs=inputs, also={"working": working.isoformat()})
