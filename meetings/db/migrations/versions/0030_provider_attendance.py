"""Who was connected, as the provider tells it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_row",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("row_key", sa.String(300), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("email", sa.String(300), nullable=False),
        sa.Column("seat_ref", sa.String(300), nullable=False),
        sa.Column("user_ref", sa.String(300), nullable=False),
        sa.Column("phone", sa.String(60), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_attendance_row_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_row"),
    )
    op.create_index("uq_attendance_row_sha256", "attendance_row", ["meeting_id", "sha256"], unique=True)
    op.create_index("ix_attendance_row_user_ref", "attendance_row", ["provider", "user_ref"])
    op.create_table(
        "attendance_read",
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("room_key", sa.String(40), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_attendance_read_meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", "room_key", name="pk_attendance_read"),
    )
    _said()


def _said() -> None:
    """What officers said and confirmed."""
    op.create_table(
        "attendance_decision",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("identity", sa.String(400), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shown_as", sa.String(300), nullable=False),
        sa.Column("person_ids", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_attendance_decision_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_decision"),
    )
    op.create_index(
        "ix_attendance_decision_meeting_id_identity", "attendance_decision", ["meeting_id", "identity"]
    )
    op.create_table(
        "confirmed_attendance",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("was_present", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.String(40), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("intervals", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(200), nullable=False),
        sa.Column("confirmed_by_id", sa.String(20), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_confirmed_attendance_meeting_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_confirmed_attendance_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_confirmed_attendance"),
    )
    op.create_index(
        "ix_confirmed_attendance_meeting_id_person_id",
        "confirmed_attendance",
        ["meeting_id", "person_id"],
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
