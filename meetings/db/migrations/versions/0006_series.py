"""Orders of business: how a body numbers its items, the lines that come back, and what was carried over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_of_business",
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("numbering", sa.String(40), nullable=False),
        sa.Column("changed_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_order_of_business_body_id")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_order_of_business")),
    )
    op.create_table(
        "order_line",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("occasions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_order_line_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
    )
    op.create_index("ix_order_line_body_id_position", "order_line", ["body_id", "position"])
    op.create_table(
        "carried_item",
        sa.Column("item_id", sa.String(length=20), nullable=False),
        sa.Column("from_item_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_item_id"], ["agenda_item.id"], name=op.f("fk_carried_item_from_item_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_carried_item_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_carried_item")),
    )
    op.create_index(op.f("ix_carried_item_from_item_id"), "carried_item", ["from_item_id"])


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
