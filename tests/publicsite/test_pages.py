"""What the public pages say, what they cost, and when they are made afresh."""

from __future__ import annotations

import pytest

from meetings.agendas.usecases import PublishAgenda, publish_agenda
from meetings.bodies.queries import body_of
from meetings.bodies.usecases import UpdateBody, update_body
from meetings.kernel.actor import SYSTEM
from meetings.room.usecases import CloseMeeting, close_meeting
from tests.factories.site import Site, words
from tests.factories.world import Sitting
from tests.publicsite.town import (
    FOR,
    PDF,
    RECORDED,
    Town,
    add,
    decide,
    paper,
    publish_the_minutes,
    sign_in,
)


def laden(site: Site, items: int) -> Sitting:
    """An open meeting with so many items, each with two papers and a decision but the first."""
    body = site.world.body(f"Committee of {items}", members=3)
    sitting = body.meeting("Apologies", publish=False)
    for n in range(items):
        item_id = add(sitting, f"Item {n}", text="<p>Words.</p>", recommendation="That it is so.")
        for side in ("left", "right"):
            paper(site, sitting, item_id, f"Report {n} {side}")
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    a, b, c = body.members
    for n in range(items):
        decide(sitting, f"That number {n} is so", RECORDED, {a: FOR, b: FOR, c: FOR})
    site.world.run(close_meeting, CloseMeeting(sitting.id))
    publish_the_minutes(site, sitting)
    return sitting


def test_a_meeting_costs_eight_statements_for_one_item_and_for_thirty(site: Site) -> None:
    costs = []
    for items in (1, 30):
        sitting = laden(site, items)
        site.public.get("/meetings")
        with site.counted() as statements:
            page = site.public.get(f"/meetings/{sitting.id}")
        assert page.text.count('class="witan-agenda__item"') == items + 1
        assert page.text.count('class="public-decision"') == items
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 8


def test_a_kept_page_costs_one_statement(town: Town) -> None:
    for path in ("", "/live", "/live.json", "/minutes"):
        first = town.site.public.get(f"/meetings/{town.past.id}{path}")
        with town.site.counted() as statements:
            again = town.site.public.get(f"/meetings/{town.past.id}{path}")
        assert (again.data, len(statements)) == (first.data, 1)


def test_lists_cost_the_same_for_few_and_for_many(site: Site) -> None:
    paths = [
        "/",
        "/meetings?period=past",
        "/bodies",
        "/bodies/committee-of-1",
        "/councillors",
        "/calendar.ics",
    ]
    costs: list[list[int]] = []
    for items in (1, 3):
        laden(site, items)
        site.public.get("/")
        found = []
        for path in paths:
            with site.counted() as statements:
                assert site.public.get(path).status_code == 200
            found.append(len(statements))
        costs.append(found)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 6


def test_a_page_that_the_reader_has_is_not_sent_again(town: Town) -> None:
    for path in (f"/meetings/{town.past.id}", f"/meetings/{town.live.id}/live.json", "/", "/calendar.ics"):
        tag = town.site.public.get(path).headers["ETag"]
        again = town.site.public.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        other = town.site.public.get(path, headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.headers["ETag"]) == (200, tag)
        assert other.headers["Cache-Control"] == "no-cache"


def test_every_fact_makes_the_page_anew(site: Site) -> None:
    sitting = site.world.body(members=3).meeting("Library hours").open()
    path = f"/meetings/{sitting.id}"
    assert 'id="decisions"' not in site.public.get(path).text
    a, b, c = sitting.body.members
    decide(sitting, "That it opens", RECORDED, {a: FOR, b: FOR, c: FOR})
    assert "That it opens. For 3, against 0" in words(site.public.get(path))


def test_another_name_of_the_body_makes_the_page_anew(site: Site) -> None:
    sitting = site.world.body(members=1).meeting("Library hours")
    path = f"/meetings/{sitting.id}"
    before = site.public.get(path).headers["ETag"]
    with site.world.runner.read() as session:
        body = body_of(session, sitting.body.id)
    details = UpdateBody(body.id, "Places Committee", body.kind, "", 3, "", "19:00", "RESOLVED")
    site.world.run(update_body, details, SYSTEM)
    after = site.public.get(path)
    assert after.headers["ETag"] != before
    assert "Places Committee, Tuesday 8 December 2026, 7pm" in words(after)


def test_pages_of_somebody_signed_in_are_their_own(town: Town) -> None:
    path = f"/meetings/{town.past.id}"
    for visitor in (town.site.officer, town.site.member(town.planning.members[0])):
        page = visitor.get(path)
        assert page.headers["Cache-Control"] == "no-store, private"
        assert "ETag" not in page.headers
        assert "Sign out" in words(page)
    assert "Sign out" not in words(town.site.public.get(path))


def test_the_live_state_is_json_for_members_too(town: Town) -> None:
    member = town.site.member(town.planning.members[0])
    for visitor in (town.site.public, member):
        answer = visitor.get(f"/meetings/{town.live.id}/live.json")
        assert (answer.mimetype, answer.get_json()["meeting"]) == ("application/json", town.live.id)


def test_a_message_that_waits_is_shown_once_and_kept_for_nobody(site: Site) -> None:
    sitting = site.world.body(members=1).meeting("Library hours")
    client = site.parts.app.test_client()
    with client.session_transaction() as session:
        session["_flashes"] = [("success", "qflashzx")]
    assert "qflashzx" in client.get(f"/meetings/{sitting.id}").text
    assert "qflashzx" not in site.public.get(f"/meetings/{sitting.id}").text


def test_the_public_pages_set_no_cookie(town: Town) -> None:
    client = town.site.parts.app.test_client()
    for path in ("/", "/meetings", f"/meetings/{town.past.id}", "/councillors", "/about/privacy", "/nowhere"):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_meeting_says_when_where_what_and_with_what_result(town: Town) -> None:
    text = words(town.site.public.get(f"/meetings/{town.past.id}"))
    for wanted in (
        "Planning Committee, Tuesday 10 November 2026, 7pm",
        "Where Town Hall",
        "Held. It ended at",
        "Minutes Minutes Draft",
        "2 Opening hours of the library Carried That the library opens on Sundays. For 3, against 1, abstained 1",
        "3 Trees in Mill Lane Lost That six trees are planted. For 1, against 2, abstained 0, no vote cast 3.",
        "For 1, against 1, abstained 0, no vote cast 4; decided by the casting vote of the chair.",
        "That the report on trees is noted. Agreed without a vote.",
        "4 Exempt item Exempt: Paragraph 3 of Part 1 of Schedule 12A",
        "Paper withdrawn Exempt paper Paragraph 1",
    ):
        assert wanted in text


def test_earlier_versions_of_an_agenda_are_kept_and_say_so(town: Town) -> None:
    now = words(town.site.public.get(f"/meetings/{town.coming.id}"))
    assert "Drawings for item 2 were added." in now
    assert "Drawings of the bridge" in now
    then = words(town.site.public.get(f"/meetings/{town.coming.id}?version=1"))
    assert "This is an earlier version of the agenda." in then
    assert "Drawings of the bridge" not in then
    same = town.site.public.get(f"/meetings/{town.coming.id}?version=2")
    assert "This is an earlier version" not in words(same)
    for wrong in ("3", "0", "9999"):
        assert town.site.public.get(f"/meetings/{town.coming.id}?version={wrong}").status_code == 404
    assert words(town.site.public.get(f"/meetings/{town.coming.id}?version=x")) == now


def test_a_cancelled_meeting_says_why(town: Town) -> None:
    text = words(town.site.public.get(f"/meetings/{town.cancelled.id}"))
    assert "This meeting is cancelled. The works in the Council Chamber take longer than planned." in text
    assert "Follow it live" not in text


def test_the_home_page_tells_what_is_on_next_and_decided(town: Town) -> None:
    text = words(town.site.public.get("/"))
    assert "Council is on now" in text
    assert "Tue 22 Dec 7pm Planning Committee" in text
    assert "1 Budget monitoring Carried Council, Tuesday 8 December 2026" in text


def test_the_home_page_of_an_empty_council_says_so(site: Site) -> None:
    text = words(site.public.get("/"))
    assert "No meetings to come" in text
    assert "Nothing has been decided yet." in text
    for path in ("/meetings", "/bodies", "/councillors", "/calendar.ics"):
        assert site.public.get(path).status_code == 200


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", 3),
        ("period=past", 1),
        ("body=council", 1),
        ("body=planning-committee&period=past", 1),
        ("body=council&period=past", 0),
        ("body=nonsense&period=nonsense&page=-7", 3),
        ("page=99", 0),
    ],
)
def test_the_calendar_is_narrowed_by_committee_and_period(town: Town, query: str, titles: int) -> None:
    assert town.site.public.get(f"/meetings?{query}").text.count("public-meetings__title") == titles


def test_a_month_shows_its_meetings_on_their_days(town: Town) -> None:
    page = town.site.public.get("/meetings?view=month&month=2026-12")
    assert "December 2026" in page.text
    assert page.text.count('<li class="witan-month__day') == 35
    assert page.text.count("witan-month__event") == 2
    assert "month=2026-11" in page.text
    assert "month=2027-01" in page.text
    for odd in ("0000-00", "1900-01", "9999-12", "x", "2026-13"):
        assert town.site.public.get(f"/meetings?view=month&month={odd}").status_code == 200


def test_the_calendar_is_shown_in_pages_of_twenty(site: Site) -> None:
    body = site.world.body(members=1)
    start = site.world.clock.at
    for n in range(45):
        body.meeting("Apologies", starts_at=start.replace(day=1, month=1 + n % 12, year=2027 + n // 12))
    found: set[str] = set()
    for page in (1, 2, 3):
        text = site.public.get(f"/meetings?body=planning-committee&page={page}").text
        hrefs = {part.split('"')[0] for part in text.split('href="/meetings/')[1:]}
        assert not hrefs & found
        found |= hrefs
    assert len(found) == 45


def test_a_recorded_vote_is_told_with_names_and_one_by_totals_without(town: Town) -> None:
    recorded = words(town.site.public.get(f"/votes/{town.votes['recorded']}"))
    for wanted in (
        "Vote: 2 Opening hours of the library",
        "For (3) Councillor A. Abara Councillor B. Bright Councillor C. Cole",
        "Against (1) Councillor D. Dunmore",
        "Abstained (1) Councillor E. Eze",
        "No vote cast (1) Councillor F. Frost",
        "Moved by Councillor A. Abara, seconded by Councillor B. Bright.",
    ):
        assert wanted in recorded
    totals = words(town.site.public.get(f"/votes/{town.votes['totals']}"))
    assert "names were not recorded in the result and are not published" in totals
    assert "C. Cole" not in totals
    casting = words(town.site.public.get(f"/votes/{town.votes['casting']}"))
    assert "Councillor A. Abara, in the chair, gave a second or casting vote for the motion." in casting


def test_minutes_are_read_on_the_web_and_as_pdf(town: Town) -> None:
    page = words(town.site.public.get(f"/meetings/{town.past.id}/minutes"))
    assert "RESOLVED – That the library opens on Sundays." in page
    assert "Draft. These minutes are not the record" in page
    pdf = town.site.public.get(f"/meetings/{town.past.id}/minutes.pdf")
    assert (pdf.status_code, pdf.mimetype, pdf.data) == (200, "application/pdf", PDF)
    assert "minutes-planning-committee-2026-11-10.pdf" in pdf.headers["Content-Disposition"]
    same = town.site.public.get(
        f"/meetings/{town.past.id}/minutes.pdf", headers={"If-None-Match": pdf.headers["ETag"]}
    )
    assert same.status_code == 304


def test_a_pdf_that_is_being_made_is_asked_for_later(site: Site) -> None:
    sitting = site.world.body(members=3).meeting("Library hours").open()
    path = f"/meetings/{sitting.id}/minutes"
    assert [site.public.get(path + end).status_code for end in ("", ".pdf")] == [404, 404]
    site.world.run(close_meeting, CloseMeeting(sitting.id))
    assert [site.public.get(path + end).status_code for end in ("", ".pdf")] == [404, 404]
    publish_the_minutes(site, sitting, pdf=None)
    page = site.public.get(path + ".pdf")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "15")
    assert "The PDF is being made" in words(page)
    assert site.public.get(path).status_code == 200


def test_the_way_on_is_shown_to_those_who_have_one(town: Town) -> None:
    path = f"/meetings/{town.live.id}"
    sign_in(town.site, town.planning.members[1])
    assert f'href="/room/{town.live.id}"' in town.site.member(town.planning.members[1]).get(path).text
    assert f'href="/desk/meetings/{town.live.id}"' in town.site.officer.get(path).text
    public = town.site.public.get(path).text
    assert ("/room/" in public, "/desk" in public) == (False, False)
