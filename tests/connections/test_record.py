"""What the record says of connections, and that the tables are held against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings.admin import verify_connections
from meetings.admin.verify_facts import FactRow
from meetings.admin.words_connections import WORDS
from meetings.connections.accounts import opened
from meetings.connections.models import ProviderCall, ProviderConnection
from meetings.connections.rules import CallState, ConnectionState
from meetings.connections.usecases import (
    Disconnect,
    EnterValues,
    NoteChecked,
    RetryCall,
    ShowNewsAddress,
    disconnect,
    enter_values,
    note_checked,
    show_news_address,
    try_call_again,
)
from meetings.db.record import council_stream, facts_of
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.facts import registered, to_data
from meetings.ports.providers import Checked, Permanent, SignInDead
from tests.connections.conftest import SECRET, VAULT, Desk, Moot, make_desk
from tests.factories.accounts import administrator
from tests.factories.world import World

GIVEN = {"account_id": "A1", "client_secret": SECRET}
FINE = (Checked("meeting:write", True, "to make rooms"),)


@pytest.fixture
def desk(sqlite_world: World, moot: Moot, tmp_path: Path) -> Desk:
    """With a record of its own: what the tables say is held against all of it."""
    return make_desk(sqlite_world, moot, tmp_path)


def differences(desk: Desk) -> list[str]:
    with desk.world.runner.read() as session:
        stream = council_stream(session)
        rows = [FactRow(e.seq, e.type, to_data(e.fact), "") for e in facts_of(session, stream)]
        return verify_connections.check(session, stream, rows)


def told(desk: Desk) -> list[str]:
    """What the viewer says of connections."""
    with desk.world.runner.read() as session:
        entries = list(facts_of(session, council_stream(session)))
    return [WORDS[e.type](to_data(e.fact), None) for e in entries if e.type in WORDS]


def version(desk: Desk) -> int:
    return opened(desk.context.runner, VAULT, desk.moot, even_dead=True).version


def test_every_fact_has_words() -> None:
    assert {name for name in registered() if name.startswith("connections.")} == set(WORDS)


def test_a_life_of_a_connection_in_words_and_checked(desk: Desk) -> None:
    admin = administrator(desk.world)
    desk.world.run(enter_values, EnterValues("moot", "Moot", GIVEN, VAULT, news=True), admin)
    assert differences(desk) == []
    desk.world.run(note_checked, NoteChecked("moot", "Moot", version(desk), FINE), admin)
    desk.world.run(show_news_address, ShowNewsAddress("moot", "Moot", VAULT), admin)
    for name, error in (("t.no", Permanent("No.")), ("t.dead", SignInDead("Revoked."))):
        desk.does(name, lambda d, error=error: (_ for _ in ()).throw(error))  # type: ignore[misc]
        desk.ask(name)
        desk.work()
        assert differences(desk) == []
    desk.world.run(note_checked, NoteChecked("moot", "Moot", version(desk), FINE), admin)
    failed = next(c.id for c in desk.calls() if c.state is CallState.GIVEN_UP)
    desk.world.run(try_call_again, RetryCall(failed), admin)
    assert differences(desk) == []
    desk.world.run(disconnect, Disconnect("moot", "Moot", revoked=False), admin)
    assert differences(desk) == []
    assert told(desk) == [
        "What the connection to Moot needs was entered anew: account id, client secret",
        "Moot was connected",
        "The address to which Moot sends its news was shown",
        "“No” at Moot failed: No.",
        "Moot no longer accepts the council’s account: Revoked.",
        "Moot was connected again",
        "“No” at Moot was tried again by hand",
        "Moot was disconnected and everything kept of it was deleted; the provider did not take back its permission "
        "itself",
    ]


def test_rows_that_say_otherwise_are_found(desk: Desk) -> None:
    desk.connect()
    assert differences(desk) == ["the connection to moot is “Connected”, the record says not there"]
    call = desk.ask("t.nobody", provider="free")
    desk.work()
    with desk.world.runner.database.write() as session:
        session.get_one(ProviderCall, call).state = CallState.DONE
        session.delete(session.get_one(ProviderConnection, "moot"))
    assert differences(desk) == [f"the call {call} did not fail, the record says otherwise"]


def test_a_test_of_what_was_changed_meanwhile_says_nothing(desk: Desk) -> None:
    admin = administrator(desk.world)
    desk.world.run(enter_values, EnterValues("moot", "Moot", GIVEN, VAULT), admin)
    before = version(desk)
    desk.world.run(enter_values, EnterValues("moot", "Moot", {"account_id": "A2"}, VAULT), admin)
    with pytest.raises(WrongState):
        desk.world.run(note_checked, NoteChecked("moot", "Moot", before, FINE), admin)
    with desk.world.runner.read() as session:
        assert session.get_one(ProviderConnection, "moot").state is ConnectionState.ENTERED
    with pytest.raises(Denied):
        desk.world.run(disconnect, Disconnect("moot", "Moot", revoked=True))
    desk.world.run(disconnect, Disconnect("moot", "Moot", revoked=True), SYSTEM)
