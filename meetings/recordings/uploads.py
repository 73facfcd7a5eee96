"""From an upload to a recording or a transcript: known by its content, kept by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from werkzeug.datastructures import FileStorage

from meetings.kernel.errors import Invalid, Unsafe
from meetings.ports.scanner import ScanFailed
from meetings.ports.storage import CHUNK, StorageFailed, StoredFile
from meetings.recordings.vtt import LARGEST, Parsed, parse
from meetings.web.services import services

ACCEPT = ".mp4,.m4v,.webm,.mp3,.m4a,.ogg,video/mp4,video/webm,audio/mpeg,audio/mp4,audio/ogg"
ACCEPT_TEXT = ".vtt,.srt,text/vtt,application/x-subrip"
_UNKNOWN = "Choose an MP4, WebM, MP3, M4A or Ogg file. This one is none of these, whatever its name says"
_NOT_KEPT = "The file could not be stored just now. Nothing was changed: try again in a minute."


def media_type_of(head: bytes) -> str:
    """What a file is, by how it begins; empty for anything that is not taken."""
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] in (b"M4A", b"M4B") else "video/mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:64]:
        return "video/webm"
    if head[:4] == b"OggS":
        return "audio/ogg"
    # MPEG audio: a tag, or the sync word of a layer III frame
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    return ""


def take_in_media(upload: FileStorage | None) -> tuple[StoredFile, str]:
    """Check and keep a recording. Raises Invalid with a message for the field `file`, Unsafe."""
    if upload is None or not upload.filename:
        raise Invalid("Choose a file.", {"file": "Choose the file of the recording"})
    with TemporaryDirectory(prefix="witan-upload-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as out:
            for piece in _pieces(upload, services().config.max_paper_bytes):
                out.write(piece)
        with path.open("rb") as stream:
            media_type = media_type_of(stream.read(64))
            if not media_type:
                raise Invalid(_UNKNOWN, {"file": _UNKNOWN})
            stream.seek(0)
            _scan(stream)
            stream.seek(0)
            return _kept(stream), media_type


def take_in_text(upload: FileStorage | None) -> tuple[Parsed, str]:
    """Read and keep a caption file; the lines, and the hash of the file as it came. Raises Invalid, Unsafe."""
    if upload is None or not upload.filename:
        raise Invalid("Choose a file.", {"file": "Choose a caption file (.vtt or .srt)"})
    data = b"".join(_pieces(upload, LARGEST))
    found = parse(data)
    _kept(BytesIO(data))
    return found, hashlib.sha256(data).hexdigest()


def _pieces(upload: FileStorage, largest: int) -> Iterator[bytes]:
    size = 0
    while piece := upload.stream.read(CHUNK):
        size += len(piece)
        if size > largest:
            most = largest // 1024 // 1024
            message = f"The file is larger than {most} MB. Fetch it from the provider, or give its address"
            raise Invalid(message, {"file": message})
        yield piece


def _scan(stream: BinaryIO) -> None:
    scanner = services().scanner
    if scanner is None:
        return
    try:
        bad = scanner.scan(stream)
    except ScanFailed as error:
        raise Unsafe(
            "The file could not be looked through for malware just now. Nothing was changed: try again in a minute."
        ) from error
    if bad is not None:
        message = f"This file holds malware ({bad}) and was not taken. Tell your IT service desk"
        raise Invalid(message, {"file": message})


def _kept(stream: BinaryIO) -> StoredFile:
    try:
        return services().storage.put(stream)
    except StorageFailed as error:
        raise Unsafe(_NOT_KEPT) from error
