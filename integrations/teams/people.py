"""Who of the hosts has an account in the council's directory: only they can be given a role beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from integrations.teams.client import Graph
from integrations.teams.errors import NotPermitted
from meetings.ports.providers import Account

_NEEDS = "User.ReadBasic.All"


@dataclass(frozen=True)
class Known:
    """An account in the directory."""

    id: str
    #: the name it signs in with
    upn: str


def known(graph: Graph, account: Account, emails: Iterable[str]) -> dict[str, Known | None]:
    """Each address with the account it belongs to; None: with none, or a guest's. Raises ProviderFailed.

    Without the permission to look them up nobody counts as known: then a person gives the roles by hand.
    """
    found: dict[str, Known | None] = {}
    for email in dict.fromkeys(e.strip() for e in emails if e.strip()):
        try:
            found[email] = _one(graph, account, email)
        except NotPermitted:
            found[email] = None
    return found


def _one(graph: Graph, account: Account, email: str) -> Known | None:
    quoted = email.replace("'", "''")
    query: dict[str, str | int] = {
        "$filter": f"mail eq '{quoted}' or userPrincipalName eq '{quoted}'",
        "$select": "id,userPrincipalName,mail",
        "$top": 2,
    }
    users = [
        Known(str(user.get("id") or ""), str(user.get("userPrincipalName") or ""))
        for user in graph.every(account, "/users", query, needs=_NEEDS)
    ]
    # A guest has such a name too, and Teams gives guests no role; of two nobody is sure.
    ours = [user for user in users if user.id and user.upn and "#EXT#" not in user.upn]
    return ours[0] if len(ours) == 1 else None
