"""A notice of decisions as frozen data: the page, the PDF and the Word file are made of it, and its digest is of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from meetings.decisions.rules.record import CallIn, Record
from meetings.forwardplan.rules.document import Line
from meetings.forwardplan.rules.planned import day_words
from meetings.kernel.facts import canonical, plain


class NoticeKind(StrEnum):
    """What a notice is for."""

    STATEMENT = "statement"
    CORRECTION = "correction"
    CALL_IN = "call_in"
    OUTCOME = "outcome"

    @property
    def label(self) -> str:
        """What it is called."""
        return {
            "statement": "Notice of decisions",
            "correction": "Corrected notice of a decision",
            "call_in": "Notice of call-in",
            "outcome": "Outcome of a call-in",
        }[self.value]


@dataclass(frozen=True)
class Part:
    """A paragraph group under its own small heading."""

    heading: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One decision in a notice."""

    heading: str
    facts: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()


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
    #: what this notice says differently from the one before
    changes: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """`Notice 14: Notice of decisions`."""
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
            tuple(Line(f["label"], f["text"]) for f in s["facts"]),
            tuple(Part(p["heading"], tuple(p["paragraphs"])) for p in s["parts"]),
        )
        for s in data["sections"]
    )
    plain_fields = {k: data[k] for k in ("council", "number", "title", "published", "law")}
    return NoticeDocument(
        **plain_fields,
        kind=NoticeKind(data["kind"]),
        lead=tuple(data["lead"]),
        sections=sections,
        changes=tuple(data["changes"]),
        contact=tuple(data["contact"]),
    )


@dataclass(frozen=True)
class Words:
    """A record with what a notice says around it."""

    reference: str
    record: Record
    body: str
    #: "Cabinet, Tuesday 8 December 2026"; empty: no meeting
    meeting: str = ""
    #: what happens next and when
    next: str = ""
    plan: str = ""
    kept: str = ""
    extra: tuple[Line, ...] = field(default=())


def decision_section(words: Words) -> Section:
    """One decision as its notice says it; only what everybody may read goes in."""
    open_ = words.record.public()
    return Section(
        f"{words.reference}: {open_.title}",
        tuple(Line(label, text) for label, text in facts_of(words) if text),
        tuple(Part(heading, paragraphs) for heading, paragraphs in parts_of(open_) if paragraphs),
    )


def facts_of(words: Words) -> Iterator[tuple[str, str]]:
    """The short facts of a decision, with their labels."""
    open_ = words.record.public()
    yield "Decision maker", open_.maker_words or words.body
    yield "Taken jointly with", open_.joint_with
    yield "Delegation", open_.delegation
    yield "Date of the decision", day_words(open_.made_on)
    yield "Meeting", words.meeting
    yield "Key decision", "Yes" if open_.is_key else "No"
    yield "Forward plan", words.plan
    yield "Notice given", open_.urgency
    yield "Subject to call-in", call_in_words(open_)
    yield "What happens next", words.next
    yield "Wards affected", open_.wards_words
    yield "Contact", open_.contact_words
    yield "Kept until at least", words.kept
    for line in words.extra:
        yield line.label, line.text


def call_in_words(record: Record) -> str:
    """Whether it can be called in, and why not."""
    if record.call_in is CallIn.SUBJECT:
        return "Yes"
    said = [record.call_in.label]
    if record.call_in_reason:
        said.append(record.call_in_reason)
    if record.call_in is CallIn.URGENT and record.waived_by:
        on = f" on {day_words(record.waived_on)}" if record.waived_on else ""
        said.append(f"{record.waived_by}, {record.waived_as}, consented{on}")
    return ". ".join(part.strip().rstrip(".") for part in said) + "." if len(said) > 1 else said[0]


def parts_of(record: Record) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The longer texts of a decision under their headings."""
    yield "Decision", record.decision_lines
    if record.exempt:
        yield "Part not for publication", (exempt_words(record),)
    yield "Reasons for the decision", _lines(record.reasons)
    yield "Alternative options considered and rejected", _lines(record.alternatives)
    yield "Interests declared", _lines(record.interests)
    yield "Dispensations", _lines(record.dispensations)
    yield "Consultation", _lines(record.consulted)
    yield "Scrutiny considerations", _lines(record.scrutiny)
    yield "Accompanying documents", record.documents


def exempt_words(record: Record) -> str:
    """That a part is kept back, and why; nothing of what it says."""
    under = f" ({record.paragraph_words} of the schedule of exempt information)" if record.paragraphs else ""
    note = f" {record.exempt_note.strip()}" if record.exempt_note.strip() else ""
    return f"A part of this decision is not published because it holds exempt information{under}.{note}"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
