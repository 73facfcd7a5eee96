"""Publishing an agenda: the working items become a version that never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select, update

from meetings.agendas.checks import content_checks, publication_checks
from meetings.agendas.content import (
    AgendaContent,
    ContentItem,
    ContentPaper,
    digest,
    to_json,
    without_number,
)
from meetings.agendas.events import AgendaPublished, PublishedLine
from meetings.agendas.models import AgendaItem, AgendaVersion, Paper
from meetings.agendas.queries import published_agenda, working_agenda
from meetings.agendas.rules import stricter
from meetings.agendas.supplements import with_supplement
from meetings.agendas.usecases.items import editable
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Sensitivity
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.schedule.usecases import make_public


@dataclass(frozen=True)
class PublishAgenda:
    """`note` says what changed, from the second version on. `seen`: `without_number` of what was checked.

    `imported`: it was published by another system already, so what the law asks before publication is not asked.
    """

    meeting_id: str
    note: str = ""
    seen: str | None = None
    imported: bool = False


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def publish_agenda(work: Work, command: PublishAgenda) -> int:
    """Publish the working agenda, and make the meeting public. Returns the version's number.

    Raises WrongState if there is nothing new or it changed since the officer looked; Invalid for what blocks.
    """
    meeting = editable(work, command.meeting_id)
    working = working_agenda(work.session, meeting.id)
    note = command.note.strip()
    _must_be_ready(work, working, command, meeting.agenda_version, note)
    content = with_supplement(work.session, meeting.id, replace(working, number=_next(work, meeting.id)))
    _must_be_lawful(work, command, content)
    sha256 = digest(content)
    version = AgendaVersion(
        id=new_id(),
        meeting_id=meeting.id,
        number=content.number,
        published_at=work.now,
        published_by=work.actor.name,
        note=note,
        content=to_json(content),
        sha256=sha256,
    )
    work.session.add(version)
    meeting.agenda_version, meeting.agenda_published_at = content.number, work.now
    meeting.agenda_withdrawn_at, meeting.agenda_withdrawn_reason = None, ""
    work.session.flush()
    _publish_items(work, content)
    _publish_papers(work, content)
    make_public(work, meeting)
    papers = tuple(p.sha256 for p in content.papers)
    work.record(meeting.id, AgendaPublished(content.number, sha256, note, _lines(content), papers))
    return content.number


def _next(work: Work, meeting_id: str) -> int:
    """The number of the next version; those that were taken back keep theirs."""
    last = select(func.max(AgendaVersion.number)).where(AgendaVersion.meeting_id == meeting_id)
    return (work.session.scalar(last) or 0) + 1


def _must_be_lawful(work: Work, command: PublishAgenda, content: AgendaContent) -> None:
    meeting = meeting_of(work.session, command.meeting_id)
    if command.imported:
        checks = content_checks(content, meeting.starts_at, work.now)
    else:
        checks = publication_checks(work.session, meeting, content, work.now.astimezone(work.timezone))
    blocking = [c.text for c in checks if c.blocks]
    if blocking:
        raise Invalid("The agenda cannot be published yet: " + " ".join(blocking))


def _must_be_ready(work: Work, working: AgendaContent, command: PublishAgenda, last: int, note: str) -> None:
    if command.seen is not None and command.seen != without_number(working):
        raise WrongState("The agenda was changed while you were checking it. Look at it again, then publish.")
    if last == 0:
        return
    published = published_agenda(work.session, command.meeting_id, last)
    if published is not None and without_number(published) == without_number(working):
        raise WrongState(f"Nothing has changed since version {last} was published.")
    if not note:
        raise Invalid(
            "Say what has changed.", {"note": "Say what has changed since the last version; readers see this"}
        )


def _publish_items(work: Work, content: AgendaContent) -> None:
    for number, ids in _by_supplement(content.items):
        mine = update(AgendaItem).where(AgendaItem.id.in_(ids), AgendaItem.published_at.is_(None))
        work.session.execute(mine.values(published_at=work.now, supplement=number))


def _by_supplement(parts: Sequence[ContentItem] | Sequence[ContentPaper]) -> list[tuple[int, list[str]]]:
    numbers = sorted({p.supplement for p in parts})
    return [(n, [p.id for p in parts if p.supplement == n]) for n in numbers]


def _publish_papers(work: Work, content: AgendaContent) -> None:
    """What has no file yet is announced, not published: its file is first read when it is published itself."""
    marks = [(p, p.sensitivity) for p in content.papers]
    marks += [(p, stricter(p.sensitivity, i.sensitivity)) for i in content.items for p in i.papers]
    marks = [(p, mark) for p, mark in marks if not p.to_follow]
    for number, ids in _by_supplement([p for p, _ in marks]):
        new = update(Paper).where(Paper.id.in_(ids), Paper.published_at.is_(None))
        work.session.execute(new.values(supplement=number))
    for mark in Sensitivity:
        ids = [p.id for p, m in marks if m is mark]
        mine = update(Paper).where(Paper.id.in_(ids))
        if ids:
            work.session.execute(mine.values(published_sensitivity=mark))
            work.session.execute(mine.where(Paper.published_at.is_(None)).values(published_at=work.now))


def _lines(content: AgendaContent) -> tuple[PublishedLine, ...]:
    def hashes(papers: tuple[ContentPaper, ...]) -> tuple[str, ...]:
        return tuple(p.sha256 for p in papers)

    return tuple(
        PublishedLine(i.id, i.kind.value, i.number, i.title, i.sensitivity.value, hashes(i.papers))
        for i in content.items
    )
