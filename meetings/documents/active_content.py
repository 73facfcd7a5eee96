"""Takes out of a PDF whatever would do something by itself: scripts, programs, files inside, media."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

#: What an action does, and what its removal is called.
_ACTIONS = {
    "/GoToE": "embedded_files",
    "/GoToR": "other_files",
    "/ImportData": "forms",
    "/JavaScript": "scripts",
    "/Launch": "programs",
    "/Movie": "media",
    "/Rendition": "media",
    "/RichMediaExecute": "media",
    "/Sound": "media",
    "/SubmitForm": "forms",
}
_ANNOTATIONS = {
    "/3D": "media",
    "/FileAttachment": "embedded_files",
    "/Movie": "media",
    "/RichMedia": "media",
    "/Screen": "media",
    "/Sound": "media",
}


def remove_active_content(pdf: Pdf) -> set[str]:
    """The kinds of active content that were in it and are no more."""
    found: set[str] = set()
    _remove_names(pdf, found)
    for page in pdf.pages:
        _remove_annotations(page, found)
    for value in list(pdf.objects):
        for part in _parts(value):
            _disarm(part, found)
    return found


def _remove_names(pdf: Pdf, found: set[str]) -> None:
    names = pdf.Root.get("/Names", Dictionary())
    for key, kind in (("/JavaScript", "scripts"), ("/EmbeddedFiles", "embedded_files")):
        if key in names:
            del names[key]
            found.add(kind)
    for key in ("/AF", "/Collection"):
        if key in pdf.Root:
            del pdf.Root[key]
            found.add("embedded_files")
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        del form["/XFA"]
        found.add("forms")


def _remove_annotations(page: Any, found: set[str]) -> None:
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, Array):
        return
    kept = []
    for each in annotations:
        kind = _ANNOTATIONS.get(str(each.get("/Subtype", ""))) if isinstance(each, Dictionary) else None
        if kind is None:
            kept.append(each)
        else:
            found.add(kind)
    if len(kept) < len(annotations):
        page.obj.Annots = Array(kept)


def _parts(value: Any) -> Iterator[Any]:
    """This object and the dictionaries inside it, as far as they are not objects of their own."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Dictionary):
            yield each
        if isinstance(each, (Dictionary, Array)):
            inside = each.values() if isinstance(each, Dictionary) else iter(each)
            waiting.extend(part for part in inside if _is_direct(part))


def _is_direct(part: Any) -> bool:
    return isinstance(part, (Dictionary, Array)) and not part.is_indirect


def _disarm(part: Any, found: set[str]) -> None:
    kind = _ACTIONS.get(str(part.get("/S", "")))
    if kind and "/K" not in part:
        found.add(kind)
        for key in list(part.keys()):
            del part[key]
        part.S = Name.Named
        part.N = Name.NoOp
    for key, removed in (("/JS", "scripts"), ("/AA", "scripts"), ("/EF", "embedded_files")):
        if key in part:
            del part[key]
            found.add(removed)
