"""Holds what is asked of Zoom and Graph to their own published contracts, unknown keys refused.

The contracts are not part of this repository. Where they are absent the run of the tests says so, and nothing is held.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.integrations.closing import closed

if TYPE_CHECKING:
    from integrations.simulators.base import Logged, World

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Contract:
    """A provider's own description of its addresses. `below`: where they stand in our simulator."""

    name: str
    file: str
    base: str
    below: str
    #: keys that may stand in any object, although the description leaves them out
    everywhere: tuple[str, ...] = ()
    #: beside this file: what the provider's reference documents and the description was cut down by
    more: str = ""
    #: parameters that only the provider itself writes, into the addresses of further pages
    paging: tuple[str, ...] = ()


ZOOM = Contract("Zoom", "zoom-meetings.cut.openapi.json", "https://api.zoom.us/v2", "/v2")
GRAPH = Contract(
    "Graph",
    "msgraph-meetings.cut.openapi.json",
    "https://graph.microsoft.com/v1.0",
    "/v1.0",
    ("@odata.type", "@odata.id"),
    "graph_more.json",
    ("$skiptoken",),
)
#: By the simulator's name.
CONTRACTS: Mapping[str, Contract] = {"zoom": ZOOM, "graph": GRAPH}

#: How many requests were held to which contract, and how many could not be, in this run.
held: Counter[str] = Counter()
not_held: Counter[str] = Counter()


@dataclass(frozen=True)
class Asked:
    """A request. `path`: below the contract's base, with its variables decoded."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    operation: str = ""


def described_by(contract: Contract) -> dict[str, Any]:
    """The description as published, and what it lacks."""
    described: dict[str, Any] = json.loads((SPECS / contract.file).read_text(encoding="utf-8"))
    if contract.more:
        more = json.loads(Path(__file__).with_name(contract.more).read_text(encoding="utf-8"))
        _add(described, more)
    return described


def _add(described: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(described.get(name), dict):
            _add(described[name], value)
        else:
            described[name] = value


class _Operations:
    """A contract, read once."""

    def __init__(self, contract: Contract) -> None:
        # Only here: it takes time to load, and most runs of the tests do without.
        from openapi_core import OpenAPI

        described = described_by(contract)
        self.contract = contract
        self.api = OpenAPI.from_dict(closed(described, contract.everywhere))
        shared = described["components"].get("parameters", {})
        named = {key: str(parameter["name"]) for key, parameter in shared.items()}
        self.places = [
            _Place(template, method, described["paths"][template], operation, named)
            for template, operations in described["paths"].items()
            for method, operation in operations.items()
            if method in METHODS
        ]
        # Where an identifier may be anything, the address that says the most by itself is meant.
        self.places.sort(key=lambda place: -len(re.sub(r"\{[^}]+\}", "", place.template)))

    def place(self, asked: Asked) -> tuple[_Place, dict[str, str]] | None:
        """Which operation it is, and its variables. Identifiers may have slashes in them."""
        for slashes in (False, True):
            for place in self.places:
                found = place.match(asked.path, slashes) if place.method == asked.method.lower() else None
                if found is not None and (not slashes or asked.operation in ("", place.name)):
                    return place, found
        return None


@dataclass(frozen=True)
class _Place:
    template: str
    method: str
    item: Mapping[str, Any] = field(repr=False)
    operation: Mapping[str, Any] = field(repr=False)
    #: parameters that several operations share, by the last part of their address
    named: Mapping[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        return str(self.operation.get("operationId", ""))

    @property
    def parameters(self) -> set[str]:
        every = [*self.item.get("parameters", []), *self.operation.get("parameters", [])]
        return {x.get("name") or self.named[x["$ref"].rpartition("/")[2]] for x in every}

    def match(self, path: str, slashes: bool) -> dict[str, str] | None:
        found = _pattern(self.template, slashes).fullmatch(path)
        if found is None:
            return None
        names = re.findall(r"\{([^}]+)\}", self.template)
        return dict(zip(names, found.groups(), strict=True))


@cache
def _pattern(template: str, slashes: bool) -> re.Pattern[str]:
    one = "(.+)" if slashes else "([^/]+)"
    return re.compile(one.join(re.escape(part) for part in re.split(r"\{[^}]+\}", template)))


@cache
def operations_of(contract: Contract) -> _Operations:
    """Parsed when first asked for."""
    return _Operations(contract)


def there() -> bool:
    """Whether the contracts are beside this repository."""
    return all((SPECS / contract.file).is_file() for contract in CONTRACTS.values())


def against(contract: Contract, asked: Asked) -> str:
    """What is wrong with a request; empty when nothing is."""
    from openapi_core.exceptions import OpenAPIError
    from openapi_core.testing import MockRequest

    operations = operations_of(contract)
    found = operations.place(asked)
    if found is None:
        return f"{contract.name} has no {asked.method} {asked.path}"
    place, variables = found
    unknown = sorted(set(asked.query) - place.parameters - set(contract.paging))
    if unknown:
        return f"{place.name}: {contract.name} has no parameter {', '.join(unknown)}"
    path = re.sub(r"\{([^}]+)\}", lambda name: quote(variables[name.group(1)], safe=""), place.template)
    base, _, prefix = contract.base.rpartition("/")
    request = MockRequest(
        base,
        asked.method.lower(),
        f"/{prefix}{path}",
        path_pattern=f"/{prefix}{place.template}",
        args={name: values[0] for name, values in asked.query.items()},
        view_args=variables,
        headers=dict(asked.headers),
        data=asked.body or None,
        content_type=_content_type(asked.headers),
    )
    try:
        operations.api.validate_request(request)
    except OpenAPIError as error:
        return f"{place.name}: {'; '.join(_reasons(error))}"
    return ""


def _content_type(headers: Mapping[str, str]) -> str:
    said = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    return said or "application/json"


def _reasons(error: BaseException) -> list[str]:
    """Where in the body it is wrong; or, if it is not the body, what was said first."""
    at: BaseException | None = error
    while at is not None:
        inner = getattr(at, "schema_errors", None)
        if inner:
            return [
                f"{'.'.join(str(x) for x in one.absolute_path) or 'body'}: {one.message[:300]}"
                for one in inner
            ]
        at = at.__cause__
    return [str(error)]


def wrong(log: Iterable[Logged]) -> list[str]:
    """What the simulators were asked that the real providers would not understand. Each kind of request once."""
    found, done = [], set()
    for entry in log:
        contract = CONTRACTS.get(entry.simulator)
        if contract is None or not entry.path.startswith(contract.below + "/"):
            continue
        asked = _asked(entry, contract)
        mark = (contract.name, asked.method, asked.path, json.dumps(asked.query, sort_keys=True), asked.body)
        if not there():
            not_held[contract.name] += 1
        elif mark not in done:
            done.add(mark)
            held[contract.name] += 1
            said = against(contract, asked)
            found += [said] if said else []
    return found


def _asked(entry: Logged, contract: Contract) -> Asked:
    headers = dict(entry.headers)
    if "Authorization" in headers:
        # The log keeps the token back; that there was one is what the contract asks for.
        headers["Authorization"] = "Bearer kept-back"
    path = entry.path.removeprefix(contract.below)
    return Asked(entry.method, path, entry.query, headers, entry.body, entry.operation)


def hold(world: World) -> None:
    """Fails when something was asked that does not stand in a contract."""
    found = wrong(world.log)
    assert not found, "asked of a provider against its contract:\n" + "\n".join(found)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what was held to the providers' contracts, or that they are not here."""
    if not there():
        terminalreporter.write_line(
            "PROVIDERS' CONTRACTS ABSENT: ../shared/specs is not beside this repository. "
            f"{not_held.total()} requests to Zoom and Graph were not held to them.",
            yellow=True,
        )
    elif held:
        said = ", ".join(f"{number} requests to {name}" for name, number in sorted(held.items()))
        terminalreporter.write_line(f"Held to the providers' own contracts: {said}.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process that ran part of the tests hands its counts over."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["held_to_contracts"] = dict(held)
        output["not_held_to_contracts"] = dict(not_held)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Takes the counts of such a process."""
    output = getattr(node, "workeroutput", {})
    held.update(output.get("held_to_contracts", {}))
    not_held.update(output.get("not_held_to_contracts", {}))
