"""An agenda as one piece of plain data: what is published, hashed, compared and shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from meetings.agendas.rules import ItemKind, stricter
from meetings.kernel.facts import canonical, plain
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, title_for

EXEMPT_PAPER = "Exempt paper"
WITHDRAWN_PAPER = "Paper withdrawn"


@dataclass(frozen=True)
class ContentPaper:
    """A paper as listed. `id` is empty where the reader may know that there is one and not what it is."""

    id: str
    title: str
    filename: str
    media_type: str
    size: int
    pages: int | None
    sensitivity: Sensitivity
    external_url: str
    sha256: str = ""
    exemption: str = ""
    #: withdrawn since publication: listed without title and link. No part of the published content.
    withdrawn: bool = False


@dataclass(frozen=True)
class ContentItem:
    """A heading or an item. `text` is clean HTML, `recommendation` plain text with a paragraph a line."""

    id: str
    kind: ItemKind
    number: str
    title: str
    text: str = ""
    recommendation: str = ""
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    exemption: str = ""
    papers: tuple[ContentPaper, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether it only groups the items below it."""
        return self.kind is ItemKind.HEADING


@dataclass(frozen=True)
class AgendaContent:
    """A whole agenda; `number` is that of the published version, 0 for the one being worked on."""

    number: int
    items: tuple[ContentItem, ...] = ()
    papers: tuple[ContentPaper, ...] = ()

    def item(self, item_id: str) -> ContentItem | None:
        """One line by its id."""
        return next((i for i in self.items if i.id == item_id), None)

    def sections(self) -> tuple[tuple[ContentItem | None, tuple[ContentItem, ...]], ...]:
        """The items under their headings; before the first heading there is none."""
        found: list[tuple[ContentItem | None, list[ContentItem]]] = []
        for item in self.items:
            if item.is_heading:
                found.append((item, []))
            else:
                if not found:
                    found.append((None, []))
                found[-1][1].append(item)
        return tuple((heading, tuple(items)) for heading, items in found)

    def all_papers(self) -> tuple[ContentPaper, ...]:
        """The papers of the meeting and of every item."""
        return self.papers + tuple(p for i in self.items for p in i.papers)


def to_json(content: AgendaContent) -> dict[str, Any]:
    """As JSON-ready data."""
    data: dict[str, Any] = plain(content)
    for paper in [*data["papers"], *(p for i in data["items"] for p in i["papers"])]:
        del paper["withdrawn"]
    return data


def from_json(data: Mapping[str, Any]) -> AgendaContent:
    """The content again."""
    return AgendaContent(
        number=int(data["number"]),
        items=tuple(_item(i) for i in data["items"]),
        papers=tuple(_paper(p) for p in data["papers"]),
    )


def digest(content: AgendaContent) -> str:
    """SHA-256 of the canonical form, with the number and the digests of all papers in it."""
    return hashlib.sha256(canonical(to_json(content))).hexdigest()


def without_number(content: AgendaContent) -> str:
    """SHA-256 of what the agenda says, whatever its version: equal if there is nothing new to publish."""
    return digest(replace(content, number=0))


def item_mark(item: ContentItem) -> str:
    """A short mark of what an officer saw of an item's own words."""
    words = [item.kind, item.title, item.text, item.recommendation, item.sensitivity, item.exemption]
    return hashlib.sha256(canonical({"words": [str(w) for w in words]})).hexdigest()[:16]


def for_audience(content: AgendaContent, audience: Audience) -> AgendaContent:
    """A published agenda as that audience may know it."""
    return replace(
        content,
        items=tuple(item_for_audience(i, audience) for i in content.items),
        papers=tuple(_paper_for(p, p.sensitivity, audience) for p in content.papers),
    )


def item_for_audience(item: ContentItem, audience: Audience) -> ContentItem:
    """A published item as that audience may know it: that there is an exempt item, and why, is public."""
    if may_read(item.sensitivity, published=True, audience=audience):
        papers = tuple(
            _paper_for(p, stricter(p.sensitivity, item.sensitivity), audience) for p in item.papers
        )
        return replace(item, papers=papers)
    title = title_for(item.title, item.sensitivity, audience)
    return replace(item, title=title, text="", recommendation="", papers=())


def as_strict_as(content: AgendaContent, later: AgendaContent) -> AgendaContent:
    """An older version, in which nothing is more open than the same line or paper of a later one."""
    if content.number == later.number:
        return content
    items = {i.id: i for i in later.items}
    marks = {p.id: p.sensitivity for p in later.all_papers()}

    def papers(of: tuple[ContentPaper, ...]) -> tuple[ContentPaper, ...]:
        return tuple(
            replace(p, sensitivity=stricter(p.sensitivity, marks.get(p.id, p.sensitivity))) for p in of
        )

    def line(item: ContentItem) -> ContentItem:
        now = items.get(item.id, item)
        mark = stricter(item.sensitivity, now.sensitivity)
        reason = item.exemption or (now.exemption if mark is not Sensitivity.PUBLIC else "")
        return replace(item, sensitivity=mark, exemption=reason, papers=papers(item.papers))

    return replace(content, items=tuple(line(i) for i in content.items), papers=papers(content.papers))


def _paper_for(paper: ContentPaper, sensitivity: Sensitivity, audience: Audience) -> ContentPaper:
    if audience is Audience.OFFICER:
        return paper
    if paper.withdrawn:
        return _blank(paper, WITHDRAWN_PAPER)
    if may_read(sensitivity, published=True, audience=audience):
        return paper
    return _blank(paper, EXEMPT_PAPER)


def _blank(paper: ContentPaper, title: str) -> ContentPaper:
    hidden = ContentPaper("", title, "", "", 0, None, paper.sensitivity, "")
    return replace(hidden, withdrawn=paper.withdrawn, exemption="" if paper.withdrawn else paper.exemption)


def _item(data: Mapping[str, Any]) -> ContentItem:
    return ContentItem(
        id=data["id"],
        kind=ItemKind(data["kind"]),
        number=data["number"],
        title=data["title"],
        text=data["text"],
        recommendation=data["recommendation"],
        sensitivity=Sensitivity(data["sensitivity"]),
        exemption=data["exemption"],
        papers=tuple(_paper(p) for p in data["papers"]),
    )


def _paper(data: Mapping[str, Any]) -> ContentPaper:
    return ContentPaper(**{**data, "sensitivity": Sensitivity(data["sensitivity"])})
