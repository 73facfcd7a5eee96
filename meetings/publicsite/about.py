"""What this software does for access and with personal data, in plain words."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from meetings.publicsite.pages import page
from meetings.web.access import public
from meetings.web.services import services

bp = Blueprint("about", __name__, url_prefix="/about")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """How far everybody can use these pages, and where not."""
    return page("public/accessibility.html")


@bp.get("/words")
@public
def words() -> ResponseReturnValue:
    """What the words of meetings mean."""
    return page("public/words.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Which data are kept of whom, and which cookies are set."""
    return page("public/privacy.html", config=services().config)
