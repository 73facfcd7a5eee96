"""Draws every page of every sample as a picture, to be looked at: python -m tests.documents.drawing FOLDER [NAME...].

What to look for: headings at the foot of a page, lone lines, parted rows, names that do not fit, words over words.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pypdfium2

from meetings.documents.pdf_process import PdfRenderer
from meetings.documents.printing import page
from tests.documents import samples
from tests.documents.hard import HARD


def pages() -> Iterator[tuple[str, str]]:
    """The name and the HTML of each document: the hard minutes, and the sample of every other kind."""
    for name, make in HARD.items():
        yield name, page("pdf/minutes.html", doc=make())
    for path in sorted(Path(samples.__file__ or "").parent.glob("[a-z]*.py")):
        for number, html in enumerate(import_module(f"tests.documents.samples.{path.stem}").pages()):
            yield f"sample-{path.stem}-{number}", html


def draw(folder: Path, wanted: tuple[str, ...] = ()) -> int:
    """Draw them; how many pages there were."""
    drawn = 0
    folder.mkdir(parents=True, exist_ok=True)
    with PdfRenderer() as renderer:
        for name, html in pages():
            if wanted and name not in wanted:
                continue
            content = renderer.render(html)
            (folder / f"{name}.pdf").write_bytes(content)
            with pypdfium2.PdfDocument(content) as pdf:
                for number, each in enumerate(pdf, start=1):
                    each.render(scale=1.2).to_pil().save(folder / f"{name}-{number:02d}.png")
                    drawn += 1
    return drawn


if __name__ == "__main__":
    draw(Path(sys.argv[1]), tuple(sys.argv[2:]))
