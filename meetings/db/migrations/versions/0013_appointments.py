"""Appointments, rounds and sealed envelopes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import meetings.db.base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment_policy",
        sa.Column("body_id", sa.String(20), nullable=False),
        sa.Column("names", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("lowest_tie", sa.String(40), nullable=False),
        sa.Column("final_tie", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_appointment_policy_body_id")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_appointment_policy")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("item_id", sa.String(20), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("names", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("lowest_tie", sa.String(40), nullable=False),
        sa.Column("final_tie", sa.String(40), nullable=False),
        sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("opened_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("finished_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_appointment_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_appointment_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_meeting_id_item_id"), "appointment", ["meeting_id", "item_id"])
    op.create_table(
        "appointment_candidate",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("appointment_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("proposer_id", sa.String(20), nullable=False),
        sa.Column("seconder_id", sa.String(20), nullable=True),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_candidate_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appointment_candidate_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["person.id"], name=op.f("fk_appointment_candidate_proposer_id")
        ),
        sa.ForeignKeyConstraint(
            ["seconder_id"], ["person.id"], name=op.f("fk_appointment_candidate_seconder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_candidate")),
        sa.UniqueConstraint(
            "appointment_id", "person_id", name=op.f("uq_appointment_candidate_appointment_id_person_id")
        ),
    )
    op.create_table(
        "appointment_round",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("appointment_id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("names", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("opened_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("closed_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("declared_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.Column("votes", sa.JSON(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("none", sa.Integer(), nullable=True),
        sa.Column("spoilt", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.String(20), nullable=True),
        sa.Column("tellers", sa.JSON(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("outcome_names", sa.JSON(), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("settled", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("void_by", sa.String(20), nullable=True),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("reply_key", sa.String(64), nullable=False),
        sa.Column("box_root", sa.String(64), nullable=False),
        sa.Column("box_count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_round_appointment_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_appointment_round_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_round")),
        sa.UniqueConstraint(
            "appointment_id", "number", name=op.f("uq_appointment_round_appointment_id_number")
        ),
    )
    op.create_index(op.f("ix_appointment_round_meeting_id"), "appointment_round", ["meeting_id"])
    _ballots()


def _ballots() -> None:
    op.create_table(
        "appointment_roll",
        sa.Column("round_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_roll_person_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["appointment_round.id"], name=op.f("fk_appointment_roll_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_appointment_roll")),
    )
    op.create_table(
        "appointment_ballot",
        sa.Column("round_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("choice", sa.String(20), nullable=True),
        sa.Column("envelope", sa.Text(), nullable=True),
        sa.Column("envelope_hash", sa.String(64), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("cast_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_ballot_person_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["appointment_round.id"], name=op.f("fk_appointment_ballot_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_appointment_ballot")),
    )
    op.create_table(
        "appointment_ballot_key",
        sa.Column("round_id", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("said", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.String(64), nullable=False),
        sa.Column("answered_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appointment_ballot_key_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["appointment_round.id"], name=op.f("fk_appointment_ballot_key_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", "key", name=op.f("pk_appointment_ballot_key")),
    )
    op.create_table(
        "teller_device",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("enrolled_at", meetings.db.base.UtcDateTime(), nullable=False),
        sa.Column("revoked_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_teller_device_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teller_device")),
    )
    op.create_index(op.f("ix_teller_device_account_id"), "teller_device", ["account_id"])
    op.create_table(
        "appointment_teller",
        sa.Column("round_id", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("device_id", sa.String(20), nullable=False),
        sa.Column("share", sa.Text(), nullable=True),
        sa.Column("approval", sa.Text(), nullable=True),
        sa.Column("approved_at", meetings.db.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_appointment_teller_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["teller_device.id"], name=op.f("fk_appointment_teller_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["appointment_round.id"], name=op.f("fk_appointment_teller_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "account_id", name=op.f("pk_appointment_teller")),
    )


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
