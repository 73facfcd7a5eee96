"""A meeting with papers of every kind, and packs made from it as the worker makes them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf
from sqlalchemy import select

from integrations.registry import adapters
from meetings.agendas.usecases import AddPaper, PaperFile, PublishAgenda, add_paper, publish_agenda
from meetings.db.outbox import OutboxRow
from meetings.documents.pack_order import Numbers
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.packs.jobs import JOBS
from meetings.packs.queries import PackRow, pack_of, page_ranges
from meetings.packs.rules import PackKind
from meetings.packs.usecases import BUILD
from meetings.runtime.jobs import JobContext
from tests.factories.world import Sitting, World

PDF = "application/pdf"


def untagged(pages: int, words: str = "Untagged", size: tuple[int, int] = (595, 842), turn: int = 0) -> bytes:
    """A PDF as simple programs write it; each page says which it is."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        text = f"BT /F1 14 Tf 60 400 Td ({words} sheet {number}) Tj ET".encode()
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, *size]),
            Resources=Dictionary(Font=Dictionary(F1=font)),
            Contents=pdf.make_stream(text),
            Rotate=turn,
        )
        pdf.pages.append(pikepdf.Page(page))
    pdf.docinfo.Author = "Written By Nobody"
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


def locked(pages: int = 2) -> bytes:
    """A PDF that asks for a password."""
    held = io.BytesIO()
    with Pdf.open(io.BytesIO(untagged(pages))) as pdf:
        pdf.save(held, encryption=pikepdf.Encryption(owner="one", user="two"))
    return held.getvalue()


def texts(content: bytes) -> list[str]:
    """The words of each page."""
    with pypdfium2.PdfDocument(content) as document:
        found = []
        for page in document:
            found.append(" ".join(page.get_textpage().get_text_bounded().split()))
            page.close()
    return found


def everything(content: bytes) -> str:
    """All that is in a PDF in any way: every string and name, every stream decoded, and the words of each page."""
    found = texts(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            found.append(
                str(each.unparse(resolved=True), "latin-1") if not isinstance(each, pikepdf.Stream) else ""
            )
            found.extend(_strings(each, 0))
            if isinstance(each, pikepdf.Stream):
                try:
                    found.append(each.read_bytes().decode("latin-1"))
                except pikepdf.PdfError:
                    found.append(each.read_raw_bytes().decode("latin-1"))
        found.append(str(pdf.trailer.unparse(resolved=True), "latin-1"))
    return "\n".join(found)


def _strings(value: Any, depth: int) -> list[str]:
    if depth > 6:
        return []
    if isinstance(value, pikepdf.String):
        return [str(value)]
    if isinstance(value, pikepdf.Stream):
        value = value.stream_dict
    if isinstance(value, Dictionary):
        inside = (each for key, each in value.items() if key not in ("/Parent", "/P", "/Pg"))
        return [s for each in inside for s in _strings(each, depth + 1)]
    if isinstance(value, Array):
        return [s for each in value for s in _strings(each, depth + 1)]
    return []


@dataclass
class Desk:
    """The worker's side of a meeting: papers put in, packs made, packs read."""

    world: World
    sitting: Sitting
    context: JobContext
    papers: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        item: int | None,
        title: str,
        content: bytes,
        mark: Sensitivity = Sensitivity.PUBLIC,
        **more: Any,
    ) -> str:
        """A PDF paper with an item; its id."""
        stored = self.context.storage.put(io.BytesIO(content))
        name = more.pop("filename", f"{title.lower().replace(' ', '-')}.pdf")
        file = PaperFile(name, more.pop("media_type", PDF), stored.size, more.pop("pages", 1), stored.sha256)
        item_id = None if item is None else self.sitting.items[item]
        if mark is not Sensitivity.PUBLIC:
            more = {"exempt_paragraphs": ("3",), "interest_test": "It would spoil the sale.", **more}
        command = AddPaper(
            meeting_id=self.sitting.id, item_id=item_id, title=title, file=file, sensitivity=mark, **more
        )
        self.papers[title] = self.world.run(add_paper, command)
        return self.papers[title]

    def publish(self, note: str = "") -> None:
        """A new version of the agenda."""
        self.world.run(publish_agenda, PublishAgenda(self.sitting.id, note))

    def make(self, **payload: Any) -> None:
        """Do the job."""
        JOBS[BUILD](self.context, {"stream": self.sitting.id, "seq": 1, **payload})

    def pack(self, kind: PackKind = PackKind.PUBLIC, edition: int = 0) -> PackRow:
        with self.world.runner.read() as session:
            return pack_of(session, self.sitting.id, kind, edition)

    def content(self, kind: PackKind = PackKind.PUBLIC, edition: int = 0) -> bytes:
        """The bytes of a pack."""
        with self.context.storage.open(self.pack(kind, edition).sha256) as file:
            return file.read()

    def numbers(self, audience: Audience = Audience.PUBLIC) -> dict[str, Numbers]:
        """Page numbers by the titles of papers."""
        with self.world.runner.read() as session:
            found = page_ranges(session, self.sitting.id, audience)
        return {title: found[key] for title, key in self.papers.items() if key in found}

    def queued(self) -> int:
        """How often packs were asked for."""
        with self.world.runner.read() as session:
            return len(list(session.scalars(select(OutboxRow.id).where(OutboxRow.job == BUILD))))


def make_desk(world: World, folder: Path, render: Callable[[str], bytes], *titles: str) -> Desk:
    """A meeting in preparation with these items."""
    sitting = world.body().meeting(*titles, publish=False)
    return Desk(world, sitting, JobContext(world.runner, adapters().storage(folder), render))
