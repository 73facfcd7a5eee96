"""The register of interests, declarations, dispensations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _person(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    _register()
    op.create_table(
        "dispensation",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("may_speak", sa.Boolean(), nullable=False),
        sa.Column("may_vote", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.String(200), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        *_person("dispensation"),
    )
    op.create_index(op.f("ix_dispensation_person_id"), "dispensation", ["person_id"])
    _declarations()


def _register() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_person("interest"),
    )
    op.create_index(op.f("ix_interest_person_id"), "interest", ["person_id"])
    op.create_table(
        "interest_proposal",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("interest_id", sa.String(20), nullable=True),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["interest.id"], name=op.f("fk_interest_proposal_interest_id")
        ),
        *_person("interest_proposal"),
    )
    op.create_index(op.f("ix_interest_proposal_person_id"), "interest_proposal", ["person_id"])


def _declarations() -> None:
    table = "interest_declaration"
    op.create_table(
        table,
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("item_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("dispensation_id", sa.String(20), nullable=True),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f(f"fk_{table}_meeting_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f(f"fk_{table}_item_id")),
        sa.ForeignKeyConstraint(
            ["dispensation_id"], ["dispensation.id"], name=op.f(f"fk_{table}_dispensation_id")
        ),
        *_person(table),
    )
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])
    op.create_index(f"ix_{table}_meeting_id_item_id", table, ["meeting_id", "item_id"])
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index(
        f"ix_{table}_one",
        table,
        ["meeting_id", "item_id", "person_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
