"""Access tokens: the application's own, and those of the one organiser who signed in for town halls."""

from __future__ import annotations

import hashlib
import json
import threading
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from integrations.teams import words
from integrations.teams.line import LOGIN, Line
from meetings.ports.providers import Account, Permanent, ProviderFailed, Retryable, SignInDead

#: The names under which an account keeps what a sign-in left.
CACHE, FLOW, SIGNED_IN_AS = "organiser_cache", "organiser_flow", "signed_in_as"
_EVERYTHING = ["https://graph.microsoft.com/.default"]
_TOWN_HALLS = [f"https://graph.microsoft.com/{words.DELEGATED}"]

#: Microsoft's own numbers, and what they mean.
_MEANINGS = {
    "AADSTS7000215": "The client secret is not right.",
    "AADSTS7000222": "The client secret has expired: make a new one.",
    "AADSTS700016": "There is no such application in this directory.",
    "AADSTS90002": "There is no such directory.",
    "AADSTS900023": "There is no such directory.",
    "AADSTS65001": "Consent has not been given, or was taken back.",
    "AADSTS700082": "The organiser's sign-in has expired.",
    "AADSTS50173": "The organiser's sign-in has ended, perhaps because the password was changed.",
    "AADSTS50057": "The organiser's account is disabled.",
}


class Tokens:
    """Hands out access tokens for any account."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._apps: dict[str, Any] = {}
        self._lock = threading.Lock()

    def of_app(self, account: Account, *, fresh: bool = False) -> str:
        """For what the application does in its own name. Raises ProviderFailed."""
        with self._lock:
            app = self._apps.get(_same(account))
        if app is None:
            app = _asked(lambda: self._made(account))
            with self._lock:
                self._apps[_same(account)] = app
        if fresh:
            app.remove_tokens_for_client()
        return _token(_asked(lambda: app.acquire_token_for_client(_EVERYTHING)), words.CONNECT_AGAIN)

    def of_organiser(self, account: Account, *, fresh: bool = False) -> str:
        """For what only the organiser may do; the sign-in is renewed silently. Raises ProviderFailed."""
        if not account.values.get(CACHE):
            raise Permanent(
                "Nobody has signed in to Teams for town halls.",
                code="not_signed_in",
                remedy=words.ORGANISER_AGAIN,
            )
        app, cache = self._with_cache(account)
        found = app.get_accounts()
        result = (
            _asked(lambda: app.acquire_token_silent_with_error(_TOWN_HALLS, found[0], force_refresh=fresh))
            if found
            else None
        )
        if cache.has_state_changed:
            account.values[CACHE] = cache.serialize()
            account.keep({CACHE: account.values[CACHE]})
        return _token(result or {"error": "invalid_grant"}, words.ORGANISER_AGAIN)

    def address(self, account: Account, state: str, back: str) -> str:
        """Where the organiser signs in. What is needed when they come back is kept with the account."""
        app, _ = self._with_cache(account)
        with warnings.catch_warnings():
            # The library would rather have the code posted; a form of another site may not post to ours.
            warnings.simplefilter("ignore", UserWarning)
            flow = app.initiate_auth_code_flow(
                _TOWN_HALLS, redirect_uri=back, state=state, prompt="select_account"
            )
        account.values[FLOW] = json.dumps(flow)
        account.keep({FLOW: account.values[FLOW]})
        return self._line.there(str(flow["auth_uri"]))

    def signed_in(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        """What to keep of the sign-in that ended with this code. Raises ProviderFailed."""
        flow = json.loads(account.values.get(FLOW) or "{}")
        if not flow or flow.get("redirect_uri") != back:
            raise Permanent("This sign-in was not begun here, or was begun again since. Start it once more.")
        app, cache = self._with_cache(account, empty=True)
        answer = {"code": code, "state": flow["state"]}
        result = _asked(lambda: app.acquire_token_by_auth_code_flow(flow, answer))
        _token(result, words.ORGANISER_AGAIN)
        claims = result.get("id_token_claims") or {}
        name = str(claims.get("preferred_username") or claims.get("name") or "")
        return {CACHE: cache.serialize(), SIGNED_IN_AS: name, FLOW: ""}

    def forget(self, account: Account) -> None:
        """Drop what is remembered of an account."""
        with self._lock:
            self._apps.pop(_same(account), None)

    def _with_cache(self, account: Account, *, empty: bool = False) -> tuple[Any, Any]:
        # A large library that is of no use to a council without Teams.
        from msal import SerializableTokenCache

        cache = SerializableTokenCache()
        kept = account.values.get(CACHE)
        if kept and not empty:
            cache.deserialize(kept)
        return _asked(lambda: self._made(account, cache)), cache

    def _made(self, account: Account, cache: Any = None) -> Any:
        from msal import ConfidentialClientApplication

        values = account.values
        return ConfidentialClientApplication(
            values["client_id"],
            client_credential=values["client_secret"],
            authority=f"{LOGIN}/{values['tenant'].strip()}",
            token_cache=cache,
            http_client=self._line,
            instance_discovery=False,
        )


def _same(account: Account) -> str:
    parts = (account.values.get(k, "") for k in ("tenant", "client_id", "client_secret"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _asked(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except httpx.HTTPError as error:
        raise Retryable("Microsoft's sign-in cannot be reached.", code=type(error).__name__) from error
    except KeyError as error:
        raise Permanent(f"The connection lacks {error.args[0]}.", remedy=words.CONNECT_AGAIN) from error
    except (ValueError, RuntimeError) as error:
        # The library's words may hold what was sent; they are not kept.
        raise SignInDead(
            "Microsoft's sign-in does not know this directory, or refuses.",
            code="authority",
            remedy="Check the directory (tenant) ID. " + words.CONNECT_AGAIN,
        ) from error


def _token(result: Mapping[str, Any], remedy: str) -> str:
    if "access_token" in result:
        return str(result["access_token"])
    raise _refusal(result, remedy)


def _refusal(result: Mapping[str, Any], remedy: str) -> ProviderFailed:
    said = str(result.get("error") or "")
    described = str(result.get("error_description") or "")
    number = next((n for n in _MEANINGS if f"{n}:" in described), "")
    if said in ("temporarily_unavailable", "server_error", "throttled", "slow_down"):
        return Retryable("Microsoft's sign-in asks us to come back later.", code=said)
    meaning = _MEANINGS.get(number, "Microsoft does not accept our sign-in any more.")
    return SignInDead(f"{meaning} Connect again.", code=number or said, remedy=remedy)
