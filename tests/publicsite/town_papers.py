"""Papers of the town: files, and Word papers with their pages."""

from __future__ import annotations

import io
from typing import Any

from meetings.agendas.usecases import AddPaper, KeepRendition, PaperFile, add_paper, keep_rendition
from meetings.documents.file_types import DOCX
from meetings.kernel.actor import SYSTEM
from meetings.kernel.secrecy import Sensitivity
from tests.factories.site import Site
from tests.factories.world import Sitting

CLOSED: dict[str, Any] = {"sensitivity": Sensitivity.EXEMPT, "exemption": "Paragraph 1"}


def paper(site: Site, sitting: Sitting, item_id: str | None, title: str, **more: object) -> str:
    """One more paper."""
    kept = site.parts.services.storage.put(io.BytesIO(f"%PDF-1.7 {title}".encode()))
    filename = title.lower().replace(" ", "-") + ".pdf"
    file = PaperFile(filename, "application/pdf", kept.size, 3, kept.sha256)
    more = {"interest_test": "Names"} | more
    command = AddPaper(sitting.id, item_id, title, file, **more)  # type: ignore[arg-type]
    return sitting.world.run(add_paper, command)


def word_paper(site: Site, sitting: Sitting, item_id: str, title: str, words: str, **more: object) -> str:
    """A Word paper with its page and its PDF, as the worker makes them."""
    storage = site.parts.services.storage
    forms = (f"PK {words}", f"<p>{words}</p>", f"%PDF-1.7 {words}")
    kept, html, pdf = (storage.put(io.BytesIO(form.encode())) for form in forms)
    file = PaperFile(f"{words.split()[0]}.docx", DOCX, kept.size, None, kept.sha256, ())
    new = AddPaper(sitting.id, item_id, title, file, **{"interest_test": "Names"} | more)  # type: ignore[arg-type]
    paper_id = sitting.world.run(add_paper, new)
    made = KeepRendition(
        sitting.id, paper_id, kept.sha256, sha256=pdf.sha256, size=pdf.size, html_sha256=html.sha256
    )
    sitting.world.run(keep_rendition, made, SYSTEM)
    return paper_id


def word_papers(site: Site, sitting: Sitting, item_id: str) -> list[str]:
    """An open one and an exempt one; the addresses that are not for the public."""
    word_paper(site, sitting, item_id, "Notes on opening hours", "Opening")
    closed = word_paper(site, sitting, item_id, "qexemptwordzx", "qexemptpagezx", **CLOSED)
    return [f"/papers/{closed}/html", f"/papers/{closed}/pdf"]
