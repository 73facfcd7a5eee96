"""Finds canaries however they are wrapped: archives, PDFs and all that is in them, escapes, UTF-16, base64."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

import pikepdf
import pypdfium2

from tests.packs.making import everything
from tests.security.canary.words import PATTERN

_DEPTH = 4
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_QUOTED_PRINTABLE = re.compile(r"=\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]")
_TAGS = re.compile(r"<[^>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_HYPHENATED = re.compile("[\u2010\x02-]\\s*\\n\\s*")


@lru_cache(maxsize=4096)
def found_in(data: bytes) -> frozenset[str]:
    """Every canary in some bytes."""
    return frozenset(_look(data, 0))


def _look(data: bytes, depth: int) -> Iterator[str]:
    for text in _texts(data):
        yield from _read(text)
    if depth >= _DEPTH:
        return
    for inner in _unpacked(data):
        yield from _look(inner, depth + 1)


def _texts(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    yield data.decode("latin-1")
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            yield data.decode(encoding, "replace")
            yield data[1:].decode(encoding, "replace")


def _read(text: str) -> Iterator[str]:
    """The canaries in a text as it is, and as a reader would undo its escapes."""
    small = text.casefold()
    yield from PATTERN.findall(small)
    if "zq" not in small and not any(sign in small for sign in ("&", "%", "\\", "=", "<", "z")):
        return
    plain = _INVISIBLE.sub("", unescape(small))
    for undone in (
        plain,
        unquote(plain),
        _ESCAPED.sub(lambda m: chr(int(m[1] or m[2], 16)), plain),
        _FOLDED.sub("", plain),
        _QUOTED_PRINTABLE.sub("", plain),
        _TAGS.sub("", plain),
        _HYPHENATED.sub("", plain),
    ):
        yield from PATTERN.findall(undone.casefold())


def _unpacked(data: bytes) -> Iterator[bytes]:
    if data[:2] == b"\x1f\x8b":
        yield from _try(gzip.decompress, data)
    if data[:3] == b"BZh":
        yield from _try(bz2.decompress, data)
    if data[:1] == b"\x78":
        yield from _try(zlib.decompress, data)
    if b"PK\x03\x04" in data[:4096]:
        yield from _archived(data)
    if b"%PDF-" in data[:1024]:
        yield from _of_pdf(data)
        return
    for run in _BASE64.findall(data):
        yield from _try(_from_base64, run)


def _try(undo: object, data: bytes) -> Iterator[bytes]:
    try:
        yield undo(data)  # type: ignore[operator]
    except (OSError, ValueError, EOFError, zlib.error, binascii.Error):
        return


def _from_base64(run: bytes) -> bytes:
    plain = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    return base64.b64decode(plain + b"=" * (-len(plain) % 4))


def _archived(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield " ".join(archive.namelist()).encode()
            yield archive.comment
            for name in archive.namelist():
                yield archive.read(name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return


def _of_pdf(data: bytes) -> Iterator[bytes]:
    """The words of its pages, every string and stream, what it says of itself, and every file in it."""
    try:
        yield everything(data).encode("utf-8", "replace")
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield repr(dict(pdf.docinfo.items())).encode() if "/Info" in pdf.trailer else b""
            for name, spec in pdf.attachments.items():
                yield name.encode()
                yield spec.get_file().read_bytes()
            for each in pdf.objects:
                if isinstance(each, pikepdf.Stream) and each.get("/Type") == "/EmbeddedFile":
                    yield each.read_bytes()
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        return
