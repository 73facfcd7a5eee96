"""A year of meetings past and to come, for whatever day the demonstration is loaded on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from meetings.admin.demo import outcomes, papers, standing_items
from meetings.admin.demo.agenda import DemoItem, DemoMeeting, DemoMotion, DemoState
from meetings.admin.demo.calendar import out_of_recess, working_days_before
from meetings.admin.demo.content import DemoBody, demo_content
from meetings.admin.demo.dates import NOTICE, Date, dates_of
from meetings.admin.demo.plans import AgendaPlan, ItemPlan
from meetings.admin.demo.standing_items import Line
from meetings.admin.demo.wording import filled, long_date
from meetings.bodies.models import BodyKind
from meetings.schedule.models import MeetingKind, MeetingMode

#: how long minutes are a draft
_DRAFT = timedelta(days=10)
_CANCELLED = "No application requires a hearing."


def schedule(today: date, opens: time = time(18, 30)) -> list[DemoMeeting]:
    """All meetings in order of time; the same for the same day.

    The Overview and Scrutiny Committee meets today at `opens`, whatever day of the week it is; the Council on
    Wednesday of next week. Everything else falls on a Tuesday, Wednesday or Thursday out of recess.
    """
    found: list[DemoMeeting] = []
    for body in demo_content().bodies:
        mine = dates_of(body, today, opens)
        found += [_meeting(mine, n, today) for n in range(len(mine))]
    return sorted(found, key=lambda m: (m.starts, m.body))


def _meeting(dates: Sequence[Date], at: int, today: date) -> DemoMeeting:
    """One meeting of a body, given all of them in order."""
    date_, body = dates[at], dates[at].body
    meeting = DemoMeeting(
        key=f"{body.key}-{date_.starts:%Y-%m-%d}",
        body=body.key,
        title=_title(date_),
        kind=MeetingKind.ANNUAL if date_.plan and date_.plan.annual else MeetingKind.ORDINARY,
        mode=MeetingMode.HYBRID if body.hybrid else MeetingMode.IN_PERSON,
        state=date_.state,
        starts=date_.starts,
        place=body.place,
        reason=_CANCELLED if date_.state is DemoState.CANCELLED else "",
    )
    if date_.plan is None:
        return meeting
    more = {
        "previous": _day(dates, at - 1),
        "next": _day(dates, at + 1),
        "chair": "Mayor" if body.kind is BodyKind.COUNCIL else "Chair",
    }
    full = _with_agenda(meeting, date_, date_.plan, more)
    return replace(full, minutes=_minutes(dates, at, today))


def _title(date_: Date) -> str:
    extra = date_.plan.title if date_.plan else ""
    name = f"Annual {date_.body.name}" if date_.plan and date_.plan.annual else date_.body.name
    return f"{name}: {extra[0].lower()}{extra[1:]}" if extra else name


def _day(dates: Sequence[Date], at: int) -> str:
    """The day of a neighbouring meeting; before the first known one, the body's usual day a while earlier."""
    if at < 0:
        day = dates[0].starts.date() - timedelta(weeks=8)
        return long_date(day if day == out_of_recess(day) else day - timedelta(weeks=4))
    return long_date(dates[at].starts.date()) if at < len(dates) else "a date to be announced"


def _minutes(dates: Sequence[Date], at: int, today: date) -> str:
    """Minutes are confirmed at the next meeting; until then they are published, and for ten days a draft."""
    if dates[at].state is not DemoState.PAST:
        return ""
    if any(d.state is DemoState.PAST for d in dates[at + 1 :]):
        return "confirmed"
    return "draft" if today - dates[at].starts.date() < _DRAFT else "published"


def _with_agenda(meeting: DemoMeeting, date_: Date, plan: AgendaPlan, more: dict[str, str]) -> DemoMeeting:
    lines = standing_items.lines(date_.body, plan)
    items = tuple(_item(meeting, date_.body, plan, line, n, more) for n, line in enumerate(lines, 1))
    published = working_days_before(meeting.day, NOTICE)
    if date_.state is DemoState.DRAFT:
        return replace(meeting, items=items)
    if date_.state is not DemoState.PAST:
        return replace(meeting, items=items, published_on=published)
    held = outcomes.held(date_.body, plan, lines, date_.starts, more)
    return replace(
        meeting,
        items=tuple(replace(i, outcome=outcomes.outcome(held, i.number)) for i in items),
        published_on=published,
        attendance=held.attendance,
        presiding=held.presiding,
        opened=held.spans[0][0],
        closed=held.spans[-1][1],
    )


def _item(
    meeting: DemoMeeting, body: DemoBody, plan: AgendaPlan, line: Line, number: int, more: dict[str, str]
) -> DemoItem:
    def fill(text: str) -> str:
        return filled(text, meeting.day, **more)

    item = line.plan
    bare = DemoItem(
        number=number,
        kind=line.kind,
        title=fill(standing_items.title(line)),
        purpose=fill(standing_items.purpose(line, body, plan)),
    )
    if item is None:
        return bare
    return replace(
        bare,
        recommendation=tuple(fill(p) for p in item.recommend),
        report=papers.report_for(item, body.key, meeting.day),
        exemption=papers.exemption(item),
        education=item.education,
        budget=item.budget,
        prepared=_prepared(item, fill) if plan.slot else None,
    )


def _prepared(item: ItemPlan, fill: Callable[[str], str]) -> DemoMotion | None:
    """A motion entered beforehand, where it is known who will move it."""
    if not item.mover:
        return None
    return DemoMotion("substantive", tuple(fill(p) for p in item.recommend), item.mover, item.seconder)
