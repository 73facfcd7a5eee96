"""The sheet of actions that a meeting reads: what earlier meetings of the body asked for, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.actions.models import Action, ActionSheet
from meetings.actions.queries import ActionRow, rows
from meetings.actions.rules import OPEN, ActionStatus, DueKind
from meetings.agendas.paper_access import closed_items
from meetings.agendas.queries import published_agenda
from meetings.bodies.queries import council_name
from meetings.kernel.facts import plain
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, may_see_proceedings, title_for
from meetings.minutes.wording import clock, long_date
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of

TITLE = "Actions from earlier meetings"


@dataclass(frozen=True)
class SheetLine:
    """One action, in words. `sensitivity` and `private` say who may read it."""

    action_id: str
    meeting_id: str
    held: str
    number: str
    item: str
    text: str
    owner: str
    due: str
    status: str
    words: str
    said: str
    overdue: bool
    finished: bool
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    private: bool = False

    def open_to(self, audience: Audience) -> bool:
        """Whether that audience may read it."""
        seen = may_see_proceedings(private=self.private, audience=audience)
        return seen and may_read(self.sensitivity, published=True, audience=audience)


@dataclass(frozen=True)
class Sheet:
    """A whole sheet, in words."""

    council: str
    body: str
    when: str
    lines: tuple[SheetLine, ...]
    made: str

    @property
    def open_lines(self) -> tuple[SheetLine, ...]:
        """What somebody still has to do."""
        return tuple(line for line in self.lines if not line.finished)

    @property
    def finished_lines(self) -> tuple[SheetLine, ...]:
        """What was finished since the last sheet: the meeting notes it."""
        return tuple(line for line in self.lines if line.finished)


def for_audience(sheet: Sheet, audience: Audience) -> Sheet:
    """The sheet as that audience may read it: nothing shows that there is more."""
    lines = tuple(
        replace(line, item=title_for(line.item, line.sensitivity, audience))
        for line in sheet.lines
        if line.open_to(audience)
    )
    return replace(sheet, lines=lines)


def without_closed(session: Session, sheet: Sheet, person_id: str | None) -> Sheet:
    """The sheet without what came of exempt items that an interest closes to this person, as in the exempt minutes."""
    secret = [line for line in sheet.lines if not line.open_to(Audience.PUBLIC)]
    if not secret or not person_id:
        return sheet
    closed = {m: closed_items(session, m, person_id) for m in {line.meeting_id for line in secret}}
    query = select(Action.id, Action.meeting_id, Action.item_id)
    found = session.execute(query.where(Action.id.in_([line.action_id for line in secret])))
    barred = {id_ for id_, meeting_id, item_id in found if item_id in closed.get(meeting_id, {})}
    return replace(sheet, lines=tuple(line for line in sheet.lines if line.action_id not in barred))


def on_sheet(session: Session, meeting: MeetingRow | Meeting) -> list[ActionRow]:
    """What the body's earlier meetings asked for and is open, or is finished and no meeting has noted it."""
    query = rows().where(
        Meeting.body_id == meeting.body_id,
        Meeting.starts_at < meeting.starts_at,
        Meeting.status == MeetingStatus.CLOSED,
        or_(
            Action.status.in_(OPEN),
            Action.noted_meeting_id.is_(None),
            Action.noted_meeting_id == meeting.id,
        ),
    )
    order = (Action.due.is_(None), Action.due, Action.created_at, Action.id)
    return [ActionRow(*row) for row in session.execute(query.order_by(*order))]


def sheet_of(session: Session, meeting_id: str, today: date, now: datetime, tz: ZoneInfo) -> Sheet:
    """The sheet for a meeting as it would read now. A few queries, one for each meeting that asked."""
    meeting = meeting_of(session, meeting_id)
    found = on_sheet(session, meeting)
    numbers = _numbers(session, {row.meeting_id for row in found})
    return Sheet(
        council=council_name(session),
        body=meeting.title,
        when=f"{long_date(_here(meeting.starts_at, tz))}, {clock(meeting.starts_at, tz.key)}",
        lines=tuple(_line(row, numbers.get(row.item_id or "", ""), today, tz) for row in found),
        made=long_date(_here(now, tz)),
    )


def kept_sheet(session: Session, meeting_id: str) -> tuple[Sheet, ActionSheet] | None:
    """The sheet as it was made for a meeting; None if none was put on its agenda."""
    row = session.get(ActionSheet, meeting_id)
    if row is None or not row.content:
        return None
    return from_json(row.content), row


def is_out(session: Session, sheet: ActionSheet | None, audience: Audience) -> bool:
    """Whether its item is on the agenda as that audience reads it: on the working agenda alone it is not out yet."""
    agenda = published_agenda(session, sheet.meeting_id) if sheet else None
    item = agenda.item(sheet.item_id or "") if agenda and sheet else None
    return item is not None and may_read(item.sensitivity, published=True, audience=audience)


def to_json(sheet: Sheet) -> dict[str, Any]:
    """As it is kept."""
    kept = plain(sheet)
    assert isinstance(kept, dict)
    return kept


def from_json(data: Mapping[str, Any]) -> Sheet:
    """The sheet again."""
    lines = (SheetLine(**{**x, "sensitivity": Sensitivity(x["sensitivity"])}) for x in data["lines"])
    return Sheet(**{**data, "lines": tuple(lines)})


def same_lines(a: Sheet, b: Sheet) -> bool:
    """Whether both say the same of the same actions."""
    return a.lines == b.lines and a.body == b.body and a.when == b.when


def when_words(row: ActionRow) -> str:
    """By when, in words."""
    if row.due_kind is DueKind.NEXT_MEETING:
        return f"Next meeting, {_short(row.due)}" if row.due else "Next meeting"
    return _short(row.due) if row.due else "No date was set"


def _line(row: ActionRow, number: str, today: date, tz: ZoneInfo) -> SheetLine:
    said = f"{row.words_by}, {_short(_here(row.words_at, tz))}" if row.words_at else ""
    if row.asked_until:
        said += f"; asks for time until {_short(row.asked_until)}"
    return SheetLine(
        action_id=row.id,
        meeting_id=row.meeting_id,
        held=_short(_here(row.starts_at, tz)),
        number=number,
        item=row.item_title,
        text=row.text,
        owner=f"{row.owner} (deputy: {row.deputy})" if row.deputy else row.owner,
        due=when_words(row),
        status=row.status.label,
        words=row.words,
        said=said,
        overdue=row.is_overdue(today),
        finished=row.status in (ActionStatus.DONE, ActionStatus.NOT_NEEDED),
        sensitivity=row.sensitivity,
        private=row.private,
    )


def _here(at: datetime, tz: ZoneInfo) -> date:
    return at.astimezone(tz).date()


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _numbers(session: Session, meeting_ids: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meeting_id in sorted(meeting_ids):
        agenda = published_agenda(session, meeting_id)
        found |= {item.id: item.number for item in agenda.items} if agenda else {}
    return found
