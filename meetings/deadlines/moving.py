"""What a change of the law has moved, in a sentence for whoever made it."""

from __future__ import annotations

from meetings.deadlines.effects import effects_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.web.doors import reading, today
from meetings.web.formats import plural


def law_now() -> Law:
    """The law before the change."""
    with reading() as session:
        return law_of(session)


def moved_words(before: Law) -> str:
    """How many meetings have their notice due on another day than before."""
    with reading() as session:
        effects = effects_of(session, before, law_of(session), today())
    if not effects:
        return "No meeting’s notice is affected."
    count = len({e.link for e in effects})
    many = f"{plural(count, 'meeting')}’ notices are affected"
    words = many if count > 1 else "One meeting’s notice is affected"
    alarming = sum(e.alarming for e in effects)
    alarm = f" {plural(alarming, 'notice')} that went out is no longer safe." if alarming == 1 else ""
    if alarming > 1:
        alarm = f" {alarming} notices that went out are no longer safe."
    return f"{words}.{alarm} What was published stays as it was."
