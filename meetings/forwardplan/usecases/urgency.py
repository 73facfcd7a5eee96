"""Key decisions for which there is no time: the general exception, and special urgency with somebody's agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.bodies.queries import body_of, members_of
from meetings.db.record import council_stream
from meetings.deadlines.queries import law_of
from meetings.forwardplan import queries
from meetings.forwardplan.events import UrgencyAgreed
from meetings.forwardplan.models import NoticeKind, PlanEntry, PlanNotice
from meetings.forwardplan.rules.agreement import Agreed, agreed
from meetings.forwardplan.rules.notices import exception_sections, urgency_sections
from meetings.forwardplan.rules.planned import day_words
from meetings.forwardplan.rules.timing import counting_day, exception_earliest, notice_timing
from meetings.forwardplan.usecases.common import body_of_entry, open_entry, require_plan
from meetings.forwardplan.usecases.issuing import Draft, contacts, issue, last_of, words_of
from meetings.forwardplan.usecases.publishing import note_given, refuse_incomplete
from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.notifications.letters import Letter
from meetings.notifications.queries import recipients_of_persons
from meetings.notifications.rules import LetterKind
from meetings.notifications.usecases import send_letter
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

LONGEST = 4000


@dataclass(frozen=True)
class GiveException:
    """`scrutiny_id`: the committee whose chair is told in writing; without a chair, every member of it.

    `correction` says what this notice puts right, when there is one already.
    """

    entry_id: str
    reasons: str
    scrutiny_id: str
    correction: str = ""


@dataclass(frozen=True)
class GiveUrgency:
    """`agreed_by`: the person who agreed. `unable`: why those before them in the chain could not be asked."""

    entry_id: str
    reasons: str
    agreed_by: str
    agreed_on: date
    scrutiny_id: str | None = None
    unable: str = ""
    correction: str = ""


@use_case(permission=Permission.PUBLISH, scope=body_of_entry)
def give_exception(work: Work, command: GiveException) -> str:
    """Publish a general exception notice (England: SI 2012/2089, regulation 10). Returns its id.

    Raises Invalid without reasons or recipient, and when the day is too near even for this; WrongState when
    28 clear days were given or the decision is no key decision.
    """
    entry = _late_key_entry(work, command.entry_id)
    before = last_of(work, entry, NoticeKind.EXCEPTION)
    checks = Checks()
    reasons = _required(
        checks, "reasons", command.reasons, "Say why it is impracticable to give 28 clear days"
    )
    correction = _correction(checks, command.correction, before)
    told = _told(work, checks, command.scrutiny_id)
    law = law_of(work.session)
    earliest = exception_earliest(law, counting_day(law, work.now, work.timezone))
    checks.that(
        earliest <= entry.decide_on,
        "",
        f"Published now, the decision could be taken from {day_words(earliest)}. Put it off to that day or later, "
        "or have special urgency agreed",
    )
    checks.done()
    words = words_of(work, entry)
    refuse_incomplete([words])
    draft = Draft(
        kind=NoticeKind.EXCEPTION,
        title=words.decision.title,
        sections=exception_sections(words, reasons, tuple(told.values()), earliest),
        entries=(entry,),
        changes=(correction,) if correction else (),
        corrects=before,
        body_id=entry.body_id,
        contact=contacts([words]),
        reasons=reasons,
        earliest=earliest,
    )
    notice = issue(work, draft)
    note_given(work, entry, words)
    _write_to(work, told, notice, words.decision.title, earliest)
    return notice.id


@use_case(permission=Permission.PUBLISH, scope=body_of_entry)
def give_urgency(work: Work, command: GiveUrgency) -> str:
    """Publish why a key decision cannot wait (England: SI 2012/2089, regulation 11). Returns the notice's id.

    Raises Invalid without reasons, or for the agreement of anybody but the three in the chain; WrongState.
    """
    entry = _late_key_entry(work, command.entry_id)
    before = last_of(work, entry, NoticeKind.URGENCY)
    checks = Checks()
    missing = "Say why it is urgent and cannot reasonably be deferred"
    reasons = _required(checks, "reasons", command.reasons, missing)
    correction = _correction(checks, command.correction, before)
    given = who_agreed(work, checks, command)
    checks.done()
    assert isinstance(given, Agreed)
    words = words_of(work, entry)
    refuse_incomplete([words])
    holder, on = given.holder, command.agreed_on
    said = (
        f"{holder.name}, {holder.office.label}, agreed on {day_words(on)} that it is urgent and cannot wait."
    )
    draft = Draft(
        kind=NoticeKind.URGENCY,
        title=words.decision.title,
        sections=urgency_sections(words, reasons, said, given.unable),
        entries=(entry,),
        changes=(correction,) if correction else (),
        corrects=before,
        body_id=entry.body_id,
        contact=contacts([words]),
        reasons=reasons,
        agreed_by=holder.name,
        agreed_as=holder.office.value,
        agreed_on=on,
    )
    _note_agreement(work, entry, given, on, "special urgency")
    notice = issue(work, draft)
    note_given(work, entry, words)
    return notice.id


def who_agreed(work: Work, checks: Checks, command: GiveUrgency) -> Agreed | None:
    """Who agreed, if they may; otherwise a complaint."""
    checks.that(command.agreed_on <= work.today, "agreed_on", "The agreement cannot lie in the future")
    chain = queries.chain_of(work.session, command.scrutiny_id, command.agreed_on)
    given = agreed(chain, command.agreed_by, command.unable)
    if isinstance(given, str):
        in_chain = any(h.person_id == command.agreed_by for h in chain if h.person_id)
        checks.that(False, "unable" if in_chain else "agreed_by", given)
        return None
    return given


def _note_agreement(work: Work, entry: PlanEntry, given: Agreed, on: date, purpose: str) -> None:
    holder = given.holder
    fact = UrgencyAgreed(entry.id, entry.reference, holder.name, holder.office.value, on, purpose)
    work.record(council_stream(work.session), fact)


def note_private_agreement(work: Work, entry: PlanEntry, given: Agreed, on: date) -> None:
    """The same agreement to a meeting in private."""
    _note_agreement(work, entry, given, on, "a meeting in private")


def _late_key_entry(work: Work, entry_id: str) -> PlanEntry:
    require_plan(work)
    entry = open_entry(work, entry_id)
    if not queries.content_of(work.session, entry.id, entry.version).is_key:
        raise WrongState("This is not a key decision, so no notice is needed to take it.")
    law = law_of(work.session)
    counts = counting_day(law, work.now, work.timezone)
    noticed = counting_day(law, entry.noticed_at, work.timezone) if entry.noticed_at else None
    if not notice_timing(law, entry.decide_on, noticed, counts).fails:
        raise WrongState("There is time for 28 clear days' notice, or it was given: no exception is needed.")
    return entry


def _told(work: Work, checks: Checks, scrutiny_id: str) -> dict[str, str]:
    """Whom the law has told, by the id of the person, in the words of the notice: the chair of the committee;
    where there is none, each of its members."""
    members = members_of(work.session, scrutiny_id, work.today) if scrutiny_id else []
    checks.that(
        bool(members), "scrutiny_id", "Choose the overview and scrutiny committee whose chair is told"
    )
    if not members:
        return {}
    name = body_of(work.session, scrutiny_id).name
    chair = queries.chain_of(work.session, scrutiny_id, work.today)[0]
    if not chair.is_vacant:
        return {chair.person_id: f"{chair.name}, chair of {name}, is told of this in writing."}
    return {m.person_id: f"{m.name}, member of {name}, is told of this in writing." for m in members}


def _write_to(work: Work, told: dict[str, str], notice: PlanNotice, title: str, earliest: date) -> None:
    """The written notice to scrutiny, to those who have an address; the others are handed a copy."""
    recipients = recipients_of_persons(work.session, list(told)).values()
    text = (
        f"A key decision is to be taken without 28 clear days' notice: {title}.\n\n"
        f"The notice says why. The decision can be taken from {day_words(earliest)}.\n\n"
        "This is the notice in writing that regulation 10 of SI 2012/2089 asks for."
    )
    letter = Letter(
        to=tuple(recipients),
        subject=f"General exception notice {notice.number}: {title}",
        text=text,
        kind=LetterKind.NOTICE,
        key=f"exception:{notice.id}",
        link=f"/forward-plan/notices/{notice.id}",
        body_id=notice.body_id,
    )
    send_letter(work, letter)


def _required(checks: Checks, field: str, text: str, missing: str) -> str:
    clean = checks.text(field, text, LONGEST)
    checks.that(bool(clean), field, missing)
    return clean


def _correction(checks: Checks, text: str, before: queries.NoticeRow | None) -> str:
    clean = checks.line("correction", text, longest=LONGEST)
    if before is not None:
        checks.that(
            bool(clean), "correction", f"Notice {before.number} is out already: say what this one changes"
        )
    return clean
