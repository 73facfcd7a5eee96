"""An agenda that was taken back is not published by itself."""

from __future__ import annotations

from meetings.agendas.usecases import AddItem, UnpublishAgenda, add_item, unpublish_agenda
from meetings.lawfulness.models import Waiting
from meetings.lawfulness.usecases import PlanPublication, plan_publication
from tests.factories.site import Site
from tests.lawfulness.conftest import at
from tests.lawfulness.test_publishing import MONDAY, look, mark, outcome, version


def test_a_publication_that_waits_falls_with_the_agenda(site: Site) -> None:
    meeting = site.world.body(members=5).meeting("Bus lanes")
    site.world.clock.at = MONDAY.replace(hour=7)
    site.world.run(add_item, AddItem(meeting.id, "One more"))
    plan = PlanPublication(meeting.id, MONDAY, "An item more", mark(site, meeting.id))
    site.world.run(plan_publication, plan, site.world.officer)
    site.world.run(unpublish_agenda, UnpublishAgenda(meeting.id, "It names a resident"))
    at(site, "2026-11-30T10:00")
    look(site)
    assert version(site, meeting.id) == 0
    assert outcome(site, meeting.id)[0] is Waiting.CALLED_OFF
