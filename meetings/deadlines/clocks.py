"""What falls due, from every feature that knows of a deadline: one list for calendar, feed, desk and reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.deadlines.rules.base import Citation
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission

#: Every nation whose law is here keeps this clock; sources are asked by pages and by the worker alike.
ZONE = ZoneInfo("Europe/London")


class DueKind(StrEnum):
    """What sort of duty it is; the calendar can be narrowed to one."""

    NOTICE = "notice"
    PAPERS = "papers"
    PLAN = "plan"
    REPORT = "report"
    AFTER = "after"
    MEMBERS = "members"
    OTHER = "other"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "notice": "Notices and summonses",
            "papers": "Agendas and papers",
            "plan": "Forward plan and private meetings",
            "report": "Reports and clearance",
            "after": "After the meeting",
            "members": "Members",
            "other": "Other",
        }[self.value]


@dataclass(frozen=True)
class Due:
    """Something that must be done by a day.

    `key` is stable: the same duty keeps it when its day moves, so that calendars move the entry. `title` is for
    officers on a page that only they can open; `safe_title` is what leaves in feeds and mails, and must be given
    wherever the title could tell of exempt business.
    """

    on: date
    title: str
    #: the address, from the root, where it is done
    link: str
    #: the same for good, such as "notice:<meeting id>"
    key: str
    rule_id: str = ""
    citation: Citation | None = None
    body_id: str | None = None
    body_name: str = ""
    meeting_id: str | None = None
    done: bool = False
    #: the account that has to do it; empty: democratic services
    owner: str = ""
    owner_name: str = ""
    kind: DueKind = DueKind.OTHER
    safe_title: str = ""
    #: a line of explanation: what the day was counted from, what is missing
    note: str = ""

    @property
    def outside_title(self) -> str:
        """The title that may leave the house."""
        return self.safe_title or self.title

    def late(self, today: date) -> bool:
        """Whether its day has passed without its being done."""
        return not self.done and self.on < today


DueSource = Callable[[Session, date, date], Iterable[Due]]
_SOURCES: dict[str, DueSource] = {}
_TODAY = "deadlines asked on"


def due_source(source: DueSource) -> DueSource:
    """Let a function give deadlines: called with session, first and last day (both included)."""
    _SOURCES[f"{source.__module__}.{source.__qualname__}"] = source
    return source


def asked_on(session: Session) -> date | None:
    """The day on which the list in hand is asked for: a source may have to know what is over by then."""
    return session.info.get(_TODAY)


def dues_between(
    session: Session, start: date, end: date, actor: Actor, today: date | None = None
) -> list[Due]:
    """What falls due from one day to another, both included, that concerns this person; earliest first.

    Whoever prepares a body's meetings is shown that body's; whoever looks after the law, all; anybody, their own.
    `today` is the day on which the person's roles count; without it, the first day asked for.
    """
    on = today or start
    session.info[_TODAY] = on
    found: dict[str, Due] = {}
    for source in _SOURCES.values():
        for due in source(session, start, end):
            if start <= due.on <= end and concerns(due, actor, on):
                found.setdefault(due.key, due)
    return sorted(found.values(), key=lambda d: (d.on, d.body_name.casefold(), d.title.casefold(), d.key))


def concerns(due: Due, actor: Actor, on: date) -> bool:
    """Whether this person is to see it."""
    if due.owner and due.owner == actor.account_id:
        return True
    return actor.may(Permission.PREPARE_MEETING, due.body_id, on) or actor.may(
        Permission.MANAGE_LAW, WHOLE_COUNCIL, on
    )
