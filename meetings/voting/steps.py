"""Further pages and buttons of votes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("voting_steps", __name__)
