"""What an item and a paper can be: to follow, late, part exempt, converted, checked."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from meetings.db.base import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: a table that others point at cannot be made anew while it holds rows.
    for column in (*_exempt(), *_item()):
        op.add_column("agenda_item", column)
    for column in (*_exempt(), *_paper()):
        op.add_column("paper", column)
    _rendition()
    _finding()
    _fill_published()


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _list(name: str) -> sa.Column[list[object]]:
    return sa.Column(name, sa.JSON(), server_default="[]", nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _words(name: str, length: int, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(length), server_default=default, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _exempt() -> tuple[sa.Column[Any], ...]:
    return (
        _list("exempt_paragraphs"),
        _text("interest_test"),
        sa.Column("review_on", sa.Date(), nullable=True),
        _flag("negotiation"),
        _words("confidential_ground", 20),
    )


def _item() -> tuple[sa.Column[Any], ...]:
    return (
        _list("tags"),
        sa.Column("key_decision_id", sa.String(20), nullable=True),
        _text("urgent_reason"),
        _words("urgent_by", 200),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True),
        _text("withdrawn_reason"),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=True),
        _number("supplement"),
    )


def _paper() -> tuple[sa.Column[Any], ...]:
    return (
        _words("kind", 40, "other"),
        _flag("to_follow"),
        _flag("background_declared"),
        _list("background"),
        _number("supplement"),
        _words("inspected_sha256", 64),
    )


def _rendition() -> None:
    op.create_table(
        "paper_rendition",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("paper_id", sa.String(20), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("tagged", sa.Boolean(), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("html_sha256", sa.String(64), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_rendition_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_rendition")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_paper_rendition_paper_id")),
    )


def _finding() -> None:
    op.create_table(
        "paper_finding",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("paper_id", sa.String(20), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("found_at", UtcDateTime(timezone=True), nullable=False),
        *_person("first"),
        *_person("second"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_finding_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_finding")),
        sa.UniqueConstraint(
            "paper_id", "source_sha256", "number", name=op.f("uq_paper_finding_paper_id_source_sha256_number")
        ),
    )
    op.create_index(op.f("ix_paper_finding_paper_id"), "paper_finding", ["paper_id"])


def _person(which: str) -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column(f"{which}_by", sa.String(200), nullable=False),
        sa.Column(f"{which}_by_id", sa.String(20), nullable=True),
        sa.Column(f"{which}_reason", sa.Text(), nullable=False),
        sa.Column(f"{which}_at", UtcDateTime(timezone=True), nullable=True),
    )


def _fill_published() -> None:
    """When each line was first published, from the versions that hold it."""
    version = sa.table(
        "agenda_version",
        sa.column("published_at", UtcDateTime()),
        sa.column("number", sa.Integer()),
        sa.column("content", sa.JSON()),
    )
    item = sa.table("agenda_item", sa.column("id"), sa.column("published_at", UtcDateTime()))
    connection = op.get_bind()
    seen: set[str] = set()
    for at, content in connection.execute(
        sa.select(version.c.published_at, version.c.content).order_by(version.c.published_at)
    ):
        new = {line["id"] for line in content["items"]} - seen
        seen |= new
        if new:
            connection.execute(sa.update(item).where(item.c.id.in_(new)).values(published_at=at))
