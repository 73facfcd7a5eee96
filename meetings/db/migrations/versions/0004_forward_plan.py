"""Key decisions and notices of private meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_notice",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=True),
        sa.Column("published_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("corrects_id", sa.String(length=20), nullable=True),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.String(length=200), nullable=False),
        sa.Column("agreed_as", sa.String(length=100), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("pdf_error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_plan_notice_body_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["plan_notice.id"], name=op.f("fk_plan_notice_corrects_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_plan_notice_number")),
    )
    op.create_index(op.f("ix_plan_notice_kind"), "plan_notice", ["kind"], unique=False)
    op.create_table(
        "plan_entry",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("decide_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("status_before", sa.String(40), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noticed_version", sa.Integer(), nullable=False),
        sa.Column("noticed_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("private_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_plan_entry_body_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_plan_entry_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_plan_entry_reference")),
    )
    op.create_index(op.f("ix_plan_entry_body_id"), "plan_entry", ["body_id"], unique=False)
    op.create_index(op.f("ix_plan_entry_decide_on"), "plan_entry", ["decide_on"], unique=False)
    op.create_index(op.f("ix_plan_entry_meeting_id"), "plan_entry", ["meeting_id"], unique=False)
    op.create_table(
        "plan_notice_entry",
        sa.Column("notice_id", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["plan_entry.id"], name=op.f("fk_plan_notice_entry_entry_id")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["plan_notice.id"], name=op.f("fk_plan_notice_entry_notice_id")
        ),
        sa.PrimaryKeyConstraint("notice_id", "entry_id", name=op.f("pk_plan_notice_entry")),
    )
    op.create_index(op.f("ix_plan_notice_entry_entry_id"), "plan_notice_entry", ["entry_id"], unique=False)
    op.create_table(
        "plan_representation",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=20), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["plan_entry.id"], name=op.f("fk_plan_representation_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_representation")),
    )
    op.create_index(
        op.f("ix_plan_representation_entry_id"), "plan_representation", ["entry_id"], unique=False
    )
    op.create_table(
        "plan_request",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=20), nullable=True),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=300), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("report_decision", sa.Text(), nullable=False),
        sa.Column("report_reasons", sa.Text(), nullable=False),
        sa.Column("report_maker", sa.String(length=300), nullable=False),
        sa.Column("report_not_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_plan_request_body_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["plan_entry.id"], name=op.f("fk_plan_request_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_request")),
    )
    op.create_index(op.f("ix_plan_request_due"), "plan_request", ["due"], unique=False)
    op.create_table(
        "plan_version",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("written_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["plan_entry.id"], name=op.f("fk_plan_version_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_plan_version_entry_id_number")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
