"""A Word file as clean HTML, with what its author should mend said in plain words."""

from __future__ import annotations

import base64
import html as markup
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from meetings.documents import child
from meetings.documents.richtext import clean
from meetings.documents.word_process import CLOSE, OPEN
from meetings.kernel.errors import Invalid

SECONDS = 90.0

_BROKEN = "This Word file is damaged and cannot be opened. Ask its author for a new copy."
_REFUSALS = {
    "bomb": "This file unpacks to far more than a document holds. Ask its author for a new copy.",
    "broken": _BROKEN,
    "macros": "This Word document has macros in it. Save it as “Word document (.docx)”, without macros.",
    "not_word": "This file is not a Word document (.docx). Open it, save it as one, and upload it again.",
    "too_long": "This document is too long to be written on here. Split it, or upload it as a PDF.",
    "too_much": "This file takes too long or too much memory to open. Save it anew, or split it in parts.",
}
_FOUND = {
    "comments": "It has comments in it. They are left out.",
    "embedded_files": "It has other files inside it. They are left out.",
    "tracked_changes": "It has tracked changes in it. They are taken as accepted: check the words.",
}

_TOKEN = re.compile(f"{OPEN}([0-9]{{1,5}}){CLOSE}")
_ANCHOR = re.compile(r'<a id="[^"]*"></a>')
_WITHIN = re.compile(r'<a\b[^>]*href="#[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_BACK = re.compile("\\s*\u2191\\s*")
_HEADED = re.compile(r"<thead>.*?</thead>", re.DOTALL)
_BARE_TH = re.compile(r"<th(?![^>]*\bscope=)(?=[\s>])")


@dataclass(frozen=True)
class Converted:
    """What became of a Word file. `pictures`: content by address, empty unless they were asked for."""

    html: str
    warnings: tuple[str, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def docx_to_html(data: bytes, *, pictures: bool = False) -> Converted:
    """The clean rich text of a Word file, headings, lists, tables and links kept. Raises Invalid.

    Without `pictures` their descriptions stand in their place. With them the HTML has `img` elements, which
    `render_pdf` draws when it is handed `Converted.pictures` as its assets; such HTML is for printing only.
    """
    answer = _converted(data, pictures)
    found: list[dict[str, str]] = answer["pictures"]
    words = _BACK.sub(" ", _WITHIN.sub(r"\1", _ANCHOR.sub("", answer["html"])))
    cleaned = _HEADED.sub(lambda m: _BARE_TH.sub('<th scope="col"', m[0]), clean(words))
    kept = {
        _address(n, each): base64.b64decode(each["content"])
        for n, each in enumerate(found, start=1)
        if each["content"]
    }
    return Converted(
        _TOKEN.sub(lambda m: _picture(int(m[1]), found), cleaned), _warnings(answer, pictures), kept
    )


def _converted(data: bytes, pictures: bool) -> dict[str, Any]:
    with TemporaryDirectory(prefix="witan-word-") as folder:
        source = Path(folder) / "upload.docx"
        source.write_bytes(data)
        wanted = ("pictures",) if pictures else ()
        command = child.command("meetings.documents.word_process", str(source), *wanted)
        try:
            done = subprocess.run(
                command,
                cwd=child.ROOT,
                env=child.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Invalid(_REFUSALS["too_much"]) from error
    if done.returncode != 0:
        raise Invalid(_REFUSALS["too_much"] if done.returncode < 0 else _BROKEN)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Invalid(_REFUSALS.get(answer["refused"], _BROKEN))
    return answer


def _address(number: int, picture: Mapping[str, str]) -> str:
    return f"asset:word/{number}.{picture['kind']}"


def _picture(number: int, found: list[dict[str, str]]) -> str:
    if not 1 <= number <= len(found):
        return ""
    picture = found[number - 1]
    words = " ".join(picture["alt"].split())
    if picture["content"]:
        return f'<img src="{_address(number, picture)}" alt="{markup.escape(words)}">'
    return f"[Picture: {markup.escape(words, quote=False)}]" if words else "[Picture without a description]"


def _warnings(answer: Mapping[str, Any], pictures: bool) -> tuple[str, ...]:
    notes: Mapping[str, int] = answer["notes"]
    said = [_FOUND[code] for code in answer["findings"] if code in _FOUND]
    said += _about_pictures(answer["pictures"], pictures)
    if tables := notes["tables_without_header"]:
        which = "A table has" if tables == 1 else f"{tables} tables have"
        said.append(
            f"{which} no header row. In Word, select the top row, then choose “Repeat Header Rows”, "
            "so that a screen reader can say which column a figure stands in."
        )
    if notes["merged_cells"]:
        said.append("A table has merged cells, which a screen reader may read in the wrong order.")
    if lines := notes["looks_like_heading"]:
        which = (
            "A line looks like a heading but is"
            if lines == 1
            else f"{lines} lines look like headings but are"
        )
        said.append(f"{which} only large or bold. Give headings Word’s heading styles.")
    elif not notes["headings"]:
        said.append(
            "It has no headings. Give its parts Word’s heading styles, so that readers can find their way."
        )
    if notes["linked_pictures"]:
        said.append("A picture is only linked to, not in the file. It is left out.")
    if notes["footnotes"]:
        said.append("Its footnotes stand at the end of the text.")
    return tuple(said)


def _about_pictures(found: list[dict[str, str]], kept: bool) -> list[str]:
    said = []
    if without := sum(not each["alt"].strip() for each in found):
        which = "A picture has" if without == 1 else f"{without} pictures have"
        said.append(
            f"{which} no alternative text. In Word, right-click it, choose “Edit Alt Text”, and describe it."
        )
    if found and not kept:
        which = "its picture" if len(found) == 1 else f"its {len(found)} pictures"
        said.append(f"Only words are taken over, not {which}. Add pictures as an appendix.")
    elif unknown := sum(not each["kind"] for each in found):
        which = "A picture is" if unknown == 1 else f"{unknown} pictures are"
        said.append(f"{which} in a form that cannot be shown. Save it in Word as PNG or JPEG.")
    return said
