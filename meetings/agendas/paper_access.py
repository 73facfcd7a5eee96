"""Who may have a paper's bytes: the one question that the download route asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from meetings.agendas.models import Paper
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, may_see_meeting
from meetings.schedule.models import Meeting
from meetings.schedule.rules import audience_of

NO_PAPER = "There is no paper at this address. It may have been mistyped, or the paper is not public."


@dataclass(frozen=True)
class PaperToServe:
    """What the download route needs; `is_open` if anybody at all may have it."""

    id: str
    meeting_id: str
    body_id: str
    title: str
    filename: str
    media_type: str
    size: int
    sha256: str
    external_url: str
    uploaded_by_id: str | None
    published_at: datetime | None
    sensitivity: Sensitivity | None
    withdrawn_at: datetime | None
    item_id: str | None
    #: whether the public knows of the meeting, and its agenda was not taken back
    meeting_is_public: bool

    @property
    def is_open(self) -> bool:
        """Whether the public may have it."""
        return self.withdrawn_at is None and self.readable_by(Audience.PUBLIC)

    def readable_by(self, audience: Audience) -> bool:
        """What `kernel.secrecy` says of it for that audience, its withdrawal left aside."""
        if not may_see_meeting(published=self.meeting_is_public, audience=audience):
            return False
        mark = self.sensitivity or Sensitivity.CONFIDENTIAL
        return may_read(mark, published=self.published_at is not None, audience=audience)


#: Called with the session, the meeting and a person: the items whose exempt papers are closed to them, with why.
PaperBar = Callable[[Session, str, str], Mapping[str, str]]
_BARS: list[PaperBar] = []


def paper_bar(source: PaperBar) -> PaperBar:
    """Let a higher feature close the exempt papers of an item to somebody. Registering twice is once."""
    if source not in _BARS:
        _BARS.append(source)
    return source


def closed_items(session: Session, meeting_id: str, person_id: str | None) -> dict[str, str]:
    """The items of a meeting whose exempt papers are closed to somebody, with why."""
    found: dict[str, str] = {}
    for source in _BARS if person_id else ():
        found |= source(session, meeting_id, person_id or "")
    return found


class PaperGone(NotFound):
    """It could be read here and was withdrawn: said only to those who could have read it."""


def paper_for(session: Session, paper_id: str, actor: Actor, on: date) -> PaperToServe:
    """The paper, if this person may have it. One query.

    Raises the same NotFound for a hidden paper as for none, PaperGone for one that was withdrawn.
    """
    query = (
        select(
            Paper.id,
            Paper.meeting_id,
            Meeting.body_id,
            Paper.title,
            Paper.filename,
            Paper.media_type,
            Paper.size,
            Paper.sha256,
            Paper.external_url,
            Paper.uploaded_by_id,
            Paper.published_at,
            Paper.published_sensitivity,
            Paper.withdrawn_at,
            Paper.item_id,
            and_(Meeting.is_public, Meeting.agenda_version > 0),
        )
        .join(Meeting, Meeting.id == Paper.meeting_id)
        .where(Paper.id == paper_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_PAPER)
    values: tuple[Any, ...] = tuple(row)
    paper = PaperToServe(*values)
    audience = audience_of(actor, paper.body_id, on)
    if audience is Audience.OFFICER or _is_own(paper, actor, on):
        return paper
    if not paper.readable_by(audience):
        raise NotFound(NO_PAPER)
    if not paper.readable_by(Audience.PUBLIC):
        why = closed_items(session, paper.meeting_id, actor.person_id).get(paper.item_id or "")
        if why:
            raise Denied(why)
    if paper.withdrawn_at is not None:
        raise PaperGone("This paper was withdrawn. Ask democratic services if you need it.")
    return paper


def _is_own(paper: PaperToServe, actor: Actor, on: date) -> bool:
    """Report authors may look at what they uploaded."""
    mine = actor.account_id is not None and actor.account_id == paper.uploaded_by_id
    return mine and paper.withdrawn_at is None and actor.may(Permission.UPLOAD_PAPER, paper.body_id, on)
