"""How each body writes its minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "house_style",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("changed_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_house_style_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_style")),
        sa.UniqueConstraint("body_id", name=op.f("uq_house_style_body_id")),
    )
    op.create_table(
        "minute_numbers",
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_minute_numbers_body_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minute_numbers_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_minute_numbers")),
    )
    op.create_index(op.f("ix_minute_numbers_body_id"), "minute_numbers", ["body_id"])
    op.add_column(
        "motion", sa.Column("recommends_to", sa.String(length=200), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
