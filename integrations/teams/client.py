"""Asking Microsoft Graph: with the right token, once more with a fresh one, and lists over all their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from uuid import uuid4

from integrations.asking import Asking, checked_base
from integrations.teams import words
from integrations.teams.errors import TokenDead, sorter
from integrations.teams.line import Line
from integrations.teams.sign_in import Tokens
from meetings.ports.providers import Account, Permanent

_GRAPH = "https://graph.microsoft.com/v1.0"
#: No list of ours is longer; a fault must not have us read for ever.
_PAGES = 50

Result = TypeVar("Result")


class Graph:
    """Asks for any account. `simulators`: their address, where they stand in for Microsoft."""

    def __init__(self, simulators: str = "") -> None:
        base = checked_base(simulators) if simulators else ""
        self._base = f"{base}/graph/v1.0" if base else _GRAPH
        self.tokens = Tokens(Line(f"{base}/login" if base else ""))

    def ask(
        self,
        account: Account,
        method: str,
        path: str,
        *,
        needs: str = "",
        organiser: bool = False,
        **request: Any,
    ) -> dict[str, Any]:
        """The answer to one call; `organiser`: in the name of the one who signed in. Raises ProviderFailed."""
        return self._asked(account, method, self._base + path, needs, organiser, request)

    def every(
        self,
        account: Account,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        needs: str = "",
        organiser: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """Everything in a list, over all its pages. Raises ProviderFailed."""
        url = self._base + path
        request: dict[str, Any] = {"params": dict(params)} if params else {}
        for _ in range(_PAGES):
            answer = self._asked(account, "GET", url, needs, organiser, request)
            yield from rows(answer.get("value"))
            # As it stands: it bears all that was asked before.
            url, request = self.next_page(answer, "@odata.nextLink"), {}
            if not url:
                return
        raise Permanent("A list at Teams is longer than it may be.")

    def next_page(self, answer: dict[str, Any], name: str) -> str:
        """The address of the next page, to be asked as it stands; empty: there is none. Raises ProviderFailed."""
        url = str(answer.get(name) or "")
        # Our token goes to nobody else, whatever an answer says.
        if url and not url.startswith(self._base + "/"):
            raise Permanent("Teams named a next page that is not its own.")
        return url

    def follow(self, account: Account, url: str, *, needs: str = "") -> dict[str, Any]:
        """A page that `next_page` named."""
        return self._asked(account, "GET", url, needs, False, {})

    def address(self, path: str) -> str:
        """Where something is."""
        return self._base + path

    def pieces(self, account: Account, url: str, needs: str, largest: int, accept: str) -> Iterator[bytes]:
        """A file of Graph's own, piece by piece; `accept`: its media type. Raises ProviderFailed."""
        if not url.startswith(self._base + "/"):
            raise Permanent("This file is not at Teams.")
        asking = Asking("Teams", sorter(account, needs))
        try:
            headers = self._headers(account, False, False) | {"Accept": accept}
            yield from asking.pieces(url, headers, largest)
        except TokenDead:
            # A refusal comes before the first piece: nothing is sent twice.
            headers = self._headers(account, False, True) | {"Accept": accept}
            yield from asking.pieces(url, headers, largest)

    def _asked(
        self, account: Account, method: str, url: str, needs: str, organiser: bool, request: dict[str, Any]
    ) -> dict[str, Any]:
        asking = Asking("Teams", sorter(account, needs))

        def once(fresh: bool) -> dict[str, Any]:
            headers = self._headers(account, organiser, fresh)
            return asking.json(method, url, headers=headers, **request)

        return self._twice(once, organiser)

    @staticmethod
    def _twice(once: Callable[[bool], Result], organiser: bool) -> Result:
        try:
            return once(False)
        except TokenDead:
            try:
                # It may have been taken back before its time: a fresh one is asked for, once.
                return once(True)
            except TokenDead as dead:
                if organiser:
                    dead.remedy = words.ORGANISER_AGAIN
                raise

    def _headers(self, account: Account, organiser: bool, fresh: bool) -> dict[str, str]:
        tokens = self.tokens
        token = (tokens.of_organiser if organiser else tokens.of_app)(account, fresh=fresh)
        return {"Authorization": f"Bearer {token}", "client-request-id": str(uuid4())}


def rows(found: object) -> Iterator[dict[str, Any]]:
    """Those of a list that can be read."""
    yield from (row for row in found if isinstance(row, dict)) if isinstance(found, list) else ()
