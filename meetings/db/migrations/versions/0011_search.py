"""The public index: what was published, and an index of its words in the database's own way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
        title, text, content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    "INSERT INTO search_words(search_words, rank) VALUES('rank', 'bm25(6.0, 1.0)')",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words(rowid, title, text) VALUES (new.id, new.title, new.text); END""",
    """CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, title, text)
        VALUES('delete', old.id, old.title, old.text); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, title, text)
        VALUES('delete', old.id, old.title, old.text);
        INSERT INTO search_words(rowid, title, text) VALUES (new.id, new.title, new.text); END""",
)
_POSTGRES = (
    """CREATE TABLE search_words (
        entry_id integer PRIMARY KEY REFERENCES search_entry (id) ON DELETE CASCADE, words tsvector NOT NULL)""",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words)",
)


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("body_id", sa.String(length=20), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    for column in ("subject_id", "meeting_id", "body_id"):
        op.create_index(op.f(f"ix_search_entry_{column}"), "search_entry", [column])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    """Going back would lose what was entered; keep a backup instead."""
    raise RuntimeError("this migration cannot be undone: restore a backup instead")
