"""The far end of the chain: the minutes drafted from the record, and the page the public reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from meetings.minutes.queries import minutes_of
from meetings.minutes.usecases import ApproveMinutes, PublishMinutes, approve_minutes, publish_minutes
from tests.factories.site import Site, make_site
from tests.factories.world import Sitting

_TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


def plain(html: str) -> str:
    """The words of a page."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(_TAG.sub(" ", body)).split())


def draft_text(site: Site, sitting: Sitting) -> str:
    """The draft minutes as the officer reads them."""
    answer = site.officer.get(f"/desk/meetings/{sitting.id}/minutes", follow_redirects=True)
    assert answer.status_code == 200
    return plain(answer.get_data(as_text=True))


def published_text(site: Site, sitting: Sitting) -> str:
    """The minutes approved and published, as the public reads them."""
    world = site.world
    with world.runner.read() as session:
        row = minutes_of(session, sitting.id)
    assert row is not None
    world.run(approve_minutes, ApproveMinutes(sitting.id, row.version))
    world.run(publish_minutes, PublishMinutes(sitting.id, row.version))
    answer = site.public.get(f"/meetings/{sitting.id}/minutes")
    assert answer.status_code == 200
    return plain(answer.get_data(as_text=True))
