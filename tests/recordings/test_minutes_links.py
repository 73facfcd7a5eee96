"""Links of minutes into a recording that started late, has a gap, or is in two parts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from meetings.db.record import Entry
from meetings.kernel.facts import Fact, name_of
from meetings.minutes.drafting.recording import Recorded, moments
from meetings.recordings.rules import Segment
from meetings.room.events import ItemTaken, MeetingClosed, MeetingOpened

T0 = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
URL = "https://youtu.be/a1B2c3D4e5F"
OTHER = "https://vimeo.com/123456"


def told(*facts: tuple[float, Fact]) -> list[Entry]:
    return [
        Entry(n, T0 + timedelta(minutes=at), fact, name_of(type(fact)), None, "Clerk")
        for n, (at, fact) in enumerate(facts, start=1)
    ]


def seg(key: str, start: float, offset: float, length: float) -> Segment:
    return Segment(key, T0 + timedelta(minutes=start), offset, length * 60)


ENTRIES = told(
    (0, MeetingOpened("p", "Chair")),
    (1, ItemTaken("apologies", "1", "Apologies")),
    (4, ItemTaken("bins", "2", "Bins")),
    (30, ItemTaken("lease", "3", "Lease")),
    (40, ItemTaken("parks", "4", "Parks")),
    (60, MeetingClosed()),
)


def test_by_the_times_of_the_recordings() -> None:
    """Begun late: joined where it begins; not shown at all: no link; in a second part: that part's address."""
    recorded = (
        Recorded(URL, (seg("a", 5, 20, 25),)),
        Recorded(OTHER, (seg("b", 41, 0, 19),)),
    )
    assert moments(ENTRIES, "", recorded) == {
        "bins": f"{URL}?t=20s",
        "parks": f"{OTHER}#t=0s",
    }


def test_from_the_opening_where_nothing_is_known() -> None:
    """As if it had run from the beginning; nothing for a service that cannot open there."""
    assert moments(ENTRIES, URL)["bins"] == f"{URL}?t=240s"
    assert moments(ENTRIES, "https://council.example/live") == {}
    assert moments(ENTRIES, "") == {}


def test_an_item_taken_again_links_to_its_first_moment_that_is_recorded() -> None:
    """Begun before the recording and taken up again later."""
    entries = told(
        (0, MeetingOpened("p", "Chair")), (1, ItemTaken("x", "1", "X")), (2, ItemTaken("y", "2", "Y"))
    )
    entries += told((10, ItemTaken("x", "1", "X")), (20, MeetingClosed()))
    assert moments(entries, "", (Recorded(URL, (seg("a", 5, 0, 60),)),)) == {
        "y": f"{URL}?t=0s",
        "x": f"{URL}?t=300s",
    }
