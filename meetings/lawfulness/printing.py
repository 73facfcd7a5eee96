"""A certificate as it is printed: every date in words, the hashes in groups that can be compared by eye."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.bodies.queries import council_name
from meetings.lawfulness.models import NoticeCertificate
from meetings.web.formats import date_and_time, long_date


@dataclass(frozen=True)
class Line:
    """A label and what stands beside it."""

    label: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """What the template prints."""

    council: str
    title: str
    heading: str
    number: int
    made: str
    facts: tuple[Line, ...]
    versions: tuple[Mapping[str, Any], ...]
    rules: tuple[Mapping[str, Any], ...]
    overrides: tuple[str, ...]
    sha256: str


def sheet_of(session: Session, row: NoticeCertificate, tz: ZoneInfo) -> Sheet:
    """The certificate that a row keeps, in words."""
    c = row.content
    on = date.fromisoformat(c["on"])
    heading = f"{c['title']}, {long_date(on, tz)}"
    facts = [
        Line("Meeting", date_and_time(datetime.fromisoformat(c["starts_at"]), tz)),
        Line("Place", c["place"] or "Not stated"),
        Line("Law applied", c["profile"] + ("" if c["profile_confirmed"] else " (not confirmed by anybody)")),
        Line("Notice given", _notice(c, tz)),
        Line("Summons sent", _when(c["summons_at"], tz)),
        Line("Made", f"{date_and_time(row.made_at, tz)}, by {row.made_by}"),
    ]
    return Sheet(
        council=council_name(session),
        title=f"Notice certificate: {heading}",
        heading=heading,
        number=row.number,
        made=date_and_time(row.made_at, tz),
        facts=tuple(facts),
        versions=tuple(_version(v, tz) for v in c["versions"]),
        rules=tuple(c["rules"]),
        overrides=tuple(c["overrides"]),
        sha256=in_groups(row.sha256),
    )


def _notice(c: Mapping[str, Any], tz: ZoneInfo) -> str:
    """When it was given by itself; as a rule the agenda is the notice."""
    if c["notice_at"] is None and c["versions"]:
        return "With the agenda, whose times of publication are below"
    return _when(c["notice_at"], tz)


def in_groups(sha256: str) -> str:
    """A hash in groups of eight characters."""
    return " ".join(sha256[n : n + 8] for n in range(0, len(sha256), 8))


def _version(version: Mapping[str, Any], tz: ZoneInfo) -> Mapping[str, Any]:
    return {
        "number": version["number"],
        "published": _when(version["published_at"], tz),
        "sha256": in_groups(version["sha256"]),
        "files": [{**f, "sha256": in_groups(f["sha256"])} for f in version["files"]],
    }


def _when(text: str | None, tz: ZoneInfo) -> str:
    return date_and_time(datetime.fromisoformat(text), tz) if text else "Not recorded"
