"""Two meetings that real councils published, imported whole. They are kept beside the checkout, not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings.agendas.queries import published_agenda
from meetings.kernel.actor import SYSTEM
from meetings.minutes.document import Narrative, Resolution
from meetings.minutes.queries import public_minutes
from tests.admin.importing import Outcome, bring, minutes_document
from tests.factories.site import make_site, words
from tests.factories.world import World

CASES = Path(__file__).parents[3] / "shared" / "cases"


def real(name: str) -> bytes:
    """The file, or the test is skipped and says why."""
    path = CASES / name
    if not path.is_file():
        pytest.skip(f"{name} is not beside this checkout (looked in {CASES})")
    return path.read_bytes()


def stored(world: World, name: str) -> Outcome:
    outcome = bring(world, real(name), body="Scrutiny Committee", actor=SYSTEM)
    assert (outcome.fates, outcome.report.not_read) == (["new"], ())
    return outcome


def test_presentation_with_bullets_and_a_resolution(world: World) -> None:
    meeting_id = stored(world, "harrow_GetMeeting.xml").meeting_id
    minutes = minutes_document(world, meeting_id)
    apologies, update = minutes.items
    narrative, resolution = update.blocks
    assert isinstance(narrative, Narrative)
    assert isinstance(resolution, Resolution)
    assert narrative.html.count("<li>") == 4
    assert (resolution.word, resolution.parts) == ("RESOLVED", ("That the presentation be noted.",))
    assert [block.html for block in apologies.blocks if isinstance(block, Narrative)] == [
        "<p>None received.</p>"
    ]
    assert [p.name for p in minutes.present] == ["Chair"]
    assert [(p.name, p.post) for p in minutes.in_attendance] == [
        ("Portfolio Holder for Finance and Resources", ""),
        ("Director of ICT", "Officer"),
    ]
    assert bring(world, real("harrow_GetMeeting.xml")).fates == ["same"]


def test_briefing_with_a_resolution_at_its_end(sqlite_world: World) -> None:
    meeting_id = stored(sqlite_world, "northeast_GetMeeting.xml").meeting_id
    with sqlite_world.runner.read() as session:
        agenda = published_agenda(session, meeting_id)
        minutes = public_minutes(session, meeting_id)
    assert agenda is not None
    assert minutes is not None
    assert [i.title for i in agenda.items] == ["Scrutiny Review - ICT and Transformation"]
    *_, last = minutes[0].items[0].blocks
    assert isinstance(last, Resolution)
    assert last.parts == ("That the update be noted.",)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("harrow_GetMeeting.xml", "RESOLVED – That the presentation be noted."),
        ("northeast_GetMeeting.xml", "RESOLVED – That the update be noted."),
    ],
)
def test_the_public_reads_agenda_and_minutes(tmp_path: Path, name: str, said: str) -> None:
    with make_site(tmp_path) as site:
        meeting_id = stored(site.world, name).meeting_id
        page = site.public.get(f"/meetings/{meeting_id}")
        minutes = site.public.get(f"/meetings/{meeting_id}/minutes")
        listed = words(site.public.get("/meetings?period=past"))
        assert (page.status_code, minutes.status_code) == (200, 200)
        assert said in words(minutes)
        for line in minutes_document(site.world, meeting_id).items:
            assert line.heading in words(page)
        assert f"{minutes_document(site.world, meeting_id).held_on.year}" in listed
