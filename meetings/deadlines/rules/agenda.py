"""What may be considered at a meeting: items in time, late and urgent ones, reports, and going into private."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from meetings.deadlines.rules.base import Answer, Law, Profile, State, Step, Verdict
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import DayMode, calendar_of, clear_days, days_in_words, in_words
from meetings.deadlines.rules.facts import Background, BackgroundPaper
from meetings.deadlines.rules.notice import check_span, days_of, mode_of, verdict_of
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Invalid, WrongState

#: A reason says why it cannot wait and why it is late: a word or two cannot.
_LEAST_WORDS = 4
_EMPTY_REASONS = frozenset(
    {"urgent", "late", "late report", "as discussed", "n/a", "tbc", "none", "for information"}
)
#: The heading under which nothing can be decided.
_OTHER_BUSINESS = re.compile(r"\b(any other|aob|a\.o\.b)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Lateness:
    """An item as it came. `convened`: the day on which a meeting at shorter notice was called."""

    public: date | None
    meeting: date
    convened: date | None = None
    reason: str = ""
    executive: bool = False
    title: str = ""


def weak_reason(text: str) -> str:
    """What is wrong with a reason for urgency, as a sentence; empty: nothing."""
    words = text.strip().rstrip(".").lower()
    if not words:
        return "Give the reason: it stands in the minutes."
    if words in _EMPTY_REASONS or len(words.split()) < _LEAST_WORDS:
        return "Say why it cannot wait until the next meeting, and why it comes late."
    return ""


def may_consider(law: Law, item: Lateness) -> Answer:
    """AG-1, and AG-2 for the executive in England: whether an item may be considered at a meeting.

    The result: {"ok", "limb"}; the limb is "notice", "convened", "urgent", "arguable" or None.
    """
    trap = rule_for("AG-2", law.profile, item.meeting) if item.executive else None
    rule = trap or rule_for("AG-1", law.profile, item.meeting)
    if rule is None:
        raise WrongState(f"No rule on late items is known for {law.profile.label}.")
    days, mode, calendar = days_of(law, item.meeting), mode_of(law), calendar_of(law)
    steps: list[Step] = []
    verdict = Verdict.SHORT
    if item.public is not None:
        check_span(item.public, item.meeting)
        careful = clear_days(item.public, item.meeting, mode, calendar)
        bare = clear_days(item.public, item.meeting, DayMode.CALENDAR, calendar)
        verdict = verdict_of(careful, bare, days)
        steps.append(
            Step(
                f"Open to the public since {in_words(item.public)}: {days_in_words(careful)} of {days}.",
                item.public,
            )
        )
    else:
        steps.append(Step("It does not yet stand on a published agenda."))
    limb = _limb(law, item, verdict, trap is not None, steps)
    inputs = {
        "profile": law.profile.value,
        "public": item.public.isoformat() if item.public else None,
        "meeting": item.meeting.isoformat(),
        "executive": item.executive,
        "reason": item.reason,
    }
    return Answer(rule, {"ok": limb is not None, "limb": limb}, verdict, tuple(steps), inputs)


def _limb(law: Law, item: Lateness, verdict: Verdict, trap: bool, steps: list[Step]) -> str | None:
    if verdict is Verdict.SAFE:
        steps.append(Step("In time."))
        return "notice"
    if item.public and item.convened and item.public <= item.convened:
        steps.append(
            Step(f"Open from when the meeting was convened, {in_words(item.convened)}.", item.convened)
        )
        return "convened"
    if trap and verdict is Verdict.ARGUABLE:
        steps.append(Step("In time only if every day counts; the executive has no urgency to fall back on."))
        return "arguable"
    if trap:
        steps.append(Step("The chair's opinion that it is urgent is no ground for the executive."))
        steps.append(Step("Convene a meeting at shorter notice for this item, its papers open at once."))
        return None
    if value(law, "urgency_reason", item.meeting).word == "none":
        steps.append(Step("There is no door for urgent items: it waits for the next meeting."))
        return None
    if item.reason.strip():
        weak = weak_reason(item.reason)
        steps.append(Step(f"Taken as urgent, for the minutes: {item.reason.strip()}"))
        steps += [Step(weak)] if weak else []
        return "urgent"
    if verdict is Verdict.ARGUABLE:
        steps.append(
            Step("In time only if every day counts: have the chair give a reason for urgency as well.")
        )
        return "arguable"
    if item.public is not None:
        steps.append(Step("Late, and no reason for urgency is given: it may not be considered."))
    return None


def decides_under_other_business(title: str) -> bool:
    """Whether an item is the heading "any other business", under which nothing can be decided."""
    return bool(_OTHER_BUSINESS.search(title))


def late_report(law: Law, *, item_public: date, report_public: date, meeting: date) -> Answer:
    """AG-1: a report that comes late to an item which is in time: the item is lawful all the same."""
    answer = may_consider(law, Lateness(item_public, meeting))
    days = clear_days(report_public, meeting, mode_of(law), calendar_of(law))
    text = (
        f"The report followed on {in_words(report_public)}, {days} clear days before: it is open to the public"
        " as soon as members have it; lateness alone is no reason for urgency."
    )
    return Answer(
        answer.rule, answer.result, answer.verdict, (*answer.steps, Step(text, report_public)), answer.inputs
    )


def background_papers(
    law: Law, on: date, listed: Background, papers: Iterable[BackgroundPaper] = (), *, executive: bool = False
) -> Answer:
    """AG-3: whether a report says what it must of its background papers, and which of them the duty reaches."""
    rule = (rule_for("AG-3-E", law.profile, on) if executive else None) or rule_for("AG-3", law.profile, on)
    if rule is None:
        raise WrongState(f"No duty to list background papers is known for {law.profile.label}.")
    every = tuple(papers)
    duty = [paper.title for paper in every if not paper.published and not paper.exempt]
    steps = []
    state = State.MET
    if listed is Background.BLANK:
        state = State.NOT_MET
        steps.append(Step("The list is blank: list the background papers, or say that there are none."))
    elif listed is Background.LISTED and not every:
        state = State.NOT_MET
        steps.append(Step("Papers were announced, and none is listed."))
    for paper in every:
        if paper.published:
            steps.append(Step(f"{paper.title}: a published work, outside the duty."))
        elif paper.exempt:
            state = State.DOUBTFUL if state is State.MET else state
            steps.append(Step(f"{paper.title}: exempt, it must not be listed."))
        else:
            steps.append(Step(f"{paper.title}: listed and open to inspection."))
    if not steps:
        steps.append(Step("There are none, and the report says so."))
    inputs = {"profile": law.profile.value, "on": on.isoformat(), "listed": listed.value}
    return Answer(rule, {"state": state.value, "open": duty}, steps=tuple(steps), inputs=inputs)


_BECAUSE = (
    "in all the circumstances of the case the public interest in maintaining the exemption outweighs the public"
    " interest in disclosing the information"
)
#: Since when the public interest test is part of it (from general knowledge, not read in the orders of those years).
_TEST_SINCE = {Profile.ENGLAND_PRINCIPAL: date(2006, 3, 1), Profile.WALES: date(2007, 10, 1)}
_WORDS = {
    Profile.ENGLAND_PRINCIPAL: (
        "under section 100A(4) of the Local Government Act 1972",
        "paragraph{s} {which} of Part 1 of Schedule 12A to the Act",
    ),
    Profile.WALES: (
        "under section 100A(4) of the Local Government Act 1972",
        "paragraph{s} {which} of Part 4 of Schedule 12A to the Act",
    ),
    Profile.SCOTLAND: (
        "under section 50A(4) of the Local Government (Scotland) Act 1973",
        "paragraph{s} {which} of Part 1 of Schedule 7A to the Act",
    ),
    Profile.NORTHERN_IRELAND: (
        "under section 42 of the Local Government Act (Northern Ireland) 2014",
        "paragraph{s} {which} of Part 1 of Schedule 6 to the Act",
    ),
}


def exclusion_text(
    law: Law, on: date, item: str, paragraphs: tuple[str, ...], test: str = "", reason: str = ""
) -> Answer:
    """AG-5: the resolution to meet without the public for an item, in the words of the nation.

    In parishes `reason` says why publicity would be prejudicial; elsewhere paragraphs of the schedule are named.
    """
    rule = rule_for("AG-5", law.profile, on)
    if rule is None:
        raise WrongState(f"No rule on excluding the public is known for {law.profile.label}.")
    if not item.strip():
        raise Invalid("Say which item: the resolution must identify the proceedings.")
    if law.profile in _WORDS:
        text = _scheduled(law.profile, on, item.strip(), paragraphs, test)
    else:
        text = _reasoned(law.profile, item.strip(), reason)
    steps = (
        Step("Carried by a majority, before the item is taken; until then nobody can be sent out."),
        Step("Live pictures, sound and captions are confirmed stopped before the private part begins."),
        Step("An item that the resolution does not name stays open."),
    )
    inputs = {
        "profile": law.profile.value,
        "on": on.isoformat(),
        "item": item,
        "paragraphs": list(paragraphs),
    }
    return Answer(rule, text, steps=steps, inputs=inputs)


def _scheduled(profile: Profile, on: date, item: str, paragraphs: tuple[str, ...], test: str) -> str:
    if not paragraphs:
        raise Invalid("Name the paragraph of the schedule: without it the resolution is not lawful.")
    power, schedule = _WORDS[profile]
    which = paragraphs[0] if len(paragraphs) == 1 else f"{', '.join(paragraphs[:-1])} and {paragraphs[-1]}"
    where = schedule.format(s="s" if len(paragraphs) > 1 else "", which=which)
    said = (
        f"That, {power}, the press and public be excluded from the meeting for item {item}, on the grounds that it"
        f" involves the likely disclosure of exempt information as described in {where}"
    )
    tested = profile in _TEST_SINCE and on >= _TEST_SINCE[profile]
    if not tested:
        return f"{said}."
    return f"{said}, and that {_BECAUSE}{f': {test.strip()}' if test.strip() else ''}".rstrip(".") + "."


def _reasoned(profile: Profile, item: str, reason: str) -> str:
    if not reason.strip():
        raise Invalid("Give the reason: the resolution states it.")
    if profile is Profile.ENGLAND_PARISH:
        return (
            "That, under section 1(2) of the Public Bodies (Admission to Meetings) Act 1960, the press and public be"
            f" excluded from the meeting for item {item}, as publicity would be prejudicial to the public interest"
            f" for this reason: {reason.strip().rstrip('.')}."
        )
    return f"That the press and public be excluded from the meeting for item {item}: {reason.strip().rstrip('.')}."
