"""Reads a meeting's record into its time line. What an audience may not know is left out as it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from meetings.agendas.content import AgendaContent
from meetings.db.record import Entry
from meetings.kernel.facts import Fact
from meetings.kernel.secrecy import EXEMPT_TITLE, Audience, Sensitivity, may_read, may_see_proceedings
from meetings.publicsite.replay.lines import Kind, Line, State, Timeline

#: The fields by which facts name what they belong to.
_IDS = (
    "motion_id",
    "amendment_id",
    "parent_id",
    "vote_id",
    "speech_id",
    "appointment_id",
    "round_id",
    "declaration_id",
    "disorder_id",
)


@dataclass
class Moving:
    """A motion while the record is read."""

    text: str
    words: str
    item_id: str | None
    open: bool = True


@dataclass
class Fold:
    """What has been read so far, for one audience."""

    audience: Audience
    agenda: AgendaContent | None
    opened: datetime | None = None
    closed: datetime | None = None
    phase: str = ""
    item_id: str | None = None
    item: str = ""
    speaker: str = ""
    result: str = ""
    #: the public is excluded now
    private: bool = False
    lines: list[Line] = field(default_factory=list)
    states: list[tuple[datetime, State]] = field(default_factory=list)
    motions: dict[str, Moving] = field(default_factory=dict)
    votes: dict[str, Any] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    #: the lines of speeches, breaks and arrivals that may still be ended or taken back, by id
    places: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    _number: int = 0

    # --- what may be known ---

    def readable(self, item_id: str | None) -> bool:
        """Whether the audience may read an item. One that has gone from the agenda: as if it were confidential."""
        if item_id is None:
            return True
        item = self.agenda.item(item_id) if self.agenda else None
        sensitivity = item.sensitivity if item else Sensitivity.CONFIDENTIAL
        return may_read(sensitivity, published=True, audience=self.audience)

    @property
    def veiled(self) -> bool:
        """Whether nothing of what happens now may be known."""
        seen = may_see_proceedings(private=self.private, audience=self.audience)
        return not (seen and self.readable(self.item_id))

    def keeps_back(self, fact: Fact) -> bool:
        """Whether a fact is left out, and with it whatever follows from it later."""
        ids = {found for name in _IDS if isinstance(found := getattr(fact, name, None), str)}
        private = not may_see_proceedings(private=getattr(fact, "private", False), audience=self.audience)
        item_id = getattr(fact, "item_id", None)
        kept = self.veiled or private or bool(ids & self.hidden) or not self.readable(item_id)
        if kept:
            self.hidden |= ids
        return kept

    # --- putting down ---

    def put(self, at: datetime, kind: Kind, text: str, detail: str = "", key: str = "") -> None:
        """A line; `key`: by which it may be ended or taken back."""
        item = "" if self.veiled else self.item
        self.lines.append(Line(self._number, at, 0, kind, text, detail, item))
        if key:
            self.places[key] = self._number

    def end(self, key: str, at: datetime, detail: str = "") -> None:
        """What the line tells of is over."""
        number = self.places.get(key)
        for n, line in enumerate(self.lines):
            if number is not None and line.seq == number:
                self.lines[n] = replace(line, until=at, detail=detail or line.detail)

    def drop(self, key: str) -> None:
        """It was a mistake: the line goes."""
        number = self.places.pop(key, None)
        self.lines = [line for line in self.lines if line.seq != number]

    def title(self, number: str, title: str, item_id: str) -> str:
        """An item as this audience may know it."""
        return f"{number} {title if self.readable(item_id) else EXEMPT_TITLE}".strip()

    # --- the whole ---

    def read(self, entry: Entry) -> None:
        """Take one fact."""
        handle = ALWAYS.get(type(entry.fact))
        self._number = entry.seq
        if handle is None:
            handle = HANDLERS.get(type(entry.fact))
            if handle is None or self.keeps_back(entry.fact):
                return
        handle(self, entry.at, entry.fact)
        state = self._state()
        if not self.states or self.states[-1][1] != state:
            self.states.append((entry.at, state))

    def whole(self) -> Timeline:
        """The time line."""
        found = Timeline(self.opened, self.closed)
        lines = tuple(
            replace(
                line,
                offset=found.offset(line.at),
                until_offset=found.offset(line.until) if line.until else None,
            )
            for line in self.lines
        )
        states = tuple(s for s in self.states if self.opened and s[0] >= self.opened)
        return replace(found, lines=lines, states=states)

    def before(self) -> str:
        """The motion or amendment that was to be decided next, in words."""
        standing = [m for m in self.motions.values() if m.open and m.item_id == self.item_id]
        return "\n".join(f"{m.words}: {m.text}" for m in standing)

    def _state(self) -> State:
        if self.veiled:
            return State(
                phase="In private" if self.private else self.phase, item="" if self.private else self.item
            )
        return State(self.phase, self.item, self.speaker, self.before(), self.result)


Handler = Callable[[Fold, datetime, Any], None]
H = TypeVar("H", bound=Handler)
HANDLERS: dict[type[Fact], Handler] = {}
#: Taken whatever the audience may know: they decide what it may know next.
ALWAYS: dict[type[Fact], Handler] = {}


def tells(*kinds: type[Fact]) -> Callable[[H], H]:
    """Register what the time line makes of facts."""

    def register(handler: H) -> H:
        HANDLERS.update(dict.fromkeys(kinds, handler))
        return handler

    return register


def always(*kinds: type[Fact]) -> Callable[[H], H]:
    """Register what is read even while nothing may be known; the handler itself says no more than it may."""

    def register(handler: H) -> H:
        ALWAYS.update(dict.fromkeys(kinds, handler))
        return handler

    return register


def facts_told() -> tuple[type[Fact], ...]:
    """The facts that a time line is made of."""
    return (*ALWAYS, *HANDLERS)


def timeline(entries: Iterable[Entry], agenda: AgendaContent | None, audience: Audience) -> Timeline:
    """The time line as that audience may know it. The same record, agenda and audience give the same."""
    fold = Fold(audience, agenda)
    for entry in entries:
        fold.read(entry)
    return fold.whole()
