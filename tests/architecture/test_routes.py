"""Every route says whom it is for, keeps to it, and changes nothing for a page that is not ours."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from meetings.kernel.permissions import Permission
from meetings.web.csrf import token_for
from tests.architecture.routes import ACCESS_LIST, Route, routes
from tests.factories.site import Site, Visitor

ACCESS = {"public", "signed-in", "demo", "hub", "machine", *(p.value for p in Permission)}
#: what somebody without rights gets to see of an address that is not for them
KEPT_OUT = {302, 303, 401, 403, 404}


def changing_pages(every: list[Route]) -> list[Route]:
    """What changes something at a press. Other machines have no page: they prove themselves in what they send."""
    return [r for r in every if r.method != "GET" and r.access != "machine"]


def ask(visitor: Visitor, route: Route, **headers: str) -> TestResponse:
    """A request as a program of our own makes it, without the token that a page of ours would send."""
    client = visitor._client()
    return client.open(route.example, method=route.method, headers={"Accept": "application/json", **headers})


@pytest.fixture(scope="module")
def every(site: Site) -> list[Route]:
    """All routes."""
    found = routes(site.parts.app)
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def councillor(site: Site) -> Visitor:
    """A member of a committee, who is no officer."""
    return site.member(site.world.body(members=2).members[1])


def test_every_route_says_whom_it_is_for(every: list[Route]) -> None:
    assert [r.line for r in every if r.access not in ACCESS] == []


def test_access_list_is_the_one_that_was_agreed(every: list[Route]) -> None:
    agreed = ACCESS_LIST.read_text(encoding="utf-8").splitlines()
    now = [r.line for r in every]
    hint = "look whether it is meant; then: python -m tests.architecture.routes"
    assert [line for line in now if line not in agreed] == [], hint
    assert [line for line in agreed if line not in now] == [], hint


def test_nothing_changes_without_the_pages_token(site: Site, every: list[Route]) -> None:
    changing = changing_pages(every)
    assert len(changing) > 60
    let_in = [r.line for r in changing if ask(site.officer, r).status_code != 403]
    assert let_in == []


def test_nothing_changes_with_the_token_of_another_session(site: Site, every: list[Route]) -> None:
    foreign = token_for(site.parts.services.secret, "another session")
    changing = changing_pages(every)
    let_in = [
        r.line for r in changing if ask(site.officer, r, **{"X-CSRF-Token": foreign}).status_code != 403
    ]
    assert let_in == []


def test_nothing_changes_from_another_site(site: Site, every: list[Route]) -> None:
    own = token_for(site.parts.services.secret, site.officer.token)
    headers = {"X-CSRF-Token": own, "Sec-Fetch-Site": "cross-site"}
    changing = changing_pages(every)
    assert [r.line for r in changing if ask(site.officer, r, **headers).status_code != 403] == []


def test_other_machines_are_let_in_only_with_their_proof(site: Site, every: list[Route]) -> None:
    foreign = [r for r in every if r.access == "machine"]
    assert [r.line for r in foreign if ask(site.public, r).status_code < 400] == []


def test_control_with_the_token_the_same_requests_are_let_in(site: Site, every: list[Route]) -> None:
    own = token_for(site.parts.services.secret, site.officer.token)
    changing = [r for r in every if r.method != "GET" and r.access in ("prepare_meeting", "run_meeting")]
    let_in = [r for r in changing if ask(site.officer, r, **{"X-CSRF-Token": own}).status_code != 403]
    assert len(let_in) > len(changing) / 2


def test_strangers_are_kept_out_of_everything_that_is_not_public(site: Site, every: list[Route]) -> None:
    closed = [r for r in every if r.access not in ("public", "hub", "demo", "machine")]
    token = {"X-CSRF-Token": token_for(site.parts.services.secret, "anonymous")}
    assert [r.line for r in closed if ask(site.public, r, **token).status_code not in KEPT_OUT] == []


def test_members_are_kept_out_of_the_desk(site: Site, every: list[Route], councillor: Visitor) -> None:
    theirs = {"public", "hub", "demo", "machine", "signed-in", Permission.JOIN_AS_MEMBER.value}
    desk = [r for r in every if r.access not in theirs]
    token = {"X-CSRF-Token": token_for(site.parts.services.secret, councillor.token)}
    assert [r.line for r in desk if ask(councillor, r, **token).status_code != 403] == []


def test_demo_does_not_exist_outside_demo_mode(site: Site, every: list[Route]) -> None:
    token = {"X-CSRF-Token": token_for(site.parts.services.secret, "anonymous")}
    demo = [r for r in every if r.access == "demo"]
    assert demo != []
    assert {ask(site.public, r, **token).status_code for r in demo} == {404}


def test_no_address_breaks_over_something_that_does_not_exist(site: Site, every: list[Route]) -> None:
    own = token_for(site.parts.services.secret, site.officer.token)
    broken = [r.line for r in every if ask(site.officer, r, **{"X-CSRF-Token": own}).status_code >= 500]
    assert broken == []
