"""A meeting told as a council's clerk would: for minutes of any form, without a database.

minutes = (
    Making(style=HouseStyle(votes=VoteLayout.LINES), agenda=[("7.2", "Special motion"), ("8", "Close")])
    .opened("18:30", presiding="Ann Ash")
    .item("7.2", "18:41")
    .moves("That the report be noted.", by="Bob Bell", seconded="Cat Cray")
    .voted(for_=24, against=10, abstain=1)
    .closed("19:46")
)
minutes.lines()   # the page as a person reads it; `under("Special motion")`: one minute
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from meetings.agendas.content import AgendaContent, ContentItem
from meetings.bodies.models import Seat
from meetings.bodies.queries import Member
from meetings.db.record import Entry
from meetings.kernel.facts import Fact
from meetings.minutes.document import MinutesDocument
from meetings.minutes.drafting import ActionNote, Passed, Setting, draft
from meetings.minutes.rules import public_rendition
from meetings.minutes.style import HouseStyle
from meetings.motions.events import MotionAmended, MotionDecided, MotionMoved, MotionWithdrawn
from meetings.motions.rules import Effect, MotionKind
from meetings.room import events as room
from meetings.room.rules import Capacity, Presence
from meetings.schedule.members.events import SubstituteNamed
from meetings.voting import events as voting
from meetings.voting.rules import Choice, Outcome, VoteMethod, Way
from tests.minutes.forms.names import GROUPS, WARDS
from tests.minutes.forms.names import PEOPLE as PEOPLE
from tests.minutes.forms.names import agenda_heading as agenda_heading
from tests.minutes.forms.names import agenda_item as agenda_item
from tests.minutes.forms.names import exempt_item as exempt_item
from tests.minutes.forms.names import person as person
from tests.minutes.forms.names import report as report
from tests.minutes.forms.names import titled as titled
from tests.minutes.reading import html, words

ZONE = ZoneInfo("Europe/London")


@dataclass
class Making:
    """Every fact at the time given last, or a minute after the one before."""

    style: HouseStyle = field(default_factory=HouseStyle)
    agenda: Sequence[ContentItem | tuple[str, str]] = (("1", "Apologies"), ("2", "Library hours"))
    people: Sequence[str] = PEOPLE[:6]
    body: str = "Full Council"
    kind: str = "ordinary"
    held_on: date = date(2018, 7, 18)
    council: str = "Northmoor Borough Council"
    place: str = "Council Chamber, Town Hall"
    mode: str = ""
    #: more of `Setting`, by name
    more: dict[str, Any] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    actions: list[ActionNote] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    now: datetime = field(init=False)
    items: tuple[ContentItem, ...] = field(init=False)
    current: str | None = None
    motion: str = ""
    _count: int = 0

    def __post_init__(self) -> None:
        self.now = datetime(self.held_on.year, self.held_on.month, self.held_on.day, 18, 0, tzinfo=ZONE)
        self.items = tuple(i if isinstance(i, ContentItem) else agenda_item(*i) for i in self.agenda)

    # --- Time and facts ---

    def at(self, clock: str) -> Making:
        """What follows happens at this time: `19:06`."""
        hour, minute = clock.split(":")
        self.now = self.now.replace(hour=int(hour), minute=int(minute), second=0)
        return self

    def tell(self, *facts: Fact) -> Making:
        """Facts as the record has them, a second apart."""
        for fact in facts:
            self.entries.append(Entry(len(self.entries) + 1, self.now, fact, "", None, "Clerk"))
            self.now += timedelta(seconds=1)
        return self

    # --- The room ---

    def arrives(
        self,
        name: str,
        clock: str = "",
        *,
        post: str = "",
        capacity: Capacity = Capacity.MEMBER,
        presence: Presence = Presence.IN_PERSON,
    ) -> Making:
        """Somebody comes; a member without more, others by capacity, officers with their post."""
        if clock:
            self.at(clock)
        shown = titled(name) if capacity in (Capacity.MEMBER, Capacity.NON_VOTING) else name
        return self.tell(room.MemberArrived(person(name), shown, capacity, presence, post))

    def officer(self, name: str, post: str) -> Making:
        """An officer is in attendance."""
        return self.arrives(name, post=post, capacity=Capacity.OFFICER)

    def leaves(self, name: str, clock: str = "") -> Making:
        """Somebody goes."""
        if clock:
            self.at(clock)
        return self.tell(room.MemberLeft(person(name), titled(name)))

    def apology(self, name: str, kind: str = "absence") -> Making:
        """`absence` or `lateness`."""
        return self.tell(room.ApologyReceived(person(name), titled(name), kind))

    def substitutes(self, substitute: str, name: str) -> Making:
        """Somebody has a member's seat for this meeting, and comes."""
        self.tell(SubstituteNamed(person(name), titled(name), person(substitute), titled(substitute)))
        return self.arrives(substitute)

    def opened(self, clock: str = "19:00", presiding: str = "Ann Ash", absent: Sequence[str] = ()) -> Making:
        """All members but those come, and the meeting is opened."""
        self.at(clock)
        here = {e.fact.person_id for e in self.entries if isinstance(e.fact, room.MemberArrived)}
        self.now -= timedelta(minutes=5)
        for name in self.people:
            if name not in absent and person(name) not in here:
                self.arrives(name)
        return self.at(clock).tell(room.MeetingOpened(person(presiding), titled(presiding)))

    def item(self, number: str, clock: str = "") -> Making:
        """An item of the agenda is taken."""
        if clock:
            self.at(clock)
        found = next(i for i in self.items if i.number == number)
        self.current = found.id
        return self.tell(room.ItemTaken(found.id, found.number, found.title))

    def note(self, text: str) -> Making:
        """The clerk writes a paragraph."""
        self._count += 1
        return self.tell(room.NoteTaken(f"n{self._count}", self.current, text))

    def adjourned(self, clock: str, resumed: str, reason: str = "") -> Making:
        """The meeting breaks off and goes on."""
        self.at(clock).tell(room.MeetingAdjourned(reason))
        return self.at(resumed).tell(room.MeetingResumed())

    def closed(self, clock: str = "") -> Making:
        """The meeting is over."""
        if clock:
            self.at(clock)
        return self.tell(room.MeetingClosed())

    # --- Motions and votes; they are about the motion moved last unless another is named ---

    def moves(
        self,
        text: str,
        *,
        by: str = "Bob Bell",
        seconded: str | None = "Cat Cray",
        kind: MotionKind = MotionKind.SUBSTANTIVE,
        effect: Effect = Effect.NONE,
        amends: str | None = None,
        **more: Any,
    ) -> Making:
        """A motion is moved; `amends` names the motion that an amendment is to."""
        self._count += 1
        self.motion = f"m{self._count}"
        second = seconded or ""
        kind = MotionKind.AMENDMENT if amends else kind
        moved = MotionMoved(
            self.motion, self.current, kind, text, person(by), titled(by),
            person(second) or None, titled(second) if second else "", amends, effect,
        )  # fmt: skip
        return self.tell(replace(moved, **more))

    def amends(self, text: str, **more: Any) -> Making:
        """An amendment to the motion moved last, giving the whole text as it would read."""
        return self.moves(text, amends=self.motion, **more)

    def amended(self, motion_id: str, text: str) -> Making:
        """The amendment moved last was carried: the motion reads so."""
        self.tell(MotionAmended(motion_id, self.motion, text))
        self.motion = motion_id
        return self

    def withdrawn(self) -> Making:
        """The motion is taken back."""
        return self.tell(MotionWithdrawn(self.motion))

    def agreed(self, *, carried: bool = True) -> Making:
        """Decided without a vote."""
        return self.tell(MotionDecided(self.motion, carried))

    def voted(
        self,
        for_: Sequence[str] | int,
        against: Sequence[str] | int = (),
        abstain: Sequence[str] | int = (),
        *,
        none: Sequence[str] | int = (),
        way: Way = Way.DEVICES,
        reason: str = "",
        casting: tuple[str, Choice | None] | None = None,
    ) -> Making:
        """A vote from opening to decision. Names: a recorded vote; numbers: totals only."""
        sides = {Choice.FOR: for_, Choice.AGAINST: against, Choice.ABSTAIN: abstain, None: none}
        recorded = not any(isinstance(side, int) for side in sides.values())
        people = {choice: self._voters(side, str(choice)) for choice, side in sides.items()}
        vote_id = f"v-{self.motion}"
        roll = tuple(voting.RollMember(p, n) for side in people.values() for p, n in side)
        method = VoteMethod.RECORDED if recorded else VoteMethod.TOTALS
        self.tell(voting.VoteOpened(vote_id, self.motion, method, "", roll, way=way, reason=reason))
        for choice, side in people.items():
            for person_id, _ in side:
                if choice is not None:
                    self.tell(voting.BallotCast(vote_id, person_id, choice, voting.Channel.DEVICE, "key"))
        for_count, against_count, abstained, missed = (len(side) for side in people.values())
        outcome = _outcome(for_count, against_count, casting)
        missing = tuple(p for p, _ in people[None])
        self.tell(voting.VoteClosed(vote_id, for_count, against_count, abstained, missed, outcome, missing))
        if casting is not None:
            name, choice = casting
            self.tell(voting.CastingVoteGiven(vote_id, person(name), titled(name), choice))
        self.tell(voting.VoteDeclared(vote_id, self.motion, outcome))
        return self.tell(MotionDecided(self.motion, outcome is Outcome.CARRIED, vote_id))

    def _voters(self, side: Sequence[str] | int, mark: str) -> list[tuple[str, str]]:
        if isinstance(side, int):
            return [(f"{mark}-{n}", f"Councillor {mark} {n}") for n in range(side)]
        return [(person(name), titled(name)) for name in side]

    # --- The minutes ---

    def setting(self) -> Setting:
        """What the draft needs beside the record."""
        base = Setting(
            council=self.council,
            body=self.body,
            title=f"{self.kind.capitalize()} meeting",
            held_on=self.held_on,
            place=self.place,
            timezone=ZONE.key,
            agenda=AgendaContent(1, self.items),
            kind=self.kind,
            mode=self.mode,
            resolved_word=self.style.resolved,
            members=tuple(self._member(n, name) for n, name in enumerate(self.people)),
            actions=tuple(self.actions),
            passed=tuple(self.passed),
            style=self.style,
        )
        return replace(base, **self.more)

    def _member(self, n: int, name: str) -> Member:
        seat = Seat.CHAIR if n == 0 else Seat.MEMBER
        who, group, ward = titled(name), GROUPS[n % len(GROUPS)], WARDS[n % len(WARDS)]
        p = person(name)
        return Member(p, p, who, name.split()[-1], seat, group, ward, f"m-{p}", date(2014, 5, 22), None)

    def document(self) -> MinutesDocument:
        """The minutes as drafted."""
        return draft(self.entries, self.setting())

    def html(self, *, public: bool = False) -> str:
        """The page; `public` leaves out what is exempt."""
        document = self.document()
        return html(public_rendition(document) if public else document)

    def lines(self, *, public: bool = False) -> list[str]:
        """The page as a person reads it, line by line."""
        return words(self.html(public=public))

    def text(self, *, public: bool = False) -> str:
        """All of it as one run of words."""
        return " ".join(self.lines(public=public))

    def under(self, heading: str) -> list[str]:
        """The lines of one minute, below its heading."""
        section = next(
            s for s in self.html().split('<section class="minute"')[1:] if heading.casefold() in s.casefold()
        )
        return words("<section " + section.split("</section>")[0])[1:]


def _outcome(for_: int, against: int, casting: tuple[str, Choice | None] | None) -> Outcome:
    if for_ == against and casting is not None:
        return Outcome.CARRIED if casting[1] is Choice.FOR else Outcome.LOST
    return Outcome.CARRIED if for_ > against else Outcome.LOST
