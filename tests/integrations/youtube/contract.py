"""Google's description of its service as JSON Schema: holds our requests and the simulator's answers to it."""

from __future__ import annotations

import json
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import Any

from integrations.simulators.base import Logged

#: The contract that lies beside the project in some places; where it does not, the client's own is all there is.
BESIDE = Path(__file__).resolve().parents[4] / "shared" / "specs" / "youtube.v3.cut.discovery.json"

Description = dict[str, Any]


@cache
def bundled() -> Description:
    """What Google's client brings along: always there."""
    from googleapiclient.discovery_cache import get_static_doc

    found: Description = json.loads(get_static_doc("youtube", "v3"))
    return found


@cache
def beside() -> Description | None:
    """None: not there."""
    return json.loads(BESIDE.read_text(encoding="utf-8")) if BESIDE.is_file() else None


@cache
def descriptions() -> list[Description]:
    """All that are there."""
    found = beside()
    return [bundled()] if found is None else [bundled(), found]


def schema(description: Description, name: str) -> dict[str, Any]:
    """JSON Schema of one of its resources in which every key that is not described is an error."""
    needed: dict[str, Any] = {}
    _gather(description, name, needed)
    return {"$ref": f"#/$defs/{name}", "$defs": needed}


def _gather(description: Description, name: str, needed: dict[str, Any]) -> None:
    if name not in needed:
        needed[name] = {}
        needed[name] = _turned(description, description["schemas"][name], needed)


def _turned(description: Description, said: dict[str, Any], needed: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in said:
        _gather(description, said["$ref"], needed)
        return {"$ref": f"#/$defs/{said['$ref']}"}
    made: dict[str, Any] = {k: said[k] for k in ("type", "enum") if k in said}
    if made.get("type") == "any":
        return {}
    if said.get("format") in ("int64", "uint64"):
        made["pattern"] = r"^-?\d+$"
    if "properties" in said:
        made["properties"] = {k: _turned(description, v, needed) for k, v in said["properties"].items()}
        made["additionalProperties"] = False
    elif "additionalProperties" in said:
        made["additionalProperties"] = _turned(description, said["additionalProperties"], needed)
    if "items" in said:
        made["items"] = _turned(description, said["items"], needed)
    return made


def check(value: Any, description: Description, name: str) -> None:
    """Raises jsonschema's ValidationError."""
    _validator(next(n for n, d in enumerate(descriptions()) if d is description), name).validate(value)


@cache
def _validator(which: int, name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema(descriptions()[which], name))


def method(description: Description, operation: str) -> dict[str, Any]:
    """A method's description, by a name such as `liveBroadcasts.insert`."""
    resource, verb = operation.split(".")
    found: dict[str, Any] = description["resources"][resource]["methods"][verb]
    return found


def check_request(asked: Logged, description: Description) -> None:
    """Address, parameters and body are as described, and nothing else is sent."""
    said = method(description, asked.operation)
    upload = asked.path.startswith("/upload/")
    path = said["mediaUpload"]["protocols"]["simple"]["path"] if upload else f"/{said['path']}"
    assert (asked.method, asked.path) == (said["httpMethod"], path)
    known = {**description["parameters"], **said["parameters"]}
    assert set(asked.query) <= set(known), asked.query
    assert {k for k, p in said["parameters"].items() if p.get("required")} <= set(asked.query)
    for name, values in asked.query.items():
        assert not known[name].get("enum") or set(values) <= set(known[name]["enum"])
    sent = body_of(asked)
    if "request" in said and sent is not None:
        check(sent, description, said["request"]["$ref"])
    else:
        assert sent is None


def body_of(asked: Logged) -> Any:
    """The JSON that was sent; None: none."""
    kind = asked.headers.get("Content-Type", "")
    if kind.startswith("multipart/related"):
        whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + asked.body)
        first = whole.get_payload(0)
        return json.loads(first.get_payload(decode=True))  # type: ignore[union-attr,arg-type]
    if kind.startswith("application/json") and asked.body:
        return json.loads(asked.body)
    return None


def check_answer(asked: Logged, description: Description) -> None:
    """What the simulator answered is as described."""
    said = method(description, asked.operation)
    if asked.status == 200:
        check(json.loads(asked.answer), description, said["response"]["$ref"])
    elif asked.status == 204:
        assert not asked.answer
        assert "response" not in said
    elif asked.status:
        error = json.loads(asked.answer)["error"]
        assert error["errors"][0]["reason"]
        assert error["code"]
