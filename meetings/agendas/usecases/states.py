"""What an officer says of an item beside its words: why it is not public, why it is late, what it is about."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from meetings.agendas.exemptions import GROUNDS, in_order, paragraphs_in, sentence
from meetings.agendas.rules import Tag
from meetings.deadlines.queries import law_of
from meetings.kernel.secrecy import Sensitivity
from meetings.runtime.work import Work

_LONGEST_WORDS = 5_000


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """Why something is not public. It says nothing of what is."""

    #: numbers of the nation's paragraphs, as words: "3"; or a council's own tags
    exempt_paragraphs: tuple[str, ...] = ()
    interest_test: str = ""
    review_on: date | None = None
    #: terms under negotiation are not open to every member
    negotiation: bool = False
    #: "government", "enactment" or "court", where it is confidential
    confidential_ground: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemStates(Exemption):
    """The same with what the law asks of an item."""

    #: values of `rules.Tag`, and the council's own
    tags: tuple[str, ...] = ()
    #: an entry of the forward plan
    key_decision_id: str | None = None
    #: why it is taken although it came too late, and whose opinion that is
    urgent_reason: str = ""
    urgent_by: str = ""


def exempt_words(
    work: Work, sensitivity: Sensitivity, exemption: str, states: Exemption, errors: dict[str, str]
) -> dict[str, Any]:
    """The columns that say why something is not public; the sentence is made of the paragraphs if none was typed."""
    if sensitivity is Sensitivity.PUBLIC:
        return {"exemption": "", **_columns(Exemption())}
    confidential = sensitivity is Sensitivity.CONFIDENTIAL
    ground = states.confidential_ground if confidential and states.confidential_ground in GROUNDS else ""
    typed = " ".join(exemption.split())
    paragraphs = () if confidential else (in_order(states.exempt_paragraphs) or paragraphs_in(typed))
    said = typed or (
        sentence(law_of(work.session).profile, paragraphs, ground) if paragraphs or ground else ""
    )
    test = states.interest_test.strip()
    if len(said) > 500:
        errors["exemption"] = "Shorten the reason to 500 characters"
    if len(test) > _LONGEST_WORDS:
        errors["interest_test"] = f"Shorten this to {_LONGEST_WORDS:,} characters"
    return {
        "exemption": said,
        "exempt_paragraphs": list(paragraphs),
        "interest_test": "" if confidential else test,
        "review_on": states.review_on,
        "negotiation": states.negotiation,
        "confidential_ground": ground,
    }


def item_words(states: ItemStates, errors: dict[str, str]) -> dict[str, Any]:
    """The columns that say what an item is about and why it is late."""
    reason, by = states.urgent_reason.strip(), " ".join(states.urgent_by.split())
    if len(reason) > _LONGEST_WORDS:
        errors["urgent_reason"] = f"Shorten this to {_LONGEST_WORDS:,} characters"
    if reason and not by:
        errors["urgent_by"] = "Say who takes it as urgent, for example: the chair, Councillor A. Lamb"
    if len(by) > 200:
        errors["urgent_by"] = "Shorten this to 200 characters"
    known = [t.value for t in Tag]
    return {
        "tags": sorted({t for t in states.tags if t.strip()}, key=lambda t: (t not in known, t)),
        "key_decision_id": states.key_decision_id or None,
        "urgent_reason": reason,
        "urgent_by": by if reason else "",
    }


def _columns(states: Exemption) -> dict[str, Any]:
    found = {f.name: getattr(states, f.name) for f in fields(states)}
    return found | {"exempt_paragraphs": list(states.exempt_paragraphs)}
