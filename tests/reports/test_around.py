"""What other parts of the product learn of reports: deadlines, the desk, the check list, two people at once."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from meetings.agendas.checks import publication_checks
from meetings.agendas.queries import working_agenda
from meetings.deadlines.clocks import dues_between
from meetings.kernel.errors import Denied
from meetings.reports import queries
from meetings.reports.dues import reports_due
from meetings.reports.rules.states import Outcome
from meetings.reports.usecases import (
    AcceptReport,
    EditReport,
    GiveClearance,
    SaveRole,
    SaveTemplate,
    SectionLine,
    SubmitReport,
    accept_report,
    edit_report,
    give_clearance,
    save_role,
    save_template,
    submit_report,
)
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import ChangeMeeting, change_meeting
from tests.factories.atonce import at_once
from tests.factories.site import Site, words
from tests.factories.world import World
from tests.reports.workshop import Workshop, make_workshop


def test_what_is_due_and_whose_it_is(shop: Workshop) -> None:
    shop.asked()
    with shop.world.runner.read() as session:
        dues = reports_due(session, date(2027, 1, 1), date(2027, 2, 1))
        found = [(d.on, d.title, d.owner_name, d.safe_title) for d in dues]
        mine = dues_between(session, date(2027, 1, 1), date(2027, 2, 1), shop.legal)
    assert found == [
        (
            date(2027, 1, 25),
            "Finance: answer on “Harbour wall”",
            "Fay Finance",
            "Finance: answer on a report",
        ),
        (date(2027, 1, 25), "Legal: answer on “Harbour wall”", "Lou Legal", "Legal: answer on a report"),
        (date(2027, 1, 28), "Submit the report “Harbour wall”", "Anna Author", "Submit a report"),
    ]
    assert [d.title for d in mine] == ["Legal: answer on “Harbour wall”"]


def test_the_check_list_names_reports_that_are_not_on_the_agenda(shop: Workshop) -> None:
    shop.start("Missing report")
    done = shop.submitted("Done report")
    shop.world.run(accept_report, AcceptReport(done, 2, shop.meeting_id))
    with shop.world.runner.read() as session:
        meeting = meeting_of(session, shop.meeting_id)
        at = datetime(2027, 1, 20, 12, tzinfo=ZoneInfo("Europe/London"))
        texts = [
            c.text for c in publication_checks(session, meeting, working_agenda(session, meeting.id), at)
        ]
    assert "The report “Missing report” is meant for this meeting and not on its agenda (draft)." in texts
    assert not any("The report “Done report”" in text for text in texts)


def test_the_desk_shows_what_waits(site: Site, desk: Workshop) -> None:
    desk.submitted()
    assert "Reports to accept" in words(site.officer.get("/desk"))
    assert "0 of 1 report on the agenda. 1 to accept." in words(
        site.officer.get(f"/desk/meetings/{desk.meeting_id}")
    )


@pytest.mark.parametrize("who", ["author", "legal", "monitoring"])
def test_consultees_and_templates_are_democratic_services_own(shop: Workshop, who: str) -> None:
    actor = getattr(shop, who)
    with pytest.raises(Denied):
        shop.world.run(save_role, SaveRole(None, "X"), actor)
    with pytest.raises(Denied):
        shop.world.run(save_template, SaveTemplate("council", (SectionLine("", "A"),), ()), actor)


def test_two_saves_at_once_keep_both(world: World) -> None:
    shop = make_workshop(world)
    report_id = shop.whole()
    steps = [
        lambda: shop.world.run(
            edit_report, EditReport(report_id, 2, {"section.risks": "<p>Storms.</p>"}), shop.author
        ),
        lambda: shop.world.run(edit_report, EditReport(report_id, 2, {"section.options": "<p>Wait.</p>"})),
    ]
    done, refused = at_once(*steps)
    assert (sorted(done), refused) == ([3, 4], [])
    content = shop.content(report_id)
    assert [content.section(k).html for k in ("risks", "options")] == ["<p>Storms.</p>", "<p>Wait.</p>"]  # type: ignore[union-attr]


def test_two_acceptances_at_once_make_one_item(world: World) -> None:
    shop = make_workshop(world)
    report_id = shop.submitted()
    command = AcceptReport(report_id, 2, shop.meeting_id)
    done, refused = at_once(*[lambda: shop.world.run(accept_report, command)] * 2)
    assert (len(done), len(refused)) == (1, 1)


def test_submitting_twice_at_once_is_done_once(world: World) -> None:
    shop = make_workshop(world)
    report_id = shop.cleared()
    command = SubmitReport(report_id, 2)
    done, refused = at_once(*[lambda: shop.world.run(submit_report, command, shop.author)] * 2)
    assert (len(done), len(refused)) == (1, 1)


def test_clearing_while_the_text_changes_never_clears_the_new_text(world: World) -> None:
    shop = make_workshop(world)
    report_id = shop.asked()
    row = shop.clearance(report_id, "Legal")
    clear = GiveClearance(report_id, row.id, 2, Outcome.CLEAR)
    change = EditReport(report_id, 2, {"section.legal": "<p>Another Act altogether.</p>"})
    at_once(
        lambda: shop.world.run(give_clearance, clear, shop.legal),
        lambda: shop.world.run(edit_report, change, shop.author),
    )
    assert shop.states(report_id)["Legal"] in ("asked", "fallen")


def test_a_moved_meeting_has_its_reports_printed_anew(shop: Workshop) -> None:
    report_id = shop.submitted()
    with shop.world.runner.read() as session:
        seen = meeting_of(session, shop.meeting_id)
        assert queries.versions_of(session, report_id)[0].renditions
    day = datetime(2027, 2, 16, 18, 30, tzinfo=ZoneInfo("Europe/London"))
    later = ChangeMeeting(
        seen.id, day, seen.place, seen.mode, seen.kind, seen.planned_minutes, seen.broadcast_url
    )
    shop.world.run(change_meeting, later)
    with shop.world.runner.read() as session:
        assert queries.versions_of(session, report_id)[0].renditions == {}
