"""Lost quorum, lost connections, bars lifted by the clerk, directions on taking part from elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("room_state", sa.Column("quorum_lost_at", UtcDateTime(), nullable=True))
    op.create_table(
        "connection_loss",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("lost_at", UtcDateTime(), nullable=False),
        sa.Column("restored_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_connection_loss_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_connection_loss_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection_loss")),
    )
    op.create_index("ix_connection_loss_meeting_id_person_id", "connection_loss", ["meeting_id", "person_id"])
    op.create_index(
        "ix_connection_loss_open",
        "connection_loss",
        ["meeting_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("restored_at IS NULL"),
        postgresql_where=sa.text("restored_at IS NULL"),
    )
    op.create_table(
        "bar_lift",
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("item_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=False),
        sa.Column("lifted_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_bar_lift_meeting_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_bar_lift_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bar_lift_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "item_id", "person_id", name=op.f("pk_bar_lift")),
    )
    op.create_table(
        "remote_direction",
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_remote_direction_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_remote_direction")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
