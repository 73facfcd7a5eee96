"""The language that a reader chose, of minutes that are kept in more than one."""

from __future__ import annotations

from dataclasses import replace

from meetings.minutes.document import MinutesDocument

#: What can be asked for, with the name of each in itself.
CHOICES = (("both", "Cymraeg / English"), ("cy", "Cymraeg"), ("en", "English"))


def choices(document: MinutesDocument) -> tuple[tuple[str, str], ...]:
    """The languages to choose from; none where there is one only."""
    return CHOICES if document.twin else ()


def chosen(document: MinutesDocument, language: str) -> str:
    """The choice that holds: both, where nothing that exists was asked for."""
    return language if document.twin and language in dict(CHOICES) else "both" if document.twin else ""


def in_language(document: MinutesDocument, language: str) -> MinutesDocument:
    """The minutes in the language asked for, or as they are kept."""
    wanted = chosen(document, language)
    if wanted == "en":
        return replace(document, twin=None)
    return (document.welsh or document) if wanted == "cy" else document
