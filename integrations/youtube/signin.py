"""Signing in at Google: the officer's consent, and the short-lived tokens that follow from it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from integrations.asking import Asking
from meetings.ports.providers import Account, Permanent, ProviderFailed, Retryable, SignInDead

MANAGE = "https://www.googleapis.com/auth/youtube"
CAPTIONS = "https://www.googleapis.com/auth/youtube.force-ssl"
SCOPES = (
    (MANAGE, "make broadcasts, start and end them"),
    (CAPTIONS, "put captions under recordings"),
)
RECONNECT = "Sign in at YouTube again on the page Connections, and leave every permission ticked."
_FIRST = "Press Sign in on the page Connections, choose the account that manages the channel, and allow what it asks."


@dataclass(frozen=True)
class Doors:
    """Google's addresses, or those of the simulator."""

    consent: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token: str = "https://oauth2.googleapis.com/token"
    revoke: str = "https://oauth2.googleapis.com/revoke"
    api: str = "https://youtube.googleapis.com/"

    @classmethod
    def at(cls, simulators: str) -> Doors:
        """Empty: Google itself."""
        if not simulators:
            return cls()
        base = f"{simulators}/google"
        return cls(f"{base}/o/oauth2/v2/auth", f"{base}/token", f"{base}/revoke", f"{base}/")


@dataclass(frozen=True)
class Token:
    """What a request is made with."""

    value: str = field(repr=False)
    until: datetime
    scopes: frozenset[str]


class SignIn:
    """Consent, tokens, and their end. Tokens live in memory only and are shared by all threads."""

    def __init__(self, doors: Doors, now: Callable[[], datetime]) -> None:
        self._doors = doors
        self._now = now
        self._asking = Asking("Google", _sorted)
        self._tokens: dict[str, Token] = {}
        self._lock = threading.Lock()

    def address(self, account: Account, state: str, back: str) -> str:
        """Where the officer consents. `prompt` brings a lasting token also at the second time."""
        asked = {
            "client_id": account.values.get("client_id", ""),
            "redirect_uri": back,
            "response_type": "code",
            "scope": " ".join(scope for scope, _ in SCOPES),
            "access_type": "offline",
            "prompt": "consent",
            "state": state,
        }
        return f"{self._doors.consent}?{urlencode(asked)}"

    def exchange(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        """The lasting token for a code. Raises ProviderFailed, also when a permission was not given."""
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        answer = self._ask(account, asked)
        missing = [words for scope, words in SCOPES if scope not in _scopes(answer)]
        if missing:
            raise Permanent(
                f"Not every permission was given at YouTube. Missing: {'; '.join(missing)}.",
                code="scope",
                remedy=RECONNECT,
            )
        if not answer.get("refresh_token"):
            raise Permanent("Google gave no lasting sign-in.", code="refresh_token", remedy=RECONNECT)
        return {"refresh_token": str(answer["refresh_token"])}

    def token(self, account: Account, *, fresh: bool = False) -> Token:
        """A token that is good for a minute at least. Raises SignInDead."""
        refresh = account.values.get("refresh_token", "")
        if not refresh:
            raise SignInDead("Nobody has signed in at YouTube yet.", code="not_signed_in", remedy=_FIRST)
        key = hashlib.sha256(f"{account.values.get('client_id')} {refresh}".encode()).hexdigest()
        with self._lock:
            known = self._tokens.get(key)
        if known and not fresh and known.until > self._now():
            return known
        answer = self._ask(account, {"grant_type": "refresh_token", "refresh_token": refresh})
        lasts = timedelta(seconds=max(int(answer.get("expires_in") or 0) - 60, 0))
        made = Token(str(answer.get("access_token") or ""), self._now() + lasts, _scopes(answer))
        with self._lock:
            self._tokens[key] = made
        return made

    def revoke(self, account: Account) -> None:
        """Take our permission back at Google. One that is dead is taken back already."""
        refresh = account.values.get("refresh_token", "")
        with self._lock:
            self._tokens.clear()
        if refresh:
            answer = self._asking.raw("POST", self._doors.revoke, data={"token": refresh})
            if answer.status_code >= 500 or answer.status_code == 429:
                raise Retryable("Google could not take the sign-in back.", code=str(answer.status_code))

    def _ask(self, account: Account, asked: dict[str, str]) -> dict[str, Any]:
        ours = {k: account.values.get(k, "") for k in ("client_id", "client_secret")}
        return self._asking.json("POST", self._doors.token, data=ours | asked)


def _scopes(answer: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(answer.get("scope") or "").split())


def _sorted(answer: httpx.Response) -> ProviderFailed | None:
    try:
        said = answer.json()
    except ValueError:
        return None
    code = str(said.get("error") or "") if isinstance(said, dict) else ""
    if code == "invalid_grant":
        return SignInDead("YouTube no longer accepts the sign-in.", code=code, remedy=RECONNECT)
    if code in ("invalid_client", "unauthorized_client"):
        return Permanent(
            "Google does not know the client ID, or its secret is wrong.",
            code=code,
            remedy="Compare both with the Credentials page of the Google Cloud project.",
        )
    return None
