"""The forms of items and papers: what was typed, as it was typed, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from meetings.agendas.content import ContentItem, ContentPaper
from meetings.agendas.rules import ItemKind
from meetings.kernel.secrecy import Sensitivity

_FIELDS = ("file", "title", "text", "recommendation", "sensitivity", "exemption", "reason", "note")
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
class ItemForm:
    """An item's fields as text."""

    title: str = ""
    text: str = ""
    recommendation: str = ""
    sensitivity: str = Sensitivity.PUBLIC.value
    exemption: str = ""

    @property
    def mark(self) -> Sensitivity:
        """The chosen mark; what is not known counts as exempt, never as public."""
        return read_mark(self.sensitivity)


@dataclass(frozen=True)
class PaperForm:
    """A paper's fields as text."""

    title: str = ""
    sensitivity: str = Sensitivity.PUBLIC.value
    exemption: str = ""

    @property
    def mark(self) -> Sensitivity:
        """The chosen mark; what is not known counts as exempt, never as public."""
        return read_mark(self.sensitivity)


def read_mark(text: str) -> Sensitivity:
    """Public only if it says public."""
    return Sensitivity(text) if text in set(Sensitivity) else Sensitivity.EXEMPT


def read_kind(text: str) -> ItemKind:
    """An item unless it says heading."""
    return ItemKind.HEADING if text == ItemKind.HEADING else ItemKind.ITEM


def read_item(form: Mapping[str, str]) -> ItemForm:
    """What was typed."""
    return ItemForm(
        title=form.get("title", ""),
        text=form.get("text", ""),
        recommendation=form.get("recommendation", ""),
        sensitivity=form.get("sensitivity", Sensitivity.PUBLIC.value),
        exemption=form.get("exemption", ""),
    )


def item_values(item: ContentItem) -> ItemForm:
    """An item as its form shows it."""
    return ItemForm(item.title, item.text, item.recommendation, item.sensitivity.value, item.exemption)


def read_paper(form: Mapping[str, str]) -> PaperForm:
    """What was typed."""
    return PaperForm(
        title=form.get("title", ""),
        sensitivity=form.get("sensitivity", Sensitivity.PUBLIC.value),
        exemption=form.get("exemption", ""),
    )


def paper_values(paper: ContentPaper) -> PaperForm:
    """A paper as its form shows it."""
    return PaperForm(paper.title, paper.sensitivity.value, paper.exemption)


def title_from(filename: str) -> str:
    """A title for a paper that was given none: the file's name as words."""
    words = PurePath(filename.replace("\\", "/")).stem.replace("_", " ").replace("-", " ").split()
    title = " ".join(words)
    return title[:1].upper() + title[1:]


def in_order(errors: Mapping[str, str]) -> dict[str, str]:
    """Errors in the order of the fields."""
    known = {name: errors[name] for name in _FIELDS if name in errors}
    return known | {name: text for name, text in errors.items() if name not in known}
