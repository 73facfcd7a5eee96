"""An agenda as one piece of plain data: what is published, hashed, compared and shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from meetings.agendas.rules import BackgroundPaper, ItemKind, PaperKind, stricter
from meetings.kernel.facts import canonical, plain
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, title_for

EXEMPT_PAPER = "Exempt paper"
WITHDRAWN_PAPER = "Paper withdrawn"
LATE_UNSAID = "the reason is not for publication"
#: Came after agendas had been published: left out of the data while it says nothing, so that the digest
#: of what was published before stays what it was.
_NEW = {"left_out": True}
#: What an officer writes of an item and may see changed under their hands.
WORDS = (
    "title", "text", "recommendation", "sensitivity", "exemption", "exempt_paragraphs", "interest_test",
    "review_on", "negotiation", "confidential_ground", "tags", "key_decision_id", "urgent_reason", "urgent_by",
)  # fmt: skip
#: What is said of an item to those who may not read it, beside its paragraphs and that it is late: nothing.
_UNSAID: dict[str, Any] = {
    "text": "",
    "recommendation": "",
    "interest_test": "",
    "review_on": None,
    "negotiation": False,
    "tags": (),
    "key_decision_id": None,
    "urgent_by": "",
    "withdrawn_reason": "",
}


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
    kind: PaperKind = field(default=PaperKind.OTHER, metadata=_NEW)
    #: announced, without a file yet
    to_follow: bool = field(default=False, metadata=_NEW)
    #: whether its background papers are declared, and which they are
    background_declared: bool = field(default=False, metadata=_NEW)
    background: tuple[BackgroundPaper, ...] = field(default=(), metadata=_NEW)
    #: in which supplement it came; 0: with the agenda itself
    supplement: int = field(default=0, metadata=_NEW)
    exempt_paragraphs: tuple[str, ...] = field(default=(), metadata=_NEW)
    interest_test: str = field(default="", metadata=_NEW)
    review_on: date | None = field(default=None, metadata=_NEW)
    negotiation: bool = field(default=False, metadata=_NEW)
    confidential_ground: str = field(default="", metadata=_NEW)


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
    exempt_paragraphs: tuple[str, ...] = field(default=(), metadata=_NEW)
    #: why the interest in keeping it back outweighs that in disclosing it: not for the public
    interest_test: str = field(default="", metadata=_NEW)
    review_on: date | None = field(default=None, metadata=_NEW)
    negotiation: bool = field(default=False, metadata=_NEW)
    confidential_ground: str = field(default="", metadata=_NEW)
    tags: tuple[str, ...] = field(default=(), metadata=_NEW)
    key_decision_id: str | None = field(default=None, metadata=_NEW)
    urgent_reason: str = field(default="", metadata=_NEW)
    urgent_by: str = field(default="", metadata=_NEW)
    withdrawn: bool = field(default=False, metadata=_NEW)
    withdrawn_reason: str = field(default="", metadata=_NEW)
    #: in which supplement it came; 0: with the agenda itself
    supplement: int = field(default=0, metadata=_NEW)

    @property
    def is_heading(self) -> bool:
        """Whether it only groups the items below it."""
        return self.kind is ItemKind.HEADING

    @property
    def part_exempt(self) -> bool:
        """Whether it is public with papers that are not."""
        secret = any(p.sensitivity is not Sensitivity.PUBLIC for p in self.papers if not p.withdrawn)
        return self.sensitivity is Sensitivity.PUBLIC and secret

    @property
    def late(self) -> bool:
        """Whether it is taken as urgent business."""
        return bool(self.urgent_reason)


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
    return {
        "number": content.number,
        "items": [_item_json(i) for i in content.items],
        "papers": [_paper_json(p) for p in content.papers],
    }


def _item_json(item: ContentItem) -> dict[str, Any]:
    return {**_said(item), "papers": [_paper_json(p) for p in item.papers]}


def _paper_json(paper: ContentPaper) -> dict[str, Any]:
    data = _said(paper)
    del data["withdrawn"]
    return data


def _said(part: ContentItem | ContentPaper) -> dict[str, Any]:
    """Its fields but `papers`, the newer ones only where they say something."""
    return {
        f.name: plain(getattr(part, f.name))
        for f in fields(part)
        if f.name != "papers" and not ("left_out" in f.metadata and getattr(part, f.name) == f.default)
    }


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
    words = {name: plain(getattr(item, name)) for name in WORDS}
    return hashlib.sha256(canonical({"words": words, "kind": str(item.kind)})).hexdigest()[:16]


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
        return item if papers == item.papers else replace(item, papers=papers)
    title, late = title_for(item.title, item.sensitivity, audience), LATE_UNSAID if item.late else ""
    return replace(item, title=title, papers=(), **_UNSAID, urgent_reason=late)


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
        return (
            paper
            if audience is not Audience.PUBLIC or not paper.interest_test
            else replace(paper, interest_test="")
        )
    return _blank(paper, EXEMPT_PAPER)


def _blank(paper: ContentPaper, title: str) -> ContentPaper:
    hidden = ContentPaper("", title, "", "", 0, None, paper.sensitivity, "")
    return replace(hidden, withdrawn=paper.withdrawn, exemption="" if paper.withdrawn else paper.exemption)


def _item(data: Mapping[str, Any]) -> ContentItem:
    return ContentItem(
        **{
            **_read(data),
            "kind": ItemKind(data["kind"]),
            "tags": tuple(data.get("tags", ())),
            "papers": tuple(_paper(p) for p in data["papers"]),
        }
    )


def _paper(data: Mapping[str, Any]) -> ContentPaper:
    return ContentPaper(
        **{
            **_read(data),
            "kind": PaperKind(data.get("kind", PaperKind.OTHER)),
            "background": tuple(BackgroundPaper(**b) for b in data.get("background", ())),
        }
    )


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    day = data.get("review_on")
    return {
        **data,
        "sensitivity": Sensitivity(data["sensitivity"]),
        "exempt_paragraphs": tuple(data.get("exempt_paragraphs", ())),
        "review_on": date.fromisoformat(day) if day else None,
    }
