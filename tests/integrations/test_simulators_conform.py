"""The simulators answer as the providers' own contracts say; so what passes against them is not passing by chance."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from flask import Flask

from integrations.simulators.base import World
from tests.integrations import contracts
from tests.integrations.conforming import Conforming, Simulated
from tests.integrations.teams.seeds import SIMULATED as GRAPH
from tests.integrations.zoom.seeds import SIMULATED as ZOOM

#: Another simulator is added here.
EVERY = (ZOOM, GRAPH)
CASES = [(simulated, operation) for simulated in EVERY for operation in simulated.operations]

pytestmark = pytest.mark.skipif(
    not contracts.there(),
    reason="../shared/specs is not beside this repository: simulators are not held to it",
)


@cache
def conforming(simulated: Simulated) -> Conforming:
    return Conforming(simulated)


@pytest.mark.parametrize(("simulated", "operation"), CASES, ids=[f"{x.contract.name}-{y}" for x, y in CASES])
def test_answers_are_as_the_contract_says(simulated: Simulated, operation: str) -> None:
    seen = conforming(simulated).statuses(operation, examples=simulated.examples)
    assert any(200 <= status < 300 for status in seen), f"only refusals: {dict(seen)}"


def test_an_answer_against_the_contract_is_found() -> None:
    def make(world: World) -> Flask:
        app = ZOOM.make(world)
        right = app.view_functions["meeting"]

        def wrong(ref: str) -> Any:
            answer = right(ref)
            return {**answer, "id": str(answer["id"])} if isinstance(answer, dict) else answer

        app.view_functions["meeting"] = wrong
        return app

    from schemathesis.errors import FailureGroup

    with pytest.raises(FailureGroup, match="not of type"):
        Conforming(replace(ZOOM, make=make)).statuses("meeting", examples=3)
