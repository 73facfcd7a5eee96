"""Letters as plain data: as features ask for them, and as they leave."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from meetings.documents.calendars import CalendarEntry
from meetings.kernel.facts import plain
from meetings.notifications.rules import LetterKind, Recipient

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_BODY = "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#0b0c0c"


@dataclass(frozen=True)
class LetterAttachment:
    """A file that goes with a letter; its bytes are in the storage. Nothing that is not public is ever attached."""

    filename: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class CalendarPart:
    """An entry for the recipient's calendar. Its `url` is a path on this site; a cancelled entry is taken out."""

    entry: CalendarEntry


@dataclass(frozen=True)
class Letter:
    """A letter to several people, each of whom gets their own.

    `text` is plain: paragraphs apart by an empty line; `link` is a path on this site, put below it. The same `key`
    writes nothing twice. `body_id` says whose officers may read it; None: those of the whole council.
    """

    to: tuple[Recipient, ...]
    subject: str
    text: str
    kind: LetterKind
    key: str
    link: str = ""
    attachments: tuple[LetterAttachment, ...] = ()
    calendar: CalendarPart | None = None
    body_id: str | None = None
    meeting_id: str | None = None
    #: a path on this site where somebody without an account stops such letters
    stop_link: str = ""


def calendar_to_json(part: CalendarPart) -> dict[str, Any]:
    """As it is kept."""
    kept = plain(part.entry)
    assert isinstance(kept, dict)
    return kept


def calendar_from_json(data: Mapping[str, Any]) -> CalendarEntry:
    """The entry again."""
    moments = {k: datetime.fromisoformat(data[k]) for k in ("changed_at", "starts_at", "ends_at")}
    return CalendarEntry(**{**data, **moments})


def at_site(entry: CalendarEntry, site: str) -> CalendarEntry:
    """The entry with whole addresses; without any where this site's address is not known."""
    if not entry.url:
        return entry
    if not site:
        return replace(entry, url="", conference="")
    whole = f"{site}{entry.url}"
    conference = f"{site}{entry.conference}" if entry.conference else ""
    description = entry.description.replace(entry.url, whole)
    return replace(entry, url=whole, conference=conference, description=description)


def full_text(
    text: str, link: str, site: str, council: str, *, has_account: bool, stop_link: str = ""
) -> str:
    """The whole letter: what was written, where it leads, and from whom it is."""
    parts = [text.strip().replace("\r\n", "\n")]
    if link:
        parts.append(f"{site}{link}" if site else f"You find it on the council’s meetings site under {link}")
    footer = f"Sent by {council}. Please do not reply with apologies for absence: use the page above."
    if not link.startswith("/my"):
        footer = f"Sent by {council}."
    if stop_link and site:
        footer += f" You asked for it. Choose what you hear of, or stop: {site}{stop_link}"
    if has_account and site:
        footer += f" Which letters you get: {site}/account/letters"
    return "\n\n".join([*parts, f"-- \n{footer}"]) + "\n"


def as_html(subject: str, text: str) -> str:
    """The same for programs that show HTML: paragraphs and links, nothing else."""
    paragraphs = "".join(f"<p>{_marked_up(p)}</p>" for p in text.strip().split("\n\n"))
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{html.escape(subject)}</title></head>'
        f'<body style="{_BODY}">{paragraphs}</body></html>'
    )


def _marked_up(paragraph: str) -> str:
    escaped = html.escape(paragraph.removeprefix("-- \n"), quote=False)
    linked = _ADDRESS.sub(lambda m: f'<a href="{m[0].replace(chr(34), "%22")}">{m[0]}</a>', escaped)
    return linked.replace("\n", "<br>")
