"""Minutes documents: their JSON, and where what was declared is printed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.minutes.document import BLOCKS, Block, MinuteItem, MinutesDocument, Motion, Note, VoteResult
from meetings.minutes.document_json import (
    block_from_data,
    block_to_data,
    from_data,
    from_json,
    to_data,
    to_json,
)
from tests.minutes.sample import awkward_minutes

TIMES = st.datetimes(timezones=st.just(UTC))


def documents() -> st.SearchStrategy[MinutesDocument]:
    items = st.builds(MinuteItem, blocks=st.lists(blocks(), max_size=3).map(tuple))
    return st.builds(
        MinutesDocument,
        items=st.lists(items, max_size=3).map(tuple),
        started_at=st.none() | TIMES,
        ended_at=st.none() | TIMES,
        present=st.just(()),
        in_attendance=st.just(()),
        times=st.just(()),
    )


def blocks() -> st.SearchStrategy[Block]:
    return st.one_of([st.builds(cls, **_times(cls)) for cls in BLOCKS.values()])


def _times(cls: type[Block]) -> dict[str, Any]:
    return {"declared_at": st.none() | TIMES} if cls is VoteResult else {}


@given(documents())
def test_document_comes_back_from_json_as_it_was(document: MinutesDocument) -> None:
    assert from_json(to_json(document)) == document
    assert from_data(json.loads(json.dumps(to_data(document)))) == document


def test_awkward_minutes_come_back_from_json_as_they_were() -> None:
    document = awkward_minutes()
    assert from_json(to_json(document)) == document


@given(blocks())
def test_block_carries_its_kind(block: Block) -> None:
    data = block_to_data(block)
    assert data["kind"] == block.kind
    assert block_from_data(data) == block


def test_json_of_an_earlier_version_is_read_with_what_was_added_since_at_its_default() -> None:
    document = awkward_minutes()
    data = to_data(document)
    document = replace(document, absent_members=())
    del data["timezone"], data["absent_members"], data["items"][0]["is_exempt"]
    data["removed_since"] = "x"
    assert from_data(data) == document


def test_unknown_kind_of_block_is_refused() -> None:
    with pytest.raises(KeyError):
        block_from_data({"kind": "poem", "id": "x"})


def item(*blocks: Block) -> MinuteItem:
    return MinuteItem(item_id="i", number="1", heading="H", blocks=blocks)


def vote(motion: str) -> VoteResult:
    return VoteResult(id=f"v-{motion}", method="totals", for_=1, against=2, abstain=0, motion_id=motion)


def test_what_was_declared_stands_after_the_vote_that_decided_it() -> None:
    motion = Motion(id="m", text="x", outcome="lost")
    amendment = Motion(id="a", text="y", motion_kind="amendment", outcome="lost")
    minute = item(motion, amendment, vote("a"), Note(id="n", text="z"), vote("m"))
    assert [minute.declaration_after(block) for block in minute.blocks] == [
        "",
        "",
        "The amendment was declared LOST.",
        "",
        "The motion was declared LOST.",
    ]


def test_what_was_declared_without_a_count_stands_after_the_motion() -> None:
    minute = item(Motion(id="m", text="x", outcome="carried"), vote(""))
    assert [minute.declaration_after(block) for block in minute.blocks] == [
        "The motion was declared CARRIED.",
        "",
    ]


def test_present_councillors_are_titled_once() -> None:
    document = awkward_minutes()
    assert document.present_title == "Councillors present"
    assert document.present_list[0].name == "Amina Ashdown"
    mayor = replace(document.present[0], name="The Mayor")
    mixed = replace(document, present=(mayor, *document.present[1:]))
    assert (mixed.present_title, mixed.present_list) == ("Present", mixed.present)
