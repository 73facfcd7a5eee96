"""Pages of lawfulness."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("lawfulness", __name__)
