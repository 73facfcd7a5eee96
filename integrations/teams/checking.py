"""The test of a connection: each permission by its name, what it is for, and where a missing one is granted."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

from integrations.teams import words
from integrations.teams.client import Graph
from integrations.teams.sign_in import CACHE
from meetings.ports.providers import Account, Checked, Gone, Permanent, SignInDead

#: An address that is no meeting's: whether we may look for it is all that is asked.
_NOWHERE = "https://teams.microsoft.com/l/meetup-join/none"


def check(graph: Graph, account: Account) -> tuple[Checked, ...]:
    """Nothing is changed by it. Raises ProviderFailed if the application cannot sign in at all."""
    # A fresh token: an older one does not show what was granted since.
    granted = _roles(graph.tokens.of_app(account, fresh=True))
    found = [_permission(name, why, granted) for name, why in words.PERMISSIONS.items()]
    user = f"/users/{quote(account.values.get('organiser', '').strip(), safe='')}"
    if "Calendars.ReadWrite" in granted:
        found.append(_calendar(graph, account, user))
    if "OnlineMeetings.ReadWrite.All" in granted:
        found.append(_policy(graph, account, user))
    if account.values.get(CACHE):
        # Who makes no town halls needs nobody to sign in.
        found.append(_organiser(graph, account))
    return tuple(found)


def _permission(name: str, why: str, granted: frozenset[str]) -> Checked:
    if name in granted:
        return Checked(name, True, why[:1].upper() + why[1:] + ".")
    return Checked(name, False, f"Missing: {why}. {words.WHERE}")


def _calendar(graph: Graph, account: Account, user: str) -> Checked:
    name = "Calendar of the organiser"
    try:
        query = {"$select": "id", "$top": 1}
        graph.ask(account, "GET", f"{user}/events", needs="Calendars.ReadWrite", params=query)
    except SignInDead:
        raise
    except Gone:
        return Checked(
            name, False, "There is no mailbox for this object ID. Check the organiser's object ID."
        )
    except Permanent as refused:
        said = "An administrator of Exchange may have limited which mailboxes the application reaches."
        return Checked(name, False, f"{refused.reason} {said}")
    return Checked(name, True, "The calendar can be read.")


def _policy(graph: Graph, account: Account, user: str) -> Checked:
    name = "Application access policy"
    try:
        query = {"$filter": f"JoinWebUrl eq '{_NOWHERE}'"}
        graph.ask(
            account, "GET", f"{user}/onlineMeetings", needs="OnlineMeetings.ReadWrite.All", params=query
        )
    except SignInDead:
        raise
    except Permanent as refused:
        if refused.remedy:
            return Checked(name, False, f"{refused.reason} {refused.remedy}")
        # That no meeting has this address is an answer too.
    return Checked(name, True, "The application may act for the organiser.")


def _organiser(graph: Graph, account: Account) -> Checked:
    name = f"{words.DELEGATED} (organiser signed in)"
    try:
        graph.tokens.of_organiser(account, fresh=True)
    except Permanent as dead:
        return Checked(name, False, f"{dead.reason} Town halls cannot be made. {words.ORGANISER_AGAIN}")
    return Checked(name, True, "The organiser has signed in: town halls can be made.")


def _roles(token: str) -> frozenset[str]:
    """The application permissions that a token carries. It is not ours to verify: it only tells what to expect."""
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (IndexError, ValueError):
        return frozenset()
    found = claims.get("roles") if isinstance(claims, dict) else None
    return frozenset(str(role) for role in found) if isinstance(found, list) else frozenset()
