"""Recordings and transcripts that Zoom has of a meeting, and how they are fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from integrations.zoom.attendance import instances
from integrations.zoom.client import Client, in_path
from integrations.zoom.errors import NO_SCOPE, NOT_PAID
from integrations.zoom.rooms import moment
from integrations.zoom.settings import council_of
from meetings.ports.conferencing import FileFound
from meetings.ports.providers import Account, Gone, Permanent

#: How long the token to fetch the files is good for, in seconds.
_LASTS = 6 * 3600
#: A day of video is less.
LARGEST = 20 * 2**30

#: Zoom's type of file: ours, and its media type.
_KINDS: Mapping[str, tuple[str, str]] = {
    "MP4": ("video", "video/mp4"),
    "M4A": ("audio", "audio/mp4"),
    "TRANSCRIPT": ("transcript", "text/vtt"),
    "CC": ("transcript", "text/vtt"),
    "CHAT": ("chat", "text/plain"),
}
#: Zoom keeps several pictures of the same stretch: the first of these that is there is the one of the meeting.
_PICTURES = (
    "shared_screen_with_speaker_view",
    "shared_screen_with_speaker_view(CC)",
    "shared_screen_with_gallery_view",
    "active_speaker",
    "gallery_view",
    "shared_screen",
)
#: Its own transcript is better than the captions that were typed or shown.
_TEXTS = ("audio_transcript", "cc_transcript", "closed_caption")


def files(client: Client, account: Account, ref: str) -> tuple[FileFound, ...]:
    """What is there of every sitting: one picture, one sound, one transcript of each stretch, and the chat."""
    found: list[FileFound] = []
    for uuid in instances(client, account, ref) or (ref,):
        of_it = _recorded(client, account, uuid)
        if not any(file.kind == "transcript" for file in of_it):
            of_it += _transcript(client, account, uuid)
        found += of_it
    return tuple(found)


def _recorded(client: Client, account: Account, uuid: str) -> list[FileFound]:
    try:
        answer = client.ask(
            account,
            "GET",
            f"/meetings/{in_path(uuid)}/recordings",
            params={"include_fields": "download_access_token", "ttl": _LASTS},
        )
    except Gone:
        return []
    token = str(answer.get("download_access_token") or "")
    best: dict[tuple[str, str], tuple[int, FileFound]] = {}
    for row in answer.get("recording_files") or []:
        ready = isinstance(row, dict) and row.get("status", "completed") == "completed"
        if not ready or row.get("file_type") not in _KINDS or not row.get("download_url"):
            continue
        file, rank = _file(row, token), _rank(row)
        if rank is not None:
            place = (file.kind, str(row.get("recording_start")))
            best[place] = min(best.get(place, (rank, file)), (rank, file), key=lambda x: x[0])
    return [file for _, file in best.values()]


def _rank(row: Mapping[str, Any]) -> int | None:
    """The smaller the better; None: not of the meeting, such as the picture of its host alone."""
    order: Sequence[str] = {"MP4": _PICTURES, "TRANSCRIPT": _TEXTS, "CC": _TEXTS}.get(row["file_type"], ())
    kind = str(row.get("recording_type") or "")
    if not order:
        return 0
    return order.index(kind) if kind in order else None


def _file(row: Mapping[str, Any], token: str) -> FileFound:
    kind, media_type = _KINDS[row["file_type"]]
    size = row.get("file_size")
    return FileFound(
        key=str(row.get("id") or row["download_url"]),
        kind=kind,
        media_type=media_type,
        started_at=moment(row.get("recording_start")),
        ended_at=moment(row.get("recording_end")),
        size=int(size) if isinstance(size, int | float) else None,
        address=_with(str(row["download_url"]), token),
    )


def _transcript(client: Client, account: Account, uuid: str) -> list[FileFound]:
    """A transcript without a recording."""
    try:
        answer = client.ask(account, "GET", f"/meetings/{in_path(uuid)}/transcript")
    except Gone:
        return []
    except Permanent as refused:
        # Not every account has it; recordings are found without it.
        if refused.code not in (NO_SCOPE, NOT_PAID, "403"):
            raise
        return []
    url = str(answer.get("download_url") or "")
    if not answer.get("can_download") or not url:
        return []
    made = moment(answer.get("transcript_created_time"))
    return [FileFound(f"transcript:{uuid}", "transcript", "text/vtt", None, made, address=url)]


def fetch(client: Client, account: Account, file: FileFound) -> Iterator[bytes]:
    """The file, piece by piece."""
    url, _, token = file.address.partition("#")
    return client.pieces(url, token or client.token(council_of(account)).value, LARGEST)


def _with(url: str, token: str) -> str:
    # What stands behind the hash is never sent: the token travels in a header.
    return f"{url}#{token}" if token else url
