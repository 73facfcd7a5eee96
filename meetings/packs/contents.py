"""What belongs in the packs of a meeting: which version brought what, in which count, and how each paper stands now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper, for_audience
from meetings.agendas.rules import stricter
from meetings.documents.pack_order import Numbers
from meetings.kernel.secrecy import Audience
from meetings.packs.rules import Series, series_of

#: A paper of one count, or (None) the agenda sheets.
PaperId = str | None


@dataclass(frozen=True)
class GivenNumbers:
    """The numbers of a paper, or of the agenda sheets that came with a version."""

    version: int
    series: Series
    paper_id: PaperId
    first: int
    last: int

    @property
    def numbers(self) -> Numbers:
        """As they are printed."""
        return Numbers(self.first, self.last, self.series.prefix)


@dataclass(frozen=True)
class Listed:
    """A paper where a version of the agenda lists it. `item` is None for papers of the meeting as a whole."""

    paper: ContentPaper
    item: ContentItem | None

    @property
    def series(self) -> Series:
        """In which count it stands today."""
        own = self.paper.sensitivity
        return series_of(own if self.item is None else stricter(own, self.item.sensitivity))

    @property
    def can_be_included(self) -> bool:
        """Whether there is anything to print: a file, or at least an address."""
        return bool(self.paper.sha256 or self.paper.external_url) and not self.paper.to_follow


def listed(content: AgendaContent) -> Iterator[Listed]:
    """The papers of an agenda in order."""
    yield from (Listed(paper, None) for paper in content.papers)
    yield from (Listed(paper, item) for item in content.items for paper in item.papers)


@dataclass(frozen=True)
class Piece:
    """What a version adds in one count: agenda sheets with these lines, then these papers."""

    version: int
    series: Series
    #: for the agenda sheets: what their readers may know of what is new
    sheet: AgendaContent
    papers: tuple[Listed, ...]


def pieces(contents: Sequence[AgendaContent], given: Sequence[GivenNumbers] = ()) -> list[Piece]:
    """What each version added, from the first on.

    What has numbers stays where it got them, whatever its mark is today. What has none stands under its mark of
    today with the first version that was not numbered yet, or with the last.
    """
    where = {(g.version, g.series, g.paper_id) for g in given}
    numbered = {g.version for g in given}
    known: set[tuple[Series, PaperId]] = {(g.series, g.paper_id) for g in given}
    found: list[Piece] = []
    before: AgendaContent | None = None
    for content in contents:
        is_open = content.number not in numbered or content is contents[-1]
        for series in Series:
            papers = tuple(
                each
                for each in listed(content)
                if (content.number, series, each.paper.id) in where
                or (is_open and _is_fresh(each, series, known))
            )
            known |= {(series, each.paper.id) for each in papers}
            sheet = _sheet(series, content, before, papers)
            if content.number in numbered and not papers:
                wanted = (content.number, series, None) in where
            else:
                wanted = bool(
                    papers or sheet.items or sheet.papers or (not found and series is Series.PUBLIC)
                )
            if wanted:
                found.append(Piece(content.number, series, sheet, papers))
        before = content
    return found


def _is_fresh(each: Listed, series: Series, known: set[tuple[Series, PaperId]]) -> bool:
    return each.series is series and each.can_be_included and (series, each.paper.id) not in known


def _sheet(
    series: Series, content: AgendaContent, before: AgendaContent | None, new: Sequence[Listed]
) -> AgendaContent:
    ids = {each.paper.id for each in new}
    seen = _view(series, content)
    if before is None:
        return seen
    old = _view(series, before)
    items = tuple(
        replace(item, papers=tuple(p for p in item.papers if p.id in ids or not p.id))
        for item in seen.items
        if _is_news(item, old, ids)
    )
    return replace(seen, items=items, papers=tuple(p for p in seen.papers if p.id in ids))


def _is_news(item: ContentItem, old: AgendaContent, ids: set[str]) -> bool:
    """A line is news when it brings papers or says something else; a mere other number or order is not."""
    if any(p.id in ids for p in item.papers):
        return True
    was = old.item(item.id)
    if was is None:
        return not item.is_heading
    return replace(was, number="", papers=()) != replace(item, number="", papers=())


def _view(series: Series, content: AgendaContent) -> AgendaContent:
    """The public's agenda; for the exempt count, the exempt lines and papers alone, as members may read them."""
    if series is Series.PUBLIC:
        return for_audience(content, Audience.PUBLIC)
    whole = for_audience(content, Audience.MEMBER)
    items = []
    for item in whole.items:
        exempt = tuple(p for p in item.papers if Listed(p, item).series is Series.EXEMPT)
        if series_of(item.sensitivity) is Series.EXEMPT:
            items.append(replace(item, papers=exempt))
        elif exempt:
            items.append(replace(item, text="", recommendation="", papers=exempt))
    papers = tuple(p for p in whole.papers if series_of(p.sensitivity) is Series.EXEMPT)
    return replace(whole, items=tuple(items), papers=papers)


def marks_today(contents: Sequence[AgendaContent]) -> Mapping[str, Listed]:
    """Each paper as the last version that lists it has it."""
    return {each.paper.id: each for content in contents for each in listed(content)}
