"""The live part: an appointment as it stands, as far as each audience may know it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.appointments.box import fingerprint_of
from meetings.appointments.queries import enrolled_tellers, latest_of
from meetings.appointments.rules import (
    WAYS,
    AppointmentState,
    CandidateState,
    FinalTie,
    LowestTie,
    Names,
    Outcome,
    RoundKind,
    RoundState,
    RoundWay,
    Rule,
    tells_too_much,
)
from meetings.appointments.shapes import AppointmentView, RoundView
from meetings.appointments.wording import sentence_of
from meetings.bodies.queries import councillors
from meetings.kernel.secrecy import (
    Audience,
    Sensitivity,
    may_read,
    may_see_missing,
    may_see_names,
    may_see_proceedings,
)
from meetings.room.queries import (
    items_of,
    presiding_name,
    room_of,
    voters_here,
)
from meetings.runtime.live import part
from meetings.schedule.queries import meeting_of


@dataclass(frozen=True)
class CandidateLine:
    """Somebody nominated."""

    id: str
    person_id: str
    name: str
    proposer: str
    seconder: str
    consented: bool
    state: CandidateState


@dataclass(frozen=True)
class Figure:
    """Votes for a candidate, and in a recorded round of whom."""

    id: str
    name: str
    votes: int
    by: tuple[str, ...]


@dataclass(frozen=True)
class RoundPart:
    """A round. Figures are there once they may be seen: never before the close, for the public once declared."""

    id: str
    number: int
    kind: RoundKind
    way: RoundWay
    names: Names
    state: RoundState
    sealed: bool
    candidates: tuple[Figure, ...]
    counted: bool
    abstained: int
    none: int
    spoilt: int
    outcome: Outcome | None
    tied: tuple[str, ...]
    declined: bool
    settled: str
    sentence: str
    present: int
    voted: int
    #: on the roll; for the ballot screens
    roll: tuple[str, ...]
    missing: tuple[str, ...]
    missing_ids: tuple[str, ...]
    #: entered by hand and waiting for the second person
    waiting: bool
    tellers_named: tuple[str, ...]
    void_proposed: str
    public_key: str
    fingerprint: str
    reply_key: str
    box_root: str
    box_count: int
    tellers: tuple[str, ...]
    teller_ids: tuple[str, ...]
    approved: tuple[str, ...]
    warning: str


@dataclass(frozen=True)
class Choosable:
    """Somebody who can be chosen in a form of the clerk's."""

    id: str
    name: str


@dataclass(frozen=True)
class AppointmentPart:
    """The appointment under way, or the last one on this item."""

    id: str
    title: str
    seats: int
    state: AppointmentState
    names: Names
    rule: Rule
    lowest_tie: LowestTie
    final_tie: FinalTie
    end_reason: str
    candidates: tuple[CandidateLine, ...]
    appointed: tuple[str, ...]
    rounds: tuple[RoundPart, ...]
    current: RoundPart | None
    ways: tuple[RoundWay, ...]
    #: who is equipped to be a teller of sealed envelopes, for the clerk
    tellers: tuple[Choosable, ...]
    presiding: str
    presiding_id: str | None
    #: for the clerk's forms
    present: tuple[Choosable, ...]
    eligible: tuple[Choosable, ...]


@part("appointment", template="appointments/_appointment.html")
def appointment_part(session: Session, meeting_id: str, audience: Audience) -> AppointmentPart | None:
    """The appointment; nothing of an exempt item for the public."""
    room = room_of(session, meeting_id)
    found = latest_of(session, meeting_id, room.item_id if room else None)
    if found is None or not _may_read(session, found, audience):
        return None
    rounds = tuple(_round(found, r, audience) for r in found.rounds)
    officer = audience is Audience.OFFICER
    running = found.state is AppointmentState.OPEN
    return AppointmentPart(
        id=found.id,
        title=found.title,
        seats=found.seats,
        state=found.state,
        names=found.names,
        rule=found.rule,
        lowest_tie=found.lowest_tie,
        final_tie=found.final_tie,
        end_reason=found.end_reason,
        candidates=tuple(
            CandidateLine(c.id, c.person_id, c.name, c.proposer, c.seconder, c.consented, c.state)
            for c in found.candidates
        ),
        appointed=tuple(c.name for c in found.appointed),
        rounds=tuple(r for r in rounds if r.state in (RoundState.DECLARED, RoundState.VOID)),
        current=next((r for r in rounds if r.state not in (RoundState.DECLARED, RoundState.VOID)), None),
        ways=WAYS[found.names],
        tellers=_tellers(session) if officer and found.names is Names.SECRET else (),
        presiding=presiding_name(session, room),
        presiding_id=room.presiding_id if room else None,
        present=_present(session, meeting_id) if running and audience is not Audience.PUBLIC else (),
        eligible=_eligible(session, meeting_id, found) if running and audience is not Audience.PUBLIC else (),
    )


def _may_read(session: Session, found: AppointmentView, audience: Audience) -> bool:
    """As for motions: of an exempt item the public learns nothing; of one that is gone neither."""
    if not may_see_proceedings(private=found.private, audience=audience):
        return False
    item = next((i for i in items_of(session, found.meeting_id) if i.id == found.item_id), None)
    # Of an item that has gone from the agenda nobody can tell what it would be marked now.
    sensitivity = item.sensitivity if item else Sensitivity.CONFIDENTIAL
    return may_read(sensitivity, published=True, audience=audience)


def _tellers(session: Session) -> tuple[Choosable, ...]:
    return tuple(Choosable(account_id, name) for account_id, name, _ in enrolled_tellers(session))


def _present(session: Session, meeting_id: str) -> tuple[Choosable, ...]:
    return tuple(Choosable(h.person_id, h.name) for h in voters_here(session, meeting_id))


def _eligible(session: Session, meeting_id: str, found: AppointmentView) -> tuple[Choosable, ...]:
    """Who can be nominated: councillors who are not yet."""
    on = meeting_of(session, meeting_id).starts_at.date()
    people = {h.person_id: h.name for h in voters_here(session, meeting_id)}
    people |= {c.person_id: c.name for c in councillors(session, on)}
    for candidate in found.candidates:
        people.pop(candidate.person_id, None)
    return tuple(Choosable(p, n) for p, n in sorted(people.items(), key=lambda x: x[1].split()[-1]))


def _shown(r: RoundView, audience: Audience) -> bool:
    """Whether that audience may see figures: never before they are counted, the public once they are declared.

    What was entered by hand and is not confirmed is for those who confirm it.
    """
    if r.votes is None or r.state is RoundState.OPEN:
        return False
    if r.state is RoundState.CLOSED:
        return audience in (Audience.CHAIR, Audience.OFFICER)
    return r.state is RoundState.DECLARED or audience is not Audience.PUBLIC


#: who runs the round
_INNER = (Audience.CHAIR, Audience.OFFICER)


def _named(r: RoundView, audience: Audience) -> bool:
    declared = r.state is RoundState.DECLARED
    return may_see_names(recorded=r.names is Names.RECORDED, declared=declared, audience=audience)


def _round(found: AppointmentView, r: RoundView, audience: Audience) -> RoundPart:
    shown = _shown(r, audience)
    entered, inner = r.votes is not None and r.state is RoundState.CLOSED, audience in _INNER
    named = shown and _named(r, audience)
    missing, private = r.missing if may_see_missing(audience) else (), audience is not Audience.PUBLIC
    return RoundPart(
        id=r.id,
        number=r.number,
        kind=r.kind,
        way=r.way,
        names=r.names,
        state=r.state,
        sealed=r.is_secret,
        candidates=tuple(_figure(found, r, c, shown=shown, named=named) for c in r.candidates),
        counted=shown,
        abstained=r.abstained if shown else 0,
        none=r.none if shown and not entered else 0,
        spoilt=r.spoilt if shown else 0,
        outcome=r.outcome if shown else None,
        tied=r.outcome_names if shown else (),
        declined=r.declined if shown else False,
        settled=r.settled if shown else "",
        sentence=sentence_of(found, r) if shown and not entered else "",
        present=len(r.voters),
        voted=len(r.voters) - len(r.missing),
        roll=tuple(v.person_id for v in r.voters) if private else (),
        missing=tuple(v.name for v in missing),
        missing_ids=tuple(v.person_id for v in missing),
        waiting=entered and inner,
        tellers_named=r.tellers_named,
        void_proposed=r.void_reason if r.void_by and inner else "",
        public_key=r.public_key if private else "",
        fingerprint=fingerprint_of(r.public_key) if r.public_key else "",
        reply_key=r.reply_key if private else "",
        box_root=r.box_root,
        box_count=r.box_count,
        tellers=tuple(t.name for t in r.tellers),
        teller_ids=tuple(t.account_id for t in r.tellers) if private else (),
        approved=tuple(t.name for t in r.tellers if t.approved),
        warning=_warning(r) if inner and shown else "",
    )


def _figure(found: AppointmentView, r: RoundView, candidate_id: str, *, shown: bool, named: bool) -> Figure:
    votes = r.votes[candidate_id] if shown and r.votes else 0
    by = tuple(v.name for v in r.voters if v.choice == candidate_id) if named else ()
    return Figure(candidate_id, found.name(candidate_id), votes, by)


def _warning(r: RoundView) -> str:
    if r.names is not Names.SECRET or not r.votes:
        return ""
    return tells_too_much(sum(r.votes.values()) + r.abstained, r.votes, r.abstained)
