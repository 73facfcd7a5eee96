"""From bytes to the XML element that was asked for, whatever it is wrapped in; raises nothing but Invalid."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from meetings.admin.moderngov.imported import Kind
from meetings.admin.moderngov.values import plain
from meetings.kernel.errors import Invalid

LARGEST = 20 * 1024 * 1024
_DEEPEST = 60
_MOST_ELEMENTS = 500_000
_WRAPPERS = {"envelope", "body", "string", "xml"}
_HTML_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>(.{0,400}?)</title", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Control characters, as such or as references, come out of text pasted from word processors. XML allows none.
_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BAD_REFERENCES = re.compile(r"&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
_ROOTS = {
    "meeting": Kind.MEETING,
    "getmeetings": Kind.MEETINGS,
    "getmeetingsbydate": Kind.MEETINGS,
    "committees": Kind.COMMITTEES,
    "councillorsbyward": Kind.COUNCILLORS,
}


class _Bounded(TreeBuilder):
    """A tree that stops before it grows too deep or too large to be a council's."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        self.elements += 1
        if self.depth > _DEEPEST or self.elements > _MOST_ELEMENTS:
            raise Invalid("This XML is nested deeper, or has more elements, than any answer of Modern.Gov.")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def local_name(tag: object) -> str:
    """The lower-case name without its namespace; empty for a comment or an instruction."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def kind_of(xml: bytes) -> Kind:
    """Which answer this is. Raises Invalid for anything else."""
    return _kind_of_root(open_xml(xml, "an answer of Modern.Gov's web service"))


def root_of(xml: bytes, kind: Kind) -> Element:
    """The answer's own element. Raises Invalid, saying what was expected and what was found."""
    expected = f"the XML that Modern.Gov answers to {kind.value}"
    root = open_xml(xml, expected)
    found = _kind_of_root(root)
    if found is not kind:
        raise Invalid(f"Expected {expected}; found the answer to {found.value} instead.")
    if len(root) == 0 and not plain(root.text):
        raise Invalid(
            f"Expected {expected}; found an empty <{local_name(root.tag)}>: it knows nothing of this."
        )
    return root


def open_xml(xml: bytes, expected: str) -> Element:
    """Parse, and take off a SOAP envelope or a <string> with the answer inside."""
    if len(xml) > LARGEST:
        raise Invalid(
            f"Expected {expected}; found {len(xml):,} bytes, more than the {LARGEST:,} that are read."
        )
    if not xml.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise Invalid(f"Expected {expected}; found nothing: the file is empty.")
    root = _parse(xml, expected)
    for _ in range(8):
        inner = _unwrapped(root, expected)
        if inner is root:
            break
        root = inner
    if local_name(root.tag) == "html":
        raise Invalid(f"Expected {expected}; found {_web_page(xml)}.")
    return root


def _parse(xml: bytes, expected: str) -> Element:
    try:
        return _tree(xml.lstrip())
    except (ParseError, ValueError, LookupError):
        pass
    try:
        return _tree(_mended(xml))
    except (ParseError, ValueError, LookupError) as error:
        raise Invalid(f"Expected {expected}; found {_not_xml(xml, error)}.") from error


def _tree(xml: bytes) -> Element:
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    parser.feed(xml)
    root = parser.close()
    if not isinstance(root, Element):
        raise ParseError("no element")
    return root


def _mended(xml: bytes) -> bytes:
    """The same text without the characters XML forbids, for services that let them through."""
    try:
        text = xml.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = xml.decode("cp1252", errors="replace")
    text = _DECLARATION.sub("", text)
    return _BAD_REFERENCES.sub("", _BAD_CHARACTERS.sub("", text)).strip().encode("utf-8")


def _not_xml(xml: bytes, error: Exception) -> str:
    start = xml[:4096]
    if _HTML_PAGE.search(start):
        return _web_page(xml)
    if isinstance(error, DefusedXmlException):
        return (
            "XML with a document type or entities of its own, which is not safe to read and is never needed"
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return f"XML that is damaged or breaks off ({error})"
    return f"something that is not XML; it begins {_sample(start)}"


def _web_page(xml: bytes) -> str:
    title = _TITLE.search(xml[:65536])
    name = plain(title[1].decode("utf-8", errors="replace")) if title else ""
    return (
        "a web page"
        + (f" called “{name[:120]}”" if name else "")
        + ", perhaps an error page or a sign-in page"
    )


def _sample(start: bytes) -> str:
    return f"“{plain(_BAD_CHARACTERS.sub(' ', start[:60].decode('utf-8', errors='replace')))}”"


def _unwrapped(root: Element, expected: str) -> Element:
    name = local_name(root.tag)
    if name == "fault":
        words = next((plain(e.text) for e in root.iter() if local_name(e.tag) in {"faultstring", "text"}), "")
        raise Invalid(
            f"Expected {expected}; the service answered with a fault: {words[:200] or 'no reason given'}."
        )
    if name in _ROOTS or not (name in _WRAPPERS or name.endswith(("response", "result"))):
        return root
    children = [child for child in root if local_name(child.tag) and local_name(child.tag) != "header"]
    if children:
        return children[0]
    inside = (root.text or "").strip()
    return _parse(inside.encode("utf-8", errors="replace"), expected) if inside.startswith("<") else root


def _kind_of_root(root: Element) -> Kind:
    name = local_name(root.tag)
    if name in _ROOTS:
        return _ROOTS[name]
    known = ", ".join(f"<{root}>" for root in sorted(_ROOTS))
    raise Invalid(
        f"Expected an answer of Modern.Gov's web service ({known}); found an XML file of <{name[:60]}>."
    )
