"""Pushes over real sockets from the real server: soon, without a gap, only to whom they belong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
import socketio
from socketio.exceptions import ConnectionError as Refused

from meetings.room.usecases import TakeChair, TakeNote, take_chair, take_note
from tests.faults.house import HOST, House, Server, make_house, serving
from tests.live.clients import Follower, Press, connect, following
from tests.runtime.serving import Events, raw

SECOND = 1.0


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Server]]:
    """A council in its meeting, on a server in a process of its own."""
    house = make_house(tmp_path_factory.mktemp("live") / "data", 12)
    with serving(house) as server:
        yield house, server


def as_last(state: dict[str, Any], pushes: list[dict[str, Any]]) -> dict[str, Any]:
    """What a screen shows after taking the pushes one by one."""
    for push in pushes:
        assert push["from"] <= state["version"], "a gap"
        if push["to"] > state["version"]:
            state = {**state, "version": push["to"], "parts": state["parts"] | push["parts"]}
    return state


def test_presses_reach_member_chair_and_officer_within_a_second(running: tuple[House, Server]) -> None:
    house, server = running
    people = {"officer": house.officer, "chair": house.voters[0], "member": house.voters[5]}
    desk = Press(server, house.officer)
    with ExitStack() as stack:
        followers: dict[str, Follower] = {}
        before = {}
        for name, who in people.items():
            followers[name] = stack.enter_context(following(house, server.port, who))
            before[name] = Press(server, who).state()
        base = f"/desk/meetings/{house.sitting.id}/room"
        presses: list[tuple[str, dict[str, str]]] = [
            (f"{base}/public-count", {"count": "7"}),
            (f"{base}/leave", {"person_id": house.voters[11].person_id}),
            (f"{base}/arrive", {"person_id": house.voters[11].person_id, "presence": "remote"}),
            (f"{base}/note", {"text": "A deputation spoke."}),
            (f"{base}/adjourn", {}),
            (f"{base}/resume", {}),
        ]
        for path, form in presses:
            pressed = time.monotonic()
            assert desk.post(path, **form) == 200
            version = desk.state()["version"]
            for follower in followers.values():
                follower.hear_until(version)
            assert time.monotonic() - pressed < SECOND
        for name, follower in followers.items():
            steps = [(p["from"], p["to"]) for p in follower.pushes]
            assert [a for a, _ in steps[1:]] == [b for _, b in steps[:-1]], "versions follow one another"
            assert as_last(before[name], follower.pushes) == Press(server, people[name]).state()


def test_member_is_not_pushed_what_is_for_the_officer(running: tuple[House, Server]) -> None:
    house, server = running
    desk = Press(server, house.officer)
    base = f"/desk/meetings/{house.sitting.id}/room"
    with (
        following(house, server.port, house.officer) as officer,
        following(house, server.port, house.voters[3]) as member,
    ):
        assert desk.post(f"{base}/note", text="For the clerk alone.") == 200
        version = desk.state()["version"]
        officer.hear_until(version)
        member.hear_until(version)
    assert "For the clerk alone." in str(officer.pushes)
    assert "For the clerk alone." not in str(member.pushes)


def test_commits_of_another_process_are_found(running: tuple[House, Server]) -> None:
    house, server = running
    with following(house, server.port, house.officer) as officer:
        # The pusher learns the version that it starts from with its next look.
        officer.hear("beat")
        house.sitting.world.clock.at = datetime.now(UTC)
        house.sitting.world.run(take_note, TakeNote(house.sitting.id, "Written elsewhere."))
        house.let_go()
        officer.hear("push", 3 * SECOND)
    assert "Written elsewhere." in str(officer.pushes)


def test_after_a_gap_the_state_is_fetched_and_is_the_same(running: tuple[House, Server]) -> None:
    house, server = running
    desk = Press(server, house.officer)
    base = f"/desk/meetings/{house.sitting.id}/room"
    with following(house, server.port, house.voters[2]):
        shown = Press(server, house.voters[2]).state()
    assert desk.post(f"{base}/public-count", count="8") == 200
    assert desk.post(f"{base}/public-count", count="9") == 200
    with following(house, server.port, house.voters[2]) as again:
        assert again.hear("beat")["version"] > shown["version"]
        assert desk.post(f"{base}/public-count", count="10") == 200
        now = Press(server, house.voters[2]).state()
        again.hear_until(now["version"])
        # What is pushed next begins where the page stands, or later, by which it sees that it missed something.
        assert again.pushes[0]["from"] >= shown["version"]
        assert now == as_last(now, again.pushes)


@pytest.mark.parametrize(
    "case", ["no session", "unknown session", "unknown meeting", "no meeting", "no auth"]
)
def test_socket_is_refused(running: tuple[House, Server], case: str) -> None:
    house, server = running
    auths: dict[str, Any] = {
        "unknown meeting": {"meeting": "nothing"},
        "no meeting": {"meeting": None},
        "no auth": None,
    }
    token = {"no session": "", "unknown session": "x" * 40}.get(case, house.officer.token)
    with socketio.SimpleClient() as client, pytest.raises(Refused):
        connect(client, server.port, token, auths.get(case, {"meeting": house.sitting.id}))


def test_socket_from_a_foreign_page_is_refused(running: tuple[House, Server]) -> None:
    house, server = running
    with socketio.SimpleClient() as client, pytest.raises(Refused):
        connect(
            client,
            server.port,
            house.officer.token,
            {"meeting": house.sitting.id},
            Origin="https://evil.example",
        )


def test_who_signs_out_hears_no_more(running: tuple[House, Server]) -> None:
    house, server = running
    who = house.voters[9]
    with following(house, server.port, who) as member:
        assert Press(server, who).post("/sign-out") in (200, 303)
        member.wait_for_the_end(15)
        with pytest.raises(Refused), socketio.SimpleClient() as client:
            connect(client, server.port, who.token, {"meeting": house.sitting.id})


def test_public_events_begin_with_the_state_and_keep_names_of_an_open_vote_back(
    running: tuple[House, Server],
) -> None:
    house, server = running
    path = f"/meetings/{house.sitting.id}/events"
    vote_id = house.open_vote()
    with raw(type("Ready", (), {"host": HOST, "port": server.port})()) as sock:
        events = Events(sock, path)
        first = events.next()
        assert first is not None
        kind, state = first
        assert (kind, state["meeting"]) == ("state", house.sitting.id)
        assert state["parts"]["vote"]["data"]["state"] == "open"
        assert (
            Press(server, house.officer).post(
                f"/desk/votes/{vote_id}/ballot", person_id=house.voters[4].person_id, choice="for"
            )
            == 200
        )
        while True:
            event = events.next()
            assert event is not None
            kind, push = event
            if kind == "push":
                break
        events.close()
    vote = push["parts"]["vote"]["data"]
    assert push["from"] <= state["version"] < push["to"]
    assert (vote["voted"], vote["counts"], vote["missing"], vote["roll"], vote["sides"]) == (
        1,
        None,
        [],
        [],
        [],
    )
    house.close_vote(vote_id)
    house.declare_vote(vote_id)


def test_new_chair_is_seated_as_chair(running: tuple[House, Server]) -> None:
    house, server = running
    world, new = house.sitting.world, house.voters[7]
    with following(house, server.port, new) as member:
        member.hear("beat")
        world.run(take_chair, TakeChair(house.sitting.id, new.person_id))
        house.let_go()
        member.wait_for_the_end(5)
    with socketio.SimpleClient() as client:
        connect(client, server.port, new.token, {"meeting": house.sitting.id})
        assert client.receive(timeout=5)[1]["audience"] == "chair"
