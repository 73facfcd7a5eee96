"""Reads about appointments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.appointments.models import (
    Appointment,
    AppointmentPolicy,
    Candidate,
    Round,
    RoundBallot,
    RoundRoll,
    RoundTeller,
    TellerDevice,
)
from meetings.appointments.rules import (
    AppointmentState,
    FinalTie,
    Policy,
    RoundState,
)
from meetings.appointments.shapes import AppointmentView, CandidateView, RoundView, RoundVoter, TellerView
from meetings.bodies.queries import person_names
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import NotFound
from meetings.people.models import Account, Person

#: a round that is not finished
_UNDER_WAY = (RoundState.OPEN, RoundState.CLOSED, RoundState.COUNTED)


def policy_of(session: Session, body_id: str) -> Policy:
    """What the body's standing orders say; the usual where nobody has entered them."""
    row = session.get(AppointmentPolicy, body_id)
    return Policy(row.names, row.rule, row.lowest_tie, row.final_tie) if row else Policy()


def final_tie_by_law(session: Session) -> FinalTie:
    """Who decides a tie for an appointment where the council lives: the casting vote, or the lot."""
    word = str(value(law_of(session), "casting_vote").value)
    return FinalTie.CASTING if word == "yes" else FinalTie.LOT


def appointment_of(session: Session, appointment_id: str) -> AppointmentView:
    """One appointment. Raises NotFound."""
    row = session.get(Appointment, appointment_id)
    if row is None:
        raise NotFound("There is no such appointment.")
    return _views(session, [row])[0]


def appointments_of(session: Session, meeting_id: str) -> list[AppointmentView]:
    """Every appointment of a meeting, in order."""
    query = select(Appointment).where(Appointment.meeting_id == meeting_id)
    return _views(session, list(session.scalars(query.order_by(Appointment.opened_at, Appointment.id))))


def latest_of(session: Session, meeting_id: str, item_id: str | None) -> AppointmentView | None:
    """The appointment under way, or the last one of the item being taken."""
    query = select(Appointment).where(Appointment.meeting_id == meeting_id)
    query = query.where((Appointment.state == AppointmentState.OPEN) | (Appointment.item_id == item_id))
    row = session.scalar(query.order_by(Appointment.opened_at.desc(), Appointment.id.desc()).limit(1))
    return _views(session, [row])[0] if row else None


def running_of(session: Session, meeting_id: str) -> Appointment | None:
    """The appointment that is not finished; there is one at most."""
    query = select(Appointment).where(
        Appointment.meeting_id == meeting_id, Appointment.state == AppointmentState.OPEN
    )
    return session.scalar(query)


def open_round_of(session: Session, meeting_id: str) -> Round | None:
    """The round that is not declared; there is one at most."""
    return session.scalar(select(Round).where(Round.meeting_id == meeting_id, Round.state.in_(_UNDER_WAY)))


def round_row(session: Session, round_id: str) -> Round:
    """A round's own row. Raises NotFound."""
    row = session.get(Round, round_id)
    if row is None:
        raise NotFound("There is no such round.")
    return row


def round_of(session: Session, round_id: str) -> RoundView:
    """One round. Raises NotFound."""
    row = round_row(session, round_id)
    return _round(row, _voters(session, [round_id]), _tellers(session, [round_id]))


def enrolled_device(session: Session, account_id: str) -> TellerDevice | None:
    """The device an account is a teller with."""
    query = select(TellerDevice).where(
        TellerDevice.account_id == account_id, TellerDevice.revoked_at.is_(None)
    )
    return session.scalar(query)


def enrolled_tellers(session: Session) -> list[tuple[str, str, TellerDevice]]:
    """Account, name and device of everybody who is equipped to be a teller."""
    query = (
        select(Account.id, Account.name, TellerDevice)
        .join(TellerDevice, TellerDevice.account_id == Account.id)
        .where(TellerDevice.revoked_at.is_(None), Account.is_active)
        .order_by(Account.name, Account.id)
    )
    return [(account_id, name, device) for account_id, name, device in session.execute(query)]


def people_of(session: Session, account_ids: Sequence[str]) -> list[str]:
    """Whose accounts these are, where they are somebody's in public life; once for each account."""
    query = select(Account.person_id).where(Account.id.in_(account_ids), Account.person_id.is_not(None))
    return [p for p in session.scalars(query) if p]


def envelopes_of(session: Session, round_id: str) -> list[tuple[str, str | None]]:
    """Hash and envelope of everything in the box, sorted by hash: in no order that says who sent it."""
    query = select(RoundBallot.envelope_hash, RoundBallot.envelope).where(
        RoundBallot.round_id == round_id, RoundBallot.envelope_hash.is_not(None)
    )
    return sorted((h or "", e) for h, e in session.execute(query))


def teller_of(session: Session, round_id: str, account_id: str) -> RoundTeller | None:
    """A teller's share and approval."""
    return session.get(RoundTeller, (round_id, account_id))


def approvals_of(session: Session, round_id: str) -> list[str]:
    """The approvals given, sealed to the opener, the first first."""
    query = select(RoundTeller.approval).where(
        RoundTeller.round_id == round_id, RoundTeller.approval.is_not(None)
    )
    return [a for a in session.scalars(query.order_by(RoundTeller.approved_at, RoundTeller.account_id)) if a]


def _views(session: Session, rows: Sequence[Appointment]) -> list[AppointmentView]:
    ids = [a.id for a in rows]
    candidates = session.scalars(
        select(Candidate)
        .where(Candidate.appointment_id.in_(ids))
        .order_by(Candidate.position, Candidate.id)
        .execution_options(populate_existing=True)
    ).all()
    people = {p for c in candidates for p in (c.person_id, c.proposer_id, c.seconder_id) if p}
    names = person_names(session, people)
    rounds = session.scalars(
        select(Round)
        .where(Round.appointment_id.in_(ids))
        .order_by(Round.number)
        .execution_options(populate_existing=True)
    ).all()
    voters, tellers = _voters(session, [r.id for r in rounds]), _tellers(session, [r.id for r in rounds])
    return [
        _view(
            a,
            tuple(_candidate(c, names) for c in candidates if c.appointment_id == a.id),
            tuple(_round(r, voters, tellers) for r in rounds if r.appointment_id == a.id),
        )
        for a in rows
    ]


def _view(
    a: Appointment, candidates: tuple[CandidateView, ...], rounds: tuple[RoundView, ...]
) -> AppointmentView:
    return AppointmentView(
        id=a.id,
        meeting_id=a.meeting_id,
        item_id=a.item_id,
        title=a.title,
        seats=a.seats,
        state=a.state,
        names=a.names,
        rule=a.rule,
        lowest_tie=a.lowest_tie,
        final_tie=a.final_tie,
        private=a.private,
        opened_at=a.opened_at,
        finished_at=a.finished_at,
        end_reason=a.end_reason,
        candidates=candidates,
        rounds=rounds,
    )


def _candidate(c: Candidate, names: dict[str, str]) -> CandidateView:
    seconder = names.get(c.seconder_id or "", "")
    return CandidateView(
        c.id, c.person_id, names[c.person_id], names[c.proposer_id], seconder, c.consented, c.state, c.seat
    )


def _round(r: Round, voters: dict[str, list[RoundVoter]], tellers: dict[str, list[TellerView]]) -> RoundView:
    return RoundView(
        id=r.id,
        number=r.number,
        seat=r.seat,
        kind=r.kind,
        way=r.way,
        names=r.names,
        state=r.state,
        candidates=tuple(r.candidates),
        votes=dict(zip(r.candidates, r.votes, strict=True)) if r.votes else None,
        abstained=r.abstained or 0,
        none=r.none or 0,
        spoilt=r.spoilt or 0,
        outcome=r.outcome,
        outcome_names=tuple(r.outcome_names or ()),
        declined=r.declined,
        settled=r.settled,
        entered_by=r.entered_by,
        tellers_named=tuple(r.tellers or ()),
        void_reason=r.void_reason,
        void_by=r.void_by,
        opened_at=r.opened_at,
        closed_at=r.closed_at,
        declared_at=r.declared_at,
        public_key=r.public_key,
        reply_key=r.reply_key,
        box_root=r.box_root,
        box_count=r.box_count or 0,
        voters=tuple(voters.get(r.id, ())),
        tellers=tuple(tellers.get(r.id, ())),
    )


def _voters(session: Session, round_ids: list[str]) -> dict[str, list[RoundVoter]]:
    query = (
        select(RoundRoll.round_id, Person.id, Person.name, RoundBallot.person_id, RoundBallot.choice)
        .join(Person, Person.id == RoundRoll.person_id)
        .outerjoin(
            RoundBallot,
            (RoundBallot.round_id == RoundRoll.round_id) & (RoundBallot.person_id == RoundRoll.person_id),
        )
        .where(RoundRoll.round_id.in_(round_ids))
        .order_by(Person.sort_name, Person.id)
    )
    found: dict[str, list[RoundVoter]] = {}
    for round_id, person_id, name, cast_by, choice in session.execute(query):
        found.setdefault(round_id, []).append(RoundVoter(person_id, name, cast_by is not None, choice))
    return found


def _tellers(session: Session, round_ids: list[str]) -> dict[str, list[TellerView]]:
    query = (
        select(RoundTeller.round_id, Account.id, Account.name, RoundTeller.approved_at)
        .join(Account, Account.id == RoundTeller.account_id)
        .where(RoundTeller.round_id.in_(round_ids))
        .order_by(Account.name, Account.id)
    )
    found: dict[str, list[TellerView]] = {}
    for round_id, account_id, name, approved_at in session.execute(query):
        found.setdefault(round_id, []).append(TellerView(account_id, name, approved_at is not None))
    return found
