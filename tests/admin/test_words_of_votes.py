"""The record viewer on votes: no choice of a vote without names is told, by whichever fact it is held."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from meetings.admin.words import Known, is_hidden_ballot, told

LONDON = ZoneInfo("Europe/London")
CHANGE = {
    "vote_id": "v1",
    "person_id": "p1",
    "name": "Councillor A. Abara",
    "before": "for",
    "after": None,
    "reason": "Pressed the wrong one.",
    "first_name": "Priya Nair",
    "second_name": "Mona Ito",
}


@pytest.mark.parametrize("kind", ["voting.ballot_corrected", "voting.correction_proposed"])
def test_a_correction_tells_the_choices_only_where_names_are_recorded(kind: str) -> None:
    open_to_all, hidden = Known(LONDON), Known(LONDON, hidden_votes=frozenset({"v1"}))
    assert "from “for” to “no vote cast”: Pressed the wrong one" in told(kind, CHANGE, open_to_all)
    assert not is_hidden_ballot(kind, CHANGE, open_to_all)
    assert is_hidden_ballot(kind, CHANGE, hidden)
    said = told(kind, CHANGE, hidden)
    assert "“for”" not in said
    assert "the vote of Councillor A. Abara: Pressed" in said
