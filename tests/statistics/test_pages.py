"""The pages, their tables and their data, for the public and for officers, on a council with a bit of everything."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from meetings.db.record import facts_of
from meetings.kernel.permissions import Role
from meetings.motions.events import MotionDecided
from meetings.room.events import MeetingClosed, MeetingOpened, MemberArrived, MemberLeft
from meetings.statistics.queries.people import people_of
from meetings.voting.events import BallotCast, VoteDeclared, VoteOpened
from meetings.voting.rules import VoteMethod
from tests.factories.accounts import signed_in
from tests.factories.site import Visitor, make_site, words
from tests.factories.world import World
from tests.publicsite.town import Town, make_town

TOPICS = ("attendance", "votes", "groups", "time", "decisions", "deadlines", "public")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The council: only to be looked at."""
    folder: Path = tmp_path_factory.mktemp("figures") / "data"
    with make_site(folder) as made:
        yield make_town(made)


def _rows(town: Town, path: str, visitor: Visitor | None = None) -> list[dict[str, str]]:
    answer = (visitor or town.site.public).get(path)
    assert answer.status_code == 200, path
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def _slug(town: Town, person_id: str) -> str:
    with town.site.world.runner.read() as session:
        return people_of(session, [person_id])[person_id].slug


def _pages(town: Town) -> list[str]:
    members = [f"/councillors/{_slug(town, p)}/statistics" for p in town.planning.members[::5]]
    return [
        "/statistics",
        *(f"/statistics/{topic}" for topic in TOPICS),
        "/statistics?period=y2020",
        "/statistics/attendance?body=planning-committee&period=y2026",
        "/bodies/planning-committee/statistics",
        "/bodies/council/statistics",
        *members,
        *(f"{m}.json" for m in members),
        f"/meetings/{town.past.id}/statistics",
        f"/meetings/{town.past.id}/statistics.json",
        f"/meetings/{town.coming.id}/statistics",
        "/statistics/all.json",
    ]


def test_every_page_is_there_and_gives_nothing_away(town: Town) -> None:
    for path in _pages(town):
        answer = town.site.public.get(path)
        assert answer.status_code == 200, path
        found = [name for name, secret in town.secrets.items() if secret in answer.get_data(as_text=True)]
        assert found == [], path
    for path in (f"/meetings/{town.draft.id}/statistics", "/statistics/six-months", "/statistics/nothing"):
        assert town.site.public.get(path).status_code == 404
    assert town.site.public.get("/councillors/priya-nair/statistics").status_code == 404


def test_each_table_on_a_page_is_there_as_csv_and_in_the_data(town: Town) -> None:
    for topic in TOPICS:
        data = json.loads(town.site.public.get(f"/statistics/{topic}.json").data)
        for table in data["topics"][0]["tables"]:
            rows = _rows(town, f"/statistics/{topic}/{table['key']}.csv")
            assert [list(map(str, row)) for row in table["rows"]] == [list(row.values()) for row in rows]
            assert all(list(row) == table["columns"] for row in rows)
    assert town.site.public.get("/statistics/votes/nothing.csv").status_code == 404
    assert town.site.public.get("/statistics/nothing/nothing.csv").status_code == 404


def test_attendance_is_what_the_record_says(town: Town) -> None:
    """Counted again from the facts of the meeting alone."""
    with town.site.world.runner.read() as session:
        told = [e.fact for e in facts_of(session, town.past.id, types=(MemberArrived, MemberLeft))]
    came = {f.person_id for f in told if isinstance(f, MemberArrived)}
    rows = _rows(town, "/statistics/attendance/attendance-by-member.csv?body=planning-committee")
    assert sum(int(r["Present"]) for r in rows) == len(came & set(town.planning.members))
    assert all(int(r["Expected"]) == 1 for r in rows)
    assert [r["Present, %"] for r in rows] == [""] * len(rows)
    for r in rows:
        parts = ("Present", "Apologies", "Absent without apologies")
        assert int(r["Expected"]) == sum(int(r[name]) for name in parts)


def _recorded(town: Town) -> dict[str, dict[str, str]]:
    """Recorded votes on open business by vote, with the ballots, from the facts alone."""
    with town.site.world.runner.read() as session:
        entries = list(facts_of(session, town.past.id, types=(VoteOpened, BallotCast, VoteDeclared)))
    named: dict[str, dict[str, str]] = {}
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, VoteOpened) and fact.method is VoteMethod.RECORDED:
            named[fact.vote_id] = {}
        elif isinstance(fact, BallotCast) and fact.vote_id in named:
            named[fact.vote_id][fact.person_id] = fact.choice.value
    return {v: b for v, b in named.items() if f"/votes/{v}" not in town.hidden}


def test_votes_by_member_are_those_of_the_record_and_of_no_vote_without_names(town: Town) -> None:
    votes = _recorded(town)
    assert set(votes) == {town.votes["recorded"], town.votes["casting"]}
    names = town.site.world.names
    rows = {r["Member"]: r for r in _rows(town, "/statistics/votes/votes-by-member.csv")}
    for person_id in town.planning.members:
        own = [b.get(person_id) for b in votes.values()]
        row = rows[names[person_id]]
        counted = [int(row[c]) for c in ("For", "Against", "Abstained", "No vote cast")]
        assert counted == [own.count(c) for c in ("for", "against", "abstain", None)]
        assert int(row["On the roll"]) == sum(counted) == len(votes)
    page = town.site.public.get("/statistics/votes").get_data(as_text=True)
    assert f"/votes/{town.votes['recorded']}" in page
    assert f"/votes/{town.votes['totals']}" not in page


def test_officers_see_what_was_decided_in_private_and_the_public_does_not(town: Town) -> None:
    path = "/statistics/decisions/decisions-by-kind.csv"
    open_to_all = {r["Kind"]: int(r["Number"]) for r in _rows(town, path)}
    for_officers = {r["Kind"]: int(r["Number"]) for r in _rows(town, f"/desk{path}", town.site.officer)}
    with town.site.world.runner.read() as session:
        decided = [e.fact for e in facts_of(session, town.past.id, types=(MotionDecided,))]
    assert for_officers["Of the decisions: taken in private"] >= 1
    private = for_officers["Of the decisions: taken in private"]
    assert for_officers["Resolved"] == open_to_all["Resolved"] + private
    assert "Of the decisions: taken in private" not in open_to_all
    assert sum(for_officers[k] for k in ("Resolved", "Recommended to another body", "Motions lost")) <= len(
        decided
    )
    assert open_to_all["Of those by vote: by a casting vote"] == 1


def test_time_is_the_time_of_the_record(town: Town) -> None:
    with town.site.world.runner.read() as session:
        at = {
            type(e.fact): e.at for e in facts_of(session, town.past.id, types=(MeetingOpened, MeetingClosed))
        }
    minutes = round((at[MeetingClosed] - at[MeetingOpened]) / timedelta(minutes=1))
    rows = _rows(town, f"/meetings/{town.past.id}/statistics/time-by-item.csv")
    assert sum(int(r["Time"]) for r in rows) == minutes
    assert [r["Item"] for r in rows][-1] == "Business taken in private"
    length = _rows(town, "/statistics/time/length-by-meeting.csv")
    assert [int(r["Sat for"]) for r in length] == [minutes]


def test_deadlines_are_judged_by_the_law(town: Town) -> None:
    rows = _rows(town, "/statistics/deadlines/deadlines-by-meeting.csv")
    assert [(r["Asked for"], r["Clear days"], r["Notice"], r["Days"]) for r in rows] == [
        ("5", "5", "In time", "0")
    ]


def test_figures_stand_in_a_chart_and_in_the_table_below_it(town: Town) -> None:
    page = town.site.public.get("/statistics/attendance").get_data(as_text=True)
    assert page.index("<svg") < page.index('<caption class="govuk-table__caption')
    assert 'role="img"' in page
    assert "Schedule 12 paragraphs 40 and 44" in page
    assert "style=" not in page


def test_a_vote_is_drawn_on_its_page_with_names_only_where_they_were_recorded(town: Town) -> None:
    recorded = town.site.public.get(f"/votes/{town.votes['recorded']}")
    assert "3 for, 1 against, 1 abstained, 1 no vote cast, of 6 entitled to vote." in words(recorded)
    assert "<title>Councillor A. Abara (Civic): for</title>" in recorded.get_data(as_text=True)
    page = town.site.public.get(f"/meetings/{town.past.id}/statistics").get_data(as_text=True)
    assert page.count('class="stat-hemicycle"') == 2
    assert page.count('id="seats-0-title"') == page.count('id="seats-1-title"') == 1
    totals = town.site.public.get(f"/votes/{town.votes['totals']}").get_data(as_text=True)
    assert totals.count('class="stat-seat') == 6
    assert "Abara (" not in totals


def test_desk_pages_are_for_those_who_may_read_the_record(town: Town) -> None:
    officer = town.site.officer
    for path in (
        "/desk/statistics",
        *(f"/desk/statistics/{t}" for t in (*TOPICS, "six-months")),
        "/desk/statistics/six-months.json",
        f"/desk/meetings/{town.past.id}/statistics",
    ):
        assert officer.get(path).status_code == 200, path
        assert town.site.public.get(path).status_code in (302, 303, 401), path
        assert town.site.member(town.planning.members[1]).get(path).status_code == 403, path
    assert "qexempttitlezx" in officer.get(f"/desk/meetings/{town.past.id}/statistics").get_data(as_text=True)
    rows = _rows(town, "/desk/statistics/six-months/six-months.csv", officer)
    assert {r["Last attended"] for r in rows} == {"2026-11-10"}
    assert {r["Last day to attend"] for r in rows} == {"2027-05-09"}


def test_an_officer_of_one_committee_gets_the_figures_of_that_one(town: Town) -> None:
    world: World = town.site.world
    council_id = town.live.body.id
    _, token = signed_in(world, "Olu Ward", Role.OFFICER, council_id)
    mine = Visitor(town.site.parts, token)
    path = "/desk/statistics/attendance/attendance-by-committee.csv"
    assert {r["Committee"] for r in _rows(town, path, town.site.officer)} == {"Planning Committee"}
    assert _rows(town, path, mine) == []
    assert mine.get(f"/desk/meetings/{town.past.id}/statistics").status_code == 403


def test_pages_say_so_when_there_is_nothing_to_count(town: Town) -> None:
    text = words(town.site.public.get("/statistics?period=y2021"))
    for wanted in (
        "No meeting with attendance was held",
        "No vote with names was taken",
        "Nothing was decided",
    ):
        assert wanted in text
    bad = town.site.public.get("/statistics/time?period=dates&from=2026-09-09&to=2026-01-01")
    assert bad.status_code == 422
    assert "The last day is before the first." in words(bad)


def test_pages_are_kept_until_something_is_recorded(town: Town) -> None:
    client = town.site.parts.app.test_client()
    first = client.get("/statistics/time")
    with town.site.counted() as statements:
        second = client.get("/statistics/time", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 304
    assert len(statements) <= 3
