"""Nothing that another system keeps back becomes public through an import, and only those who may import do."""

from __future__ import annotations

from sqlalchemy import select

from meetings.agendas.queries import for_audience, published_agenda
from meetings.agendas.usecases import ChangeItem, change_item
from meetings.bodies.models import Body
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.minutes.queries import public_minutes
from meetings.runtime.usecase import Runner
from meetings.schedule.models import Meeting
from meetings.schedule.queries import meeting_of
from tests.admin.importing import (
    RESOLVED,
    bring,
    count,
    document,
    item,
    items_of,
    meeting,
    minutes_document,
)
from tests.factories.accounts import signed_in
from tests.factories.world import World

WHOLE = meeting(item(1, "Apologies", "<p>None.</p>"), item(2, "Dredging", RESOLVED))
SECRET = meeting(
    item(1, "Open matter", "<p>Open words.</p>"),
    item(
        2,
        "Lease of the ice works",
        "<p>Secret words.</p>",
        isrestricted="True",
        documents=document(7, "Valuation", "https://x.example/valuation"),
    ),
    item(3, "Hidden matter", "<p>Hidden words.</p>", isdisplayallowed="False"),
    item(4, "Tender", "<p>Tender.</p>", documents=document(8, "Prices", "https://x.example/prices", "True")),
)


def public_words(world: World, meeting_id: str) -> str:
    """Everything that the public can be given of an agenda and its minutes."""
    with world.runner.read() as session:
        agenda = published_agenda(session, meeting_id)
        minutes = public_minutes(session, meeting_id)
    assert agenda is not None
    return f"{for_audience(agenda, Audience.PUBLIC)} {minutes and minutes[0]}"


def test_restricted_items_and_papers_do_not_reach_the_public(world: World) -> None:
    outcome = bring(world, SECRET)
    said = public_words(world, outcome.meeting_id)
    assert "Open words" in said
    for secret in ("ice works", "Secret", "Hidden", "Valuation", "valuation", "Prices", "prices"):
        assert secret not in said
    assert "Secret words" in str(minutes_document(world, outcome.meeting_id))


def test_what_is_restricted_later_is_taken_from_the_public(world: World) -> None:
    opened = SECRET.replace(b"<isrestricted>True", b"<isrestricted>False").replace(
        b"<isdisplayallowed>False", b"<isdisplayallowed>True"
    )
    first = bring(world, opened)
    assert "Secret words" in public_words(world, first.meeting_id)
    bring(world, SECRET)
    said = public_words(world, first.meeting_id)
    for secret in ("ice works", "Secret words", "Hidden words", "valuation", "https://x.example/prices"):
        assert secret not in said
    bring(world, opened)
    assert "Secret words" in public_words(world, first.meeting_id)


def test_a_meeting_hidden_there_is_hidden_here(sqlite_world: World) -> None:
    first = bring(sqlite_world, WHOLE)
    hidden = bring(sqlite_world, WHOLE.replace(b"<isdisplayallowed>True", b"<isdisplayallowed>False", 1))
    with sqlite_world.runner.read() as session:
        assert not meeting_of(session, first.meeting_id).is_public
        assert public_minutes(session, first.meeting_id) is None
    assert "meeting/isdisplayallowed" in hidden.unplaced


def test_a_minute_that_is_not_published_there_is_left_out(sqlite_world: World) -> None:
    held = item(2, "Pier", "<p>Not yet.</p>", isminutepublished="False")
    outcome = bring(sqlite_world, meeting(item(1, "Quay", "<p>Done.</p>"), held))
    minutes = minutes_document(sqlite_world, outcome.meeting_id)
    assert [len(i.blocks) for i in minutes.items] == [1, 0]
    assert any("not published there" in path for path in outcome.unplaced)


def test_what_an_officer_closed_is_not_opened_by_an_import(sqlite_world: World) -> None:
    world = sqlite_world
    coming = {"meetingdate": "17/10/2027", "minutepublished": "False"}
    first = bring(world, meeting(item(1, "Lease"), **coming))
    (line,) = items_of(world, first.meeting_id)
    exempt = ChangeItem(
        first.meeting_id, line.id, "Lease", sensitivity=Sensitivity.EXEMPT, exemption="paragraph 3"
    )
    world.run(change_item, exempt)
    bring(world, meeting(item(1, "Lease of the quay"), **coming))
    (line,) = items_of(world, first.meeting_id)
    assert (line.title, line.sensitivity, line.exemption) == (
        "Lease of the quay",
        Sensitivity.EXEMPT,
        "paragraph 3",
    )
    assert "quay" not in public_words(world, first.meeting_id)


def test_only_whoever_may_import_does_and_only_for_their_committee(sqlite_world: World) -> None:
    world = sqlite_world
    harbours, other = world.body("Harbours Committee"), world.body("Parks Committee")
    here, _ = signed_in(world, "Officer of Harbours", Role.OFFICER, harbours.id)
    elsewhere, _ = signed_in(world, "Officer of Parks", Role.OFFICER, other.id)
    administrator, _ = signed_in(world, "Ada Admin", Role.ADMINISTRATOR)
    refused = [bring(world, WHOLE, actor=actor) for actor in (elsewhere, administrator, ANONYMOUS)]
    assert [outcome.brought for outcome in refused] == [[], [], []]
    assert count(world, Meeting) == 0
    assert bring(world, WHOLE, actor=here).fates == ["new"]
    assert bring(world, WHOLE, body="Parks Committee", actor=here).brought == []
    assert bring(world, WHOLE, body="A new committee", actor=here).brought == []
    assert "A new committee" not in str([b.name for b in _bodies(world.runner)])


def _bodies(runner: Runner) -> list[Body]:
    with runner.read() as session:
        return list(session.scalars(select(Body)))
