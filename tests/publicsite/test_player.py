"""The page of a recording: each item, vote and speaker at its place, words found, nothing fetched unasked."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from meetings.publicsite.player.searching import marked, paragraphs, words_of
from meetings.recordings.rows import Cue
from meetings.recordings.usecases import (
    AddFile,
    AddLink,
    AddTranscript,
    PublishRecording,
    PublishTranscript,
    SetStretches,
    StretchWish,
    WithdrawRecording,
    add_file,
    add_link,
    add_transcript,
    publish_recording,
    publish_transcript,
    set_stretches,
    withdraw_recording,
)
from meetings.recordings.vtt import Line
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.browser import overflow, violations
from tests.factories.site import Site, make_site
from tests.factories.world import Sitting
from tests.publicsite.serving import served

#: Speaks as the player of another service does, and says what it was told.
PLAYER = """<!doctype html><title>Player</title><body><script>
let time = Number(new URLSearchParams(location.search).get("start"));
const tell = (info) => parent.postMessage(JSON.stringify({ event: "infoDelivery", info }), "*");
addEventListener("message", (event) => {
  const said = JSON.parse(event.data);
  if (said.event === "listening") tell({ currentTime: time, playerState: 1 });
  if (said.func === "seekTo") { time = said.args[0]; tell({ currentTime: time, playerState: 1 }); }
  if (said.func === "pauseVideo") tell({ playerState: 2 });
});
</script>"""
LINES = (
    Line(1_000, 4_000, "Councillor A. Abara", "Good evening, and welcome to the Town Hall."),
    Line(4_000, 9_000, "Councillor A. Abara", "We begin with the hours of the libraries."),
    Line(9_000, 15_000, "Councillor B. Bell", "A café in the library would bring people in."),
)


@dataclass
class Watched:
    """A council with a meeting that was recorded twice: at another service, and in a file of its own."""

    site: Site
    sitting: Sitting
    vote: str
    link: str
    file: str

    @property
    def page(self) -> str:
        return f"/meetings/{self.sitting.id}/watch"


def film(folder: Path) -> bytes:
    """Thirty seconds of a picture, made here."""
    path = folder / "film.webm"
    made = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=c=blue:s=64x36:r=2:d=30", "-c:v", "libvpx"]
    subprocess.run([*made, "-b:v", "20k", str(path)], check=True, timeout=60)
    return path.read_bytes()


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("player")
    with make_site(folder / "data") as site:
        world = site.world
        sitting = world.body(members=3, quorum=2).meeting("Library hours", "Street trees", "Allotments")
        sitting.open()
        opened = world.runner.clock.now()
        world.later(minutes=10)
        vote = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
        sitting.cast(vote, dict.fromkeys(sitting.body.members, Choice.FOR))
        world.run(close_vote, CloseVote(vote, 0))
        world.later(minutes=1)
        world.run(declare_vote, DeclareVote(vote))
        for item in sitting.items[1:]:
            world.later(minutes=9)
            world.run(take_item, TakeItem(sitting.id, item))
        world.later(minutes=5)
        world.run(close_meeting, CloseMeeting(sitting.id))
        link = world.run(
            add_link, AddLink(sitting.id, "https://www.youtube.com/watch?v=abcDEF12345", "The evening")
        )
        # It began five minutes late, and was broken off for the second item.
        stretches = (
            StretchWish(opened + timedelta(minutes=5), 60, 600),
            StretchWish(opened + timedelta(minutes=25), 660, 300),
        )
        world.run(set_stretches, SetStretches(sitting.id, link, stretches))
        stored = site.parts.services.storage.put(BytesIO(film(folder)))
        media = AddFile(sitting.id, stored.sha256, stored.size, "video/webm", "The end")
        file = world.run(add_file, media)
        end = StretchWish(opened + timedelta(minutes=30), 0, 30)
        world.run(set_stretches, SetStretches(sitting.id, file, (end,)))
        for recording in (link, file):
            world.run(publish_recording, PublishRecording(sitting.id, recording))
        text = world.run(add_transcript, AddTranscript(sitting.id, file, "en", LINES, "0" * 64))
        world.run(publish_transcript, PublishTranscript(sitting.id, text, 1))
        yield Watched(site, sitting, vote, link, file)


@pytest.fixture(scope="module")
def address(watched: Watched) -> Iterator[str]:
    with served(watched.site.parts) as ready:
        yield f"http://{ready.host}:{ready.port}"


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="en-GB")
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: problems.append(str(e)))
    yield page
    context.close()
    # axe asks every frame in the page's own name, and a frame of another site is none of its.
    axe = "Failed to execute 'postMessage' on 'DOMWindow': The target origin provided ('http://127.0.0.1"
    assert [text for text in problems if not text.startswith(axe)] == []


# --- the words ---


def test_words_are_found_from_their_beginning_without_case_and_accents() -> None:
    cues = [Cue(n, c.start_ms / 1000, c.end_ms / 1000, c.speaker, c.text) for n, c in enumerate(LINES)]
    assert [s.start for s in paragraphs(cues)] == [1.0, 9.0]
    assert [s.start for s in paragraphs(cues, words_of("CAFE lib"))] == [9.0]
    assert [s.start for s in paragraphs(cues, words_of("abara"))] == [1.0]
    assert paragraphs(cues, words_of("afé")) == []
    assert words_of("<b> & '") == ("b",)


def test_what_is_found_is_marked_and_nothing_else_gets_into_the_page() -> None:
    assert marked("A café & <b>", words_of("cafe")) == "A <mark>café</mark> &amp; &lt;b&gt;"
    assert marked("<mark>", ()) == "&lt;mark&gt;"


# --- without scripts ---


def test_each_item_and_vote_leads_to_its_moment(watched: Watched) -> None:
    page = watched.site.public.get(watched.page).get_data(as_text=True)
    _, second, third = watched.sitting.items
    assert (
        f'href="https://www.youtube.com/watch?v=abcDEF12345&amp;t=60s" data-go="60" data-recording="{watched.link}"'
        in page
    )
    assert "(recorded from here on)" in page
    assert f'data-key="{watched.vote}"' in page
    assert 'data-go="360"' in page
    assert "Vote: carried" in page
    assert f'href="/votes/{watched.vote}"' in page
    assert second in page
    assert f'data-key="{third}"' in page
    assert "https://www.youtube-nocookie.com/embed/abcDEF12345" in page
    assert "<iframe" not in page


def test_the_page_says_what_it_may_frame_and_other_pages_do_not(watched: Watched) -> None:
    policy = watched.site.public.get(watched.page).headers["Content-Security-Policy"]
    assert policy.endswith("frame-src 'self' https://www.youtube-nocookie.com")
    other = watched.site.public.get(f"{watched.page}?recording={watched.file}").headers[
        "Content-Security-Policy"
    ]
    assert other.endswith("frame-src 'self'")


def test_what_is_not_published_is_not_there(watched: Watched) -> None:
    site, sitting = watched.site, watched.sitting
    assert site.public.get(f"{watched.page}?recording=nothing").status_code == 404
    other = site.world.body("Parks", members=1).meeting("Nothing recorded")
    assert site.public.get(f"/meetings/{other.id}/watch").status_code == 404
    hidden = site.world.run(add_link, AddLink(sitting.id, "https://vimeo.com/123456", "Not yet"))
    assert site.public.get(f"{watched.page}?recording={hidden}").status_code == 404
    assert "Not yet" not in site.public.get(watched.page).get_data(as_text=True)
    for path in ("transcript", "transcript.json"):
        assert site.public.get(f"/recordings/{hidden}/{path}").status_code == 404
        assert site.public.get(f"/recordings/nothing/{path}").status_code == 404


def test_the_text_is_read_and_searched_without_the_recording(watched: Watched) -> None:
    path = f"/recordings/{watched.file}/transcript"
    page = watched.site.public.get(path).get_data(as_text=True)
    assert "Councillor B. Bell" in page
    assert f"/watch?recording={watched.file}&amp;t=9" in page
    found = watched.site.public.get(f"{path}?q=cafe").get_data(as_text=True)
    assert "<mark>café</mark>" in found
    assert "1 place with" in found
    none = watched.site.public.get(f"{path}?q=<script>").get_data(as_text=True)
    assert "<script>“" not in none
    data = watched.site.public.get(f"{path}.json").get_json()
    assert [c["start"] for c in data["cues"]] == [1.0, 4.0, 9.0]


def test_items_of_the_meetings_page_lead_to_their_moments(watched: Watched) -> None:
    page = watched.site.public.get(f"/meetings/{watched.sitting.id}").get_data(as_text=True)
    assert f"{watched.page}?recording={watched.link}&amp;t=60" in page
    assert f'href="{watched.page}"' in page


# --- in a browser ---


def test_another_service_is_asked_only_after_a_press_and_follows_the_agenda(
    watched: Watched, window: Page
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=PLAYER, content_type="text/html")

    window.route("https://www.youtube-nocookie.com/**", answer)
    window.goto(f"{watched.page}?t=360")
    expect(window.get_by_role("button", name="Watch here, from 6:00")).to_be_visible()
    assert violations(window) == []
    assert asked == []
    window.get_by_role("button", name="Watch here, from 6:00").click()
    expect(window.locator("iframe")).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    expect(window.locator("#now")).to_have_text("Library hours: Vote: carried")
    assert len(asked) == 1
    assert "start=360" in asked[0]
    window.get_by_role("link", name="Allotments").click()
    expect(window.locator("#now")).to_have_text("Allotments")
    expect(window.locator(".player-chapter[aria-current]")).to_contain_text("Allotments")
    assert window.url.endswith(f"recording={watched.link}&t=900")
    window.get_by_role("button", name="Share this moment").press("Enter")
    shared = re.compile(f"recording={watched.link}&t=900$")
    expect(window.get_by_label("Opens the recording at")).to_have_value(shared)
    if folder := os.environ.get("WITAN_PICTURES"):
        window.screenshot(path=f"{folder}/player-wide.png", full_page=True)
    window.get_by_role("button", name="Pause").press("Enter")
    expect(window.get_by_role("button", name="Play")).to_be_visible()
    assert violations(window) == []


def test_a_file_of_our_own_plays_in_step_with_its_text(watched: Watched, window: Page) -> None:
    window.set_viewport_size({"width": 375, "height": 720})
    window.goto(f"{watched.page}?recording={watched.file}&t=5")
    window.wait_for_function("document.getElementById('media').currentTime === 5")
    window.get_by_role("button", name="Show it here").click()
    expect(window.locator(".player-cue[aria-current]")).to_contain_text("hours of the libraries")
    window.get_by_label("Find words").fill("cafe")
    expect(window.locator("mark")).to_have_text("café")
    expect(window.locator("#found")).to_contain_text("1 place")
    # Of all the lines one is on the way of the Tab key; the arrow keys go on from it.
    only = window.locator("#text [tabindex='0']")
    expect(only).to_have_count(1)
    only.press("Home")
    window.keyboard.press("ArrowDown")
    expect(window.locator(".player-cue:focus")).to_contain_text("hours of the libraries")
    window.get_by_role("button", name="A café in the library").click()
    window.wait_for_function("document.getElementById('media').currentTime >= 9")
    expect(window.locator(".player-cue[aria-current]")).to_contain_text("café")
    assert violations(window) == []
    assert overflow(window) == 0
    if folder := os.environ.get("WITAN_PICTURES"):
        window.screenshot(path=f"{folder}/player-phone.png", full_page=True)
    window.set_viewport_size({"width": 320, "height": 568})
    assert overflow(window) == 0


def test_withdrawn_it_is_gone(watched: Watched) -> None:
    site, sitting = watched.site, watched.sitting
    site.world.run(withdraw_recording, WithdrawRecording(sitting.id, watched.file, "A name was said."))
    assert site.public.get(f"{watched.page}?recording={watched.file}").status_code == 404
    assert site.public.get(f"/recordings/{watched.file}/transcript").status_code == 404
    assert site.public.get(watched.page).status_code == 200
