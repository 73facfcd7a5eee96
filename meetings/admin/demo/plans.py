"""Agendas as they are written down, before a day is known: one for each month of a body, some for what is to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from meetings.admin.demo.agenda import DemoItemKind, DemoTable
from meetings.admin.demo.content import toml
from meetings.admin.demo.wording import names_in


@dataclass(frozen=True)
class VotePlan:
    """How people vote by group or by name; a name goes before its group, everybody else is for."""

    against: tuple[str, ...] = ()
    abstain: tuple[str, ...] = ()
    favour: tuple[str, ...] = ()
    named: bool = False
    #: a tie that the person presiding decides: "for" or "against"
    casting: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Everybody and every group it names."""
        return self.against + self.abstain + self.favour


@dataclass(frozen=True)
class MotionPlan:
    """A motion put before the main one."""

    kind: str
    mover: str
    seconder: str
    vote: VotePlan
    text: tuple[str, ...]
    change: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApplicationPlan:
    """What a report on a planning application has of its own."""

    ref: str
    site: str
    ward: str
    proposal: str
    why: str
    consult: str
    assess: str
    conditions: tuple[str, ...]
    speakers: str


@dataclass(frozen=True)
class ItemPlan:
    """An item of business."""

    key: str
    kind: DemoItemKind
    title: str
    purpose: str
    recommend: tuple[str, ...]
    discussion: str = ""
    by: str = ""
    lead: str = ""
    exempt: str = ""
    is_key: bool = False
    education: bool = False
    budget: bool = False
    text: dict[str, str] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    table: DemoTable | None = None
    application: ApplicationPlan | None = None
    mover: str = ""
    seconder: str = ""
    vote: VotePlan | None = None
    motions: tuple[MotionPlan, ...] = ()
    resolved: tuple[str, ...] = ()
    interests: tuple[tuple[str, str, str, str], ...] = ()
    actions: tuple[tuple[str, str, int], ...] = ()

    @property
    def names(self) -> Iterator[str]:
        """Everybody it needs in the room, and the groups it counts on."""
        spoken = f"{self.discussion} {self.application.speakers if self.application else ''}"
        yield from names_in(spoken)
        yield from (self.lead, self.mover, self.seconder, *(i[0] for i in self.interests))
        yield from self.vote.keys if self.vote else ()
        for motion in self.motions:
            yield from (motion.mover, motion.seconder, *motion.vote.keys)


@dataclass(frozen=True)
class AgendaPlan:
    """The business of one meeting; `month` is 0 for one that is still to come, `slot` says which."""

    body: str
    month: int
    slot: str
    items: tuple[ItemPlan, ...]
    title: str = ""
    words: dict[str, str] = field(default_factory=dict)
    full: bool = False
    chair_absent: bool = False
    annual: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Everybody who must be there for its words to be true."""
        spoken = [n for words in self.words.values() for n in names_in(words)]
        return frozenset(filter(None, [*spoken, *(n for item in self.items for n in item.names)]))


_SECTIONS = ("background", "options", "finance", "legal", "equalities")
_WORDS = ("public_questions", "member_questions", "announcements", "petition", "urgent", "minutes_note")


@cache
def plans(body: str) -> tuple[AgendaPlan, ...]:
    """All agendas written for a body."""
    return tuple(_agenda(body, row) for row in toml(f"agendas/{body}")["agenda"])


def plan_for(body: str, *, month: int = 0, slot: str = "") -> AgendaPlan:
    """The agenda of a month or of a slot ("next", "ready"); StopIteration if none is written."""
    return next(p for p in plans(body) if p.month == month and p.slot == slot)


def _agenda(body: str, row: dict[str, Any]) -> AgendaPlan:
    month, slot = row.get("month", 0), row.get("slot", "")
    label = f"{body}-{slot or f'{month:02}'}"
    return AgendaPlan(
        body=body,
        month=month,
        slot=slot,
        items=tuple(_item(f"{label}-{n}", item) for n, item in enumerate(row["item"], 1)),
        title=row.get("title", ""),
        words={name: row[name] for name in _WORDS if name in row},
        full=row.get("full", False),
        chair_absent=row.get("chair_absent", False),
        annual=row.get("annual", False),
    )


def _item(key: str, row: dict[str, Any]) -> ItemPlan:
    application = _application(row) if row.get("kind") == "application" else None
    title, purpose = _opening(row, application)
    recommend = tuple(row["recommend"])
    return ItemPlan(
        key=key,
        kind=DemoItemKind(row.get("kind", "report")),
        title=title,
        purpose=purpose,
        recommend=recommend,
        discussion=row.get("discussion", ""),
        by=row.get("by", ""),
        lead=row.get("lead", ""),
        exempt=str(row.get("exempt", "")),
        is_key=row.get("key", False),
        education=row.get("education", False),
        budget=row.get("budget", False),
        text={name: row[name] for name in _SECTIONS if name in row},
        papers=tuple(row.get("papers", ())),
        table=_table(row.get("table")),
        application=application,
        mover=row.get("mover", ""),
        seconder=row.get("seconder", ""),
        vote=_vote(row.get("vote")),
        motions=tuple(_motion(m) for m in row.get("motions", ())),
        resolved=tuple(row.get("resolved", ())) or recommend + tuple(row.get("resolved_extra", ())),
        interests=tuple(_parts(text, 4) for text in row.get("interests", ())),  # type: ignore[misc]
        actions=tuple(_action(text) for text in row.get("actions", ())),
    )


def _opening(row: dict[str, Any], application: ApplicationPlan | None) -> tuple[str, str]:
    if application is None:
        return row["title"], row["purpose"]
    title = f"{{yy}}/{application.ref}: {application.site}"
    return title, f"{application.proposal}. Reason for decision by the Committee: {_lower(application.why)}."


def _lower(text: str) -> str:
    return text if text.startswith("Council") else text[0].lower() + text[1:]


def _application(row: dict[str, Any]) -> ApplicationPlan:
    return ApplicationPlan(
        ref=row["ref"],
        site=row["site"],
        ward=row["ward"],
        proposal=row["proposal"],
        why=row["why"],
        consult=row["consult"],
        assess=row["assess"],
        conditions=tuple(row.get("conditions", ())),
        speakers=row.get("speakers", ""),
    )


def _table(row: dict[str, Any] | None) -> DemoTable | None:
    if row is None:
        return None
    return DemoTable(row["caption"], tuple(row["head"]), tuple(tuple(r) for r in row["rows"]))


def _vote(row: dict[str, Any] | None) -> VotePlan | None:
    if row is None:
        return None
    favour, against, abstain = (tuple(row.get(name, ())) for name in ("for", "against", "abstain"))
    return VotePlan(against, abstain, favour, row.get("named", False), row.get("casting", ""))


def _motion(row: dict[str, Any]) -> MotionPlan:
    vote = _vote(row["vote"]) or VotePlan()
    text, becomes = tuple(row["text"]), tuple(row.get("becomes", ()))
    change = text if becomes else ()
    return MotionPlan(row["kind"], row["mover"], row["seconder"], vote, becomes or text, change)


def _parts(text: str, count: int) -> tuple[str, ...]:
    parts = tuple(p.strip() for p in text.split("|"))
    if len(parts) != count:
        raise ValueError(f"{count} parts wanted in {text!r}")
    return parts


def _action(text: str) -> tuple[str, str, int]:
    words, weeks = _parts(text, 2)
    owner, _, what = words.partition(": ")
    return owner, what, int(weeks)
