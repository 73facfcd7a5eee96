"""Remote rooms and broadcasts of meetings, what is left to do by hand, seats, and who is invited."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remote_room",
        *_current("remote_room"),
        *_arranged(),
        *_of_rooms(),
    )
    op.create_table("former_room", *_former("former_room"), *_arranged(), *_of_rooms())
    op.create_table("broadcast", *_current("broadcast"), *_arranged(), *_of_broadcasts())
    op.create_table("former_broadcast", *_former("former_broadcast"), *_arranged(), *_of_broadcasts())
    op.create_index("ix_former_room_meeting_id", "former_room", ["meeting_id"])
    op.create_index("ix_former_broadcast_meeting_id", "former_broadcast", ["meeting_id"])
    _steps()
    _seats()


def _current(table: str) -> list[Any]:
    return [
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=f"fk_{table}_meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", name=f"pk_{table}"),
        sa.UniqueConstraint("key", name=f"uq_{table}_key"),
    ]


def _former(table: str) -> list[Any]:
    return [
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=f"fk_{table}_meeting_id"),
        sa.PrimaryKeyConstraint("key", name=f"pk_{table}"),
    ]


def _arranged() -> list[Any]:
    return [
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=500), nullable=False),
        sa.Column("given", sa.LargeBinary(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("wished", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("arranged_at", UtcDateTime(), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=True),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
    ]


def _of_rooms() -> list[Any]:
    return [
        sa.Column("inside", sa.LargeBinary(), nullable=True),
        sa.Column("record", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.Boolean(), nullable=False),
    ]


def _of_broadcasts() -> list[Any]:
    return [
        sa.Column("watch_url", sa.String(length=500), nullable=False),
        sa.Column("embed_url", sa.String(length=500), nullable=False),
        sa.Column("target", sa.LargeBinary(), nullable=True),
        sa.Column("privacy", sa.String(length=40), nullable=False),
    ]


def _steps() -> None:
    op.create_table(
        "remote_step",
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pastes", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_remote_step_meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", "origin", "key", name="pk_remote_step"),
    )


def _seats() -> None:
    op.create_table(
        "seat",
        sa.Column("room_key", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("host", sa.Boolean(), nullable=False),
        sa.Column("seat_ref", sa.String(length=300), nullable=False),
        sa.Column("door", sa.LargeBinary(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_seat_meeting_id"),
        sa.PrimaryKeyConstraint("room_key", "person_id", name="pk_seat"),
    )
    op.create_index("ix_seat_meeting_id", "seat", ["meeting_id"])
    op.create_index("ix_seat_seat_ref", "seat", ["seat_ref"])
    op.create_table(
        "remote_invited",
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("invited_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_remote_invited_meeting_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_remote_invited_person_id"),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name="pk_remote_invited"),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
