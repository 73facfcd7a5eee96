"""A vote is checked in a real browser, offline too; a changed byte shows; a device notices a changed record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from meetings.proof.notes import Head, note
from meetings.proof.queries import latest_checkpoint
from meetings.proof.verifier import NotRight, check, check_growth
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.browser import overflow, violations
from tests.factories.sealing import SignerHere, meddle, sealed
from tests.factories.site import Site, make_site
from tests.factories.world import EVENING, Sitting
from tests.publicsite.serving import served


@dataclass
class Scene:
    """A council with a declared vote of each kind, sealed, and its server."""

    site: Site
    signer: SignerHere
    sitting: Sitting
    recorded: str
    totals: str
    address: str


def declared(sitting: Sitting, method: VoteMethod) -> str:
    world = sitting.world
    vote_id = sitting.vote(sitting.motion(), method)
    people = sitting.body.members
    sitting.cast(vote_id, {people[0]: Choice.FOR, people[1]: Choice.FOR, people[2]: Choice.AGAINST})
    world.run(close_vote, CloseVote(vote_id, 2))
    world.later(seconds=30)
    world.run(declare_vote, DeclareVote(vote_id))
    return vote_id


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("proof")
    with make_site(folder / "data") as site:
        sitting = site.world.body().meeting().open()
        votes = [declared(sitting, method) for method in (VoteMethod.RECORDED, VoteMethod.TOTALS)]
        signer = SignerHere(folder / "signer")
        sealed(site.parts.runner, signer, sitting.id)
        with served(site.parts) as ready:
            yield Scene(site, signer, sitting, votes[0], votes[1], f"http://{ready.host}:{ready.port}")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    context.close()
    assert broken == []


def test_the_page_checks_the_vote_also_offline(scene: Scene, page: Page) -> None:
    for vote_id, words in ((scene.recorded, "Counted again: 2 for, 1 against"), (scene.totals, "is sealed")):
        page.goto(f"{scene.address}/votes/{vote_id}/check")
        expect(page.locator("#verdict-words")).to_have_text("Everything is right")
        expect(page.locator("#verdict-list")).to_contain_text(words)
        assert violations(page) == []
    page.context.set_offline(True)
    page.get_by_text("Try it: change something").click()
    box = page.locator("#document")
    right = box.input_value()
    box.fill(right.replace('"lost"', '"carried"').replace('"carried"', '"lost"', 1))
    page.get_by_role("button", name="Check again").press("Enter")
    expect(page.locator("#verdict")).to_have_attribute("data-state", "wrong")
    expect(page.locator("#verdict-words")).to_have_text("Something is not right")
    expect(page.locator("#verdict")).to_be_focused()
    box.fill(right[:-5])
    page.get_by_role("button", name="Check again").click()
    expect(page.locator("#verdict-words")).to_have_text("This cannot be read")
    box.fill(right)
    page.get_by_role("button", name="Check again").click()
    expect(page.locator("#verdict-words")).to_have_text("Everything is right")


def test_every_changed_byte_shows(scene: Scene, page: Page) -> None:
    """Each value of the file another in turn, all judged by the page's own module."""
    page.goto(f"{scene.address}/votes/{scene.recorded}/check")
    wrong = page.evaluate(
        """async () => {
            const { check, NotRight } = await import("/static/js/proof-check.js");
            const text = document.getElementById("document").value;
            const passed = [];
            let tried = 0;
            for (let at = 0; at < text.length; at += 127) {
                const letter = text[at];
                if (/[\\s,:{}\\[\\]"\\\\]/.test(letter)) continue;
                const other = letter === "1" ? "2" : letter === "a" ? "b" : /[0-9]/.test(letter) ? "1" : "a";
                const changed = text.slice(0, at) + other + text.slice(at + 1);
                let document;
                try { document = JSON.parse(changed); } catch { continue; }
                tried += 1;
                try { check(document); passed.push(text.slice(at - 30, at + 30)); } catch (error) {
                    if (!(error instanceof NotRight)) passed.push(String(error));
                }
            }
            return [tried, passed];
        }"""
    )
    assert (wrong[0] > 30, wrong[1]) == (True, [])


def test_small_screens_and_no_script(scene: Scene, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=True)
    page = context.new_page()
    for path in (f"/votes/{scene.recorded}/check", "/about/proof"):
        page.goto(scene.address + path)
        assert overflow(page) == 0
        assert violations(page) == []
    context.close()


def test_the_public_vote_leads_to_its_check(scene: Scene) -> None:
    visitor = scene.site.public
    assert f"/votes/{scene.recorded}/check" in visitor.get(f"/votes/{scene.recorded}").get_data(as_text=True)
    found = json.loads(visitor.get(f"/votes/{scene.recorded}/statement.json").data)
    assert check(found)
    assert visitor.get("/votes/nothere/check").status_code == 404
    assert visitor.get("/votes/nothere/statement.json").status_code == 404
    assert visitor.get(f"/votes/{scene.recorded}/statement.sig").data.startswith(b"-----BEGIN SSH SIGNATURE")
    assert b"council-vote" in visitor.get(f"/votes/{scene.recorded}/signers").data


def test_the_feeds(scene: Scene) -> None:
    visitor, stream = scene.site.public, scene.sitting.id
    told = json.loads(visitor.get("/proof/checkpoints.json").data)["checkpoints"]
    assert [each["stream"] for each in told] == [stream]
    assert told[0]["checkpoint"] in visitor.get("/proof/checkpoints").get_data(as_text=True)
    assert visitor.get(f"/proof/streams/{stream}/checkpoint").get_data(as_text=True) == told[0]["checkpoint"]
    assert json.loads(visitor.get("/proof/keys.json").data)["keys"][0]["id"] == told[0]["key_id"]
    assert visitor.get("/proof/streams/nothere/checkpoint").status_code == 404
    assert visitor.get(f"/proof/streams/{stream}/consistency?from=3").status_code == 404
    assert visitor.get(f"/proof/streams/{stream}/consistency").status_code == 400


def test_a_meeting_that_is_not_public_is_not_told_of(scene: Scene) -> None:
    hidden = scene.sitting.body.meeting("Trees", publish=False, starts_at=EVENING + timedelta(days=20))
    sealed(scene.site.parts.runner, scene.signer, hidden.id)
    visitor = scene.site.public
    assert hidden.id not in visitor.get("/proof/checkpoints.json").get_data(as_text=True)
    ours, none = (visitor.get(f"/proof/streams/{each}/checkpoint") for each in (hidden.id, "nothere"))
    assert (ours.status_code, ours.data == none.data) == (404, True)
    officer = scene.site.officer
    assert officer.get(f"/proof/streams/{hidden.id}/checkpoint").status_code == 200


def test_officers_see_and_settle_an_alarm(tmp_path: Path) -> None:
    with make_site(tmp_path / "data") as site:
        sitting = site.world.body().meeting().open()
        signer = SignerHere(tmp_path / "signer")
        sealed(site.parts.runner, signer, sitting.id)
        assert "may have been changed" not in site.officer.get("/desk").get_data(as_text=True)
        meddle(site.parts.runner, "UPDATE record SET actor_name = 'X' WHERE stream_id = :s", s=sitting.id)
        from meetings.proof.signing import seal

        assert seal(site.parts.runner, signer, sitting.id) is None
        assert "may have been changed" in site.officer.get("/desk").get_data(as_text=True)
        text = site.officer.get("/desk/proof").get_data(as_text=True)
        assert "its hash does not fit its content" in text
        with site.parts.runner.read() as session:
            from meetings.proof.queries import open_alarms

            (alarm,) = open_alarms(session)
        address = f"/desk/proof/alarms/{alarm.id}/settle"
        assert site.public.post(address, {"words": "x"}).status_code in (302, 303, 401, 403)
        assert site.officer.post(address, {"words": "A test."}).status_code == 303
        assert "There is no alarm" in site.officer.get("/desk/proof").get_data(as_text=True)


def test_a_device_notices_a_record_that_was_changed(scene: Scene, browser: Browser) -> None:
    """It keeps what it saw, follows honest growth without a word, and calls out when that is not the beginning."""
    site, sitting = scene.site, scene.sitting
    context = browser.new_context()
    cookie = site.parts.services.config.session_cookie
    token = site.world.tokens[sitting.body.members[1]]
    context.add_cookies([{"name": cookie, "value": token, "url": scene.address}])
    page = context.new_page()
    name = f"witan.proof.{sitting.id}"

    def size() -> int:
        page.wait_for_function("(name) => localStorage.getItem(name)", arg=name)
        kept: int = page.evaluate(
            "(name) => JSON.parse(localStorage.getItem(name)).note.split('\\n')[1] | 0", name
        )
        return kept

    page.goto(f"{scene.address}/room/{sitting.id}")
    first = size()
    declared(sitting, VoteMethod.RECORDED)
    newest = sealed(site.parts.runner, scene.signer, sitting.id)
    page.reload()
    page.wait_for_function(
        "([name, size]) => JSON.parse(localStorage.getItem(name)).note.split('\\n')[1] === String(size)",
        arg=[name, newest.size],
    )
    assert newest.size > first
    expect(page.locator("#proof-alarm")).to_have_count(0)

    # What it kept is turned into another root, signed by the true key: as if it had been shown another record.
    head = Head(newest.origin, first, bytes(range(32)), newest.signed_at)
    other = note(
        head, scene.signer.signer.public_key, scene.signer.signer._key.sign(head.text().encode()).signature
    )
    page.evaluate(
        "([name, note]) => localStorage.setItem(name, JSON.stringify({ note, at: '' }))", [name, other]
    )
    page.reload()
    alarm = page.get_by_role("alert").filter(has_text="may have been changed")
    expect(alarm).to_be_visible()
    expect(alarm).to_contain_text("Tell the monitoring officer")
    context.close()


def test_growth_checks_with_the_program_too(scene: Scene) -> None:
    site, sitting = scene.site, scene.sitting
    with site.parts.runner.read() as session:
        kept = latest_checkpoint(session, sitting.id)
    assert kept is not None
    declared(sitting, VoteMethod.TOTALS)
    sealed(site.parts.runner, scene.signer, sitting.id)
    address = f"/proof/streams/{sitting.id}/consistency?from={kept.size}"
    proof = json.loads(site.public.get(address).data)
    assert check_growth(kept.note, proof)
    proof["path"][0] = "00" * 32
    with pytest.raises(NotRight):
        check_growth(kept.note, proof)
