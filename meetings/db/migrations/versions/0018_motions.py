"""Notice of motion, alterations and procedural motions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _notices()
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("decided_at", meetings.db.base.UtcDateTime(), nullable=True),
        *(_words(name) for name in ("change", "words", "put", "reasons", "effect_note")),
        sa.Column("how", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("against_advice", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("effect_items", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("effect_minutes", sa.Integer(), nullable=True),
        _of("effect_person_id", "person"),
        _of("part_of_id", "motion"),
        _of("notice_id", "motion_notice"),
    )
    for column in columns:
        op.add_column("motion", column, inline_references=True)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _of(name: str, table: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=20), sa.ForeignKey(f"{table}.id"), nullable=True)


def _notices() -> None:
    op.create_table(
        "motion_notice",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mover_id", sa.String(length=20), nullable=False),
        sa.Column("seconder_id", sa.String(length=20), nullable=True),
        sa.Column("created_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("changed_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("submitted_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("suggested_title", sa.String(length=300), nullable=False),
        sa.Column("suggested_text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("item_id", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_motion_notice_body_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_motion_notice_meeting_id")),
        sa.ForeignKeyConstraint(["mover_id"], ["person.id"], name=op.f("fk_motion_notice_mover_id")),
        sa.ForeignKeyConstraint(["seconder_id"], ["person.id"], name=op.f("fk_motion_notice_seconder_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_motion_notice_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion_notice")),
    )
    op.create_index(op.f("ix_motion_notice_meeting_id"), "motion_notice", ["meeting_id"])
    op.create_index(op.f("ix_motion_notice_mover_id"), "motion_notice", ["mover_id"])
    op.create_table(
        "motion_signature",
        sa.Column("notice_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("signed_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["motion_notice.id"], name=op.f("fk_motion_signature_notice_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_motion_signature_person_id")),
        sa.PrimaryKeyConstraint("notice_id", "person_id", name=op.f("pk_motion_signature")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
