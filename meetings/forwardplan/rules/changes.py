"""What changed between two versions of a planned decision, in words that can stand in a notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from meetings.forwardplan.rules.planned import PlannedDecision, paragraph_words


@dataclass(frozen=True)
class Change:
    """One thing that reads differently. An empty side: it was not said."""

    label: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """The change as a line of a notice."""
        if not self.before:
            return f"{self.label}: added “{self.after}”."
        if not self.after:
            return f"{self.label}: removed “{self.before}”."
        return f"{self.label}: was “{self.before}”, is now “{self.after}”."


def _contact(d: PlannedDecision) -> str:
    return ", ".join(part for part in (d.contact_name, d.contact_email, d.contact_phone) if part)


def _maker(d: PlannedDecision) -> str:
    named = ", ".join(part for part in (d.maker_name, d.maker_post) if part)
    return named or d.maker.label


_PUBLIC: tuple[tuple[str, Callable[[PlannedDecision], str]], ...] = (
    ("Title", lambda d: d.title),
    ("What is to be decided", lambda d: d.matter),
    ("Key decision", lambda d: d.ground_words),
    ("Why it is or is not key", lambda d: d.key_reason),
    ("Decision maker", _maker),
    ("Date", lambda d: d.when_words),
    ("Who is consulted", lambda d: d.consultees),
    ("How they are consulted", lambda d: d.consultation),
    ("Documents", lambda d: "; ".join(d.documents)),
    ("Where to get the documents", lambda d: d.documents_from),
    ("Lead member", lambda d: d.lead_member),
    ("Contact", _contact),
    ("Wards", lambda d: d.wards_words),
    ("Public or private", lambda d: d.privacy.label),
    ("Description of the exempt information", lambda d: paragraph_words(d.paragraphs)),
    ("Why it is to be in private", lambda d: d.private_reasons),
)
_DESK: tuple[tuple[str, Callable[[PlannedDecision], str]], ...] = (
    ("Working title", lambda d: d.working_title),
    ("Private note", lambda d: d.private_note),
)


def changes_between(before: PlannedDecision, after: PlannedDecision) -> tuple[Change, ...]:
    """What the public reads differently."""
    return _compared(_PUBLIC, before, after)


def desk_changes_between(before: PlannedDecision, after: PlannedDecision) -> tuple[Change, ...]:
    """The same, and what is for officers only."""
    return _compared((*_PUBLIC, *_DESK), before, after)


def _compared(
    lines: tuple[tuple[str, Callable[[PlannedDecision], str]], ...],
    before: PlannedDecision,
    after: PlannedDecision,
) -> tuple[Change, ...]:
    found = ((label, " ".join(say(before).split()), " ".join(say(after).split())) for label, say in lines)
    changed = [Change(label, old, new) for label, old, new in found if old != new]
    if before.body_id != after.body_id and not any(c.label == "Decision maker" for c in changed):
        changed.append(Change("Decision maker", "another body", "the body named here"))
    return tuple(changed)
