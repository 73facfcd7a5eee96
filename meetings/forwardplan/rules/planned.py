"""A planned decision as frozen data: everything that a notice of it must say, and what is for officers only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from meetings.kernel.facts import plain


class Status(StrEnum):
    """Where a planned decision stands."""

    PLANNED = "planned"
    NOTICED = "noticed"
    DEFERRED = "deferred"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The status in words."""
        return {
            "planned": "Not noticed yet",
            "noticed": "Notice given",
            "deferred": "Put off",
            "decided": "Decided",
            "withdrawn": "Withdrawn",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Whether the decision is still to be taken."""
        return self in (Status.PLANNED, Status.NOTICED, Status.DEFERRED)


class Maker(StrEnum):
    """Who takes the decision."""

    BODY = "body"
    MEMBER = "member"
    OFFICER = "officer"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "body": "The Cabinet or another body",
            "member": "One member of the Cabinet",
            "officer": "An officer",
        }[self.value]


class Privacy(StrEnum):
    """Whether the public can be there when it is decided."""

    PUBLIC = "public"
    PART = "part"
    WHOLE = "whole"

    @property
    def label(self) -> str:
        """In words."""
        return {"public": "In public", "part": "Partly in private", "whole": "In private"}[self.value]

    @property
    def closed(self) -> bool:
        """Whether any of it is in private."""
        return self is not Privacy.PUBLIC


@dataclass(frozen=True, kw_only=True)
class PlannedDecision:
    """What one line of the forward plan says. Names ending in `_note` and the working title are never published."""

    #: the body whose decision it is, or on whose behalf a member or an officer decides
    body_id: str
    #: as the public reads it
    title: str
    #: what officers call it, where the public title has to say less
    working_title: str = ""
    #: what is to be decided, in plain words
    matter: str = ""
    is_key: bool = True
    #: pounds to be spent or saved, where that makes it key; 0: it does not
    amount: int = 0
    #: why it is key, or why it is not
    key_reason: str = ""
    maker: Maker = Maker.BODY
    maker_name: str = ""
    maker_post: str = ""
    #: the day, or the first day of the period in which it is taken
    decide_on: date
    #: the last day of the period; None: on one day
    decide_to: date | None = None
    meeting_id: str | None = None
    consultees: str = ""
    consultation: str = ""
    documents: tuple[str, ...] = ()
    documents_from: str = ""
    lead_member: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    all_wards: bool = False
    wards: tuple[str, ...] = ()
    privacy: Privacy = Privacy.PUBLIC
    #: the numbers of the descriptions of exempt information: "3"
    paragraphs: tuple[str, ...] = ()
    #: why it is to be in private, as the public reads it
    private_reasons: str = ""
    #: what the reasons rest on, for officers only
    private_note: str = ""

    @property
    def desk_title(self) -> str:
        """What officers' pages call it."""
        return self.working_title or self.title

    @property
    def wards_words(self) -> str:
        """Which wards it affects."""
        return "All wards" if self.all_wards else ", ".join(self.wards) or "No ward in particular"

    @property
    def when_words(self) -> str:
        """The day or the period."""
        if self.decide_to is None or self.decide_to == self.decide_on:
            return day_words(self.decide_on)
        return f"Between {day_words(self.decide_on)} and {day_words(self.decide_to)}"

    @property
    def ground_words(self) -> str:
        """Which limb of the definition makes it key, or that none does."""
        if not self.is_key:
            return "Not a key decision"
        grounds = []
        if self.amount:
            grounds.append(f"significant spending or saving (£{self.amount:,})")
        if self.affects_wards:
            grounds.append("significant effect on two or more wards")
        return f"Key decision: {' and '.join(grounds)}" if grounds else "Key decision"

    @property
    def affects_wards(self) -> bool:
        """Whether two or more wards are named."""
        return self.all_wards or len(self.wards) > 1

    def public(self) -> PlannedDecision:
        """Without what is for officers only: what may go into a notice or on to a public page."""
        return replace(self, working_title="", private_note="")

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        data: dict[str, Any] = plain(self)
        return data


def planned_from_json(data: dict[str, Any]) -> PlannedDecision:
    """The decision again; what is not known any more is left out."""
    known = {k: v for k, v in data.items() if k in PlannedDecision.__dataclass_fields__}
    for name in ("documents", "wards", "paragraphs"):
        known[name] = tuple(known.get(name, ()))
    known["maker"], known["privacy"] = Maker(known["maker"]), Privacy(known["privacy"])
    known["decide_on"] = date.fromisoformat(known["decide_on"])
    last = known.get("decide_to")
    known["decide_to"] = date.fromisoformat(last) if last else None
    return PlannedDecision(**known)


def day_words(day: date) -> str:
    """Tuesday 9 February 2027."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def paragraph_words(paragraphs: tuple[str, ...]) -> str:
    """paragraph 3; paragraphs 3 and 5."""
    if not paragraphs:
        return ""
    *rest, last = paragraphs
    return f"paragraphs {', '.join(rest)} and {last}" if rest else f"paragraph {last}"
