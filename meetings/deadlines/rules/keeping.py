"""How long things are kept: statutory periods as floors, never as days on which to throw away."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Answer, Law, Step
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import in_words, years_beginning
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Invalid, WrongState

#: The answer where a record has no last day.
FOR_EVER = "for ever"
#: What can be asked about: the rule's family and the parameter with the years.
RECORDS = {
    "minutes": ("CD-3", "keep_minutes"),
    "background": ("CD-3-B", "keep_background"),
    "officer-decision": ("CD-3-O", "keep_officer_decisions"),
    "officer-background": ("CD-3-O", "keep_officer_background"),
    "executive": ("CD-3-E", "keep_executive"),
    "executive-background": ("CD-3-E", "keep_executive_background"),
    "recording": ("CD-3-R", "keep_recording"),
    "recording-online": ("CD-3-R", "keep_recording_online"),
}


def retention(law: Law, record: str, on: date) -> Answer:
    """CD-3: the last day of the period for which a record of that day must be kept, or FOR_EVER."""
    if record not in RECORDS:
        raise Invalid(f"{record!r} is no record that is kept: give one of {', '.join(RECORDS)}.")
    family, name = RECORDS[record]
    chosen = value(law, name, on)
    found = rule_for(family, law.profile, on)
    inputs = {"profile": law.profile.value, "record": record, "date": on.isoformat()}
    if found is None or (chosen.number == 0 and record != "minutes"):
        raise WrongState(f"No period is laid down for that record: {law.profile.label}.")
    if chosen.number == 0:
        return Answer(found, FOR_EVER, steps=(Step("Kept for ever: there is no last day."),), inputs=inputs)
    last = years_beginning(on, chosen.number)
    steps = (
        Step(f"{chosen.number} years beginning with {in_words(on)}, that day the first.", on),
        Step(
            f"The last day is {in_words(last)}: the least the law asks, kept for longer does no harm.", last
        ),
        Step("Nothing is destroyed by itself on that day: a person decides."),
    )
    return Answer(found, last.isoformat(), steps=steps, inputs=inputs, also={"years": chosen.number})
