"""Committees, wards and councillors from another system: made once, and one bad entry holds up no other."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

from sqlalchemy import select

from meetings.admin.events import PeopleImported
from meetings.bodies.models import Body, BodyKind, PoliticalGroup, Term, Ward
from meetings.db.record import council_stream, facts_of
from meetings.kernel.permissions import Role
from meetings.people.models import Person
from tests.admin.importing import bring, count, item, meeting
from tests.factories.accounts import signed_in
from tests.factories.world import World

DATA = Path(__file__).parent / "data"


def committee(number: int, title: str, deleted: str = "False", expired: str = "False") -> str:
    return (
        f"<committee><committeeid>{number}</committeeid><committeetitle>{escape(title)}</committeetitle>"
        f"<committeecategory>Regulatory</committeecategory><committeedeleted>{deleted}</committeedeleted>"
        f"<committeeexpired>{expired}</committeeexpired></committee>"
    )


def committees(*inside: str) -> bytes:
    return f"<committees>{''.join(inside)}</committees>".encode()


def councillor(number: int, name: str, *, email: str = "", terms: str = "", group: str = "Reed Group") -> str:
    return (
        f"<councillor><councillorid>{number}</councillorid><fullusername>{escape(name)}</fullusername>"
        f"<politicalpartytitle>{group}</politicalpartytitle><politicalgrouptitle>{group}</politicalgrouptitle>"
        f"<workaddress><email>{escape(email)}</email></workaddress>"
        f"<termsofoffice>{terms}</termsofoffice></councillor>"
    )


def term(start: str, end: str) -> str:
    return f"<termofoffice><startdate>{start}</startdate><enddate>{end}</enddate></termofoffice>"


def wards(**inside: str) -> bytes:
    found = "".join(
        f"<ward><wardtitle>{title}</wardtitle><councillors>{people}</councillors></ward>"
        for title, people in inside.items()
    )
    return f"<councillorsbyward><wards>{found}</wards></councillorsbyward>".encode()


def test_committees_are_made_once_and_the_expired_are_left_out(world: World) -> None:
    source = committees(
        committee(1, "Full Council"),
        committee(2, "Cabinet"),
        committee(3, "Parks Sub-Committee"),
        committee(4, "Old Committee", expired="True"),
        committee(5, "Gone Committee", deleted="True"),
    )
    first, again = bring(world, source), bring(world, source)
    assert [str(stored) for stored in first.report.stored] == ["committees: 3 new, 0 changed, 0 as they were"]
    assert [str(stored) for stored in again.report.stored] == ["committees: 0 new, 0 changed, 3 as they were"]
    with world.runner.read() as session:
        rows = [tuple(r) for r in session.execute(select(Body.name, Body.kind).order_by(Body.source_ref))]
    assert rows == [
        ("Full Council", BodyKind.COUNCIL),
        ("Cabinet", BodyKind.CABINET),
        ("Parks Sub-Committee", BodyKind.SUB_COMMITTEE),
    ]


def test_a_committee_that_is_here_already_is_known_by_name_then_by_number(sqlite_world: World) -> None:
    sqlite_world.body("Planning Committee")
    bring(sqlite_world, committees(committee(9, "PLANNING COMMITTEE")))
    bring(sqlite_world, committees(committee(9, "Planning and Licensing Committee")))
    with sqlite_world.runner.read() as session:
        assert list(session.scalars(select(Body.name))) == ["Planning Committee"]


def test_one_impossible_committee_does_not_hold_up_the_others(sqlite_world: World) -> None:
    outcome = bring(sqlite_world, committees(committee(1, "C" * 300), committee(2, "Parks Committee")))
    with sqlite_world.runner.read() as session:
        assert list(session.scalars(select(Body.name))) == ["Parks Committee"]
    assert "committees/committee" in outcome.unplaced


def test_councillors_come_with_ward_and_group_once(world: World) -> None:
    source = wards(
        Quayside=councillor(
            1, "Councillor Ida Wren", email="ida@council.example", terms=term("04/05/2023", "")
        ),
        Holm=councillor(2, "Councillor Bo Larch", email="bo@council.example; bo@home.example", group=""),
    )
    bring(world, source)
    bring(world, source)
    with world.runner.read() as session:
        people = session.execute(
            select(Person.name, Person.email, Ward.name, PoliticalGroup.name, Term.valid_from)
            .join(Term, Term.person_id == Person.id)
            .join(Ward, Ward.id == Term.ward_id)
            .outerjoin(PoliticalGroup, PoliticalGroup.id == Term.group_id)
            .order_by(Person.sort_name)
        )
        rows = [tuple(row) for row in people]
        stream = council_stream(session)
        facts = [e.fact for e in facts_of(session, stream, types=(PeopleImported,))]
    assert rows == [
        ("Councillor Bo Larch", "", "Holm", None, world.clock.at.date()),
        ("Councillor Ida Wren", "ida@council.example", "Quayside", "Reed Group", date(2023, 5, 4)),
    ]
    assert facts == [PeopleImported("file1.xml", 2)]


def test_one_impossible_councillor_does_not_hold_up_the_others(sqlite_world: World) -> None:
    source = wards(Quayside=councillor(1, "") + councillor(2, "Councillor Bo Larch"))
    outcome = bring(sqlite_world, source)
    assert [str(stored) for stored in outcome.report.stored] == [
        "councillors: 1 new, 0 changed, 0 as they were"
    ]
    assert any("no name" in each.sample for each in outcome.report.could_not_place)


def test_the_same_councillor_is_known_in_lists_and_at_meetings(sqlite_world: World) -> None:
    bring(sqlite_world, wards(Quayside=councillor(71, "Councillor Ida Wren")))
    before = count(sqlite_world, Person)
    bring(sqlite_world, (DATA / "GetMeeting_4021.xml").read_bytes())
    with sqlite_world.runner.read() as session:
        names = list(session.scalars(select(Person.name).where(Person.name == "Councillor Ida Wren")))
    assert (len(names), before < count(sqlite_world, Person)) == (1, True)


def test_a_list_names_the_committee_of_a_meeting_in_another_file(sqlite_world: World) -> None:
    bring(
        sqlite_world,
        (DATA / "GetMeeting_4021.xml").read_bytes(),
        (DATA / "GetMeetings.xml").read_bytes(),
    )
    with sqlite_world.runner.read() as session:
        names = session.execute(select(Body.name, Body.source_ref)).all()
    assert len(names) == 1
    assert names[0][1] is not None


def test_lists_are_for_officers_of_the_whole_council(sqlite_world: World) -> None:
    parks = sqlite_world.body("Parks Committee")
    actor, _ = signed_in(sqlite_world, "Officer of Parks", Role.OFFICER, parks.id)
    before = count(sqlite_world, Person)
    refused = bring(sqlite_world, committees(committee(2, "X")), wards(Holm=councillor(2, "Bo")), actor=actor)
    assert [("whole council" in each.message) for each in refused.report.not_read] == [True, True]
    assert (count(sqlite_world, Body), count(sqlite_world, Person)) == (1, before)
    bring(sqlite_world, meeting(item(1, "Trees"), committeetitle="Parks Committee"), actor=actor)
    assert count(sqlite_world, Body) == 1
