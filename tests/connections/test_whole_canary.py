"""A meeting arranged on Zoom and YouTube: its ways in, keys and tokens stand nowhere in the open."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import LargeBinary, select

from meetings.conferencing.usecases import ArrangeRemote, arrange_remote
from meetings.connections.calls import carry_out_due
from meetings.connections.models import ProviderConnection
from meetings.connections.queries import calls_of
from meetings.connections.redact import install
from meetings.connections.rules import CallState
from meetings.connections.usecases import EnterValues, NoteChecked, enter_values, note_checked
from meetings.db.base import Base
from meetings.kernel.actor import SYSTEM
from meetings.ports.providers import Checked
from meetings.runtime.jobs import JobContext
from tests.factories.site import Site, make_site

if TYPE_CHECKING:
    from integrations.simulators.base import World as Simulated

#: shown to everybody: where the public watches, and how the streaming address begins for every customer
_PUBLIC = ("watch", "rtmp://", "rtmps://a.rtmp")
_SECRETS_OF_ACCOUNTS = ("client_secret", "refresh_token", "access_token", "secret_token", "news_segment")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What a server would log, at its most talkative."""
    before = logging.getLogRecordFactory()
    install()
    caplog.set_level(logging.DEBUG)
    yield caplog
    logging.setLogRecordFactory(before)


def connect(site: Site, provider: str, name: str, values: dict[str, str]) -> None:
    vault = site.parts.services.vault
    assert vault is not None
    site.world.run(enter_values, EnterValues(provider, name, values, vault, news=True), SYSTEM)
    with site.world.runner.read() as session:
        version = session.get_one(ProviderConnection, provider).version
    fine = (Checked("everything", True, "is there"),)
    site.world.run(note_checked, NoteChecked(provider, name, version, fine), SYSTEM)


def context_of(site: Site) -> JobContext:
    parts = site.parts.services
    return JobContext(
        parts.runner,
        parts.storage,
        lambda *_: b"",
        site="https://meetings.example",
        providers=parts.providers,
        vault=parts.vault,
    )


def secrets_of(site: Site) -> set[str]:
    """Everything that is kept locked, wherever it is, and worth it."""
    vault = site.parts.services.vault
    assert vault is not None
    found: set[str] = set()
    with site.world.runner.read() as session:
        for table in Base.metadata.sorted_tables:
            for column in (c for c in table.columns if isinstance(c.type, LargeBinary)):
                for box in session.scalars(select(column).where(column.is_not(None))):
                    accounts = table.name == ProviderConnection.__tablename__
                    kept = vault.open(box).items()
                    found |= {v for k, v in kept if not accounts or k in _SECRETS_OF_ACCOUNTS}
    return {x for x in found if len(x) >= 6 and not any(public in x for public in _PUBLIC)}


def in_the_open(site: Site) -> Iterator[tuple[str, str]]:
    """Every value of every table that is not locked: where it stands, and it."""
    with site.world.runner.read() as session:
        for table in Base.metadata.sorted_tables:
            plain = [c for c in table.columns if not isinstance(c.type, LargeBinary)]
            for row in session.execute(select(*plain)).all() if plain else ():
                for column, value in zip(plain, row, strict=True):
                    yield f"{table.name}.{column.name}", str(value)


def test_what_is_secret_stands_only_locked(
    tmp_path: Path, simulators: Simulated, logged: pytest.LogCaptureFixture
) -> None:
    from integrations.simulators import google_state, zoom_state

    with make_site(tmp_path, simulators=simulators.address) as site:
        zoom = {
            "account_id": zoom_state.ACCOUNT_ID,
            "client_id": zoom_state.CLIENT_ID,
            "client_secret": zoom_state.CLIENT_SECRET,
            "host": zoom_state.HOST,
            "secret_token": zoom_state.SECRET_TOKEN,
        }
        connect(site, "zoom", "Zoom", zoom)
        connect(site, "youtube", "YouTube", google_state.account_values(simulators))
        sitting = site.world.body().meeting("Apologies", "Budget")
        wish: dict[str, Any] = {"room_provider": "zoom", "broadcast_provider": "youtube"}
        site.world.run(arrange_remote, ArrangeRemote(sitting.id, **wish))
        carry_out_due(context_of(site))
        with site.world.runner.read() as session:
            states = {c.operation: c.state for c in calls_of(session, sitting.id)}
        assert states["conferencing.create"] is states["broadcast.prepare"] is CallState.DONE

        secrets = secrets_of(site)
        assert "1//sim" in str(secrets)
        assert "zoom.us" in str(secrets) or "/zoom/" in str(secrets)
        assert len(secrets) > 8
        pages = [
            visitor.get(path).get_data(as_text=True)
            for visitor in (site.officer, site.public)
            for path in (
                f"/desk/meetings/{sitting.id}",
                f"/meetings/{sitting.id}",
                "/desk",
                "/desk/connections",
            )
        ]
        said = [*in_the_open(site), *(("a page", page) for page in pages), ("the log", logged.text)]
        assert len(logged.text) > 1000
        leaks = {(where, secret) for where, text in said for secret in secrets if secret in text}
        assert leaks == set()
