"""The broadcast's adapter without a stream server: what it says, what it lets through, what it refuses."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.hls.adapter import Hls
from integrations.hls.configuration import SHARED, text
from integrations.machine.secrets import secrets_of
from meetings.ports.adapters import Surroundings
from meetings.ports.broadcast import BroadcastWish, Phase
from meetings.ports.own_video import OwnStream
from meetings.ports.providers import Account, Gone, Permanent, Retryable
from tests.factories.process import free_port

NOBODY = Account("hls", {})
WISH = BroadcastWish("a-meeting", "Planning Committee", "", datetime(2026, 12, 8, 19, tzinfo=UTC))
SECOND = 1000


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.at = 1_795_343_400.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hls(tmp_path: Path, clock: Clock) -> Hls:
    around = Surroundings(
        tmp_path,
        "https://witan.example.org",
        hls=f"http://127.0.0.1:{free_port()}",
        rtmp="0.0.0.0:1935",
        own_video=True,
    )
    return Hls(around, clock)


def _picture(hls: Hls, tmp_path: Path, clock: Clock, pieces: int = 1) -> None:
    """An encoder sends: nginx has written so many pieces, the last of them ends now."""
    target = hls.prepare(NOBODY, WISH).target
    assert target is not None
    folder = tmp_path / "video" / "hls" / "live" / target.key
    folder.mkdir(parents=True, exist_ok=True)
    now = int(clock.at * 1000)
    starts = [now - 2 * SECOND * n for n in range(pieces, 0, -1)]
    for at in starts:
        (folder / f"{at}.ts").write_bytes(b"\x47" * 188)
    lines = "".join(f"#EXTINF:2.0,\n{at}.ts\n" for at in starts)
    (folder / "index.m3u8").write_text(f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n{lines}")


def test_prepared_twice_it_is_one_broadcast_with_one_key(hls: Hls) -> None:
    first = hls.prepare(NOBODY, WISH)
    assert first == hls.prepare(NOBODY, WISH)
    assert isinstance(hls, OwnStream)
    assert first.target is not None
    assert first.target.url == "rtmp://witan.example.org:1935/live"
    assert first.target.key not in first.watch_url
    assert first.watch_url == f"https://witan.example.org/stream/{first.ref}"
    other = hls.prepare(NOBODY, BroadcastWish("another", "Council", "", WISH.starts_at))
    assert other.target is not None
    assert other.target.key != first.target.key


def test_a_picture_is_taken_only_with_the_key_and_only_from_our_own_server(hls: Hls, tmp_path: Path) -> None:
    made = hls.prepare(NOBODY, WISH)
    assert made.target is not None
    secret = secrets_of(tmp_path)["publish"]
    assert hls.publisher(secret, made.target.key) == made.ref
    assert hls.publisher(secret, made.ref) == ""
    assert hls.publisher("", made.target.key) == ""
    assert hls.publisher("\u00e4", made.target.key) == ""
    hls.end(NOBODY, made.ref)
    assert hls.publisher(secret, made.target.key) == ""


def test_the_public_gets_what_the_gate_lets_through(hls: Hls, tmp_path: Path, clock: Clock) -> None:
    ref = hls.prepare(NOBODY, WISH).ref
    with pytest.raises(Retryable, match="No picture arrives"):
        hls.go_live(NOBODY, ref)
    _picture(hls, tmp_path, clock)
    early = int(clock.at * 1000) - 2 * SECOND
    hls.go_live(NOBODY, ref)
    hls.go_live(NOBODY, ref)
    # What began before the gate was opened stays inside.
    assert hls.playlist(ref) is None
    assert hls.piece(ref, f"{early}.ts") is None
    clock.at += 4
    _picture(hls, tmp_path, clock, 2)
    shown = int(clock.at * 1000) - 2 * SECOND
    assert f"{shown}.ts" in str(hls.playlist(ref))
    assert hls.piece(ref, f"{shown}.ts") is not None
    assert hls.piece(ref, "../../streams/x.ts") is None

    hls.hold(NOBODY, ref)
    assert hls.playlist(ref) is None
    assert hls.piece(ref, f"{shown}.ts") is None
    assert hls.words(ref) == "held"
    clock.at += 30
    _picture(hls, tmp_path, clock, 15)
    hls.release(NOBODY, ref)
    clock.at += 4
    _picture(hls, tmp_path, clock, 2)
    # Still on its way from the camera when the private part ended.
    assert hls.playlist(ref) is None
    clock.at += 6
    _picture(hls, tmp_path, clock, 3)
    listed = str(hls.playlist(ref))
    assert f"{int(clock.at * 1000) - 2 * SECOND}.ts" in listed
    assert f"{shown}.ts" not in listed

    _over_is_over(hls, ref)


def _over_is_over(hls: Hls, ref: str) -> None:
    hls.end(NOBODY, ref)
    hls.end(NOBODY, ref)
    assert hls.playlist(ref) is None
    for press in (hls.go_live, hls.release):
        with pytest.raises(Permanent, match="over"):
            press(NOBODY, ref)
    hls.hold(NOBODY, ref)
    assert hls.words(ref) == "ended"


def test_where_nobody_answers_it_is_not_said_that_nothing_is_public(
    hls: Hls, tmp_path: Path, clock: Clock
) -> None:
    ref = hls.prepare(NOBODY, WISH).ref
    _picture(hls, tmp_path, clock)
    state = hls.state(NOBODY, ref)
    assert (state.public, state.receiving, state.phase) == (None, True, Phase.READY)
    assert "does not answer" in state.detail
    with pytest.raises(Retryable):
        hls.check(NOBODY)


def test_one_that_is_not_there(hls: Hls) -> None:
    for ask in (hls.state, hls.go_live, hls.hold, hls.release, hls.end, hls.files):
        with pytest.raises(Gone):
            ask(NOBODY, "0" * 24)
    hls.cancel(NOBODY, "0" * 24)
    assert hls.title("0" * 24) is None
    assert hls.playlist("0" * 24) is None


def test_taken_away_before_it_was_public_nothing_stays(hls: Hls, tmp_path: Path, clock: Clock) -> None:
    ref = hls.prepare(NOBODY, WISH).ref
    _picture(hls, tmp_path, clock)
    hls.cancel(NOBODY, ref)
    assert hls.title(ref) is None
    assert not list((tmp_path / "video" / "hls" / "live").iterdir())


def test_what_it_cannot_do_says_what_to_do(hls: Hls) -> None:
    with pytest.raises(Permanent):
        hls.chapters(NOBODY, "r", "0:00 Start")
    with pytest.raises(Permanent):
        hls.captions(NOBODY, "r", b"WEBVTT", "en", "English")


def test_nginx_plays_to_nobody_and_asks_us_about_every_key(tmp_path: Path) -> None:
    written = text(tmp_path, Surroundings(tmp_path, own="http://127.0.0.1:8000"), "s3cret")
    assert "deny play all;" in written
    assert "on_publish http://127.0.0.1:8000/video/publish?secret=s3cret;" in written
    assert "listen 127.0.0.1:1935;" in written
    assert "listen 127.0.0.1:8089;" in written


def test_between_us_and_those_who_watch_only_the_picture_is_kept(tmp_path: Path) -> None:
    """A page that somebody opens who is signed in has their name and their token in it: it is nobody else's."""
    written = text(tmp_path, Surroundings(tmp_path, own="http://127.0.0.1:8000"), "s3cret")
    pages = written.partition("location /stream/ {")[2].partition("}")[0]
    assert "proxy_pass" in pages
    assert "cache" not in pages
    shared = written.partition(f'location ~ "{SHARED}" {{')[2].partition("}")[0]
    assert "proxy_cache pieces;" in shared
    assert 'proxy_set_header Cookie "";' in shared
    for kept in ("index.m3u8", "now.json", "1765224000000.ts"):
        assert re.search(SHARED, f"/stream/0a1b2c3d4e5f/{kept}")
    for page in ("", "/frame", "/", "/index.m3u8/frame", "/x.ts"):
        assert not re.search(SHARED, f"/stream/0a1b2c3d4e5f{page}")


def test_what_is_given_out_here_is_public_whatever_answers_elsewhere(
    hls: Hls, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stream server's address leads somewhere else, by mistake: nothing is there, and so nothing seems public."""
    monkeypatch.setattr("integrations.hls.adapter.read", lambda *_: (404, ""))
    ref = hls.prepare(NOBODY, WISH).ref
    _picture(hls, tmp_path, clock)
    hls.go_live(NOBODY, ref)
    clock.at += 4
    _picture(hls, tmp_path, clock, 2)
    assert hls.state(NOBODY, ref).public is True
    hls.hold(NOBODY, ref)
    assert hls.state(NOBODY, ref).public is False
