"""Checkpoints of the record, the keys they are signed with, alarms, and signed results of votes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proof_key",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_key")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("stream_id", sa.String(20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_checkpoint_stream_id")),
        sa.ForeignKeyConstraint(["key_id"], ["proof_key.id"], name=op.f("fk_checkpoint_key_id")),
        sa.PrimaryKeyConstraint("stream_id", "size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "proof_alarm",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("stream_id", sa.String(20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_proof_alarm_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_alarm")),
    )
    op.create_index("ix_proof_alarm_settled_at", "proof_alarm", ["settled_at"])
    op.create_table(
        "vote_statement",
        sa.Column("vote_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_vote_statement_vote_id")),
        sa.ForeignKeyConstraint(["key_id"], ["proof_key.id"], name=op.f("fk_vote_statement_key_id")),
        sa.PrimaryKeyConstraint("vote_id", "number", name=op.f("pk_vote_statement")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
