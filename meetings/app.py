"""The Flask application, put together from the features."""

from __future__ import annotations

import time
from pathlib import Path

from flask import Blueprint, Flask, g, jsonify, request
from flask.typing import ResponseReturnValue

from meetings import registry
from meetings.documents.richtext import after_that, inline, rich
from meetings.forwardplan.banner import council_banner
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.people.queries import actor_of
from meetings.runtime.health import trouble
from meetings.web import csrf, errors, formats, headers
from meetings.web.access import in_hub
from meetings.web.doors import current_actor, may, now, reading
from meetings.web.messages import MessageSession
from meetings.web.services import Services, services

ROOT = Path(__file__).resolve().parent.parent
_NAME_SECONDS = 30.0
bp = Blueprint("app", __name__)


def create_app(parts: Services) -> Flask:
    """A complete application over the given services."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.extensions["witan"] = parts
    app.secret_key = parts.secret
    app.session_interface = MessageSession()
    app.config.update(
        SESSION_COOKIE_NAME="witan-flash",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=parts.config.secure_cookies,
        MAX_FORM_MEMORY_SIZE=4_000_000,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    headers.install(app)
    errors.install(app)
    formats.install(app, parts.config.timezone)
    app.before_request(_identify)
    app.before_request(csrf.check_csrf)
    app.before_request(_refuse_nul)
    app.context_processor(_page_context)
    app.jinja_env.filters.update(rich=rich, inline=inline, after_that=after_that)
    app.jinja_env.globals["csrf_field"] = csrf.csrf_field
    app.jinja_env.globals["csrf_token"] = csrf.csrf_token
    app.register_blueprint(bp)
    for blueprint in registry.blueprints():
        app.register_blueprint(blueprint)
    registry.load_reactions()
    return app


@bp.get("/healthz")
@in_hub
def healthz() -> ResponseReturnValue:
    """200 when the server is ready."""
    return jsonify({"status": "ok"})


def _identify() -> None:
    """Find out who asks. Routes of the hub do that in their use case: the hub reads no database."""
    g.actor = ANONYMOUS
    if request.endpoint in ("static", None) or request.endpoint in registry.HUB_ENDPOINTS:
        return
    token = request.cookies.get(services().config.session_cookie)
    if token:
        with reading() as session:
            g.actor = actor_of(session, token, now()) or ANONYMOUS


def _refuse_nul() -> None:
    """No text has a NUL in it, and PostgreSQL keeps none."""
    if request.method == "POST" and any(
        "\x00" in text for texts in request.form.listvalues() for text in texts
    ):
        raise Invalid(
            "The text you sent has an invisible character in it that cannot be kept. Type it again."
        )


def _page_context() -> dict[str, object]:
    actor = current_actor()
    return {
        "actor": actor,
        "can_desk": may(Permission.PREPARE_MEETING)
        or may(Permission.UPLOAD_PAPER)
        or may(Permission.MANAGE_PEOPLE)
        or may(Permission.MANAGE_LAW),
        "can_my": may(Permission.JOIN_AS_MEMBER),
        "can_reports": may(Permission.WRITE_REPORT) or may(Permission.CLEAR_REPORT),
        "may": may,
        "permission": Permission,
        "demo_mode": services().config.demo,
        "source_url": services().config.source_url,
        "licence_url": "https://www.gnu.org/licenses/agpl-3.0.html",
        "licence_text": "Free software: AGPL",
        "council_name": _council()[0],
        "has_forward_plan": _council()[1],
        "request_path": request.path,
        "storage_trouble": trouble(services().runner.database.space, ()),
    }


def _council() -> tuple[str, bool]:
    """Its name, and whether it keeps a forward plan. Read every half minute at most: both stand on every page, and
    change once in a reorganisation."""
    cache = services().page_cache
    kept = cache.get(("council_name",))
    if kept is None or kept[1] < time.monotonic():
        with reading() as session:
            read = council_banner(session)
        kept = (read, time.monotonic() + _NAME_SECONDS)
        cache["council_name",] = kept
    council: tuple[str, bool] = kept[0]
    return council
