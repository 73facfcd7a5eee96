"""Committees, wards, groups and councillors from another system: made if they are not there, else left alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from meetings.admin.events import PeopleImported
from meetings.admin.moderngov.imported import (
    ImportedCommittee,
    ImportedCommittees,
    ImportedCouncillor,
    ImportedWards,
    Unplaced,
)
from meetings.bodies.models import Body, BodyKind, PoliticalGroup, Term, Ward
from meetings.bodies.usecases import (
    CreateBody,
    CreateGroup,
    CreateWard,
    SetTerm,
    create_body,
    create_group,
    create_ward,
    set_term,
)
from meetings.db.record import council_stream
from meetings.kernel.errors import Denied, Invalid
from meetings.kernel.permissions import Permission
from meetings.people.models import Person
from meetings.people.rules import is_email
from meetings.people.usecases import CreatePerson, create_person
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.rules import bodies_for

_COUNCILLOR = "councillorsbyward/wards/ward/councillors/councillor"


@dataclass(frozen=True)
class StoreCommittees:
    """What GetCommittees answered."""

    committees: ImportedCommittees


@dataclass(frozen=True)
class StoreWards:
    """What GetCouncillorsByWard answered."""

    origin: str
    wards: ImportedWards


@dataclass(frozen=True)
class Made:
    """How many were new, how many were there, and what could not be placed."""

    new: int
    same: int
    unplaced: tuple[Unplaced, ...] = ()


@use_case(permission=Permission.IMPORT)
def store_committees(work: Work, command: StoreCommittees) -> Made:
    """Committees that still meet and are not there yet. One that is refused does not hold up the others.

    Raises Denied for an officer of single committees.
    """
    must_be_council_wide(work, Permission.IMPORT)
    new = same = 0
    notes = []
    for committee in command.committees.committees:
        if committee.deleted or committee.expired:
            continue
        try:
            made = body_for(work, committee.title, committee.source_id, committee)[1]
        except Invalid as error:
            notes.append(Unplaced("committees/committee", f"{committee.title[:80]}: {error.message}"))
            continue
        new, same = new + made, same + (not made)
    return Made(new, same, tuple(notes))


def must_be_council_wide(work: Work, permission: Permission) -> None:
    """What concerns the whole council is not for whoever looks after single committees. Raises Denied."""
    if bodies_for(work.actor, permission, work.today) is not None:
        raise Denied("This concerns the whole council, and your account is for single committees.")


def body_for(
    work: Work, title: str, source_id: str, committee: ImportedCommittee | None = None
) -> tuple[str, bool]:
    """The body of this number or name, made if need be. Its id, and whether it is new. Raises Invalid."""
    ref = f"moderngov:committee:{source_id}" if source_id else None
    known = work.session.scalar(select(Body).where(Body.source_ref == ref)) if ref else None
    if known is None:
        named = select(Body).where(func.lower(Body.name) == title.lower())
        known = work.session.scalar(named.order_by(Body.is_active.desc(), Body.id).limit(1))
        if known is not None and ref and known.source_ref is None:
            known.source_ref = ref
    if known is not None:
        return known.id, False
    kind = BodyKind.COUNCIL if title.lower() in ("council", "full council") else _kind(title)
    purpose = committee.category if committee else ""
    return create_body(work, CreateBody(name=title, kind=kind, purpose=purpose, source_ref=ref)), True


def _kind(title: str) -> BodyKind:
    words = title.lower()
    if "cabinet" in words or "executive" in words:
        return BodyKind.CABINET
    if "sub-committee" in words or "sub committee" in words or "subcommittee" in words:
        return BodyKind.SUB_COMMITTEE
    return BodyKind.PANEL if "panel" in words else BodyKind.COMMITTEE


@use_case(permission=Permission.IMPORT)
def store_wards(work: Work, command: StoreWards) -> Made:
    """Councillors with ward and group who are not there yet. One that is refused does not hold up the others.

    Raises Denied for an officer of single committees.
    """
    must_be_council_wide(work, Permission.IMPORT)
    new = same = 0
    notes: list[Unplaced] = []
    for ward in command.wards.wards:
        for councillor in ward.councillors:
            try:
                made = _councillor(work, councillor, ward.title or councillor.ward)
            except Invalid as error:
                notes.append(Unplaced(_COUNCILLOR, f"{councillor.name[:80] or 'no name'}: {error.message}"))
                continue
            new, same = new + made, same + (not made)
            notes += _left_out(councillor)
    if new:
        work.record(council_stream(work.session), PeopleImported(command.origin[:300], new))
    return Made(new, same, tuple(notes))


def _councillor(work: Work, councillor: ImportedCouncillor, ward: str) -> bool:
    person_id, new = person_for(work, councillor.name, councillor.source_id, councillor.work_email)
    has_term = work.session.scalar(select(Term.id).where(Term.person_id == person_id).limit(1))
    if has_term is None:
        last = max(councillor.terms, key=lambda t: t.start or work.today, default=None)
        start = (last.start if last else None) or work.today
        end = last.end if last else None
        ward_id = _named(work, Ward, ward)
        group_id = _named(work, PoliticalGroup, councillor.group or councillor.party)
        set_term(work, SetTerm(person_id, ward_id, group_id, start, end))
    return new


def _left_out(councillor: ImportedCouncillor) -> list[Unplaced]:
    """What is read of a councillor and has no place here."""
    said = {
        "workaddress": ", ".join(councillor.work_address),
        "workaddress/phone": councillor.work_phone,
        "workaddress/email": "" if is_email(councillor.work_email.lower()) else councillor.work_email,
        "surgerydetails": ", ".join(councillor.surgery),
        "representing": councillor.representing,
        "keyposts": councillor.key_posts,
        "termsofoffice (earlier terms)": f"{len(councillor.terms)} terms" if councillor.terms[1:] else "",
        "politicalpartytitle": councillor.party if councillor.group not in ("", councillor.party) else "",
    }
    return [Unplaced(f"{_COUNCILLOR}/{path}", f"{councillor.name}: {s}") for path, s in said.items() if s]


def person_for(work: Work, name: str, source_id: str, email: str = "", post: str = "") -> tuple[str, bool]:
    """The person of this number or, without one, of exactly this name; made if need be. Raises Invalid."""
    name = " ".join(name.split())
    ref = f"moderngov:user:{source_id}" if source_id else None
    known = work.session.scalar(select(Person).where(Person.source_ref == ref)) if ref else None
    if known is None:
        named = select(Person).where(Person.name == name)
        # A number tells apart two people of one name; without one the name is all there is.
        named = named.where(Person.source_ref.is_(None)) if ref else named
        known = work.session.scalar(named.order_by(Person.id).limit(1))
        if known is not None and ref:
            known.source_ref = ref
    if known is not None:
        return known.id, False
    address = email if is_email(email.lower()) else ""
    command = CreatePerson(name=name, post=post[:200], email=address, source_ref=ref)
    return create_person(work, command), True


def _named(work: Work, kind: type[Ward] | type[PoliticalGroup], name: str) -> str | None:
    if not name:
        return None
    known: str | None = work.session.scalar(select(kind.id).where(func.lower(kind.name) == name.lower()))
    if known is not None:
        return known
    return create_ward(work, CreateWard(name)) if kind is Ward else create_group(work, CreateGroup(name))
