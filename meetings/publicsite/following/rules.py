"""What residents can follow, and how their wishes are kept within bounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from enum import StrEnum

#: In place of a committee: all of them, those to come too.
EVERY_BODY = ""
#: Who has not confirmed by then is forgotten.
FORGET_AFTER = timedelta(days=7)
#: A second letter to the same address comes no sooner: nobody's mailbox is filled by somebody else.
ASK_AGAIN_AFTER = timedelta(minutes=15)
#: New addresses within an hour; more is not residents asking.
MOST_AN_HOUR = 200
#: The letters of people without an account are kept for so long, to see what became of them.
KEEP_LETTERS = timedelta(days=30)


class Topic(StrEnum):
    """News of one kind."""

    AGENDAS = "agendas"
    CHANGES = "changes"
    DECISIONS = "decisions"
    MINUTES = "minutes"

    @property
    def label(self) -> str:
        """As residents read it."""
        return {
            Topic.AGENDAS: "Agendas and papers",
            Topic.CHANGES: "Meetings moved or cancelled",
            Topic.DECISIONS: "Decisions",
            Topic.MINUTES: "Minutes",
        }[self]

    @property
    def hint(self) -> str:
        """When a letter comes."""
        return {
            Topic.AGENDAS: "When an agenda is published, or changed afterwards",
            Topic.CHANGES: "When a meeting is at another time or place, or is not held",
            Topic.DECISIONS: "When the record of a decision is published",
            Topic.MINUTES: "When minutes are published",
        }[self]


def wishes(topics: Collection[str], bodies: Collection[str], known: Iterable[str]) -> list[tuple[str, str]]:
    """Topic and body of each wish, in a fixed order. A wish for all committees takes in the single ones."""
    chosen = [t.value for t in Topic if t.value in topics]
    where = [EVERY_BODY] if EVERY_BODY in bodies else sorted(set(known) & set(bodies))
    return [(topic, body) for topic in chosen for body in where]
