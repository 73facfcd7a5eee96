"""Who moved a motion, and the figures of a vote: read where they are clear, left alone where not."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.admin.moderngov.imported import ImportedTally, Narrative, Resolution
from meetings.admin.moderngov.minutes import split_minutes
from meetings.admin.moderngov.phrases import figures_in, movers_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("proposed by Cllr. J. Smith and seconded by Cllr. A Patel. The Chair agreed.",
         ("Cllr. J. Smith", "Cllr. A Patel")),
        ("Proposed by: Councillor Lee / Seconded by: Councillor Ng", ("Councillor Lee", "Councillor Ng")),
        ("Councillor Lee moved, and Councillor van der Berg seconded, the motion",
         ("Councillor Lee", "Councillor van der Berg")),
        ("Councillor Lee moved the recommendations, seconded by the Mayor, and",
         ("Councillor Lee", "the Mayor")),
        ("MOVED by the Leader of the Council, Councillor Lee, SECONDED by Councillor Ng",
         ("the Leader of the Council, Councillor Lee", "Councillor Ng")),
    ],
)  # fmt: skip
def test_movers_are_read(text: str, names: tuple[str, str]) -> None:
    assert movers_in(text) == names


@pytest.mark.parametrize(
    ("markup", "figures"),
    [
        ("<p>Voting Record<br>5 For, 0 Against, 1 Abstention</p>", (5, 0, 1, None, False)),
        ("<p>Voting Record</p><p>5 For, 0 Against, 1 Abstention</p>", (5, 0, 1, None, False)),
        ("<p>For: 26 / Against: 32 / Abstention: 0</p>", (26, 32, 0, None, False)),
        ("<p>For – 9&nbsp; Against – 0&nbsp; Abstain – 2</p>", (9, 0, 2, None, False)),
        ("<p>FOR Unanimous<br>AGAINST 0<br>ABSTENTIONS 0</p>", (None, 0, 0, None, True)),
        ("<p>FOR 20</p><p>AGAINST 12</p><p>NOT VOTING 1</p>", (20, 12, None, 1, False)),
        ("<p>(11 in favour, none against and 2 abstentions)</p>", (11, 0, 2, None, False)),
    ],
)
def test_vote_figures_are_read_where_they_are_clear(markup: str, figures: tuple[object, ...]) -> None:
    narrative, tally, resolution = split_minutes(f"<p>Put to the vote.</p>{markup}<p>RESOLVED: A</p>").blocks
    assert isinstance(tally, ImportedTally)
    assert isinstance(resolution, Resolution)
    assert (astuple(tally)[1:], narrative.html) == (figures, "<p>Put to the vote.</p>")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>The recommendation was carried by 22 votes to one, with two abstentions.</p>",
        "<p>For: 26</p>",
        "<p>Voting Record</p>",
        "<p>For 5 years nothing was done.</p>",
        "<p>5 For, 0 Against (Councillor Lee left the room)</p>",
        "<p>For: 5, For: 6, Against: 0</p>",
    ],
)
def test_figures_that_are_not_clear_stay_in_the_narrative(markup: str) -> None:
    assert split_minutes(markup).blocks == (Narrative(markup),)


def test_figures_after_a_resolution_in_its_own_paragraph_are_cut_out() -> None:
    blocks = split_minutes("<p>RESOLVED: That A.<br>Voting Record<br>5 For, 0 Against<br>Closed.</p>").blocks
    assert [block.html for block in blocks] == [
        "<p>RESOLVED: That A.</p>",
        "<p>Voting Record<br>5 For, 0 Against</p>",
        "<p>Closed.</p>",
    ]


@settings(deadline=None)
@given(st.text(alphabet="0123456789 forFORagainstabst/:,-", max_size=60))
def test_any_line_of_figures_is_read_or_refused(text: str) -> None:
    figures = figures_in(text)
    assert figures is None or not figures.clear or figures.unanimous or figures.against is not None
