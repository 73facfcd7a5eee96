"""Asking Zoom: an access token for the account, kept for as long as it lasts, and lists over all their pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from integrations.asking import Asking, checked_base
from integrations.zoom.errors import sort_sign_in, sorter
from integrations.zoom.settings import Council, council_of
from meetings.ports.providers import Account, Permanent, SignInDead

_SIGN_IN, _API = "https://zoom.us", "https://api.zoom.us"
#: Where files are.
_HOSTS = (".zoom.us", ".zoom.com", ".zoomgov.com")
#: A token is not used in its last seconds: it may die on the way.
_MARGIN = 60.0
#: No list of ours is longer; a fault must not have us read for ever.
_PAGES = 40


@dataclass(frozen=True)
class Token:
    """Access for a while. `base`: where this account is asked; `scopes`: what it is permitted."""

    value: str = field(repr=False)
    base: str
    scopes: frozenset[str]
    dies_at: float


class Client:
    """Asks Zoom for any account. `ticks`: seconds that never go back."""

    def __init__(
        self, simulators: str, now: Callable[[], datetime], ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._sign_in_base = f"{checked_base(simulators)}/zoom" if simulators else _SIGN_IN
        self._api = f"{checked_base(simulators)}/zoom" if simulators else _API
        self._ticks = ticks
        self._asking = Asking("Zoom", sorter(now))
        self._signing_in = Asking("Zoom", sort_sign_in)
        self._tokens: dict[str, Token] = {}
        self._lock = threading.Lock()

    def ask(self, account: Account, method: str, path: str, **request: Any) -> dict[str, Any]:
        """The answer to one call; `path` as Zoom's reference has it, its variables filled in. Raises ProviderFailed."""
        council = council_of(account)
        token = self.token(council)
        try:
            return self._once(token, method, path, request)
        except SignInDead:
            # It may have been taken back before its time: a fresh one is asked for, once.
            self._drop(council, token)
            return self._once(self.token(council), method, path, request)

    def every(self, account: Account, path: str, name: str, **params: str | int) -> Iterator[dict[str, Any]]:
        """Everything in a list, over all its pages. Raises ProviderFailed."""
        page = ""
        for _ in range(_PAGES):
            query = {**params, "page_size": 300, **({"next_page_token": page} if page else {})}
            answer = self.ask(account, "GET", path, params=query)
            yield from (row for row in answer.get(name) or [] if isinstance(row, dict))
            page = str(answer.get("next_page_token") or "")
            if not page:
                return
        raise Permanent("A list at Zoom is longer than it may be.")

    def token(self, council: Council) -> Token:
        """Access for this account: the one we have, or a fresh one. Raises ProviderFailed."""
        with self._lock:
            kept = self._tokens.get(council.cache_key)
        if kept is not None and kept.dies_at > self._ticks():
            return kept
        fresh = self._fresh(council)
        with self._lock:
            self._tokens[council.cache_key] = fresh
        return fresh

    def forget(self, council: Council) -> Token | None:
        """Have no token of this account any more. The one there was."""
        with self._lock:
            return self._tokens.pop(council.cache_key, None)

    def revoke(self, council: Council) -> None:
        """Have the token we hold die before its hour. One that Zoom does not take back dies by itself."""
        token = self.forget(council)
        if token is None:
            return
        try:
            self._signing_in.json(
                "POST",
                f"{self._sign_in_base}/oauth/revoke",
                data={"token": token.value},
                auth=(council.client_id, council.client_secret),
            )
        except Permanent:
            return

    def pieces(self, url: str, token: str, largest: int) -> Iterator[bytes]:
        """A file, piece by piece. Our access is shown to Zoom alone. Raises ProviderFailed."""
        host = urlsplit(url).hostname or ""
        if host != urlsplit(self._api).hostname and not host.endswith(_HOSTS):
            raise Permanent("Zoom names a place for the file that is not its own.")
        return self._asking.pieces(url, {"Authorization": f"Bearer {token}"}, largest)

    def _drop(self, council: Council, token: Token) -> None:
        with self._lock:
            if self._tokens.get(council.cache_key) is token:
                del self._tokens[council.cache_key]

    def _fresh(self, council: Council) -> Token:
        began = self._ticks()
        answer = self._signing_in.json(
            "POST",
            f"{self._sign_in_base}/oauth/token",
            data={"grant_type": "account_credentials", "account_id": council.account_id},
            auth=(council.client_id, council.client_secret),
        )
        value = answer.get("access_token")
        if not isinstance(value, str) or not value:
            raise Permanent("Zoom answered our sign-in with something else than access.")
        try:
            base = checked_base(str(answer.get("api_url") or self._api))
        except ValueError as error:
            raise Permanent("Zoom sends us to an address that is not safe.") from error
        lasts = answer.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float) else 3600.0
        scopes = frozenset(str(answer.get("scope") or "").replace(",", " ").split())
        return Token(value, f"{base}/v2", scopes, began + max(seconds - _MARGIN, 0.0))

    def _once(self, token: Token, method: str, path: str, request: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token.value}"}
        return self._asking.json(method, token.base + path, headers=headers, **request)


def in_path(value: str) -> str:
    """A meeting's id or UUID in an address. Zoom wants a UUID encoded twice that has slashes in certain places."""
    once = quote(value, safe="")
    return quote(once, safe="") if value.startswith("/") or "//" in value else once
