"""What a reader asks of the register, and the page of it that comes of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from meetings.decisions import queries
from meetings.decisions.public_facts import closing_hour, next_of
from meetings.decisions.queries import Wanted
from meetings.decisions.rules.record import Kind
from meetings.decisions.rules.standing import PUBLIC_STANDINGS, Hold, Standing
from meetings.web.fields import page_number, typed

PAGE = 25


@dataclass(frozen=True)
class Asked:
    """Which decisions somebody wants to see, as the address says it."""

    q: str = ""
    body: str = ""
    maker: str = ""
    kind: str = ""
    key: str = ""
    ward: str = ""
    state: str = ""
    meeting: str = ""
    start: date | None = None
    end: date | None = None
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        given = (self.q, self.body, self.maker, self.kind, self.key, self.ward, self.state, self.meeting)
        return any(given) or self.start is not None or self.end is not None

    @property
    def open_more(self) -> bool:
        """Whether the less usual filters are in use."""
        return bool(self.maker or self.ward or self.start or self.end)

    def wanted(self) -> Wanted:
        """The same for the database."""
        return Wanted(
            words=self.q,
            body_slug=self.body,
            maker=self.maker,
            kind=Kind(self.kind) if self.kind else None,
            is_key={"yes": True, "no": False}.get(self.key),
            ward=self.ward,
            standing=Standing(self.state) if self.state else None,
            meeting_id=self.meeting or None,
            start=self.start,
            end=self.end,
        )

    def query(self) -> str:
        """The same as the end of an address, without the page."""
        given = {
            name: getattr(self, name)
            for name in ("q", "body", "maker", "kind", "key", "ward", "state", "meeting")
        }
        pairs = {name: value for name, value in given.items() if value}
        for name, day in (("from", self.start), ("to", self.end)):
            if day is not None:
                pairs |= {
                    f"{name}-day": str(day.day),
                    f"{name}-month": str(day.month),
                    f"{name}-year": str(day.year),
                }
        return urlencode(pairs)


def asked_for(args: Mapping[str, str]) -> Asked:
    """What the address asks for; what makes no sense is left aside."""
    plain = typed(args, "q", "body", "maker", "kind", "key", "ward", "state", "meeting")
    short = {name: value.strip()[:200] for name, value in plain.items()}
    if short["kind"] not in {k.value for k in Kind}:
        short["kind"] = ""
    if short["state"] not in {s.value for s in PUBLIC_STANDINGS}:
        short["state"] = ""
    if short["key"] not in ("yes", "no"):
        short["key"] = ""
    return Asked(**short, start=_day(args, "from"), end=_day(args, "to"), page=page_number(args))


def page_of(session: Session, asked: Asked, today: date) -> dict[str, Any]:
    """What the register's page shows. Three queries, and more where something is called in or can be."""
    wanted = asked.wanted()
    count = queries.register_count(session, wanted, today)
    rows = queries.register(session, wanted, today, PAGE, (asked.page - 1) * PAGE)
    held = [row.id for row in rows if row.hold is Hold.CALLED_IN]
    called = queries.call_ins(session, decision_ids=held) if held else []
    bodies, wards = queries.makers(session)
    query = asked.query()
    hour = closing_hour(session, rows, today)
    return {
        "asked": asked,
        "rows": rows,
        "nexts": {
            row.id: next_of(row, today, hour, [c for c in called if c.decision_id == row.id]) for row in rows
        },
        "standings": {row.id: row.standing(today) for row in rows},
        "count": count,
        "page": asked.page,
        "pages": max(1, -(-count // PAGE)),
        "pages_href": f"/decisions?{query}{'&' if query else ''}page={{page}}",
        "query": f"?{query}" if query else "",
        "bodies": bodies,
        "wards": wards,
        "kinds": [(k.value, k.label) for k in Kind],
        "states": [(s.value, s.label) for s in PUBLIC_STANDINGS],
    }


def _day(args: Mapping[str, str], name: str) -> date | None:
    parts = [args.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
    try:
        return date(*(int(part) for part in parts))
    except (ValueError, OverflowError):
        return None
