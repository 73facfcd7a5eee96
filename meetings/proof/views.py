"""Pages and buttons of meetings.proof."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("proof", __name__)
