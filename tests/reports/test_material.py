"""When a change is material, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meetings.kernel.secrecy import Sensitivity
from meetings.reports.rules.content import Attached, ReportContent, Section
from meetings.reports.rules.material import Weight, changes_between, falls, weight_of

TEXT = "The council intends to approve the scheme for the harbour wall at a cost of £120,000, not later than March."
FILE = Attached("f1", "Map", "map.pdf", "application/pdf", 10, 1, "a" * 64)


def report(html: str = f"<p>{TEXT}</p>", **more: object) -> ReportContent:
    sections = (
        Section("purpose", "Purpose", html),
        Section("legal", "Legal", "<p>The power is in the Act.</p>"),
    )
    return ReportContent("Harbour wall", "That it be agreed.", sections, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "weight"),
    [
        (TEXT, "none"),
        (TEXT.replace(" ", "  "), "none"),
        (TEXT.replace("council", "Council"), "none"),
        (TEXT.replace(", not", " – not"), "none"),
        (TEXT.replace("£120,000", "<strong>£120,000</strong>"), "none"),
        (TEXT.replace("approve", "aprove"), "slight"),
        (TEXT.replace("harbour", "harbor"), "slight"),
        (TEXT.replace("scheme", "shceme"), "slight"),
        (TEXT.replace("intends", "intended"), "slight"),
        (TEXT.replace("£120,000", "£130,000"), "material"),
        (TEXT.replace("£120,000", "€120,000"), "material"),
        (TEXT.replace("£120,000", "£1,200.00"), "material"),
        (TEXT.replace("not later", "later"), "material"),
        (TEXT.replace("not later", "now later"), "material"),
        (TEXT.replace("The council", "The councils and boards"), "material"),
        (TEXT.replace("approve", "disapprove"), "material"),
        (TEXT.replace("approve", "reprove"), "material"),
        (TEXT.replace("March", "May"), "material"),
        (TEXT + " And more.", "material"),
        ("", "material"),
        (TEXT.replace("council intends to", "counsil intend to"), "slight"),
        (TEXT.replace("The council", "Teh council"), "material"),
    ],
)  # fmt: skip
def test_weight_of_a_change(words: str, weight: str) -> None:
    assert weight_of(report(), report(f"<p>{words}</p>" if words else "")).value == weight


def test_more_than_five_spellings_in_all_are_material() -> None:
    words = ["council", "intends", "approve", "scheme", "harbour"]
    misspelt = TEXT
    for word in words:
        misspelt = misspelt.replace(word, word + "s")
    assert weight_of(report(), report(f"<p>{misspelt}</p>")) is Weight.SLIGHT
    also = replace(report(f"<p>{misspelt}</p>"), title="Harbour walls")
    assert weight_of(report(), also) is Weight.MATERIAL


def test_a_list_made_of_paragraphs_says_the_same() -> None:
    one, other = report("<p>First.</p><p>Second.</p>"), report("<ul><li>First</li><li>Second</li></ul>")
    assert weight_of(one, other) is Weight.NONE


@pytest.mark.parametrize(
    "changed",
    [
        {"background": ("The strategy",)},
        {"no_background": True},
        {"sensitivity": Sensitivity.EXEMPT},
        {"paragraphs": ("3",)},
        {"interest_test": "It would harm the tender."},
        {"review_on": date(2027, 4, 1)},
        {"negotiation": True},
        {"document": FILE},
        {"appendices": (FILE,)},
    ],
)
def test_files_exemption_and_background_papers_are_never_slight(changed: dict[str, object]) -> None:
    assert weight_of(report(), replace(report(), **changed)) is Weight.MATERIAL  # type: ignore[arg-type]


def test_exempting_a_section_is_material() -> None:
    sections = (replace(report().sections[0], exempt=True), report().sections[1])
    assert weight_of(report(), replace(report(), sections=sections)) is Weight.MATERIAL


def test_another_file_for_an_appendix_is_material() -> None:
    before = report(appendices=(FILE,))
    after = report(appendices=(replace(FILE, sha256="b" * 64),))
    assert [c.title for c in changes_between(before, after)] == ["Appendix: Map"]
    assert weight_of(before, after) is Weight.MATERIAL


@pytest.mark.parametrize(
    ("changed", "concerns", "minor", "fallen"),
    [
        ("purpose", (), False, ["section.purpose"]),
        ("purpose", ("purpose",), False, ["section.purpose"]),
        ("purpose", ("legal",), False, []),
        ("title", ("legal",), False, ["title"]),
        ("spelling", (), False, ["section.purpose"]),
        ("spelling", (), True, []),
        ("purpose", (), True, ["section.purpose"]),
        ("spaces", (), False, []),
        ("background", ("legal",), False, ["background"]),
    ],
)
def test_what_a_clearance_falls_for(
    changed: str, concerns: tuple[str, ...], minor: bool, fallen: list[str]
) -> None:
    after = {
        "purpose": report("<p>Something else.</p>"),
        "title": replace(report(), title="Another title of it"),
        "spelling": report(f"<p>{TEXT.replace('scheme', 'sceme')}</p>"),
        "spaces": report(f"<p>{TEXT.replace(' ', '   ')}</p>"),
        "background": replace(report(), background=("The strategy",)),
    }[changed]
    found = falls(changes_between(report(), after), concerns, minor=minor)
    assert [c.key for c in found] == fallen
