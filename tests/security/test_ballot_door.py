"""What a hostile member's device may send instead of a ballot, and what a forged token may look like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.voting.rules import VoteMethod
from tests.factories.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def at_vote(site: Site) -> tuple[str, str]:
    """A vote and a member on its roll."""
    sitting = site.world.body().meeting().open()
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    return vote_id, sitting.body.members[1]


@pytest.mark.parametrize(
    "body",
    [
        b'{"choice": ["for"], "key": "key-0001"}',
        b'{"choice": {"for": 1}, "key": "key-0001"}',
        b'{"choice": null, "key": "key-0001"}',
        b'{"choice": "for", "key": "\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800"}',
        b'{"choice": "for", "key": "key-\\u00000001"}',
        b'{"choice": "for", "key": "key\\n00001"}',
        b'{"choice": "for", "key": {"a": 1}}',
        b"[" * 100_000,
        b'"for"',
        b"\xff\xfe",
    ],
)
def test_what_is_no_ballot_is_refused_and_not_a_crash(
    site: Site, at_vote: tuple[str, str], body: bytes
) -> None:
    vote_id, member = at_vote
    device = site.member(member)
    more = {"headers": {"Content-Type": "application/json"}}
    assert device.post(f"/votes/{vote_id}/ballot", body, **more).status_code == 422  # type: ignore[arg-type]
    assert device.get(f"/votes/{vote_id}/ballot").get_json()["choice"] is None


def test_whom_a_ballot_names_besides_does_not_matter(site: Site, at_vote: tuple[str, str]) -> None:
    vote_id, member = at_vote
    other = next(p for p in site.world.tokens if p != member and "Councillor" in site.world.names[p])
    sent = {"choice": "against", "key": "key-0001", "person_id": other}
    proxy = {"choice": "for", "key": "key-0002", "on_behalf": other}
    assert site.member(member).post(f"/votes/{vote_id}/ballot", json=proxy).status_code == 403
    assert site.member(member).post(f"/votes/{vote_id}/ballot", json=sent).status_code == 200
    assert site.member(member).get(f"/votes/{vote_id}/ballot").get_json()["choice"] == "against"
    assert site.member(other).get(f"/votes/{vote_id}/ballot").get_json()["choice"] is None


@pytest.mark.parametrize("token", ["é", "\ud800", "", "0" * 64])
def test_a_form_with_a_made_up_token_is_refused_and_not_a_crash(site: Site, token: str) -> None:
    form = {"csrf_token": token.encode("utf-8", "surrogatepass")}
    answer = site.officer.post("/account/sessions/end-others", form, headers={"X-CSRF-Token": ""})
    assert answer.status_code == 403
