"""The catalogues of set phrases: the same keys and places in each language, and Welsh that holds together."""

from __future__ import annotations

import dataclasses
import re
import string
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from meetings.bodies.models import Seat
from meetings.debate.rules import Ruling, Step
from meetings.interests.rules import Action, Kind
from meetings.minutes import wording
from meetings.minutes.phrases import LANGUAGES, fill, phrases
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.voting.methods import METHODS
from meetings.voting.rules import Way


def told(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every phrase with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from told(each, f"{path}[{key}]")
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from told(each, f"{path}[{number}]")
    else:
        for field in dataclasses.fields(value):
            yield from told(getattr(value, field.name), f"{path}.{field.name}")


def places(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


def problems(one: Any, other: Any) -> list[str]:
    """Where two catalogues do not say the same things."""
    first, second = dict(told(one)), dict(told(other))
    found = [f"only in one: {path}" for path in first.keys() ^ second.keys()]
    found += [
        f"other places: {p}" for p in first.keys() & second.keys() if places(first[p]) != places(second[p])
    ]
    return found + [f"empty: {p}" for p in second if first.get(p) and not second[p]]


def test_both_catalogues_have_the_same_phrases_with_the_same_places() -> None:
    assert problems(LANGUAGES["en"], LANGUAGES["cy"]) == []
    assert {p.language for p in LANGUAGES.values()} == set(LANGUAGES)


def test_the_comparison_finds_what_it_looks_for() -> None:
    cy = LANGUAGES["cy"]
    broken = dataclasses.replace(
        cy, room=dataclasses.replace(cy.room, took_chair="Cymerodd y gadair am {when}")
    )
    assert problems(LANGUAGES["en"], broken) == ["other places: .room.took_chair"]


def test_hardly_a_phrase_is_left_in_english() -> None:
    english = dict(told(LANGUAGES["en"]))
    same = {
        p
        for p, text in told(LANGUAGES["cy"])
        if text == english[p] and re.search(r"[a-z]{2}", places_out(text))
    }
    assert same == set()


def places_out(phrase: str) -> str:
    return re.sub(r"\{[^}]*\}", "", phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_other_features_has_its_phrase(language: str) -> None:
    say = phrases(language)
    assert {m.label for m in MeetingMode} <= say.page.modes.keys()
    assert {f"{k.value.capitalize()} meeting" for k in MeetingKind} <= say.page.kinds.keys()
    assert {s.label for s in Seat} <= say.page.seats.keys()
    assert {k.value for k in Kind} == say.interests.kinds.keys()
    assert {a.value for a in Action} == say.interests.actions.keys()
    assert {r.value for r in Ruling} == say.debate.rulings.keys()
    assert {s.value for s in Step} == say.debate.steps.keys()
    assert {w.value for w in Way} == say.votes.ways.keys()
    assert METHODS.keys() <= say.votes.majorities.keys()


def test_english_says_what_the_features_say_themselves() -> None:
    say = phrases("en")
    assert say.interests.kinds == {k.value: k.label for k in Kind}
    assert say.page.seats == {s.label: s.label for s in Seat}
    assert {key: say.votes.majorities[key] for key in METHODS} == {k: m.label for k, m in METHODS.items()}


@pytest.mark.parametrize(
    ("on", "alone", "within"),
    [
        (date(2021, 2, 9), "Dydd Mawrth 9 Chwefror 2021", "ddydd Mawrth 9 Chwefror 2021"),
        (date(2026, 12, 6), "Dydd Sul 6 Rhagfyr 2026", "ddydd Sul 6 Rhagfyr 2026"),
        (date(2027, 5, 31), "Dydd Llun 31 Mai 2027", "ddydd Llun 31 Mai 2027"),
    ],
)
def test_welsh_days(on: date, alone: str, within: str) -> None:
    assert wording.long_date(on, "cy") == alone
    assert wording.long_date(on, "cy", in_sentence=True) == within


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (18, 30, "6.30yh"),
        (9, 5, "9.05yb"),
        (19, 0, "7yh"),
        (12, 0, "12 hanner dydd"),
        (0, 0, "12 hanner nos"),
    ],
)
def test_welsh_times(hour: int, minute: int, said: str) -> None:
    assert wording.clock(datetime(2021, 2, 9, hour, minute, tzinfo=UTC), "Europe/London", "cy") == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("3", "4"), "3 a 4"),
        (("7", "8"), "7 ac 8"),
        (("10", "11", "12"), "10, 11 a 12"),
        (("y Cynghorydd Ann Ash", "y Cynghorydd Ifan Owen"), "y Cynghorydd Ann Ash a’r Cynghorydd Ifan Owen"),
        (("Dewi Rhys", "Elin Puw"), "Dewi Rhys ac Elin Puw"),
        (("Dewi Rhys", "Ioan Puw"), "Dewi Rhys a Ioan Puw"),
    ],
)
def test_welsh_lists(names: tuple[str, ...], said: str) -> None:
    assert wording.joined(names, "cy") == said


def test_the_welsh_article_keeps_to_its_neighbours() -> None:
    name = wording.titled("Councillor Ann Ash", "cy")
    say = phrases("cy")
    assert wording.moved("substantive", name, name, "cy") == (
        "Gwnaed cynnig gan y Cynghorydd Ann Ash, ac fe’i heiliwyd gan y Cynghorydd Ann Ash"
    )
    assert fill(say.debate.steps["left"], name=name, at="8yh").startswith(
        "Bu’n rhaid i’r Cynghorydd Ann Ash adael"
    )
    assert fill(say.votes.proxy, name=name) == "Y Cynghorydd Ann Ash (drwy ddirprwy)"
    assert wording.urgent("Ann Ash", "it lapses.", "cy").startswith("Roedd y Cadeirydd (Ann Ash) o’r farn")
    assert wording.urgent("", "it lapses").startswith("The Chair was of the opinion")
    assert wording.titled("Dr Ann Ash", "cy") == "Dr Ann Ash"
    assert wording.untitled((name, "Y Cynghorydd Bob Bell"), "cy") == ("Ann Ash", "Bob Bell")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("RESOLVED", "PENDERFYNWYD"),
        ("RESOLVED:", "PENDERFYNWYD"),
        ("Resolved that", "Penderfynwyd"),
        ("RECOMMENDED", "ARGYMHELLWYD"),
        ("Agreed –", "Cytunwyd"),
        ("ENACTED", "ENACTED"),
    ],
)
def test_the_word_before_a_decision_in_welsh(chosen: str, said: str) -> None:
    assert wording.word(chosen, "cy") == said
    assert wording.word(chosen) == chosen
