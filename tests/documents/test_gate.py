"""The gate: every kind of document that is printed passes an independent checker, and opens in Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pikepdf
import pytest

from meetings.documents.attachments import Attachment
from meetings.documents.docx_out import docx_of
from meetings.documents.pdf_process import PdfRenderer
from tests.documents import pdfs, samples
from tests.documents.word_check import problems

TEMPLATES = sorted(
    path.stem
    for path in (Path(__file__).parents[2] / "templates" / "pdf").glob("*.html")
    if path.stem[0] != "_"
)
DATA = Attachment(
    name="data.json", content=b"{}", media_type="application/json", description="The same as data"
)


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer() as running:
        yield running


def test_every_kind_of_document_has_a_sample() -> None:
    there = {path.stem for path in Path(samples.__file__ or "").parent.glob("[a-z]*.py")}
    without = sorted(set(TEMPLATES) - there)
    assert not without, (
        f"write tests/documents/samples/<name>.py for {without}: what is printed goes through the gate"
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_keeps_to_every_rule_that_a_machine_can_check(
    renderer: PdfRenderer, tmp_path: Path, name: str
) -> None:
    sample = import_module(f"tests.documents.samples.{name}")
    archive = getattr(sample, "ARCHIVE", False)
    standards = ("PDFUA-1", "PDFA-3A") if archive else ("PDFUA-1",)
    made: list[Path] = []
    for number, html in enumerate(sample.pages()):
        made.append(tmp_path / f"{name}-{number}.pdf")
        made[-1].write_bytes(renderer.render(html, [DATA] if archive else []))
        assert problems(docx_of(html, title=name)) == []
        _says_enough(made[-1])
    assert made, f"the sample of {name} has no page"
    assert pdfs.broken_rules(*made, standards=standards) == {str(path): [] for path in made}


def _says_enough(path: Path) -> None:
    """What the standards leave to the maker."""
    with pikepdf.open(path) as pdf:
        assert set(pdf.docinfo) == {"/Title"}
        assert str(pdf.docinfo["/Title"]).strip()
        assert re.fullmatch("en-GB|cy", str(pdf.Root.Lang))
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/PageLabels" in pdf.Root
        assert pdf.Root.PageMode == pikepdf.Name.UseOutlines
        with pdf.open_outline() as outline:
            assert outline.root
        assert all(str(each.Alt).strip() for each in pdfs.elements(pdf) if pdfs.is_figure(each))


@pytest.mark.parametrize(
    ("spoil", "standard", "rule"),
    [
        (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), "PDFUA-1", "7.1-11"),
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "PDFUA-1", "7.2"),
        (lambda pdf: pdf.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False), "PDFUA-1", "7.1-10"),
        (lambda pdf: pdf.Root.__delitem__("/Metadata"), "PDFA-3A", "6.6.2"),
        (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "PDFA-3A", "6.2"),
        (lambda pdf: pdf.Root.AF[0].__delitem__("/AFRelationship"), "PDFA-3A", "6.8"),
    ],
)
def test_the_checker_sees_what_is_wrong(
    renderer: PdfRenderer, tmp_path: Path, spoil: object, standard: str, rule: str
) -> None:
    html = '<!doctype html><html lang="en-GB"><title>T</title><h1 style="color:#123">A</h1><p>b</p></html>'
    path = tmp_path / "spoilt.pdf"
    path.write_bytes(renderer.render(html, [DATA]))
    assert pdfs.broken_rules(path, standards=(standard,)) == {str(path): []}
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        assert callable(spoil)
        spoil(pdf)
        pdf.save(path)
    assert [
        found for found in pdfs.broken_rules(path, standards=(standard,))[str(path)] if found.startswith(rule)
    ]
