"""A day of mourning or closure declared after a notice went out: whoever looks after the meeting is written to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from meetings.deadlines.effects import Effect
from meetings.deadlines.events import ClosureAdded
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Verdict
from meetings.deadlines.rules.counting import in_words
from meetings.kernel.permissions import Permission
from meetings.notifications.letters import Letter
from meetings.notifications.queries import accounts_with
from meetings.notifications.rules import LetterKind
from meetings.notifications.usecases import send_letter
from meetings.runtime.work import Work
from meetings.schedule.dues import notice_effects

#: A day is in the count of no meeting that is held longer after it than this.
_LONGEST = timedelta(days=60)
_STANDS = {
    Verdict.ARGUABLE: "It was given in time only if every calendar day counts.",
    Verdict.SHORT: "It was given too late on any count.",
}


def alert_officers(work: Work, _stream: str, fact: ClosureAdded) -> None:
    """Write about each notice that is out and no longer safe. Nothing that was published is changed.

    Days that are declared together are one letter: its key has their name and the day they were entered.
    """
    after = law_of(work.session)
    together = tuple(c for c in after.closures if (c.name, c.mourning) != (fact.name, fact.mourning))
    before = replace(after, closures=together)
    for effect in notice_effects(work.session, before, after, work.today, fact.day + _LONGEST):
        if effect.alarming:
            send_letter(work, _letter(work, fact, effect))


def _letter(work: Work, fact: ClosureAdded, effect: Effect) -> Letter:
    assert effect.verdict is not None
    assert effect.done_on is not None
    text = [
        f"{fact.name}: the offices are closed on {in_words(fact.day)}.",
        f"{effect.title}, was given on {in_words(effect.done_on)}. With the days that are closed now it would have "
        f"been due by {in_words(effect.now)}. {_STANDS[effect.verdict]}",
        "What was published stays as it is. Ask the monitoring officer whether the meeting can be held.",
    ]
    return Letter(
        to=tuple(accounts_with(work.session, Permission.PREPARE_MEETING, effect.body_id, work.today)),
        subject=f"Look at the notice again: {effect.title}",
        text="\n\n".join(text),
        kind=LetterKind.NOTICE,
        key=f"closure:{effect.link}:{effect.title}:{fact.name}:{work.today.isoformat()}"[:200],
        link=effect.link,
        body_id=effect.body_id,
    )
