"""Pages and buttons of meetings.appointments."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("appointments", __name__)
