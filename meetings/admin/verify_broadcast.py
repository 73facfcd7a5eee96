"""The broadcast desk as its table has it against the record: what is wished for, and what was last found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import Press, Wish, wish_of


def check(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    """What differs."""
    row = session.get(BroadcastDesk, stream_id)
    told = [f for f in facts if f.type.startswith("broadcast.")]
    if row is None:
        return ["the record tells of the broadcast desk, and there is none"] if told else []
    return [*_wish(row, told), *_seen(row, told)]


def _wish(row: BroadcastDesk, told: Sequence[FactRow]) -> list[str]:
    wish, kept, public = Wish.NOTHING, None, None
    for fact in told:
        if fact.type == "broadcast.pressed":
            wish = wish_of(Press(fact.text("press"))) or wish
        elif fact.type == "broadcast.seen":
            public = fact.data.get("public")
        elif fact.type == "broadcast.held_back" and not fact.data.get("again"):
            before = Wish.LIVE if public and wish is not Wish.ENDED else wish
            kept = before if kept is None else kept
            wish = wish if wish is Wish.ENDED else Wish.HELD
        elif fact.type == "broadcast.released":
            wish, kept = kept or Wish.NOTHING, None
    if row.wish is wish:
        return []
    return [f"at the broadcast desk “{row.wish.value}” is wished for, the record says “{wish.value}”"]


def _seen(row: BroadcastDesk, told: Sequence[FactRow]) -> list[str]:
    last = next((f for f in reversed(told) if f.type == "broadcast.seen"), None)
    public = last.data.get("public") if last is not None else None
    words = {True: "sees it", False: "sees nothing", None: "is not known of"}
    if row.public == public:
        return []
    return [f"of the broadcast the public {words[row.public]}, the record says that it {words[public]}"]
