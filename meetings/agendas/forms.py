"""The forms of items and papers: what was typed, as it was typed, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from werkzeug.datastructures import MultiDict

from meetings.agendas.content import ContentItem, ContentPaper
from meetings.agendas.exemptions import in_order as by_number
from meetings.agendas.exemptions import sentence
from meetings.agendas.rules import BackgroundPaper, ItemKind, PaperKind
from meetings.agendas.usecases.papers import PaperStates
from meetings.agendas.usecases.states import ItemStates
from meetings.deadlines.rules.base import Profile
from meetings.kernel.errors import Invalid
from meetings.kernel.secrecy import Sensitivity

_FIELDS = (
    "file", "title", "text", "recommendation", "sensitivity", "exemption", "exempt_paragraphs", "interest_test",
    "review_on", "urgent_reason", "urgent_by", "background", "reason", "note",
)  # fmt: skip
_MEMBERS_ONLY = "Only members of the committee and officers can read it."
#: What a mark is called where it is chosen, with what it means.
MARK_OPTIONS = (
    {
        "value": Sensitivity.PUBLIC.value,
        "text": "Public",
        "hint": "Everybody can read it once the agenda is published.",
    },
    {"value": Sensitivity.EXEMPT.value, "text": "Exempt", "hint": _MEMBERS_ONLY},
    {
        "value": Sensitivity.CONFIDENTIAL.value,
        "text": "Confidential",
        "hint": f"By order of a court or a government department. {_MEMBERS_ONLY}",
    },
)


@dataclass(frozen=True)
class MarkForm:
    """Who may read something and why, as text."""

    title: str = ""
    sensitivity: str = Sensitivity.PUBLIC.value
    #: typed by hand; empty: the sentence is made of the paragraphs
    exemption: str = ""
    exempt_paragraphs: tuple[str, ...] = ()
    interest_test: str = ""
    review_on: tuple[str, str, str] = ("", "", "")
    negotiation: bool = False
    confidential_ground: str = ""

    @property
    def mark(self) -> Sensitivity:
        """The chosen mark; what is not known counts as exempt, never as public."""
        return read_mark(self.sensitivity)

    @property
    def review(self) -> dict[str, str]:
        """The date as the form shows it."""
        return dict(zip(("day", "month", "year"), self.review_on, strict=True))

    def exempt(self) -> dict[str, Any]:
        """What `states.Exemption` asks for. Raises Invalid for a date that is none."""
        return {
            "exempt_paragraphs": self.exempt_paragraphs,
            "interest_test": self.interest_test,
            "review_on": read_date(self.review_on),
            "negotiation": self.negotiation,
            "confidential_ground": self.confidential_ground,
        }


@dataclass(frozen=True)
class ItemForm(MarkForm):
    """An item's fields as text."""

    text: str = ""
    recommendation: str = ""
    tags: tuple[str, ...] = ()
    key_decision_id: str = ""
    urgent_reason: str = ""
    urgent_by: str = ""

    def states(self) -> ItemStates:
        """What is said beside the words. Raises Invalid."""
        return ItemStates(
            **self.exempt(),
            tags=self.tags,
            key_decision_id=self.key_decision_id or None,
            urgent_reason=self.urgent_reason,
            urgent_by=self.urgent_by,
        )


@dataclass(frozen=True)
class PaperForm(MarkForm):
    """A paper's fields as text."""

    kind: str = PaperKind.REPORT.value
    #: "" not said, "none", "listed"
    background: str = ""
    #: a paper a line; with " | " an address after it
    background_list: str = ""
    #: those of the list that are published works, a paper a line
    background_published: str = ""
    to_follow: bool = False

    def states(self) -> PaperStates:
        """What is said beside the title. Raises Invalid."""
        listed = () if self.background == "none" else read_background(self)
        return PaperStates(
            **self.exempt(),
            kind=PaperKind(self.kind) if self.kind in set(PaperKind) else PaperKind.OTHER,
            background_declared=self.background == "none" or bool(listed),
            background=listed,
        )


def read_mark(text: str) -> Sensitivity:
    """Public only if it says public."""
    return Sensitivity(text) if text in set(Sensitivity) else Sensitivity.EXEMPT


def read_kind(text: str) -> ItemKind:
    """An item unless it says heading."""
    return ItemKind.HEADING if text == ItemKind.HEADING else ItemKind.ITEM


def read_date(parts: tuple[str, str, str]) -> date | None:
    """A day, or None where nothing was typed. Raises Invalid."""
    if not any(parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError as error:
        message = "Enter a real date, for example 31 3 2027"
        raise Invalid(message + ".", {"review_on": message}) from error


def read_background(form: PaperForm) -> tuple[BackgroundPaper, ...]:
    """The papers that were listed, one a line."""

    def papers(text: str, published: bool) -> list[BackgroundPaper]:
        lines = [line.partition("|") for line in text.splitlines() if line.strip()]
        return [BackgroundPaper(title.strip(), published, where.strip()) for title, _, where in lines]

    return tuple(papers(form.background_list, False) + papers(form.background_published, True))


def _mark_fields(form: MultiDict[str, str], prefix: str = "") -> dict[str, Any]:
    def text(name: str) -> str:
        return form.get(prefix + name, "").replace("\r\n", "\n")

    return {
        "title": text("title"),
        "sensitivity": form.get(prefix + "sensitivity", Sensitivity.PUBLIC.value),
        "exemption": text("exemption"),
        "exempt_paragraphs": by_number(form.getlist(prefix + "exempt_paragraphs")),
        "interest_test": text("interest_test"),
        "review_on": tuple(text(f"review_on-{part}").strip() for part in ("day", "month", "year")),
        "negotiation": bool(text("negotiation")),
        "confidential_ground": text("confidential_ground"),
    }


def read_item(form: MultiDict[str, str], prefix: str = "") -> ItemForm:
    """What was typed. With the prefix `was_`: what the form began from."""

    def text(name: str) -> str:
        return form.get(prefix + name, "").replace("\r\n", "\n")

    return ItemForm(
        **_mark_fields(form, prefix),
        text=text("text"),
        recommendation=text("recommendation"),
        tags=tuple(sorted(form.getlist(prefix + "tags"))),
        key_decision_id=text("key_decision_id"),
        urgent_reason=text("urgent_reason"),
        urgent_by=text("urgent_by"),
    )


def _mark_values(part: ContentItem | ContentPaper, profile: Profile) -> dict[str, Any]:
    made = sentence(profile, part.exempt_paragraphs, part.confidential_ground)
    day = part.review_on
    return {
        "title": part.title,
        "sensitivity": part.sensitivity.value,
        "exemption": "" if part.exemption == made else part.exemption,
        "exempt_paragraphs": part.exempt_paragraphs,
        "interest_test": part.interest_test,
        "review_on": (str(day.day), str(day.month), str(day.year)) if day else ("", "", ""),
        "negotiation": part.negotiation,
        "confidential_ground": part.confidential_ground,
    }


def item_values(item: ContentItem, profile: Profile) -> ItemForm:
    """An item as its form shows it."""
    return ItemForm(
        **_mark_values(item, profile),
        text=item.text,
        recommendation=item.recommendation,
        tags=tuple(sorted(item.tags)),
        key_decision_id=item.key_decision_id or "",
        urgent_reason=item.urgent_reason,
        urgent_by=item.urgent_by,
    )


def read_paper(form: MultiDict[str, str]) -> PaperForm:
    """What was typed."""
    return PaperForm(
        **_mark_fields(form),
        kind=form.get("kind", PaperKind.OTHER.value),
        background=form.get("background", ""),
        background_list=form.get("background_list", ""),
        background_published=form.get("background_published", ""),
        to_follow=bool(form.get("to_follow")),
    )


def paper_values(paper: ContentPaper, profile: Profile) -> PaperForm:
    """A paper as its form shows it."""

    def lines(published: bool) -> str:
        return "\n".join(
            f"{b.title} | {b.where}" if b.where else b.title
            for b in paper.background
            if b.published is published
        )

    said = ("listed" if paper.background else "none") if paper.background_declared else ""
    return PaperForm(
        **_mark_values(paper, profile),
        kind=paper.kind.value,
        background=said,
        background_list=lines(False),
        background_published=lines(True),
        to_follow=paper.to_follow,
    )


def title_from(filename: str) -> str:
    """A title for a paper that was given none: the file's name as words."""
    words = PurePath(filename.replace("\\", "/")).stem.replace("_", " ").replace("-", " ").split()
    title = " ".join(words)
    return title[:1].upper() + title[1:]


def in_order(errors: Mapping[str, str]) -> dict[str, str]:
    """Errors in the order of the fields."""
    known = {name: errors[name] for name in _FIELDS if name in errors}
    return known | {name: text for name, text in errors.items() if name not in known}
