"""Who was connected, from the news to what an officer confirms: suggested, never written by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from meetings.admin.verify import check_stream
from meetings.conferencing.attendance import queries
from meetings.conferencing.attendance.events import AttendanceConfirmed
from meetings.conferencing.attendance.folding import Raw, What
from meetings.conferencing.attendance.operations import look_of, raw_of_news
from meetings.conferencing.attendance.page import ConnectionsPage, connections_page
from meetings.conferencing.attendance.usecases import Confirm, KeepRows, confirm, keep_rows
from meetings.db.record import facts_of
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, WrongState
from meetings.ports.providers import Happened
from meetings.room.rules import Presence
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.schedule.queries import meeting_of
from tests.factories.site import Site, make_site, words
from tests.factories.world import Sitting


class Story:
    """A meeting of an hour: six members, five on the roll; two of them came by Zoom, and so did the sixth."""

    def __init__(self, site: Site) -> None:
        self.site, self.world = site, site.world
        self.sitting: Sitting = self.world.body(members=6).meeting("Library hours", "Bins").open(present=5)
        self.opened: datetime = self.world.clock.at
        self.world.later(minutes=60)

    @property
    def path(self) -> str:
        return f"/desk/meetings/{self.sitting.id}/connections"

    def row(self, key: str, start: float, end: float | None, name: str, provider: str = "zoom") -> Raw:
        until = None if end is None else self.opened + timedelta(minutes=end)
        return Raw(
            provider, key, What.STRETCH, "meeting", self.opened + timedelta(minutes=start), until, name
        )

    def tell(self, *rows: Raw) -> int:
        command = KeepRows(self.sitting.id, rows, "report", "room", "zoom")
        return self.world.run(keep_rows, command, SYSTEM)

    def page(self) -> ConnectionsPage:
        with self.world.runner.read() as session:
            meeting = meeting_of(session, self.sitting.id)
            return connections_page(session, meeting, self.world.clock.at, self.world.runner.timezone)

    def listed(self, n: int) -> bool:
        with self.world.runner.read() as session:
            return bool(queries.roll_call_of(session, self.sitting.id).get(self.sitting.body.members[n]))

    def confirmed(self) -> list[AttendanceConfirmed]:
        with self.world.runner.read() as session:
            entries = facts_of(session, self.sitting.id, types=(AttendanceConfirmed,))
            return [e.fact for e in entries if isinstance(e.fact, AttendanceConfirmed)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Told once."""
    folder: Path = tmp_path_factory.mktemp("connections")
    with make_site(folder / "data") as site:
        yield Story(site)


def test_rows_are_kept_once_and_write_nothing(story: Story) -> None:
    """Told twice they are the same; the list of attendance stays as the clerk made it."""
    assert "no remote room" in words(story.site.officer.get(story.path))
    rows = [
        story.row("f", 0, 60, "Cllr F. Frost"),
        story.row("i", 0, 60, "iPad"),
        story.row("g", 1, 5, "Guest"),
    ]
    assert story.tell(*rows) == 3
    assert story.tell(*rows, rows[0]) == 0
    assert not story.listed(5)
    page = words(story.site.officer.get(story.path))
    for said in (
        "Connected, but not on the list of attendance",
        "not recognised",
        "iPad",
        "can be confirmed after it",
    ):
        assert said.casefold() in page.casefold(), said
    member = story.site.member(story.sitting.body.members[0])
    assert member.get(story.path).status_code == 403


def test_nothing_is_confirmed_before_the_end(story: Story) -> None:
    """The roll call counts while the meeting goes on."""
    command = Confirm(story.sitting.id, story.sitting.body.members[5], True, Presence.REMOTE)
    with pytest.raises(WrongState, match="once the meeting is closed"):
        story.world.run(confirm, command)
    story.world.run(close_meeting, CloseMeeting(story.sitting.id))
    actor = story.world.actor(story.sitting.body.members[1])
    with pytest.raises(Denied):
        story.world.run(confirm, command, actor)


def test_whose_it_was(story: Story) -> None:
    """A member, then two at one device, a member of the public, and back again."""
    officer, members = story.site.officer, story.sitting.body.members
    ipad, guest = (next(g for g in story.page().unmatched if g.shown_as == n) for n in ("iPad", "Guest"))
    assert officer.post(f"{story.path}/assign", {"identity": "0" * 16, "what": "member"}).status_code == 404
    form = {"identity": ipad.short, "what": "member", "person_id": [members[3], members[4]]}
    assert officer.post(f"{story.path}/assign", form).status_code == 303
    assert (
        officer.post(f"{story.path}/assign", {"identity": guest.short, "what": "public"}).status_code == 303
    )
    page = story.page()
    assert page.unmatched == ()
    assert {g.names for g in page.decided} == {("Councillor D. Dunmore", "Councillor E. Eze"), ()}
    shared = [x for x in page.members if x.seen.flags and "shared" in x.seen.flags]
    assert len(shared) == 2
    assert officer.post(f"{story.path}/assign", {"identity": guest.short, "what": "undo"}).status_code == 303
    assert [g.shown_as for g in story.page().unmatched] == ["Guest"]
    assert story.confirmed() == []


def test_confirmed_by_an_officer(story: Story) -> None:
    """Then it is in the list, in the record with the rows it rests on, and no later news changes it."""
    officer, frost = story.site.officer, story.sitting.body.members[5]
    line = next(x for x in story.page().members if x.seen.person_id == frost)
    form = {"person_id": frost, "seen": line.mark, "how": "remote", "note": "Known by voice"}
    assert officer.post(f"{story.path}/confirm", {**form, "how": ""}).status_code == 422
    assert officer.post(f"{story.path}/confirm", {**form, "started_at": "soon"}).status_code == 422
    assert officer.post(f"{story.path}/confirm", {**form, "seen": "0" * 16}).status_code == 422
    assert not story.listed(5)
    assert officer.post(f"{story.path}/confirm", form).status_code == 303
    assert story.listed(5)
    (fact,) = story.confirmed()
    assert (fact.name, fact.was_present, fact.presence) == ("Councillor F. Frost", True, Presence.REMOTE)
    assert fact.rows == line.seen.rows

    assert story.tell(story.row("f2", 30, 45, "F. Frost", provider="teams")) == 1
    assert story.tell(story.row("f3", -9, 75, "F. Frost", provider="teams")) == 1
    line = next(x for x in story.page().members if x.seen.person_id == frost)
    assert line.confirmed is not None
    assert not line.changed
    late = story.row("f", 0, 50, "Cllr F. Frost", provider="jitsi")
    assert story.tell(late) == 1
    assert len(story.confirmed()) == 1


def test_a_difference_is_shown_and_confirmed_again(story: Story) -> None:
    """What was confirmed stands until an officer confirms something else; both stay in the record."""
    officer, abara = story.site.officer, story.sitting.body.members[0]
    assert officer.post(f"{story.path}/confirm", {"person_id": abara, "how": "in_person"}).status_code == 303
    story.tell(story.row("a", 10, 20, "Abara, A."))
    line = next(x for x in story.page().members if x.seen.person_id == abara)
    assert line.changed
    assert "something else since then" in words(officer.get(story.path))
    again = {"person_id": abara, "how": "in_person", "note": "Also looked on from the gallery"}
    assert officer.post(f"{story.path}/confirm", again).status_code == 303
    assert [f.number for f in story.confirmed() if f.person_id == abara] == [1, 2]
    assert not next(x for x in story.page().members if x.seen.person_id == abara).changed


def test_news_as_rows() -> None:
    """Waiting is not in the meeting; without a moment or anybody in it there is no row."""
    at = datetime.fromisoformat("2026-12-08T19:00:00+00:00")
    row = raw_of_news("zoom", Happened("k", "waiting", at, "9", {"connection": "u:1", "name": "Ana"}))
    assert row is not None
    assert (row.what, row.room, row.key) == (What.JOINED, "waiting_room", "u:1")
    left = raw_of_news("zoom", Happened("k", "left", at, "9", {"connection": "u:1", "room": "breakout"}))
    assert left is not None
    assert (left.what, left.room) == (What.LEFT, "breakout")
    own = raw_of_news(
        "builtin", Happened("k", "joined", at, "4711", {"session": "5", "who": "p", "room": "4711"})
    )
    assert own is not None
    assert (own.room, own.key) == ("meeting", "5-p")
    assert raw_of_news("zoom", Happened("k", "joined", None, "9", {"connection": "u:1"})) is None
    assert raw_of_news("zoom", Happened("k", "joined", at, "9", {})) is None


def test_when_a_list_is_read_again() -> None:
    """At once, after two hours, a day, four days."""
    closed = datetime.fromisoformat("2026-12-08T21:00:00+00:00")
    found = [look_of(closed, closed + timedelta(hours=h)) for h in (0, 1.9, 2, 23, 24, 95, 96, 300)]
    assert found == [0, 0, 1, 1, 2, 2, 3, 3]


def test_the_tables_are_as_the_record_has_them(story: Story) -> None:
    """After all of it."""
    with story.world.runner.read() as session:
        assert check_stream(session, story.site.parts.services.storage, story.sitting.id).differences == ()
