"""Minutes as data: everything the public reads is in it, nothing exempt is, and what is in it is written down."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from meetings.minutes.blocks import BLOCKS, Narrative, Summary
from meetings.minutes.document import MinuteItem
from meetings.minutes.prints.data import _SAYS, SCHEMA, open_data, open_data_file
from tests.minutes.sample import awkward_minutes

DOCS = Path(__file__).parents[2] / "docs" / "open-data.md"


def test_meeting_people_and_decisions_are_told() -> None:
    document = awkward_minutes()
    data = open_data(document, "m1")
    assert (data["schema"], data["status"], data["meeting"]["id"]) == (SCHEMA, "draft", "m1")
    assert data["meeting"]["held_on"] == "2021-02-09"
    assert len(data["attendance"]["present"]) == 45
    assert [person["name"] for person in data["attendance"]["apologies"] if person["for_lateness"]] == [
        "Councillor Bryn Dauntsey"
    ]
    recorded = [vote for vote in data["votes"] if vote["recorded"]]
    assert recorded
    for vote in recorded:
        for count in vote["counts"]:
            names = [each for each in vote["votes"] if each["option"] == count["option"]]
            assert len(names) == count["value"]
    items = {item["id"] for item in data["items"]}
    motions = {motion["id"] for motion in data["motions"]}
    for many in ("motions", "votes", "resolutions", "actions"):
        assert data[many]
        assert {each["item"] for each in data[many]} <= items
    assert {vote["motion"] for vote in data["votes"]} - {None} <= motions


def test_every_block_is_in_the_text_of_its_item_in_order() -> None:
    document = awkward_minutes()
    data = open_data(document, "m1")
    for item, told in zip(document.items, data["items"], strict=True):
        if not item.is_exempt:
            assert [(b.kind, b.id) for b in item.blocks] == [(t["kind"], t["id"]) for t in told["text"]]


def test_every_kind_of_block_can_be_told() -> None:
    assert set(_SAYS) == set(BLOCKS)


def test_nothing_exempt_is_in_it() -> None:
    secret = MinuteItem(
        item_id="x",
        number="9",
        heading="canary-heading",
        is_exempt=True,
        blocks=(
            Narrative(id="n", html="<p>canary-text</p>"),
            Summary(id="s", html="<p>A contract was let.</p>", by="canary-by", reason="canary-reason"),
        ),
    )
    unneeded = replace(secret, item_id="y", blocks=(Summary(id="t", reason="canary-none"),))
    document = awkward_minutes()
    document = replace(document, items=(*document.items, secret, unneeded))
    both = replace(document, twin=replace(document, language="cy"))
    said = open_data_file(both, "m1").decode()
    assert "canary" not in said
    assert said.count("A contract was let.") == 4
    assert [item["is_exempt"] for item in json.loads(said)["items"][-2:]] == [True, True]


def test_the_same_minutes_are_the_same_file() -> None:
    document = awkward_minutes()
    assert open_data_file(document, "m1") == open_data_file(replace(document), "m1")


def test_every_field_is_written_down() -> None:
    known = set(re.findall(r"`([a-z_ ]+)`", DOCS.read_text("utf-8")))
    document = awkward_minutes()
    both = replace(document, twin=replace(document, language="cy"))
    assert set(_names(open_data(both, "m1"))) - known == set()


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inside in value.items():
            yield name
            yield from _names(inside)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)
