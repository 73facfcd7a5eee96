"""The six months of councillors, from meetings that were held: who is near the end, what stops the clock, entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from meetings.bodies.usecases import SetTerm, set_term
from meetings.db.record import council_stream, facts_of
from meetings.deadlines.clocks import dues_between
from meetings.deadlines.member_events import MemberEntryMade, MemberEntryWithdrawn
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.entries import EntryKind
from meetings.deadlines.usecases.members import MakeEntry, WithdrawEntry, make_entry, withdraw_entry
from meetings.kernel.actor import ANONYMOUS, SYSTEM, Actor
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Grant, Role
from meetings.room.absence import member_clocks
from meetings.room.absence_state import MemberClock
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.site import Site, make_site, words
from tests.factories.world import Committee, World

LONDON = ZoneInfo("Europe/London")
JUNE = datetime(2026, 6, 10, 18, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 14, 18, 0, tzinfo=UTC)
COUNCIL = (datetime(2026, 11, 25, 19, 0, tzinfo=UTC), datetime(2026, 12, 17, 19, 0, tzinfo=UTC))
D = date.fromisoformat
COUNCILLOR = Actor("c", "Councillor", grants=(Grant(Role.COUNCILLOR, None, date(2020, 1, 1)),))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def council(sqlite_world: World) -> Committee:
    return held(sqlite_world)


def held(world: World) -> Committee:
    """Three councillors came in June, the first two again in October; a fourth was elected and never came."""
    world.clock.at = JUNE - timedelta(days=30)
    council = world.body("Council", members=4)
    for person in council.members:
        world.run(set_term, SetTerm(person, None, None, D("2026-05-11")), SYSTEM)
    for day, present in ((JUNE, 3), (OCTOBER, 2)):
        world.clock.at = day - timedelta(days=10)
        sitting = council.meeting(starts_at=day)
        world.clock.at = day
        sitting.open(present)
        world.run(close_meeting, CloseMeeting(sitting.id))
    world.clock.at = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
    for at in COUNCIL:
        world.run(arrange_meeting, ArrangeMeeting(council.id, at, place="Town Hall"))
    return council


def clocks(world: World, today: date) -> dict[str, MemberClock]:
    with world.runner.read() as session:
        found = member_clocks(session, law_of(session), today, LONDON)
    return {c.person_id: c for c in found}


def test_last_attendance_last_day_and_the_council_meeting_that_can_help(council: Committee) -> None:
    found = clocks(council.world, D("2026-11-01"))
    one = found[council.members[2]]
    assert (one.last.on if one.last else None, one.missed) == (D("2026-06-10"), 1)
    assert (one.expiry, one.careful) == (D("2026-12-10"), D("2026-12-09"))
    assert one.last_council == D("2026-11-25")
    assert found[council.members[0]].missed == 0
    assert found[council.members[0]].expiry == D("2027-04-14")
    # never seen: from when the records here begin, which is after the election
    never = found[council.members[3]]
    assert (never.last, never.base, never.missed) == (None, D("2026-06-10"), 1)


def test_those_with_least_time_come_first(world: World) -> None:
    council = held(world)
    with council.world.runner.read() as session:
        found = member_clocks(session, law_of(session), D("2026-11-01"), LONDON)
    assert [c.careful for c in found] == sorted(c.careful for c in found if c.careful)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-10-01", ("69 days left", "")),
        ("2026-10-20", ("50 days left", "orange")),
        ("2026-11-20", ("19 days left", "red")),
        ("2026-12-08", ("1 day left", "red")),
        ("2026-12-09", ("0 days left", "red")),
        ("2026-12-10", ("Over today on the careful count", "red")),
        ("2026-12-11", ("Six months are over", "red")),
    ],
)
def test_state_by_the_day(council: Committee, today: str, state: tuple[str, str]) -> None:
    found = clocks(council.world, D(today))[council.members[2]].state(D(today))
    assert found == (state if state[1] else ("Missed meetings", "yellow"))


def test_attendance_elsewhere_starts_the_six_months_again(council: Committee) -> None:
    entry = MakeEntry(
        council.members[2], EntryKind.ATTENDED, D("2026-09-02"), "Harbour Board, as representative"
    )
    council.world.run(make_entry, entry)
    found = clocks(council.world, D("2026-11-01"))[council.members[2]]
    assert (found.last.what if found.last else "", found.expiry) == (entry.reason, D("2027-03-02"))


def test_suspension_is_left_out(council: Committee) -> None:
    entry = MakeEntry(
        council.members[2],
        EntryKind.SUSPENDED,
        D("2026-07-01"),
        "Standards Committee, minute 4",
        D("2026-07-30"),
    )
    council.world.run(make_entry, entry)
    assert clocks(council.world, D("2026-11-01"))[council.members[2]].expiry == D("2027-01-09")


@pytest.mark.parametrize(
    ("on", "until", "today", "state"),
    [
        ("2026-11-25", None, "2026-12-20", "Absence approved"),
        ("2026-11-25", "2027-03-31", "2027-03-31", "Absence approved"),
        ("2026-11-25", "2027-03-31", "2027-04-01", "Approval has ended"),
        ("2026-12-10", None, "2026-12-20", "Approval doubtful"),
        ("2026-12-17", None, "2026-12-20", "Approved too late"),
    ],
)
def test_approval_of_the_absence(
    council: Committee, on: str, until: str | None, today: str, state: str
) -> None:
    council.world.clock.at = datetime(2026, 12, 20, 12, 0, tzinfo=UTC)
    last = D(until) if until else None
    entry = MakeEntry(council.members[2], EntryKind.APPROVED, D(on), "Illness; minute 12", last)
    council.world.run(make_entry, entry)
    found = clocks(council.world, D(today))[council.members[2]]
    assert found.state(D(today))[0] == state


def test_an_entry_taken_back_counts_no_more(council: Committee) -> None:
    run, member = council.world.run, council.members[2]
    made = run(make_entry, MakeEntry(member, EntryKind.APPROVED, D("2026-10-20"), "Illness"))
    assert run(withdraw_entry, WithdrawEntry(made)) == member
    assert clocks(council.world, D("2026-11-01"))[member].approved_on is None
    with pytest.raises(WrongState):
        run(withdraw_entry, WithdrawEntry(made))
    with pytest.raises(NotFound):
        run(withdraw_entry, WithdrawEntry("nothing"))
    with council.world.runner.read() as session:
        kinds = (MemberEntryMade, MemberEntryWithdrawn)
        assert len(list(facts_of(session, council_stream(session), types=kinds))) == 2


def test_entries_that_make_no_sense_or_are_not_allowed(council: Committee) -> None:
    run, member = council.world.run, council.members[2]
    for command in (
        MakeEntry(member, EntryKind.APPROVED, D("2026-10-20"), " "),
        MakeEntry(member, EntryKind.ATTENDED, D("2027-10-20"), "x"),
        MakeEntry(member, EntryKind.SUSPENDED, D("2026-10-20"), "x"),
        MakeEntry(member, EntryKind.SUSPENDED, D("2026-10-20"), "x", D("2026-10-01")),
    ):
        with pytest.raises(Invalid):
            run(make_entry, command)
    good = MakeEntry(member, EntryKind.ATTENDED, D("2026-10-20"), "x")
    with pytest.raises(SignInRequired):
        run(make_entry, good, ANONYMOUS)
    with pytest.raises(Denied):
        run(make_entry, good, COUNCILLOR)
    with pytest.raises(NotFound):
        run(make_entry, MakeEntry("nobody", EntryKind.ATTENDED, D("2026-10-20"), "x"))


def test_the_calendar_names_whoever_is_near_the_end(council: Committee) -> None:
    with council.world.runner.read() as session:
        found = dues_between(session, D("2026-11-01"), D("2026-12-31"), council.world.officer)
    mine = {d.key.split(":")[1]: d.on for d in found if d.key.endswith(council.members[2])}
    assert mine == {"end": D("2026-12-09"), "council": D("2026-11-25")}
    assert not any(d.key.startswith("absence:") and d.key.endswith(council.members[0]) for d in found)


def test_new_members_duties_stand_in_the_calendar_until_they_are_met(council: Committee) -> None:
    member = council.members[0]
    council.world.run(make_entry, MakeEntry(member, EntryKind.ACCEPTED_OFFICE, D("2026-05-12"), "Signed"))
    with council.world.runner.read() as session:
        found = dues_between(session, D("2026-05-01"), D("2026-07-31"), council.world.officer)
    mine = {
        d.key.split(":")[1]: (d.on, d.done) for d in found if member in d.key and d.key.startswith("duty")
    }
    assert mine == {
        "accepted_office": (D("2026-07-11"), True),
        "registered": (D("2026-06-07"), False),
    }


def test_the_list_takes_as_many_queries_for_many_as_for_few(site: Site) -> None:
    council = held(site.world)
    with site.counted() as few:
        assert len(clocks(site.world, D("2026-11-01"))) == 4
    for n in range(4, 12):
        person = site.world.member(council.id, n)
        site.world.run(set_term, SetTerm(person, None, None, D("2026-05-11")), SYSTEM)
    with site.counted() as many:
        assert len(clocks(site.world, D("2026-11-01"))) == 12
    assert len(many) == len(few)


def test_pages(site: Site) -> None:
    council = held(site.world)
    names = site.world.names
    page = words(site.officer.get("/desk/members"))
    assert all(names[p] in page for p in council.members)
    assert "New members" not in page
    slug = clocks(site.world, D("2026-11-01"))[council.members[2]].slug
    one = words(site.officer.get(f"/desk/members/{slug}"))
    assert "The last council meeting able to approve the absence: Wednesday 25 November 2026." in one
    form = {"kind": "approved", "on-day": "20", "on-month": "10", "on-year": "2026", "reason": ""}
    refused = site.officer.post(f"/desk/members/{slug}/entries", form)
    assert refused.status_code == 422
    assert "Say what it was" in words(refused)
    assert site.officer.post(f"/desk/members/{slug}/entries", {"reason": "x"}).status_code == 422
    made = site.officer.post(f"/desk/members/{slug}/entries", form | {"reason": "Illness, minute 12"})
    assert made.status_code == 303
    shown = site.officer.get(f"/desk/members/{slug}")
    assert "Absence approved" in words(shown)
    back = shown.get_data(as_text=True).partition("/entries/")[2].partition("/withdraw")[0]
    assert site.officer.post(f"/desk/members/{slug}/entries/{back}/withdraw").status_code == 303
    assert "Nothing yet" in words(site.officer.get(f"/desk/members/{slug}"))
    assert site.officer.get("/desk/members/nobody").status_code == 404


def test_an_empty_council_says_what_to_do(site: Site) -> None:
    assert "No councillors yet" in words(site.officer.get("/desk/members"))
