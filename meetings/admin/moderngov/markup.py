"""Cleaning the HTML of minutes, and cutting it at a place in its text without losing a mark."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

INLINE = {"a", "b", "strong", "i", "em", "u", "s", "sup", "sub", "br", "span"}
BLOCKS = {"p", "ul", "ol", "table", "blockquote"}
_INSIDE = {"li", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_WRAPPERS = {"div", "section", "article", "center", "dl", "dt", "dd", "pre", "address"}
_TAGS = INLINE | BLOCKS | _INSIDE | _HEADINGS | _WRAPPERS
_ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title"},
    "ol": {"start", "type", "style"},
    "ul": {"style"},
    "li": {"value"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
_LIST_TYPES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "decimal": "1",
}  # fmt: skip
_AROUND = {"br": ("\n", ""), "li": ("\n", "\n"), "tr": ("\n", "\n"), "td": ("", " "), "th": ("", " ")}
_DEEPEST_TREE = 100
_DEEPEST_TAGS = 200
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_LINE_END = re.compile(r"[\t\r\n\f]+")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-z][a-z0-9]*[\s/&]|&lt;/?[a-z][a-z0-9]*&gt;", re.IGNORECASE)
_ENTITY_TWICE = re.compile(r"&amp;(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_NEVER_CLOSED = {"br", "hr", "img", "input", "meta", "link", "col", "p", "li", "td", "th", "tr", "o:p"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)


class _Reader(HTMLParser):
    """A tree from cleaned HTML, where every element is known and closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]
        self._passed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) > _DEEPEST_TREE and tag != "br":
            self._passed += 1
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag != "br":
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._passed:
            self._passed -= 1
        elif len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(_LINE_END.sub(" ", data))


def blocks_of(markup: str, base_url: str = "") -> list[Element]:
    """Clean, and lay out as paragraphs, lists, tables, quotations. Relative links need a `base_url`."""
    reader = _Reader()
    reader.feed(_cleaned(markup, base_url))
    reader.close()
    return _blocks(reader.root.children)


def clean(markup: str, base_url: str = "") -> str:
    return serialise(blocks_of(markup, base_url))


def _cleaned(markup: str, base_url: str) -> str:
    text = html.unescape(markup) if "<" not in markup and _ESCAPED_TAG.search(markup) else markup
    text = _ENTITY_TWICE.sub(r"&\1;", text)
    if _too_deep(text):
        text = _ANY_TAG.sub(" ", text)
    return nh3.clean(
        text,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", base_url) if base_url else "deny",
        filter_style_properties={"list-style-type"},
    )


def _too_deep(text: str) -> bool:
    """Thousands of elements inside one another are no minute, and slow to clean."""
    depth = 0
    for closing, name, rest in _ANY_TAG.findall(text):
        if rest.endswith("/") or name.lower() in _NEVER_CLOSED:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST_TAGS:
            return True
    return False


def _blocks(children: Sequence[Element | str]) -> list[Element]:
    """Wrappers opened, headings made bold paragraphs, loose text paragraphs; empty paragraphs left out."""
    laid: list[Element] = []
    loose: list[Element | str] = []

    def settle() -> None:
        if text_of(loose).strip():
            laid.append(Element("p", {}, _trimmed(loose)))
        loose.clear()

    for child in children:
        if isinstance(child, str) or (child.tag in INLINE and not _holds_block(child)):
            loose.append(child)
            continue
        settle()
        laid.extend(_as_blocks(child))
    settle()
    return laid


def _as_blocks(element: Element) -> list[Element]:
    if not text_of([element]).strip():
        return []
    if element.tag in _HEADINGS and not _holds_block(element):
        return [Element("p", _lang(element), [Element("strong", {}, _trimmed(element.children))])]
    if element.tag in {"ul", "ol", "table"}:
        return [_tidied(element)]
    if element.tag == "blockquote":
        return [Element("blockquote", _lang(element), list(_blocks(element.children)))]
    inner = _blocks(element.children)
    for block in inner:
        block.attributes = {**_lang(element), **block.attributes}
    return inner


def _lang(element: Element) -> dict[str, str]:
    return {"lang": element.attributes["lang"]} if "lang" in element.attributes else {}


def _tidied(element: Element) -> Element:
    """A list keeps its kind of numbering as an attribute: styles are not allowed in a page."""
    attributes = dict(element.attributes)
    style = attributes.pop("style", "")
    kind = _LIST_TYPES.get(style.partition(":")[2].strip(" ;"))
    if element.tag == "ol" and kind and "type" not in attributes:
        attributes["type"] = kind
    children = [child if isinstance(child, str) else _tidied(child) for child in element.children]
    return Element(element.tag, attributes, children)


def _holds_block(element: Element) -> bool:
    return any(
        isinstance(child, Element) and (child.tag not in INLINE or _holds_block(child))
        for child in element.children
    )


def _trimmed(children: Sequence[Element | str]) -> list[Element | str]:
    """Without blank text and line breaks at the two ends."""
    kept = list(children)
    while kept and _blank(kept[0]):
        kept.pop(0)
    while kept and _blank(kept[-1]):
        kept.pop()
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return kept


def _blank(child: Element | str) -> bool:
    return not text_of([child]).strip()


def text_of(children: Sequence[Element | str]) -> str:
    """The text, a line break as a newline. Offsets in a paragraph's text are the ones `split` takes."""
    parts = []
    for child in children:
        if isinstance(child, str):
            parts.append(child)
        else:
            before, after = _AROUND.get(child.tag, ("", ""))
            parts.append(f"{before}{text_of(child.children)}{after}")
    return "".join(parts)


def split(element: Element, at: int) -> tuple[Element, Element]:
    """Two elements of the same kind, with the text before and from the offset."""
    before, after = _split_children(element.children, at)
    return (
        Element(element.tag, dict(element.attributes), _trimmed(before)),
        Element(element.tag, dict(element.attributes), _trimmed(after)),
    )


def _split_children(
    children: Sequence[Element | str], at: int
) -> tuple[list[Element | str], list[Element | str]]:
    before: list[Element | str] = []
    after: list[Element | str] = []
    for child in children:
        length = len(text_of([child]))
        if at >= length:
            before.append(child)
        elif at <= 0:
            after.append(child)
        elif isinstance(child, str):
            before.append(child[:at])
            after.append(child[at:])
        else:
            left, right = _split_children(child.children, at)
            before.append(Element(child.tag, dict(child.attributes), left))
            after.append(Element(child.tag, dict(child.attributes), right))
        at -= length
    return before, after


def serialise(children: Sequence[Element | str]) -> str:
    parts = []
    for child in children:
        if isinstance(child, str):
            parts.append(html.escape(child, quote=False))
            continue
        if child.tag == "span" and not child.attributes:
            parts.append(serialise(child.children))
            continue
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in child.attributes.items())
        parts.append(f"<{child.tag}{attributes}>")
        if child.tag != "br":
            parts.append(f"{serialise(child.children)}</{child.tag}>")
    return "".join(parts)
