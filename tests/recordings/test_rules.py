"""Where a moment is: a recording that started late, has a gap, was cut, or is in two pieces."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.recordings.addresses import address_at, address_problem, embed_of
from meetings.recordings.rules import (
    Moment,
    Segment,
    captions_due,
    delete_on,
    moment_from,
    moment_in,
    private_parts,
    public_spans,
    segment_problem,
    when_of,
)

T0 = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def seg(start: float, offset: float, length: float, key: str = "a") -> Segment:
    return Segment(key, at(start), offset, length)


LATE = [seg(120, 0, 600)]
GAP = [seg(0, 0, 300), seg(420, 300, 300)]
CUT = [seg(0, 30, 300), seg(900, 330, 300)]
TWO = [seg(0, 0, 300), seg(310, 12, 300, "b")]


@pytest.mark.parametrize(
    ("segments", "second", "found"),
    [
        (LATE, 0, None),
        (LATE, 119.9, None),
        (LATE, 120, ("a", 0.0)),
        (LATE, 719, ("a", 599.0)),
        (LATE, 720, None),
        (GAP, 299, ("a", 299.0)),
        (GAP, 300, None),
        (GAP, 419, None),
        (GAP, 420, ("a", 300.0)),
        (CUT, 0, ("a", 30.0)),
        (CUT, 600, None),
        (CUT, 901, ("a", 331.0)),
        (TWO, 305, None),
        (TWO, 320, ("b", 22.0)),
        ([], 1, None),
    ],
)
def test_moment_in(segments: list[Segment], second: float, found: tuple[str, float] | None) -> None:
    """Which file, and how far in."""
    assert moment_in(segments, at(second)) == found
    assert moment_in(reversed(segments), at(second)) == found


def test_something_that_began_before_the_recording() -> None:
    """It is joined where the recording begins, if it still lasted then, and the link says so."""
    assert moment_from(LATE, at(0), at(200)) == Moment("a", 0.0, exact=False)
    assert moment_from(LATE, at(0), at(100)) is None
    assert moment_from(GAP, at(310), None) == Moment("a", 300.0, exact=False)
    assert moment_from(CUT, at(300), at(900)) is None
    assert moment_from(LATE, at(130)) == Moment("a", 10.0)


def test_two_recordings_of_the_same_time() -> None:
    """The one that has more of what came before."""
    both = [seg(0, 0, 600), seg(100, 0, 600, "b")]
    assert moment_in(both, at(150)) == ("a", 150.0)
    assert moment_in(both, at(650)) == ("b", 550.0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 300), st.integers(0, 300)), max_size=6))
def test_there_and_back(parts: list[tuple[int, int, int]]) -> None:
    """Whatever the gaps and cuts, a moment found is the moment asked for."""
    segments, time, place = [], 0, 0
    for length, pause, cut in parts:
        time, place = time + pause, place + cut
        segments.append(seg(time, place, length))
        time, place = time + length, place + length
    assert segment_problem(segments) == ""
    for second in range(0, time + 10, 7):
        found = moment_in(segments, at(second))
        shown = any(s.started_at <= at(second) < s.ended_at for s in segments)
        assert (found is not None) == shown
        if found is not None:
            assert when_of(segments, *found) == at(second)


@pytest.mark.parametrize(
    ("segments", "words"),
    [
        ([seg(0, 0, 0)], "a second long"),
        ([seg(0, -1, 5)], "before the recording"),
        ([seg(0, 0, 10), seg(20, 9, 10)], "same place"),
        ([seg(20, 0, 10), seg(0, 10, 10)], "same time"),
        ([seg(0, 0, 10), seg(5, 10, 10)], "same time"),
    ],
)
def test_what_cannot_be(segments: list[Segment], words: str) -> None:
    """Stretches that contradict each other."""
    assert words in segment_problem(segments)


def test_private_parts() -> None:
    """Where a recording covers the time without the public; a cut that leaves it out does not."""
    private = [(at(300), at(900))]
    whole = [seg(0, 10, 1200)]
    (found,) = private_parts(whole, private)
    assert (found.start, found.end) == (310.0, 910.0)
    assert private_parts(CUT, private) == ()
    (going_on,) = private_parts(whole, [(at(1100), None)])
    assert going_on.end == 1210.0


def test_public_spans() -> None:
    """What may be published of what is said: all of it, or only what is known to have been in public."""
    assert public_spans([], ()) == ((0.0, float("inf")),)
    assert public_spans([], [(at(0), at(9))]) == ()
    assert public_spans([seg(0, 10, 1200)], [(at(300), at(900))]) == ((10.0, 310.0), (910.0, 1210.0))
    assert public_spans(CUT, [(at(300), at(900))]) == ((30.0, 330.0), (330.0, 630.0))
    assert public_spans([seg(0, 0, 50)], [(at(-5), None)]) == ()


def test_days() -> None:
    """Captions within a fortnight; kept for good without a number."""
    assert captions_due(date(2026, 12, 9)) == date(2026, 12, 23)
    assert delete_on(date(2026, 12, 8), 365) == date(2027, 12, 8)
    assert delete_on(date(2026, 12, 8), None) is None


@pytest.mark.parametrize(
    ("url", "embed", "later"),
    [
        (
            "https://www.youtube.com/watch?v=a1B2c3D4e5F&t=9",
            "https://www.youtube-nocookie.com/embed/a1B2c3D4e5F",
            "https://www.youtube.com/watch?v=a1B2c3D4e5F&t=75s",
        ),
        (
            "https://youtu.be/a1B2c3D4e5F",
            "https://www.youtube-nocookie.com/embed/a1B2c3D4e5F",
            "https://youtu.be/a1B2c3D4e5F?t=75s",
        ),
        (
            "https://www.youtube.com/live/a1B2c3D4e5F?feature=share",
            "https://www.youtube-nocookie.com/embed/a1B2c3D4e5F",
            "https://www.youtube.com/live/a1B2c3D4e5F?feature=share&t=75s",
        ),
        (
            "https://vimeo.com/123456",
            "https://player.vimeo.com/video/123456?dnt=1",
            "https://vimeo.com/123456#t=75s",
        ),
        ("https://council.example/video/9", "", ""),
        ("https://youtube.com.evil.example/watch?v=a1B2c3D4e5F", "", ""),
        (
            "https://www.youtube.com/watch?v=<script>",
            "",
            "",
        ),
    ],
)
def test_addresses(url: str, embed: str, later: str) -> None:
    """Embedded without cookies, opened at a moment; nothing made up for others."""
    assert embed_of(url) == embed
    assert address_at(url, 75.9) == later


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://x.example/a",
        "https://",
        "https://user@x.example/",
        "https://zoom.example/rec/play/abc?pwd=s3cret",
        "https://x.example/a#access_token=1",
        "https://x.example/a b",
        "https://[bad",
        "https://x.example/" + "a" * 500,
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    """What is no address, and what would let readers in."""
    assert address_problem(url)


def test_a_good_address() -> None:
    """Nothing to say."""
    assert address_problem("https://www.youtube.com/watch?v=a1B2c3D4e5F") == ""
