"""Checks, confirmation, corrections and signatures of minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_MOMENT = meetings.db.base.UtcDateTime()


def upgrade() -> None:
    _checks()
    _corrections()
    _signatures()
    _published()
    _around()
    op.create_table(
        "minutes_item",
        _id("item_id"),
        _id("minutes_of"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_minutes_item_item_id")),
        _meeting("minutes_item", "minutes_of"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_minutes_item")),
    )
    op.create_index(op.f("ix_minutes_item_minutes_of"), "minutes_item", ["minutes_of"])
    op.add_column("minutes", sa.Column("confirmed_at_meeting_id", sa.String(20), nullable=True))
    op.add_column("minutes", sa.Column("confirmed_by_motion_id", sa.String(20), nullable=True))
    op.add_column("minutes_version", sa.Column("pages", sa.Integer(), nullable=True))


def _checks() -> None:
    op.create_table(
        "minutes_check",
        _id(),
        _id("meeting_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        _id("by_id", nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("open_points", sa.JSON(), nullable=False),
        _meeting("minutes_check"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_check")),
    )
    op.create_index("ix_minutes_check_meeting_id_version", "minutes_check", ["meeting_id", "version"])


def _corrections() -> None:
    op.create_table(
        "minutes_correction",
        _id(),
        _id("meeting_id"),
        _id("at_meeting_id", nullable=True),
        sa.Column("item_id", sa.String(60), nullable=False),
        sa.Column("block_id", sa.String(200), nullable=False),
        sa.Column("heading", sa.String(600), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
        sa.Column("entered_by", sa.String(200), nullable=False),
        sa.Column("entered_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("after_confirmation", sa.Boolean(), server_default=sa.false(), nullable=False),
        _id("motion_id", nullable=True),
        sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False),
        _meeting("minutes_correction"),
        _meeting("minutes_correction", "at_meeting_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_correction")),
    )
    for column in ("meeting_id", "at_meeting_id"):
        op.create_index(op.f(f"ix_minutes_correction_{column}"), "minutes_correction", [column])


def _signatures() -> None:
    op.create_table(
        "minutes_signature",
        _id(),
        _id("meeting_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("signed_by", sa.String(200), nullable=False),
        _id("signed_by_id", nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("entered_by", sa.String(200), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("scan_sha256", sa.String(64), nullable=True),
        sa.Column("scan_type", sa.String(120), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=True),
        _meeting("minutes_signature"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signature")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_signature_meeting_id")),
    )


def _published() -> None:
    op.create_table(
        "published_minutes",
        _id(),
        _id("meeting_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_at", _MOMENT, nullable=False),
        sa.Column("published_by", sa.String(200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        _meeting("published_minutes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_minutes")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_published_minutes_meeting_id_number")),
    )
    op.create_index("ix_published_minutes_meeting_id_sha256", "published_minutes", ["meeting_id", "sha256"])
    op.create_table(
        "opened_minute",
        _id(),
        _id("meeting_id"),
        sa.Column("item_id", sa.String(60), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("opened_by", sa.String(200), nullable=False),
        _id("opened_by_id", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("leave_of", sa.String(300), nullable=False),
        _meeting("opened_minute"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opened_minute")),
        sa.UniqueConstraint("meeting_id", "item_id", name=op.f("uq_opened_minute_meeting_id_item_id")),
    )


def _around() -> None:
    op.create_table(
        "minutes_elsewhere",
        _id("meeting_id"),
        _id("body_id"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        _id("by_id", nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        _meeting("minutes_elsewhere"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_minutes_elsewhere_body_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_minutes_elsewhere")),
    )
    op.create_index(op.f("ix_minutes_elsewhere_body_id"), "minutes_elsewhere", ["body_id"])
    op.create_table(
        "meeting_note",
        _id(),
        _id("meeting_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("published_at", _MOMENT, nullable=False),
        sa.Column("published_by", sa.String(200), nullable=False),
        _meeting("meeting_note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_meeting_note_meeting_id_number")),
    )
    op.create_table(
        "minutes_sheet",
        _id(),
        _id("meeting_id"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", sa.String(64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        _meeting("minutes_sheet"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_sheet")),
        sa.UniqueConstraint(
            "meeting_id", "kind", "version", name=op.f("uq_minutes_sheet_meeting_id_kind_version")
        ),
    )


def _id(name: str = "id", *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(20), nullable=nullable)


def _meeting(table: str, column: str = "meeting_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["meeting.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
