"""Owners, reminders and states of actions; sheets of actions, and sheets printed on demand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_WORDS = ("deputy", "asked_by", "words_by")
_IDS = (
    "owner_person_id",
    "owner_account_id",
    "deputy_person_id",
    "deputy_account_id",
    "asked_by_id",
    "motion_id",
    "noted_meeting_id",
)


def upgrade() -> None:
    op.add_column("action", sa.Column("status", sa.String(length=40), nullable=False, server_default="open"))
    for name in _WORDS:
        op.add_column("action", sa.Column(name, sa.String(length=200), nullable=False, server_default=""))
    for name in _IDS:
        op.add_column("action", sa.Column(name, sa.String(length=20), nullable=True))
    op.add_column("action", sa.Column("due_kind", sa.String(length=40), nullable=False, server_default="day"))
    op.add_column("action", sa.Column("due_days", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("action", sa.Column("part", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("action", sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("action", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    op.add_column("action", sa.Column("words_at", UtcDateTime(), nullable=True))
    op.add_column("action", sa.Column("asked_until", sa.Date(), nullable=True))
    op.add_column("action", sa.Column("reminded", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("action", sa.Column("removed_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE action SET status = 'done' WHERE done_at IS NOT NULL")
    op.execute("UPDATE action SET due_kind = 'none' WHERE due IS NULL")
    for name in ("status", "owner_person_id", "owner_account_id", "motion_id"):
        op.create_index(f"ix_action_{name}", "action", [name])
    op.create_table(
        "action_sheet",
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.String(length=20), nullable=True),
        sa.Column("paper_id", sa.String(length=20), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_action_sheet_meeting_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_action_sheet_item_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_action_sheet")),
    )
    op.create_table(
        "sheet_print",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("error", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_sheet_print")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
