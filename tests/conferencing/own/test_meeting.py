"""A meeting in the council's own video room, in real browsers: seen and heard, refused, counted to the second."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from integrations.hls.adapter import Hls
from meetings.ports.broadcast import BroadcastWish, Phase
from meetings.ports.conferencing import Connection
from meetings.ports.providers import Account
from meetings.voting.rules import VoteMethod
from tests.conferencing.own.house import NO_JANUS, House, chromium, house, pushing
from tests.factories.browser import overflow, violations

SECOND = timedelta(seconds=1)
#: a lost browser is noticed within this
NOTICED = 20.0
ROOM = "[data-video-room]"
NOBODY = Account("hls", {})


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server with its video server, and a meeting in five minutes."""
    with house(tmp_path_factory.mktemp("video")) as built:
        yield built


def test_a_meeting_by_video(council: House, browser: Browser, tmp_path: Path) -> None:
    chair, member, absent, *_ = council.sitting.body.members
    with (
        chromium(browser.browser_type) as first,
        chromium(browser.browser_type, env={**os.environ, "WITAN_TEST_BROWSER": tmp_path.name}) as second,
    ):
        # The chair goes in; a member waits until they are let in.
        there = council.page(first, chair)
        joined = _came_in(there)
        phone = council.page(second, member, viewport={"width": 390, "height": 800})
        _press(phone, "[data-come-in]", "waiting")
        there.wait_for_selector("[data-waiting] button")
        _looks_right(there, phone)
        before = datetime.now(UTC)
        there.click("[data-waiting] button")
        _wait_for(phone, "meeting")
        let_in = (before, datetime.now(UTC))

        # They see and hear each other: pictures move on, sound has energy, on both sides.
        _receives(there)
        _receives(phone)
        names = [t.inner_text() for t in phone.query_selector_all("[data-tiles] strong")]
        assert sorted(names) == sorted([f"{council.world.names[member]} (you)", council.world.names[chair]])
        _looks_right(there, phone)

        _mute_and_back(there, phone)
        _votes_where_they_sit(council, phone)
        _refused(council, absent)
        # One browser is killed: nobody says goodbye.
        killed, late = _kill(tmp_path.name), _lag(council)
        _until(lambda: _of(council, member)[0].left_at is not None, NOTICED)
        assert (datetime.now(UTC) - killed).total_seconds() <= NOTICED
        _until(lambda: len(there.query_selector_all("[data-tiles] > li")) == 1, NOTICED)
        # The chair leaves as one should.
        left = datetime.now(UTC)
        _press(there, ".witan-video__bar [data-leave]", "over")
        gone = datetime.now(UTC) + _lag(council)
        _until(lambda: _of(council, chair)[0].left_at is not None)

    _to_the_second(council, (joined, (left, gone)), (let_in, (killed, killed + late)))
    assert council.adapter.people(*_room(council)) == ()


Span = tuple[datetime, datetime]


def _to_the_second(council: House, chair: tuple[Span, Span], member: tuple[Span, Span]) -> None:
    """Each came and went between the two moments seen from outside."""
    for person, (joined, left) in zip(council.sitting.body.members[:2], (chair, member), strict=True):
        (found,) = _of(council, person)
        assert found.left_at is not None
        assert joined[0] <= found.joined_at <= joined[1]
        assert left[0] - SECOND <= found.left_at <= left[1] + SECOND
    assert {c.seat_ref for c in council.connections()} == set(council.sitting.body.members[:2])


def test_a_broadcast_that_the_public_gets_only_while_the_gate_is_open(council: House) -> None:
    """A real picture through nginx; what the public gets is read as anybody reads it."""
    assert which("ffmpeg"), NO_JANUS
    hls = Hls(council.settings.surroundings)
    cast = hls.prepare(NOBODY, BroadcastWish("a-meeting", "Planning Committee", "", datetime.now(UTC)))
    assert cast.target is not None
    public = f"{council.address}/stream/{cast.ref}"
    assert all(found.ok for found in hls.check(NOBODY))
    with pushing(f"{cast.target.url}/a-made-up-key") as stranger:
        assert stranger.wait(30) != 0
    assert (_status(f"{public}/index.m3u8"), hls.state(NOBODY, cast.ref).receiving) == (404, False)
    with pushing(f"{cast.target.url}/{cast.target.key}"):
        _until(lambda: hls.state(NOBODY, cast.ref).receiving, 40)
        assert hls.state(NOBODY, cast.ref).public is False
        hls.go_live(NOBODY, cast.ref)
        _until(lambda: hls.state(NOBODY, cast.ref).public, 40)
        assert hls.state(NOBODY, cast.ref).phase is Phase.LIVE
        piece = str(hls.playlist(cast.ref)).split()[-1]
        assert (_status(f"{public}/{piece}"), _status(public), _status(f"{public}/frame")) == (200, 200, 200)
        hls.hold(NOBODY, cast.ref)
        # Of our own server at once, and confirmed by the cache in front of it.
        assert (_status(f"{public}/index.m3u8"), _status(f"{public}/{piece}")) == (404, 404)
        _until(lambda: hls.state(NOBODY, cast.ref).public is False)
        assert hls.state(NOBODY, cast.ref).phase is Phase.HELD
        hls.end(NOBODY, cast.ref)
    (kept,) = hls.files(NOBODY, cast.ref)
    assert b"ftyp" in next(hls.fetch(NOBODY, kept))[:32]
    assert hls.files(NOBODY, cast.ref) == (kept,)


def _status(address: str, sent: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(address, sent, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _receives(page: Page) -> None:
    _until(lambda: _counts(page)["frames"] >= 10 and _counts(page)["sound"] > 0)
    earlier = _counts(page)["frames"]
    _until(lambda: _counts(page)["frames"] > earlier)


def _came_in(page: Page) -> tuple[datetime, datetime]:
    """Between which moments they came in."""
    page.wait_for_selector("[data-come-in]")
    _until(lambda: page.evaluate("Boolean(document.querySelector('.witan-preview video').srcObject)"))
    _looks_right(page)
    before = datetime.now(UTC)
    page.click("[data-come-in]")
    _wait_for(page, "meeting")
    return before, datetime.now(UTC)


def _mute_and_back(there: Page, phone: Page) -> None:
    """The officer mutes somebody: they are told, and cannot give themselves sound; then it is given back."""
    there.click("[data-people] button[aria-label^='Mute: Councillor B']")
    phone.wait_for_selector("[data-microphone]:disabled")
    assert "has muted you" in phone.inner_text("[data-said]")
    there.click("[data-people] button[aria-label^='Give sound back']")
    phone.wait_for_selector("[data-microphone]:not(:disabled)")
    # Their own switch is seen by the others.
    phone.click("[data-microphone]")
    there.wait_for_selector(".witan-tile__state:text('microphone off')")
    phone.click("[data-camera]")
    there.wait_for_selector(".witan-tile--dark")


def _votes_where_they_sit(council: House, phone: Page) -> None:
    """A vote that is opened comes up above the pictures; nobody leaves the room for it."""
    sitting = council.sitting.open()
    sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    phone.click("#ballot [data-choice=for]")
    phone.wait_for_selector("#ballot-state:text('Your vote FOR is saved')")
    assert phone.evaluate("document.querySelector('[data-video-room]').dataset.state") == "meeting"
    _looks_right(phone)


def _refused(council: House, absent: str) -> None:
    """Whoever has no token on the list is refused by the video server itself."""
    ref, inside = _room(council)
    known = council.adapter.inner()
    assert known.address.startswith("http://127.0.0.1:")
    assert _join(known.address, known.secret, ref, inside["pin"], "made-up-token")["error_code"] == 433
    assert _join(known.address, known.secret, ref, "wrong", "made-up-token")["error_code"] == 433
    # Nor does anybody reach it without a ticket of ours, or tell us news in its name.
    for path in ("janus", "janus/1", "beat/1", "events", "publish"):
        assert _status(f"{council.address}/video/{path}", b"{}") in (403, 404)
    assert absent not in {p.who.partition(".")[0] for p in council.adapter.people(ref, inside)}


def _join(address: str, secret: str, room: str, pin: str, token: str) -> dict[str, Any]:
    import httpx

    with httpx.Client() as client:

        def say(path: str, **more: Any) -> dict[str, Any]:
            body = {"transaction": "t", "apisecret": secret, **more}
            found: dict[str, Any] = client.post(address + path, json=body).json()
            return found

        session = say("", janus="create")["data"]["id"]
        handle = say(f"/{session}", janus="attach", plugin="janus.plugin.videoroom")["data"]["id"]
        body = {
            "request": "join",
            "ptype": "publisher",
            "room": room,
            "pin": pin,
            "token": token,
            "id": "stranger.x",
        }
        say(f"/{session}/{handle}", janus="message", body=body)
        event = client.get(f"{address}/{session}", params={"apisecret": secret, "maxev": "1"}).json()
        say(f"/{session}", janus="destroy")
        first = event[0] if isinstance(event, list) else event
        data: dict[str, Any] = first["plugindata"]["data"]
        return data


def _kill(mark: str) -> datetime:
    """SIGKILL to the processes of this browser alone, known by what is in their environment."""
    pids = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and _marked(p, mark)]
    assert pids
    killed = datetime.now(UTC)
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return killed


def _lag(council: House) -> timedelta:
    """How long the machine makes anything wait at this moment."""
    began = time.monotonic()
    assert _status(f"{council.address}/healthz") == 200
    return timedelta(seconds=time.monotonic() - began)


def _marked(process: Path, mark: str) -> bool:
    try:
        return f"WITAN_TEST_BROWSER={mark}\0".encode() in (process / "environ").read_bytes()
    except OSError:
        return False


def _room(council: House) -> tuple[str, dict[str, str]]:
    made = council.adapter.create(Account("builtin", {}), council.wish)
    return made.ref, made.inside


def _of(council: House, seat: str) -> list[Connection]:
    return [c for c in council.connections() if c.seat_ref == seat]


def _counts(page: Page) -> dict[str, float]:
    found: dict[str, float] | None = page.evaluate(f"document.querySelector('{ROOM}').witanCounts()")
    assert found is not None
    return found


def _press(page: Page, button: str, then: str) -> None:
    page.click(button)
    _wait_for(page, then)


def _wait_for(page: Page, state: str) -> None:
    page.wait_for_selector(f"{ROOM}[data-state={state}]", timeout=20_000)


def _looks_right(*pages: Page) -> None:
    for page in pages:
        assert violations(page) == []
        assert overflow(page) == 0


def _until(holds: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.1)
