"""Who may see a paper, what may be kept from the public, and what stands in the public registers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from meetings.deadlines.rules.access_book import (
    EXEMPT,
    EXEMPT_ELSEWHERE,
    FILMING,
    HOME_ADDRESS,
    INSPECT,
    INSPECT_EXECUTIVE,
    OFFICER_DECISION,
    REGISTERS,
)
from meetings.deadlines.rules.base import Answer, Law, Profile, Rule, Step
from meetings.deadlines.rules.exempt_lists import schedule_of

#: A parish excludes by resolution; no list of descriptions binds it.
_PARISH = {"1960": "publicity would harm the public interest: confidential business or a special reason"}


class Standing(StrEnum):
    """How a document stands."""

    OPEN = "open"
    EXEMPT = "exempt"
    #: must be kept from the public: no resolution is needed
    CONFIDENTIAL = "confidential"
    #: nobody has said enough to keep it from the public
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class DocumentFacts:
    """What is said of a document."""

    paragraphs: tuple[str, ...] = ()
    #: the public interest in keeping it closed outweighs the interest in opening it; None: not weighed
    maintain_outweighs: bool | None = None
    reason: str = ""
    #: given by government on terms that forbid disclosure, or barred by an enactment or a court
    barred: bool = False
    #: must be registered under the Companies Acts and the like
    registrable: bool = False
    #: the authority's own application for planning permission
    own_planning: bool = False


def exempt_paragraphs(law: Law) -> Mapping[str, str]:
    """The descriptions a document may be kept closed under; empty: there is no list."""
    if law.profile is Profile.ENGLAND_PARISH:
        return _PARISH
    schedule = schedule_of(law.profile)
    return schedule.paragraphs if schedule else {}


def _three(law: Law) -> str:
    """The paragraph about financial and business affairs in the nation's numbering."""
    return "14" if law.profile is Profile.WALES else "3"


def _judge(law: Law, facts: DocumentFacts) -> tuple[Standing, str]:
    known = exempt_paragraphs(law)
    unknown = [p for p in facts.paragraphs if known and p not in known]
    if facts.barred:
        return (
            Standing.CONFIDENTIAL,
            "Disclosure is forbidden: the public must be excluded, and no vote is needed.",
        )
    if not facts.paragraphs:
        return Standing.OPEN, "No description is named: the document is open."
    if unknown:
        return Standing.INCOMPLETE, f"No such description: {', '.join(unknown)}."
    if facts.own_planning:
        return Standing.OPEN, "It is about development the authority may permit itself: never exempt."
    if facts.registrable and set(facts.paragraphs) == {_three(law)}:
        return Standing.OPEN, "It must be registered publicly anyway: not exempt under this description."
    if facts.maintain_outweighs is None or not facts.reason.strip():
        return Standing.INCOMPLETE, "The public interest must be weighed, and the reason written down."
    if not facts.maintain_outweighs:
        return Standing.OPEN, "The interest in opening it is the greater: the document is open."
    return (
        Standing.EXEMPT,
        "Exempt as long as the interest in keeping it closed is the greater: set a day to look again.",
    )


def exempt(law: Law, facts: DocumentFacts) -> Answer:
    """AG-4: open, exempt, confidential, or not enough said to keep it closed."""
    standing, why = _judge(law, facts)
    known = exempt_paragraphs(law)
    steps = [
        Step(f"Paragraph {p}: {known[p]} (wording not verified).") for p in facts.paragraphs if p in known
    ]
    rule = EXEMPT if law.profile is Profile.ENGLAND_PRINCIPAL else EXEMPT_ELSEWHERE
    inputs = {"paragraphs": list(facts.paragraphs), "reason": facts.reason}
    return Answer(rule, standing.value, steps=(*steps, Step(why)), inputs=inputs)


def may_inspect(
    law: Law,
    paragraphs: tuple[str, ...],
    *,
    need_to_know: bool = False,
    negotiation: bool = False,
    on_body: bool = False,
) -> Answer:
    """AG-6: whether a councillor may see a document on business of a meeting.

    `negotiation`: it shows terms proposed in the negotiation of a contract. `on_body`: they are to decide it.
    """
    rule = INSPECT
    open_to_members = {"3", "6"} if law.profile is not Profile.WALES else {"14", "17"}
    if not paragraphs:
        allowed, why = True, "The document is not exempt."
    elif on_body:
        allowed, why = True, "They are a member of the body that takes the business."
    elif need_to_know:
        allowed, why = True, "They were given access because their duties need it."
    elif set(paragraphs) <= open_to_members and not negotiation:
        allowed, why = True, "These descriptions do not keep a document from a councillor."
    elif set(paragraphs) <= open_to_members:
        allowed, why = (
            False,
            "It shows terms under negotiation: kept from councillors who are not on the body.",
        )
    else:
        allowed, why = False, "This description keeps it from councillors without a need to know."
    return Answer(rule, allowed, steps=(Step(why),), inputs={"paragraphs": list(paragraphs)})


def members_copy_by(ended: datetime) -> Answer:
    """AG-6: when members must have the papers of a private executive meeting: 24 hours after it ended."""
    by = ended + timedelta(hours=24)
    why = f"24 hours after the meeting ended: {by:%d %B %Y, %H:%M}."
    return Answer(INSPECT_EXECUTIVE, by.isoformat(), steps=(Step(why, by.date()),))


#: a delegation of this many months or fewer is not listed
_DELEGATION_MONTHS = 6


def delegation_listed(months: float) -> Answer:
    """AG-7: whether a delegation to an officer belongs in the public list."""
    listed = months > _DELEGATION_MONTHS
    why = f"For {months:g} months: {'over' if listed else 'not over'} six, so {'listed' if listed else 'not listed'}."
    return Answer(REGISTERS, listed, steps=(Step(why),), inputs={"months": months})


def address_shown(law: Law, opted_in: bool) -> Answer:
    """AG-7: whether a councillor's home address is published."""
    if law.profile is Profile.WALES:
        return Answer(REGISTERS, False, steps=(Step("In Wales home addresses are never published."),))
    why = "The member chose to publish it." if opted_in else "Hidden unless the member chooses to publish it."
    rule = HOME_ADDRESS if law.profile in (Profile.ENGLAND_PRINCIPAL, Profile.ENGLAND_PARISH) else REGISTERS
    return Answer(rule, opted_in, steps=(Step(why),))


class Reporting(StrEnum):
    """How somebody reports a meeting."""

    FILM = "film"
    COMMENTARY = "commentary"
    SOCIAL_MEDIA = "social media"


def may_report(law: Law, how: Reporting, *, private: bool = False) -> Answer:
    """AG-8: yes, no, or "chair" (the chair may stop it) or "local" (the council's own policy decides)."""
    england = law.profile in (Profile.ENGLAND_PRINCIPAL, Profile.ENGLAND_PARISH)
    if private:
        result, why = "no", "The public is excluded: recordings left running must stop too."
    elif how is Reporting.SOCIAL_MEDIA and law.profile is Profile.NORTHERN_IRELAND:
        result, why = "yes", "Northern Ireland: social media must be allowed."
    elif not england:
        result, why = "local", "The council's own policy decides."
    elif how is Reporting.COMMENTARY:
        result, why = "chair", "Speaking a commentary in the room need not be allowed: the chair may stop it."
    else:
        result, why = "yes", "Anybody may film, record and report an open meeting."
    return Answer(FILMING, result, steps=(Step(why),))


@dataclass(frozen=True)
class OfficerDecision:
    """A decision an officer took by delegation."""

    #: the meeting gave authority for this very decision
    express: bool = False
    licence: bool = False
    affects_rights: bool = False
    material_spend: bool = False


def record_due(decision: OfficerDecision) -> Answer:
    """AG-9: whether a written record must be made and published."""
    general = decision.licence or decision.affects_rights or decision.material_spend
    due = decision.express or general
    rule: Rule = OFFICER_DECISION
    why = (
        "A record is due: date, decision and reasons, alternatives rejected, interests declared."
        if due
        else "Routine and without such an effect: no record is due."
    )
    return Answer(rule, due, steps=(Step(why),))
