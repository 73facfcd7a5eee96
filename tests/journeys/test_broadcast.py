"""Meetings on Zoom and on Teams, broadcast on YouTube: from one press to the end, with a private part between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from integrations.simulators import zoom_acts
from integrations.simulators.base import World as Simulators
from integrations.simulators.google_state import google
from meetings.room.usecases import (
    Arrive,
    CloseMeeting,
    OpenMeeting,
    TakeItem,
    arrive,
    close_meeting,
    open_meeting,
    take_item,
)
from tests.factories.browser import overflow, violations
from tests.factories.private import exclude
from tests.integrations import contracts
from tests.journeys.broadcast import PLAYER, Stage, arrange, held_to_google, press, sees, stage, until

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def council(
    tmp_path_factory: pytest.TempPathFactory, simulators_running: Simulators, browser: Browser
) -> Iterator[Stage]:
    """One server, one process of simulators, one browser for all of them."""
    with stage(tmp_path_factory.mktemp("broadcast") / "data", simulators_running, browser) as made:
        yield made
        contracts.hold(simulators_running)
        held_to_google(simulators_running)
    simulators_running.reset()


def test_zoom_and_youtube_with_a_private_part(council: Stage) -> None:
    arranged_by_one_press(council)
    public = on_air(council)
    aired = datetime.now(UTC)
    council.world.run(take_item, TakeItem(council.zoom.id, council.zoom.items[1]))
    until(council.page, lambda: datetime.now(UTC) > aired + timedelta(seconds=2), "the clock stands")
    private = datetime.now(UTC)
    stopped_before_the_private_part(council, public)
    started_by_somebody_in_zoom(council)
    back_in_public(council, public)
    with_the_provider_down_two_people_decide(council)
    ended(council, public)
    each_item_leads_to_its_moment(council, aired, private)


def arranged_by_one_press(council: Stage) -> None:
    """S12: the room and the broadcast stand, the room's picture is aimed, the public is offered it."""
    arrange(council, council.zoom, "zoom", "youtube")
    until(council.page, lambda: council.zoom_meeting().stream is not None, "the picture was not aimed")
    assert council.stands(council.zoom) == "ready"
    assert len(google(council.simulators).broadcasts) == 1
    page = council.go(f"/meetings/{council.zoom.id}")
    expect(page.get_by_role("link", name="youtube.com")).to_be_visible()


def on_air(council: Stage) -> Page:
    """The meeting opens, the picture is started, the public sees it; the player is loaded on a press alone."""
    sitting, simulators = council.zoom, council.simulators
    zoom_acts.opened(simulators, council.zoom_meeting())
    council.world.run(arrive, Arrive(sitting.id, tuple(sitting.body.members)))
    council.world.run(open_meeting, OpenMeeting(sitting.id, sitting.body.members[0]))
    council.world.run(take_item, TakeItem(sitting.id, sitting.items[0]))
    page = council.desk(sitting)
    assert violations(page) == []
    assert overflow(page) == 0
    sees(page, "The public sees nothing")
    press(council, "Start the picture")
    expect(page.locator('[data-next="live"]')).to_be_visible(timeout=20_000)
    press(council, "Go live", sure=True)
    sees(page, "The public sees and hears the meeting")
    council.officer.look("desk-live")
    screen = council.screens.open("public")
    screen.context.route(PLAYER, _film(council))
    screen.page.goto(f"/meetings/{sitting.id}/live")
    button = screen.page.get_by_role("button", name="Watch on YouTube here")
    expect(button).to_be_visible()
    assert violations(screen.page) == []
    assert council.pictures == []
    button.click()
    expect(screen.page.frame_locator("iframe").get_by_text("The picture")).to_be_visible()
    assert len(council.pictures) == 1
    return screen.page


def _film(council: Stage) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        council.pictures.append(route.request.url)
        route.fulfill(body="<!doctype html><title>Player</title><p>The picture", content_type="text/html")

    return answer


def stopped_before_the_private_part(council: Stage, public: Page) -> None:
    """S4: while nobody answers the alarm stands and the item cannot be taken; then it is confirmed by YouTube."""
    sitting = council.zoom
    console = council.screens.open("console", f"/desk/meetings/{sitting.id}/room", council.second_token).page
    council.down()
    exclude(sitting, sitting.items[2])
    expect(public.get_by_text("The public is excluded for this item").first).to_be_visible()
    expect(public.locator("iframe")).to_have_count(0)
    expect(console.get_by_text("Not private yet").first).to_be_visible()
    sees(council.page, "Not known what the public sees")
    expect(council.page.locator(".desk-sight .witan-alarm")).to_contain_text("it is not confirmed")
    council.officer.look("desk-alarm")
    assert council.shown(sitting)
    council.up()
    expect(console.get_by_text("Private: confirmed")).to_be_visible(timeout=30_000)
    assert not council.shown(sitting)
    assert not council.zoom_meeting().streaming
    council.world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    expect(console.get_by_text("In private: item 3")).to_be_visible()
    sees(council.page, "The public sees nothing: the meeting is in private")
    assert "depot" not in public.content().lower()


def started_by_somebody_in_zoom(council: Stage) -> None:
    """The alarm sounds at once, and it is stopped again."""
    sitting = council.zoom
    before = council.facts(sitting).count("exclusion.surface_running")
    zoom_acts.stream(council.simulators, council.zoom_meeting())
    until(
        council.page,
        lambda: council.facts(sitting).count("exclusion.surface_running") == before + 1,
        "the alarm did not sound",
    )
    until(council.page, lambda: not council.zoom_meeting().streaming, "the stream was not stopped again")
    until(
        council.page,
        lambda: (
            council.facts(sitting)[::-1].index("exclusion.surface_stopped")
            < council.facts(sitting)[::-1].index("exclusion.surface_running")
        ),
        "the stop was not confirmed again",
    )


def back_in_public(council: Stage, public: Page) -> None:
    """After the delay the broadcast goes on, and the desk says so when it does."""
    page = council.go(f"/desk/meetings/{council.zoom.id}/room")
    page.get_by_role("button", name="Let the public return").click()
    page.get_by_role("dialog").get_by_role("button", name="Let the public return").click()
    council.desk(council.zoom)
    sees(page, "The public sees and hears the meeting")
    assert council.shown(council.zoom)
    expect(public.get_by_role("button", name="Watch on YouTube here")).to_be_visible()


def with_the_provider_down_two_people_decide(council: Stage) -> None:
    """S4: nobody opens the private part alone; two do, with a reason that stays."""
    sitting = council.zoom
    council.down()
    exclude(sitting, sitting.items[3])
    page = council.go(f"/desk/meetings/{sitting.id}/room")
    page.get_by_text("Go on without confirmation").click()
    page.locator("#override-reason").fill("YouTube does not answer; on a telephone nothing is shown.")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("A second person must agree")).to_be_visible()
    with council.officer.may_say("403"):
        page.get_by_role("button", name="Agree as the second person").click()
        page.get_by_role("dialog").get_by_role("button", name="Agree as the second person").click()
        expect(page.get_by_role("alert").first).to_contain_text("second person")
    console = council.screens.open("second", f"/desk/meetings/{sitting.id}/room", council.second_token).page
    console.get_by_role("button", name="Agree as the second person").click()
    console.get_by_role("dialog").get_by_role("button", name="Agree as the second person").click()
    alarm = console.locator(".witan-exclusion .witan-alarm")
    expect(alarm).to_contain_text("Something public is running during the private part")
    council.world.run(take_item, TakeItem(sitting.id, sitting.items[3]))
    council.up()
    until(
        page,
        lambda: not council.shown(sitting),
        "what was asked for was not done once YouTube answered",
    )
    page.get_by_role("button", name="Let the public return").click()
    page.get_by_role("dialog").get_by_role("button", name="Let the public return").click()


def ended(council: Stage, public: Page) -> None:
    """The meeting is closed, the broadcast ended: complete is final."""
    page = council.desk(council.zoom)
    sees(page, "The public sees and hears the meeting")
    council.world.run(close_meeting, CloseMeeting(council.zoom.id))
    expect(page.locator('[data-next="end"]')).to_be_visible(timeout=20_000)
    press(council, "End the broadcast", sure=True)
    sees(page, "The public sees nothing: the broadcast is over")
    assert council.stands(council.zoom) == "complete"
    assert not council.zoom_meeting().streaming
    expect(public.get_by_text("The meeting is over").first).to_be_visible()


def each_item_leads_to_its_moment(council: Stage, aired: datetime, private: datetime) -> None:
    """S12: the broadcast is listed as the recording with the stretch it shows; the public finds the item in it."""
    page = council.go(f"/desk/meetings/{council.zoom.id}/recording")
    page.get_by_role("button", name="List the broadcast as the recording").click()
    for name, value in (("started_at-1", aired), ("ended_at-1", private)):
        page.locator(f'input[name="{name}"]').fill(f"{value.astimezone(LONDON):%H:%M:%S}")
    page.locator('input[name="offset-1"]').fill("0:00")
    page.get_by_role("button", name="Save the times").click()
    expect(page.locator(".witan-recording")).to_contain_text("at 0:00 to")
    page.get_by_role("button", name="Publish").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.locator(".witan-recording__head")).to_contain_text("Published")
    page = council.go(f"/meetings/{council.zoom.id}")
    page.locator("#watch-an-item summary").click()
    expect(page.locator("#watch-an-item").get_by_role("link", name="Trees")).to_be_visible()
    assert "depot" not in page.locator("#watch-an-item").inner_text().lower()
    council.officer.look("items")


def test_teams_and_youtube_with_the_step_that_nobody_can_program(council: Stage) -> None:
    sitting = council.teams
    arrange(council, sitting, "teams", "youtube")
    page = council.go(f"/desk/meetings/{sitting.id}/remote")
    expect(page.locator("#by-hand")).to_be_visible()
    desk = council.desk(sitting)
    expect(desk.get_by_role("heading", name="By hand")).to_be_visible()
    assert "streamkey" not in desk.content().lower()
    council.world.run(arrive, Arrive(sitting.id, tuple(sitting.body.members)))
    council.world.run(open_meeting, OpenMeeting(sitting.id, sitting.body.members[0]))
    press(council, "Start the picture")
    # Somebody pastes address and key into the meeting, as the step says.
    council.press("google.picture", broadcast=council.ref(sitting))
    expect(desk.locator('[data-next="live"]')).to_be_visible(timeout=20_000)
    press(council, "Go live", sure=True)
    sees(desk, "The public sees and hears the meeting")
    press(council, "Hold: show the card")
    sees(desk, "The public sees the card, nothing of the meeting")
    assert not council.shown(sitting)
    press(council, "Go on")
    sees(desk, "The public sees and hears the meeting")
