"""The exempt minutes: a document of their own, made from the same source as the public ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from meetings.agendas.content import ContentItem
from meetings.agendas.exemptions import sentence
from meetings.deadlines.rules.base import Profile
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.document import MinuteItem, MinutesDocument
from meetings.minutes.life.points import private_items

NOT_FOR_PUBLICATION = "Not for publication"
#: Behind the id of an item of the public agenda: what of it was taken in private.
_APART = "-private"
_READERS = (
    "The members of the body and the officers who serve it may read this document. Whoever declared an interest in "
    "an item that bars them does not read its minute."
)


@dataclass(frozen=True)
class ExemptMinute:
    """A minute that is kept back, with why."""

    item: MinuteItem
    #: the paragraphs and their words, as printed
    why: str
    #: why the interest in keeping it back outweighs that in disclosing it
    interest_test: str = ""
    review_on: date | None = None
    confidential: bool = False
    #: why this reader may not read it; empty: they may
    closed: str = ""

    @property
    def mark(self) -> str:
        """`Not for publication: paragraph 3 of …`."""
        return f"{NOT_FOR_PUBLICATION}: {self.why}" if self.why else NOT_FOR_PUBLICATION


@dataclass(frozen=True)
class ExemptMinutes:
    """All that the public minutes leave out, for those who may read it."""

    document: MinutesDocument
    minutes: tuple[ExemptMinute, ...]
    readers: str = _READERS

    @property
    def title(self) -> str:
        """`Exempt minutes: Cabinet, Tuesday 8 December 2026`."""
        return f"Exempt minutes: {self.document.body}, {self.document.held_on_words}"

    @property
    def doc(self) -> MinutesDocument:
        """For the blocks of a page."""
        return self.document


def exempt_minutes(
    document: MinutesDocument,
    agenda: Mapping[str, ContentItem],
    profile: Profile,
    closed: Mapping[str, str] | None = None,
) -> ExemptMinutes:
    """The private minutes of a document. `closed`: why a reader may not read an item, by its id on the agenda."""
    kept = tuple(
        _minute(item, agenda.get(agenda_id(item.item_id)), profile, closed or {})
        for item in private_items(document)
    )
    return ExemptMinutes(document, kept)


def agenda_id(item_id: str) -> str:
    """The item of the agenda that a minute is of."""
    return item_id.removesuffix(_APART)


def still_closed(document: MinutesDocument, opened: Collection[str]) -> tuple[MinuteItem, ...]:
    """The private minutes that were not opened."""
    return tuple(item for item in private_items(document) if item.item_id not in opened)


def _minute(
    item: MinuteItem, line: ContentItem | None, profile: Profile, closed: Mapping[str, str]
) -> ExemptMinute:
    bar = closed.get(agenda_id(item.item_id), "")
    if line is None:
        return ExemptMinute(item, "", closed=bar)
    why = line.exemption or sentence(profile, line.exempt_paragraphs, line.confidential_ground)
    return ExemptMinute(
        item,
        why,
        line.interest_test,
        line.review_on,
        line.sensitivity is Sensitivity.CONFIDENTIAL,
        bar,
    )
