"""Further pages and buttons of votes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("voting_pages", __name__)
