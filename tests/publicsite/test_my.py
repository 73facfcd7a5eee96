"""A member's own page."""

from __future__ import annotations

from meetings.agendas.usecases import PublishAgenda, publish_agenda
from meetings.kernel.secrecy import Sensitivity
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from tests.factories.site import Site, words
from tests.factories.world import EVENING
from tests.publicsite.town import FOR, RECORDED, Town, decide, paper, sign_in


def test_it_is_for_members(town: Town) -> None:
    assert town.site.public.get("/my").headers["Location"] == "/sign-in?next=/my"
    assert town.site.officer.get("/my").status_code == 403


def test_the_open_meeting_comes_first_with_a_button_to_join(town: Town) -> None:
    page = town.site.member(town.planning.members[2]).get("/my")
    text = words(page)
    assert f'href="/room/{town.live.id}"' in page.text
    assert "Council is on now" in text
    assert text.index("Join the meeting") < text.index("Tue 22 Dec 7pm Planning Committee")
    assert page.headers["Cache-Control"] == "no-store, private"


def test_new_papers_and_own_recorded_votes_are_listed(town: Town) -> None:
    text = words(town.site.member(town.planning.members[2]).get("/my"))
    assert "Drawings of the bridge Planning Committee, Tuesday 22 December 2026" in text
    assert "Report on the bridge" not in text
    assert "Budget monitoring That the budget report is noted. Council 8 Dec 2026 Abstained Carried" in text
    # Members may read what is exempt of their own committee.
    assert "That qexemptmotionzx is sold. Planning Committee 10 Nov 2026 For Carried" in text
    for word in ("qdrafttitlezx", "qdraftpaperzx", "qunpublishedzx", "qwithdrawnzx"):
        assert word not in text


def test_only_the_meetings_of_own_committees_are_shown(site: Site) -> None:
    mine, other = site.world.body("Planning Committee", members=1), site.world.body("Licensing", members=1)
    mine.meeting("Trees")
    theirs = other.meeting("Pubs")
    site.world.later(minutes=5)
    paper(
        site,
        theirs,
        theirs.items[0],
        "Report on pubs",
        sensitivity=Sensitivity.EXEMPT,
        exemption="Paragraph 1",
    )
    site.world.run(publish_agenda, PublishAgenda(theirs.id, "A report."))
    text = words(site.member(mine.members[0]).get("/my"))
    assert ("Planning Committee" in text, "Licensing" in text, "pubs" in text) == (True, False, False)
    assert "Report on pubs Exempt" in words(site.member(other.members[0]).get("/my"))


def test_a_meeting_today_has_a_way_in_before_it_opens(site: Site) -> None:
    sitting = site.world.body(members=1).meeting("Trees")
    assert f"/room/{sitting.id}" not in site.member(sitting.body.members[0]).get("/my").text
    site.world.clock.at = EVENING.replace(hour=9)
    sign_in(site, sitting.body.members[0])
    page = site.member(sitting.body.members[0]).get("/my")
    assert f'href="/room/{sitting.id}"' in page.text
    assert "Planning Committee is today at 7pm" in words(page)
    site.world.run(cancel_meeting, CancelMeeting(sitting.id, "No business"))
    assert f"/room/{sitting.id}" not in site.member(sitting.body.members[0]).get("/my").text


def test_it_costs_the_same_for_few_and_for_many(site: Site) -> None:
    body = site.world.body(members=3)
    costs = []
    for rounds in (1, 4):
        for n in range(rounds):
            start = EVENING.replace(day=9 + n + rounds)
            sitting = body.meeting("Trees", starts_at=start)
            paper(site, sitting, sitting.items[0], f"Report {n}")
            site.world.later(minutes=1)
            site.world.run(publish_agenda, PublishAgenda(sitting.id, "A report."))
            sitting.open()
            decide(sitting, "That it is so", RECORDED, dict.fromkeys(body.members, FOR))
        site.public.get("/")
        with site.counted() as statements:
            assert site.member(body.members[0]).get("/my").status_code == 200
        costs.append(len(statements))
    # eight for a member, and one for who chairs: which draft minutes wait to be read
    assert costs[0] == costs[1] <= 9
