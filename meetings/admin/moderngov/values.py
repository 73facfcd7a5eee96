"""Dates, times, yes-and-no and plain text, in the ways councils have them typed."""

from __future__ import annotations

import datetime as dt
import html
import re

_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]*>")
_DATE_FORMATS = (
    "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%B %d %Y",
)  # fmt: skip
_ORIGIN = re.compile(r"^(https?:)(//[^/?#]+)", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b[\s,]*", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"[T\s]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$")
_CLOCK = re.compile(
    r"^(?:at\s+)?(?P<hour>\d{1,2})(?:\s*[.:]\s*(?P<minute>\d{2})(?:[.:]\d{2})?)?\s*(?:hrs?|hours)?\s*"
    r"(?P<half>[ap]\.?\s?m\.?|noon|midnight|midday)?$",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"^(\d{2})(\d{2})\s*(?:hrs?|hours)?$", re.IGNORECASE)
_WORDS = {"noon": dt.time(12), "midday": dt.time(12), "midnight": dt.time(0)}


def plain(text: str | None) -> str:
    """One line of text. Entities are often encoded twice in titles, so they are read twice."""
    if not text:
        return ""
    read = html.unescape(html.unescape(text))
    if "<" in read:
        read = html.unescape(_TAG.sub(" ", read))
    return _SPACE.sub(" ", read.replace("\u200b", "")).strip()


def read_date(text: str) -> dt.date | None:
    """Day first, as the service writes it; ISO and written-out dates are understood too."""
    bare = _TIME_OF_DAY.sub("", plain(text)).strip()
    bare = _ORDINAL.sub("", _WEEKDAY.sub("", bare)).replace(",", "")
    for pattern in _DATE_FORMATS:
        try:
            return dt.datetime.strptime(bare, pattern).date()
        except ValueError:
            continue
    return None


def read_time(text: str) -> dt.time | None:
    """ "6.30 pm", "10.00 am", "18:30", "7pm", "noon". "7.30" alone may be morning or evening: not guessed."""
    bare = plain(text).rstrip(".").lower()
    if bare in _WORDS:
        return _WORDS[bare]
    if four := _FOUR_DIGITS.match(bare):
        return _clock(int(four[1]), int(four[2]))
    match = _CLOCK.match(bare)
    if match is None:
        return None
    hour, minute, half = match["hour"], match["minute"], (match["half"] or "").lower()
    if half:
        return _half_day(int(hour), int(minute or 0), half)
    if minute is None or len(hour) < 2:
        return None
    return _clock(int(hour), int(minute))


def _half_day(hour: int, minute: int, half: str) -> dt.time | None:
    if half in _WORDS:
        return _WORDS[half] if (hour, minute) == (12, 0) else None
    if hour > 12:  # "18.30 pm" is meant as written
        return _clock(hour, minute) if half[0] == "p" else None
    return _clock(hour % 12 + (12 if half[0] == "p" else 0), minute)


def _clock(hour: int, minute: int) -> dt.time | None:
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def read_flag(text: str) -> bool | None:
    """True, False, or None for a word that is neither."""
    word = plain(text).lower()
    if word in {"true", "yes", "y", "1", "-1"}:
        return True
    return False if word in {"false", "no", "n", "0", ""} else None


def read_number(text: str) -> int | None:
    word = plain(text).rstrip(".")
    return int(word) if re.fullmatch(r"[0-9]{1,9}", word) else None


def join_url(base: str, url: str) -> str:
    """Where a link on the page `base` leads; the link as it is when there is no base."""
    origin = _ORIGIN.match(base)
    if not url or origin is None or _SCHEME.match(url):
        return url
    if url.startswith("//"):
        return origin[1] + url
    if url.startswith("/"):
        return origin[0] + url
    path = re.split(r"[?#]", base[origin.end() :])[0]
    return f"{origin[0]}{path.rpartition('/')[0]}/{url}"
