"""What the broadcast desk keeps: what is wished for, what was last found, test runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcast_desk",
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("wish", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("wished_at", UtcDateTime(), nullable=True),
        sa.Column("wished_by", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("kept_wish", sa.String(length=40), nullable=True),
        sa.Column("able", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("receiving", sa.Boolean(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=True),
        sa.Column("health", sa.String(length=20), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("seen_by", sa.String(length=200), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("failed", sa.Text(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("room_live", sa.Boolean(), nullable=True),
        sa.Column("room_streaming", sa.Boolean(), nullable=True),
        sa.Column("room_people", sa.Integer(), nullable=True),
        sa.Column("room_seen_at", UtcDateTime(), nullable=True),
        sa.Column("room_news_at", UtcDateTime(), nullable=True),
        sa.Column("room_failed", sa.Text(), nullable=False),
        sa.Column("rehearsal", sa.String(length=40), nullable=False),
        sa.Column("rehearsals", sa.Integer(), nullable=False),
        sa.Column("test_provider", sa.String(length=40), nullable=False),
        sa.Column("test_ref", sa.String(length=500), nullable=False),
        sa.Column("test_url", sa.String(length=500), nullable=False),
        sa.Column("test_note", sa.Text(), nullable=False),
        sa.Column("test_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("warned_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_broadcast_desk_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_broadcast_desk")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
