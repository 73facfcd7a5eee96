"""Asks a simulator whatever its provider's contract allows, and holds every answer to that contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from integrations.simulators.base import World
from tests.integrations.closing import closed
from tests.integrations.contracts import Contract, described_by

if TYPE_CHECKING:
    from flask import Flask


@dataclass(frozen=True)
class Seeds:
    """What is there when an operation is tried. `variables`: those of its address, to name something that is there."""

    token: str
    variables: Mapping[str, str] = field(default_factory=dict)
    #: keys of the body that must name something that is there too
    body: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Simulated:
    """A simulator to hold to a contract. `plant`: puts something there to find, for one operation."""

    contract: Contract
    make: Callable[[World], Flask]
    operations: tuple[str, ...]
    plant: Callable[[World, str], Seeds]
    #: how often each operation is tried
    examples: int = 8


class Conforming:
    """Parsed once for all operations of a simulator."""

    def __init__(self, simulated: Simulated) -> None:
        # Only here: it takes a second to load.
        from schemathesis import Config, openapi

        self.simulated = simulated
        self.world = World()
        self.world.address = "http://127.0.0.1:9"
        # Strict: an answer says nothing that the contract does not know.
        strict = closed(described_by(simulated.contract), simulated.contract.everywhere)
        self.schema = openapi.from_dict(strict, config=Config())
        self.schema.app = simulated.make(self.world)

    def statuses(self, operation: str, examples: int) -> Counter[int]:
        """Try an operation so many times; the statuses of the answers. Fails on an answer against the contract."""
        from hypothesis import HealthCheck, Phase, given, settings
        from hypothesis import strategies as st
        from schemathesis import Case
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi import checks

        wanted = [
            not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_headers_conformance,
            checks.response_schema_conformance,
        ]
        strategy = self.schema.include(operation_id=operation).as_strategy()
        seen: Counter[int] = Counter()

        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy, there=st.sampled_from([True, True, True, True, False]))
        def tried(case: Case[Any], there: bool) -> None:
            headers = self._aimed(case, operation, there)
            answer = case.call_and_validate(headers=headers, checks=wanted)
            seen[answer.status_code] += 1

        tried()
        return seen

    def _aimed(self, case: Any, operation: str, there: bool) -> dict[str, str]:
        """Have the case name something that is there; or leave it as it was thought up."""
        self.world.reset()
        seeds = self.simulated.plant(self.world, operation)
        if there:
            known = {name: seeds.variables[name] for name in case.path_parameters if name in seeds.variables}
            case.path_parameters = {**case.path_parameters, **known}
            if seeds.query:
                case.query = {**(case.query or {}), **seeds.query}
            if seeds.body and isinstance(case.body, dict):
                case.body = {**case.body, **seeds.body}
        return {"Authorization": f"Bearer {seeds.token}"}
