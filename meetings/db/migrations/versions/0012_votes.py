"""How bodies vote, and every way a vote is taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vote", sa.Column("way", sa.String(40), nullable=False, server_default="devices"))
    op.add_column("vote", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("vote", sa.Column("casting_none", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("vote", sa.Column("void_reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("vote", sa.Column("voided_at", UtcDateTime(), nullable=True))
    op.add_column("vote_roll", sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("vote_roll", sa.Column("passed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("vote_roll", sa.Column("holder_id", sa.String(20), nullable=True))
    op.add_column("ballot", sa.Column("channel", sa.String(40), nullable=False, server_default="device"))
    op.create_table(
        "vote_policy",
        sa.Column("body_id", sa.String(20), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_vote_policy_body_id")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_vote_policy")),
    )
    _pair("vote_weight", ("body_id", "body"), sa.Column("weight", sa.Integer(), nullable=False))
    _pair("vote_proxy", ("meeting_id", "meeting"), sa.Column("holder_id", sa.String(20), nullable=False))
    _pair("vote_demand", ("motion_id", "motion"))
    _pair(
        "own_vote",
        ("vote_id", "vote"),
        sa.Column("choice", sa.String(40), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
    )
    _pair("ballot_question", ("vote_id", "vote"), sa.Column("settled", sa.Boolean(), nullable=False))
    op.create_table(
        "vote_motion",
        sa.Column("vote_id", sa.String(20), nullable=False),
        sa.Column("motion_id", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_vote_motion_vote_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_vote_motion_motion_id")),
        sa.PrimaryKeyConstraint("vote_id", "motion_id", name=op.f("pk_vote_motion")),
    )
    op.create_index(op.f("ix_vote_motion_motion_id"), "vote_motion", ["motion_id"])
    _hands_and_proposals()


def _hands_and_proposals() -> None:
    numbers = ("count_for", "count_against", "count_abstain", "present")
    op.create_table(
        "vote_hands",
        sa.Column("vote_id", sa.String(20), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("first_id", sa.String(20), nullable=False),
        sa.Column("first_name", sa.String(200), nullable=False),
        sa.Column("second_id", sa.String(20), nullable=False),
        sa.Column("second_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_vote_hands_vote_id")),
        sa.PrimaryKeyConstraint("vote_id", name=op.f("pk_vote_hands")),
    )
    op.create_table(
        "vote_proposal",
        sa.Column("vote_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=True),
        sa.Column("after", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("first_id", sa.String(20), nullable=False),
        sa.Column("first_name", sa.String(200), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_vote_proposal_vote_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vote_proposal_person_id")),
        sa.PrimaryKeyConstraint("vote_id", name=op.f("pk_vote_proposal")),
    )


def _pair(table: str, of: tuple[str, str], *more: sa.Column[object]) -> None:
    """A table with one row a person of something."""
    column, target = of
    op.create_table(
        table,
        sa.Column(column, sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        *more,
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint(column, "person_id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
