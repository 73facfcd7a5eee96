"""What tests of actions ask and look at."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta
from typing import Any

import pikepdf
from sqlalchemy import select

from meetings.actions.models import Action
from meetings.actions.queries import ActionRow, action_of
from meetings.actions.usecases import (
    RecordAction,
    record_action,
)
from meetings.admin.verify_actions import check
from meetings.admin.verify_facts import FactRow
from meetings.db.record import facts_of
from meetings.kernel.facts import to_data
from meetings.notifications.models import StoredLetter
from meetings.ports.storage import StoredFile
from meetings.runtime.jobs import JobContext
from meetings.schedule.queries import meeting_of
from tests.factories.world import EVENING, Committee, Sitting, World


class Shelf:
    """Keeps nothing; counts."""

    def put(self, stream: io.BytesIO) -> StoredFile:
        data = stream.read()
        return StoredFile(hashlib.sha256(data).hexdigest(), len(data))


def context(world: World, pages: list[str] | None = None) -> JobContext:
    def render(html: str) -> bytes:
        (pages if pages is not None else []).append(html)
        return _pdf()

    return JobContext(world.runner, Shelf(), render)  # type: ignore[arg-type]


def _pdf() -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out)
    return out.getvalue()


def row(world: World, action_id: str) -> ActionRow:
    with world.runner.read() as session:
        return action_of(session, action_id)


def column(world: World, action_id: str, name: str) -> Any:
    with world.runner.read() as session:
        return session.scalar(select(getattr(Action, name)).where(Action.id == action_id))


def ask(sitting: Sitting, text: str = "Send the data", **more: Any) -> str:
    sitting.world.later(seconds=1)
    more = {"owner": "Director of ICT"} | more
    return sitting.world.run(
        record_action, RecordAction(sitting.id, more.pop("item", sitting.items[0]), text, **more)
    )


def after(body: Committee, days: int = 30, *titles: str, publish: bool = False) -> Sitting:
    return body.meeting(*titles, publish=publish, starts_at=EVENING + timedelta(days=days))


def letters(world: World, action_id: str) -> list[tuple[str, str, str]]:
    with world.runner.read() as session:
        query = select(StoredLetter.name, StoredLetter.subject, StoredLetter.text).where(
            StoredLetter.key.startswith(f"action:{action_id}:")
        )
        return [tuple(r) for r in session.execute(query.order_by(StoredLetter.created_at, StoredLetter.name))]


def following_day(sitting: Sitting) -> date:
    with sitting.world.runner.read() as session:
        return meeting_of(session, sitting.id).starts_at.date()


def verified(world: World, meeting_id: str) -> None:
    """The rows are what the record says; a row changed past it is found."""
    with world.runner.read() as session:
        facts = [FactRow(e.seq, e.type, to_data(e.fact), "") for e in facts_of(session, meeting_id)]
        assert check(session, meeting_id, facts) == []
        told = [f for f in facts if f.type != "actions.done"]
        assert check(session, meeting_id, told) != []
