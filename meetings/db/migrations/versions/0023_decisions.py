"""Decisions and call-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision_notice",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("published_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("pdf_error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_decision_notice_body_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_notice_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_notice_number")),
    )
    op.create_index(op.f("ix_decision_notice_meeting_id"), "decision_notice", ["meeting_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("item_id", sa.String(length=20), nullable=True),
        sa.Column("motion_id", sa.String(length=20), nullable=True),
        sa.Column("plan_entry_id", sa.String(length=20), nullable=True),
        sa.Column("maker_id", sa.String(length=20), nullable=True),
        sa.Column("started_by", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("hold", sa.String(40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_version", sa.Integer(), nullable=False),
        sa.Column("published_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("counts_from", sa.Date(), nullable=True),
        sa.Column("call_in", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("wards", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("aside_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_decision_body_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_decision_item_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["person.id"], name=op.f("fk_decision_maker_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_decision_motion_id")),
        sa.ForeignKeyConstraint(["plan_entry_id"], ["plan_entry.id"], name=op.f("fk_decision_plan_entry_id")),
        sa.ForeignKeyConstraint(["started_by"], ["account.id"], name=op.f("fk_decision_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("motion_id", name=op.f("uq_decision_motion_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_decision_reference")),
    )
    op.create_index(op.f("ix_decision_body_id"), "decision", ["body_id"], unique=False)
    op.create_index(op.f("ix_decision_maker_id"), "decision", ["maker_id"], unique=False)
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_decision_plan_entry_id"), "decision", ["plan_entry_id"], unique=False)
    op.create_index(op.f("ix_decision_published_at"), "decision", ["published_at"], unique=False)
    op.create_index("ix_decision_state_made_on", "decision", ["state", "made_on"], unique=False)
    op.create_table(
        "decision_call_in",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("decision_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("by_chair", sa.Boolean(), nullable=False),
        sa.Column("started_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("lodged_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("opinion_by", sa.String(length=200), nullable=False),
        sa.Column("opinion_on", sa.Date(), nullable=True),
        sa.Column("opinion_text", sa.Text(), nullable=False),
        sa.Column("opinion_supports", sa.Boolean(), nullable=True),
        sa.Column("judged_by", sa.String(length=200), nullable=False),
        sa.Column("judged_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("judged_reason", sa.Text(), nullable=False),
        sa.Column("scrutiny_id", sa.String(length=20), nullable=True),
        sa.Column("scrutiny_by", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("item_id", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_text", sa.Text(), nullable=False),
        sa.Column("reconsider_by", sa.Date(), nullable=True),
        sa.Column("reconsidered", sa.String(40), nullable=True),
        sa.Column("reconsidered_on", sa.Date(), nullable=True),
        sa.Column("reconsidered_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_call_in_decision_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_decision_call_in_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_call_in_meeting_id")),
        sa.ForeignKeyConstraint(["scrutiny_id"], ["body.id"], name=op.f("fk_decision_call_in_scrutiny_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_call_in")),
    )
    op.create_index(
        op.f("ix_decision_call_in_decision_id"), "decision_call_in", ["decision_id"], unique=False
    )
    op.create_index(op.f("ix_decision_call_in_meeting_id"), "decision_call_in", ["meeting_id"], unique=False)
    op.create_table(
        "decision_notice_line",
        sa.Column("notice_id", sa.String(length=20), nullable=False),
        sa.Column("decision_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_notice_line_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["decision_notice.id"], name=op.f("fk_decision_notice_line_notice_id")
        ),
        sa.PrimaryKeyConstraint("notice_id", "decision_id", name=op.f("pk_decision_notice_line")),
    )
    op.create_index(
        op.f("ix_decision_notice_line_decision_id"), "decision_notice_line", ["decision_id"], unique=False
    )
    op.create_table(
        "decision_version",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("decision_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("written_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_version_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_version")),
        sa.UniqueConstraint("decision_id", "number", name=op.f("uq_decision_version_decision_id_number")),
    )
    op.create_table(
        "decision_call_in_signature",
        sa.Column("call_in_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("signed_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_in_id"], ["decision_call_in.id"], name=op.f("fk_decision_call_in_signature_call_in_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_decision_call_in_signature_person_id")
        ),
        sa.PrimaryKeyConstraint("call_in_id", "person_id", name=op.f("pk_decision_call_in_signature")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
