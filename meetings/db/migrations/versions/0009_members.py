"""Members' answers: apologies, substitutes, needs, what they have seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_reply",
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("substitute_id", sa.String(20), nullable=True),
        sa.Column("substitute_since", sa.Date(), nullable=True),
        sa.Column("substitute_until", sa.Date(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("answered_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_reply_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_reply_person_id")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["person.id"], name=op.f("fk_meeting_reply_substitute_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_reply")),
    )
    op.create_index(op.f("ix_meeting_reply_person_id"), "meeting_reply", ["person_id"])
    op.create_table(
        "member_needs",
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("dietary", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_needs_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_member_needs")),
    )
    op.create_table(
        "meeting_seen",
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_meeting_seen_account_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_seen_meeting_id")),
        sa.PrimaryKeyConstraint("account_id", "meeting_id", name=op.f("pk_meeting_seen")),
    )
    op.create_table(
        "substitute_rule",
        sa.Column("body_id", sa.String(20), nullable=False),
        sa.Column("same_group", sa.Boolean(), nullable=False),
        sa.Column("listed_only", sa.Boolean(), nullable=False),
        sa.Column("until", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_substitute_rule_body_id")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_substitute_rule")),
    )
    op.create_table(
        "named_substitute",
        sa.Column("body_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_named_substitute_body_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_named_substitute_person_id")),
        sa.PrimaryKeyConstraint("body_id", "person_id", name=op.f("pk_named_substitute")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
