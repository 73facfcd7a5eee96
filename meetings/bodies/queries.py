"""Reads about the council, its bodies and who sits on them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.models import Council


def council_name(session: Session) -> str:
    """The council's name; "Council" before it has one."""
    return session.scalar(select(Council.name)) or "Council"
