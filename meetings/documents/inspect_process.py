"""A process of its own that opens what strangers have sent: `pdf IN OUT`, `docx IN OUT` or `text KIND IN`.

It prints one JSON object: what it found, or `{"refused": <why>}`.
"""

from __future__ import annotations

import json
import sys
import zipfile
import zlib
from pathlib import Path
from shutil import copyfile
from typing import IO, Any

from meetings.documents import child

MEMORY = 2 * 1024**3
CPU_SECONDS = 60
LARGEST_OUTPUT = 512 * 1024**2
MOST_PARTS = 2_000
MOST_INFLATED = 200 * 1024**2
MOST_RATIO = 100
MOST_CHARACTERS = 5_000_000

_LOOKED_AT = 20
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


class Refused(Exception):
    """Its only argument is the short word for why."""


def inspect_pdf(source: Path, target: Path) -> dict[str, Any]:
    """Rewrite a PDF without active content, older versions and metadata, and say what it was like."""
    import pikepdf

    from meetings.documents.active_content import remove_active_content
    from meetings.documents.pdf_disclosure import names_in, revisions
    from meetings.documents.pdf_metadata import say_only_the_title

    try:
        with pikepdf.open(source) as pdf:
            pages = len(pdf.pages)
            if not pages:
                raise Refused("broken")
            findings = remove_active_content(pdf)
            findings |= _signatures(pdf)
            if "/StructTreeRoot" not in pdf.Root:
                findings.add("untagged")
            findings |= {"authors"} if names_in(pdf) else set()
            findings |= {"earlier_versions"} if revisions(source) else set()
            say_only_the_title(pdf)
            pdf.save(target, encryption=False)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, KeyError, TypeError, ValueError) as error:
        raise Refused("broken") from error
    if not "".join(pdf_text(target, _LOOKED_AT)).strip():
        findings.add("no_text")
    return {"pages": pages, "findings": sorted(findings)}


def inspect_docx(source: Path, target: Path | None = None) -> dict[str, Any]:
    """Count what a Word file holds without trusting what it says of itself; write it to `target` without names."""
    from meetings.documents.office_cleaning import clean_office
    from meetings.documents.office_disclosure import properties

    try:
        with zipfile.ZipFile(source) as archive:
            count_parts(archive, source.stat().st_size)
            findings = _docx_findings(archive)
            named = any(True for _ in properties(archive))
        if named:
            findings.add("authors")
        if target is not None and named:
            clean_office(source, target, comments=False)
        elif target is not None:
            copyfile(source, target)
        return {"findings": sorted(findings)}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, KeyError, EOFError, OSError, SyntaxError) as error:
        raise Refused("broken") from error


def text_of(kind: str, source: Path) -> dict[str, Any]:
    """The words of a file, a form feed between pages."""
    if kind == "pdf":
        text = "\f".join(pdf_text(source))
    else:
        import mammoth

        with source.open("rb") as file:
            text = mammoth.extract_raw_text(file).value
    return {"text": text[:MOST_CHARACTERS]}


def _signatures(pdf: Any) -> set[str]:
    form = pdf.Root.get("/AcroForm", {})
    return {"signed"} if "/SigFlags" in form and int(form["/SigFlags"]) & 1 else set()


def pdf_text(source: Path, most_pages: int | None = None) -> list[str]:
    """The words of each page."""
    import pypdfium2

    texts: list[str] = []
    characters = 0
    with pypdfium2.PdfDocument(source) as document:
        for number in range(min(len(document), most_pages or len(document))):
            page = document[number]
            # A hyphen at the end of a line comes as a control character, with the line joined to the next.
            text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
            texts.append(text.replace("\x02", "-").replace("\ufffe", "-"))
            page.close()
            characters += len(texts[-1])
            if characters > MOST_CHARACTERS:
                break
    return texts


def count_parts(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse what unpacks to more than a document holds. Counted, since archives lie about their sizes."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise Refused("bomb")
    allowed = min(MOST_INFLATED, max(size * MOST_RATIO, 1024**2))
    inflated = 0
    for part in parts:
        with archive.open(part) as stream:
            inflated += _inflated(stream, allowed - inflated)


def _inflated(stream: IO[bytes], allowed: int) -> int:
    size = 0
    while piece := stream.read(64 * 1024):
        size += len(piece)
        if size > allowed:
            raise Refused("bomb")
    return size


def _docx_findings(archive: zipfile.ZipFile) -> set[str]:
    names = {part.filename for part in archive.infolist()}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Refused("not_word")
    kinds = archive.read("[Content_Types].xml")
    if b"macroEnabled" in kinds or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if _MAIN not in kinds:
        raise Refused("not_word")
    text = archive.read("word/document.xml")
    findings = set()
    if any(name.startswith("word/embeddings/") for name in names):
        findings.add("embedded_files")
    if b"<w:ins " in text or b"<w:del " in text:
        findings.add("tracked_changes")
    if "word/comments.xml" in names:
        findings.add("comments")
    return findings


def main(arguments: list[str]) -> int:
    """Bind this process, do the one thing that was asked, and say what came of it."""
    child.limit(MEMORY, CPU_SECONDS, LARGEST_OUTPUT)
    child.close_doors()
    try:
        answer = _answer(arguments)
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "too_much"}
    json.dump(answer, sys.stdout)
    return 0


def _answer(arguments: list[str]) -> dict[str, Any]:
    match arguments:
        case ["pdf", source, target]:
            return inspect_pdf(Path(source), Path(target))
        case ["docx", source, target]:
            return inspect_docx(Path(source), Path(target))
        case ["text", kind, source]:
            return text_of(kind, Path(source))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
