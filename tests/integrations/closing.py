"""Makes an OpenAPI description strict: objects take no keys but their own, inheritance is written out first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]


def closed(described: Mapping[str, Any], everywhere: Sequence[str] = ()) -> dict[str, Any]:
    """The same description; a key that it does not know is an error. `everywhere`: keys that may stand anywhere."""
    whole: dict[str, Any] = _strict(described, described, tuple(everywhere))
    return whole


def _strict(node: Any, whole: Mapping[str, Any], everywhere: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_strict(x, whole, everywhere) for x in node]
    if not isinstance(node, dict):
        return node
    if "allOf" in node:
        node = _flat(node, whole)
    node = {name: _strict(x, whole, everywhere) for name, x in node.items()}
    if node.get("type") == "object" and isinstance(node.get("properties"), dict):
        for name in everywhere:
            node["properties"].setdefault(name, {"type": "string"})
        if node.get("additionalProperties") in (None, True, {}):
            node["additionalProperties"] = False
    for name in ("anyOf", "oneOf"):
        if isinstance(node.get(name), list):
            node[name] = [_or_nothing(x) for x in node[name]]
    return node


def _or_nothing(branch: Any) -> Any:
    """`{type: object, nullable: true}` beside a reference means: or null. As it stands it takes every object."""
    if branch == {"type": "object", "nullable": True}:
        return {"enum": [None], "nullable": True, "type": "object"}
    return branch


def _flat(node: Schema, whole: Mapping[str, Any]) -> Schema:
    """One object out of all that it inherits."""
    made: Schema = {name: x for name, x in node.items() if name != "allOf"}
    parts = [_flat_part(part, whole) for part in node["allOf"]]
    if all(part.get("type") in (None, "object") for part in parts):
        made.setdefault("type", "object")
    for part in parts:
        for name, value in part.items():
            if name == "properties":
                made["properties"] = {**made.get("properties", {}), **value}
            elif name == "required":
                made["required"] = sorted({*made.get("required", []), *value})
            else:
                made.setdefault(name, value)
    return made


def _flat_part(part: Schema, whole: Mapping[str, Any]) -> Schema:
    if "$ref" in part:
        found: Any = whole
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        part = found
    return _flat(part, whole) if "allOf" in part else part
