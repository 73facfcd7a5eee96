"""People and items of the meetings that forms are made of."""

from __future__ import annotations

from typing import Any

from meetings.agendas.content import ContentItem, ContentPaper
from meetings.agendas.rules import ItemKind, PaperKind
from meetings.kernel.secrecy import Sensitivity

#: Thirty members of a council that does not exist, in three groups and five wards.
GROUPS = ("Labour", "Conservative", "Liberal Democrat")
WARDS = ("Abbey", "Bridge", "Castle", "Dene", "Elm")
PEOPLE = (
    "Ann Ash", "Bob Bell", "Cat Cray", "Dan Dee", "Eve Elder", "Finn Fox", "Gwen Gale", "Hugh Hart", "Iris Inge",
    "Jack Judd", "Kay Keane", "Liam Lowe", "Mona Marsh", "Ned North", "Olga Orme", "Paul Pike", "Queenie Quill",
    "Ravi Rao", "Sue Shaw", "Tom Tate", "Una Upton", "Vic Vale", "Wendy Ware", "Xan Xavier", "Yusuf York",
    "Zoe Zeal", "Amy Abel", "Ben Brook", "Cora Coe", "Dev Dutta",
)  # fmt: skip


def person(name: str) -> str:
    """The id that stands for a name."""
    return name.lower().replace(" ", "-").replace("’", "").replace(".", "")


def titled(name: str) -> str:
    """A member's name as minutes print it."""
    return name if name.startswith("Councillor ") else f"Councillor {name}"


def agenda_item(number: str, title: str, **more: Any) -> ContentItem:
    """An item as published; its id is made of its number."""
    return ContentItem(f"i{number}", ItemKind.ITEM, number, title, **more)


def exempt_item(number: str, title: str, *paragraphs: str, **more: Any) -> ContentItem:
    """An item that is not for the public, under these paragraphs of the schedule."""
    return agenda_item(
        number, title, sensitivity=Sensitivity.EXEMPT, exempt_paragraphs=tuple(paragraphs), **more
    )


def agenda_heading(title: str) -> ContentItem:
    """A heading above items."""
    return ContentItem(f"h-{title}", ItemKind.HEADING, "", title)


def report(title: str, supplement: int = 0) -> ContentPaper:
    """A public report, as published."""
    return ContentPaper(
        f"p-{title}", title, "report.pdf", "application/pdf", 1, 7, Sensitivity.PUBLIC, "",
        kind=PaperKind.REPORT, supplement=supplement,
    )  # fmt: skip
