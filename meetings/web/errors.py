"""Errors answered in one place: a status and a plain message, as a page or as JSON."""

from __future__ import annotations

import errno
import logging
import math

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from sqlalchemy.exc import DatabaseError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from meetings.kernel.errors import (
    Denied,
    DomainError,
    Invalid,
    NotFound,
    SignInRequired,
    TooLarge,
    TooMany,
    Unsafe,
    WrongState,
)
from meetings.kernel.paths import loggable
from meetings.web.access import access_of

log = logging.getLogger(__name__)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    SignInRequired: 401,
    Denied: 403,
    WrongState: 409,
    Invalid: 422,
    TooLarge: 413,
    TooMany: 429,
    Unsafe: 503,
}

_TITLES = {
    400: "That request could not be read",
    401: "Sign in first",
    403: "You cannot do that",
    404: "Page not found",
    405: "That cannot be done here",
    409: "That cannot be done now",
    413: "That file is too large",
    422: "Something needs correcting",
    429: "Too many attempts",
    500: "Sorry, something went wrong",
    503: "Not available at the moment",
}


def status_of(error: DomainError) -> int:
    """The HTTP status for a refusal."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def wants_json() -> bool:
    """Whether the caller is a script rather than a page. What the hub answers is never a page."""
    if request.endpoint and access_of(current_app.view_functions[request.endpoint]) == "hub":
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"


def back_with_message(error: DomainError) -> BaseResponse | None:
    """After a refused form: back to the page it was on, which tells why. None if there is no such page."""
    origin = request.headers.get("Referer", "")
    if request.method != "POST" or not origin.startswith(request.host_url):
        return None
    flash(error.message, "error")
    return redirect(origin, code=303)


def install(app: Flask) -> None:
    """Answer every error."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _crash)


def _domain(error: DomainError) -> BaseResponse:
    status = status_of(error)
    if wants_json():
        response: BaseResponse = make_response(jsonify(_json(error)), status)
    elif isinstance(error, SignInRequired) and request.method == "GET":
        response = redirect(f"/sign-in?next={_next()}", code=302)
    else:
        response = back_with_message(error) or _page(status, error.message)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(max(1, math.ceil(error.retry_after)))
    return response


def _json(error: DomainError) -> dict[str, object]:
    body: dict[str, object] = {"error": error.message, "code": error.code}
    if isinstance(error, Invalid) and error.fields:
        body["fields"] = error.fields
    if isinstance(error, TooMany):
        body["retry_after"] = error.retry_after
    return body


def _next() -> str:
    from urllib.parse import quote

    return quote(request.full_path.rstrip("?"), safe="/")


def _http(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    message = (
        "There is nothing at this address. It may have been mistyped or moved." if status == 404 else None
    )
    if wants_json():
        return make_response(
            jsonify({"error": message or _TITLES.get(status, error.name), "code": "http"}), status
        )
    return _page(status, message)


def _crash(error: Exception) -> BaseResponse:
    reference = g.get("request_id", "")
    log.error("request %s %s %s failed", reference, request.method, loggable(request.path), exc_info=error)
    if _is_away(error):
        return _away(error)
    message = (
        f"Nothing was changed by this step. Try again; if it happens again, tell us this number: {reference}"
    )
    if wants_json():
        return make_response(jsonify({"error": message, "code": "crash"}), 500)
    return _page(500, message)


def _is_away(error: Exception) -> bool:
    """Whether this is the database's or the disk's trouble. SQLite calls what it could not read malformed."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return isinstance(error, OperationalError) or type(error) is DatabaseError


def _away(error: Exception) -> BaseResponse:
    """The database or the disk could not do its part: that passes, and whoever asked may ask again."""
    full = isinstance(error, OSError) or "full" in str(error).lower()
    why = "the server's disk is full" if full else "the database does not answer at this moment"
    message = f"This could not be done: {why}. Look whether it was saved, then try again; tell the clerk if it goes on."
    if wants_json():
        response: BaseResponse = make_response(jsonify({"error": message, "code": "away"}), 503)
    else:
        response = _page_of_its_own(message)
    response.headers["Retry-After"] = "2"
    return response


def _page_of_its_own(message: str) -> Response:
    """The page of errors asks the database for the council's name, which may be what is away."""
    try:
        return _page(503, message)
    except OperationalError:
        return make_response(
            f"<!doctype html><title>Not available</title><h1>Not available</h1><p>{message}</p>", 503
        )


def _page(status: int, message: str | None) -> Response:
    title = _TITLES.get(status, "Sorry, something went wrong")
    return make_response(
        render_template("errors/error.html", title=title, message=message, status=status), status
    )
