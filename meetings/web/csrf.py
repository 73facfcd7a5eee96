"""Cross-site request forgery: a token that only our own pages know, checked on everything that changes something."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from flask import Response, current_app, g, request
from markupsafe import Markup

from meetings.kernel.errors import Denied
from meetings.web.services import services

ANONYMOUS_COOKIE = "witan-form"
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
_SAFE = {"GET", "HEAD", "OPTIONS"}


def token_for(secret: bytes, cookie: str) -> str:
    """The token that belongs to a cookie: whoever cannot read the page cannot know it."""
    return hmac.new(secret, b"csrf:" + cookie.encode(), sha256).hexdigest()


def csrf_token() -> str:
    """The token for the page that is being rendered."""
    return token_for(services().secret, _cookie() or _fresh_cookie())


def csrf_field() -> Markup:
    """The hidden field for a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def check_csrf() -> None:
    """Refuse an unsafe request that does not come from our own page. Raises Denied."""
    if request.method in _SAFE or request.path.startswith("/socket.io/"):
        return
    if getattr(current_app.view_functions.get(request.endpoint or ""), "without_token", False):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Denied("This request came from another site and was refused.")
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    cookie = _cookie()
    if cookie is None or not hmac.compare_digest(_bytes(sent), _bytes(token_for(services().secret, cookie))):
        raise Denied(
            "This page was open too long or cookies are off. Reload it and try again: nothing was changed."
        )


def set_form_cookie(response: Response) -> Response:
    """Give an anonymous visitor who got a form the cookie that its token belongs to."""
    fresh = g.get("fresh_form_cookie")
    if fresh is not None:
        secure = services().config.secure_cookies
        response.set_cookie(ANONYMOUS_COOKIE, fresh, httponly=True, samesite="Lax", secure=secure)
    return response


def _bytes(text: str) -> bytes:
    """Anything may be sent: letters outside ASCII and halves of pairs too."""
    return text.encode(errors="surrogatepass")


def _cookie() -> str | None:
    return request.cookies.get(services().config.session_cookie) or request.cookies.get(ANONYMOUS_COOKIE)


def _fresh_cookie() -> str:
    if "fresh_form_cookie" not in g:
        g.fresh_form_cookie = secrets.token_urlsafe(24)
    fresh: str = g.fresh_form_cookie
    return fresh
