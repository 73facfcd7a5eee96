"""What the rules say of a meeting's items and papers: late, urgent, in private, background papers, readable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from meetings.deadlines.rules.agenda import (
    Lateness,
    background_papers,
    decides_under_other_business,
    exclusion_text,
    may_consider,
    weak_reason,
)
from meetings.deadlines.rules.base import Answer, Finding, Profile, Rule, State
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.case import Case, due_by, found, papers_of
from meetings.deadlines.rules.counting import in_words, latest_issue
from meetings.deadlines.rules.facts import Deadline, ItemFacts, MeetingForm, PaperFacts
from meetings.deadlines.rules.hearings import licensing_hearing, planning_speakers
from meetings.deadlines.rules.notice import days_of, mode_of
from meetings.kernel.secrecy import Sensitivity


def _trapped(case: Case) -> bool:
    return case.facts.is_executive and rule_for("AG-2", case.law.profile, case.facts.on) is not None


def judge_late(rule: Rule, case: Case) -> Iterator[Finding]:
    """AG-1: every item open in time, or urgent with a reason. Items of the executive in England: see AG-2."""
    if not _trapped(case):
        for item in case.facts.items:
            yield _item_finding(rule, case, item)
            if item.has_decision and decides_under_other_business(item.title):
                text = "Nothing can be decided under this heading: give the decision an item of its own."
                yield found(rule, State.DOUBTFUL, text, about=item)


def judge_trap(rule: Rule, case: Case) -> Iterator[Finding]:
    """AG-2: an item of the executive that came late has no urgency to go by."""
    if case.facts.is_executive:
        for item in case.facts.items:
            yield _item_finding(rule, case, item)


def _item_finding(rule: Rule, case: Case, item: ItemFacts) -> Finding:
    facts = case.facts
    convened = case.convened if facts.agenda_at else None
    public = case.counts_from(item.public_at)
    # A meeting at shorter notice is judged by the moment, not by the day.
    open_then = convened is not None and item.public_at is not None and item.public_at <= convened
    answer = may_consider(
        case.law,
        Lateness(
            min(public, facts.on) if public else None,
            facts.on,
            public if open_then else None,
            item.urgent_reason,
            facts.is_executive,
            item.title,
        ),
    )
    latest = latest_issue(facts.on, days_of(case.law, facts.on), mode_of(case.law), case.calendar)
    if item.public_at is None and not case.past(latest) and not item.urgent_reason.strip():
        return found(
            rule, State.WAITING, f"Publish it by {in_words(latest)}.", about=item, answer=answer, due=latest
        )
    state, sentence = _weigh(case, item, answer)
    return found(rule, state, sentence, about=item, answer=answer, due=latest)


def _weigh(case: Case, item: ItemFacts, answer: Answer) -> tuple[State, str]:
    limb = answer.result["limb"]
    if limb == "notice":
        return State.MET, "On the published agenda in time."
    if limb == "convened":
        return State.MET, "Open from when the meeting was convened at shorter notice."
    if limb == "arguable":
        return State.DOUBTFUL, "In time only if every day counts. " + _remedy(case)
    if limb == "urgent":
        weak = weak_reason(item.urgent_reason)
        by = f" by {item.urgent_by}" if item.urgent_by else ""
        text = f"Late; taken as urgent{by}: {item.urgent_reason.strip()}"
        return (State.DOUBTFUL, f"{text} {weak}") if weak else (State.MET, text)
    if _trapped(case):
        return (
            State.NOT_MET,
            f"Added too late, and the executive cannot take items as urgent. {_remedy(case)}",
        )
    if case.law.profile is Profile.ENGLAND_PARISH:
        if not item.has_decision:
            return State.MET, "Late, and nothing is decided under it."
        return State.NOT_MET, "Not in the summons in time: it cannot be decided at this meeting."
    return State.NOT_MET, f"Late: it may not be considered. {_remedy(case)}"


def _remedy(case: Case) -> str:
    if _trapped(case):
        return (
            "Convene a meeting at shorter notice for it, with its papers open at once, or take it next time."
        )
    return "The chair may take it as urgent and give the reason for the minutes; otherwise it waits."


def judge_summoned(rule: Rule, case: Case) -> Iterator[Finding]:
    """AG-1: full council does only the business that the summons names."""
    if not case.facts.is_full_council or case.facts.form is MeetingForm.ANNUAL:
        return
    for item in case.facts.items:
        if item.in_summons:
            continue
        if item.urgent_reason.strip():
            yield found(
                rule, State.MET, f"Not in the summons; urgent: {item.urgent_reason.strip()}", about=item
            )
        else:
            text = "Not in the summons to members: leave it out, or take it as urgent under standing orders."
            yield found(rule, State.NOT_MET, text, about=item)


def judge_background(rule: Rule, case: Case) -> Iterator[Finding]:
    """AG-3: every report lists its background papers or says that there are none."""
    own = rule_for("AG-3-E", case.law.profile, case.facts.on) if case.facts.is_executive else None
    if (rule.id == "AG-3-E") != (own is not None):
        return
    for _item, paper in papers_of(case.facts):
        if not paper.is_report or paper.to_follow:
            continue
        answer = background_papers(
            case.law, case.facts.on, paper.background, paper.background_papers, executive=own is not None
        )
        sentence = " ".join(step.text for step in answer.steps)
        yield found(rule, State(answer.result["state"]), sentence, about=paper, answer=answer)


def judge_private(rule: Rule, case: Case) -> Iterator[Finding]:
    """AG-5: an exempt item needs a resolution that names it and why; a confidential one needs no vote."""
    for item in case.facts.items:
        if item.sensitivity is Sensitivity.CONFIDENTIAL:
            text = "Confidential: the public must leave, no vote is needed."
            yield found(rule, State.MET, text, about=item)
        elif item.sensitivity is Sensitivity.EXEMPT:
            yield _exempt_finding(rule, case, item)
        elif exempt := [p for p in item.papers if p.sensitivity is Sensitivity.EXEMPT]:
            yield _exempt_finding(
                rule, case, _in_private(item, exempt), "If its exempt papers are discussed: "
            )


def _in_private(item: ItemFacts, exempt: Sequence[PaperFacts]) -> ItemFacts:
    """A public item as it is when its exempt papers are spoken of: with their paragraphs and their test."""
    paragraphs = item.paragraphs or tuple(dict.fromkeys(n for p in exempt for n in p.paragraphs))
    test = item.interest_test or next((p.interest_test for p in exempt if p.interest_test), "")
    return replace(item, paragraphs=paragraphs, interest_test=test)


def _exempt_finding(rule: Rule, case: Case, item: ItemFacts, when: str = "") -> Finding:
    scheduled = case.law.profile not in (Profile.ENGLAND_PARISH, Profile.GENERIC)
    if scheduled and not item.paragraphs:
        return found(rule, State.NOT_MET, "Name the paragraph: the resolution needs it.", about=item)
    if not scheduled and not item.interest_test.strip():
        return found(rule, State.NOT_MET, "Give the reason: the resolution states it.", about=item)
    number = item.number or item.title
    # The resolution is read out: where the schedule gives the words, what was written of the test is left out of it.
    answer = exclusion_text(case.law, case.facts.on, number, item.paragraphs, reason=item.interest_test)
    lead = "To be moved" if case.facts.closed_at is None else "The minutes say whether this was carried"
    return found(rule, State.WAITING, f"{when}{lead}: {answer.result}", about=item, answer=answer)


def judge_readable(rule: Rule, case: Case) -> Iterator[Finding]:
    """AC-2: a scan without text cannot be read by everybody."""
    for _item, paper in papers_of(case.facts):
        if paper.scanned:
            text = "A scan without text in it: put a text version in its place, or say why that cannot be."
            yield found(rule, State.NOT_MET, text, about=paper)


def items_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """AG-1, AG-2: by when an item stands on a published agenda."""
    # Before there is an agenda, its own day stands for all of its items.
    if _trapped(case) != (rule.id == "AG-2") or case.facts.agenda_at is None:
        return
    latest = latest_issue(case.facts.on, days_of(case.law, case.facts.on), mode_of(case.law), case.calendar)
    for item in case.facts.items:
        if item.public_at is None:
            yield due_by(rule, latest, "Publish the item", about=item)


def speakers_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """PL-1: when registration of speakers closes."""
    if "planning" in case.facts.functions:
        day = planning_speakers(case.law, case.facts.on).steps[0].day
        assert day is not None
        yield due_by(rule, day, "Registration of speakers closes", done=case.past(day))


def hearing_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """LI-1: notice of a licensing hearing, and the parties' replies."""
    if "licensing-hearing" in case.facts.functions:
        steps = licensing_hearing(case.law, case.facts.on).steps
        notice, reply = steps[-3].day, steps[-2].day
        assert notice is not None
        assert reply is not None
        yield due_by(
            rule, notice, "Give notice of the hearing to the parties", done=case.facts.notice_at is not None
        )
        yield due_by(rule, reply, "The parties' replies are due", done=case.past(reply))
