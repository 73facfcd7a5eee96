"""The demonstration's people: bodies, wards, groups, councillors, officers, and an account for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from meetings.admin.demo.content import (
    DemoContent,
    DemoCoOpted,
    DemoCouncillor,
    DemoOfficer,
    DemoPerson,
    first_elected,
    term_of_office,
)
from meetings.bodies.usecases import (
    AddMember,
    CreateBody,
    CreateCouncil,
    CreateGroup,
    CreateWard,
    SetTerm,
    add_member,
    create_body,
    create_council,
    create_group,
    create_ward,
    set_term,
)
from meetings.kernel.actor import Actor
from meetings.people.usecases import CreateAccount, CreatePerson, NewGrant, create_account, create_person
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Cast:
    """Everybody and every body by the key the content gives them. The actors may do everything: they are played."""

    content: DemoContent
    bodies: Mapping[str, str]
    people: Mapping[str, str]
    actors: Mapping[str, Actor]

    def name(self, key: str) -> str:
        """As minutes print the person."""
        return self.content.people[key].name


def load_people(work: Work, content: DemoContent, today: date) -> Cast:
    """Enter them all, with seats and terms from the last election on."""
    create_council(work, CreateCouncil(content.council.name))
    bodies = {
        b.key: create_body(
            work,
            CreateBody(
                name=b.name,
                kind=b.kind,
                purpose=b.about,
                quorum=b.quorum,
                usual_place=b.place,
                usual_time=b.time,
                resolved_word=b.resolved_word,
                slug=b.slug,
                seats=len(b.members),
                counts_for_balance=b.proportional,
            ),
        )
        for b in content.bodies
    }
    people = {key: _person(work, person) for key, person in content.people.items()}
    _terms(work, content, people, today)
    started, ends = term_of_office(today)
    seated = min(started + timedelta(days=12), today)
    for seat in content.memberships:
        add_member(work, AddMember(bodies[seat.body], people[seat.person], seat.seat, seated, ends))
    accounts = {
        key: _account(work, content, person, people[key], started) for key, person in content.people.items()
    }
    actors = {
        key: Actor(accounts[key], person.name, people[key], is_system=True)
        for key, person in content.people.items()
    }
    return Cast(content, bodies, people, actors)


def _person(work: Work, person: DemoPerson) -> str:
    post = person.post if isinstance(person, DemoOfficer) else ""
    command = CreatePerson(name=person.name, sort_name=person.sort_name, post=post, email=person.email)
    return create_person(work, command)


def _terms(work: Work, content: DemoContent, people: Mapping[str, str], today: date) -> None:
    wards = {w.key: create_ward(work, CreateWard(w.name)) for w in content.wards}
    groups = {g.key: create_group(work, CreateGroup(g.name)) for g in content.groups}
    _, ends = term_of_office(today)
    for councillor in content.councillors:
        elected = first_elected(councillor, today)
        ward, group = wards[councillor.ward], groups[councillor.group]
        set_term(work, SetTerm(people[councillor.key], ward, group, elected, ends))


def _account(work: Work, content: DemoContent, person: DemoPerson, person_id: str, since: date) -> str:
    grants: tuple[NewGrant, ...] = ()
    if isinstance(person, DemoOfficer):
        grants = tuple(NewGrant(role, None, since) for role in person.roles)
    note = _note(content, person)
    return create_account(
        work, CreateAccount(email=person.email, person_id=person_id, demo_note=note, grants=grants)
    )


def _note(content: DemoContent, person: DemoPerson) -> str:
    """How the page of demonstration people introduces somebody."""
    if isinstance(person, DemoOfficer):
        serves = [content.body(key).name for key in person.serves]
        return f"{person.post}; serves {_listed(serves)}" if serves else person.post
    if isinstance(person, DemoCouncillor):
        group = next(g for g in content.groups if g.key == person.group)
        ward = next(w for w in content.wards if w.key == person.ward)
        chairs = [b.name for b in content.bodies if b.chair == person.key]
        chair = f"; chairs {_listed(chairs)}" if chairs else ""
        return f"{group.name}, {ward.name} ward{chair}"
    assert isinstance(person, DemoCoOpted)
    return f"Co-opted on {content.body(person.body).name}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
