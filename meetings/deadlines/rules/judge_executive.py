"""What the rules of the executive say of one meeting: key decisions, private notices, statements, call-in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from meetings.deadlines.rules.base import Finding, Rule, State, Verdict
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.case import STATES, Case, due_by, found
from meetings.deadlines.rules.counting import DayMode, clear_days, in_words, open_day
from meetings.deadlines.rules.executive import (
    call_in,
    decision_statement,
    forward_plan,
    general_exception,
    private_meeting,
    special_urgency,
)
from meetings.deadlines.rules.facts import Deadline, ItemFacts, KeyDecisionFacts, PrivateNotice
from meetings.deadlines.rules.notice import mode_of, verdict_of
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import WrongState
from meetings.kernel.secrecy import Sensitivity

_SECOND = 5


def _key_items(case: Case) -> Iterator[tuple[ItemFacts, KeyDecisionFacts]]:
    for item in case.facts.items:
        if item.key_decision is not None:
            yield item, item.key_decision


def judge_plan(rule: Rule, case: Case) -> Iterator[Finding]:
    """EX-1: a key decision was announced in time, or one of the two exceptions holds."""
    for item, key in _key_items(case):
        yield _plan_finding(rule, case, item, key)


def _plan_finding(rule: Rule, case: Case, item: ItemFacts, key: KeyDecisionFacts) -> Finding:
    on = case.facts.on
    published, counts = case.day(key.notice_at), case.counts_from(key.notice_at)
    answer = forward_plan(case.law, on, min(counts, on) if counts else None)
    if published and published != counts and answer.verdict is Verdict.SHORT:
        # Only the hour speaks against it: the offices had closed.
        same_day = forward_plan(case.law, on, min(published, on)).verdict
        answer = replace(answer, verdict=Verdict.ARGUABLE if same_day is Verdict.SAFE else Verdict.SHORT)
    latest = date.fromisoformat(answer.result)
    if key.missing:
        text = f"The notice of the key decision leaves out {', '.join(key.missing)}."
        return found(rule, State.NOT_MET, text, about=item, answer=answer, due=latest)
    if published and answer.verdict is Verdict.SAFE:
        text = f"Announced on {in_words(published)}: {answer.also['counted']} clear days."
        return found(rule, State.MET, text, about=item, answer=answer, due=latest)
    if _excepted(case, key):
        text = "Not announced 28 clear days before; taken under the general exception."
        return found(rule, State.MET, text, about=item, answer=answer, due=latest)
    if key.agreed_by and special_urgency(case.law, on, key.agreed_by, available=_available(key)).result:
        text = f"Not announced 28 clear days before; agreed as urgent by the {key.agreed_by}."
        return found(rule, State.MET, text, about=item, answer=answer, due=latest)
    if published is None and not case.past(latest):
        last = date.fromisoformat(answer.also["open"])
        text = f"Publish the notice of this key decision by {in_words(last)}."
        return found(rule, State.WAITING, text, about=item, answer=answer, due=last)
    state = STATES[answer.verdict] if answer.verdict else State.NOT_MET
    since = f"Announced on {in_words(published)}" if published else "Not announced"
    if counts and counts != published:
        since += f" when the offices were closed, which counts as {in_words(counts)}"
    due = in_words(open_day(latest, case.calendar))
    text = f"{since}; it was due by {due}. Use the general exception, or agree special urgency."
    return found(rule, state, text, about=item, answer=answer, due=latest)


def _available(facts: KeyDecisionFacts | PrivateNotice) -> tuple[str, ...]:
    """Whoever agreed is taken to have come first, unless the facts say who is in office."""
    return facts.in_office or (facts.agreed_by.strip().lower(),)


def _excepted(case: Case, key: KeyDecisionFacts) -> bool:
    told = case.counts_from(key.exception_at)
    if told is None:
        return False
    return general_exception(case.law, told, case.facts.on).verdict is not Verdict.SHORT


def judge_exception(rule: Rule, case: Case) -> Iterator[Finding]:
    """EX-2: five clear days after the exception's notice, and its reasons published."""
    for item, key in _key_items(case):
        told, counts = case.day(key.exception_at), case.counts_from(key.exception_at)
        if told is None or counts is None:
            continue
        answer = general_exception(case.law, counts, case.facts.on)
        assert answer.verdict is not None
        first = in_words(date.fromisoformat(answer.result))
        text = f"Scrutiny was told on {in_words(told)}: it can be decided from {first}."
        state = STATES[answer.verdict]
        if not key.exception_reason.strip():
            state, text = State.NOT_MET, f"{text} Publish why 28 days' notice was impracticable."
        yield found(rule, state, text, about=item, answer=answer)


def judge_urgency(rule: Rule, case: Case) -> Iterator[Finding]:
    """EX-3: agreed by the right office, with published reasons."""
    for item, key in _key_items(case):
        if not key.agreed_by:
            continue
        answer = special_urgency(
            case.law, case.facts.on, key.agreed_by, available=_available(key), reason=key.agreed_reason
        )
        if not answer.result:
            yield found(rule, State.NOT_MET, answer.steps[1].text, about=item, answer=answer)
        elif not key.agreed_reason.strip():
            text = f"{answer.steps[1].text} Publish the reasons."
            yield found(rule, State.DOUBTFUL, text, about=item, answer=answer)
        else:
            yield found(rule, State.MET, answer.steps[1].text, about=item, answer=answer)


def _private_items(case: Case) -> Iterator[tuple[ItemFacts, PrivateNotice]]:
    if not case.facts.is_executive:
        return
    for item in case.facts.items:
        if item.sensitivity is not Sensitivity.PUBLIC:
            yield item, item.private_notice or PrivateNotice()


def judge_private_notices(rule: Rule, case: Case) -> Iterator[Finding]:
    """EX-4: two notices with reasons, representations and the response; or the same chain agreed."""
    for item, given in _private_items(case):
        yield _private_finding(rule, case, item, given)


def _private_finding(rule: Rule, case: Case, item: ItemFacts, given: PrivateNotice) -> Finding:
    on = case.facts.on
    answer = private_meeting(case.law, on)
    first_by = date.fromisoformat(answer.result["first"])
    second_by = date.fromisoformat(answer.result["second"])
    if given.agreed_by:
        agreed = special_urgency(case.law, on, given.agreed_by, available=_available(given))
        state = (
            State.NOT_MET
            if not agreed.result
            else State.MET
            if given.agreed_reason.strip()
            else State.DOUBTFUL
        )
        text = agreed.steps[1].text + (
            "" if given.agreed_reason.strip() else " Publish the notice with the reasons."
        )
        return found(rule, state, text, about=item, answer=answer, due=second_by)
    first, second = case.counts_from(given.first_at), case.counts_from(given.second_at)
    if first is None or second is None:
        missed = case.past(first_by if first is None else second_by)
        due = date.fromisoformat(answer.also["first_open"]) if first is None else second_by
        which = "first" if first is None else "second"
        state = State.NOT_MET if missed else State.WAITING
        text = f"Publish the {which} notice of meeting in private by {in_words(due)}."
        if missed:
            text = f"The {which} notice of meeting in private was due by {in_words(due)}. Take it in public or later,"
            text += " or have it agreed that it cannot wait."
        return found(rule, state, text, about=item, answer=answer, due=due)
    wrong = [text for blank, text in _blanks(given) if blank]
    if wrong:
        return found(rule, State.NOT_MET, " ".join(wrong), about=item, answer=answer, due=second_by)
    verdict = _private_verdict(case, first, second)
    text = f"First notice on {in_words(first)} (due {in_words(first_by)}), second on {in_words(second)} "
    text += f"(due {in_words(second_by)})."
    return found(rule, STATES[verdict], text, about=item, answer=answer, due=second_by, verdict=verdict)


def _blanks(given: PrivateNotice) -> tuple[tuple[bool, str], ...]:
    return (
        (not given.first_reason.strip(), "The first notice gives no reasons."),
        (not given.response.strip(), "The second notice lacks representations and the response to them."),
    )


def _private_verdict(case: Case, first: date, second: date) -> Verdict:
    on = case.facts.on
    days = value(case.law, "forward_plan", on).number
    plan = DayMode(value(case.law, "forward_plan_mode").word)
    one = verdict_of(
        clear_days(first, on, plan, case.calendar),
        clear_days(first, on, DayMode.CALENDAR, case.calendar),
        days,
    )
    two = verdict_of(
        clear_days(second, on, mode_of(case.law), case.calendar),
        clear_days(second, on, DayMode.CALENDAR, case.calendar),
        _SECOND,
    )
    order = (Verdict.SAFE, Verdict.ARGUABLE, Verdict.SHORT)
    return max(one, two, key=order.index)


def judge_statement(rule: Rule, case: Case) -> Iterator[Finding]:
    """EX-5: the executive's decisions were published soon after the meeting."""
    if not case.facts.is_executive:
        return
    answer = decision_statement(case.law, case.facts.on)
    due = date.fromisoformat(answer.result)
    published = case.day(case.facts.decisions_at)
    if published is not None:
        state = State.MET if published <= due else State.DOUBTFUL
        text = f"Published on {in_words(published)}, due {in_words(due)}."
    else:
        late = case.past(due)
        state = State.NOT_MET if late else State.WAITING
        text = f"The statement of decisions was due by {in_words(due)}: publish it now."
        text = text if late else f"Publish the statement of decisions by {in_words(due)}."
    yield found(rule, state, text, answer=answer, due=due)


def judge_complete(rule: Rule, case: Case) -> Iterator[Finding]:
    """EX-5: the statement leaves nothing blank."""
    missing = case.facts.decisions_missing
    if case.facts.is_executive and missing:
        text = f"The statement leaves out {', '.join(missing)}. Where there is none, say none."
        yield found(rule, State.NOT_MET, text)


def plan_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """EX-1: by when a key decision is announced."""
    for item, key in _key_items(case):
        due = date.fromisoformat(forward_plan(case.law, case.facts.on).also["open"])
        yield due_by(
            rule, due, "Publish the notice of the key decision", done=key.notice_at is not None, about=item
        )


def private_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """EX-4: by when the two notices are published."""
    for item, given in _private_items(case):
        answer = private_meeting(case.law, case.facts.on)
        days = {"first": answer.also["first_open"], "second": answer.result["second"]}
        for name, at in (("first", given.first_at), ("second", given.second_at)):
            title = f"Publish the {name} notice of meeting in private"
            done = at is not None or bool(given.agreed_by)
            yield due_by(rule, date.fromisoformat(days[name]), title, done=done, about=item)


def statement_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """EX-5: by when the decisions are published."""
    if case.facts.is_executive:
        due = date.fromisoformat(decision_statement(case.law, case.facts.on).result)
        yield due_by(rule, due, "Publish the executive's decisions", done=case.facts.decisions_at is not None)


def call_in_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """SC-1: when the time for calling in the published decisions ends."""
    published = case.day(case.facts.decisions_at)
    if not case.facts.is_executive or published is None:
        return
    try:
        due = date.fromisoformat(call_in(case.law, published).result)
    except WrongState:
        return
    if rule == rule_for("SC-1", case.law.profile, published):
        yield due_by(
            rule, due, "Call-in ends: decisions may be carried out after this day", done=case.past(due)
        )
