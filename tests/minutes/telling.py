"""A record told fact by fact, for drafting without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from meetings.agendas.content import AgendaContent, ContentItem
from meetings.agendas.rules import ItemKind
from meetings.bodies.models import Seat
from meetings.bodies.queries import Member
from meetings.db.record import Entry
from meetings.kernel.facts import Fact
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.document import Block, MinutesDocument
from meetings.minutes.drafting import ActionNote, Passed, Setting, draft
from meetings.motions.events import MotionDecided, MotionMoved
from meetings.motions.rules import Effect, MotionKind
from meetings.room.events import ItemTaken, MeetingClosed, MeetingOpened, MemberArrived
from meetings.room.rules import Capacity, Presence
from meetings.voting.events import BallotCast, Channel, RollMember, VoteClosed, VoteDeclared, VoteOpened
from meetings.voting.methods.simple_majority import count, outcome
from meetings.voting.rules import Choice, VoteMethod

START = datetime(2026, 12, 8, 18, 50, tzinfo=UTC)
NAMES = {
    "ann": "Councillor Ann Ash",
    "bob": "Councillor Bob Bell",
    "cat": "Councillor Cat Cray",
    "dan": "Councillor Dan Dee",
}


def member(person_id: str, seat: Seat = Seat.MEMBER) -> Member:
    name = NAMES[person_id]
    return Member(
        person_id, person_id, name, name, seat, "Green", "North", f"m-{person_id}", date(2020, 1, 1), None
    )


def item(item_id: str, title: str, sensitivity: Sensitivity = Sensitivity.PUBLIC) -> ContentItem:
    return ContentItem(item_id, ItemKind.ITEM, item_id.removeprefix("i"), title, sensitivity=sensitivity)


def heading(item_id: str, title: str) -> ContentItem:
    return ContentItem(item_id, ItemKind.HEADING, "", title)


AGENDA = (item("i1", "Apologies"), item("i2", "Library hours"), item("i3", "Urgent business"))


@dataclass
class Tale:
    """Each fact a minute after the one before."""

    items: tuple[ContentItem, ...] = AGENDA
    at: datetime = START
    entries: list[Entry] = field(default_factory=list)
    actions: list[ActionNote] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    word: str = "RESOLVED"

    def tell(self, *facts: Fact) -> Tale:
        for fact in facts:
            self.at += timedelta(minutes=1)
            self.entries.append(Entry(len(self.entries) + 1, self.at, fact, "", None, "Clerk"))
        return self

    def arrive(
        self,
        *people: str,
        presence: Presence = Presence.IN_PERSON,
        capacity: Capacity = Capacity.MEMBER,
        post: str = "",
    ) -> Tale:
        return self.tell(*(MemberArrived(p, NAMES.get(p, p), capacity, presence, post) for p in people))

    def open(self, *people: str) -> Tale:
        """Everybody is marked present, Ann takes the chair."""
        self.arrive(*(people or NAMES))
        return self.tell(MeetingOpened("ann", NAMES["ann"]))

    def take(self, item_id: str) -> Tale:
        title = next((i.title for i in self.items if i.id == item_id), "An item that has gone")
        return self.tell(ItemTaken(item_id, item_id.removeprefix("i"), title))

    def move(
        self,
        motion_id: str,
        item_id: str,
        text: str,
        kind: MotionKind = MotionKind.SUBSTANTIVE,
        parent_id: str | None = None,
        effect: Effect = Effect.NONE,
    ) -> Tale:
        ann, bob = NAMES["ann"], NAMES["bob"]
        moved = MotionMoved(motion_id, item_id, kind, text, "ann", ann, "bob", bob, parent_id, effect)
        return self.tell(moved)

    def vote(self, motion_id: str, ballots: dict[str, Choice], method: VoteMethod, *more: Fact) -> Tale:
        """Opened, cast, closed, what is given in `more`, declared and with it decided."""
        vote_id = f"v-{motion_id}"
        tally = count(ballots, NAMES)
        missing = tuple(p for p in NAMES if p not in ballots)
        roll = tuple(RollMember(p, n) for p, n in NAMES.items())
        self.tell(VoteOpened(vote_id, motion_id, method, "", roll))
        self.tell(*(BallotCast(vote_id, p, c, Channel.DEVICE, "key") for p, c in ballots.items()))
        found = outcome(tally)
        counts = (tally.for_, tally.against, tally.abstain, tally.none)
        self.tell(VoteClosed(vote_id, *counts, found, missing), *more)
        if not more:
            self.tell(VoteDeclared(vote_id, motion_id, found))
            self.tell(MotionDecided(motion_id, found.value == "carried", vote_id))
        return self

    def close(self) -> Tale:
        return self.tell(MeetingClosed())

    def setting(self) -> Setting:
        return Setting(
            council="Northmoor Borough Council",
            body="Planning Committee",
            title="Ordinary meeting",
            held_on=date(2026, 12, 8),
            place="Town Hall",
            timezone="Europe/London",
            agenda=AgendaContent(1, self.items),
            resolved_word=self.word,
            members=(member("ann", Seat.CHAIR), *(member(p) for p in NAMES if p != "ann")),
            actions=tuple(self.actions),
            passed=tuple(self.passed),
        )

    def draft(self) -> MinutesDocument:
        return draft(self.entries, self.setting())


def blocks(document: MinutesDocument, item_id: str) -> tuple[Block, ...]:
    """The blocks of one minute."""
    return next(i.blocks for i in document.items if i.item_id == item_id)
