"""Who may agree that a decision, or a meeting in private, cannot wait: one chain of three, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Office(StrEnum):
    """The offices, in the order of the law (England: SI 2012/2089, regulations 5(6) and 11(1))."""

    SCRUTINY_CHAIR = "scrutiny_chair"
    COUNCIL_CHAIR = "council_chair"
    COUNCIL_VICE_CHAIR = "council_vice_chair"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "scrutiny_chair": "chair of the relevant overview and scrutiny committee",
            "council_chair": "chair of the council",
            "council_vice_chair": "vice-chair of the council",
        }[self.value]


@dataclass(frozen=True)
class Holder:
    """Who holds one of the offices; nobody: it is vacant."""

    office: Office
    person_id: str = ""
    name: str = ""

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds it."""
        return not self.person_id


@dataclass(frozen=True)
class Agreed:
    """Who agreed, as what; `unable` says why those before could not be asked, in words for the notice."""

    holder: Holder
    unable: str = ""


NOT_IN_CHAIN = (
    "Only the chair of the relevant overview and scrutiny committee may agree; if there is none or they cannot act, "
    "the chair of the council; and failing both, the vice-chair of the council. Nobody else's agreement counts."
)


def agreed(chain: Sequence[Holder], person_id: str, unable: str) -> Agreed | str:
    """Whether this person may agree: who they are in the chain, or why they may not.

    Somebody later in the chain may only agree when each before is vacant, or `unable` says why they cannot act.
    """
    place = next((n for n, h in enumerate(chain) if h.person_id and h.person_id == person_id), None)
    if place is None:
        return NOT_IN_CHAIN
    before = chain[:place]
    held = [h for h in before if not h.is_vacant]
    if held and not unable.strip():
        names = " and ".join(f"{h.name}, {h.office.label}," for h in held)
        return f"Say why {names} cannot act, or have them agree."
    vacant = [f"There is no {h.office.label}." for h in before if h.is_vacant]
    return Agreed(chain[place], " ".join([*vacant, unable.strip()]).strip())
