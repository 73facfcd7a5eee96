"""Pages of forwardplan."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("forwardplan", __name__)
