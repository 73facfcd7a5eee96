"""The calendar of a municipal year: a body's meetings from a pattern, and the whole council's table."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from werkzeug.datastructures import MultiDict

from meetings.bodies.models import Seat
from meetings.bodies.usecases import AddMember, add_member
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid
from meetings.kernel.permissions import Role
from meetings.schedule.models import MeetingKind
from meetings.schedule.queries import meetings_between
from meetings.schedule.usecases import ArrangeSeries, Slot, arrange_series
from tests.factories.site import Site, Visitor, words
from tests.factories.world import Committee

ASK = "rhythm=monthly&weekday=1&ordinals=2&months_off=8&time=18:30&year=2027"


@pytest.fixture
def body(site: Site) -> Committee:
    return site.world.body(members=3)


def series(body: Committee, *days: str) -> ArrangeSeries:
    slots = tuple(Slot(datetime.fromisoformat(d).replace(tzinfo=UTC)) for d in days)
    return ArrangeSeries(body.id, slots, "Town Hall")


def starts(site: Site) -> list[str]:
    with site.world.runner.read() as session:
        rows = meetings_between(
            session, datetime(2026, 5, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC), public_only=False
        )
    return [m.starts_at.isoformat(timespec="minutes") for m in rows]


def test_series_arranges_every_meeting_known_to_officers_only(site: Site, body: Committee) -> None:
    site.world.run(arrange_series, series(body, "2027-06-08T18:00", "2027-05-11T18:00"))
    assert starts(site) == ["2027-05-11T18:00+00:00", "2027-06-08T18:00+00:00"]
    assert "8 June" not in words(site.public.get("/meetings"))


def test_series_with_one_bad_date_arranges_none(site: Site, body: Committee) -> None:
    with pytest.raises(Invalid, match="already meets"):
        site.world.run(arrange_series, series(body, "2027-05-11T18:00", "2027-05-11T18:00"))
    assert starts(site) == []


def test_series_without_dates_is_refused(site: Site, body: Committee) -> None:
    with pytest.raises(Invalid, match="at least one"):
        site.world.run(arrange_series, series(body))


def test_series_needs_somebody_who_prepares_meetings_of_that_body(site: Site, body: Committee) -> None:
    with pytest.raises(Denied):
        site.world.run(arrange_series, series(body, "2027-05-11T18:00"), site.world.actor(body.members[0]))


def test_pattern_proposes_its_dates_with_what_speaks_against_them(site: Site, body: Committee) -> None:
    site.world.run(arrange_series, series(body, "2027-06-08T18:00"))
    page = words(site.officer.get(f"/desk/year/series?body={body.id}&{ASK}"))
    assert "11 dates" in page
    assert "Tuesday 11 May 2027" in page
    assert "It meets on this day already." in page
    assert "August 2027" not in page


def test_bank_holiday_is_named_and_not_ticked(site: Site, body: Committee) -> None:
    ask = "rhythm=monthly&weekday=0&ordinals=1&time=18:30&year=2027"
    page = site.officer.get(f"/desk/year/series?body={body.id}&{ask}").get_data(as_text=True)
    box = page.split('id="day-2027-05-03"')[1].split(">")[0]
    assert "checked" not in box
    assert "against-2027-05-03" in box
    assert "checked" in page.split('id="day-2027-06-07"')[1].split(">")[0]


def test_members_who_sit_on_both_are_counted(site: Site, body: Committee) -> None:
    other = site.world.body("Licensing Committee", members=0)
    site.world.run(arrange_series, series(other, "2027-05-11T18:00"))
    ask = f"/desk/year/series?body={body.id}&{ASK}"
    assert "sit on both" not in words(site.officer.get(ask))
    site.world.run(add_member, AddMember(other.id, body.members[1], Seat.MEMBER, date(2020, 1, 1)), SYSTEM)
    page = words(site.officer.get(ask))
    assert "Licensing Committee meets that day; 1 member sits on both." in page


def test_chosen_dates_are_arranged_each_with_its_time_and_kind(site: Site, body: Committee) -> None:
    form = MultiDict(
        {
            "body": body.id,
            "year": "2027",
            "place": "Town Hall",
            "planned_minutes": "90",
            "days": ["2027-05-11", "2027-12-14"],
            "time-2027-05-11": "7pm",
            "kind-2027-05-11": "annual",
            "time-2027-12-14": "18:30",
        }
    )
    answer = site.officer.post("/desk/year/series", form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/year?year=2027")
    # British Summer Time in May, none in December.
    assert starts(site) == ["2027-05-11T18:00+00:00", "2027-12-14T18:30+00:00"]
    with site.world.runner.read() as session:
        first = meetings_between(
            session, datetime(2027, 5, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC), public_only=False
        )[0]
    assert first.kind is MeetingKind.ANNUAL


def test_a_wrong_time_is_explained_and_what_was_typed_is_kept(site: Site, body: Committee) -> None:
    form = {
        "body": body.id,
        "year": "2027",
        "rhythm": "monthly",
        "weekday": "1",
        "ordinals": "2",
        "time": "18:30",
        "place": "Old Library",
        "days": "2027-05-11",
        "time-2027-05-11": "half six",
    }
    answer = site.officer.post("/desk/year/series", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="half six"' in page
    assert 'value="Old Library"' in page
    assert starts(site) == []


@pytest.mark.parametrize(
    ("query", "words_of_it"),
    [
        ("rhythm=monthly&weekday=1&time=18:30", "Choose at least one week of the month"),
        ("rhythm=weeks&weekday=1&every=0&time=18:30", "Enter a number of weeks"),
        ("rhythm=weeks&weekday=9&every=6&time=18:30", "Choose a day of the week"),
        ("rhythm=monthly&weekday=1&ordinals=2&time=late", "Enter the start time"),
    ],
)
def test_bad_pattern_says_what_to_do(site: Site, body: Committee, query: str, words_of_it: str) -> None:
    answer = site.officer.get(f"/desk/year/series?body={body.id}&{query}")
    assert answer.status_code == 422
    assert words_of_it in words(answer)


def test_table_shows_each_month_and_the_spreadsheet_each_meeting(site: Site, body: Committee) -> None:
    site.world.run(arrange_series, series(body, "2027-05-11T18:00", "2028-01-11T18:00"))
    page = words(site.officer.get("/desk/year?year=2027"))
    assert "Tuesday 11 May 2027, 7pm, known to officers only" in page
    sheet = site.officer.get("/desk/year.csv?year=2027").get_data(as_text=True)
    assert "Planning Committee,2027-05-11,Tuesday,19:00,Town Hall,ordinary,no" in sheet


def test_announcing_the_year_shows_every_date_to_the_public(site: Site, body: Committee) -> None:
    site.world.run(arrange_series, series(body, "2027-05-11T18:00", "2028-01-11T18:00"))
    assert site.officer.post("/desk/year/announce", {"year": "2027"}).status_code == 303
    assert "11 May 2027" in words(site.public.get("/meetings"))


def test_year_is_closed_to_members_and_to_those_of_another_body(site: Site, body: Committee) -> None:
    assert site.member(body.members[0]).get("/desk/year").status_code == 403
    author = Visitor(site.parts, site.world.account("Rhys Pugh", role=Role.AUTHOR))
    assert author.get("/desk/year/series").status_code == 403


def test_empty_council_is_told_what_comes_first(site: Site) -> None:
    assert "There is no committee yet" in words(site.officer.get("/desk/year"))
