"""The council, its bodies, wards and groups: entered, changed, never deleted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.bodies import rules
from meetings.bodies.events import (
    BodyChanged,
    BodyCreated,
    CouncilCreated,
    GroupCreated,
    GroupRenamed,
    WardCreated,
    WardRenamed,
)
from meetings.bodies.models import Body, Council, PoliticalGroup, Ward
from meetings.bodies.rules import BodyKind
from meetings.db.record import council_stream, open_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.slugs import unused
from meetings.people.usecases.grants import lock_council
from meetings.runtime.usecase import CONFLICTS, use_case, whole_council
from meetings.runtime.work import Work

for _name in ("body", "ward", "political_group"):
    _message = "Somebody else entered this name at the same moment. Look at the list again."
    CONFLICTS.update({f"{_name}.slug": _message, f"uq_{_name}_slug": _message})


@dataclass(frozen=True)
class CreateCouncil:
    """The one council of this installation."""

    name: str


@dataclass(frozen=True)
class CreateBody:
    """A body. Without `slug` its address is made from the name."""

    name: str
    kind: BodyKind
    purpose: str = ""
    quorum: int = 3
    usual_place: str = ""
    usual_time: str = "19:00"
    resolved_word: str = "RESOLVED"
    slug: str = ""
    source_ref: str | None = None
    seats: int = 0
    counts_for_balance: bool = False


@dataclass(frozen=True)
class UpdateBody:
    """All details as they should be from now on; the address stays."""

    body_id: str
    name: str
    kind: BodyKind
    purpose: str
    quorum: int
    usual_place: str
    usual_time: str
    resolved_word: str
    is_active: bool = True
    seats: int = 0
    counts_for_balance: bool = False


@dataclass(frozen=True)
class CreateWard:
    """A ward."""

    name: str


@dataclass(frozen=True)
class RenameWard:
    """A ward's name from now on, wherever it is shown."""

    ward_id: str
    name: str


@dataclass(frozen=True)
class CreateGroup:
    """A political group."""

    name: str


@dataclass(frozen=True)
class RenameGroup:
    """A group's name from now on, wherever it is shown."""

    group_id: str
    name: str


@use_case(permission=Permission.SETTINGS)
def create_council(work: Work, command: CreateCouncil) -> str:
    """Set the council up. Returns the id of the stream for what belongs to no meeting. Raises WrongState."""
    if work.session.scalar(select(Council.id)) is not None:
        raise WrongState("The council has been set up already.")
    checks = Checks()
    name = checks.line("name", command.name, missing="Enter the council's name")
    checks.done()
    stream_id = new_id()
    open_stream(work.session, stream_id, "council")
    council = Council(id=new_id(), name=name, stream_id=stream_id)
    work.session.add(council)
    work.session.flush()
    work.record(stream_id, CouncilCreated(council.id, name))
    return stream_id


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def create_body(work: Work, command: CreateBody) -> str:
    """Set up a body. Returns its id. Raises Invalid."""
    lock_council(work.session)
    details = _body_details(work.session, command, None)
    body = Body(
        id=new_id(),
        slug=unused(command.slug or command.name, lambda s: _has(work.session, Body, s)),
        is_active=True,
        source_ref=command.source_ref,
        **details,
    )
    work.session.add(body)
    work.session.flush()
    work.record(council_stream(work.session), BodyCreated(body.id, body.name, body.kind))
    return body.id


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _, command: command.body_id)
def update_body(work: Work, command: UpdateBody) -> None:
    """Change a body's details, or give it up (is_active False): its past stays. Raises NotFound, Invalid."""
    body = work.session.get(Body, command.body_id, with_for_update=True)
    if body is None:
        raise NotFound("There is no such body.")
    lock_council(work.session)
    wanted = {**_body_details(work.session, command, body.id), "is_active": command.is_active}
    changed = tuple(field for field, value in wanted.items() if getattr(body, field) != value)
    if not changed:
        return
    for field in changed:
        setattr(body, field, wanted[field])
    work.session.flush()
    work.record(council_stream(work.session), BodyChanged(body.id, body.name, changed))


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def create_ward(work: Work, command: CreateWard) -> str:
    """Enter a ward. Returns its id. Raises Invalid if the name is taken."""
    name = _new_name(work.session, Ward, command.name, None)
    ward = Ward(id=new_id(), slug=unused(name, lambda s: _has(work.session, Ward, s)), name=name)
    work.session.add(ward)
    work.session.flush()
    work.record(council_stream(work.session), WardCreated(ward.id, name))
    return ward.id


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def rename_ward(work: Work, command: RenameWard) -> None:
    """Give a ward another name; its address stays. Raises NotFound, Invalid."""
    ward = work.session.get(Ward, command.ward_id, with_for_update=True)
    if ward is None:
        raise NotFound("There is no such ward.")
    name, before = _new_name(work.session, Ward, command.name, ward.id), ward.name
    if name != before:
        ward.name = name
        work.session.flush()
        work.record(council_stream(work.session), WardRenamed(ward.id, name, before))


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def create_group(work: Work, command: CreateGroup) -> str:
    """Enter a political group. Returns its id. Raises Invalid if the name is taken."""
    name = _new_name(work.session, PoliticalGroup, command.name, None)
    slug = unused(name, lambda s: _has(work.session, PoliticalGroup, s))
    group = PoliticalGroup(id=new_id(), slug=slug, name=name)
    work.session.add(group)
    work.session.flush()
    work.record(council_stream(work.session), GroupCreated(group.id, name))
    return group.id


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def rename_group(work: Work, command: RenameGroup) -> None:
    """Give a group another name; its address stays. Raises NotFound, Invalid."""
    group = work.session.get(PoliticalGroup, command.group_id, with_for_update=True)
    if group is None:
        raise NotFound("There is no such group.")
    name, before = _new_name(work.session, PoliticalGroup, command.name, group.id), group.name
    if name != before:
        group.name = name
        work.session.flush()
        work.record(council_stream(work.session), GroupRenamed(group.id, name, before))


def _body_details(
    session: Session, command: CreateBody | UpdateBody, body_id: str | None
) -> dict[str, object]:
    checks = Checks()
    name = checks.line("name", command.name, missing="Enter the committee's name")
    same = select(Body.id).where(func.lower(Body.name) == name.lower(), Body.is_active)
    checks.that(
        session.scalar(same.limit(1)) in (None, body_id), "name", "There is a committee of this name already"
    )
    checks.that(
        1 <= command.quorum <= 300, "quorum", "Enter how many members must be present: a number from 1 to 300"
    )
    checks.that(0 <= command.seats <= 300, "seats", "Enter how many seats it has: a number up to 300")
    checks.that(
        bool(command.seats) or not command.counts_for_balance,
        "seats",
        "Enter how many seats are to be shared",
    )
    problem = rules.time_problem(command.usual_time)
    checks.that(problem is None, "usual_time", problem or "")
    details: dict[str, object] = {
        "name": name,
        "kind": command.kind,
        "purpose": checks.text("purpose", command.purpose),
        "quorum": command.quorum,
        "usual_place": checks.line("usual_place", command.usual_place),
        "usual_time": command.usual_time,
        "resolved_word": checks.line(
            "resolved_word", command.resolved_word, missing="Enter a word", longest=40
        ),
        "seats": command.seats,
        "counts_for_balance": command.counts_for_balance,
    }
    checks.done()
    return details


def _new_name(
    session: Session, kind: type[Ward] | type[PoliticalGroup], name: str, own_id: str | None
) -> str:
    checks = Checks()
    clean = checks.line("name", name, missing="Enter a name")
    lock_council(session)
    same = session.scalar(select(kind.id).where(func.lower(kind.name) == clean.lower()).limit(1))
    checks.that(same in (None, own_id), "name", f"{clean} is on the list already")
    checks.done()
    return clean


def _has(session: Session, kind: type[Body] | type[Ward] | type[PoliticalGroup], slug: str) -> bool:
    return session.scalar(select(kind.id).where(kind.slug == slug)) is not None
