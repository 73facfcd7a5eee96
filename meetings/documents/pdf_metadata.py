"""What a published PDF may say about itself: its title and the standards it keeps to, not who made it."""

from __future__ import annotations

from pikepdf import Pdf

_KEPT = ("}title", "}part", "}conformance")


def is_kept(name: str) -> bool:
    """Whether a published PDF may say this of itself."""
    return name.endswith(_KEPT)


def say_only_the_title(pdf: Pdf) -> None:
    """Remove authors, programs, dates and everything else but the title."""
    for key in list(pdf.docinfo.keys()):
        if key != "/Title":
            del pdf.docinfo[key]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key in list(metadata):
            if not is_kept(key):
                del metadata[key]
