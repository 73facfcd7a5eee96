"""Pages and buttons of meetings.debate."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("debate", __name__)
