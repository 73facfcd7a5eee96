"""Caption files: what providers send, and what somebody might send to do harm."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.kernel.errors import Invalid
from meetings.recordings.vtt import LARGEST, Line, Parsed, milliseconds, parse, stamp, write

TEAMS = """WEBVTT

2f0c1d3a/12-0
00:00:03.120 --> 00:00:06.480
<v Abara, Ana (Councillor)>Good evening &amp; welcome.</v>

2f0c1d3a/15-0
00:00:06.500 --> 00:00:09.000 align:start position:0%
<v Bright, Ben>Thank you, Chair.</v>
<v Cole, Cat>I second that.</v>
"""
ZOOM = """WEBVTT

1
00:00:16.239 --> 00:00:27.079
Ana Abara: Welcome to the meeting.

2
00:00:28.000 --> 00:00:30.500
Ben Bright: I have one question: who pays?

3
00:00:31.000 --> 00:00:32.500
Ana Abara: We do.
"""
SRT = "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Order.</i>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,500\r\nOrder!\r\n"


def test_voices_of_teams() -> None:
    """Names from voice tags, entities, cue settings, and two voices in one cue."""
    found = parse(TEAMS.encode())
    assert found == Parsed(
        (
            Line(3120, 6480, "Abara, Ana (Councillor)", "Good evening & welcome."),
            Line(6500, 9000, "Bright, Ben", "Thank you, Chair."),
            Line(6500, 9000, "Cole, Cat", "I second that."),
        )
    )


def test_names_before_a_colon() -> None:
    """As Zoom writes them; a colon later in the sentence is a colon."""
    found = parse(ZOOM.encode()).lines
    assert [line.speaker for line in found] == ["Ana Abara", "Ben Bright", "Ana Abara"]
    assert found[1].text == "I have one question: who pays?"


def test_a_colon_now_and_then_names_nobody() -> None:
    """Text with colons of its own stays text."""
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:{n:02d}.000 --> 00:{n:02d}.900\nItem {n}: done" for n in range(1, 9)
    )
    assert all(not line.speaker for line in parse(text.encode()).lines)


def test_subrip_and_byte_order_marks() -> None:
    """The other common form, with commas, and either UTF with a mark."""
    for data in (SRT.encode(), SRT.encode("utf-8-sig"), SRT.encode("utf-16")):
        assert [line.text for line in parse(data).lines] == ["Order.", "Order!"]


def test_rolling_captions_are_told_once() -> None:
    """A line that goes on is one line."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\n00:02.000 --> 00:03.000\nHello\n"
    assert parse(text.encode()).lines == (Line(1000, 3000, "", "Hello"),)


def test_notes_and_styles_say_nothing() -> None:
    """Blocks that are no cues, even with an arrow in them."""
    text = (
        "WEBVTT - a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\n00:01.000 --> 00:02.000\n\n"
    )
    text += "00:05.000 --> 00:06.000\nYes\n"
    assert parse(text.encode()).lines == (Line(5000, 6000, "", "Yes"),)


def test_broken_cues_are_counted() -> None:
    """Times that run backwards, that are none, and cues without words."""
    cues = ["00:09.000 --> 00:01.000\nBack", "xx --> 00:01.000\nNone", "00:01.000 -->\nNo end"]
    cues += ["00:02.000 --> 00:03.000", "00:04.000 --> 00:05.000\nGood"]
    text = "WEBVTT\n\n" + "\n\n".join(cues)
    found = parse(text.encode())
    assert found.lines == (Line(4000, 5000, "", "Good"),)
    assert found.left_out == 4


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"WEBVTT\n\n",
        b"%PDF-1.7\n1 0 obj",
        b"\x00\x01\x02" * 100,
        "WEBVTT\n\n00:01.000 --> 00:02.000\nJos\u00e9".encode("latin-1"),
        b"a" * (LARGEST + 1),
    ],
)
def test_what_is_no_caption_file_is_refused(data: bytes) -> None:
    """With a message for the field."""
    with pytest.raises(Invalid) as refused:
        parse(data)
    assert refused.value.fields["file"]


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>Hello",
        "<v <img src=x onerror=1>Hello",
        "<<b>script>Hello<</b>/script>",
        "Hello\u202eolleH\u2066",
        "\x1b[2JHello\x07",
    ],
)
def test_nothing_of_markup_survives(payload: str) -> None:
    """Neither tags nor control characters nor marks that turn the reading direction."""
    for line in parse(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{payload}".encode()).lines:
        kept = line.speaker + line.text
        assert "Hello" in kept or "onerror" in kept
        assert not set(kept) & set("\u202e\u2066\x1b\x07")
        written = write([line]).decode()
        assert "<script" not in written
        assert "<img" not in written


def test_entities_are_read_once() -> None:
    """What is written as text about a tag does not become one."""
    line = parse(b"WEBVTT\n\n00:01.000 --> 00:02.000\n&amp;lt;b&amp;gt; &lt;i&gt;").lines[0]
    assert line.text == "&lt;b&gt; <i>"
    assert parse(write([line])).lines == (line,)


def test_hostile_sizes_are_read_in_no_time() -> None:
    """Long runs of the same signs: the reader is linear."""
    began = time.process_time()
    for piece in ("<", "<v ", "&", "-->", "<v a", "0:", ": ", "a<b "):
        data = b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\n" + (piece * 60_000).encode()
        parse(data)
    assert time.process_time() - began < 5


def test_times() -> None:
    """There and back, and what is none."""
    assert stamp(3_723_450) == "01:02:03.450"
    assert milliseconds("01:02:03.450") == 3_723_450
    assert milliseconds("9:59.001") == 599_001
    for none in ("", "1", "00:61.000", "-1:00.000", "00:00", "999:00:00.000", "٠٠:٠١.٠٠٠x"):
        assert milliseconds(none) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 10_000_000),
            st.integers(1, 60_000),
            st.text(max_size=20),
            st.text(min_size=1, max_size=60),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_what_is_written_is_read_again(cues: list[tuple[int, int, str, str]]) -> None:
    """Whatever people are called and say, a written file holds it and nothing of it is markup."""
    lines = [Line(s, s + n, speaker, text) for s, n, speaker, text in cues]
    data = write(lines)
    try:
        once = parse(data).lines
    except Invalid:
        return
    assert parse(write(once)).lines == once


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Never anything else."""
    with contextlib.suppress(Invalid):
        assert parse(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + data).lines


@pytest.mark.parametrize("piece", ["<v ", "<v.", "<v  \t", "a\u0301\u0316\u0301\u0316", "<", "</", "&"])
def test_a_file_made_to_hold_a_worker_up_costs_no_more_than_its_length(piece: str) -> None:
    """Where each piece were looked for to the end of the file, these would take hours."""
    line = piece * (18_000 // len(piece))
    body = "\n".join([line] * 50)
    found = parse(f"WEBVTT\n\n00:01.000 --> 00:02.000\nGood evening. {body}\n".encode())
    assert found.lines[0].text.startswith("Good evening.")
    assert len(found.lines[0].text) <= 2_000
