"""The blocks that a minute is made of. Each has a `kind`, by which it is told apart in JSON, and an `id`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from meetings.minutes import wording
from meetings.minutes.phrases import phrases

#: Marks a field that came after minutes had been kept: left out of the data while it says nothing.
LATER = {"left_out": True}
#: What may follow the word before a resolution.
_ENDING = re.compile(r"[\s:–-]*(\bthat)?$")


@dataclass(frozen=True, kw_only=True)
class Narrative:
    """What officers write themselves, as rich text: the one block whose words are theirs alone."""

    kind: ClassVar[str] = "narrative"
    id: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Motion:
    """A motion as moved. `text` is rich text or plain; `sentence` is what the chair declared about it."""

    kind: ClassVar[str] = "motion"
    id: str
    motion_kind: str = "substantive"
    text: str
    mover: str | None = None
    seconder: str | None = None
    outcome: str = ""
    sentence: str = ""
    language: str = field(default="en", metadata=LATER)
    #: of the text, where it is not in the language of the minutes: as it was moved
    text_language: str = field(default="", metadata=LATER)
    #: what an amendment is called where there are several: "Amendment 2"
    label: str = field(default="", metadata=LATER)
    #: leads in to the resolution below, which has the text: then it is not said here too
    lead: str = field(default="", metadata=LATER)
    #: nothing is declared apart: the resolution says it
    silent: bool = field(default=False, metadata=LATER)

    @property
    def moved(self) -> str:
        """`It was moved by Councillor A, seconded by Councillor B`, to be followed by the text."""
        said = wording.moved(self.motion_kind, self.mover, self.seconder, self.language)
        return said.replace("An amendment", self.label, 1) if self.label else said

    @property
    def declaration(self) -> str:
        """What was declared, in the words given or in the usual ones for the outcome."""
        if self.silent:
            return ""
        return self.sentence or wording.declared(self.motion_kind, self.outcome, self.language)


@dataclass(frozen=True, kw_only=True)
class VoteRow:
    """One line of a recorded vote."""

    label: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VoteResult:
    """A result as declared: names only when recorded. `motion_id` names the Motion block it decided."""

    kind: ClassVar[str] = "vote"
    id: str
    method: str
    for_: int
    against: int
    abstain: int
    none: int = 0
    for_names: tuple[str, ...] = ()
    against_names: tuple[str, ...] = ()
    abstain_names: tuple[str, ...] = ()
    none_names: tuple[str, ...] = ()
    casting: str | None = None
    casting_by: str | None = None
    declared_at: datetime | None = None
    result: str = ""
    title: str = ""
    motion_id: str = ""
    #: of the motion that was voted on
    motion_kind: str = "substantive"
    language: str = field(default="en", metadata=LATER)

    @property
    def recorded(self) -> bool:
        """Whether the names are minuted."""
        return self.method == "recorded"

    @property
    def totals(self) -> str:
        """The count in one line."""
        return wording.totals(self.for_, self.against, self.abstain, self.none, self.language)

    @property
    def casting_sentence(self) -> str:
        """The sentence on the casting vote, or nothing."""
        return wording.casting(self.casting, self.casting_by, self.motion_kind, self.language)

    @property
    def names_title(self) -> str:
        """The heading of the names: `Councillors` when all are, and then no row says it again."""
        say = phrases(self.language).votes
        return say.councillors if wording.untitled(self._all_names, self.language) else say.members

    @property
    def rows(self) -> tuple[VoteRow, ...]:
        """The rows of a recorded vote, names by surname."""
        say = phrases(self.language).votes
        lines = (
            (say.for_, self.for_, self.for_names),
            (say.against, self.against, self.against_names),
            (say.abstained, self.abstain, self.abstain_names),
            (say.no_vote, self.none, self.none_names),
        )
        brief = bool(wording.untitled(self._all_names, self.language))
        return tuple(
            VoteRow(
                label=label,
                count=count,
                names=wording.alphabetical(wording.untitled(names, self.language) if brief else names),
            )
            for label, count, names in lines
        )

    @property
    def _all_names(self) -> tuple[str, ...]:
        return (*self.for_names, *self.against_names, *self.abstain_names, *self.none_names)


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What was decided. Made only from a motion that was carried. `parts` are rich text or plain."""

    kind: ClassVar[str] = "resolution"
    id: str
    word: str = "RESOLVED"
    unanimous: bool = False
    parts: tuple[str, ...] = ()
    language: str = field(default="en", metadata=LATER)
    #: of the text, where it is not in the language of the minutes: as it was moved
    text_language: str = field(default="", metadata=LATER)
    #: when, where the body's minutes say it: `7.06pm – RESOLVED`
    at: datetime | None = field(default=None, metadata=LATER)
    #: its own number below that of the minute: `38.1`
    number: str = field(default="", metadata=LATER)

    @property
    def opening(self) -> str:
        """`RESOLVED`, with `(unanimously)` where it was."""
        # "RESOLVED – that" is "RESOLVED (unanimously) – that".
        bare = _ENDING.sub("", self.word)
        if self.unanimous and bare != self.word and not self.word.endswith(":"):
            return f"{wording.resolved(bare, True, self.language)}{self.word[len(bare) :]}"
        return wording.resolved(self.word, self.unanimous, self.language)


@dataclass(frozen=True, kw_only=True)
class Interest:
    """A declaration of interest in one sentence: who, of what kind, why, and what they did."""

    kind: ClassVar[str] = "interest"
    id: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note in brackets: a time, an arrival, a dispensation, a ruling."""

    kind: ClassVar[str] = "note"
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What was declared where nothing was counted: agreed by general assent, withdrawn, an item not taken.

    `motion_id` names the Motion block it is about; nothing more is then declared after that.
    """

    kind: ClassVar[str] = "declaration"
    id: str
    text: str
    motion_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that somebody must do by some day."""

    kind: ClassVar[str] = "action"
    id: str
    text: str
    owner: str = ""
    due: date | None = None
    language: str = field(default="en", metadata=LATER)
    text_language: str = field(default="", metadata=LATER)

    @property
    def due_words(self) -> str:
        """`9 February 2021`, or nothing."""
        return wording.day(self.due, self.language) if self.due else ""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What the public reads of an exempt minute where it would not follow the meeting without it, or that it would.

    Local Government Act 1972, section 100C(2): written by the proper officer, giving nothing exempt away. Without
    `html` somebody decided that none is needed, for the `reason`; the public sees nothing of that.
    """

    kind: ClassVar[str] = "summary"
    id: str
    html: str = ""
    by: str = ""
    on: date | None = None
    reason: str = ""

    @property
    def on_words(self) -> str:
        """`9 February 2021`, or nothing."""
        return wording.day(self.on) if self.on else ""


@dataclass(frozen=True, kw_only=True)
class Subheading:
    """Parts the decision of a minute from the discussion, where the body's minutes do."""

    kind: ClassVar[str] = "subheading"
    id: str
    text: str


Block = (
    Narrative
    | Motion
    | VoteResult
    | Resolution
    | Interest
    | Note
    | Declaration
    | Action
    | Summary
    | Subheading
)

BLOCKS: dict[str, type[Block]] = {
    cls.kind: cls
    for cls in (
        Narrative,
        Motion,
        VoteResult,
        Resolution,
        Interest,
        Note,
        Declaration,
        Action,
        Summary,
        Subheading,
    )
}
