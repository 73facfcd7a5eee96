"""Live only with a picture; hidden and shown again; chapters, captions and the still picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from integrations.simulators.base import World
from integrations.simulators.google_state import (
    google,
    key_of,
    public_sees,
)
from integrations.youtube.adapter import YouTubeBroadcasts
from meetings.ports.broadcast import Phase
from meetings.ports.providers import Account, Permanent, Retryable
from tests.integrations.youtube.asking import VTT, WISH, Spending, live, text_of, writes


def test_live_only_with_a_picture_and_over_for_good(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    made = youtube.prepare(account, WISH)
    with pytest.raises(Retryable, match="No picture"):
        youtube.go_live(account, made.ref)
    youtube.end(account, made.ref)
    assert youtube.state(account, made.ref).phase is Phase.READY
    ref = live(simulators, youtube, account)
    youtube.go_live(account, ref)
    state = youtube.state(account, ref)
    assert (state.receiving, state.public, state.health) == (True, True, "good")
    assert state.started_at
    with pytest.raises(Permanent, match="not deleted"):
        youtube.cancel(account, ref)
    youtube.end(account, ref)
    youtube.end(account, ref)
    over = youtube.state(account, ref)
    assert (over.phase, over.public) == (Phase.ENDED, False)
    assert over.ended_at
    with pytest.raises(Permanent):
        youtube.go_live(account, ref)


def test_the_state_is_that_of_the_picture_and_not_of_our_wish(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    ref = live(simulators, youtube, account)
    key = key_of(simulators, ref)
    simulators.feeds.worsen(key, "bad")
    bad = youtube.state(account, ref)
    assert bad.health == "bad"
    assert bad.detail
    simulators.feeds.stop(key)
    dark = youtube.state(account, ref)
    assert (dark.phase, dark.receiving, dark.public, dark.health) == (Phase.LIVE, False, False, "none")


def test_held_and_shown_again_at_the_same_address(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    ref = live(simulators, youtube, account, replace(WISH, privacy="unlisted"))
    youtube.hold(account, ref)
    youtube.hold(account, ref)
    assert not public_sees(simulators, ref)
    held = youtube.state(account, ref)
    assert (held.phase, held.receiving, held.public) == (Phase.HELD, True, False)
    assert "records" in held.detail
    # A change of the meeting meanwhile uncovers nothing.
    youtube.update(account, ref, replace(WISH, title="Renamed", privacy="unlisted"))
    assert youtube.state(account, ref).phase is Phase.HELD
    youtube.release(account, ref)
    youtube.release(account, ref)
    assert google(simulators).broadcasts[ref]["status"]["privacyStatus"] == "unlisted"
    assert public_sees(simulators, ref)
    assert youtube.state(account, ref).phase is Phase.LIVE


def test_chapters_keep_title_category_and_our_mark(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    ref = youtube.prepare(account, WISH).ref
    text = "Planning Committee\n0:00 Before the meeting\n5:00 Apologies\n12:30 <Minutes>"
    youtube.chapters(account, ref, text)
    youtube.chapters(account, ref, text)
    assert writes(simulators).count("videos.update") == 1
    assert google(simulators).videos[ref] == {"categoryId": "25", "tags": ["council"]}
    assert google(simulators).broadcasts[ref]["snippet"]["title"] == "Planning Committee"
    assert "12:30 ‹Minutes›" in text_of(simulators, ref)
    assert youtube.prepare(account, replace(WISH, description=text)).ref == ref
    for bad in (
        "0:05 A\n1:00 B\n2:00 C",
        "0:00 A\n1:00 B",
        "0:00 A\n0:05 B\n2:00 C",
        "0:00 A\n9:00 B\n8:00 C",
    ):
        with pytest.raises(Permanent, match="none of the chapters"):
            youtube.chapters(account, ref, bad)


def test_captions_are_put_once_and_replaced(simulators: World, youtube: YouTubeBroadcasts) -> None:
    spending = Spending(simulators)
    ref = youtube.prepare(spending.account, WISH).ref
    before = spending.units
    youtube.captions(spending.account, ref, VTT, "en-GB", "English")
    youtube.captions(spending.account, ref, VTT + b"\n", "en-GB", "English")
    assert spending.units - before == 50 + 400 + 50 + 450
    assert spending.units == google(simulators).units
    (ident,) = google(simulators).captions
    assert google(simulators).files[ident].strip() == VTT.strip()
    youtube.captions(spending.account, ref, VTT, "cy", "Cymraeg")
    assert len(google(simulators).captions) == 2
    with pytest.raises(Permanent):
        youtube.captions(spending.account, ref, b"", "en-GB", "English")


def test_the_picture_is_set(simulators: World, youtube: YouTubeBroadcasts, account: Account) -> None:
    ref = youtube.prepare(account, WISH).ref
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    youtube.picture(account, ref, png)
    assert google(simulators).files[f"thumbnail-{ref}"] == png
    with pytest.raises(Permanent):
        youtube.picture(account, ref, b"0" * (2 * 1024 * 1024 + 1))


def test_a_change_after_the_end_keeps_the_chapters(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    ref = live(simulators, youtube, account)
    youtube.end(account, ref)
    youtube.chapters(account, ref, "0:00 Before the meeting\n5:00 Apologies\n12:30 Minutes")
    youtube.update(
        account, ref, replace(WISH, title="Planning Committee, special meeting", privacy="unlisted")
    )
    there = google(simulators).broadcasts[ref]
    assert there["snippet"]["title"] == "Planning Committee, special meeting"
    assert "12:30 Minutes" in there["snippet"]["description"]
    assert there["status"]["privacyStatus"] == "unlisted"


def test_a_test_run_hears_the_encoder_of_its_meeting_and_leaves_nothing(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    real = youtube.prepare(account, WISH)
    run = replace(WISH, key=f"{WISH.key}-test-1", title="Test", privacy="private")
    test = youtube.prepare(account, run)
    assert real.target
    assert test.target
    assert (test.ref != real.ref, test.target.key) == (True, real.target.key)
    youtube.end(account, test.ref)
    simulators.feeds.send(real.target.key, "An encoder", simulators.now())
    youtube.go_live(account, test.ref)
    youtube.state(account, test.ref)
    assert youtube.state(account, test.ref).public is False
    assert youtube.state(account, real.ref).phase is Phase.READY
    assert youtube.update(account, real.ref, replace(WISH, title="Renamed")).target == real.target
    youtube.end(account, test.ref)
    youtube.cancel(account, test.ref)
    assert list(google(simulators).broadcasts) == [real.ref]
    # Another meeting of that evening keeps away from both.
    other = youtube.prepare(account, replace(WISH, key="other"))
    assert other.target
    assert other.target.key != real.target.key
