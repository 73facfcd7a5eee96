"""The public excluded from a meeting, and what of it had to stop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exclusion",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("item_ids", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("motion_id", sa.String(length=20), nullable=True),
        sa.Column("began_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("opened_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("override_by", sa.String(length=200), nullable=False),
        sa.Column("override_by_id", sa.String(length=20), nullable=True),
        sa.Column("resume_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("ended_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_exclusion_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
    )
    op.create_index(
        "uq_exclusion_standing",
        "exclusion",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "exclusion_surface",
        sa.Column("exclusion_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("stopped_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("checked_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exclusion_id"], ["exclusion.id"], name=op.f("fk_exclusion_surface_exclusion_id")
        ),
        sa.PrimaryKeyConstraint("exclusion_id", "name", name=op.f("pk_exclusion_surface")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
