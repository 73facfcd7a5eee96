"""All that the packs of a meeting are made from, read in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.agendas.events import AgendaUnpublished
from meetings.agendas.findings import Rendition
from meetings.agendas.models import RenditionState
from meetings.agendas.queries import VersionRow, published_agenda, renditions_of, versions, working_agenda
from meetings.bodies.queries import council_name, members_of
from meetings.bodies.rules import first_letters
from meetings.db.record import facts_of
from meetings.documents.checks import MEDIA_TYPES, FileKind
from meetings.documents.pack_order import Numbers
from meetings.packs import queries
from meetings.packs.contents import GivenNumbers, Listed, Piece, marks_today, pieces
from meetings.packs.rules import Series
from meetings.packs.sheets import Front, Setting, front_html, what_it_is
from meetings.runtime.jobs import JobContext
from meetings.schedule.models import MeetingKind
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.formats import long_date

#: A paper's conversion is waited for so long after publication; then a sheet stands in its place.
PATIENCE = timedelta(seconds=60)
_PDF = MEDIA_TYPES[FileKind.PDF]
_FORMAT = "1"


@dataclass(frozen=True)
class Gathered:
    """A meeting's agendas in order of their versions, and what is known of their papers."""

    setting: Setting
    contents: tuple[AgendaContent, ...]
    versions: Mapping[int, VersionRow]
    pieces: tuple[Piece, ...]
    today: Mapping[str, Listed]
    renditions: Mapping[str, Rendition]
    given: tuple[GivenNumbers, ...]
    double_sided: bool
    packs: tuple[queries.PackRow, ...]
    files: Mapping[str, queries.ItemFile]
    #: `queries.readers_mark` of the same moment
    readers: str = ""

    def numbers(self, series: Series) -> dict[str, Numbers]:
        """Of the papers in a count."""
        return {g.paper_id: g.numbers for g in self.given if g.series is series and g.paper_id is not None}

    def front_numbers(self, piece: Piece) -> Numbers | None:
        """Of the agenda sheets of a piece."""
        mine = (g for g in self.given if g.series is piece.series and g.paper_id is None)
        return next((g.numbers for g in mine if g.version == piece.version), None)

    def words(self, piece: Piece) -> str:
        """What a piece belongs to: the agenda itself, a supplement with its number, or mere changes."""
        before, now = (
            max((_supplement(c) for c in self.contents if c.number <= n), default=0)
            for n in (piece.version - 1, piece.version)
        )
        if piece.version == self.contents[0].number:
            return "Agenda"
        return f"Supplement {now}" if now > before else "Changes to the agenda"

    def with_numbers(self, given: Sequence[GivenNumbers]) -> Gathered:
        """The same with these numbers."""
        return replace(self, given=tuple(given))

    def front(self, piece: Piece) -> str:
        """The HTML of the agenda sheets of a piece."""
        version = self.versions.get(piece.version)
        front = Front(
            series=piece.series,
            what=what_it_is(piece.series, self.words(piece)),
            published_on=long_date(version.published_at, self.setting.timezone) if version else "",
            published_by=version.published_by if version else "",
            note=version.note if version else "",
            numbers=self.numbers(piece.series),
        )
        return front_html(self.setting, piece, front)

    def pdf_of(self, found: Listed) -> str:
        """Hash of a paper's PDF; empty while there is none."""
        paper = found.paper
        rendition = self.renditions.get(paper.id)
        if rendition is not None and rendition.source_sha256 == paper.sha256 and rendition.sha256:
            return rendition.sha256
        return paper.sha256 if paper.media_type == _PDF else ""

    def is_scanned(self, found: Listed) -> bool:
        """Whether a paper is pictures of pages."""
        rendition = self.renditions.get(found.paper.id)
        return rendition is not None and rendition.scanned

    def is_waiting(self, context: JobContext) -> bool:
        """Whether a paper published just now is still being converted."""
        last = max((v.published_at for v in self.versions.values()), default=None)
        if last is None or context.runner.clock.now() - last > PATIENCE:
            return False
        return any(self._is_coming(found) for found in self.today.values())

    def _is_coming(self, found: Listed) -> bool:
        rendition = self.renditions.get(found.paper.id)
        failed = rendition is not None and rendition.state is RenditionState.FAILED
        return bool(found.paper.sha256) and not self.pdf_of(found) and not failed


def gather(session: Session, context: JobContext, meeting_id: str, *, draft: bool) -> Gathered:
    """Read it all. Raises NotFound for an unknown meeting."""
    meeting = meeting_of(session, meeting_id)
    first = taken_back(session, meeting_id) + 1
    read = (published_agenda(session, meeting_id, n) for n in range(first, meeting.agenda_version + 1))
    contents = [content for content in read if content is not None]
    if draft:
        working = working_agenda(session, meeting_id)
        contents.append(replace(working, number=meeting.agenda_version + 1))
    today, given = marks_today(contents), queries.given_numbers(session, meeting_id)
    zone = context.runner.timezone
    return Gathered(
        setting=Setting(council_name(session), meeting, zone, summoned_to(session, meeting, zone)),
        contents=tuple(contents),
        versions={v.number: v for v in versions(session, meeting_id)},
        pieces=tuple(pieces(contents, given)),
        today=today,
        renditions=renditions_of(session, list(today)),
        given=tuple(given),
        double_sided=queries.is_double_sided(session, meeting.body_id),
        packs=tuple(queries.packs_of(session, meeting_id)),
        files=queries.item_files(session, meeting_id),
        readers=queries.readers_mark(session, meeting_id),
    )


def summoned_to(
    session: Session, meeting: MeetingRow, zone: ZoneInfo
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The members that the front sheet of an annual meeting lists, ward by ward with the letters of their groups."""
    if meeting.kind is not MeetingKind.ANNUAL:
        return ()
    wards: dict[str, list[str]] = {}
    for member in members_of(session, meeting.body_id, meeting.starts_at.astimezone(zone).date()):
        letters = f" ({first_letters(member.group)})" if member.group else ""
        wards.setdefault(member.ward, []).append(f"{member.name}{letters}")
    return tuple((ward, tuple(wards[ward])) for ward in sorted(wards, key=lambda w: (not w, w)))


def taken_back(session: Session, meeting_id: str) -> int:
    """The number of the last version that was taken back, with all before it; 0 for none."""
    facts = (entry.fact for entry in facts_of(session, meeting_id, types=(AgendaUnpublished,)))
    return max((fact.number for fact in facts if isinstance(fact, AgendaUnpublished)), default=0)


def _supplement(content: AgendaContent) -> int:
    """The number of the last supplement to an agenda."""
    return max([0, *(i.supplement for i in content.items), *(p.supplement for p in content.all_papers())])


def mark_of(*values: object) -> str:
    """One hash of all that a file is made from."""
    return sha256(json.dumps([_FORMAT, *values], default=str).encode()).hexdigest()
