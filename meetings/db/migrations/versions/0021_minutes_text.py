"""Phrases, comments and who is writing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KEY = sa.String(length=20)
_AT = meetings.db.base.UtcDateTime


def upgrade() -> None:
    _typing()
    op.create_table(
        "minutes_phrase",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("body_id", _KEY, nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", _AT(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_minutes_phrase_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_phrase")),
    )
    op.create_table(
        "minutes_word",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("word", sa.String(length=100), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("added_at", _AT(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_minutes_word")),
    )
    _comments()


def _typing() -> None:
    op.create_table(
        "minutes_typing",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("meeting_id", _KEY, nullable=False),
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("slot_id", sa.String(length=200), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("base_html", sa.Text(), nullable=False),
        sa.Column("typed_at", _AT(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_typing_meeting_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_minutes_typing_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_typing")),
        sa.UniqueConstraint(
            "meeting_id",
            "account_id",
            "slot_id",
            name=op.f("uq_minutes_typing_meeting_id_account_id_slot_id"),
        ),
    )
    op.create_table(
        "minutes_writer",
        sa.Column("meeting_id", _KEY, nullable=False),
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("slot_id", sa.String(length=200), nullable=False),
        sa.Column("seen_at", _AT(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_writer_meeting_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_minutes_writer_account_id")),
        sa.PrimaryKeyConstraint("meeting_id", "account_id", name=op.f("pk_minutes_writer")),
    )


def _comments() -> None:
    op.create_table(
        "minutes_comment",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("meeting_id", _KEY, nullable=False),
        sa.Column("item_id", sa.String(length=200), nullable=False),
        sa.Column("thread_id", _KEY, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("for_id", _KEY, nullable=True),
        sa.Column("for_name", sa.String(length=200), nullable=False),
        sa.Column("by_id", _KEY, nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("said_at", _AT(), nullable=False),
        sa.Column("resolved_at", _AT(), nullable=True),
        sa.Column("resolved_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_comment_meeting_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["minutes_comment.id"], name=op.f("fk_minutes_comment_thread_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_minutes_comment_for_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_minutes_comment_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_comment")),
    )
    op.create_index("ix_minutes_comment_meeting_id_item_id", "minutes_comment", ["meeting_id", "item_id"])


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
