"""Notice certificates, publications that wait for their time, and agendas that were taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_certificate",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("pdf_error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_notice_certificate_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_certificate")),
    )
    op.create_index(op.f("ix_notice_certificate_meeting_id"), "notice_certificate", ["meeting_id"])
    op.create_table(
        "planned_publication",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.String(length=20), nullable=False),
        sa.Column("set_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("done_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_planned_publication_meeting_id")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_planned_publication_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_publication")),
    )
    op.create_index(
        "uq_planned_publication_waiting",
        "planned_publication",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "meeting_sheet",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_sheet_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_sheet")),
        sa.UniqueConstraint("meeting_id", "seq", name=op.f("uq_meeting_sheet_meeting_id_seq")),
    )
    op.add_column("meeting", sa.Column("agenda_withdrawn_at", meetings.db.base.UtcDateTime(), nullable=True))
    op.add_column(
        "meeting", sa.Column("agenda_withdrawn_reason", sa.Text(), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
