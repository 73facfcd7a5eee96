"""The name a paper is offered under."""

from __future__ import annotations

import pytest

from meetings.agendas.forms import title_from
from meetings.agendas.uploads import safe_name


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("Report (final), v2.PDF", "Report (final), v2.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\Draft report.pdf", "Draft report.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("Lärm.pdf", "Lärm.pdf"),
        ("report.html", "report.pdf"),
        ("...", "paper.pdf"),
        ("", "paper.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_names_are_made_safe(declared: str, name: str) -> None:
    assert safe_name(declared, "pdf") == name


def test_a_title_is_made_of_the_name() -> None:
    assert title_from("library_report-final.pdf") == "Library report final"
