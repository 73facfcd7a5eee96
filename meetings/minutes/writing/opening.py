"""What the page of minutes shows beside the text: sources, comments, notes, names, and what was typed and not saved."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from meetings.minutes.document import MinutesDocument
from meetings.minutes.slots import TextConflict, texts_of
from meetings.minutes.sources import Source, Traced, traced_of
from meetings.minutes.style import Language
from meetings.minutes.writing.commenting import Thread, threads_of
from meetings.minutes.writing.names import Suspect, suspects
from meetings.minutes.writing.phrasebook import names_at, words_known
from meetings.minutes.writing.together import typed_by
from meetings.web.doors import current_actor
from meetings.web.services import services

log = logging.getLogger(__name__)
_TWIN = {Language.WELSH: "cy"}


@dataclass(frozen=True)
class Beside:
    """What stands beside the text. `notes` are the places whose text was noted in the meeting."""

    traced: Traced = field(default_factory=Traced)
    comments: Mapping[str, tuple[Thread, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[Suspect, ...]] = field(default_factory=dict)
    language: str = "en-GB"

    def source(self, block_id: str) -> Source | None:
        """Where a block or a drafted text comes from."""
        return self.traced.blocks.get(block_id)

    @property
    def open_comments(self) -> int:
        """How many threads wait to be settled."""
        return sum(thread.is_open for threads in self.comments.values() for thread in threads)


def beside(session: Session, meeting_id: str, document: MinutesDocument) -> Beside:
    """All of it for one meeting."""
    comments: dict[str, tuple[Thread, ...]] = {}
    for thread in threads_of(session, meeting_id):
        comments[thread.item_id] = (*comments.get(thread.item_id, ()), thread)
    names = names_at(session, meeting_id, services().config.timezone)
    known = words_known(session)
    found = {slot_id: suspects(html, names, known) for slot_id, html in texts_of(document).items() if html}
    return Beside(
        traced=_traced(session, meeting_id),
        comments=comments,
        names={slot_id: wrong for slot_id, wrong in found.items() if wrong},
        language=_TWIN.get(document.style.language, "en-GB"),
    )


def _traced(session: Session, meeting_id: str) -> Traced:
    """Minutes can be written even if the record cannot be read: they then do not say where they come from."""
    try:
        return traced_of(session, meeting_id)
    except Exception:
        log.exception("the sources of the minutes of meeting %s could not be read", meeting_id)
        return Traced()


def unsaved(
    session: Session, meeting_id: str, document: MinutesDocument
) -> tuple[dict[str, str], tuple[TextConflict, ...]]:
    """What this person typed here before and did not save."""
    account_id = current_actor().account_id
    return typed_by(session, meeting_id, account_id, document) if account_id else ({}, ())
