"""Whatever happens at a meeting is minuted exactly once, and nothing exempt is in anything that the public reads."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from dataclasses import replace
from enum import Enum
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.documents.printing import page
from meetings.minutes.document import MinutesDocument, Resolution
from meetings.minutes.document_json import to_json
from meetings.minutes.prints.data import open_data_file
from meetings.minutes.rules import public_rendition
from meetings.minutes.style import HouseStyle, Language
from tests.minutes.at_random import HAPPENINGS, PEOPLE, Told, in_private, run
from tests.minutes.at_random_agenda import begin
from tests.minutes.reading import html, words

_HAPPENINGS = st.lists(st.tuples(st.integers(0, len(HAPPENINGS) - 1), st.integers(0, 60)), max_size=7)
_FAST = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
BOTH = HouseStyle(language=Language.BOTH, list_reports=True, pack_pages=True, cross_references=True)


@st.composite
def meetings(draw: st.DrawFn) -> Told:
    """Public items, a private part of one of them, and exempt items; things happen at each."""
    told = begin(BOTH, exempt=draw(st.integers(1, 2)))
    making = told.making
    for number in ("1", "2", "3"):
        run(told, draw(_HAPPENINGS) if told.making.current else [])
        making.item(number)
    run(told, draw(_HAPPENINGS))
    if draw(st.booleans()):
        in_private(told, "i3", draw(_HAPPENINGS))
        run(told, draw(_HAPPENINGS))
    for item in making.items[3:]:
        in_private(told, item.id, draw(_HAPPENINGS))
    told.minute()
    making.closed()
    return told


def unsaid(told: Told, document: MinutesDocument) -> list[str]:
    """What the minutes do not say as often as they must: once, for most things."""
    lines = words(html(replace(document, twin=None)))
    text, found = " ".join(lines), Counter(piece for line in lines for piece in _pieces(line))
    problems = [f"{text.count(s)} × {s}" for s, times in told.said.items() if text.count(s) != times]
    return problems + [f"{found[s]} × {s}" for s, times in told.lines.items() if found[s] != times]


def _pieces(line: str) -> list[str]:
    """The names of a line that is nothing but names; else the line."""
    names = line.split(", ")
    return names if set(names) <= set(PEOPLE) else [line]


def leaks(told: Told, document: MinutesDocument) -> list[str]:
    """Every secret in what the public reads: the page, the print, the data, in either language."""
    public = document
    told_outside = (
        to_json(public),
        html(public),
        page("pdf/minutes.html", doc=public),
        json.dumps(json.loads(open_data_file(document, "m1")), ensure_ascii=False),
    )
    return [secret for secret in told.secrets for text in told_outside if secret in text]


@_FAST
@given(meetings())
def test_everything_is_minuted_once_and_nothing_exempt_is_public(told: Told) -> None:
    document = told.making.document()
    assert unsaid(told, document) == []
    assert leaks(told, public_rendition(document)) == []


def _styles() -> st.SearchStrategy[HouseStyle]:
    """Any house style: every choice and switch there is."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for field in dataclasses.fields(HouseStyle):
        if isinstance(field.default, Enum):
            fields[field.name] = st.sampled_from(list(type(field.default)))
        elif isinstance(field.default, bool):
            fields[field.name] = st.booleans()
    return st.builds(HouseStyle, **fields)


@settings(_FAST, max_examples=60)
@given(meetings(), _styles())
def test_nothing_exempt_is_public_in_any_house_style(told: Told, style: HouseStyle) -> None:
    told.making.style = style
    assert leaks(told, public_rendition(told.making.document())) == []


def _one() -> Told:
    told = begin(BOTH, exempt=1)
    told.making.item("1")
    run(told, [(0, 0), (3, 1)])
    in_private(told, "i4", [(0, 0), (2, 0), (3, 1), (6, 0), (10, 0)])
    told.making.closed()
    return told


def test_the_checks_find_what_they_look_for() -> None:
    told = _one()
    document = told.making.document()
    assert unsaid(told, document) == []
    assert set(leaks(told, document)) >= {"HushTitle4y", "HushPaper4y", "HushPassed4y", "HushPages4y"}
    silent = replace(
        document,
        items=tuple(
            replace(i, blocks=tuple(b for b in i.blocks if not isinstance(b, Resolution)))
            for i in document.items
        ),
    )
    assert any("RESOLVED" in problem for problem in unsaid(told, silent))
    twice = replace(document, items=(*document.items, document.items[0]))
    assert any(problem.startswith("2 ×") for problem in unsaid(told, twice))
