"""What a report to a body consists of, and which consultees it needs: the council's list, or a body's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from meetings.reports.rules.content import BODY_SECTION, Section

#: The template that holds for every body without one of its own.
COUNCIL = "council"
MOST_SECTIONS = 40
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*|[A-Z]|[ivx]+)[.):]?\s+", re.IGNORECASE)
_HEADING = re.compile(r"<h[34][^>]*>(.*?)</h[34]>", re.DOTALL)
_BOLD_LINE = re.compile(r"<p><strong>((?:(?!</?p>|</?strong>).){1,120})</strong></p>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class TemplateSection:
    """A section that every report has; a required one must be filled before the report is submitted."""

    key: str
    title: str
    hint: str = ""
    required: bool = False


@dataclass(frozen=True)
class NeededConsultee:
    """A role that must clear the report, and how many working days before publication it has to."""

    role_id: str
    days: int


@dataclass(frozen=True)
class ReportTemplate:
    """What a report to a body needs."""

    sections: tuple[TemplateSection, ...]
    consultees: tuple[NeededConsultee, ...]
    #: working days before publication by which it is submitted
    submit_days: int = 2

    @property
    def required(self) -> tuple[tuple[str, str], ...]:
        """Key and title of the sections that must be filled."""
        return tuple((s.key, s.title) for s in self.sections if s.required)


DEFAULT_SECTIONS = (
    TemplateSection(
        "purpose", "Purpose of the report", "What the meeting is asked to do, in two sentences.", True
    ),
    TemplateSection("background", "Background", "What has led here, for a reader who was not there."),
    TemplateSection("reasons", "Reasons for the recommendations", "", True),
    TemplateSection(
        "options", "Alternatives considered", "What else could be done, and why it is not recommended."
    ),
    TemplateSection(
        "consultation", "Consultation", "Who was asked, what they said, what was changed for it."
    ),
    TemplateSection(
        "financial", "Financial implications", "Costs, savings, where the money comes from.", True
    ),
    TemplateSection("legal", "Legal implications", "The power to decide, duties, procurement.", True),
    TemplateSection("equalities", "Equality implications", "Who is affected, and what is done about it."),
    TemplateSection("risks", "Risks", "What could go wrong, how likely that is, what is done about it."),
)


def default_keys() -> tuple[str, ...]:
    """The keys of the sections that a council begins with."""
    return tuple(s.key for s in DEFAULT_SECTIONS)


def key_for(title: str, taken: Iterable[str]) -> str:
    """A key for a new section: its title in small letters, with a number where that is taken."""
    known = set(taken) | {BODY_SECTION}
    stem = _NOT_KEY.sub("-", title.casefold()).strip("-")[:40] or "section"
    key, n = stem, 2
    while key in known:
        key, n = f"{stem}-{n}", n + 1
    return key


def blank_sections(template: ReportTemplate) -> tuple[Section, ...]:
    """The sections of a new report."""
    return tuple(Section(s.key, s.title) for s in template.sections)


def into_sections(html: str, titles: Mapping[str, str]) -> dict[str, str]:
    """An uploaded text by section: parted at headings that are called like a section (`titles`: key to title).

    What stands before the first of them, or all of a text without any, goes to the section `body`. A short line
    that is wholly bold counts as a heading if it is called like a section.
    """
    wanted = {_plain(title): key for key, title in titles.items()}
    cuts: list[tuple[int, int, str]] = []
    for pattern in (_HEADING, _BOLD_LINE):
        for found in pattern.finditer(html):
            key = wanted.get(_plain(found[1]))
            if key is not None:
                cuts.append((found.start(), found.end(), key))
    cuts.sort()
    parts: dict[str, str] = {}
    start, key = 0, BODY_SECTION
    for begins, ends, next_key in cuts:
        _put(parts, key, html[start:begins])
        start, key = ends, next_key
    _put(parts, key, html[start:])
    return parts


def _put(parts: dict[str, str], key: str, html: str) -> None:
    if html.strip():
        parts[key] = parts.get(key, "") + html.strip()


def _plain(title: str) -> str:
    words = " ".join(_MARKUP.sub("", title).replace("&amp;", "&").split())
    return _NUMBERING.sub("", words).rstrip(".: ").casefold()


def to_json(template: ReportTemplate) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sections and consultees as JSON-ready data."""
    return [vars(s) for s in template.sections], [vars(c) for c in template.consultees]


def from_json(
    sections: Iterable[Mapping[str, Any]], consultees: Iterable[Mapping[str, Any]], submit_days: int
) -> ReportTemplate:
    """The template again."""
    return ReportTemplate(
        tuple(TemplateSection(**s) for s in sections),
        tuple(NeededConsultee(**c) for c in consultees),
        submit_days,
    )
