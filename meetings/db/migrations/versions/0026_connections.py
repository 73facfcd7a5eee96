"""Accounts at other services, calls to them and their messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _accounts()
    _calls()
    _news()


def _accounts() -> None:
    op.create_table(
        "provider_connection",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.Column("segment_hash", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("connected_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("dead_since", UtcDateTime(timezone=True), nullable=True),
        sa.Column("dead_reason", sa.Text(), nullable=False),
        sa.Column("sign_in_hash", sa.String(length=64), nullable=False),
        sa.Column("sign_in_until", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("provider", name=op.f("pk_provider_connection")),
        sa.UniqueConstraint("segment_hash", name=op.f("uq_provider_connection_segment_hash")),
    )
    op.create_table(
        "provider_health",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_good_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_bad_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_words", sa.Text(), nullable=False),
        sa.Column("checked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("provider", name=op.f("pk_provider_health")),
    )
    op.create_table(
        "provider_usage",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "day", name=op.f("pk_provider_usage")),
    )


def _calls() -> None:
    op.create_table(
        "provider_call",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("operation", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("give_up_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("lease_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.String(length=120), nullable=False),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("error_code", sa.String(length=80), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["stream.id"], name=op.f("fk_provider_call_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_call")),
        sa.UniqueConstraint("key", name=op.f("uq_provider_call_key")),
    )
    op.create_index("ix_provider_call_state_next_at", "provider_call", ["state", "next_at"])
    op.create_index("ix_provider_call_provider_meeting_id", "provider_call", ["provider", "meeting_id"])
    op.create_index(op.f("ix_provider_call_number"), "provider_call", ["number"])


def _news() -> None:
    op.create_table(
        "provider_news",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ref", sa.String(length=300), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_news")),
        sa.UniqueConstraint("provider", "key", name=op.f("uq_provider_news_provider_key")),
    )
    op.create_index("ix_provider_news_state_next_at", "provider_news", ["state", "next_at"])
    op.create_index("ix_provider_news_provider_ref", "provider_news", ["provider", "ref"])


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
