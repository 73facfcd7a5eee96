"""Letters that residents ask for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("stop_link", sa.String(length=200), server_default="", nullable=False))
    op.create_table(
        "follower",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("handle", sa.String(length=64), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("email", name=op.f("uq_follower_email")),
        sa.UniqueConstraint("handle", name=op.f("uq_follower_handle")),
    )
    op.create_table(
        "followed",
        sa.Column("follower_id", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["follower_id"], ["follower.id"], name=op.f("fk_followed_follower_id")),
        sa.PrimaryKeyConstraint("follower_id", "topic", "body_id", name=op.f("pk_followed")),
    )
    op.create_index("ix_followed_topic_body_id", "followed", ["topic", "body_id"])


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
