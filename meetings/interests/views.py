"""Pages and buttons of meetings.interests."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("interests", __name__)
