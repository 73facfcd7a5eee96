"""The record of a meeting as officers read it: in words, in pages, checked on demand, and no secret ballot told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import text

import meetings.actions.events  # noqa: F401 (makes its facts known)
from meetings.admin.queries import GROUPS
from meetings.admin.words import WORDS
from meetings.kernel.facts import registered
from meetings.kernel.permissions import Role
from meetings.registry import load_reactions
from meetings.room.events import PublicCounted
from meetings.room.usecases import TakeNote, take_note
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from meetings.web.sheets import guarded
from tests.admin.importing import RESOLVED, bring, item, meeting
from tests.factories.accounts import signed_in
from tests.factories.browser import overflow, violations
from tests.factories.site import Site, Visitor, make_site, words
from tests.factories.world import EVENING, Sitting
from tests.publicsite.serving import served

#: words by which a choice could be told
CHOSEN = re.compile(r"voted (for|against)|[A-Z]\w+ abstained|\bchoice\b")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    return site.world.body(members=5).meeting("Library hours", "Parking").open()


def voted(sitting: Sitting, method: VoteMethod, *, close: bool = True) -> str:
    world = sitting.world
    vote = sitting.vote(sitting.motion("That the library opens on Sundays"), method)
    sides = (Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.FOR)
    sitting.cast(vote, dict(zip(sitting.body.members, sides, strict=True)), key=f"key-{method}")
    if close:
        world.run(close_vote, CloseVote(vote, 0))
        world.run(declare_vote, DeclareVote(vote))
    return vote


def record(site: Site, sitting: Sitting, query: str = "", visitor: Visitor | None = None) -> str:
    answer = (visitor or site.officer).get(f"/desk/record/{sitting.id}{query}")
    assert answer.status_code == 200
    return words(answer)


def rows_of(site: Site, sitting: Sitting) -> list[dict[str, str]]:
    answer = site.officer.get(f"/desk/record/{sitting.id}/record.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def test_the_record_reads_as_sentences_in_order(site: Site, sitting: Sitting) -> None:
    voted(sitting, VoteMethod.RECORDED)
    said = record(site, sitting)
    sentences = (
        "Put in the calendar for Tuesday 8 December 2026, 7pm, Town Hall",
        "Put “Library hours” on the working agenda",
        "Published version 1 of the agenda, 2 items",
        "Councillor A. Abara arrived",
        "The meeting was opened, Councillor A. Abara in the chair",
        "Item 1 was taken: Library hours",
        "A motion was moved by Councillor A. Abara, seconded by Councillor B. Bright: “That the library opens",
        "A recorded vote was opened on “That the library opens on Sundays.”: 5 members on the roll",
        "Councillor C. Cole voted against",
        "The vote was closed: 3 for, 1 against, 1 abstained, 0 cast nothing",
        "The result was declared: carried",
        "“That the library opens on Sundays.” was carried after a vote",
    )
    places = [said.find(sentence) for sentence in sentences]
    assert -1 not in places
    assert places == sorted(places)


def test_a_vote_by_totals_never_tells_who_chose_what(site: Site, sitting: Sitting) -> None:
    voted(sitting, VoteMethod.TOTALS)
    page = site.officer.get(f"/desk/record/{sitting.id}?group=voting").get_data(as_text=True)
    assert page.count("cast a ballot") == 5
    assert "key-totals" not in page
    assert not CHOSEN.search(words(site.officer.get(f"/desk/record/{sitting.id}?group=voting")))
    ballots = [row for row in rows_of(site, sitting) if row["Kind"] == "voting.ballot_cast"]
    assert len(ballots) == 5
    for row in ballots:
        assert row["What"].endswith("cast a ballot")
        assert not CHOSEN.search(row["Details"])
        assert "key-totals" not in row["Details"]


def test_a_recorded_vote_tells_it_to_officers(site: Site, sitting: Sitting) -> None:
    voted(sitting, VoteMethod.RECORDED)
    said = record(site, sitting, "?group=voting")
    assert said.count("voted for") == 3
    assert "Councillor D. Dunmore abstained" in said
    whats = [r["What"] for r in rows_of(site, sitting) if r["Kind"] == "voting.ballot_cast"]
    assert whats[2] == "Councillor C. Cole voted against"


def test_a_ballot_whose_vote_is_gone_is_kept_secret(site: Site, sitting: Sitting) -> None:
    vote = voted(sitting, VoteMethod.RECORDED)
    with site.parts.database.writer.begin() as connection:
        for table, key in (
            ("ballot", "vote_id"),
            ("ballot_key", "vote_id"),
            ("vote_roll", "vote_id"),
            ("vote", "id"),
        ):
            connection.execute(text(f"DELETE FROM {table} WHERE {key} = :vote"), {"vote": vote})
    assert record(site, sitting, "?group=voting").count("cast a ballot") == 5


def test_the_record_is_narrowed_down_and_told_when_there_is_nothing(site: Site, sitting: Sitting) -> None:
    assert "Councillor A. Abara arrived" in record(site, sitting, "?group=room")
    assert "Published version" not in record(site, sitting, "?group=room")
    assert "Nothing of this kind" in record(site, sitting, "?group=minutes")
    everything = record(site, sitting)
    for odd in ("?group=nonsense", "?page=99", "?page=x", "?group=%25"):
        assert record(site, sitting, odd) == everything


def test_two_thousand_facts_come_in_pages_at_the_same_cost(site: Site, sitting: Sitting) -> None:
    record(site, sitting)
    with site.counted() as few:
        record(site, sitting)
    with site.parts.runner.work(site.world.officer) as work:
        for number in range(2000):
            work.record(sitting.id, PublicCounted(number))
    with site.counted() as many:
        first = record(site, sitting)
    assert len(many) == len(few)
    total = int(re.findall(r"(\d+) facts, page 1 of 21", first)[0])
    last = record(site, sitting, "?page=21")
    assert "1999 of the public in the room" in last
    assert "1999 of the public in the room" not in first
    assert len(rows_of(site, sitting)) == total


def test_the_check_is_made_when_it_is_asked_for(site: Site, sitting: Sitting) -> None:
    voted(sitting, VoteMethod.RECORDED)
    facts = len(rows_of(site, sitting))
    assert "Record intact" not in record(site, sitting)
    said = record(site, sitting, "?check=1")
    assert f"Record intact: {facts} facts" in said
    assert "1 vote with 5 ballots counted again" in said
    with site.parts.database.writer.begin() as connection:
        connection.execute(text("UPDATE vote SET count_for = 4"))
    said = record(site, sitting, "?check=1")
    assert "The record is not intact" in said
    assert "stored with 4 for, 1 against, 1 abstained, 0 not cast, the ballots give 3 for" in said


def test_a_record_that_was_made_unreadable_is_still_shown(site: Site, sitting: Sitting) -> None:
    with site.parts.database.writer.begin() as connection:
        connection.execute(text("DROP TRIGGER record_no_update"))
        connection.execute(text("UPDATE record SET data = 'nonsense' WHERE type = 'room.item_taken'"))
        connection.execute(text("UPDATE record SET data = '[1]' WHERE type = 'room.meeting_opened'"))
        connection.execute(
            text("UPDATE record SET type = 'room.danced' WHERE type = 'schedule.meeting_announced'")
        )
    said = record(site, sitting)
    assert "Item taken" in said
    assert "Meeting opened" in said
    assert "Danced" in said
    assert "The record is not intact" in record(site, sitting, "?check=1")


def test_the_table_has_every_fact_and_no_formula(site: Site, sitting: Sitting) -> None:
    site.world.run(take_note, TakeNote(sitting.id, "=HYPERLINK(1)"))
    rows = rows_of(site, sitting)
    assert [int(row["Number"]) for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1]["Who"] == "Priya Nair"
    assert "=HYPERLINK(1)" in rows[-1]["What"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert (guarded("=1"), guarded("+1"), guarded("-1"), guarded("@x"), guarded("\tx")) == (
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
    )
    assert (guarded("1"), guarded("")) == ("1", "")
    answer = site.officer.get(f"/desk/record/{sitting.id}/record.csv")
    named = 'attachment; filename="record-planning-committee-2026-12-08.csv"'
    assert answer.headers["Content-Disposition"] == named
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_the_record_is_for_those_who_may_read_it(site: Site, sitting: Sitting) -> None:
    parks = site.world.body("Parks Committee", members=1)
    path = f"/desk/record/{sitting.id}"
    for name, role, body, status in (
        ("Mona Officer", Role.MONITORING, None, 200),
        ("Ada Admin", Role.ADMINISTRATOR, None, 403),
        ("Rae Author", Role.AUTHOR, None, 403),
        ("Officer of Parks", Role.OFFICER, parks.id, 404),
    ):
        _, token = signed_in(site.world, name, role, body)
        for address in (path, f"{path}/record.csv"):
            assert Visitor(site.parts, token).get(address).status_code == status, name
    assert site.member(sitting.body.members[0]).get(path).status_code == 403
    assert site.public.get(path).status_code == 302
    assert site.officer.get("/desk/record/nowhere").status_code == 404


def test_each_fact_of_a_meeting_has_words() -> None:
    """Facts of the council's own stream are told as they are; reports have their own words."""
    load_reactions()
    elsewhere = ("bodies.", "people.", "reports.", "forwardplan.", "law.", "notifications.")
    others = {"admin.people_imported", "admin.council_renamed"}
    ours = {name for name in registered() if name.split(".")[0] in GROUPS and not name.startswith(elsewhere)}
    assert ours - others == {name for name in WORDS if not name.startswith(elsewhere)}
    assert not any(name.startswith(("bodies.", "people.")) for name in WORDS)


def judged(page: Page, name: str) -> list[object]:
    """What axe finds, and whether the page can be scrolled sideways."""
    found: list[object] = [(name, fault) for fault in violations(page)]
    return [*found, (name, "too wide", overflow(page))] if overflow(page) else found


def test_the_pages_in_a_browser(browser: Browser, site: Site, sitting: Sitting, tmp_path: Path) -> None:
    voted(sitting, VoteMethod.TOTALS)
    later = sitting.body.meeting("Trees", starts_at=EVENING + timedelta(days=7))
    bring(site.world, meeting(item(1, "Dredging", RESOLVED)))
    file = tmp_path / "GetMeeting.xml"
    file.write_bytes(meeting(item(1, "Dredging " + "long" * 40, RESOLVED), committeetitle="", odd="x" * 90))
    faults: list[object] = []
    complaints: list[object] = []

    def complain(error: object) -> None:
        complaints.append(error)

    with served(site.parts) as ready:
        address = f"http://{ready.host}:{ready.port}"
        for width in (1280, 320):
            context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
            context.add_cookies([{"name": "witan", "value": site.world.officer_token, "url": address}])
            page = context.new_page()
            page.on("pageerror", complain)

            for path in (
                "import",
                f"record/{sitting.id}?check=1",
                f"record/{later.id}?group=voting",
                "settings",
            ):
                page.goto(f"{address}/desk/{path}")
                faults += judged(page, path)
            page.goto(f"{address}/desk/import")
            page.get_by_role("button", name="Import", exact=True).click()
            faults += judged(page, "refused")
            page.set_input_files("#files", file)
            page.get_by_role("button", name="Import", exact=True).click()
            page.get_by_role("heading", name="What was imported").wait_for()
            faults += judged(page, "imported")
            context.close()
    assert (faults, complaints) == ([], [])
