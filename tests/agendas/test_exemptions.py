"""The nations' paragraphs, and the sentence made of them."""

from __future__ import annotations

import pytest

from meetings.agendas.exemptions import paragraphs_in, schedule_of, sentence
from meetings.deadlines.rules.base import Profile


@pytest.mark.parametrize(
    ("profile", "numbers", "tested"),
    [
        (Profile.ENGLAND_PRINCIPAL, ("1", "7"), True),
        (Profile.WALES, ("12", "18"), True),
        (Profile.NORTHERN_IRELAND, ("1", "7"), True),
        (Profile.SCOTLAND, ("1", "15"), False),
    ],
)
def test_each_nation_has_its_own_paragraphs(profile: Profile, numbers: tuple[str, str], tested: bool) -> None:
    schedule = schedule_of(profile)
    assert schedule is not None
    offered = list(schedule.paragraphs)
    assert ((offered[0], offered[-1]), schedule.tested) == (numbers, tested)
    assert schedule.name in sentence(profile, [numbers[0]])


def test_elsewhere_the_reason_is_given_in_free_words() -> None:
    assert schedule_of(Profile.GENERIC) is None
    assert schedule_of(Profile.ENGLAND_PARISH) is None
    assert sentence(Profile.GENERIC, ["staff", "contracts"]) == "contracts, staff"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Paragraph 3 of Part 1", ("3",)),
        ("para 3", ("3",)),
        ("paragraphs 1, 2 and 7", ("1", "2", "7")),
        ("Secret", ()),
        ("Schedule 12A", ()),
    ],
)
def test_paragraphs_are_found_in_a_reason(text: str, found: tuple[str, ...]) -> None:
    assert paragraphs_in(text) == found


def test_a_reason_too_long_for_its_words_names_the_paragraphs_alone() -> None:
    long = sentence(Profile.SCOTLAND, [str(n) for n in range(1, 16)])
    assert len(long) <= 500
    assert long.endswith("and 15 of Part 1 of Schedule 7A to the Local Government (Scotland) Act 1973")
