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
from meetings.kernel.permissions import Permission
from meetings.people.models import Person
from meetings.people.usecases import CreatePerson, create_person
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class StoreCommittees:
    """What GetCommittees answered."""

    committees: ImportedCommittees


@dataclass(frozen=True)
class StoreWards:
    """What GetCouncillorsByWard answered."""

    origin: str
    wards: ImportedWards


@use_case(permission=Permission.IMPORT)
def store_committees(work: Work, command: StoreCommittees) -> int:
    """Committees that still meet and are not there yet. Returns how many were made."""
    made = 0
    for committee in command.committees.committees:
        if not committee.deleted and not committee.expired:
            made += body_for(work, committee.title, committee.source_id, committee)[1]
    return made


def body_for(
    work: Work, title: str, source_id: str, committee: ImportedCommittee | None = None
) -> tuple[str, bool]:
    """The body of this number or name, made if need be. Its id, and whether it is new."""
    ref = f"moderngov:committee:{source_id}" if source_id else None
    known = work.session.scalar(select(Body).where(Body.source_ref == ref)) if ref else None
    if known is None:
        known = work.session.scalar(select(Body).where(func.lower(Body.name) == title.lower()))
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
def store_wards(work: Work, command: StoreWards) -> int:
    """Councillors with ward and group who are not there yet. Returns how many were made."""
    made = 0
    for ward in command.wards.wards:
        for councillor in ward.councillors:
            made += _councillor(work, councillor, ward.title or councillor.ward)
    if made:
        work.record(council_stream(work.session), PeopleImported(command.origin, made))
    return made


def _councillor(work: Work, councillor: ImportedCouncillor, ward: str) -> int:
    person_id, new = person_for(work, councillor.name, councillor.source_id, councillor.work_email)
    has_term = work.session.scalar(select(Term.id).where(Term.person_id == person_id))
    if has_term is None:
        start = next((t.start for t in reversed(councillor.terms) if t.start), None)
        end = next((t.end for t in reversed(councillor.terms)), None)
        ward_id = _named(work, Ward, ward)
        group_id = _named(work, PoliticalGroup, councillor.group or councillor.party)
        set_term(work, SetTerm(person_id, ward_id, group_id, start or work.today, end))
    return int(new)


def person_for(work: Work, name: str, source_id: str, email: str = "", post: str = "") -> tuple[str, bool]:
    """The person of this number or, without one, of exactly this name; made if need be."""
    ref = f"moderngov:user:{source_id}" if source_id else None
    known = work.session.scalar(select(Person).where(Person.source_ref == ref)) if ref else None
    if known is None:
        known = work.session.scalar(select(Person).where(Person.name == name, Person.source_ref.is_(None)))
        if known is not None and ref:
            known.source_ref = ref
    if known is not None:
        return known.id, False
    return create_person(work, CreatePerson(name=name, post=post, email=email, source_ref=ref)), True


def _named(work: Work, kind: type[Ward] | type[PoliticalGroup], name: str) -> str | None:
    if not name:
        return None
    known: str | None = work.session.scalar(select(kind.id).where(func.lower(kind.name) == name.lower()))
    if known is not None:
        return known
    return create_ward(work, CreateWard(name)) if kind is Ward else create_group(work, CreateGroup(name))
