"""Meetings at random, fact by fact: what their minutes must say, and what the public must never read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from meetings.appointments import events as appointing
from meetings.appointments.rules import FinalTie, LowestTie, Names, Rule
from meetings.deadlines.rules.base import Profile
from meetings.debate.events import FloorGiven
from meetings.debate.rules import SpeechKind
from meetings.exclusion.events import ExclusionBegan, ExclusionEnded, PrivatePartOpened
from meetings.exclusion.wording import Excluded, exclusion
from meetings.interests import events as interests
from meetings.interests.rules import Action, Kind
from meetings.minutes import wording
from meetings.minutes.drafting import ActionNote
from meetings.motions.events import MotionDecided, ReasonsGiven
from meetings.motions.rules import Effect, MotionKind
from meetings.room import events as room
from meetings.voting.events import OwnVoteRecorded, VoteVoided
from meetings.voting.rules import Choice, Way
from tests.minutes.forms.making import Making, person, titled

PEOPLE = ("Ann Ash", "Bob Bell", "Cat Cray", "Dan Dee", "Eve Elder", "Finn Fox", "Gwen Gale", "Hugh Hart")
MOVED = "It was moved by Councillor Bob Bell, seconded by Councillor Cat Cray, that {}."
PARAGRAPH = "3"


@dataclass
class Told:
    """A meeting while it is told. `said`: how often the text must have it; `lines`: how often it is a line."""

    making: Making
    said: dict[str, int] = field(default_factory=dict)
    lines: Counter[str] = field(default_factory=Counter)
    secrets: list[str] = field(default_factory=list)
    private: bool = False
    awaited: list[str] = field(default_factory=lambda: ["Gwen Gale", "Hugh Hart"])
    here: list[str] = field(default_factory=lambda: ["Dan Dee", "Eve Elder", "Finn Fox"])
    count: int = 0

    def word(self, what: str) -> str:
        """A word that stands nowhere else; of private business nobody outside may read it."""
        self.count += 1
        word = f"{'Hush' if self.private else 'Open'}{what.capitalize()}{self.count:03d}x"
        if self.private:
            self.secrets.append(word)
        return word

    def minute(self) -> str:
        """The next minute, as it is printed: each comes once."""
        self.making.now = self.making.now.replace(second=0) + timedelta(minutes=1)
        return wording.clock(self.making.now, "Europe/London")

    def expect(self, text: str, times: int = 1) -> None:
        self.said[text] = times


# --- What can happen. Each takes a number, from which its variant follows. ---


def motion(told: Told, n: int) -> None:
    """Moved, and decided in every way there is, or not at all."""
    word, making = told.word("motion"), told.making
    told.minute()
    making.moves(f"That {word} be done.")
    told.expect(MOVED.format(f"{word} be done"))
    carried = (assent, totals, recorded, tied, withdrawn, left_over, voided)[n % 7](told, n // 7)
    told.expect(f"RESOLVED – That {word} be done.", int(carried == "carried"))
    told.expect(f"RESOLVED (unanimously) – That {word} be done.", int(carried == "unanimous"))


def assent(told: Told, _n: int) -> str:
    told.making.agreed()
    told.lines["The motion was agreed by general assent."] += 1
    return "carried"


def totals(told: Told, n: int) -> str:
    for_, against, way = n % 4 + 1, n % 3 * 2, Way.HANDS if n % 2 else Way.DEVICES
    told.making.voted(for_, against, 1, way=way)
    begin = "On a show of hands: " if way is Way.HANDS else ""
    told.lines[f"{begin}For {for_}, against {against}, abstained 1."] += 1
    carried = for_ > against
    told.lines[f"The motion was declared {'CARRIED' if carried else 'LOST'}."] += 1
    _own_vote(told, n)
    return "carried" if carried else "lost"


def _own_vote(told: Told, n: int) -> None:
    name = PEOPLE[n % 3]
    fact = OwnVoteRecorded(f"v-{told.making.motion}", person(name), titled(name), Choice.AGAINST)
    told.making.tell(fact)
    told.lines[f"At their own request it was recorded that {titled(name)} voted against it."] += 1


def recorded(told: Told, n: int) -> str:
    sides = ["Ann Ash", "Bob Bell", "Cat Cray"], ["Dan Dee"] if n % 2 else [], ["Eve Elder"] if n % 3 else []
    way = Way.ROLL_CALL if n % 5 == 0 else Way.DEVICES
    told.making.voted(*sides, none=(), way=way)
    told.lines["Recorded vote by roll call on the motion" if way is Way.ROLL_CALL else "Recorded vote"] += 1
    told.lines.update(name for side in sides for name in side)
    unanimous = not (sides[1] or sides[2])
    told.lines[f"The motion was declared CARRIED{' unanimously' if unanimous else ''}."] += 1
    return "unanimous" if unanimous else "carried"


def tied(told: Told, n: int) -> str:
    choice = (Choice.FOR, Choice.AGAINST)[n % 2]
    told.making.voted(3, 3, casting=("Ann Ash", choice))
    told.lines["For 3, against 3, abstained 0."] += 1
    told.lines[
        f"The votes being equal, Councillor Ann Ash gave a casting vote {choice.value} the motion."
    ] += 1
    told.lines[f"The motion was declared {'LOST' if n % 2 else 'CARRIED'}."] += 1
    return "lost" if n % 2 else "carried"


def withdrawn(told: Told, _n: int) -> str:
    told.making.withdrawn()
    told.lines["The motion was withdrawn with the consent of the meeting."] += 1
    return ""


def left_over(told: Told, _n: int) -> str:
    told.lines["The motion was not put to the vote."] += 1
    return ""


def voided(told: Told, _n: int) -> str:
    why = told.word("void")
    told.making.voted(4, 1, 0)
    told.making.tell(VoteVoided(f"v-{told.making.motion}", told.making.motion, why))
    told.making.tell(MotionDecided(told.making.motion, carried=True))
    told.expect(f"declared void: {why}.")
    told.lines["The motion was agreed by general assent."] += 1
    return "carried"


def amendment(told: Told, n: int) -> None:
    """An amendment is carried or lost, then the motion is carried as it stands."""
    first, second, making = told.word("before"), told.word("after"), told.making
    told.minute()
    moved = making.moves(f"That {first} be done.").motion
    making.amends(f"That {second} be done.").voted(4, 1 + n % 2 * 4, 0)
    told.lines[f"Vote on the amendment: For 4, against {1 + n % 2 * 4}, abstained 0."] += 1
    carried = n % 2 == 0
    told.lines[f"The amendment was declared {'CARRIED' if carried else 'LOST'}."] += 1
    if carried:
        making.amended(moved, f"That {second} be done.")
        told.lines["The motion as amended became the substantive motion."] += 1
    making.motion = moved
    making.voted(5, 0, 1)
    it = "motion as amended" if carried else "motion"
    told.lines[f"{'Vote on the motion as amended: ' if carried else ''}For 5, against 0, abstained 1."] += 1
    told.lines[f"The {it} was declared CARRIED."] += 1
    told.expect(f"RESOLVED – That {second if carried else first} be done.")
    told.expect(f"RESOLVED – That {first if carried else second} be done.", 0)
    told.expect(MOVED.format(f"{first} be done"))
    told.expect(MOVED.format(f"{second} be done").replace("It was", "An amendment was"))


def note(told: Told, _n: int) -> None:
    """The clerk writes."""
    word = told.word("note")
    told.making.note(f"Members heard of {word}.")
    told.expect(f"Members heard of {word}.")


def interest(told: Told, n: int) -> None:
    """Declared, with what the member did; a mistake is not minuted."""
    word, making = told.word("interest"), told.making
    name, item_id = titled(PEOPLE[n % 3 + 3]), making.current or ""
    key, who = f"d{told.count}", person(PEOPLE[n % 3 + 3])
    out, back = told.minute(), ""
    action = (Action.LEFT, Action.NO_VOTE)[n % 2]
    fact = interests.InterestDeclared(key, item_id, item_id[1:], who, name, Kind.DPI, word, action)
    making.tell(fact)
    if n % 3 == 0:
        making.tell(interests.DeclarationWithdrawn(key, item_id, who, name))
        told.expect(word, 0)
        return
    if action is Action.LEFT:
        making.tell(interests.LeftForInterest(key, item_id, who, name))
        back = told.minute()
        making.tell(interests.ReturnedAfterInterest(key, item_id, who, name))
    done = (
        f"; they left the room at {out}, returned at {back} and" if back else "; they stayed in the room and"
    )
    told.expect(f"{name} declared a disclosable pecuniary interest in this item: {word}{done} took no part")


def comes(told: Told, _n: int) -> None:
    """Somebody comes late."""
    if told.awaited:
        at = told.minute()
        told.making.arrives(told.awaited.pop())
        told.expect(f"arrived {at}")


def goes(told: Told, n: int) -> None:
    """Somebody leaves, for good or for a while."""
    if not told.here:
        return
    name, at = told.here.pop(), told.minute()
    told.making.leaves(name)
    if n % 2:
        told.expect(f"left {at}")
        return
    back = told.minute()
    told.making.arrives(name)
    told.expect(f"{titled(name)} left the meeting at {at} and returned at {back}")


def adjourned(told: Told, _n: int) -> None:
    """The meeting breaks off and goes on."""
    why, at = told.word("break"), told.minute()
    told.making.tell(room.MeetingAdjourned(f"for {why}"))
    back = told.minute()
    told.making.tell(room.MeetingResumed())
    told.expect(f"The meeting was adjourned at {at} and resumed at {back}")
    told.expect(f"{at}: the meeting was adjourned")
    told.expect(f"{back}: the meeting resumed")


def appointed(told: Told, _n: int) -> None:
    """Somebody is appointed, nobody else being nominated."""
    post, name, key = told.word("post"), told.word("name"), f"a{told.count}"
    item_id = told.making.current or ""
    rules = (Names.SECRET, Rule.ELIMINATION, LowestTie.LOT, FinalTie.CASTING)
    told.making.tell(
        appointing.AppointmentOpened(key, item_id, post, 1, *rules),
        appointing.CandidateNominated(key, "c", "c", name, "p", "Dev Dutta", "s", "Cora Coe", True),
        appointing.AppointmentMade(key, ("c",), (name,), 1),
    )
    told.expect(f"Nominated for appointment as {post}: {name} (proposed by Dev Dutta, seconded by Cora Coe).")
    told.expect(f"RESOLVED – That {name} be appointed as {post}.")
    told.lines["There being no other nominations, no vote was taken."] += 1


def speaker(told: Told, _n: int) -> None:
    """One of the public speaks."""
    name = told.word("speaker")
    told.making.tell(
        FloorGiven(f"s{told.count}", None, name, SpeechKind.PUBLIC, told.making.current, None, 180)
    )
    told.expect(f"({name} spoke on this item)")


def reasons(told: Told, _n: int) -> None:
    """Why the meeting was asked to go against advice."""
    word, why = told.word("refusal"), told.word("reasons")
    told.making.moves(f"That {word} be refused.").tell(ReasonsGiven(told.making.motion, f"Because of {why}"))
    told.making.voted(1, 3, 0)
    told.expect(f"(Reasons given: Because of {why})")
    told.lines["For 1, against 3, abstained 0."] += 1
    told.lines["The motion was declared LOST."] += 1


def action(told: Told, _n: int) -> None:
    """Something is asked for."""
    word, owner, making = told.word("action"), told.word("owner"), told.making
    making.actions.append(
        ActionNote(f"x{told.count}", making.current, f"Send {word}", owner, None, making.now)
    )
    told.minute()
    told.expect(f"Action: Send {word} ({owner})")


HAPPENINGS = (
    motion, amendment, note, interest, comes, goes, adjourned, appointed, speaker, reasons, action,
)  # fmt: skip


def in_private(told: Told, item_id: str, happenings: list[tuple[int, int]]) -> None:
    """The public is excluded for an item, what happens there, and the public comes back."""
    making = told.making
    item = next(i for i in making.items if i.id == item_id)
    words = exclusion(Profile.ENGLAND_PRINCIPAL, [Excluded(item.number, item.exempt_paragraphs, "")]).text
    making.moves(words, kind=MotionKind.PROCEDURAL, effect=Effect.EXCLUDE_PUBLIC, effect_items=(item_id,))
    making.agreed()
    told.lines["The motion was agreed by general assent."] += 1
    at, key = told.minute(), f"e{told.count}-{item.number}"
    making.tell(ExclusionBegan(key, (item_id,), (item.number,), words, (), making.motion))
    told.expect(f"{at}: the press and public were excluded (item {item.number})")
    making.item(item.number).tell(PrivatePartOpened(key, item_id, item.number, ()))
    told.private = True
    run(told, happenings)
    told.private, at = False, told.minute()
    making.tell(ExclusionEnded(key))
    told.expect(f"{at}: the meeting was open to the press and public again")


def run(told: Told, happenings: list[tuple[int, int]]) -> None:
    """One thing after the other."""
    for which, n in happenings:
        HAPPENINGS[which](told, n)
