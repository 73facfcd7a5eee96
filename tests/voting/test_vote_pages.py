"""The buttons and pages of votes over HTTP: who may press what, and what a body's policy page keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.deadlines.rules.base import Profile
from meetings.kernel.permissions import Role
from meetings.voting.around import demands_of, policy_of, proxies_of
from meetings.voting.queries import open_vote_of
from meetings.voting.rules import Choice, VoteMethod, VoteState, Way
from meetings.voting.usecases import CloseVote, close_vote
from tests.factories.accounts import signed_in
from tests.factories.site import Site, Visitor, make_site, words
from tests.factories.world import Sitting
from tests.voting.telling import seen, settle, under

F, A = Choice.FOR, Choice.AGAINST
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    return site.world.body(members=6).meeting().open(present=5)


def member(site: Site, sitting: Sitting, n: int) -> Visitor:
    return Visitor(site.parts, site.world.tokens[sitting.body.members[n]])


def press(visitor: Visitor, path: str, **data: str) -> int:
    return int(visitor.post(path, data, headers={"Accept": "application/json"}).status_code)


def open_id(site: Site, sitting: Sitting) -> str:
    with site.world.runner.read() as session:
        vote = open_vote_of(session, sitting.id)
        assert vote is not None
        return vote.id


def test_a_vote_by_hands_from_the_chairs_and_the_clerks_buttons(site: Site, sitting: Sitting) -> None:
    chair, other = member(site, sitting, 0), member(site, sitting, 2)
    start = f"/desk/meetings/{sitting.id}/votes"
    motion_id = sitting.motion()
    data = {"motion_id": motion_id, "method": "totals", "way": "hands", "basis": "simple_majority"}
    assert press(other, start, **data) == 403
    assert press(chair, start, **{**data, "way": "thumbs"}) == 422
    assert press(chair, start, **data) == 200
    vote = f"/desk/votes/{open_id(site, sitting)}"
    vote_id = vote.rpartition("/")[2]
    assert press(chair, f"{vote}/hands", count_for="3") == 403
    assert press(site.officer, f"{vote}/hands", count_for="three") == 422
    assert press(site.officer, f"{vote}/hands", count_for="3", count_against="1") == 200
    seen_figures = {"count_for": "3", "count_against": "1", "count_abstain": "0"}
    assert press(site.officer, f"{vote}/hands/confirm", **seen_figures) == 403
    assert press(chair, f"{vote}/hands/confirm", **seen_figures) == 200
    assert press(chair, f"{vote}/close", missing_seen="0") == 200
    assert press(chair, f"{vote}/declare") == 200
    page = words(site.public.get(f"/votes/{vote_id}"))
    assert "Taken by show of hands." in page
    assert "No hand raised: 1 of 5" in page
    assert "Decided by simple majority of those voting (Local Government Act 1972" in page
    assert "not published" in page
    assert press(other, f"/votes/{vote_id}/own", choice="for") == 200
    assert "Councillor C. Cole: for" in words(site.public.get(f"/votes/{vote_id}"))


def test_roll_call_questions_and_a_void_vote_over_the_buttons(site: Site, sitting: Sitting) -> None:
    m = sitting.body.members
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    vote = f"/desk/votes/{vote_id}"
    assert press(member(site, sitting, 1), f"{vote}/way", way="roll_call", reason="No network") == 403
    assert press(site.officer, f"{vote}/way", way="roll_call", reason="") == 422
    assert press(site.officer, f"{vote}/way", way="roll_call", reason="No network") == 200
    assert press(site.officer, f"{vote}/pass", person_id=m[0]) == 200
    assert press(site.officer, f"{vote}/ballot", person_id=m[1], choice="for") == 200
    site.world.run(close_vote, CloseVote(vote_id, 4))
    assert press(member(site, sitting, 1), f"/votes/{vote_id}/question") == 200
    assert press(site.officer, f"{vote}/declare") == 409
    state = site.officer.get(f"/room/{sitting.id}/state").get_json()["parts"]["vote"]
    assert "Listed wrongly, says Councillor B. Bright" in state["html"]
    assert press(site.officer, f"{vote}/settle", person_id=m[1], reason="It is right") == 200
    assert press(site.officer, f"{vote}/correct", person_id=m[2], after="against", reason="Called out") == 200
    assert press(site.officer, f"{vote}/proposal/drop") == 200
    assert press(site.officer, f"{vote}/declare") == 200
    assert press(site.officer, f"{vote}/void", reason="The wrong text was read out") == 200
    assert press(member(site, sitting, 1), f"{vote}/proposal/confirm") == 403
    assert press(member(site, sitting, 0), f"{vote}/proposal/confirm") == 200
    assert seen(site.world, vote_id).state is VoteState.VOID
    page = words(site.public.get(f"/votes/{vote_id}"))
    assert "This vote is void" in page
    assert "The wrong text was read out" in page
    assert "Councillor B. Bright (" not in page
    assert "How each member voted" not in page
    assert "Void" in words(site.public.get(f"/meetings/{sitting.id}/live"))


def test_members_ask_for_names_from_their_own_device(site: Site, sitting: Sitting) -> None:
    motion_id = sitting.motion()
    where = f"/votes/demands/{sitting.id}/{motion_id}"
    for n in (1, 2):
        assert press(member(site, sitting, n), where) == 200
    assert press(member(site, sitting, 2), f"{where}/undo") == 200
    assert press(site.public, where) in (401, 403)
    with site.world.runner.read() as session:
        assert [d.person_id for d in demands_of(session, motion_id)] == [sitting.body.members[1]]
    asking = site.officer.get(f"/room/{sitting.id}/state").get_json()["parts"]["asking"]["html"]
    assert "1 of 5 needed asks for a recorded vote: Councillor B. Bright." in " ".join(asking.split())


def test_no_partial_count_reaches_anybody_while_a_vote_is_open(site: Site, sitting: Sitting) -> None:
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    m = sitting.body.members
    sitting.cast(vote_id, {m[0]: F, m[1]: A})
    for visitor in (site.officer, member(site, sitting, 0), member(site, sitting, 2)):
        part = visitor.get(f"/room/{sitting.id}/state").get_json()["parts"]["vote"]["data"]
        assert (part["counts"], part["sides"], part["outcome"], part["working"]) == (None, [], None, "")
        assert all(c["choice"] is None for c in part["called"])
    assert site.public.get(f"/votes/{vote_id}").status_code == 404


def test_the_policy_page_keeps_what_is_settled(site: Site, sitting: Sitting) -> None:
    body_id = sitting.body.id
    with site.world.runner.read() as session:
        from meetings.bodies.queries import body_of

        slug = body_of(session, body_id).slug
    where = f"/desk/bodies/{slug}/voting"
    page = words(site.officer.get(where))
    assert "SI 2014/165" in page
    assert "Votes by proxy are switched off" in page
    data = {
        "ways": ["hands", "roll_call"],
        "default_way": "roll_call",
        "methods": ["recorded", "totals"],
        "default_method": "totals",
        "bases": ["simple_majority", "two_thirds"],
        "demand": "3",
        "own_vote_seconds": "30",
        "read_back_seconds": "10",
        "keys_days": "",
        "roll_order": "chair_last",
        "names_before": "yes",
    }
    assert site.officer.post(where, data).status_code == 303
    with site.world.runner.read() as session:
        _, policy = policy_of(session, body_id)
    assert (policy.ways, policy.default_way) == ((Way.HANDS, Way.ROLL_CALL), Way.ROLL_CALL)
    assert (policy.demand, policy.own_vote_seconds, policy.read_back_seconds, policy.keys_days) == (
        3,
        30,
        10,
        None,
    )
    assert policy.own_vote, "the law gives every member this right"
    wrong = site.officer.post(where, {**data, "ways": ["hands"], "demand": "many"})
    assert wrong.status_code == 422
    assert "Give a whole number" in words(wrong)
    assert site.officer.post(where, {**data, "ways": ["hands"]}).status_code == 422
    author = Visitor(site.parts, signed_in(site.world, "Ann Other", Role.AUTHOR)[1])
    assert author.get(where).status_code == 403
    assert author.post(where, data).status_code == 403


def test_weights_and_proxies_have_pages(site: Site, sitting: Sitting) -> None:
    from tests.voting.telling import settle

    settle(sitting.body, weighted=True)
    with site.world.runner.read() as session:
        from meetings.bodies.queries import body_of

        slug = body_of(session, sitting.body.id).slug
    m = sitting.body.members
    where = f"/desk/bodies/{slug}/voting"
    assert site.officer.post(f"{where}/weights", {f"weight-{m[0]}": "12"}).status_code == 303
    assert site.officer.post(f"{where}/weights", {f"weight-{m[0]}": "x"}).status_code == 422
    assert 'value="12"' in site.officer.get(where).get_data(as_text=True)
    proxies = f"/desk/meetings/{sitting.id}/proxies"
    assert "switched off" in words(site.officer.get(proxies))
    assert member(site, sitting, 0).get(proxies).status_code == 403


def test_a_proxy_is_noted_and_taken_back_on_its_page(site: Site, sitting: Sitting) -> None:
    page, m = f"/desk/meetings/{sitting.id}/proxies", sitting.body.members
    under(site.world, Profile.GENERIC, proxy_vote="on")
    site.officer.post(page, {"person_id": m[5], "holder_id": m[1]})
    with site.world.runner.read() as session:
        assert proxies_of(session, sitting.id) == []
    settle(sitting.body, proxies=True)
    assert site.officer.post(page, {"person_id": m[5], "holder_id": m[5]}).status_code == 422
    assert member(site, sitting, 0).post(page, {"person_id": m[5], "holder_id": m[1]}).status_code == 403
    assert site.officer.post(page, {"person_id": m[5], "holder_id": m[1]}).status_code == 303
    with site.world.runner.read() as session:
        assert [(p.person_id, p.holder_id) for p in proxies_of(session, sitting.id)] == [(m[5], m[1])]
    assert "Councillor F" in words(site.officer.get(page))
    assert site.officer.post(page, {"person_id": m[5], "what": "end"}).status_code == 303
    with site.world.runner.read() as session:
        assert proxies_of(session, sitting.id) == []
