"""An appointment by the pages alone: the clerk's, the chair's and the members' presses, forms and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.appointments.queries import appointments_of, policy_of
from meetings.appointments.rules import FinalTie, LowestTie, Names, Policy, Rule
from tests.appointments.council import second_officer
from tests.factories.site import Site, Visitor, make_site, words

JSON = {"Accept": "application/json"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


def press(visitor: Visitor, path: str, **form: str) -> tuple[int, str]:
    """A button of the room: the status, and what is said where it was refused."""
    answer = visitor.post(path, form, headers=JSON)
    return answer.status_code, (answer.get_json() or {}).get("error", "")


def test_an_appointment_by_presses(site: Site) -> None:
    sitting = site.world.body(members=6).meeting("Chair").open()
    clerk, people = site.officer, sitting.body.members
    begun = f"/desk/meetings/{sitting.id}/appointments"
    assert press(clerk, begun, title=" ", seats="1")[0] == 422
    assert press(clerk, begun, title="Chair", seats="x")[0] == 422
    assert press(clerk, begun, title="Chair", seats="1", names="totals") == (200, "")
    with site.parts.runner.read() as session:
        (found,) = appointments_of(session, sitting.id)
    base = f"/appointments/{found.id}"
    assert press(site.member(people[0]), f"{base}/nominate", person_id=people[1]) == (200, "")
    first = {"person_id": people[2], "proposer_id": people[3], "seconder_id": people[4], "consent": "yes"}
    assert press(clerk, f"{base}/nominate", **first) == (200, "")
    assert press(clerk, f"{base}/nominate", **first)[0] == 422
    with site.parts.runner.read() as session:
        (found,) = appointments_of(session, sitting.id)
    one, two = (c.id for c in found.candidates)
    rounds = f"/desk/appointments/{found.id}/rounds"
    assert "willing" in press(clerk, rounds, way="hands")[1]
    assert press(site.member(people[2]), f"{base}/consent", candidate_id=one)[0] == 403
    assert press(site.member(people[1]), f"{base}/consent", candidate_id=one) == (200, "")
    assert press(clerk, rounds, way="semaphore")[0] == 422
    assert press(clerk, rounds, way="hands") == (200, "")
    with site.parts.runner.read() as session:
        current = appointments_of(session, sitting.id)[0].current
    assert current is not None
    figures = {f"votes-{one}": "2", f"votes-{two}": "3", "abstained": "1"}
    assert press(clerk, f"/desk/rounds/{current.id}/counts", **(figures | {"abstained": "two"}))[0] == 422
    assert press(clerk, f"/desk/rounds/{current.id}/counts", **figures) == (200, "")
    assert press(clerk, f"/rounds/{current.id}/confirm", seen="2,3")[0] == 403
    assert press(site.member(people[0]), f"/rounds/{current.id}/confirm", seen="2,3") == (200, "")
    assert press(clerk, f"/desk/rounds/{current.id}/declare") == (200, "")
    assert site.world.names[people[2]] in words(site.public.get(base))


def test_rules_of_a_body_by_the_page(site: Site) -> None:
    body = site.world.body(members=3)
    path = "/desk/bodies/planning-committee/appointments"
    page = words(site.officer.get(path))
    assert "As the law has it: a casting vote" in page
    form = {"names": "secret", "rule": "plurality", "lowest_tie": "chair", "final_tie": "lot"}
    assert site.officer.post(path, form).status_code == 303
    with site.parts.runner.read() as session:
        kept = policy_of(session, body.id)
    assert kept == Policy(Names.SECRET, Rule.PLURALITY, LowestTie.CHAIR, FinalTie.LOT)
    assert press(site.officer, path, names="loud", rule="plurality", lowest_tie="lot")[0] == 422
    assert site.member(body.members[1]).get(path).status_code == 403


def test_void_by_presses(site: Site) -> None:
    sitting = site.world.body(members=5).meeting("Chair").open()
    people = sitting.body.members
    assert press(site.officer, f"/desk/meetings/{sitting.id}/appointments", title="Chair")[0] == 200
    with site.parts.runner.read() as session:
        (found,) = appointments_of(session, sitting.id)
    for n in (1, 2):
        form = {"person_id": people[n], "proposer_id": people[0], "consent": "yes"}
        assert press(site.officer, f"/appointments/{found.id}/nominate", **form)[0] == 200
    assert press(site.officer, f"/desk/appointments/{found.id}/rounds", way="devices")[0] == 200
    with site.parts.runner.read() as session:
        current = appointments_of(session, sitting.id)[0].current
    assert current is not None
    assert press(site.officer, f"/desk/rounds/{current.id}/void")[0] == 422
    assert press(site.officer, f"/desk/rounds/{current.id}/void", reason="A tablet cast twice")[0] == 200
    assert press(site.officer, f"/desk/rounds/{current.id}/void", back="yes")[0] == 200
    assert press(site.officer, f"/desk/rounds/{current.id}/void", back="yes")[0] == 409
    assert press(site.officer, f"/desk/rounds/{current.id}/void", reason="A tablet cast twice")[0] == 200
    assert press(site.officer, f"/rounds/{current.id}/void/confirm")[0] == 403
    second_officer(site.world)
    other = Visitor(site.parts, list(site.world.tokens.values())[-1])
    assert press(other, f"/rounds/{current.id}/void/confirm")[0] == 200
    assert press(site.officer, f"/desk/appointments/{found.id}/end", reason="Put off to June")[0] == 200
    assert "Put off to June" in words(site.public.get(f"/appointments/{found.id}"))
    assert site.public.get("/appointments/nothing").status_code == 404
    assert site.public.get("/rounds/nothing/box").status_code == 404
