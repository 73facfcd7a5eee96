"""Google's own client over one careful way of asking: nothing is sent twice unless we say so."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import httpx

from integrations.asking import Asking
from integrations.youtube.errors import failure
from integrations.youtube.signin import Doors, SignIn
from meetings.ports.providers import Account


class YouTube:
    """Makes requests from Google's description of its service, and carries them out for an account."""

    def __init__(self, doors: Doors, now: Callable[[], datetime]) -> None:
        self.sign_in = SignIn(doors, now)
        self._doors = doors
        self._now = now
        self._service: Any = None
        self._lock = threading.Lock()

    @property
    def service(self) -> Any:
        """What requests are made with: `service.liveBroadcasts().list(...)`. Built at its first use."""
        with self._lock:
            if self._service is None:
                self._service = _built(self._doors.api)
            return self._service

    def do(self, account: Account, request: Any, units: int) -> dict[str, Any]:
        """Carry a request out; `units` is what it costs of the day's allowance. Raises ProviderFailed."""
        from googleapiclient.errors import HttpError

        account.spend(units)
        try:
            found = request.execute(http=_Line(self.sign_in, account), num_retries=0)
        except HttpError as error:
            writes = request.method != "GET"
            raise failure(
                error.resp.status, dict(error.resp), error.content, self._now(), writes=writes
            ) from error
        return found if isinstance(found, dict) else {}


def _built(api: str) -> Any:
    from googleapiclient.discovery import build_from_document
    from googleapiclient.discovery_cache import get_static_doc

    description = json.loads(get_static_doc("youtube", "v3"))
    # Google's option for another address would still send files to https; its root moves everything.
    description["rootUrl"] = api
    return build_from_document(description, http=_NoLine())


class _NoLine:
    """What the description is built with: each request brings its own line."""

    def request(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("a request without an account")


class _Line:
    """What Google's client sends one request over.

    httplib2, its usual line, sends a request again by itself when the other side hangs up, and would so make a
    second broadcast; and it may not be used by two threads.
    """

    def __init__(self, sign_in: SignIn, account: Account) -> None:
        self._sign_in = sign_in
        self._account = account
        self._asking = Asking("YouTube")

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> tuple[Any, bytes]:
        """As httplib2's: the answer's status and headers, and its content."""
        answer = self._send(uri, method, body, headers or {}, fresh=False)
        if answer.status_code == 401:
            # Refused before anything was done: once more with a new token.
            answer = self._send(uri, method, body, headers or {}, fresh=True)
        return _as_httplib2(answer), answer.content

    def _send(
        self, uri: str, method: str, body: Any, headers: Mapping[str, str], *, fresh: bool
    ) -> httpx.Response:
        token = self._sign_in.token(self._account, fresh=fresh)
        sent = {k: v for k, v in headers.items() if k.lower() not in ("content-length", "accept-encoding")}
        sent["authorization"] = f"Bearer {token.value}"
        return self._asking.raw(method, uri, content=body, headers=sent)


def _as_httplib2(answer: httpx.Response) -> Any:
    import httplib2

    made = httplib2.Response({**answer.headers, "status": str(answer.status_code)})
    made.reason = answer.reason_phrase
    return made
