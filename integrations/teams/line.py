"""What Microsoft's sign-in library asks with: always with time limits, and to the simulators where they are used."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import httpx

from integrations.asking import checked_base, not_before
from meetings.ports.providers import Retryable

LOGIN = "https://login.microsoftonline.com"
_LIMITS = httpx.Timeout(10.0, connect=3.0)


class Line:
    """Speaks HTTP as the library expects of its `http_client`. `base`: stands for Microsoft's own address."""

    def __init__(self, base: str = "") -> None:
        self._base = checked_base(base) if base else ""
        self._known: dict[str, httpx.Response] = {}
        self._lock = threading.Lock()

    def there(self, url: str) -> str:
        """The address as it is asked, or shown to a browser."""
        return self._base + url[len(LOGIN) :] if self._base and url.startswith(LOGIN + "/") else url

    def get(self, url: str, **request: Any) -> httpx.Response:
        """What the library looks up. A tenant's description stays the same and is asked for once."""
        lasting = url.endswith("/.well-known/openid-configuration")
        with self._lock:
            known = self._known.get(url) if lasting else None
        if known is not None:
            return known
        answer = self._ask("GET", url, **request)
        if lasting and answer.is_success:
            with self._lock:
                self._known[url] = answer
        return answer

    def post(self, url: str, **request: Any) -> httpx.Response:
        """Where tokens are handed out."""
        return self._ask("POST", url, **request)

    def close(self) -> None:
        """Nothing stays open between two requests."""

    def _ask(
        self, method: str, url: str, params: Any = None, data: Any = None, headers: Any = None, **_: Any
    ) -> httpx.Response:
        target = checked_base(self.there(url))
        with httpx.Client(timeout=_LIMITS, trust_env=False) as client:
            answer = client.request(method, target, params=params, data=data, headers=headers)
        if answer.status_code == 429 or answer.status_code >= 500:
            # The library would take some of these for a directory that is not there.
            raise Retryable(
                f"Microsoft's sign-in asks us to come back later ({answer.status_code}).",
                code=str(answer.status_code),
                not_before=not_before(answer.headers, datetime.now(UTC)),
            )
        return answer
