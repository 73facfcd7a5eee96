"""What the rules of members, votes and exempt information say of one meeting before it opens."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.deadlines.rules.access import DocumentFacts, Standing, exempt
from meetings.deadlines.rules.base import Finding, Profile, Rule, State
from meetings.deadlines.rules.case import Case, found, papers_of
from meetings.deadlines.rules.facts import BodyForm, ItemFacts, PaperFacts
from meetings.deadlines.rules.standing_orders import planning_vote
from meetings.deadlines.rules.votes import committee_quorum, quorum
from meetings.kernel.secrecy import Sensitivity

#: Where exempt information is described in a schedule, paragraph by paragraph.
_SCHEDULED = (Profile.ENGLAND_PRINCIPAL, Profile.WALES, Profile.SCOTLAND, Profile.NORTHERN_IRELAND)


def judge_exempt(rule: Rule, case: Case) -> Iterator[Finding]:
    """AG-4: what is marked exempt has a paragraph and a public interest test; a paper shares its item's."""
    if case.law.profile not in _SCHEDULED:
        return
    for item in case.facts.items:
        if item.sensitivity is Sensitivity.EXEMPT:
            yield _marked(rule, case, item, item)
    for item, paper in papers_of(case.facts):
        if paper.sensitivity is Sensitivity.EXEMPT and item.sensitivity is not Sensitivity.EXEMPT:
            yield _marked(rule, case, item, paper)


def _marked(rule: Rule, case: Case, item: ItemFacts, about: ItemFacts | PaperFacts) -> Finding:
    test = (about.interest_test or item.interest_test).strip()
    facts = DocumentFacts(
        about.paragraphs or item.paragraphs,
        True if test else None,
        test,
        own_planning="own-planning" in item.tags,
    )
    answer = exempt(case.law, facts)
    sentence = answer.steps[-1].text
    if answer.result != Standing.EXEMPT.value:
        return found(rule, State.NOT_MET, sentence, about=about, answer=answer)
    if (about.review_on or item.review_on) is None:
        return found(rule, State.DOUBTFUL, sentence, about=about, answer=answer)
    return found(
        rule, State.MET, "Exempt, with its paragraph, its test and a day to look again.", about=about
    )


def judge_quorum(rule: Rule, case: Case) -> Iterator[Finding]:
    """ME-4: how many must be there, and once it is known whether they were."""
    facts = case.facts
    if not facts.seats or facts.body is BodyForm.PANEL:
        return
    if facts.is_full_council:
        community = "community-council" in facts.functions
        answer = quorum(case.law, facts.seats, community=community)
    else:
        answer = committee_quorum(case.law, facts.seats)
    if answer.rule.id != rule.id:
        return
    needed = facts.quorum if facts.quorum is not None and not facts.is_full_council else answer.result
    text = f"The quorum is {needed} of {facts.seats} seats."
    if facts.members_present is None:
        yield found(rule, State.WAITING, text, answer=answer)
    else:
        state = State.MET if facts.members_present >= needed else State.NOT_MET
        yield found(rule, state, f"{text} {facts.members_present} were present.", answer=answer)


def judge_budget(rule: Rule, case: Case) -> Iterator[Finding]:
    """ME-7: votes on the budget are recorded by name."""
    if rule.id != "ME-7" or not case.facts.is_full_council:
        return
    for item in case.facts.items:
        if "budget" in item.tags:
            text = "Every vote on this item is recorded by name, votes on amendments too."
            yield found(rule, State.WAITING, text, about=item)


def judge_arrears(rule: Rule, case: Case) -> Iterator[Finding]:
    """ME-10: the prompt to members whose council tax is two months behind."""
    if case.facts.closed_at is not None:
        return
    for item in case.facts.items:
        if "budget" in item.tags:
            text = "Remind members: whoever is two months behind with council tax says so and does not vote."
            yield found(rule, State.WAITING, text, about=item)


def judge_planning(rule: Rule, case: Case) -> Iterator[Finding]:
    """PL-1: going against officers' advice needs its reasons before the vote."""
    for item in case.facts.items:
        if "against-advice" in item.tags:
            answer = planning_vote(whole_item=True, against_advice=True, reasons=item.reasons)
            state = State.MET if answer.result["put"] else State.NOT_MET
            yield found(rule, state, answer.steps[0].text, about=item, answer=answer)
