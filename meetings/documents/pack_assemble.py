"""Puts a pack together: pages, numbers, tags, links, bookmarks, and nothing said about who made it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, PdfError

from meetings.documents.pack_links import Placed, add_bookmarks, add_labels, keep_named_links, link_parts
from meetings.documents.pack_order import Made, Order, Outcome, Part
from meetings.documents.pack_stamp import Stamper
from meetings.documents.pack_tags import END_MARK, TagTree, begin_mark

#: What goes with a page and says where it came from.
_TRACES = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/B", "/Tabs")
_CLAIM = b"pdfuaid"
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{claim}'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)

Progress = Callable[[int], None]


class Refused(Exception):
    """A part that cannot go in. Its argument is the short word for why: broken, encrypted, empty."""


@dataclass
class _Pack:
    """The pack as it grows. Sources stay open until it is saved, for their streams are read only then."""

    pdf: Pdf
    order: Order
    stamper: Stamper
    tags: TagTree
    documents: list[Pdf]
    sources: dict[str, Pdf]
    labels: list[str]
    placed: list[Placed]
    layers: list[Any]


def assemble(
    order: Order, target: Path, progress: Progress = lambda done: None, kept: list[Pdf] | None = None
) -> Outcome:
    """Make the pack at `target`; with anything refused, nothing is written and the outcome says what and why.

    With `kept` the documents stay open in it: a process that ends anyway saves the time of taking them apart.
    """
    documents: list[Pdf] = [] if kept is None else kept
    pdf = Pdf.new()
    documents.append(pdf)
    stamper = Stamper(pdf, mark=order.mark, marked=bool(order.mark) or order.personal)
    pack = _Pack(pdf, order, stamper, TagTree(pdf), documents, {}, [], [], [])
    try:
        outcome = _put_together(pack, progress)
        if outcome.done:
            _finish(pack, outcome)
            outcome = _saved(pack, target, outcome)
    finally:
        if kept is None:
            for document in documents:
                document.close()
    return outcome


def opened(path: Path | str) -> Pdf:
    """A source. Raises Refused."""
    try:
        pdf = Pdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (PdfError, OSError, ValueError) as error:
        raise Refused("broken") from error
    if not len(pdf.pages):
        pdf.close()
        raise Refused("empty")
    return pdf


def look_at(path: Path | str) -> Made:
    """How many pages a PDF has and whether it is tagged. Raises Refused."""
    with opened(path) as pdf:
        return _made(pdf)


def _made(source: Pdf) -> Made:
    root = source.Root
    metadata = root.get("/Metadata")
    claims = isinstance(metadata, pikepdf.Stream) and _CLAIM in metadata.read_bytes()
    return Made(len(source.pages), _is_tagged(source), claims)


def _is_tagged(source: Pdf) -> bool:
    tree = source.Root.get("/StructTreeRoot")
    return isinstance(tree, Dictionary) and "/K" in tree and "/ParentTree" in tree


def _put_together(pack: _Pack, progress: Progress) -> Outcome:
    made: dict[str, Made] = {}
    refused: dict[str, str] = {}
    for number, part in enumerate(pack.order.parts, 1):
        try:
            made[part.key] = _add(pack, part)
        except Refused as error:
            refused[part.key] = str(error)
        except (PdfError, AttributeError, KeyError, TypeError, ValueError, OverflowError):
            refused[part.key] = "broken"
        progress(number)
    return Outcome(len(pack.labels), made, refused or None)


def _add(pack: _Pack, part: Part) -> Made:
    source = opened(part.path)
    pack.documents.append(source)
    pack.sources[part.key] = source
    made = _made(source)
    first = len(pack.labels)
    if pack.order.double_sided and first % 2:
        _add_blank(pack, part)
        first += 1
    _take_pages(pack.pdf, source)
    pages = [pack.pdf.pages[first + n].obj for n in range(made.pages)]
    keep_named_links(source, pages, pack.pdf)
    tagged = made.tagged and _adopted(pack, source, pages, part)
    if not tagged:
        _forget_tags(pages)
        pack.tags.describe(pages, part.title, _language(source, pack.order), scanned=part.scanned)
    labels = part.numbers.labels(made.pages)
    before, after = (b"", b"") if tagged else (begin_mark(scanned=part.scanned), END_MARK)
    for page, label in zip(pages, labels, strict=True):
        pack.stamper.stamp(page, label, part.corner if page is pages[0] else "", before, after)
        _clean(page, tagged)
    pack.labels += labels
    pack.placed.append(Placed(part, first, pages))
    if "/OCProperties" in source.Root:
        pack.layers.append(_copied(pack.pdf, source, "/OCProperties"))
    return Made(made.pages, tagged, made.claims_ua and tagged)


def _take_pages(pdf: Pdf, source: Pdf) -> None:
    if "/AcroForm" in source.Root:
        # What was filled in shows only with the form it belongs to.
        pdf.add_pages_from(source)
        return
    with warnings.catch_warnings():
        # Links by name are looked after by `keep_named_links`, in a fraction of the time.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.pages.extend(source.pages)


def _adopted(pack: _Pack, source: Pdf, pages: list[Any], part: Part) -> bool:
    try:
        tree = _copied(pack.pdf, source, "/StructTreeRoot")
        pack.tags.adopt(tree, pages, part.title, _language(source, pack.order))
    except ValueError:
        return False
    return True


def _copied(pdf: Pdf, source: Pdf, key: str) -> Any:
    found: Any = source.Root[key]
    return pdf.copy_foreign(found if found.is_indirect else source.make_indirect(found))


def _language(source: Pdf, order: Order) -> str:
    return str(source.Root.get("/Lang", "")) or order.lang


def _forget_tags(pages: list[Any]) -> None:
    """Numbers that lead to no element any more would lead to those of another document."""
    for page in pages:
        for found in (page, *page.get("/Annots", ())):
            for key in ("/StructParent", "/StructParents"):
                if key in found:
                    del found[key]


def _clean(page: Any, tagged: bool) -> None:
    for key in _TRACES:
        if key in page:
            del page[key]
    if tagged or "/Annots" in page:
        page.Tabs = Name.S


def _add_blank(pack: _Pack, following: Part) -> None:
    """The back of a sheet, so that what follows begins on a front; it has the number that was left out for it."""
    last: Any = pack.pdf.pages[-1].obj
    box = list(last.get("/MediaBox", [0, 0, 595, 842]))
    pack.pdf.pages.append(Page(Dictionary(Type=Name.Page, MediaBox=Array(box))))
    before = pack.placed[-1].part.numbers if pack.placed else None
    numbers = following.numbers
    left_out = before is not None and before.prefix == numbers.prefix and numbers.first - before.last == 2
    label = numbers.label(numbers.first - 1) if left_out else ""
    pack.stamper.stamp(pack.pdf.pages[-1].obj, label, "This page is left blank")
    pack.labels.append(label)


def _finish(pack: _Pack, outcome: Outcome) -> None:
    pdf, order, stamper = pack.pdf, pack.order, pack.stamper
    pack.tags.finish()
    link_parts(pack.placed)
    add_bookmarks(pdf, pack.placed)
    add_labels(pdf, pack.labels)
    _add_layers(pdf, pack.layers)
    claims = all(made.claims_ua for made in (outcome.parts or {}).values())
    claim = "<pdfuaid:part>1</pdfuaid:part>" if claims else ""
    title = order.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    xmp = _XMP.format(title=title, claim=claim).encode()
    root: Any = pdf.Root
    root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    root.Lang = pikepdf.String(order.lang)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    pdf.docinfo.Title = pikepdf.String(order.title)
    if order.personal:
        root.WitanPack = Dictionary(Big=stamper.big, Small=stamper.small, Font=stamper.font)


def _add_layers(pdf: Pdf, layers: list[Any]) -> None:
    """What was hidden in a document stays hidden in the pack."""
    if not layers:
        return
    groups, lists = Array(), {key: Array() for key in ("/ON", "/OFF", "/AS")}
    for found in layers:
        groups.extend(found.get("/OCGs", Array()))
        for key, listed in lists.items():
            listed.extend(found.get("/D", Dictionary()).get(key, Array()))
        if found.get("/D", Dictionary()).get("/BaseState") == Name.OFF:
            shown = {each.objgen for each in found.D.get("/ON", Array())}
            lists["/OFF"].extend([g for g in found.OCGs if g.objgen not in shown])
    config = Dictionary({key: value for key, value in lists.items() if len(value)})
    config.Name = pikepdf.String("Layers")
    pdf.Root.OCProperties = Dictionary(OCGs=groups, D=config)


def _saved(pack: _Pack, target: Path, outcome: Outcome) -> Outcome:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            # The papers' streams go through as they are; what is said of the pack has been written already.
            pack.pdf.save(target, compress_streams=False, preserve_pdfa=False, fix_metadata_version=False)
    except PdfError:
        # A stream could not be read: find out whose, so that the pack can be made without it.
        return Outcome(0, None, _unreadable(pack) or {pack.order.parts[0].key: "broken"})
    return outcome


def _unreadable(pack: _Pack) -> dict[str, str]:
    refused = {}
    with Path("/dev/null").open("wb") as nowhere:
        for key, source in pack.sources.items():
            try:
                source.save(nowhere)
            except PdfError:
                refused[key] = "broken"
    return refused
