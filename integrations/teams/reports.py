"""What is known after a meeting: attendance reports, recordings and transcripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from integrations.teams.client import Graph, rows
from meetings.ports.conferencing import Connection, FileFound
from meetings.ports.providers import Account, NotYet, Permanent

ARTIFACT = "OnlineMeetingArtifact.Read.All"
RECORDING = "OnlineMeetingRecording.Read.All"
TRANSCRIPT = "OnlineMeetingTranscript.Read.All"
_PHONE = re.compile(r"\+?[\d*][\d* ()-]{4,}")


class Reports:
    """Reads them. The paths are those of an online meeting, or of a town hall's session."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def attendance(self, account: Account, path: str) -> tuple[Connection, ...]:
        """Every stretch of every report: each start of the call makes a report of its own."""
        listed = self._graph.every(account, f"{path}/attendanceReports", needs=ARTIFACT)
        ids = [str(report["id"]) for report in listed if report.get("id")]
        if not ids:
            raise NotYet("Teams has no attendance report yet; it comes some minutes after the end.")
        found: dict[tuple[str, str, datetime, datetime | None], Connection] = {}
        for report_id in ids:
            for record in self._records(account, f"{path}/attendanceReports", report_id):
                for stretch in _stretches(report_id, record):
                    who = stretch.user_ref or stretch.email or str(record.get("id"))
                    # Reports of one call may overlap: the same stretch is told once.
                    same = (who, stretch.name, stretch.joined_at, stretch.left_at)
                    found.setdefault(same, stretch)
        return tuple(found.values())

    def _records(self, account: Account, path: str, report_id: str) -> Iterator[dict[str, Any]]:
        report = self._graph.ask(
            account,
            "GET",
            f"{path}/{quote(report_id, safe='')}",
            needs=ARTIFACT,
            params={"$expand": "attendanceRecords"},
        )
        yield from rows(report.get("attendanceRecords"))
        url = self._graph.next_page(report, "attendanceRecords@odata.nextLink")
        while url:
            page = self._graph.follow(account, url, needs=ARTIFACT)
            yield from rows(page.get("value"))
            url = self._graph.next_page(page, "@odata.nextLink")

    def files(self, account: Account, path: str) -> tuple[FileFound, ...]:
        """Recordings and transcripts. Refused for one kind, the others are still found."""
        found: list[FileFound] = []
        refused: Permanent | None = None
        for name, needs in (("recordings", RECORDING), ("transcripts", TRANSCRIPT)):
            try:
                for item in self._graph.every(account, f"{path}/{name}", needs=needs):
                    found.append(_file(self._graph.address(f"{path}/{name}"), name, item))
            except Permanent as error:
                refused = refused or error
        if refused is not None and not found:
            raise refused
        return tuple(found)


def _stretches(report_id: str, record: Mapping[str, Any]) -> Iterator[Connection]:
    identity = record.get("identity") or {}
    name = str(identity.get("displayName") or "")
    # Somebody who did not sign in gets an id too; only one of a directory says who it is.
    signed_in = str(identity.get("id") or "") if identity.get("tenantId") else ""
    for interval in rows(record.get("attendanceIntervals")):
        joined = _moment(interval.get("joinDateTime"))
        if joined is None:
            continue
        yield Connection(
            key=f"{report_id}:{record.get('id')}:{joined.isoformat()}",
            room="meeting",
            joined_at=joined,
            left_at=_moment(interval.get("leaveDateTime")),
            name=name,
            email=str(record.get("emailAddress") or ""),
            user_ref=signed_in,
            phone=name if _PHONE.fullmatch(name) else "",
        )


def _file(base: str, name: str, item: Mapping[str, Any]) -> FileFound:
    item_id = str(item.get("id") or "")
    content = f"{base}/{quote(item_id, safe='')}/content"
    video = name == "recordings"
    return FileFound(
        key=f"{'recording' if video else 'transcript'}:{item_id}",
        kind="video" if video else "transcript",
        media_type="video/mp4" if video else "text/vtt",
        started_at=_moment(item.get("createdDateTime")),
        ended_at=_moment(item.get("endDateTime")),
        address=content,
    )


def _moment(said: object) -> datetime | None:
    """Microsoft writes up to seven digits of a second."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?", str(said or ""))
    if not found:
        return None
    whole, part, zone = found.groups()
    try:
        at = datetime.fromisoformat(f"{whole}.{(part or '0')[:6]:0<6}{(zone or 'Z').replace('Z', '+00:00')}")
    except ValueError:
        return None
    # A moment that is not there is written as the first of all years.
    return at.astimezone(UTC) if at.year > 1 else None
