"""Pages and buttons of meetings.exclusion."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("exclusion", __name__)
