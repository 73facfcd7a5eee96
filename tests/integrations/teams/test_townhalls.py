"""Teams town halls: made in the organiser's name, published once, members as presenters, taken away again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from integrations.simulators import graph_people
from integrations.simulators.base import Fault, FaultKind, World
from meetings.ports.conferencing import Guest, StreamTarget
from meetings.ports.providers import Permanent, Retryable, SignInDead
from tests.integrations.teams.account import WISH, connected, graph, press, signed_in, teams_of

HALL = replace(WISH, audience=True, hosts=("officer@council.example", "someone@elsewhere.example"))


def test_nobody_signed_in_is_told_before_anything_is_asked(simulators: World) -> None:
    with pytest.raises(Permanent) as told:
        teams_of(simulators).create(connected(), HALL)
    assert "signed in" in told.value.reason
    assert not isinstance(told.value, SignInDead)
    assert not simulators.asked("graph", "townhalls.create")


@pytest.mark.parametrize("operation", ["townhalls.create", "presenters.create", "townhalls.publish"])
def test_there_is_one_published_town_hall_whatever_breaks_off(simulators: World, operation: str) -> None:
    teams, account = teams_of(simulators), connected()
    signed_in(simulators, teams, account)
    simulators.faults.arm(Fault(FaultKind.ACT_THEN_HANG_UP, "graph", operation))
    with pytest.raises(Retryable):
        teams.create(account, HALL)
    made = teams.create(account, HALL)
    assert teams.create(account, HALL).ref == made.ref
    ((hall_id, hall),) = graph(simulators).halls.items()
    assert made.ref == f"townhall:{hall_id}"
    assert (hall["status"], hall["audience"]) == ("published", "everyone")
    assert [c["id"] for c in hall["coOrganizers"]] == ["a4d17b02-3c59-4e66-8f10-5b2d9e7c6a13"]
    assert [p["email"] for p in graph(simulators).presenters[hall_id]] == ["someone@elsewhere.example"]
    assert made.inside["join"] == graph(simulators).sessions[hall_id]["joinWebUrl"]
    assert not graph(simulators).meetings


def test_members_are_presenters_once_and_can_be_made_none(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    signed_in(simulators, teams, account)
    made = teams.create(account, HALL)
    people = graph(simulators).presenters[made.ref.removeprefix("townhall:")]
    for guest in (
        Guest("a", "Councillor Brooks", "member@council.example"),
        Guest("b", "Ann", "ann@home.example"),
    ):
        door = teams.door(account, made.ref, made.inside, guest)
        assert teams.door(account, made.ref, made.inside, guest) == door
        assert door.url == made.inside["join"]
        assert door.seat_ref in [p["id"] for p in people]
    assert len(people) == 3
    for _ in range(2):
        teams.revoke(account, made.ref, guest, door.seat_ref)
    assert door.seat_ref not in [p["id"] for p in people]
    assert teams.door(account, made.ref, made.inside, Guest("c", "No address")).seat_ref == ""


def test_members_come_in_although_teams_fails(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    signed_in(simulators, teams, account)
    made = teams.create(account, HALL)
    guest = Guest("a", "Councillor Brooks", "member@council.example")
    simulators.faults.arm(Fault(FaultKind.BROKEN, "graph", "presenters.list"))
    assert teams.door(account, made.ref, made.inside, guest).url == made.inside["join"]
    assert teams.door(account, made.ref, made.inside, guest).seat_ref


def test_it_is_changed_becomes_a_meeting_and_goes(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    signed_in(simulators, teams, account)
    made = teams.create(account, HALL)
    changed = teams.update(account, made.ref, replace(HALL, title="Council, at another hour"))
    (hall,) = graph(simulators).halls.values()
    assert (changed.ref, hall["displayName"]) == (made.ref, "Council, at another hour")
    assert teams.state(account, made.ref).live is None
    room = teams.update(account, made.ref, replace(HALL, audience=False))
    assert not room.ref.startswith("townhall:")
    assert hall["status"] == "canceled"
    teams.cancel(account, made.ref)
    assert teams.files(account, made.ref) == ()
    (step,) = teams.aim(account, made.ref, StreamTarget("rtmps://in.example", "k3y"))
    assert "cannot" in step.title


def test_who_came_is_told_by_its_session(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    signed_in(simulators, teams, account)
    made = teams.create(account, HALL)
    with pytest.raises(Retryable):
        teams.attendance(account, made.ref)
    session = graph(simulators).sessions[made.ref.removeprefix("townhall:")]["id"]
    graph_people.join(simulators, session, "Councillor Brooks", "member@council.example")
    graph_people.end(simulators, session)
    (stretch,) = teams.attendance(account, made.ref)
    assert stretch.email == "member@council.example"


def test_a_sign_in_that_has_died_asks_for_the_organiser_and_meetings_go_on(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    signed_in(simulators, teams, account)
    press(simulators, "login.dead")
    with pytest.raises(SignInDead) as told:
        teams.create(account, HALL)
    assert "onnect again" in told.value.reason
    assert "organiser" in told.value.remedy
    assert teams.create(account, WISH).ref
    assert [c.name for c in teams.check(account) if not c.ok] == [
        "VirtualEvent.ReadWrite (organiser signed in)"
    ]
    signed_in(simulators, teams, account)
    assert teams.create(account, HALL).ref
