"""The forms of decisions: what was typed becomes a record, or is shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from meetings.decisions.rules.calling import GROUNDS
from meetings.decisions.rules.completeness import QUESTIONS
from meetings.decisions.rules.record import CallIn, Kind, Record
from meetings.web.fields import date_of, typed

TEXTS = (
    "title",
    "working_title",
    "decision",
    "reasons",
    "alternatives",
    "interests",
    "dispensations",
    "maker_name",
    "maker_post",
    "delegation",
    "joint_with",
    "consulted",
    "call_in_reason",
    "scrutiny",
    "contact_name",
    "contact_email",
    "contact_phone",
    "exempt_note",
    "exempt_decision",
    "exempt_reasons",
)
#: What a meeting's page asks of each of its decisions, the rest being on the decision's own page.
SHORT = ("title", "decision", "reasons", "alternatives", "interests", "dispensations", "call_in_reason")
_CHOICES = ("call_in", "maker_id", "plan_id", "paragraphs", "documents", "note", "reason", "report_id")
Form = MultiDict[str, str]


@dataclass
class RecordForm:
    """What was typed, the record it makes where it makes one, and what is wrong."""

    values: dict[str, Any]
    record: Record | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_record(form: Form, before: Record) -> RecordForm:
    """Parse the form of a record. What the form does not ask stays. Nothing that was typed is lost."""
    values = typed(form, *TEXTS, *_CHOICES, dates=("made_on",))
    values |= {"wards": form.getlist("wards"), "limbs": form.getlist("limbs")}
    values |= {name: form.get(name, "") for name in ("is_key", "all_wards", "exempt", "executive")}
    values |= {f"test_{key}": form.get(f"test_{key}", "") for key, _, _ in QUESTIONS}
    errors: dict[str, str] = {}
    missing = "Enter the day of the decision" if before.kind.alone else ""
    made_on = date_of(form, "made_on", errors, missing=missing, default=before.made_on)
    if errors or made_on is None:
        return RecordForm(values, None, errors)
    texts: dict[str, Any] = {n: values[n] for n in TEXTS if n in form}
    record = replace(
        before,
        **texts,
        made_on=made_on,
        call_in=_call_in(values["call_in"], before.call_in),
        is_key=values["is_key"] == "yes",
        plan_id=values["plan_id"],
        all_wards=bool(values["all_wards"]),
        wards=tuple(values["wards"]),
        documents=tuple(values["documents"].splitlines()),
        exempt=bool(values["exempt"]),
        paragraphs=_paragraphs(values["paragraphs"]),
    )
    if before.kind is Kind.OFFICER:
        record = replace(record, executive=bool(values["executive"]), limbs=_limbs(values))
    if before.kind is Kind.MEMBER:
        record = replace(record, maker_id=values["maker_id"])
    return RecordForm(values, record, {})


def values_of(record: Record) -> dict[str, Any]:
    """A record as the form shows it."""
    values: dict[str, Any] = {name: getattr(record, name) for name in TEXTS}
    values |= {
        "made_on": record.made_on,
        "call_in": record.call_in.value,
        "is_key": "yes" if record.is_key else "no",
        "plan_id": record.plan_id,
        "maker_id": record.maker_id,
        "all_wards": "yes" if record.all_wards else "",
        "wards": list(record.wards),
        "documents": "\n".join(record.documents),
        "exempt": "yes" if record.exempt else "",
        "executive": "yes" if record.executive else "",
        "paragraphs": " ".join(record.paragraphs),
        "limbs": list(record.limbs),
        "note": "",
        "reason": "",
    }
    return values | {f"test_{key}": _answer(record, limbs) for key, _, limbs in QUESTIONS}


def read_short(form: Form, id_: str, before: Record) -> Record:
    """One decision of a meeting's page: its fields end in the decision's id."""
    given = {name: form[f"{name}-{id_}"] for name in SHORT if f"{name}-{id_}" in form}
    texts: dict[str, Any] = given
    call_in = _call_in(form.get(f"call_in-{id_}", ""), before.call_in)
    return replace(before, **texts, call_in=call_in)


def read_moment(form: Form, name: str, zone: ZoneInfo, errors: dict[str, str]) -> datetime | None:
    """A day in three boxes and an hour of the council's own clock."""
    day = date_of(form, name, errors, missing="Enter the day")
    try:
        hour = datetime.strptime(form.get(f"{name}-time", "").strip(), "%H:%M").time()
    except ValueError:
        errors.setdefault(f"{name}-time", "Enter the time, such as 16:30")
        return None
    return datetime.combine(day, hour, zone) if day else None


def read_day(form: Form, name: str, errors: dict[str, str]) -> date:
    """A day that must be given; any day where the complaint is noted."""
    return date_of(form, name, errors, missing="Enter the day") or date.min


def grounds_of(form: Form) -> tuple[str, ...]:
    """The grounds that were ticked."""
    return tuple(g for g in form.getlist("grounds") if g in GROUNDS)


def _call_in(text: str, before: CallIn) -> CallIn:
    return CallIn(text) if text in {c.value for c in CallIn} else before


def _limbs(values: dict[str, Any]) -> tuple[str, ...]:
    """A yes stands for the limbs of its question."""
    return tuple(
        limb.value for key, _, limbs in QUESTIONS for limb in limbs if values[f"test_{key}"] == "yes"
    )


def _answer(record: Record, limbs: Collection[str]) -> str:
    if not record.limbs:
        return ""
    return "yes" if set(limbs) & set(record.limbs) else "no"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").replace("and", " ").split())
