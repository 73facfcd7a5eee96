"""What came of a past meeting of the demonstration: times, motions, votes, resolutions and actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from meetings.admin.demo import attendance as people
from meetings.admin.demo import standing_items
from meetings.admin.demo.agenda import (
    DemoAction,
    DemoAttendance,
    DemoInterest,
    DemoItemKind,
    DemoMotion,
    DemoOutcome,
)
from meetings.admin.demo.content import DemoBody
from meetings.admin.demo.plans import AgendaPlan, ItemPlan, MotionPlan
from meetings.admin.demo.standing_items import Line
from meetings.admin.demo.wording import (
    apologies_text,
    chance,
    declarations_text,
    filled,
    interest_sentence,
    paragraphs,
)
from meetings.bodies.models import BodyKind

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Held:
    """A meeting that has been held, with what its items need to know of it."""

    body: DemoBody
    plan: AgendaPlan
    seed: str
    day: date
    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    attendance: tuple[DemoAttendance, ...]
    more: dict[str, str]

    @property
    def presiding(self) -> str:
        """Who was in the chair."""
        return people.presiding(self.body, self.attendance)

    def fill(self, text: str) -> str:
        """Tokens and names filled in."""
        return filled(text, self.day, **self.more)


def held(
    body: DemoBody, plan: AgendaPlan, lines: Sequence[Line], starts: datetime, more: dict[str, str]
) -> Held:
    """Times and attendance of a meeting that has been held."""
    seed = f"{body.key}-{plan.month}"
    opened = starts + timedelta(minutes=chance(seed, "opened") % 3)
    spans: list[Span] = []
    for n, line in enumerate(lines):
        ends = opened + timedelta(minutes=standing_items.length(line, body, plan, chance(seed, n)))
        spans.append((opened, ends))
        opened = ends
    rows = _coming_and_going(people.attendance(body, plan, seed), body, plan, lines, spans, seed)
    return Held(body, plan, seed, starts.date(), tuple(lines), tuple(spans), rows, more)


def _coming_and_going(
    rows: tuple[DemoAttendance, ...],
    body: DemoBody,
    plan: AgendaPlan,
    lines: Sequence[Line],
    spans: Sequence[Span],
    seed: str,
) -> tuple[DemoAttendance, ...]:
    """One member late at every third meeting, one who leaves before the end at every fourth."""
    free = people.movable(rows, body, plan)
    business = [n for n, line in enumerate(lines, 1) if line.plan and n > 2]
    changed: dict[str, DemoAttendance] = {}
    if len(free) > 1 and chance(seed, "late") % 3 == 0:
        row, at = free[chance(seed, "who is late") % len(free)], business[0]
        arrived = spans[at - 1][0] - timedelta(minutes=1)
        changed[row.person] = replace(row, arrived_item=at, arrived=arrived)
    staying = [r for r in free if r.person not in changed]
    if len(staying) > 1 and len(business) > 2 and chance(seed, "early") % 4 == 0:
        row, at = staying[chance(seed, "who leaves") % len(staying)], business[-1]
        changed[row.person] = replace(row, left_item=at, left=spans[at - 1][0])
    return tuple(changed.get(r.person, r) for r in rows)


def outcome(meeting: Held, number: int) -> DemoOutcome:
    """What came of one item."""
    line = meeting.lines[number - 1]
    return _business(meeting, number, line.plan) if line.plan else _standing(meeting, number, line.code)


def _standing(meeting: Held, number: int, code: str) -> DemoOutcome:
    words, resolved = standing_items.said(code, meeting.plan, meeting.seed)
    text = paragraphs(meeting.fill(words))
    if code == "apologies":
        text = apologies_text(meeting.attendance, meeting.seed)
    if code == "declarations":
        text = declarations_text(_all_interests(meeting), meeting.seed)
    if code == "next":
        text = (meeting.fill("The next meeting will be held on {next}."),)
    if code == "exclusion":
        private = [(n, x.plan) for n, x in enumerate(meeting.lines, 1) if x.plan and x.plan.exempt]
        resolved = (standing_items.exclusion(meeting.body, private),)
    parts = tuple(meeting.fill(p) for p in resolved)
    motions = (DemoMotion(_kind(code), parts, None, None),) if parts else ()
    starts, ends = meeting.spans[number - 1]
    return DemoOutcome(starts, ends, text, motions, parts)


def _kind(code: str) -> str:
    return "procedural" if code in ("minutes", "exclusion") else "substantive"


def _business(meeting: Held, number: int, item: ItemPlan) -> DemoOutcome:
    voters = people.voters(meeting.attendance, number, item)
    before = sorted(item.motions, key=lambda m: m.kind != "procedural")
    main = _main(meeting, item, voters)
    spoken = paragraphs(item.application.speakers) if item.application else ()
    starts, ends = meeting.spans[number - 1]
    return DemoOutcome(
        starts,
        ends,
        discussion=tuple(meeting.fill(p) for p in (*spoken, *paragraphs(item.discussion))),
        motions=(*(_motion(meeting, m, voters) for m in before), main),
        resolution=main.text if main.carried else (),
        interests=_interests(meeting, number, item),
        actions=tuple(_action(meeting, *a) for a in item.actions),
    )


def _action(meeting: Held, owner: str, text: str, weeks: int) -> DemoAction:
    return DemoAction(owner, meeting.fill(text), meeting.day + timedelta(weeks=weeks))


def _motion(meeting: Held, plan: MotionPlan, voters: Sequence[str]) -> DemoMotion:
    text, change = (tuple(meeting.fill(p) for p in parts) for parts in (plan.text, plan.change))
    return DemoMotion(plan.kind, text, plan.mover, plan.seconder, people.vote(plan.vote, voters), change)


def _main(meeting: Held, item: ItemPlan, voters: Sequence[str]) -> DemoMotion:
    vote = people.vote(item.vote, voters) if item.vote else None
    favour = [b.person for b in vote.ballots if b.choice == "for"] if vote else list(voters)
    mover, seconder = _movers(meeting, item, favour)
    text = tuple(meeting.fill(p) for p in item.resolved)
    return DemoMotion("substantive", text, mover, seconder, vote)


def _movers(meeting: Held, item: ItemPlan, favour: Sequence[str]) -> tuple[str | None, str | None]:
    """Those named; in the Cabinet the member responsible and the Leader; elsewhere two who voted for it."""
    if item.mover:
        return item.mover, item.seconder
    if item.kind is DemoItemKind.INFORMATION:
        return None, None
    if meeting.body.kind is BodyKind.CABINET:
        return item.lead, next(k for k in (meeting.body.chair, meeting.body.vice_chair) if k != item.lead)
    seated = {r.person for r in meeting.attendance if r.capacity == "member"}
    free = [k for k in favour if k in seated and k != meeting.presiding]
    first = free[chance(item.key, "mover") % len(free)]
    rest = [k for k in free if k != first]
    return first, rest[chance(item.key, "seconder") % len(rest)]


def _interests(meeting: Held, number: int, item: ItemPlan) -> tuple[DemoInterest, ...]:
    title = meeting.fill(item.title)
    return tuple(
        DemoInterest(
            person, number, kind, reason, action,
            interest_sentence(person, kind, reason, action, f"item {number} ({title})"),
        )
        for person, kind, reason, action in item.interests
    )  # fmt: skip


def _all_interests(meeting: Held) -> list[DemoInterest]:
    rows = enumerate(meeting.lines, 1)
    return [i for n, line in rows if line.plan for i in _interests(meeting, n, line.plan)]
