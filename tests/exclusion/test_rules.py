"""The words of exclusion by nation, and which item may be taken when."""

from __future__ import annotations

import pytest

from meetings.deadlines.rules.base import Profile
from meetings.exclusion.rules import State, law_words, motion_words, why_not_take
from meetings.kernel.secrecy import Sensitivity


def test_the_words_follow_the_nation() -> None:
    england = motion_words(Profile.ENGLAND_PRINCIPAL, ["9"], ["3"])
    assert "paragraph 3 of Part 1 of Schedule 12A" in england
    assert "outweighs the public interest in disclosing" in england
    wales = motion_words(Profile.WALES, ["4", "5"], ["14", "12"])
    assert "items 4 and 5" in wales
    assert "paragraphs 12 and 14 of Part 4 of Schedule 12A" in wales
    scotland = motion_words(Profile.SCOTLAND, ["2"], ["6"])
    assert "section 50A(4)" in scotland
    assert "outweighs" not in scotland
    assert "Schedule 6" in motion_words(Profile.NORTHERN_IRELAND, ["2"], ["3"])
    parish = motion_words(Profile.ENGLAND_PARISH, ["7"], [], "the terms of a lease")
    assert "Public Bodies (Admission to Meetings) Act 1960" in parish
    assert parish.endswith("the terms of a lease.")
    assert "section 100A(2)" in law_words(Profile.ENGLAND_PRINCIPAL, ["3"], "court")


@pytest.mark.parametrize(
    ("state", "item", "mark", "may"),
    [
        (None, "a", Sensitivity.PUBLIC, True),
        (None, "x", Sensitivity.EXEMPT, False),
        (State.STOPPING, "x", Sensitivity.EXEMPT, False),
        (State.CONFIRMED, "x", Sensitivity.EXEMPT, True),
        (State.PRIVATE, "x", Sensitivity.EXEMPT, True),
        (State.PRIVATE, "y", Sensitivity.EXEMPT, False),
        (State.PRIVATE, "a", Sensitivity.PUBLIC, False),
        (State.RETURNING, "x", Sensitivity.EXEMPT, False),
        (State.ENDED, "x", Sensitivity.EXEMPT, False),
        (State.ENDED, "a", Sensitivity.PUBLIC, True),
    ],
)
def test_an_item_is_taken_only_where_it_may(
    state: State | None, item: str, mark: Sensitivity, may: bool
) -> None:
    assert (why_not_take(state, ("x",), item, mark, "item 9") == "") is may
