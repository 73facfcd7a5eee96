"""The detector sees a canary however it is wrapped: were it blind, finding nothing would say nothing."""

from __future__ import annotations

import base64
import gzip
import io
import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pikepdf
import pytest

from tests.documents.files import pdf
from tests.documents.planted import PLANTED, SECRET, comments, word, workbook
from tests.security.canary import detector
from tests.security.canary.detector import found_in
from tests.security.canary.files import attachment
from tests.security.canary.words import PATTERN, new

WORD = new()


def _saved(document: pikepdf.Pdf) -> bytes:
    held = io.BytesIO()
    with document:
        document.save(held, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return held.getvalue()


def _said_of_itself(xmp: bool) -> bytes:
    document = pdf("Open")
    if not xmp:
        document.docinfo["/Keywords"] = WORD
        return _saved(document)
    with document.open_metadata() as data:
        data["dc:creator"] = [WORD]
    return _saved(document)


def _attached() -> bytes:
    document = pdf("Open")
    inner = gzip.compress(WORD.encode())
    document.attachments["a.gz"] = attachment(document, inner, "a.gz")
    return _saved(document)


def _noted() -> bytes:
    document = pdf("Open")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=WORD)
    note.Rect = pikepdf.Array([0, 0, 9, 9])
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])
    return _saved(document)


WRAPPED: dict[str, Callable[[], bytes]] = {
    "plain": lambda: WORD.encode(),
    "in capitals": lambda: WORD.upper().encode(),
    "in a header": lambda: f'attachment; filename="{WORD}.pdf"'.encode(),
    "as entities": lambda: "".join(f"&#{ord(c)};" for c in WORD).encode(),
    "in an address": lambda: "".join(f"%{ord(c):02x}" for c in WORD).encode(),
    "quoted": lambda: quote(f"a {WORD}").encode(),
    "escaped in JSON": lambda: "".join(f"\\u{ord(c):04x}" for c in WORD).encode(),
    "marked letter by letter": lambda: f"{WORD[:5]}<mark>{WORD[5:]}</mark>".encode(),
    "parted by a soft hyphen": lambda: f"{WORD[:5]}\u00ad{WORD[5:]}".encode(),
    "folded in a calendar": lambda: f"SUMMARY:{WORD[:5]}\r\n {WORD[5:]}".encode(),
    "quoted-printable": lambda: f"{WORD[:5]}=\r\n{WORD[5:]}".encode(),
    "UTF-16": lambda: WORD.encode("utf-16-le"),
    "UTF-16, the other way": lambda: WORD.encode("utf-16-be"),
    "base64": lambda: base64.b64encode(f"some {WORD} words".encode()),
    "base64 of an address": lambda: base64.urlsafe_b64encode(f"some??? {WORD} words".encode()).rstrip(b"="),
    "gzip in base64": lambda: base64.b64encode(gzip.compress(WORD.encode())),
    "gzip": lambda: gzip.compress(escape(WORD).encode()),
    "a Word comment": lambda: word(more={"word/comments.xml": comments(WORD)}),
    "the name of a part": lambda: word(more={f"word/embeddings/{WORD}.bin": b"1"}),
    "a sheet inside Word": lambda: word(
        more={"word/embeddings/1.xlsx": workbook(more={"x.xml": WORD.encode()})}
    ),
    "a page of a PDF": lambda: _saved(pdf(f"Words {WORD}")),
    "what a PDF says of itself": lambda: _said_of_itself(xmp=False),
    "its XMP": lambda: _said_of_itself(xmp=True),
    "a packed file inside it": _attached,
    "a note in it": _noted,
}


@pytest.mark.parametrize("how", WRAPPED)
def test_canary_is_found(how: str) -> None:
    assert found_in(WRAPPED[how]()) == {WORD}


def test_nothing_is_found_where_nothing_is() -> None:
    assert found_in(b"zq and some words, %PDF- and PK\x03\x04 and zq0123") == frozenset()
    assert PATTERN.fullmatch(WORD)


#: planted files that hold no word of their own: what is wrong with them is how they are made
WORDLESS = {"a redaction never applied"}


def test_every_way_to_hide_words_in_a_file_is_seen_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted files of the checks before publication, read for the word that was planted in them."""
    monkeypatch.setattr(detector, "PATTERN", re.compile(SECRET))
    detector.found_in.cache_clear()
    unseen = {name for name, (_, _, make) in PLANTED.items() if SECRET not in found_in(make())}
    detector.found_in.cache_clear()
    assert unseen == WORDLESS
