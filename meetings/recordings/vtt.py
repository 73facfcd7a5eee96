"""WebVTT and SubRip, read with suspicion and written with care: times, speakers, plain text, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from meetings.kernel.checks import printable
from meetings.kernel.errors import Invalid

LARGEST = 8 * 1024 * 1024
MOST_CUES = 40_000
LONGEST_TEXT = 2_000
LONGEST_NAME = 120
LONGEST_MS = 48 * 3600 * 1000
_LONGEST_LINE = 20_000
#: of a cue with its tags; and of what is said in it before it is tidied, which costs the square of its length
_LONGEST_CUE, _UNTIDY = 40_000, 2 * LONGEST_TEXT
_TIME = re.compile(r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{3})")
# None of these looks further than to the next tag: what a hostile file costs grows with its length and no faster.
_VOICE = re.compile(r"<v(?:\.[^<>\s]*)?\s([^<>]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[^<>]*>")
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|lrm|rlm|#39);")
_ENTITIES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "#39": "'", "nbsp": " ", "lrm": "", "rlm": ""
}  # fmt: skip
_SKIPPED = ("NOTE", "STYLE", "REGION")
_PREFIX = re.compile(r"([^\W\d_][^:<>\n]{0,79}): (.+)", re.DOTALL)
#: Direction marks that could make a line read otherwise than it is.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])


@dataclass(frozen=True)
class Line:
    """What somebody says from one moment to another, in thousandths of a second."""

    start_ms: int
    end_ms: int
    speaker: str
    text: str


@dataclass(frozen=True)
class Parsed:
    """The lines in order of time, and how many pieces made no sense and were left out."""

    lines: tuple[Line, ...]
    left_out: int = 0


def parse(data: bytes) -> Parsed:
    """Read a caption file. Raises Invalid for what is none, is too big, or holds no line at all."""
    text = _decoded(data)
    lines: list[Line] = []
    left_out = 0
    for block in _blocks(text):
        if block[0].split(" ", 1)[0].rstrip() in _SKIPPED:
            continue
        found = _block(block)
        left_out += not found
        lines += found
        if len(lines) > MOST_CUES:
            raise Invalid(
                f"This file has more than {MOST_CUES:,} lines.", {"file": "The file has too many lines"}
            )
    if not lines:
        raise Invalid(
            "There is no caption in this file.",
            {"file": "Choose a caption file (.vtt or .srt): no line with times was found in this one"},
        )
    ordered = sorted(lines, key=lambda line: (line.start_ms, line.end_ms))
    return Parsed(tuple(_named(_joined(ordered))), left_out)


def write(lines: Iterable[Line], *, language: str = "en", voices: bool = True) -> bytes:
    """The lines as a WebVTT file that every player reads, escaped."""
    out = ["WEBVTT", f"Language: {_plain(language)}", ""]
    for line in lines:
        text = "\n".join(_escaped(part) for part in line.text.split("\n") if part.strip())
        if not text:
            continue
        if voices and line.speaker:
            text = f"<v {_escaped(_plain(line.speaker))}>{text}</v>"
        out += [f"{stamp(line.start_ms)} --> {stamp(max(line.end_ms, line.start_ms + 1))}", text, ""]
    return "\n".join(out).encode()


def stamp(ms: int) -> str:
    """A time as the format has it: 01:02:03.450."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def milliseconds(text: str) -> int | None:
    """A time of a caption file; None for what is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds, rest = (int(g or 0) for g in found.groups())
    total = ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
    return total if total <= LONGEST_MS else None


def clean(text: str, longest: int = LONGEST_TEXT) -> str:
    """What may be kept of a caption: text that can be printed, in lines with single blanks."""
    plain = printable(unicodedata.normalize("NFC", text[:_UNTIDY])).translate(_BIDI)
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)[:longest].rstrip()


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        message = f"A caption file has {LARGEST // 1024 // 1024} MB at most."
        raise Invalid(message, {"file": message})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            raise Invalid("Captions are UTF-8.", {"file": "Save the caption file as UTF-8 text"}) from error
        text = data.decode("utf-16", errors="replace")
    if "\x00" in text[:1000]:
        raise Invalid("This is no text.", {"file": "Choose a caption file (.vtt or .srt)"})
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _blocks(text: str) -> Iterable[list[str]]:
    """Pieces between blank lines, without the heading of the file."""
    block: list[str] = []
    first = True
    for line in (*text.split("\n"), ""):
        if line.strip():
            block.append(line[:_LONGEST_LINE])
            continue
        if block and not (first and block[0].startswith("WEBVTT") and not any("-->" in b for b in block)):
            yield block
        first, block = first and not block, []


def _block(block: list[str]) -> list[Line]:
    """The cue of one piece; none if it has no good times, or says nothing."""
    place = next((n for n, line in enumerate(block[:3]) if "-->" in line), None)
    if place is None:
        return []
    first, _, rest = block[place].partition("-->")
    last = rest.split()
    start, end = milliseconds(first), milliseconds(last[0]) if last else None
    if start is None or end is None or end < start:
        return []
    return [
        Line(start, end, speaker, text)
        for speaker, text in _said("\n".join(block[place + 1 :])[:_LONGEST_CUE])
        if text
    ]


def _said(payload: str) -> list[tuple[str, str]]:
    """By voice what is said; the text without a voice has none."""
    pieces = _VOICE.split(payload)
    found = [("", _text(pieces[0]))]
    for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
        found.append((_text(name).replace("\n", " ")[:LONGEST_NAME].strip(), _text(text)))
    return found


def _text(payload: str) -> str:
    """Without tags, with characters for entities: once only, so that nothing turns into a tag afterwards."""
    return clean(_ENTITY.sub(lambda m: _ENTITIES[m[1]], _TAG.sub("", payload)))


def _joined(lines: list[Line]) -> list[Line]:
    """The same line told twice in a row, as live captions do, is told once."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before and _same(before, line):
            found[-1] = replace(before, end_ms=max(before.end_ms, line.end_ms))
        else:
            found.append(line)
    return found


def _same(before: Line, line: Line) -> bool:
    told = (before.speaker, before.text) == (line.speaker, line.text)
    return told and line.start_ms <= before.end_ms + 200


def _named(lines: list[Line]) -> list[Line]:
    """Speakers written before a colon, where most lines have one: that is how some providers name them."""
    if any(line.speaker for line in lines):
        return lines
    found = [_PREFIX.fullmatch(line.text) for line in lines]
    names = {m[1] for m in found if m}
    told = sum(1 for m in found if m)
    if told * 2 < len(lines) or told < 3 or len(names) * 2 > told + 2:
        return lines
    return [
        replace(line, speaker=m[1].strip()[:LONGEST_NAME], text=m[2].strip()) if m else line
        for line, m in zip(lines, found, strict=True)
    ]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    return " ".join(clean(text, LONGEST_NAME).split())
