"""Sealing in a real browser: what it seals libsodium opens, tellers agree on their own devices, axe is content."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.public import PrivateKey, SealedBox
from playwright.sync_api import Browser, Page, expect

from meetings.appointments import usecases as uc
from meetings.appointments.rules import Names
from tests.appointments.council import Election, election
from tests.appointments.devices import OpenerHere, TellerDevice, envelope, post_envelope
from tests.factories.browser import overflow, violations
from tests.factories.site import Site, make_site
from tests.publicsite.serving import served

JSON = {"Accept": "application/json"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application with an opener."""
    with make_site(tmp_path / "data") as made:
        made.parts.services.opener = OpenerHere(tmp_path / "opener")
        yield made


def device(
    browser: Browser, site: Site, address: str, person: str, *, strict: bool, width: int = 1000
) -> Page:
    """A member's own device; `strict`: with the page's content security policy in force."""
    context = browser.new_context(bypass_csp=not strict, viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "witan", "value": site.world.tokens[person], "url": address}])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page broke: {error}"))
    return page


def enrol(page: Page, address: str) -> None:
    """Make the key of a teller's device, by the page."""
    page.goto(f"{address}/account/teller")
    page.get_by_label("A name for this device").fill("Tablet")
    page.get_by_role("button", name="Make a key and enrol this device").click()
    expect(page.get_by_text("It is this device: its key is kept in this browser.")).to_be_visible()


def open_round(site: Site, found: Election, teller_ids: list[str]) -> str:
    """By the clerk."""
    form = {"way": "devices", "teller": teller_ids}
    assert site.officer.post(f"/desk/appointments/{found.id}/rounds", form, headers=JSON).status_code == 200
    current = found.view.current
    assert current is not None
    return current.id


def test_a_secret_round_in_browsers(browser: Browser, site: Site) -> None:
    found = election(site.world, members=5, candidates=2, names=Names.SECRET)
    people, chosen = found.sitting.body.members, found.candidates[1]
    with served(site.parts) as ready:
        address = f"http://{ready.host}:{ready.port}"
        member = device(browser, site, address, people[1], strict=True)
        chair = device(browser, site, address, people[0], strict=False, width=320)
        for page in (member, chair):
            enrol(page, address)
        third = TellerDevice(site.world, people[2]).enrol()
        ids = [str(site.world.actor(p).account_id) for p in people[:3]]
        round_id = open_round(site, found, ids)
        for page in (member, chair):
            page.goto(f"{address}/room/{found.sitting.id}")
        expect(member.get_by_text("Secret: your vote is sealed on this device")).to_be_visible()
        assert violations(chair) == []
        assert overflow(chair) <= 0
        member.locator(f'#round-ballot button[value="{chosen}"]').click()
        expect(member.locator("#round-ballot-state")).to_contain_text("is in the box")
        # The neutral screen: nothing here tells what was chosen, and the device keeps no choice.
        expect(member.locator("#round-ballot-buttons")).to_be_hidden()
        kept = member.evaluate("JSON.stringify(localStorage)")
        assert chosen not in kept
        public = found.view.rounds[0].public_key
        for person in people[2:]:
            sealed = envelope(public, round_id, found.candidates[0])
            assert post_envelope(site, person, round_id, sealed).status_code == 200
        site.world.run(uc.close_round, uc.CloseRound(round_id, 1))
        expect(member.locator("#round-ballot-after")).to_contain_text("is in the box, one of 4")
        for page in (member, chair):
            expect(page.get_by_text("You are a teller of this round")).to_be_visible()
        assert violations(chair) == []
        for page in (member, chair):
            page.get_by_role("button", name="Agree to open this box").click()
            expect(page.locator("#teller-box")).to_contain_text("You have agreed") if page is member else None
        expect(chair.get_by_text("Counted, not declared yet")).to_be_visible()
        assert found.view.rounds[0].votes == {found.candidates[0]: 3, chosen: 1}
        assert third.account_id in ids


def test_the_sealed_box_of_the_page_is_libsodiums(browser: Browser, site: Site) -> None:
    key = PrivateKey.generate()
    with served(site.parts) as ready:
        page = browser.new_context().new_page()
        page.goto(f"http://{ready.host}:{ready.port}/")
        script = """async ([key, plain]) => {
            const { sealBallot } = await import("/static/js/sealed.js");
            const { newKey, unseal } = await import("/static/vendor/sealedbox.min.js");
            const mine = newKey();
            return [sealBallot(key, "abcdefgh23456789", plain), [...mine.publicKey], [...mine.secret]];
        }"""
        sealed, public, secret = page.evaluate(script, [bytes(key.public_key).hex(), "candidate"])
    plain = SealedBox(key).decrypt(base64.b64decode(sealed["envelope"]))
    assert len(plain) == 128
    assert json.loads(plain)["choice"] == "candidate"
    assert bytes(PrivateKey(bytes(secret)).public_key) == bytes(public)
