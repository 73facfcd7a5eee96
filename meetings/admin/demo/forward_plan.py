"""The demonstration's forward plan: noticed, put off, private, by exception and by urgency, around today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from meetings.admin.demo.content import toml
from meetings.admin.demo.load_people import Cast
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.counting import add_working, calendar_of
from meetings.forwardplan import queries
from meetings.forwardplan.rules.planned import Maker, PlannedDecision, Privacy
from meetings.forwardplan.rules.timing import exception_earliest
from meetings.forwardplan.usecases import (
    AnswerRepresentation,
    ChangeDecision,
    DecisionMade,
    DeferDecision,
    GiveException,
    GiveUrgency,
    PlanDecision,
    PublishPlan,
    RecordRepresentation,
    answer_representation,
    change_decision,
    defer_decision,
    give_exception,
    give_urgency,
    mark_decided,
    plan_decision,
    publish_plan,
    record_representation,
)
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import upcoming

#: how long ago the plan was published, changed, and the urgent decision agreed
_FIRST, _CHANGED, _URGENT = 45, 9, 12
_HORIZON = timedelta(days=170)
_FROM = "On the council's website, or from Democratic Services, Corn Exchange House, Market Place, Aldwater AW1 2CE."


@dataclass
class _Plan:
    """The loading of the plan: who acts, today, and the Cabinet's coming meetings."""

    work: Work
    cast: Cast
    today: date
    loaded_at: datetime
    meetings: list[tuple[str, date]]

    def at(self, days_ago: int, hour: int = 10) -> None:
        """Let it be that morning; never later than the loading itself."""
        local = datetime.combine(self.today - timedelta(days=days_ago), time(hour, 15), self.work.timezone)
        self.work.now = min(self.loaded_at, local.astimezone(UTC))


def load_forward_plan(work: Work, cast: Cast) -> None:
    """Enter the plan and do to each decision what the content says. After the meetings are in the calendar."""
    loaded_at = work.now
    work.actor = cast.actors[cast.content.clerk("cabinet").key]
    coming = upcoming(work.session, work.now, limit=20, body_id=cast.bodies["cabinet"], public_only=False)
    days = [
        (m.id, m.starts_at.astimezone(work.timezone).date())
        for m in coming
        if m.status is MeetingStatus.PLANNED
    ]
    plan = _Plan(work, cast, work.today, loaded_at, days)
    rows = [row for row in toml("forward_plan")["decision"] if row.get("meeting", 0) < len(days)]
    plan.at(_FIRST)
    usual = {"noticed", "deferred", "private"}
    made = {n: _planned(plan, row) for n, row in enumerate(rows) if row["step"] in usual}
    publish_plan(work, PublishPlan(plan.today - timedelta(days=_FIRST), plan.today + _HORIZON))
    _each(plan, rows, "urgent", _urgent)
    for n, entry_id in made.items():
        _treated(plan, rows[n], entry_id)
    _each(plan, rows, "exception", _excepted)
    plan.at(0)
    for row in rows:
        if row["step"] == "planned":
            _planned(plan, row)
    work.now = loaded_at


def _planned(plan: _Plan, row: dict[str, Any]) -> str:
    return plan_decision(plan.work, PlanDecision(_decision(plan, row)))


def _treated(plan: _Plan, row: dict[str, Any], entry_id: str) -> None:
    """What became of a decision that stood in the first notice."""
    plan.at(_CHANGED)
    if row["step"] == "deferred" and len(plan.meetings) > 1:
        meeting_id, day = plan.meetings[1]
        defer_decision(plan.work, DeferDecision(entry_id, day, row["reason"], None, meeting_id))
    if row["step"] == "private":
        received = RecordRepresentation(
            entry_id, plan.today - timedelta(days=_CHANGED), row["sender"], row["representation"]
        )
        representation_id = record_representation(plan.work, received)
        answer_representation(plan.work, AnswerRepresentation(representation_id, row["answer"]))
    if row["title"].startswith("Rents"):
        entry = queries.entry_of(plan.work.session, entry_id)
        after = replace(
            entry.decision, documents=(*entry.decision.documents, "Comments of the tenants' panel")
        )
        command = ChangeDecision(entry_id, entry.version, after, "The panel's comments are in")
        change_decision(plan.work, command)


def _each(
    plan: _Plan, rows: list[dict[str, Any]], step: str, do: Callable[[_Plan, dict[str, Any]], None]
) -> None:
    for row in rows:
        if row["step"] == step:
            do(plan, row)


def _excepted(plan: _Plan, row: dict[str, Any]) -> None:
    """No time for 28 clear days: the general exception."""
    plan.at(1)
    scrutiny = plan.cast.bodies["scrutiny"]
    give_exception(plan.work, GiveException(_planned(plan, row), row["reason"], scrutiny))


def _urgent(plan: _Plan, row: dict[str, Any]) -> None:
    """No time even for that: scrutiny's chair agreed, and it is done."""
    plan.at(_URGENT)
    scrutiny = plan.cast.bodies["scrutiny"]
    entry_id = _planned(plan, row)
    on = plan.today - timedelta(days=_URGENT)
    chair = queries.chain_of(plan.work.session, scrutiny, on)[0].person_id
    give_urgency(plan.work, GiveUrgency(entry_id, row["reason"], chair, on, scrutiny))
    plan.at(_URGENT - 1)
    mark_decided(plan.work, DecisionMade(entry_id, on))


def _decision(plan: _Plan, row: dict[str, Any]) -> PlannedDecision:
    content = plan.cast.content
    contact = content.officer(row["contact"])
    maker = Maker(row.get("maker", "body"))
    decides = content.people.get(row.get("decides", ""))
    lead = content.councillor(row["lead"])
    meeting_id, day = plan.meetings[row["meeting"]] if "meeting" in row else (None, _day(plan, row))
    return PlannedDecision(
        body_id=plan.cast.bodies["cabinet"],
        title=row["title"],
        working_title=row.get("working_title", ""),
        matter=row["matter"],
        is_key=row.get("is_key", True),
        amount=row.get("amount", 0),
        key_reason=row.get("key_reason", ""),
        maker=maker,
        maker_name=decides.name if decides else "",
        maker_post=(getattr(decides, "office", "") or getattr(decides, "post", "")) if decides else "",
        decide_on=day,
        meeting_id=meeting_id,
        consultees=row["consultees"],
        consultation=row["consultation"],
        documents=tuple(row["documents"]),
        documents_from=_FROM,
        lead_member=f"{lead.name}, {lead.office}" if lead.office else lead.name,
        contact_name=f"{contact.full_name}, {contact.post}",
        contact_email=contact.email,
        contact_phone=content.council.telephone,
        all_wards=row.get("all_wards", False),
        wards=tuple(row.get("wards", ())),
        privacy=Privacy.WHOLE if row["step"] == "private" else Privacy.PUBLIC,
        paragraphs=tuple(row.get("paragraphs", ())),
        private_reasons=row.get("private_reasons", ""),
        private_note=row.get("private_note", ""),
    )


def _day(plan: _Plan, row: dict[str, Any]) -> date:
    """So many days from today, on a working day; under the general exception not before the law allows it."""
    day: date = plan.today + timedelta(days=row["days"])
    if row["step"] == "urgent":
        return day
    law = law_of(plan.work.session)
    if row["step"] == "exception":
        day = max(day, exception_earliest(law, plan.today))
    return add_working(day, 1, calendar_of(law))
