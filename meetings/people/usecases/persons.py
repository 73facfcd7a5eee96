"""Persons who appear in public: entered and corrected."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.db.record import council_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.slugs import unused
from meetings.people import rules
from meetings.people.events import PersonChanged, PersonCreated
from meetings.people.models import Person
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work


@dataclass(frozen=True)
class CreatePerson:
    """A new public person. Without `sort_name` it is worked out from the name."""

    name: str
    sort_name: str = ""
    post: str = ""
    email: str = ""
    source_ref: str | None = None


@dataclass(frozen=True)
class UpdatePerson:
    """All details as they should be from now on."""

    person_id: str
    name: str
    sort_name: str = ""
    post: str = ""
    email: str = ""


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def create_person(work: Work, command: CreatePerson) -> str:
    """Enter somebody. Returns the person's id. Raises Invalid."""
    name, sorting, post, email = _checked(command)
    person = Person(
        id=new_id(),
        slug=unused(
            rules.plain_name(name),
            lambda s: work.session.scalar(select(Person.id).where(Person.slug == s)) is not None,
        ),
        name=name,
        sort_name=sorting,
        post=post,
        email=email,
        source_ref=command.source_ref,
    )
    work.session.add(person)
    work.session.flush()
    work.record(council_stream(work.session), PersonCreated(person.id, name))
    return person.id


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def update_person(work: Work, command: UpdatePerson) -> None:
    """Correct a person's details; the address of their page stays. Raises NotFound, Invalid."""
    person = work.session.get(Person, command.person_id, with_for_update=True)
    if person is None:
        raise NotFound("There is no such person.")
    wanted = dict(zip(("name", "sort_name", "post", "email"), _checked(command), strict=True))
    changed = tuple(field for field, value in wanted.items() if getattr(person, field) != value)
    if not changed:
        return
    for field in changed:
        setattr(person, field, wanted[field])
    work.session.flush()
    work.record(council_stream(work.session), PersonChanged(person.id, person.name, changed))


def _checked(command: CreatePerson | UpdatePerson) -> tuple[str, str, str, str]:
    checks = Checks()
    name = checks.line("name", command.name, missing="Enter the person's name")
    sorting = checks.line("sort_name", command.sort_name) or rules.sort_name(name)
    post = checks.line("post", command.post)
    email = rules.email_of(command.email)
    checks.that(
        not email or rules.is_email(email),
        "email",
        "Enter an e-mail address such as name@council.example, or none",
    )
    checks.done()
    return name, sorting, post, email
