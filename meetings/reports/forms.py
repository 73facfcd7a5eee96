"""The forms of reports: what was typed, as it was typed, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from meetings.kernel.secrecy import Sensitivity
from meetings.reports.rules.content import ReportContent
from meetings.reports.rules.template import NeededConsultee
from meetings.reports.usecases import SectionLine

_WRONG_DAY = "Enter a day, month and year, for example 9 2 2027"
_TEXTS = ("title", "recommendations", "wards", "interest_test", "confidential_ground")
NEW_LINES = 3


@dataclass(frozen=True)
class EditForm:
    """The editor's page as it was sent."""

    version: int
    fields: dict[str, Any]
    note: str
    minor: bool
    errors: dict[str, str] = field(default_factory=dict)


def read_edit(form: MultiDict[str, str]) -> EditForm:
    """What was typed. Fields that the page did not have are left out."""
    fields: dict[str, Any] = {name: form[name] for name in _TEXTS if name in form}
    errors: dict[str, str] = {}
    if "sensitivity" in form:
        fields["sensitivity"] = read_sensitivity(form["sensitivity"])
    if "background" in form:
        lines = (" ".join(line.split()) for line in form["background"].splitlines())
        fields["background"] = tuple(line for line in lines if line)
        fields["no_background"] = form.get("no_background") == "yes"
        fields["negotiation"] = form.get("negotiation") == "yes"
        fields["paragraphs"] = _paragraphs(form)
        if fields["background"] and fields["no_background"]:
            errors["background"] = "List the background papers or say that there are none, not both"
    if "review_on-day" in form:
        fields["review_on"], error = read_day(form, "review_on")
        if error:
            errors["review_on"] = error
    for name in form:
        if name.startswith("section."):
            fields[name] = form[name]
            key = name.removeprefix("section.")
            fields[f"exempt.{key}"] = form.get(f"exempt.{key}") == "yes"
    return EditForm(version_in(form), fields, form.get("note", ""), form.get("minor") == "yes", errors)


def _paragraphs(form: MultiDict[str, str]) -> tuple[str, ...]:
    typed = [p.strip() for p in form.get("paragraphs_typed", "").split(",") if p.strip()]
    return tuple(dict.fromkeys([*form.getlist("paragraphs"), *typed]))


def read_sensitivity(text: str) -> Sensitivity:
    """Public only if it says public."""
    return Sensitivity(text) if text in set(Sensitivity) else Sensitivity.EXEMPT


def version_in(form: Mapping[str, str]) -> int:
    """The version that the page showed."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def read_day(form: Mapping[str, str], name: str) -> tuple[date | None, str]:
    """A day, or what is wrong with it; nothing typed is no day."""
    parts = [form.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")]
    if not any(parts):
        return None, ""
    try:
        day, month, year = (int(p) for p in parts)
        return date(year, month, day), ""
    except (ValueError, OverflowError):
        return None, _WRONG_DAY


def typed_day(form: Mapping[str, str], name: str) -> dict[str, str]:
    """The three fields of a day as they were typed."""
    return {part: form.get(f"{name}-{part}", "") for part in ("day", "month", "year")}


def number_in(form: Mapping[str, str], name: str, otherwise: int) -> int:
    """A small number; -1, which nobody accepts, for anything else that was typed."""
    text = form.get(name, "").strip()
    if not text:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1


def read_sections(form: Mapping[str, str]) -> tuple[SectionLine, ...]:
    """The sections of a template in the order that their numbers say."""
    count = min(max(number_in(form, "lines", 0), 0), 60)
    lines = []
    for n in range(count):
        place = number_in(form, f"place-{n}", n + 1)
        line = SectionLine(
            form.get(f"key-{n}", "")[:60],
            form.get(f"title-{n}", ""),
            form.get(f"hint-{n}", ""),
            form.get(f"required-{n}") == "yes",
        )
        lines.append((place if place >= 0 else n + 1, n, line))
    return tuple(line for _, _, line in sorted(lines, key=lambda each: each[:2]))


def read_needed(form: MultiDict[str, str]) -> tuple[NeededConsultee, ...]:
    """The consultees that are ticked, with their days."""
    return tuple(
        NeededConsultee(role_id, number_in(form, f"days-{role_id}", 5))
        for role_id in form.getlist("consultee")
    )


def paragraph_options(paragraphs: Mapping[str, str]) -> list[dict[str, str]]:
    """The paragraphs to choose from."""
    return [{"value": number, "text": f"{number}: {words}"} for number, words in paragraphs.items()]


def other_paragraphs(content: ReportContent, known: Mapping[str, str]) -> str:
    """Those of the report that are not among the ones to choose from."""
    return ", ".join(p for p in content.paragraphs if p not in known)
