"""A decision as frozen data: everything that its record says, and what of it is kept from the public."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from meetings.kernel.facts import canonical, plain
from meetings.kernel.secrecy import EXEMPT_TITLE, Audience


class Kind(StrEnum):
    """Who decided."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    COMMITTEE = "committee"
    MEMBER = "member"
    OFFICER = "officer"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "council": "Council decision",
            "executive": "Executive decision",
            "committee": "Committee decision",
            "member": "Executive member decision",
            "officer": "Officer decision",
        }[self.value]

    @property
    def has_statement(self) -> bool:
        """Whether a statement with reasons and alternatives is due of it, beside any minutes."""
        return self in (Kind.EXECUTIVE, Kind.MEMBER, Kind.OFFICER)

    @property
    def alone(self) -> bool:
        """Whether one person decides, outside a meeting."""
        return self in (Kind.MEMBER, Kind.OFFICER)


class CallIn(StrEnum):
    """Whether a decision can be called in before it is carried out."""

    SUBJECT = "subject"
    NOT_SUBJECT = "not_subject"
    #: it could be, and cannot wait: with somebody's consent and a reason
    URGENT = "urgent"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "subject": "Yes",
            "not_subject": "No",
            "urgent": "No: urgent, the period was waived",
        }[self.value]


class Limb(StrEnum):
    """Why a written record of an officer's decision is due (England: SI 2014/2095, regulation 7(2))."""

    EXPRESS = "express"
    LICENCE = "licence"
    RIGHTS = "rights"
    SPEND = "spend"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "express": "A meeting gave authority for this very decision",
            "licence": "It grants a permission or licence",
            "rights": "It affects the rights of an individual",
            "spend": "It awards a contract or spends so much that the council’s position is materially affected",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a decision's record says. Texts are plain, a paragraph a line."""

    kind: Kind
    body_id: str
    #: as the public reads it
    title: str
    #: what officers call it, where the public title has to say less
    working_title: str = ""
    decision: str = ""
    reasons: str = ""
    alternatives: str = ""
    interests: str = ""
    dispensations: str = ""
    #: whether it discharges an executive function
    executive: bool = False
    #: the one who decides alone
    maker_id: str = ""
    maker_name: str = ""
    maker_post: str = ""
    #: of an officer: under which delegation
    delegation: str = ""
    #: the bodies or persons it was taken together with
    joint_with: str = ""
    consulted: str = ""
    made_on: date
    is_key: bool = False
    #: the entry of the forward plan
    plan_id: str = ""
    #: how it was announced where that was later than usual: general exception, special urgency
    urgency: str = ""
    call_in: CallIn = CallIn.NOT_SUBJECT
    call_in_reason: str = ""
    waived_by: str = ""
    waived_as: str = ""
    waived_on: date | None = None
    all_wards: bool = False
    wards: tuple[str, ...] = ()
    scrutiny: str = ""
    #: the papers it rests on, by their titles
    documents: tuple[str, ...] = ()
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    #: why a record of an officer's decision is due
    limbs: tuple[str, ...] = ()
    report_id: str = ""
    #: part of it, or all of it, is exempt or confidential
    exempt: bool = False
    #: the numbers of the descriptions of exempt information: "3"
    paragraphs: tuple[str, ...] = ()
    #: why the part is kept back, as the public reads it
    exempt_note: str = ""
    #: the part that is kept back
    exempt_decision: str = ""
    exempt_reasons: str = ""

    @property
    def desk_title(self) -> str:
        """What officers' pages call it."""
        return self.working_title or self.title

    @property
    def wards_words(self) -> str:
        """Which wards it affects."""
        return "All wards" if self.all_wards else ", ".join(self.wards) or "No ward in particular"

    @property
    def maker_words(self) -> str:
        """The person who decided, with the post; empty for a body."""
        return ", ".join(part for part in (self.maker_name, self.maker_post) if part)

    @property
    def contact_words(self) -> str:
        """Whom to ask."""
        return ", ".join(p for p in (self.contact_name, self.contact_email, self.contact_phone) if p)

    @property
    def paragraph_words(self) -> str:
        """`paragraph 3`; `paragraphs 3 and 5`; empty."""
        if not self.paragraphs:
            return ""
        *rest, last = self.paragraphs
        return f"paragraphs {', '.join(rest)} and {last}" if rest else f"paragraph {last}"

    @property
    def decision_lines(self) -> tuple[str, ...]:
        """What was decided, as everybody may read it; of a decision that is kept back as a whole, that it is."""
        lines = tuple(line for line in self.decision.split("\n") if line.strip())
        if lines or not self.exempt:
            return lines
        return ("The decision was taken in private. What it says is exempt information.",)

    def public(self) -> Record:
        """Without what is for officers and members of the body only."""
        return replace(
            self,
            working_title="",
            exempt_decision="",
            exempt_reasons="",
            limbs=(),
            report_id="",
            title=self.title or EXEMPT_TITLE,
        )

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        data: dict[str, Any] = plain(self)
        return data

    @property
    def sha256(self) -> str:
        """The digest of the canonical form."""
        return hashlib.sha256(canonical(self.to_json())).hexdigest()


def record_from_json(data: dict[str, Any]) -> Record:
    """The record again; what is not known any more is left out."""
    known = {k: v for k, v in data.items() if k in Record.__dataclass_fields__}
    for name in ("wards", "documents", "limbs", "paragraphs"):
        known[name] = tuple(known.get(name, ()))
    known["kind"], known["call_in"] = Kind(known["kind"]), CallIn(known["call_in"])
    known["made_on"] = date.fromisoformat(known["made_on"])
    waived = known.get("waived_on")
    known["waived_on"] = date.fromisoformat(waived) if waived else None
    return Record(**known)


def for_audience(record: Record, audience: Audience) -> Record:
    """The record as somebody may read it: officers and the body's own members the whole, everybody else the rest."""
    return record.public() if audience is Audience.PUBLIC else record


def search_text(record: Record, reference: str, body: str) -> str:
    """What the register looks through: nothing that the public may not read."""
    open_ = record.public()
    parts = (
        reference,
        open_.title,
        *open_.decision_lines,
        open_.reasons,
        open_.alternatives,
        open_.maker_words,
        body,
        open_.wards_words,
        *open_.documents,
    )
    return " ".join(" ".join(part.split()) for part in parts if part).casefold()
