"""Meetings in private: the first notice, the second with what people said, and the way by agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.forwardplan import queries
from meetings.forwardplan.models import NoticeKind, PlanEntry
from meetings.forwardplan.rules.agreement import Agreed
from meetings.forwardplan.rules.notices import agreed_private_sections, private_section, private_sections
from meetings.forwardplan.rules.planned import day_words
from meetings.forwardplan.usecases.common import body_of_entry, open_entry, require_plan
from meetings.forwardplan.usecases.issuing import Draft, contacts, issue, last_of, words_of
from meetings.forwardplan.usecases.publishing import note_given, refuse_incomplete
from meetings.forwardplan.usecases.urgency import GiveUrgency, note_private_agreement, who_agreed
from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

LONGEST = 4000


@dataclass(frozen=True)
class GivePrivateNotice:
    """The first notice for one decision; a forward plan that says all this does the same for each that it lists."""

    entry_id: str
    correction: str = ""


@dataclass(frozen=True)
class GiveSecondNotice:
    """`response`: what the decision maker answers to all that was said; "none were received" is an answer."""

    entry_id: str
    response: str
    correction: str = ""


@dataclass(frozen=True)
class AgreePrivate:
    """In private without 28 clear days, because somebody who may agreed that it cannot wait."""

    entry_id: str
    reasons: str
    agreed_by: str
    agreed_on: date
    scrutiny_id: str | None = None
    unable: str = ""
    correction: str = ""


@use_case(permission=Permission.PUBLISH, scope=body_of_entry)
def give_private_notice(work: Work, command: GivePrivateNotice) -> str:
    """Publish the intention to meet in private with the reasons (England: SI 2012/2089, regulation 5(2)-(3))."""
    entry = closed_entry(work, command.entry_id)
    before = last_of(work, entry, NoticeKind.PRIVATE_FIRST)
    words = words_of(work, entry)
    refuse_incomplete([words])
    checks = Checks()
    correction = _correction(checks, command.correction, before)
    checks.done()
    ask = "Anybody may say why the meeting should be open: write to the contact below."
    draft = Draft(
        kind=NoticeKind.PRIVATE_FIRST,
        title=words.decision.title,
        lead=(ask,),
        sections=(private_section(words),),
        entries=(entry,),
        changes=(*words.changes, *((correction,) if correction else ())),
        corrects=before,
        body_id=entry.body_id,
        contact=contacts([words]),
        closed=True,
        reasons=words.decision.private_reasons,
    )
    notice = issue(work, draft)
    note_given(work, entry, words, key=False)
    return notice.id


@use_case(permission=Permission.PUBLISH, scope=body_of_entry)
def give_second_notice(work: Work, command: GiveSecondNotice) -> str:
    """Publish the reasons again with the representations and the answer (regulation 5(4)-(5)). Returns its id.

    Raises WrongState before the first notice, Invalid without a response or with one left unanswered.
    """
    entry = closed_entry(work, command.entry_id)
    if entry.private_at is None:
        raise WrongState(
            "Give the first notice, 28 clear days before, with the reasons. The second follows it."
        )
    before = last_of(work, entry, NoticeKind.PRIVATE_SECOND)
    received = queries.representations(work.session, entry.id)
    checks = Checks()
    response = checks.text("response", command.response, LONGEST)
    what = (
        "Write the response to what people said" if received else "Say that no representations were received"
    )
    checks.that(bool(response), "response", what)
    correction = _correction(checks, command.correction, before)
    checks.done()
    words = words_of(work, entry)
    refuse_incomplete([words])
    draft = Draft(
        kind=NoticeKind.PRIVATE_SECOND,
        title=words.decision.title,
        sections=private_sections(words, [(r.text, r.response) for r in received], response),
        entries=(entry,),
        changes=(*words.changes, *((correction,) if correction else ())),
        corrects=before,
        body_id=entry.body_id,
        contact=contacts([words]),
        closed=True,
        reasons=response,
    )
    notice = issue(work, draft)
    note_given(work, entry, words, key=False, private=False)
    return notice.id


@use_case(permission=Permission.PUBLISH, scope=body_of_entry)
def agree_private(work: Work, command: AgreePrivate) -> str:
    """Publish why a meeting in private cannot wait for its notices (regulation 5(6)-(7)). Returns the notice's id."""
    entry = closed_entry(work, command.entry_id)
    before = last_of(work, entry, NoticeKind.PRIVATE_AGREED)
    checks = Checks()
    reasons = checks.text("reasons", command.reasons, LONGEST)
    checks.that(bool(reasons), "reasons", "Say why the meeting is urgent and cannot reasonably be deferred")
    correction = _correction(checks, command.correction, before)
    asked = GiveUrgency(
        entry.id, reasons, command.agreed_by, command.agreed_on, command.scrutiny_id, command.unable
    )
    given = who_agreed(work, checks, asked)
    checks.done()
    assert isinstance(given, Agreed)
    words = words_of(work, entry)
    refuse_incomplete([words])
    holder = given.holder
    said = f"{holder.name}, {holder.office.label}, agreed on {day_words(command.agreed_on)}."
    draft = Draft(
        kind=NoticeKind.PRIVATE_AGREED,
        title=words.decision.title,
        sections=agreed_private_sections(words, reasons, said, given.unable),
        entries=(entry,),
        changes=(*words.changes, *((correction,) if correction else ())),
        corrects=before,
        body_id=entry.body_id,
        contact=contacts([words]),
        closed=True,
        reasons=reasons,
        agreed_by=holder.name,
        agreed_as=holder.office.value,
        agreed_on=command.agreed_on,
    )
    note_private_agreement(work, entry, given, command.agreed_on)
    notice = issue(work, draft)
    note_given(work, entry, words, key=False, private=False)
    return notice.id


def closed_entry(work: Work, entry_id: str) -> PlanEntry:
    """An open entry that is to be in private. Raises WrongState, NotFound."""
    require_plan(work)
    entry = open_entry(work, entry_id)
    if not queries.content_of(work.session, entry.id, entry.version).privacy.closed:
        raise WrongState("This decision is to be taken in public: there is nothing to give notice of.")
    return entry


def _correction(checks: Checks, text: str, before: queries.NoticeRow | None) -> str:
    clean = checks.line("correction", text, longest=LONGEST)
    if before is not None:
        checks.that(
            bool(clean), "correction", f"Notice {before.number} is out already: say what this one changes"
        )
    return clean
