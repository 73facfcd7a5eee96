"""Every fact can be written and read back for ever, whatever is in it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.kernel.facts import Fact, canonical, from_data, registered, to_data
from tests.architecture.test_usecases import modules

for _name in modules():
    if _name.endswith(".events"):
        __import__(_name)
st.register_type_strategy(__import__("datetime").datetime, st.datetimes(timezones=st.just(UTC)))
TYPES = sorted(registered().items())


def test_there_are_facts_of_every_feature() -> None:
    features = {name.split(".")[0] for name, _ in TYPES}
    assert {"schedule", "agendas", "room", "motions", "voting", "minutes", "people", "bodies"} <= features


@pytest.mark.parametrize(("name", "kind"), TYPES, ids=[name for name, _ in TYPES])
def test_fact_is_read_back_as_it_was_written(name: str, kind: type[Fact]) -> None:
    @settings(max_examples=25, deadline=None, database=None, derandomize=True)
    @given(st.from_type(kind))
    def round_trip(fact: Fact) -> None:
        assert from_data(name, json.loads(canonical(to_data(fact)))) == fact

    round_trip()


def test_every_fact_is_known_without_the_pages() -> None:
    """A command or the worker reads the record too: what it cannot name it could not read."""
    script = (
        "import sys, pkgutil, meetings; from meetings import registry;"
        "registry.load_models(); registry.load_reactions();"
        "names = [m.name for m in pkgutil.walk_packages(meetings.__path__, 'meetings.')];"
        "print([n for n in names if n.endswith('events') and n not in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "['meetings.runtime.hub_events']"
