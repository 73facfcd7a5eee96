"""Papers of a large meeting, always the same: tagged reports, untagged ones, scans that are turned, A4 and A3."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageDraw

from meetings.documents.pdf_structure import name_apart
from meetings.documents.sheets import ReportSection, ReportSheet, report_page

A4, A3 = (595, 842), (842, 1191)
_WORDS = (
    "council committee report budget service residents decision officer review plan estimate revenue capital "
    "housing highway library planning consultation statutory appraisal outcome risk equality climate delivery"
)

Render = Callable[[str], bytes]


@dataclass(frozen=True)
class Sample:
    """A paper and what it is like: tagged, untagged or scan."""

    title: str
    kind: str
    path: Path
    pages: int


@dataclass(frozen=True)
class Amount:
    """How many papers of each kind, and how many pages each has."""

    tagged: tuple[int, int] = (30, 9)
    untagged: tuple[int, int] = (15, 8)
    scans: tuple[int, int] = (15, 14)
    #: side of a scan's smallest piece of noise: the smaller, the larger its file
    grain: int = 3
    #: different layouts among the tagged ones: rendering each takes seconds
    layouts: int = 6


def make_papers(folder: Path, render: Render, amount: Amount) -> list[Sample]:
    """Write them all below `folder`, mixed as an agenda has them."""
    folder.mkdir(parents=True, exist_ok=True)
    found = _tagged(folder, render, amount)
    found += [_untagged(folder, n, amount.untagged[1]) for n in range(amount.untagged[0])]
    found += [_scan(folder, n, amount.scans[1], amount.grain) for n in range(amount.scans[0])]
    random.Random(7).shuffle(found)
    return found


def _tagged(folder: Path, render: Render, amount: Amount) -> list[Sample]:
    count, pages = amount.tagged
    layouts = [render(report_page(_sheet(n, pages))) for n in range(min(count, amount.layouts))]
    made = []
    for number in range(count):
        title = f"Report {number + 1} of the Director of Place"
        path = folder / f"tagged-{number}.pdf"
        with Pdf.open(io.BytesIO(layouts[number % len(layouts)])) as pdf:
            name_apart(pdf, f"{number}-")
            pdf.docinfo.Title = title
            pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            made.append(Sample(title, "tagged", path, len(pdf.pages)))
    return made


def _sheet(number: int, pages: int) -> ReportSheet:
    chance = random.Random(number)

    def words(count: int) -> str:
        return " ".join(chance.choice(_WORDS.split()) for _ in range(count)).capitalize() + "."

    rows = "".join(
        f"<tr><td>{words(3)}</td><td>{chance.randrange(9999)}</td><td>{chance.randrange(9999)}</td></tr>"
        for _ in range(12)
    )
    table = (
        "<table><caption>Estimates</caption><thead><tr><th scope='col'>Service</th><th scope='col'>This year</th>"
        f"<th scope='col'>Next year</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    listed = "".join(f"<li>{words(9)}</li>" for _ in range(5))
    sections = tuple(
        ReportSection(
            heading=words(4)[:-1],
            html="".join(f"<p>{words(60)}</p>" for _ in range(4)) + f"<ul>{listed}</ul>{table}",
        )
        for _ in range(max(1, pages * 2 // 3))
    )
    return ReportSheet(
        council="Northmoor Borough Council",
        body="Full Council",
        day="Tuesday 8 December 2026",
        subject=f"Estimates, part {number + 1}",
        author="Director of Place",
        recommendations=("That the report be noted.",),
        sections=sections,
    )


def _untagged(folder: Path, number: int, pages: int) -> Sample:
    """As many programs write it: standard fonts that are not embedded, no tags, no language."""
    chance = random.Random(100 + number)
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for page in range(pages):
        lines = [" ".join(chance.choice(_WORDS.split()) for _ in range(11)) for _ in range(44)]
        text = f"BT /F1 11 Tf 15 TL 60 780 Td (Schedule {number + 1}, sheet {page + 1}) Tj T* "
        text += " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        _add_page(pdf, A4, text.encode(), Dictionary(Font=Dictionary(F1=font)))
    path = folder / f"untagged-{number}.pdf"
    pdf.save(path, deterministic_id=True)
    return Sample(f"Schedule {number + 1}", "untagged", path, pages)


def _scan(folder: Path, number: int, pages: int, grain: int) -> Sample:
    """Pictures of pages: some lying on their side, some A3."""
    pdf = Pdf.new()
    for page in range(pages):
        wide = page % 7 == 5
        size = A3 if wide else A4
        jpeg, (across, down) = _picture(number * 100 + page, size, grain)
        picture = pdf.make_stream(
            jpeg,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=across,
            Height=down,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        text = f"q {size[0]} 0 0 {size[1]} 0 0 cm /Im0 Do Q".encode()
        made = _add_page(pdf, size, text, Dictionary(XObject=Dictionary(Im0=picture)))
        if page % 5 == 3:
            made.Rotate = 90
    path = folder / f"scan-{number}.pdf"
    pdf.save(path, deterministic_id=True)
    return Sample(f"Signed plan {number + 1}", "scan", path, pages)


def _picture(seed: int, size: tuple[int, int], grain: int) -> tuple[bytes, tuple[int, int]]:
    across, down = size[0] * 2, size[1] * 2
    noise = random.Random(seed).randbytes((across // grain) * (down // grain))
    image = Image.frombytes("L", (across // grain, down // grain), noise).point(lambda v: 200 + v // 5)
    image = image.resize((across, down), Image.Resampling.NEAREST)
    pen = ImageDraw.Draw(image)
    for line in range(24):
        pen.text((80, 120 + line * 50), f"Scanned drawing {seed}, line {line + 1}", fill=0, font_size=28)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=75)
    return held.getvalue(), (across, down)


def _add_page(pdf: Pdf, size: tuple[int, int], content: bytes, resources: Dictionary) -> pikepdf.Page:
    page = pikepdf.Page(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, *size]),
            Resources=resources,
            Contents=pdf.make_stream(content),
        )
    )
    pdf.pages.append(page)
    return pdf.pages[-1]
