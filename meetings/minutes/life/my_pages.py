"""The chair's and the members' pages of minutes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("my_minutes", __name__)
