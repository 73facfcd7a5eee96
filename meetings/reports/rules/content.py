"""A report as one piece of plain data: what is written, hashed, compared, cleared and printed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from meetings.kernel.facts import canonical, plain
from meetings.kernel.secrecy import Sensitivity

#: The section that takes what an uploaded document says outside all the sections asked for.
BODY_SECTION = "body"
#: What a report is printed as: what everybody may read, and the annex (or the whole) that they may not.
PUBLIC, EXEMPT = "public", "exempt"


@dataclass(frozen=True)
class Section:
    """A part of the report under its own heading, as clean HTML. An exempt one is printed in the annex alone."""

    key: str
    title: str
    html: str = ""
    exempt: bool = False


@dataclass(frozen=True)
class Attached:
    """A file that belongs to the report: an appendix, or the report itself where it was uploaded as a PDF."""

    id: str
    title: str
    filename: str
    media_type: str
    size: int
    pages: int | None
    sha256: str
    exempt: bool = False


@dataclass(frozen=True)
class ReportContent:
    """A whole report. `recommendations` is plain text with a paragraph a line."""

    title: str
    recommendations: str = ""
    sections: tuple[Section, ...] = ()
    #: the background papers it rests on, a line each
    background: tuple[str, ...] = ()
    #: its author says that there are none
    no_background: bool = False
    wards: str = ""
    #: of the report as a whole
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    #: numbers of the paragraphs that describe what is exempt in it: "3"
    paragraphs: tuple[str, ...] = ()
    #: why keeping it back is more in the public interest than disclosing it
    interest_test: str = ""
    review_on: date | None = None
    #: terms under negotiation are not open to every member
    negotiation: bool = False
    #: "government", "enactment" or "court", where the whole is confidential
    confidential_ground: str = ""
    #: an uploaded PDF that stands in place of what is written in the sections
    document: Attached | None = None
    appendices: tuple[Attached, ...] = ()

    @property
    def whole_is_secret(self) -> bool:
        """Whether nothing of it may be public."""
        return self.sensitivity is not Sensitivity.PUBLIC

    @property
    def exempt_sections(self) -> tuple[Section, ...]:
        """The sections marked exempt that say something."""
        return tuple(s for s in self.sections if s.exempt and s.html)

    @property
    def has_secret(self) -> bool:
        """Whether any of it may not be public."""
        return self.whole_is_secret or bool(self.exempt_sections) or any(a.exempt for a in self.appendices)

    @property
    def part_exempt(self) -> bool:
        """Whether it is a public report with a part that is not."""
        return self.has_secret and not self.whole_is_secret

    def section(self, key: str) -> Section | None:
        """One section by its key."""
        return next((s for s in self.sections if s.key == key), None)


def public_part(content: ReportContent) -> ReportContent | None:
    """The report that the public may read, with nothing in it of what is exempt; None if all of it is."""
    if content.whole_is_secret:
        return None
    return replace(
        content,
        sections=tuple(s for s in content.sections if not s.exempt),
        appendices=tuple(a for a in content.appendices if not a.exempt),
        interest_test="",
        review_on=None,
        negotiation=False,
    )


def exempt_part(content: ReportContent) -> ReportContent | None:
    """The annex with the exempt sections alone, or the whole of an exempt report; None if nothing is exempt."""
    if content.whole_is_secret:
        return content
    if not content.exempt_sections:
        return None
    return replace(
        content,
        recommendations="",
        sections=content.exempt_sections,
        background=(),
        no_background=False,
        document=None,
        appendices=tuple(a for a in content.appendices if a.exempt),
    )


def to_json(content: ReportContent) -> dict[str, Any]:
    """As JSON-ready data."""
    data: dict[str, Any] = plain(content)
    return data


def from_json(data: Mapping[str, Any]) -> ReportContent:
    """The content again."""
    reviewed = data.get("review_on")
    document = data.get("document")
    return ReportContent(
        title=data["title"],
        recommendations=data.get("recommendations", ""),
        sections=tuple(Section(**each) for each in data.get("sections", ())),
        background=tuple(data.get("background", ())),
        no_background=bool(data.get("no_background")),
        wards=data.get("wards", ""),
        sensitivity=Sensitivity(data.get("sensitivity", "public")),
        paragraphs=tuple(data.get("paragraphs", ())),
        interest_test=data.get("interest_test", ""),
        review_on=date.fromisoformat(reviewed) if reviewed else None,
        negotiation=bool(data.get("negotiation")),
        confidential_ground=data.get("confidential_ground", ""),
        document=Attached(**document) if document else None,
        appendices=tuple(Attached(**each) for each in data.get("appendices", ())),
    )


def digest(content: ReportContent) -> str:
    """SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(to_json(content))).hexdigest()


def fields_of(content: ReportContent) -> dict[str, Any]:
    """What can be edited, flat: two people who change different fields do not get in each other's way."""
    flat: dict[str, Any] = {
        name: getattr(content, name)
        for name in (
            "title",
            "recommendations",
            "background",
            "no_background",
            "wards",
            "sensitivity",
            "paragraphs",
            "interest_test",
            "review_on",
            "negotiation",
            "confidential_ground",
            "document",
        )
    }
    for section in content.sections:
        flat[f"section.{section.key}"] = section.html
        flat[f"exempt.{section.key}"] = section.exempt
    return flat


def with_fields(content: ReportContent, changed: Mapping[str, Any]) -> ReportContent:
    """The content with these fields; a section that it does not have yet is put at the end."""
    plain_fields = {k: v for k, v in changed.items() if "." not in k}
    known = {s.key for s in content.sections}
    sections = [
        replace(
            s,
            html=changed.get(f"section.{s.key}", s.html),
            exempt=changed.get(f"exempt.{s.key}", s.exempt),
        )
        for s in content.sections
    ]
    for name, html in changed.items():
        kind, _, key = name.partition(".")
        if kind == "section" and key not in known:
            exempt = bool(changed.get(f"exempt.{key}", False))
            sections.append(Section(key, "Report" if key == BODY_SECTION else key, html, exempt))
    return replace(content, sections=tuple(sections), **plain_fields)
