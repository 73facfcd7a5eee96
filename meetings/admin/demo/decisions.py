"""The demonstration's decisions: those of its meetings, published, and some of single members and officers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select

from meetings.admin.demo.calendar import working_days_before
from meetings.admin.demo.content import toml
from meetings.admin.demo.load_people import Cast
from meetings.agendas.models import AgendaItem
from meetings.decisions import queries
from meetings.decisions.queries import DecisionRow, Wanted
from meetings.decisions.rules.record import Kind, Record
from meetings.decisions.rules.standing import State
from meetings.decisions.usecases import (
    ChangeDecision,
    JudgeCallIn,
    MakeDecision,
    PublishDecisions,
    SignCallIn,
    StartCallIn,
    WaiveCallIn,
    WriteDecision,
    change_decision,
    judge_call_in,
    make_decision,
    publish_decisions,
    sign_call_in,
    start_call_in,
    waive_call_in,
    write_decision,
)
from meetings.documents.richtext import plain
from meetings.runtime.work import Work

_MONITORING = "quayum"
_EXEMPT_NOTE = "It holds information about the business affairs of the council and of others."
_ALTERNATIVES = (
    "To leave things as they are was rejected: the matter would come back at a greater cost.",
    "To put it off to the next meeting was rejected, since nothing more would be known by then.",
    "None",
    "A smaller scheme was looked at and rejected: it would not have met the need that the report shows.",
)


@dataclass
class _Desk:
    """Who acts, and when."""

    work: Work
    cast: Cast
    today: date
    loaded_at: datetime

    def at(self, day: date, hour: int = 10) -> None:
        """Let it be that morning; never later than the loading itself."""
        local = datetime.combine(day, time(hour, 20), self.work.timezone)
        self.work.now = min(self.loaded_at, local.astimezone(UTC))

    def as_(self, key: str) -> None:
        """Let somebody act."""
        self.work.actor = self.cast.actors[key]

    def officer(self) -> None:
        """Let the clerk of the cabinet act."""
        self.as_(self.cast.content.clerk("cabinet").key)


def load_decisions(work: Work, cast: Cast) -> None:
    """After the meetings and the forward plan."""
    desk = _Desk(work, cast, work.today, work.now)
    _of_meetings(desk)
    for row in toml("decisions")["decision"]:
        _alone(desk, row)
    work.now = desk.loaded_at


def _of_meetings(desk: _Desk) -> None:
    """All but those of the last committee that met are out, two days after each meeting."""
    work = desk.work
    rows = queries.decisions(work.session, Wanted(states=[State.MADE]), limit=5000)
    texts = {i: plain(t) for i, t in work.session.execute(select(AgendaItem.id, AgendaItem.text))}
    rows.sort(key=lambda r: (r.made_on, r.meeting_id or "", r.reference))
    last = next((r.meeting_id for r in reversed(rows) if r.kind is Kind.COMMITTEE), None)
    for meeting_id, found in groupby(rows, lambda r: r.meeting_id):
        if meeting_id != last:
            _publish(desk, list(found), texts)


def _publish(desk: _Desk, rows: list[DecisionRow], texts: dict[str, str]) -> None:
    held = rows[0].made_on
    out = held + timedelta(days=2)
    desk.officer()
    if out >= desk.today:
        return
    desk.at(out)
    for n, row in enumerate(rows):
        record = _completed(row.record, texts.get(row.item_id or "", ""), held.day + n)
        if record != row.record:
            change_decision(desk.work, ChangeDecision(row.id, row.version, record))
    publish_decisions(desk.work, PublishDecisions(tuple(row.id for row in rows), tell=False))


def _completed(record: Record, purpose: str, number: int) -> Record:
    if record.exempt:
        record = replace(
            record,
            paragraphs=record.paragraphs or ("3",),
            exempt_note=record.exempt_note or _EXEMPT_NOTE,
            interests=record.interests or "As the minutes of the meeting say.",
        )
    if record.kind is not Kind.EXECUTIVE:
        return record
    reasons = record.reasons or ("" if record.exempt else purpose.split("\n")[0])
    return replace(
        record,
        reasons=reasons or "For the reasons in the report.",
        alternatives=record.alternatives or _ALTERNATIVES[number % len(_ALTERNATIVES)],
    )


def _alone(desk: _Desk, row: dict[str, Any]) -> None:
    """One person's decision, as far as its step goes."""
    work = desk.work
    made = working_days_before(desk.today, row["days"]) if row["days"] else desk.today
    desk.at(made, 9)
    desk.as_(row["contact"])
    decision_id = write_decision(work, WriteDecision(_record(desk, row, made)))
    if row["step"] == "draft":
        return
    desk.officer()
    if row["step"] == "urgent":
        _waive(desk, decision_id, row, made)
    make_decision(work, MakeDecision(decision_id, made))
    desk.at(made, 15)
    publish_decisions(work, PublishDecisions((decision_id,), tell=row["step"] == "signing"))
    if row["step"] in ("called_in", "signing"):
        _call_in(desk, decision_id, row, made)


def _waive(desk: _Desk, decision_id: str, row: dict[str, Any], made: date) -> None:
    scrutiny = desk.cast.bodies["scrutiny"]
    chair = desk.cast.people[desk.cast.content.body("scrutiny").chair]
    waive_call_in(desk.work, WaiveCallIn(decision_id, row["urgency"], chair, made, scrutiny))


def _call_in(desk: _Desk, decision_id: str, row: dict[str, Any], made: date) -> None:
    first, *others = row["signed"]
    day = working_days_before(desk.today, row["days"] - 3) if row["days"] > 3 else desk.today
    desk.at(max(day, made), 16)
    desk.as_(first)
    command = StartCallIn(decision_id, row["called_in"], row.get("instead", ""))
    call_in_id = start_call_in(desk.work, command)
    for key in others:
        desk.as_(key)
        sign_call_in(desk.work, SignCallIn(call_in_id))
    if "judged" not in row:
        return
    desk.at(working_days_before(desk.today, row["days"] - 4), 11)
    desk.as_(_MONITORING)
    scrutiny = desk.cast.bodies["scrutiny"]
    judge_call_in(desk.work, JudgeCallIn(call_in_id, True, row["judged"], scrutiny))


def _record(desk: _Desk, row: dict[str, Any], made: date) -> Record:
    content = desk.cast.content
    contact = content.officer(row["contact"])
    maker, kind = content.people[row["maker"]], Kind(row["kind"])
    post = row.get("post", "") or getattr(maker, "office", "")
    return Record(
        kind=kind,
        body_id=desk.cast.bodies["cabinet"],
        executive=kind is Kind.MEMBER or row.get("executive", False),
        title=row["title"],
        decision=row["decision"],
        reasons=row["reasons"],
        alternatives=row["alternatives"],
        interests=row["interests"],
        maker_id=desk.cast.people[row["maker"]] if kind is Kind.MEMBER else "",
        maker_name=maker.name if kind is Kind.MEMBER else getattr(maker, "full_name", maker.name),
        maker_post=post,
        delegation=row.get("delegation", ""),
        consulted=row.get("consulted", ""),
        scrutiny=row.get("scrutiny", ""),
        made_on=made,
        is_key=row.get("key", False),
        all_wards=row.get("all_wards", False),
        wards=tuple(row.get("wards", ())),
        documents=tuple(row.get("documents", ())),
        contact_name=f"{contact.full_name}, {contact.post}",
        contact_email=contact.email,
        contact_phone=content.council.telephone,
        limbs=tuple(row.get("limbs", ())),
        exempt="exempt" in row,
        paragraphs=tuple(row.get("exempt", ())),
        exempt_note=row.get("exempt_note", ""),
        exempt_decision=row.get("exempt_decision", ""),
    )
