"""A visitor who keeps cookies from page to page, as a browser does, and sends forms with the token of their page."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import Client, TestResponse

from tests.factories.site import Site

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


class Browsing:
    """One browser at one address."""

    def __init__(
        self, site: Site, address: str = "198.51.100.7", user_agent: str = FIREFOX, token: str = ""
    ) -> None:
        self.site = site
        self.client: Client = site.parts.app.test_client()
        self._base: dict[str, Any] = {
            "environ_base": {"REMOTE_ADDR": address},
            "headers": {"User-Agent": user_agent, "Sec-Fetch-Site": "same-origin"},
        }
        if token:
            self.client.set_cookie(site.parts.services.config.session_cookie, token)

    def get(self, path: str) -> TestResponse:
        """Look at a page."""
        return self.client.get(path, **self._base)

    def send(self, page: str, action: str, data: dict[str, Any] | None = None) -> TestResponse:
        """Send a form that stands on a page, with that page's token."""
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', self.get(page).get_data(as_text=True))
        assert found is not None, f"{page} has no form"
        return self.client.post(action, data={**(data or {}), "csrf_token": found[1]}, **self._base)

    def sign_in(self, email: str, password: str, onward: str = "") -> TestResponse:
        """Use the sign-in form."""
        return self.send("/sign-in", "/sign-in", {"email": email, "password": password, "next": onward})

    def cookie(self, name: str) -> str | None:
        """The value of a cookie."""
        kept = self.client.get_cookie(name)
        return kept.value if kept else None
