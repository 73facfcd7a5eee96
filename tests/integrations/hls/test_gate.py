"""What of a stream is public, by the time of each piece: nothing of a private part, at no moment and in no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.hls.gate import SETTLE, Gate, Gates, Stretch, newest, public_pieces, public_playlist

HEAD = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-TARGETDURATION:2\n"
T = 1_795_343_400_000


def whole(*starts: int) -> str:
    """A list as nginx writes it."""
    return HEAD + "".join(f"#EXTINF:2.000,\n{at}.ts\n" for at in starts)


def test_only_what_began_after_the_opening_is_listed_and_numbered_on() -> None:
    listed = public_playlist(whole(T, T + 2000, T + 4000), T + 1000)
    assert listed is not None
    assert f"{T}.ts" not in listed
    assert f"{T + 2000}.ts\n#EXTINF:2.000,\n{T + 4000}.ts" in listed
    assert listed.splitlines()[:2] == ["#EXTM3U", "#EXT-X-MEDIA-SEQUENCE:8"]
    assert public_playlist(whole(T, T + 2000), T + 3000) is None
    assert public_playlist("", T) is None


def test_a_break_of_the_encoder_stays_marked() -> None:
    text = whole(T) + f"#EXT-X-DISCONTINUITY\n#EXTINF:2.000,\n{T + 9000}.ts\n"
    listed = public_playlist(text, T)
    assert listed is not None
    assert f"#EXT-X-DISCONTINUITY\n#EXTINF:2.000,\n{T + 9000}.ts" in listed


def test_the_newest_moment_of_a_list() -> None:
    assert newest(whole(T, T + 2000)) == T + 4000
    assert newest(HEAD) is None
    assert newest("nonsense") is None


def test_a_gate_opens_and_shuts_and_after_a_private_part_waits_for_what_is_on_its_way() -> None:
    gate = Gate("t", "k").opened(T, settle=False)
    assert gate.open_since == T
    assert gate.opened(T + 5, settle=False) is gate
    held = gate.shut(T + 10_000, "held")
    assert held.open_since is None
    again = held.opened(T + 20_000, settle=True)
    assert again.open_since == T + 20_000 + SETTLE
    # Shut before it was really open: nothing of it was public.
    over = again.shut(T + 21_000, "ended")
    assert over.stretches == (Stretch(T, T + 10_000), Stretch(T + 20_000 + SETTLE, T + 20_000 + SETTLE))
    assert over.open_since is None


def test_a_recording_is_made_of_pieces_that_lie_wholly_in_public(tmp_path: Path) -> None:
    for at in (T - 1000, T + 1000, T + 3000, T + 5000, T + 7000):
        (tmp_path / f"{at}.ts").write_bytes(b"x")
    (tmp_path / "index.m3u8").write_text("")
    names = [p.name for p in public_pieces(tmp_path, Stretch(T, T + 6000))]
    assert names == [f"{T + 1000}.ts", f"{T + 3000}.ts"]
    # The last piece of all may have gone on into what followed: its end is not known.
    assert [p.name for p in public_pieces(tmp_path, Stretch(T + 6000, T + 9000))] == []
    assert [p.name for p in public_pieces(tmp_path, Stretch(T + 6000))] == [f"{T + 7000}.ts"]


@pytest.mark.parametrize("ref", ["../../etc/passwd", "", "x" * 24, "A" * 24, "0" * 23])
def test_no_other_file_is_a_gate(tmp_path: Path, ref: str) -> None:
    assert Gates(tmp_path).read(ref) is None


def test_gates_are_kept_changed_and_taken_away(tmp_path: Path) -> None:
    gates, ref = Gates(tmp_path), "a" * 24
    assert gates.refs() == []
    with gates.changing(ref) as changing:
        changing.gate = Gate("Council", "key").opened(T, settle=False)
    assert gates.read(ref) == Gate("Council", "key", "live", (Stretch(T),))
    assert gates.refs() == [ref]
    assert (tmp_path / "video" / "streams" / f"{ref}.json").stat().st_mode & 0o077 == 0
    with gates.changing(ref) as changing:
        changing.gate = None
    assert gates.read(ref) is None
