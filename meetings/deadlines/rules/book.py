"""The whole rule book: every rule that the product knows, by id, by profile and by date."""

from __future__ import annotations

from collections import Counter
from datetime import date

from meetings.deadlines.rules.agenda_book import AGENDA_RULES
from meetings.deadlines.rules.base import Profile, Rule
from meetings.deadlines.rules.calling_book import CALLING_RULES
from meetings.deadlines.rules.executive_book import EXECUTIVE_RULES
from meetings.deadlines.rules.notice_book import NOTICE_RULES
from meetings.deadlines.rules.people_book import PEOPLE_RULES
from meetings.deadlines.rules.remote_book import REMOTE_RULES

#: Every rule, in the order in which a list shows them.
RULES: tuple[Rule, ...] = (
    *NOTICE_RULES,
    *AGENDA_RULES,
    *CALLING_RULES,
    *EXECUTIVE_RULES,
    *REMOTE_RULES,
    *PEOPLE_RULES,
)

#: A nation's own text of a rule has the rule's id and one of these behind it.
SUFFIXES = ("", "-P", "-W", "-S", "-NI", "-L", "-2002", "-2020", "-2021")

_BY_ID = {each.id: each for each in RULES}
_TWICE = [name for name, number in Counter(each.id for each in RULES).items() if number > 1]
if _TWICE:
    raise ValueError(f"two rules are called {', '.join(_TWICE)}")


def rule(id: str) -> Rule:
    """The rule with that id. Raises KeyError."""
    return _BY_ID[id]


def known_rule(id: str) -> Rule | None:
    """The rule with that id; None for one that this program does not know (any more)."""
    return _BY_ID.get(id)


def family(id: str) -> str:
    """A rule's id without its nation: "CD-1" of "CD-1-NI"."""
    return next((id.removesuffix(end) for end in SUFFIXES[1:] if id.endswith(end)), id)


def rules_in_force(profile: Profile, on: date) -> tuple[Rule, ...]:
    """The rules that are the law there on that day."""
    return tuple(each for each in RULES if each.in_force(profile, on))


def rule_for(family: str, profile: Profile, on: date | None = None) -> Rule | None:
    """The text of a rule ("CD-1") that holds in a profile on a day; None: there is none."""
    day = on or date.max
    for suffix in SUFFIXES:
        found = _BY_ID.get(family + suffix)
        if found is not None and found.in_force(profile, day):
            return found
    return None
