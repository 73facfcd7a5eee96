"""Reports, their versions and clearances."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultee_role",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("usual_days", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Boolean(), nullable=False),
        sa.Column("signoff", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultee_role")),
        sa.UniqueConstraint("name", name=op.f("uq_consultee_role_name")),
    )
    op.create_table(
        "report_template",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("consultees", sa.JSON(), nullable=False),
        sa.Column("submit_days", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
    )
    op.create_table(
        "consultee_cover",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("cover_id", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consultee_cover_account_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["account.id"], name=op.f("fk_consultee_cover_cover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultee_cover")),
    )
    op.create_index(op.f("ix_consultee_cover_account_id"), "consultee_cover", ["account_id"], unique=False)
    op.create_index(op.f("ix_consultee_cover_cover_id"), "consultee_cover", ["cover_id"], unique=False)
    op.create_table(
        "consultee_holder",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("role_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consultee_holder_account_id")),
        sa.ForeignKeyConstraint(["role_id"], ["consultee_role.id"], name=op.f("fk_consultee_holder_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultee_holder")),
    )
    op.create_index(op.f("ix_consultee_holder_account_id"), "consultee_holder", ["account_id"], unique=False)
    op.create_index(op.f("ix_consultee_holder_role_id"), "consultee_holder", ["role_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("state_by", sa.String(length=200), nullable=False),
        sa.Column("state_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("accepted_version", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=20), nullable=True),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("author_post", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_report_body_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_report_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_report_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_body_id_state", "report", ["body_id", "state"], unique=False)
    op.create_index(op.f("ix_report_meeting_id"), "report", ["meeting_id"], unique=False)
    op.create_table(
        "report_author",
        sa.Column("report_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_report_author_account_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_author_report_id")),
        sa.PrimaryKeyConstraint("report_id", "account_id", name=op.f("pk_report_author")),
    )
    op.create_index(op.f("ix_report_author_account_id"), "report_author", ["account_id"], unique=False)
    op.create_table(
        "report_clearance",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("report_id", sa.String(length=20), nullable=False),
        sa.Column("role_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("asked_times", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("asked_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_for", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("fallen_version", sa.Integer(), nullable=False),
        sa.Column("fallen_parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_report_clearance_account_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_clearance_report_id")),
        sa.ForeignKeyConstraint(["role_id"], ["consultee_role.id"], name=op.f("fk_report_clearance_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_clearance")),
        sa.UniqueConstraint("report_id", "role_id", name=op.f("uq_report_clearance_report_id_role_id")),
    )
    op.create_index(op.f("ix_report_clearance_role_id"), "report_clearance", ["role_id"], unique=False)
    op.create_table(
        "report_comment",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("report_id", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("quote", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.String(length=20), nullable=True),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["report_comment.id"], name=op.f("fk_report_comment_parent_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_comment_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_comment")),
    )
    op.create_index("ix_report_comment_report_id_at", "report_comment", ["report_id", "at"], unique=False)
    op.create_table(
        "report_version",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("report_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.Column("written_by_id", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=False),
        sa.Column("renditions", sa.JSON(), nullable=False),
        sa.Column("printed_at", UtcDateTime(), nullable=True),
        sa.Column("print_error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_version_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
