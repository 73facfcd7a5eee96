"""What the facts about packs say, in a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meetings.packs import events as events
from meetings.packs.rules import PackKind

Data = Mapping[str, Any]


def _pack(data: Data) -> str:
    edition = f" (what came with version {data['edition']})" if data.get("edition") else ""
    return f"{PackKind(data['kind']).label.lower()}{edition}"


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "packs.built": lambda d, k: f"Made the {_pack(d)}, {d['pages']} page{'' if d['pages'] == 1 else 's'}",
    "packs.listed": lambda d, k: (
        "The public page shows the page numbers and files of the packs as they are now"
    ),
    "packs.opened": lambda d, k: f"Was handed a copy of the {_pack(d)} with their name on each page",
    "packs.asked": lambda d, k: (
        "Asked for a draft pack" if d["kind"] == "draft" else "Asked for the packs to be made again"
    ),
    "packs.sides_chosen": lambda d, k: (
        "Chose that the packs of a committee are laid out for "
        + ("printing on both sides" if d["double_sided"] else "single sides")
    ),
}
