"""Rich text of agendas and minutes, cleaned by an allow-list when written and again when shown."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import nh3
from markupsafe import Markup

from meetings.kernel.checks import printable

TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "a", "span",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto"}
#: So many elements within one another are no document that somebody wrote.
DEEPEST = 100
#: Elements that need no end tag, or have none.
_UNCLOSED = {
    "p",
    "li",
    "br",
    "hr",
    "img",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "dt",
    "dd",
    "col",
    "wbr",
}

_RENAMED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
_RENAME = re.compile(r"<(/?)(b|i|h1|h2|h5|h6|div)(?=[\s>/])", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z/!]")
_NAMED = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ANY = re.compile(r"<[A-Za-z/!?][^<>]*>?")
_HEADING = re.compile(r"<(/?)h([34])([\s>])")
_SINGLE = re.compile(r"<p>((?:(?!</?(?:p|li|ul|ol|table|h\d)\b).)*)</p>", re.DOTALL)
_THAT = re.compile(r"that\b[\s,:–-]*", re.IGNORECASE)
_FIRST = re.compile(r"<h[34]>.*?</h[34]>", re.DOTALL)
_EMPTY = re.compile(r"<p>\s*</p>")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_SCOPES = {"row", "col", "rowgroup", "colgroup"}
_DROPPED_WHOLE = {"script", "style", "title", "template", "noscript", "iframe", "svg", "math", "xmp"}
_BLOCKS = {"p", "li", "h3", "h4", "tr", "table", "ul", "ol", "caption", "br"}


def clean(text: str) -> str:
    """What may be kept of some HTML. Its result is stable: cleaning it once more changes nothing."""
    text = _shallow(printable(text))
    kept = _CLEANER.clean(_RENAME.sub(lambda m: f"<{m[1]}{_RENAMED[m[2].lower()]}", text)).strip()
    # A second pass lets the parser settle what renaming moved about (a paragraph in a paragraph).
    kept = _EMPTY.sub("", printable(_CLEANER.clean(kept))).strip()
    return f"<p>{kept}</p>" if kept and not _TAG.search(kept) else kept


def _shallow(text: str) -> str:
    """The same; of what is nested deeper than any document is, which would take minutes to parse, the words alone."""
    depth = 0
    for close, name in _NAMED.findall(text):
        if name.lower() not in _UNCLOSED:
            depth = max(0, depth - 1) if close else depth + 1
            if depth > DEEPEST:
                return _ANY.sub(" ", text).replace("<", "&lt;")
    return text


def plain(text: str) -> str:
    """The words alone, a line for each paragraph, item or row."""
    reader = _Words()
    reader.feed(clean(text))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


def without_title(text: str, title: str) -> str:
    """Clean HTML without a first heading that only repeats the title it is shown under."""
    first = _FIRST.match(text)
    if first is None or plain(first[0]).split() != title.split():
        return text
    return text[first.end() :].lstrip()


def is_blank(text: str) -> bool:
    """Whether there is nothing to read in it."""
    return not plain(text).strip("\u200b\u2060\ufeff\xad \n")


def from_plain(text: str) -> str:
    """Typed text as rich text: an empty line parts paragraphs, a line break stays one."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = (html.escape(part.strip()) for part in re.split(r"\n[ \t]*\n", normal))
    return clean("".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part))


def rich(text: str | None, heading: int = 3) -> Markup:
    """For templates: text safe to print, its headings from level `heading` down without a gap.

    Text without any tag is taken as typed by hand, not as HTML.
    """
    value = text or ""
    cleaned = clean(value) if _TAG.search(value) else from_plain(value)
    return Markup(_HEADING.sub(_Levels(heading), cleaned))


def inline(text: str | None) -> Markup:
    """For templates: the words of a single paragraph, to run on in another. Empty for anything longer."""
    single = _SINGLE.fullmatch(rich(text))
    return Markup(single[1]) if single else Markup("")


def after_that(text: str | None) -> Markup:
    """For templates: what follows `that` in a single paragraph which begins with it. Empty for any other."""
    words = inline(text)
    that = _THAT.match(words)
    return Markup(words[that.end() :]) if that else Markup("")


class _Levels:
    """Puts headings on the levels a page has room for: the first on the top one, none skipped."""

    def __init__(self, top: int) -> None:
        self._top = top
        self._last = top - 1

    def __call__(self, found: re.Match[str]) -> str:
        slash, level, rest = found.groups()
        if not slash:
            self._last = min(self._top + int(level) - 3, self._last + 1, 6)
        return f"<{slash}h{self._last}{rest}"


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "lang":
        return value if _LANG.fullmatch(value) else None
    if name == "scope":
        return value.lower() if value.lower() in _SCOPES else None
    if name in ("colspan", "rowspan", "start"):
        return value if _NUMBER.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)


class _Words(HTMLParser):
    """Collects the text of cleaned HTML, with a line break at the edge of each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")
        elif tag in ("td", "th"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data.replace("\n", " "))
