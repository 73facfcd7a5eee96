"""A process of its own that looks through what strangers sent: `disclosures|clean|look IN KIND [OUT]`.

It prints one JSON object: what it found, or `{"refused": <why>}`.
"""

from __future__ import annotations

import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from meetings.documents import child
from meetings.documents.disclosure import Disclosure
from meetings.documents.inspect_process import CPU_SECONDS, LARGEST_OUTPUT, MEMORY, Refused, count_parts
from meetings.documents.office_cleaning import clean_office
from meetings.documents.office_disclosure import docx_disclosures, xlsx_disclosures

#: More than this nobody reads: the file is to be made anew.
MOST = 200


def main(arguments: list[str]) -> int:
    """Bind this process, do the one thing that was asked, and say what came of it."""
    child.limit(MEMORY, CPU_SECONDS, LARGEST_OUTPUT)
    child.close_doors()
    try:
        answer = _answer(arguments)
    except (Refused, zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, OSError) as error:
        answer = {"refused": f"{type(error).__name__}: {error}"[:200]}
    json.dump(answer, sys.stdout)
    return 0


def _answer(arguments: list[str]) -> dict[str, Any]:
    match arguments:
        case ["disclosures", source, kind]:
            return {"found": [asdict(each) for each in islice(_found(Path(source), kind), MOST)]}
        case ["clean", source, kind, target]:
            _clean(Path(source), kind, Path(target))
            return {}
        case ["look", source, "pdf"]:
            from meetings.documents.pdf_look import look

            return {"look": asdict(look(Path(source)))}
        case _:
            raise SystemExit(__doc__)


def _found(source: Path, kind: str) -> Iterator[Disclosure]:
    if kind == "pdf":
        from meetings.documents.pdf_disclosure import pdf_disclosures

        yield from pdf_disclosures(source)
        return
    with zipfile.ZipFile(source) as archive:
        count_parts(archive, source.stat().st_size)
        yield from docx_disclosures(archive) if kind == "docx" else xlsx_disclosures(archive)


def _clean(source: Path, kind: str, target: Path) -> None:
    if kind == "pdf":
        from meetings.documents.pdf_disclosure import clean_pdf

        clean_pdf(source, target)
    else:
        with zipfile.ZipFile(source) as archive:
            count_parts(archive, source.stat().st_size)
        clean_office(source, target, comments=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
