"""What a record still lacks before it can be published, said so that one knows what to do; and whether one is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from meetings.deadlines.rules.access import OfficerDecision, record_due
from meetings.deadlines.rules.base import Answer
from meetings.deadlines.rules.executive import Statement
from meetings.decisions.rules.record import CallIn, Kind, Limb, Record

#: The questions of the test, in plain words, each with the limbs that a yes stands for.
QUESTIONS: tuple[tuple[str, str, tuple[Limb, ...]], ...] = (
    (
        "express",
        "Did a meeting give you authority for this very decision, as in “that the Director award the contract”?",
        (Limb.EXPRESS,),
    ),
    (
        "effect",
        "Does it grant a permission or licence, or affect the rights of an individual?",
        (Limb.LICENCE, Limb.RIGHTS),
    ),
    (
        "spend",
        "Does it award a contract, or spend so much that it materially affects the council’s financial position?",
        (Limb.SPEND,),
    ),
)
_WORDS = {
    "the decision": ("decision", "Write what was decided."),
    "the reasons": ("reasons", "Write the reasons for the decision."),
    "alternatives considered and rejected": (
        "alternatives",
        "Write which alternatives were considered and rejected, and why. Where there were none, write “None”.",
    ),
    "conflicts of interest declared": (
        "interests",
        "Write which interests were declared. Where there were none, write “None declared”.",
    ),
}


@dataclass(frozen=True)
class Lack:
    """Something that stops publication: the field, and what to do."""

    field: str
    text: str


def lacks(record: Record, *, usually_subject: bool) -> tuple[Lack, ...]:
    """Everything that stops the publication of a record, in the order of the form."""
    return tuple(_lacks(record, usually_subject))


def said(record: Record) -> Statement:
    """The four parts of a statement; what is exempt is stated in the part that is kept back."""
    decision = record.decision or record.exempt_decision
    reasons = record.reasons or (record.exempt_reasons if record.exempt else "")
    return Statement(decision, reasons, record.alternatives, record.interests)


def missing(record: Record) -> tuple[str, ...]:
    """What a statement leaves blank, in the words of the law; nothing where no statement is due."""
    if record.kind.has_statement:
        return said(record).missing()
    return () if said(record).decision.strip() else ("the decision",)


def _lacks(record: Record, usually_subject: bool) -> Iterator[Lack]:
    if not record.title.strip():
        yield Lack("title", "Enter a title that everybody may read.")
    for name in missing(record):
        yield Lack(*_WORDS[name])
    yield from _maker(record)
    if record.exempt and not record.paragraphs:
        yield Lack(
            "paragraphs", "Give the paragraph of the schedule that describes what is kept back, such as 3."
        )
    elif record.exempt and not record.exempt_note.strip():
        yield Lack("exempt_note", "Say in words that everybody may read why a part is kept back.")
    if not record.exempt and (record.exempt_decision or record.exempt_reasons):
        yield Lack("exempt", "A part is written as exempt: mark the decision as exempt, or move that part.")
    if usually_subject and record.call_in is not CallIn.SUBJECT and not record.call_in_reason.strip():
        yield Lack("call_in_reason", "Such a decision can usually be called in: say why this one cannot be.")
    if record.call_in is CallIn.URGENT and not record.waived_by:
        yield Lack("call_in", "Record who consented to its not waiting for call-in.")


def _maker(record: Record) -> Iterator[Lack]:
    if record.kind is Kind.MEMBER and not record.maker_name.strip():
        yield Lack("maker_name", "Enter the executive member who decided.")
    if record.kind is not Kind.OFFICER:
        return
    if not record.maker_post.strip():
        yield Lack("maker_post", "Enter the post of the officer who decided.")
    if not record.delegation.strip():
        yield Lack("delegation", "Say under which delegation the officer decided.")
    if not record.limbs:
        yield Lack(
            "limbs",
            "Answer the three questions. If every answer is no, no record is due: set this one aside.",
        )


def officer_test(limbs: Collection[str]) -> Answer:
    """AG-9: whether a written record of an officer's decision is due, with its citation."""
    return record_due(
        OfficerDecision(
            express=Limb.EXPRESS in limbs,
            licence=Limb.LICENCE in limbs,
            affects_rights=Limb.RIGHTS in limbs,
            material_spend=Limb.SPEND in limbs,
        )
    )
