"""The forms of the forward plan: what was typed becomes a command, or is shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import ImmutableMultiDict

from meetings.forwardplan.rules.planned import Maker, PlannedDecision, Privacy
from meetings.web.fields import date_of, typed

TEXTS = (
    "body_id",
    "title",
    "working_title",
    "matter",
    "is_key",
    "amount",
    "key_reason",
    "maker",
    "maker_name",
    "maker_post",
    "meeting_id",
    "consultees",
    "consultation",
    "documents",
    "documents_from",
    "lead_member",
    "contact_name",
    "contact_email",
    "contact_phone",
    "all_wards",
    "privacy",
    "paragraphs",
    "private_reasons",
    "private_note",
    "note",
)
DATES = ("decide_on", "decide_to")


@dataclass
class DecisionForm:
    """What was typed, the decision it makes where it makes one, and what is wrong."""

    values: dict[str, Any]
    decision: PlannedDecision | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_decision(form: ImmutableMultiDict[str, str]) -> DecisionForm:
    """Parse the form of a planned decision. Nothing that was typed is lost."""
    values = typed(form, *TEXTS, dates=DATES)
    values["wards"] = form.getlist("wards")
    errors: dict[str, str] = {}
    if not values["body_id"]:
        errors["body_id"] = "Choose whose decision it is"
    amount = _pounds(values["amount"], errors)
    missing = "" if values["meeting_id"] else "Enter the day of the decision, or choose the meeting"
    decide_on = date_of(form, "decide_on", errors, missing=missing, default=None)
    decide_to = date_of(form, "decide_to", errors)
    if errors:
        return DecisionForm(values, None, errors)
    decision = PlannedDecision(
        **{name: values[name] for name in _PLAIN},
        is_key=values["is_key"] != "no",
        amount=amount,
        maker=_word(Maker, values["maker"], Maker.BODY),
        # With a meeting the day is the meeting's; until that is looked up any day will do.
        decide_on=decide_on or date.max,
        decide_to=decide_to,
        meeting_id=values["meeting_id"] or None,
        documents=tuple(values["documents"].splitlines()),
        all_wards=bool(values["all_wards"]),
        wards=tuple(values["wards"]),
        privacy=_word(Privacy, values["privacy"], Privacy.PUBLIC),
        paragraphs=tuple(values["paragraphs"].replace(",", " ").replace("and", " ").split()),
    )
    return DecisionForm(values, decision, {})


_PLAIN = (
    "body_id",
    "title",
    "working_title",
    "matter",
    "key_reason",
    "maker_name",
    "maker_post",
    "consultees",
    "consultation",
    "documents_from",
    "lead_member",
    "contact_name",
    "contact_email",
    "contact_phone",
    "private_reasons",
    "private_note",
)


def values_of(decision: PlannedDecision) -> dict[str, Any]:
    """A decision as the form shows it."""
    values: dict[str, Any] = {name: getattr(decision, name) for name in _PLAIN}
    return values | {
        "is_key": "yes" if decision.is_key else "no",
        "amount": f"{decision.amount}" if decision.amount else "",
        "maker": decision.maker.value,
        "meeting_id": decision.meeting_id or "",
        "decide_on": None if decision.meeting_id else decision.decide_on,
        "decide_to": decision.decide_to,
        "documents": "\n".join(decision.documents),
        "all_wards": "yes" if decision.all_wards else "",
        "wards": list(decision.wards),
        "privacy": decision.privacy.value,
        "paragraphs": " ".join(decision.paragraphs),
        "note": "",
    }


def blank_values(body_id: str, contact: Mapping[str, str]) -> dict[str, Any]:
    """A new decision: what is usual is filled in."""
    values: dict[str, Any] = dict.fromkeys(TEXTS, "") | {"wards": [], "decide_on": None, "decide_to": None}
    return values | {
        "body_id": body_id,
        "is_key": "yes",
        "maker": Maker.BODY.value,
        "privacy": Privacy.PUBLIC.value,
        **contact,
    }


def _pounds(text: str, errors: dict[str, str]) -> int:
    digits = text.strip().lstrip("£").replace(",", "").replace(" ", "")
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        errors["amount"] = "Enter the amount in whole pounds, such as 250000"
        return 0
    return int(digits)


def _word(enum: Any, text: str, default: Any) -> Any:
    try:
        return enum(text)
    except ValueError:
        return default
