"""What the rules of notice say of one meeting: notice, agenda, summons, shorter notice, days to avoid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from meetings.deadlines.rules.base import Finding, Rule, State
from meetings.deadlines.rules.case import STATES, Case, due_by, found
from meetings.deadlines.rules.counting import DayMode, days_in_words, in_words
from meetings.deadlines.rules.facts import Deadline
from meetings.deadlines.rules.notice import clear, clear_published, days_of, notice, notice_rule, short_notice

_DAY = timedelta(days=1)


def _last_days(case: Case, *, summons: bool = False) -> tuple[date, date]:
    answer = notice(case.law, case.facts.on, summons=summons)
    return date.fromisoformat(answer.result), date.fromisoformat(answer.also["calendar"])


def _not_yet(rule: Rule, case: Case, what: str, *, summons: bool = False) -> Finding:
    latest, bare = _last_days(case, summons=summons)
    answer = notice(case.law, case.facts.on, summons=summons)
    if not case.past(latest):
        text = f"{what} is due by {in_words(latest)}."
        return found(rule, State.WAITING, text, answer=answer, due=latest)
    today = case.today or latest
    if today > case.facts.on:
        return found(rule, State.NOT_MET, f"{what} was never given.", answer=answer, due=latest)
    now = clear(case.law, today, case.facts.on, summons=summons)
    assert now.verdict is not None
    if not case.past(bare):
        text = f"{what} was due by {in_words(latest)}. Today it is arguable only: give it at once."
    else:
        text = f"{what} was due by {in_words(latest)} and has not been given: it can no longer be in time."
    return found(rule, STATES[now.verdict], text, answer=now, due=latest)


def _given(rule: Rule, case: Case, at: datetime, what: str, *, summons: bool = False) -> Finding:
    answer = clear_published(case.law, at, case.facts.on, case.zone, summons=summons)
    latest, _ = _last_days(case, summons=summons)
    days = days_of(case.law, case.facts.on, summons=summons)
    assert answer.verdict is not None
    on = in_words(at.astimezone(case.zone).date())
    careful, bare = answer.result["careful"], answer.result["calendar"]
    said = f"{what} was given on {on}: {days_in_words(careful)}, {days} needed"
    if answer.verdict.value == "arguable":
        said += f"; {bare} if every day counts, which is arguable"
    elif answer.verdict.value == "short":
        said += f". It was due by {in_words(latest)}"
    return found(rule, STATES[answer.verdict], f"{said}.", answer=answer, due=latest)


def _shortened(case: Case, finding: Finding, at: datetime | None, *, summons: bool) -> Finding:
    """The finding of a meeting called at shorter notice, where the law has that."""
    convened = case.convened
    if convened is None or at is None or finding.state in (State.MET, State.WAITING):
        return finding
    allowed, why = short_notice(case.law, case.facts.on, full_council=summons)
    if not allowed:
        return replace(finding, sentence=f"{finding.sentence} {why}")
    if at > convened:
        text = f"{finding.sentence} The meeting was convened earlier than notice was given."
        return replace(finding, sentence=text)
    return replace(finding, state=State.MET, sentence=f"{finding.sentence} {why}")


def judge_notice(rule: Rule, case: Case) -> Iterator[Finding]:
    """CD-1: public notice, and the agenda where it was published at another time."""
    facts = case.facts
    noticed = facts.notice_at or facts.agenda_at
    first = (
        _given(rule, case, noticed, "Notice") if noticed else _not_yet(rule, case, "Notice of the meeting")
    )
    yield _shortened(case, first, noticed, summons=False)
    if facts.notice_at is None or case.day(facts.notice_at) == case.day(facts.agenda_at):
        return
    agenda = facts.agenda_at
    second = _given(rule, case, agenda, "The agenda") if agenda else _not_yet(rule, case, "The agenda")
    second = _shortened(case, second, agenda, summons=False)
    yield replace(second, subject="agenda", subject_title="The agenda")


def judge_summons(rule: Rule, case: Case) -> Iterator[Finding]:
    """CD-1: the summons to members, for full council."""
    if not case.facts.is_full_council:
        return
    at = case.facts.summons_at
    first = (
        _given(rule, case, at, "The summons", summons=True)
        if at
        else _not_yet(rule, case, "The summons to members", summons=True)
    )
    yield _shortened(case, first, at, summons=True)


def notice_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """CD-1: by when notice goes out and the agenda is published."""
    latest, bare = _last_days(case)
    done = bool(case.facts.notice_at or case.facts.agenda_at)
    yield due_by(rule, latest, "Publish the notice and the agenda", done=done, arguable=bare)


def summons_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """CD-1: by when the summons goes to members."""
    if case.facts.is_full_council:
        latest, bare = _last_days(case, summons=True)
        done = case.facts.summons_at is not None
        yield due_by(rule, latest, "Send the summons to members", done=done, arguable=bare)


def judge_short(rule: Rule, case: Case) -> Iterable[Finding]:
    """CD-2: where the meeting was called at shorter notice, whether the papers were open from that moment."""
    facts, convened = case.facts, case.convened
    if convened is None:
        return
    first = next(iter(judge_notice(notice_rule(case.law, facts.on), case)))
    if first.verdict is not None and first.verdict.value == "safe":
        return
    allowed, why = short_notice(case.law, facts.on, full_council=False)
    if not allowed:
        yield found(rule, State.NOT_MET, why)
        return
    late = [item.title for item in facts.items if item.public_at is None or item.public_at > convened]
    agenda_late = facts.agenda_at is None or facts.agenda_at > convened
    local = convened.astimezone(case.zone)
    when = f"{in_words(local.date())}, {local:%H:%M}"
    if agenda_late or late:
        what = ", ".join(late) or "the agenda"
        text = f"Convened at shorter notice on {when}; not open from then: {what}."
        yield found(rule, State.NOT_MET, text)
    else:
        yield found(rule, State.MET, f"Convened at shorter notice on {when}, with everything open from then.")


def judge_day(rule: Rule, case: Case) -> Iterator[Finding]:
    """HD-1: a meeting on a Sunday, a bank holiday or a day of closure."""
    why = case.calendar.why_not(case.facts.on, DayMode.WORKING)
    if why and why != "a Saturday":
        # The day's name says already that it is a Sunday.
        day = in_words(case.facts.on) + ("" if why == "a Sunday" else f" ({why})")
        text = f"The meeting is on {day}. Choose another day, or be sure that it is meant."
        yield found(rule, State.DOUBTFUL, text)


def judge_clocks(rule: Rule, case: Case) -> Iterator[Finding]:
    """HD-2: the clocks change on that day."""
    start = datetime.combine(case.facts.on, time(), case.zone)
    before, after = start.utcoffset(), datetime.combine(case.facts.on + _DAY, time(), case.zone).utcoffset()
    if before is None or after is None or before == after:
        return
    way = "forward" if after > before else "back"
    text = f"The clocks go {way} on that day. Notice is counted by dates: check the hour in invitations."
    yield found(rule, State.DOUBTFUL, text)
