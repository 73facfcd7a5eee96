"""One meeting under the law: what the law needs to know of it, what it says, and what falls due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from meetings.deadlines.rules import judge_after as after
from meetings.deadlines.rules import judge_executive as executive
from meetings.deadlines.rules import judge_items as items
from meetings.deadlines.rules import judge_notice as notice
from meetings.deadlines.rules import judge_people as people
from meetings.deadlines.rules.base import Finding, Law
from meetings.deadlines.rules.book import family, rules_in_force
from meetings.deadlines.rules.case import Case, Clock, Judge
from meetings.deadlines.rules.facts import (
    Attendance,
    Background,
    BackgroundPaper,
    BodyForm,
    Deadline,
    ItemFacts,
    KeyDecisionFacts,
    LaterMeeting,
    MeetingFacts,
    MeetingForm,
    Override,
    PaperFacts,
    PrivateNotice,
    RequisitionFacts,
    with_overrides,
)

__all__ = [
    "Attendance",
    "Background",
    "BackgroundPaper",
    "BodyForm",
    "Deadline",
    "ItemFacts",
    "KeyDecisionFacts",
    "LaterMeeting",
    "MeetingFacts",
    "MeetingForm",
    "Override",
    "PaperFacts",
    "PrivateNotice",
    "RequisitionFacts",
    "deadlines_of",
    "findings_of",
    "with_overrides",
]

#: What judges a meeting by a rule: by the rule's id without its nation.
JUDGES: Mapping[str, Judge] = {
    "CD-1": notice.judge_notice,
    "CD-1-M": notice.judge_summons,
    "CD-2": notice.judge_short,
    "HD-1": notice.judge_day,
    "HD-2": notice.judge_clocks,
    "AG-1": items.judge_late,
    "AG-1-C": items.judge_summoned,
    "AG-2": items.judge_trap,
    "AG-3": items.judge_background,
    "AG-3-E": items.judge_background,
    "AG-4": people.judge_exempt,
    "AG-4-N": people.judge_exempt,
    "AG-5": items.judge_private,
    "AC-2": items.judge_readable,
    "EX-1": executive.judge_plan,
    "EX-2": executive.judge_exception,
    "EX-3": executive.judge_urgency,
    "EX-4": executive.judge_private_notices,
    "EX-5": executive.judge_statement,
    "EX-5-C": executive.judge_complete,
    "ME-1": after.judge_annual,
    "ME-2": after.judge_requisition,
    "ME-4": people.judge_quorum,
    "ME-7": people.judge_budget,
    "ME-10": people.judge_arrears,
    "PL-1": people.judge_planning,
    "ME-8": after.judge_attendance,
    "ME-9": after.judge_minutes,
    "RM-1": after.judge_presence,
    "RM-2": after.judge_presence,
    "RM-3": after.judge_presence,
    "RM-3-B": after.judge_broadcast,
    "RM-3-J": after.judge_joining,
    "RM-3-N": after.judge_note,
    "RM-4": after.judge_presence,
    "RM-5": after.judge_presence,
    "RM-5-GAP": after.judge_presence,
    "RM": after.judge_presence,
    "AC-1": after.judge_captions,
}
#: What a rule makes due around a meeting.
CLOCKS: Mapping[str, Clock] = {
    "CD-1": notice.notice_due,
    "CD-1-M": notice.summons_due,
    "AG-1": items.items_due,
    "AG-2": items.items_due,
    "PL-1-D": items.speakers_due,
    "LI-1": items.hearing_due,
    "EX-1": executive.plan_due,
    "EX-4": executive.private_due,
    "EX-5": executive.statement_due,
    "SC-1": executive.call_in_due,
    "ME-2": after.requisition_due,
    "ME-9": after.minutes_due,
    "RM-3-N": after.note_due,
    "AC-1": after.captions_due,
    "AC-3": after.drafts_due,
    "AC-4": after.webcast_due,
    "CD-3-R": after.recording_due,
}


def findings_of(law: Law, facts: MeetingFacts, today: date | None = None) -> tuple[Finding, ...]:
    """What every rule in force on the meeting's day says of it. `today`: what is past by then counts as missed."""
    case = Case(law, facts, today)
    return tuple(
        finding
        for rule in rules_in_force(law.profile, facts.on)
        if (judge := JUDGES.get(family(rule.id))) is not None
        for finding in judge(rule, case)
    )


def deadlines_of(law: Law, facts: MeetingFacts, today: date | None = None) -> tuple[Deadline, ...]:
    """What falls due around the meeting by the rules in force on its day, earliest first."""
    case = Case(law, facts, today)
    found = [
        deadline
        for rule in rules_in_force(law.profile, facts.on)
        if (clock := CLOCKS.get(family(rule.id))) is not None
        for deadline in clock(rule, case)
    ]
    return tuple(sorted(found, key=lambda each: (each.due, each.rule.id, each.subject)))
