"""Pages of conferencing."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("conferencing", __name__)
