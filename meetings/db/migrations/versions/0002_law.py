"""The council's legal profile, its local choices, closures, overrides, deadline feeds and reminders."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _profile()
    op.create_table(
        "office_closure",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mourning", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.String(length=20), nullable=True),
        sa.Column("at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_closure")),
        sa.UniqueConstraint("day", name=op.f("uq_office_closure_day")),
    )
    _overrides()
    _reminders()
    _members()


def _profile() -> None:
    op.create_table(
        "council_law",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("profile", sa.String(40), nullable=False),
        sa.Column("chosen_by", sa.String(length=200), nullable=False),
        sa.Column("chosen_by_id", sa.String(length=20), nullable=True),
        sa.Column("chosen_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("signed_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("signed_note", sa.Text(), nullable=False),
        sa.Column("changed_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_law")),
    )
    op.create_table(
        "local_choice",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.String(length=20), nullable=True),
        sa.Column("at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_local_choice")),
    )


def _overrides() -> None:
    op.create_table(
        "rule_override",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("rule_id", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.String(length=20), nullable=True),
        sa.Column("at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["stream.id"], name=op.f("fk_rule_override_meeting_id_stream")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_override")),
    )
    # One override stands at a time; those that were withdrawn stay to be read.
    op.create_index(
        "uq_rule_override_standing",
        "rule_override",
        ["meeting_id", "rule_id", "subject"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def _reminders() -> None:
    op.create_table(
        "deadline_feed",
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_deadline_feed_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_deadline_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_deadline_feed_token_hash")),
    )
    op.create_table(
        "reminder",
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("how", sa.String(40), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reminder_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_reminder")),
    )


def _entered() -> tuple[sa.Column[Any], ...]:
    """Who entered it, and when."""
    return (
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.String(length=20), nullable=True),
        sa.Column("at", meetings.db.base.UtcDateTime(), nullable=False),
    )


def _members() -> None:
    """Seats and their sharing, what bears on a member's time limits, and demands for a meeting."""
    op.add_column("body", sa.Column("seats", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "body", sa.Column("counts_for_balance", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "balance_decision",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("departure", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        *_entered(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_decision")),
    )
    op.create_table(
        "member_entry",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *_entered(),
        sa.Column("withdrawn_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_entry")),
    )
    op.create_index(op.f("ix_member_entry_person_id"), "member_entry", ["person_id"], unique=False)
    op.create_table(
        "requisition",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("business", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.JSON(), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("called_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        *_entered(),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_requisition_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
