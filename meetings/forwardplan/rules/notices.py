"""The wording of each notice, from what is known on the day it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meetings.forwardplan.rules.document import Line, Section
from meetings.forwardplan.rules.planned import Maker, PlannedDecision, day_words, paragraph_words

OTHERS_MAY_COME = "Other documents that matter for the decision may be submitted to the decision maker."
KEY_MEANS = (
    "A key decision is one that is likely to mean significant spending or saving for the council, or to have a "
    "significant effect on people living or working in two or more wards."
)


@dataclass(frozen=True)
class EntryWords:
    """An entry with the names that its notice gives. `decision` is the public form of it."""

    reference: str
    decision: PlannedDecision
    body_name: str
    members: tuple[str, ...] = ()
    #: "" or why the date is as it is: "Put off from …"
    history: str = ""
    changes: tuple[str, ...] = ()


def maker_words(words: EntryWords) -> str:
    """The decision maker by name."""
    decision = words.decision
    if decision.maker is Maker.BODY:
        return words.body_name
    return ", ".join(part for part in (decision.maker_name, decision.maker_post) if part)


def entry_section(words: EntryWords) -> Section:
    """A planned decision with all its particulars."""
    d = words.decision
    facts = [
        Line("Reference", words.reference),
        Line("What is to be decided", d.matter),
        Line("Key decision", " ".join(part for part in (f"{d.ground_words}.", d.key_reason) if part)),
        Line("Decision maker", maker_words(words)),
        Line("Members", "; ".join(words.members) if d.maker is Maker.BODY else ""),
        Line("When", d.when_words),
        Line("Put off", words.history),
        Line("Wards", d.wards_words),
        Line("Lead member", d.lead_member),
        Line("Who is consulted", d.consultees),
        Line("How", d.consultation),
        Line("Documents", "; ".join(d.documents)),
        Line("Where to get them", f"{_ended(d.documents_from)} {OTHERS_MAY_COME}".strip()),
        Line("To ask for documents as they come", contact_words(d)),
        Line("Public or private", privacy_words(d)),
    ]
    kept = tuple(line for line in facts if line.text)
    return Section(
        d.title, facts=kept, items_title="What has changed" if words.changes else "", items=words.changes
    )


def contact_words(decision: PlannedDecision) -> str:
    """Whom to ask, and how."""
    parts = (decision.contact_name, decision.contact_email, decision.contact_phone)
    return ", ".join(part for part in parts if part)


def privacy_words(decision: PlannedDecision) -> str:
    """Whether the public can be there, with the reasons if not."""
    if not decision.privacy.closed:
        return "To be decided in public."
    what = "The decision is" if decision.privacy.value == "whole" else "Part of the decision is"
    described = paragraph_words(decision.paragraphs)
    because = f" Exempt information: {described} of the schedule of descriptions." if described else ""
    return f"{what} to be considered in private.{because} {decision.private_reasons}".strip()


def private_section(words: EntryWords) -> Section:
    """The statement of reasons for meeting in private."""
    d = words.decision
    lines = (
        Line("Meeting", f"{words.body_name}, {d.when_words}"),
        Line("Matter", d.title),
        Line("Exempt information", paragraph_words(d.paragraphs)),
        Line("Reasons for meeting in private", d.private_reasons),
    )
    return Section("Why this is to be in private", facts=tuple(line for line in lines if line.text))


def plan_lead(first: date, last: date, body: str) -> tuple[str, ...]:
    """What stands over a forward plan."""
    whose = f"by {body}" if body else "by the executive of the council, its members and its officers"
    return (
        f"Decisions that are to be taken {whose} from {day_words(first)} to {day_words(last)}.",
        KEY_MEANS,
        "Notice of a key decision is given at least 28 clear days before it is taken.",
    )


def exception_sections(
    words: EntryWords, reasons: str, told: Sequence[str], earliest: date
) -> tuple[Section, ...]:
    """Less than 28 clear days: why, who was told, and from when it may be decided."""
    return (
        Section("Why 28 clear days' notice could not be given", _paragraphs(reasons)),
        Section("Who was told", items=tuple(told)),
        Section(
            "When it may be decided",
            (
                f"Not before {day_words(earliest)}: five clear days after the day on which this was published.",
            ),
        ),
        entry_section(words),
    )


def urgency_sections(words: EntryWords, reasons: str, agreed: str, unable: str) -> tuple[Section, ...]:
    """No notice was possible: who agreed and why it cannot reasonably be deferred."""
    return (
        Section("Why the decision is urgent and cannot reasonably be deferred", _paragraphs(reasons)),
        Section("Who agreed", tuple(part for part in (agreed, unable) if part)),
        entry_section(words),
    )


def private_sections(
    words: EntryWords, representations: Sequence[tuple[str, str]], response: str
) -> tuple[Section, ...]:
    """The second notice: the reasons once more, what people said, and what is answered."""
    said = tuple(f"{text} Response: {answer}" if answer else text for text, answer in representations)
    heading = "Representations that the meeting should be open"
    received = (
        Section(heading, items=said)
        if said
        else Section(heading, ("No representations have been received.",))
    )
    return (private_section(words), received, Section("Response", _paragraphs(response)))


def agreed_private_sections(words: EntryWords, reasons: str, agreed: str, unable: str) -> tuple[Section, ...]:
    """In private without 28 clear days' notice: who agreed that it is urgent and cannot reasonably be deferred."""
    return (
        Section("Why the meeting is urgent and cannot reasonably be deferred", _paragraphs(reasons)),
        Section("Who agreed", tuple(part for part in (agreed, unable) if part)),
        private_section(words),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _ended(text: str) -> str:
    """With a full stop, so that another sentence can follow."""
    return text if not text or text[-1] in ".!?:;" else f"{text}."
