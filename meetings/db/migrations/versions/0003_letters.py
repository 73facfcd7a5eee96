"""Letters that were sent, and to whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("key", sa.String(250), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("body_id", sa.String(20), nullable=True),
        sa.Column("meeting_id", sa.String(20), nullable=True),
        sa.Column("account_id", sa.String(20), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("calendar", sa.JSON(), nullable=True),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("waiting_since", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("message_id", sa.String(120), nullable=False),
        sa.Column("sender", sa.String(300), nullable=False),
        sa.Column("site", sa.String(300), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_letter_body_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["stream.id"], name=op.f("fk_letter_meeting_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_letter_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
    )
    op.create_index("ix_letter_status_next_at", "letter", ["status", "next_at"])
    op.create_index("ix_letter_created_at", "letter", ["created_at"])
    op.create_index("ix_letter_meeting_id_kind", "letter", ["meeting_id", "kind"])
    op.create_index(op.f("ix_letter_account_id"), "letter", ["account_id"])
    op.create_table(
        "unwanted_letter_kind",
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_unwanted_letter_kind_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", name=op.f("pk_unwanted_letter_kind")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
