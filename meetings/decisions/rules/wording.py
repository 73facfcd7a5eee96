"""A call-in in the words of an agenda and of a notice; of an exempt decision only what everybody may read."""

from __future__ import annotations

import html
from dataclasses import dataclass

from meetings.decisions.rules.document import Part
from meetings.decisions.rules.record import Record

#: What stands for the reasons of a call-in where they could give away what is exempt.
WITHHELD = (
    "The reasons are given to the committee’s members, since part of the decision is exempt information."
)
#: The same for what scrutiny, or whoever decided again, gave as its reasons.
OUTCOME_WITHHELD = "The reasons are kept with the record, since part of the decision is exempt information."


@dataclass(frozen=True)
class ItemWords:
    """An item as it stands on an agenda; `text` is HTML."""

    title: str
    text: str
    recommendation: str


def call_in_item(reference: str, record: Record, reasons: str, instead: str) -> ItemWords:
    """The item on the agenda of the committee that looks at it."""
    open_ = record.public()
    lines = [f"Decision {reference} was called in before it was carried out."]
    for part in call_in_parts(record, reasons, instead):
        lines += [f"{part.heading}: {part.paragraphs[0]}", *part.paragraphs[1:]]
    return ItemWords(
        f"Call-in: {open_.title}",
        "".join(f"<p>{html.escape(line)}</p>" for line in lines),
        "That the committee lets the decision stand, refers it back to whoever decided with its concerns, or refers "
        "it to the Council.",
    )


def call_in_parts(record: Record, reasons: str, instead: str) -> tuple[Part, ...]:
    """Why it was called in, and what is asked for instead, as everybody may read it."""
    if record.exempt:
        return (Part("Reasons given", (WITHHELD,)),)
    parts = [Part("Reasons given", _lines(reasons))]
    if instead.strip():
        parts.append(Part("Asked for instead", _lines(instead)))
    return tuple(parts)


def outcome_words(record: Record, text: str) -> str:
    """Why a call-in ended as it did, as everybody may read it."""
    return OUTCOME_WITHHELD if record.exempt else text


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
