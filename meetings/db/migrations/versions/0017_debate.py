"""Speakers, time limits and interruptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "debate_limits",
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("mover", sa.Integer(), nullable=False),
        sa.Column("speech", sa.Integer(), nullable=False),
        sa.Column("reply", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("public", sa.Integer(), nullable=False),
        sa.Column("petitioner", sa.Integer(), nullable=False),
        sa.Column("officer", sa.Integer(), nullable=False),
        sa.Column("amber", sa.Integer(), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("extension", sa.Integer(), nullable=False),
        sa.Column("at_the_time", sa.String(40), nullable=False),
        sa.Column("minute_points", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_debate_limits_body_id")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_debate_limits")),
    )
    op.create_table(
        "debate_state",
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("fell_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("choice", sa.String(40), nullable=False),
        sa.Column("closed_motion_id", sa.String(length=20), nullable=True),
        sa.Column("closed_item_id", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_item_id"], ["agenda_item.id"], name=op.f("fk_debate_state_closed_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_motion_id"], ["motion.id"], name=op.f("fk_debate_state_closed_motion_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_debate_state_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_debate_state")),
    )
    op.create_table(
        "disorder",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("item_id", sa.String(length=20), nullable=True),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("motion_id", sa.String(length=20), nullable=True),
        sa.Column("at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("lifted_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_disorder_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_disorder_meeting_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_disorder_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_disorder_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disorder")),
    )
    op.create_index(op.f("ix_disorder_meeting_id"), "disorder", ["meeting_id"])
    op.create_table(
        "speech",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.String(length=20), nullable=True),
        sa.Column("motion_id", sa.String(length=20), nullable=True),
        sa.Column("person_id", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("on_behalf", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("given_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("ended_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("limit_seconds", sa.Integer(), nullable=False),
        sa.Column("spoken_ms", sa.Integer(), nullable=False),
        sa.Column("running_since", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("interrupts_id", sa.String(length=20), nullable=True),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["interrupts_id"], ["speech.id"], name=op.f("fk_speech_interrupts_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_speech_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_speech_meeting_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_speech_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_speech_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speech")),
    )
    op.create_index(
        "ix_speech_floor",
        "speech",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('speaking', 'paused')"),
        postgresql_where=sa.text("state IN ('speaking', 'paused')"),
    )
    op.create_index(op.f("ix_speech_meeting_id_item_id"), "speech", ["meeting_id", "item_id"])


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
