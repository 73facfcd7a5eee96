"""Before the box is opened no page tells anybody anything of a choice, the administrator included."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.appointments import usecases as uc
from meetings.appointments.models import Appointment
from meetings.appointments.rules import Names
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.runtime.live import snapshot
from tests.appointments.council import Election, election
from tests.appointments.devices import OpenerHere, TellerDevice, envelope, post_envelope
from tests.architecture.routes import routes
from tests.factories.site import Site, Visitor, make_site

JSON = {"Accept": "application/json"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application with an opener."""
    with make_site(tmp_path / "data") as made:
        made.parts.services.opener = OpenerHere(tmp_path / "opener")
        yield made


def voted(site: Site) -> tuple[Election, str, list[str]]:
    """A secret round in which everybody has voted, all alike; what must be seen nowhere."""
    found = election(site.world, members=6, candidates=3, names=Names.SECRET)
    tellers = [TellerDevice(site.world, p).enrol() for p in found.sitting.body.members[:3]]
    form = {"way": "devices", "teller": [t.account_id for t in tellers]}
    assert site.officer.post(f"/desk/appointments/{found.id}/rounds", form, headers=JSON).status_code == 200
    current = found.view.current
    assert current is not None
    secrets = []
    for n, member in enumerate(found.sitting.body.members):
        nonce = f"{n:08x}" * 4
        sealed = envelope(current.public_key, current.id, found.candidates[0], nonce)
        secrets += [nonce, sealed, sealed[:40]]
        assert post_envelope(site, member, current.id, sealed).status_code == 200
    return found, current.id, secrets


def everybody(site: Site, found: Election) -> dict[str, Visitor]:
    """Whoever might look."""
    world = site.world
    people = {
        role.value: Visitor(site.parts, world.account(role.value, role=role))
        for role in (Role.ADMINISTRATOR, Role.MONITORING, Role.OFFICER)
    }
    members = found.sitting.body.members
    return people | {
        "chair and teller": site.member(members[0]),
        "member": site.member(members[5]),
        "public": site.public,
    }


def addresses(site: Site, found: Election, round_id: str) -> list[str]:
    """Every GET route, with the identifiers of this meeting where they fit."""
    ids = {
        "meeting_id": found.sitting.id,
        "meeting": found.sitting.id,
        "appointment_id": found.id,
        "round_id": round_id,
        "vote_id": round_id,
        "item_id": found.sitting.items[0],
        "person_id": found.sitting.body.members[0],
        "slug": "planning-committee",
    }
    paths = []
    for route in routes(site.parts.app):
        names = re.findall(r"<(?:[^:<>]*:)?([a-z_]+)>", route.path)
        if route.method == "GET" and all(name in ids for name in names):
            path = re.sub(r"<(?:[^:<>]*:)?([a-z_]+)>", lambda m: ids[m.group(1)], route.path)
            paths.append(path if "events" not in path else "")
    return [p for p in paths if p]


def test_no_page_tells_a_choice_before_the_box_is_opened(site: Site) -> None:
    found, round_id, secrets = voted(site)
    paths = addresses(site, found, round_id)
    assert len(paths) > 60
    assert f"/rounds/{round_id}/ballot" in paths
    seen, people = 0, everybody(site, found)
    own = [p for p in paths if round_id in p or found.id in p or found.sitting.id in p]
    for closed in (False, True):
        if closed:
            site.world.run(uc.close_round, uc.CloseRound(round_id, 0))
            people = {n: v for n, v in people.items() if n in ("administrator", "chair and teller", "public")}
        for name, visitor in people.items():
            for path in paths if name == "administrator" and not closed else own:
                answer = visitor.get(path)
                seen += answer.status_code == 200
                content = answer.get_data()
                assert [s for s in secrets if s.encode() in content] == [], (name, path)
    assert seen > 100


def test_no_screen_has_a_figure_before_the_count(site: Site) -> None:
    found, round_id, _ = voted(site)
    for closed in (False, True):
        if closed:
            site.world.run(uc.close_round, uc.CloseRound(round_id, 0))
        with site.parts.runner.read() as session:
            for audience in Audience:
                part = snapshot(session, found.sitting.id, audience).parts["appointment"]["current"]
                figures = [(c["votes"], c["by"]) for c in part["candidates"]]
                assert figures == [(0, [])] * 3, audience
                assert (part["counted"], part["abstained"], part["sentence"]) == (False, 0, ""), audience


def test_open_round_shows_the_public_no_figure_before_it_is_declared(site: Site) -> None:
    found = election(site.world, members=6, candidates=2)
    round_id = found.vote({found.candidates[0]: 4, found.candidates[1]: 2}, declare=False)
    with site.parts.runner.read() as session:
        part = snapshot(session, found.sitting.id, Audience.PUBLIC).parts["appointment"]["current"]
        assert [c["votes"] for c in part["candidates"]] == [0, 0]
    page = site.public.get(f"/appointments/{found.id}").get_data(as_text=True)
    assert "Round 1" not in page
    found.declare(round_id)
    assert "Round 1" in site.public.get(f"/appointments/{found.id}").get_data(as_text=True)


def test_totals_only_tells_nobody_who_chose_whom(site: Site) -> None:
    found = election(site.world, members=6, candidates=2)
    found.vote({found.candidates[0]: 4, found.candidates[1]: 2})
    with site.parts.runner.read() as session:
        for audience in Audience:
            part = snapshot(session, found.sitting.id, audience).parts["appointment"]
            assert [c["by"] for r in part["rounds"] for c in r["candidates"]] == [[], []], audience
    record = site.officer.get(f"/desk/record/{found.sitting.id}").get_data(as_text=True)
    assert "cast a ballot" in record
    assert "Choice" not in record


def test_logs_hold_no_body(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    _, round_id, secrets = voted(site)
    broken = site.member(next(iter(site.world.tokens))).post(
        f"/rounds/{round_id}/ballot", json={"envelope": secrets[1][:60], "key": "key-00001"}
    )
    assert broken.status_code in (403, 422)
    assert [s for s in secrets if s in caplog.text] == []


def test_exempt_item_keeps_its_appointment_from_the_public(site: Site) -> None:
    found = election(site.world, members=5, candidates=2, title="Interim chief officer")
    sitting = found.sitting
    exempt = ChangeItem(
        sitting.id,
        sitting.items[0],
        "Appointment",
        sensitivity=Sensitivity.EXEMPT,
        exemption="Paragraph 1",
        states=ItemStates(interest_test="Names"),
    )
    site.world.run(change_item, exempt)
    site.world.run(publish_agenda, PublishAgenda(sitting.id, "Marked exempt"))
    found.vote({found.candidates[0]: 3, found.candidates[1]: 2})
    assert site.public.get(f"/appointments/{found.id}").status_code == 404
    live = site.public.get(f"/meetings/{sitting.id}/live").get_data(as_text=True)
    assert "Interim chief officer" not in live
    assert site.member(sitting.body.members[2]).get(f"/appointments/{found.id}").status_code == 200


def test_appointment_begun_in_private_stays_private(site: Site) -> None:
    found = election(site.world, members=5, candidates=2, title="Interim chief officer")
    found.vote({found.candidates[0]: 3, found.candidates[1]: 2})
    assert site.public.get(f"/appointments/{found.id}").status_code == 200
    with site.parts.runner.work(SYSTEM) as work:
        work.session.execute(update(Appointment).values(private=True))
    assert site.public.get(f"/appointments/{found.id}").status_code == 404
    with site.parts.runner.read() as session:
        assert snapshot(session, found.sitting.id, Audience.PUBLIC).parts["appointment"] is None
        assert snapshot(session, found.sitting.id, Audience.MEMBER).parts["appointment"] is not None
