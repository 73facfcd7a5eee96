"""Alembic's way in: on the connection it is given, in the caller's transaction."""

from __future__ import annotations

from alembic import context

from meetings.db.base import Base
from meetings.registry import load_models

load_models()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
