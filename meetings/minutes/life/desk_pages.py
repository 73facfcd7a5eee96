"""The officers' pages of the life of minutes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("minutes_life", __name__)
