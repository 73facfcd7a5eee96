"""The client: a request, an answer as JSON, or an error that says whether to come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpx

from integrations.asking.waiting import not_before
from meetings.ports.providers import Gone, Permanent, ProviderFailed, Retryable

#: seconds to reach the provider, and to wait for its answer
_LIMITS = httpx.Timeout(10.0, connect=3.0)

Sorted = Callable[[httpx.Response], ProviderFailed | None]


def checked_base(url: str) -> str:
    """The address without a slash at its end. Raises ValueError for plain HTTP to anywhere but this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _here(parts.hostname or "")):
        return url.rstrip("/")
    raise ValueError("a provider is asked over https only")


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Asking:
    """Asks one provider. `sort` may turn an answer into a better error than its status says; None: it cannot."""

    def __init__(self, name: str, sort: Sorted = lambda _: None) -> None:
        self._name = name
        self._sort = sort

    def json(self, method: str, url: str, **request: Any) -> dict[str, Any]:
        """The answer's JSON object; empty for an answer without content. Raises ProviderFailed."""
        answer = self.answer(method, url, **request)
        if not answer.content:
            return {}
        try:
            found = answer.json()
        except ValueError as error:
            raise Retryable(
                f"{self._name} answered something that cannot be read.", uncertain=True
            ) from error
        if not isinstance(found, dict):
            raise Permanent(f"{self._name} answered something else than expected.")
        return found

    def answer(self, method: str, url: str, **request: Any) -> httpx.Response:
        """The answer, if it is a good one. Redirects are not followed. Raises ProviderFailed."""
        return self._good(self.raw(method, url, **request))

    def raw(self, method: str, url: str, **request: Any) -> httpx.Response:
        """Any answer at all, good or bad, for who sorts it alone. Raises Retryable when there is none."""
        checked_base(url)
        try:
            with _client() as client:
                return client.request(method, url, **request)
        except httpx.HTTPError as error:
            raise self._unreachable(method, error) from error

    def pieces(self, url: str, headers: Mapping[str, str], largest: int) -> Iterator[bytes]:
        """A file, piece by piece, over redirects to https. Raises ProviderFailed, also when it is larger than said."""
        checked_base(url)
        taken = 0
        try:
            with (
                _client(redirected_from=url) as client,
                client.stream("GET", url, headers=headers) as answer,
            ):
                if answer.is_error:
                    answer.read()
                    self._good(answer)
                for piece in answer.iter_bytes():
                    taken += len(piece)
                    if taken > largest:
                        raise Permanent(f"The file at {self._name} is larger than it may be.")
                    yield piece
        except httpx.HTTPError as error:
            raise self._unreachable("GET", error) from error

    def _good(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_success:
            return answer
        raise self._sort(answer) or self._by_status(answer)

    def _by_status(self, answer: httpx.Response) -> ProviderFailed:
        status = answer.status_code
        if status == 429 or status >= 500:
            when = not_before(answer.headers, datetime.now(UTC))
            what = "asks us to come back later" if status == 429 else "has a fault"
            # A gateway that gave up waiting says nothing about what was done behind it.
            uncertain = status in (500, 502, 504)
            return Retryable(
                f"{self._name} {what} ({status}).", code=str(status), not_before=when, uncertain=uncertain
            )
        if status in (404, 410):
            return Gone(f"{self._name} does not know it (any more).", code=str(status))
        return Permanent(f"{self._name} refuses ({status}).", code=str(status))

    def _unreachable(self, method: str, error: httpx.HTTPError) -> Retryable:
        # Only a request that never left is certain not to have been carried out.
        left = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
        words = "did not answer in time" if isinstance(error, httpx.TimeoutException) else "cannot be reached"
        return Retryable(
            f"{self._name} {words}.", code=type(error).__name__, uncertain=left and method != "GET"
        )


#: Called with each request before it leaves; tests hold them to the providers' contracts.
watchers: list[Callable[[httpx.Request], None]] = []


@cache
def _tls() -> SSLContext:
    # Reading the certificates anew for each request takes longer than many a request.
    return httpx.create_ssl_context(trust_env=False)


@contextmanager
def _client(*, redirected_from: str = "") -> Iterator[httpx.Client]:
    """`redirected_from`: where a request begins that may be sent on, over https or within this machine alone."""
    here = _here(urlsplit(redirected_from).hostname or "")

    def watch(request: httpx.Request) -> None:
        inside = _here(request.url.host)
        if (redirected_from and inside != here) or not (inside or request.url.scheme == "https"):
            raise httpx.UnsupportedProtocol("sent on to where nobody is asked", request=request)
        for watcher in watchers:
            watcher(request)

    with httpx.Client(
        verify=_tls(),
        timeout=_LIMITS,
        follow_redirects=bool(redirected_from),
        max_redirects=3,
        trust_env=False,
        event_hooks={"request": [watch]},
    ) as client:
        yield client
