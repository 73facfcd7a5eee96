"""Pure rules of the order of business: the usual lines of each kind of body, and which minutes an agenda brings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from html import escape, unescape

from meetings.agendas.rules import ItemKind
from meetings.bodies.models import BodyKind
from meetings.schedule.models import MeetingKind


class Place(StrEnum):
    """What a line is for. Only some are filled in by the record; the rest stand as they are written."""

    LINE = "line"
    MINUTES = "minutes"
    UNFINISHED = "unfinished"

    @property
    def label(self) -> str:
        """The place in words."""
        return {
            "line": "A line as written",
            "minutes": "The minutes that are due to be confirmed",
            "unfinished": "What an earlier meeting did not reach",
        }[self.value]


EVERY = frozenset(MeetingKind)


@dataclass(frozen=True)
class BusinessLine:
    """A line of the order. `occasions` are the kinds of meeting that have it; texts are clean HTML."""

    title: str
    place: Place = Place.LINE
    kind: ItemKind = ItemKind.ITEM
    text: str = ""
    recommendation: str = ""
    occasions: frozenset[MeetingKind] = EVERY
    id: str = ""


@dataclass(frozen=True)
class Due:
    """Minutes that are due at a meeting: of which meeting, and when that was held.

    `href` and `pages` say where they are read, once they are published; `body` names another body they are of.
    """

    meeting_id: str
    held: str
    href: str = ""
    pages: int | None = None
    body: str = ""


@dataclass(frozen=True)
class Left:
    """An item that an earlier meeting had on its agenda and did not take."""

    meeting_id: str
    item_id: str
    number: str
    title: str
    held: str


@dataclass(frozen=True)
class Brought:
    """An item that something outside the agenda asks for, such as a call-in. `key` is known to whoever asks."""

    title: str
    text: str = ""
    recommendation: str = ""
    key: str = ""


@dataclass(frozen=True)
class Drawn:
    """A line as it comes on the agenda. `carried`: it is an unfinished item, brought with its words and papers.

    `brought`: what it was that asked for it; empty: nothing did.
    """

    title: str
    kind: ItemKind
    text: str = ""
    recommendation: str = ""
    carried: Left | None = None
    #: the meeting whose minutes it is there to confirm
    minutes_of: str = ""
    brought: str = ""


@dataclass(frozen=True)
class Held:
    """A meeting in a body's calendar, as the rule about minutes sees it."""

    meeting_id: str
    starts_at: datetime
    kind: MeetingKind
    #: whether there is nothing to confirm: done already, or the meeting brought no minutes
    confirmed: bool = False
    cancelled: bool = False
    #: still to be held: what is due by then is its business
    to_come: bool = False


def not_extraordinary(kind: MeetingKind) -> bool:
    """The meetings that are suitable to confirm minutes, where the council has not chosen otherwise."""
    return kind is not MeetingKind.EXTRAORDINARY


def minutes_due(
    meetings: Iterable[Held], at: Held, suitable: Callable[[MeetingKind], bool] = not_extraordinary
) -> tuple[Held, ...]:
    """The meetings whose minutes this one should confirm, the earliest first.

    Minutes are confirmed at the same or the next suitable meeting; where the next is an extraordinary one, the
    ordinary one after it is suitable too (Local Government Act 1972, Schedule 12, paragraph 41; SI 1993/202,
    Schedule 2, paragraph 2), so an extraordinary meeting is not asked to; standing orders may say otherwise
    (paragraph 41(4)). Overdue ones come along until they are confirmed; what a meeting that is still to be held
    before this one will confirm is left to it.
    """
    if not suitable(at.kind):
        return ()
    before = sorted(
        (m for m in meetings if not m.cancelled and m.starts_at < at.starts_at), key=lambda m: m.starts_at
    )
    first = next((m for m in before if m.to_come and suitable(m.kind)), None)
    return tuple(m for m in before if not m.confirmed and (first is None or m.starts_at >= first.starts_at))


def draw_up(
    lines: Sequence[BusinessLine],
    kind: MeetingKind,
    due: Sequence[Due],
    left: Sequence[Left],
    brought: Sequence[Brought] = (),
) -> tuple[Drawn, ...]:
    """The agenda that an order of business comes to for one meeting.

    A heading that has nothing under it is left out. Unfinished items without a place of their own stand last; what
    something else asks for stands with them.
    """
    asked = [Drawn(b.title, ItemKind.ITEM, b.text, b.recommendation, brought=b.key) for b in brought]
    drawn: list[Drawn] = []
    placed = False
    for line in lines:
        if kind not in line.occasions:
            continue
        if line.place is Place.MINUTES:
            drawn += [_minutes(line, d) for d in due]
        elif line.place is Place.UNFINISHED:
            drawn += [*asked, *_carried(left)]
            placed = True
        else:
            drawn.append(Drawn(line.title, line.kind, line.text, line.recommendation))
    if not placed:
        drawn += [*asked, *_carried(left)]
    return _without_empty_headings(drawn)


def _minutes(line: BusinessLine, due: Due) -> Drawn:
    of = f"the meeting{f' of {due.body}' if due.body else ''} held on {due.held}"
    recommendation = f"That the minutes of {of} be confirmed as a correct record."
    text = minutes_words(of, due.href, due.pages)
    if line.text:
        text = f"{line.text}{text}" if due.href else line.text
    return Drawn(
        line.title, ItemKind.ITEM, text, line.recommendation or recommendation, minutes_of=due.meeting_id
    )


def minutes_words(of: str, href: str = "", pages: int | None = None) -> str:
    """What an item says that is there to confirm minutes: clean HTML."""
    of = escape(of)
    if not href:
        return f"<p>To confirm the minutes of {of} as a correct record.</p>"
    long = f" ({pages} page{'' if pages == 1 else 's'})" if pages else ""
    return f'<p>To confirm the <a href="{escape(href)}">minutes of {of}</a>{long} as a correct record.</p>'


_NAMED = re.compile(
    r"<p>To confirm the (?:<a [^<>]*>)?minutes of ([^<>]+?)(?: as a correct record\.</p>|</a>)"
)


def minutes_named(text: str) -> str:
    """Of which meeting such words are: `the meeting held on 8 December 2026`; empty for other words."""
    found = _NAMED.match(text)
    return unescape(found[1]) if found else ""


def _carried(left: Sequence[Left]) -> list[Drawn]:
    return [Drawn(item.title, ItemKind.ITEM, carried=item) for item in left]


def _without_empty_headings(lines: Sequence[Drawn]) -> tuple[Drawn, ...]:
    kept = []
    for n, line in enumerate(lines):
        last = n + 1 == len(lines) or lines[n + 1].kind is ItemKind.HEADING
        if not (line.kind is ItemKind.HEADING and last):
            kept.append(line)
    return tuple(kept)


def usual_order(kind: BodyKind) -> tuple[BusinessLine, ...]:
    """The order that standing orders of councils usually give, for a start. An executive has no urgent items:
    its regulations know no such door (SI 2012/2089, regulation 6(2)).
    """
    council, executive = kind is BodyKind.COUNCIL, kind is BodyKind.CABINET
    annual = frozenset({MeetingKind.ANNUAL})
    no_extra = EVERY - {MeetingKind.EXTRAORDINARY}
    lines: list[tuple[bool, BusinessLine]] = [
        (
            council,
            BusinessLine("Election of Chair", occasions=annual, recommendation="That a Chair be elected."),
        ),
        (council, BusinessLine("Appointment of Vice-Chair", occasions=annual)),
        (True, BusinessLine("Apologies for absence", text="<p>To receive apologies for absence.</p>")),
        (
            not (council or executive),
            BusinessLine("Substitute members", text="<p>To note which members are substituted.</p>"),
        ),
        (
            True,
            BusinessLine(
                "Declarations of interest",
                text="<p>Members are asked to say which interests they have in any item, and of what kind.</p>",
            ),
        ),
        (True, BusinessLine("Minutes of the last meeting", Place.MINUTES, occasions=no_extra)),
        (True, BusinessLine("Chair’s announcements", occasions=no_extra)),
        (True, BusinessLine("Public questions and petitions", occasions=no_extra)),
        (council, BusinessLine("Questions from members", occasions=no_extra)),
        (True, BusinessLine("Unfinished business", Place.UNFINISHED)),
        (
            not executive,
            BusinessLine(
                "Urgent business",
                text="<p>Items which the chair agrees are urgent, for reasons that the minutes state.</p>",
                occasions=no_extra,
            ),
        ),
    ]
    return tuple(line for wanted, line in lines if wanted)


def occasions_of(names: Collection[str]) -> frozenset[MeetingKind]:
    """The kinds of meeting by their names; anything else is passed over."""
    return frozenset(kind for kind in MeetingKind if kind.value in names)
