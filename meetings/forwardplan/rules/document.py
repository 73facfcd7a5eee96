"""A published notice as frozen data: the page and the PDF are both made of it, and its digest is of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from meetings.kernel.facts import canonical, plain


class NoticeKind(StrEnum):
    """What a notice is for. The words behind are the rule that asks for it."""

    #: matters on which a key decision is to be taken
    PLAN = "plan"
    #: one matter put off, withdrawn, or brought back after its notice
    CHANGE = "change"
    #: less than 28 clear days, impracticable to wait
    EXCEPTION = "exception"
    #: no time even for that
    URGENCY = "urgency"
    #: a meeting or part of it is to be in private: 28 clear days
    PRIVATE_FIRST = "private_first"
    #: the same with what people said of it, and the answer: five clear days
    PRIVATE_SECOND = "private_second"
    #: a private meeting without those notices, by agreement
    PRIVATE_AGREED = "private_agreed"
    #: the leader's report on what was decided by special urgency
    URGENCY_REPORT = "urgency_report"

    @property
    def label(self) -> str:
        """What it is called."""
        return {
            "plan": "Forward plan and notice of key decisions",
            "change": "Change to the forward plan",
            "exception": "General exception notice",
            "urgency": "Special urgency notice",
            "private_first": "Notice of a private meeting",
            "private_second": "Second notice of a private meeting",
            "private_agreed": "Notice of a private meeting at shorter notice",
            "urgency_report": "Report on decisions taken by special urgency",
        }[self.value]


@dataclass(frozen=True)
class Line:
    """A fact with its label."""

    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part of a notice under its heading."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Line, ...] = ()
    #: a list, with the words before it
    items_title: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeDocument:
    """A whole notice. Nothing in it is looked up later: it reads in ten years as on the day."""

    council: str
    kind: NoticeKind
    number: int
    title: str
    #: "Published on Monday 2 November 2026 at 10.42am"
    published: str
    law: str
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    #: what this notice says differently from the one it follows; empty: it follows none
    changes: tuple[str, ...] = ()
    corrects: str = ""
    contact: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """`Notice 14: General exception notice`."""
        return f"Notice {self.number}: {self.kind.label}"

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        data: dict[str, Any] = plain(self)
        return data

    @property
    def sha256(self) -> str:
        """The digest of the canonical form."""
        return hashlib.sha256(canonical(self.to_json())).hexdigest()


def document_from_json(data: dict[str, Any]) -> NoticeDocument:
    """The notice again."""
    sections = tuple(
        Section(
            s["heading"],
            tuple(s["paragraphs"]),
            tuple(Line(f["label"], f["text"]) for f in s["facts"]),
            s["items_title"],
            tuple(s["items"]),
        )
        for s in data["sections"]
    )
    plain_fields = {k: data[k] for k in ("council", "number", "title", "published", "law", "corrects")}
    return NoticeDocument(
        **plain_fields,
        kind=NoticeKind(data["kind"]),
        lead=tuple(data["lead"]),
        sections=sections,
        changes=tuple(data["changes"]),
        contact=tuple(data["contact"]),
    )
