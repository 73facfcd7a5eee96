"""Where messages wait that a page shows once: in a signed cookie that nearly nobody has."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class MessageSession(SecureCookieSessionInterface):
    """Flask's own session, without the work of reading a cookie that was not sent."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """An empty session for everybody for whom no message waits."""
        if request.cookies.get(self.get_cookie_name(app)):
            return super().open_session(app, request)
        return self.session_class()
