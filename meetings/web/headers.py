"""Security and caching headers on every answer."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from meetings.kernel.errors import NotFound
from meetings.kernel.ids import new_id
from meetings.web.csrf import set_form_cookie
from meetings.web.doors import current_actor
from meetings.web.services import services

CSP = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "frame-src 'self'",
    ]
)
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Content-Security-Policy": CSP,
}
#: looks for words only, and leaves out whatever is none
_SEARCH = "/search"
_HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}


def allow_frames(response: Response, *addresses: str) -> Response:
    """Let this one page show what stands at these addresses in frames of its own. Nothing of plain HTTP."""
    origins = sorted({origin for address in addresses if (origin := _origin(address))})
    if origins:
        response.headers["Content-Security-Policy"] = f"{CSP} {' '.join(origins)}"
    return response


def _origin(address: str) -> str:
    parts = urlsplit(address)
    plain = re.fullmatch(r"[A-Za-z0-9.-]+(:\d+)?", parts.netloc) is not None
    return f"https://{parts.netloc}" if parts.scheme == "https" and plain else ""


def install(app: Flask) -> None:
    """Number each request and finish each answer."""

    @app.before_request
    def number() -> None:
        g.request_id = new_id()
        # Not every database can be asked for it, and nothing here has one in its address.
        if "\0" in request.path or (b"%00" in request.query_string and request.path != _SEARCH):
            raise NotFound("There is no page at this address.")

    app.after_request(_finish)


def _finish(response: Response) -> Response:
    _add_missing(response, _FIXED)
    if services().config.secure_cookies:
        _add_missing(response, _HTTPS_ONLY)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    set_form_cookie(response)
    _cache(response)
    return response


def _add_missing(response: Response, wanted: dict[str, str]) -> None:
    # Looked through once: asking the headers for each name looks through all of them each time.
    there = {name.lower() for name, _ in response.headers}
    for name, value in wanted.items():
        if name.lower() not in there:
            response.headers.add(name, value)


def _cache(response: Response) -> None:
    """Nothing of a signed-in person, and no form's token, is ever kept by anything between us."""
    if request.path.startswith("/static/"):
        return
    private = current_actor().signed_in or "fresh_form_cookie" in g or request.method != "GET"
    if private or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store, private"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
    response.vary.add("Cookie")
