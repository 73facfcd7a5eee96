"""The blueprint that all pages about the law and its deadlines hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("deadlines", __name__)
