"""Pages of packs."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("packs", __name__)
