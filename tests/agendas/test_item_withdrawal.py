"""Withdrawing an item that is on a published agenda, by its page."""

from __future__ import annotations

from meetings.agendas.usecases import PublishAgenda, publish_agenda
from tests.factories.site import Site, words


def test_withdrawing_an_item_asks_why_and_tells_readers(site: Site) -> None:
    body = site.world.body(members=2)
    meeting = body.meeting("Bus lanes", "Cycle lanes")
    page = f"/desk/meetings/{meeting.id}/agenda/{meeting.items[1]}/withdraw"
    assert site.officer.get(page).status_code == 200
    assert site.officer.post(page, {"reason": ""}).status_code == 422
    assert site.officer.post(page, {"reason": "The applicant asked for more time"}).status_code == 303
    site.world.run(publish_agenda, PublishAgenda(meeting.id, "Item 2 withdrawn"))
    said = words(site.public.get(f"/meetings/{meeting.id}"))
    assert "The applicant asked for more time" in said
