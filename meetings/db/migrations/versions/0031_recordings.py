"""Recordings, captions and chapters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _recordings()
    _transcripts()


def _recordings() -> None:
    op.create_table(
        "recording",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("provider_key", sa.String(200), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("keep_for_good", sa.Boolean(), nullable=False),
        sa.Column("keep_reason", sa.Text(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_recording_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recording"),
    )
    op.create_index(
        "uq_recording_provider_key", "recording", ["meeting_id", "provider", "provider_key"], unique=True
    )
    op.create_table(
        "recording_segment",
        sa.Column("recording_id", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("length_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name="fk_recording_segment_recording_id"),
        sa.PrimaryKeyConstraint("recording_id", "position", name="pk_recording_segment"),
    )
    op.create_table(
        "recording_policy",
        sa.Column("body_id", sa.String(20), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("legal_note", sa.Text(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_recording_policy_body_id"),
        sa.PrimaryKeyConstraint("body_id", name="pk_recording_policy"),
    )


def _transcripts() -> None:
    op.create_table(
        "transcript",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("recording_id", sa.String(20), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sent_version", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name="fk_transcript_recording_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transcript"),
    )
    op.create_index(
        "uq_transcript_recording_id_language", "transcript", ["recording_id", "language"], unique=True
    )
    op.create_table(
        "transcript_cue",
        sa.Column("transcript_id", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("corrected_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcript.id"], name="fk_transcript_cue_transcript_id"),
        sa.PrimaryKeyConstraint("transcript_id", "position", name="pk_transcript_cue"),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
