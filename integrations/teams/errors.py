"""Refusals of Microsoft Graph, by what to do next, with what a person can do about them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import httpx

from integrations.teams import words
from meetings.ports.providers import Account, Gone, Permanent, ProviderFailed, Retryable, SignInDead

log = logging.getLogger(__name__)

_POLICY = ("application access policy", "is not authorized to", "on behalf of user")
#: Where the calendar or the directory says that something is not there, whatever the status.
_MISSING = {"ErrorItemNotFound", "ResourceNotFound", "NotFound", "Request_ResourceNotFound", "ItemNotFound"}


class TokenDead(SignInDead):
    """This access token is not accepted (any more): a fresh one may be."""


class NotPermitted(Permanent):
    """A permission is missing, or the policy that lets the application act for the organiser."""


class Duplicate(Permanent):
    """What has our transaction's id is there already. `existing`: its id, if it is told."""

    def __init__(self, existing: str) -> None:
        super().__init__("It is in the calendar already.", code="ErrorDuplicateTransactionId")
        self.existing = existing


def sorter(account: Account, needs: str) -> Callable[[httpx.Response], ProviderFailed | None]:
    """Sorts the refusals of a call for which this permission is needed."""

    def sort(answer: httpx.Response) -> ProviderFailed | None:
        said = _said(answer)
        code, message = str(said.get("code") or ""), str(said.get("message") or "")
        # That something is not there (any more), or is there already, is nothing out of the way.
        log.log(
            logging.INFO if answer.status_code in (404, 409) else logging.WARNING,
            "Microsoft Graph answered %s %s to %s; request-id %s",
            answer.status_code,
            code[:60],
            answer.request.method,
            _request_id(answer, said),
        )
        existing = str(said.get("@event.existingEventId") or "")
        return _by_code(code, existing) or _by_status(answer.status_code, code, message, account, needs)

    return sort


def _by_code(code: str, existing: str) -> ProviderFailed | None:
    if code == "ErrorDuplicateTransactionId":
        return Duplicate(existing)
    return Gone("Teams does not know it (any more).", code=code) if code in _MISSING else None


def _by_status(status: int, code: str, message: str, account: Account, needs: str) -> ProviderFailed | None:
    if status == 401:
        return TokenDead(
            "Microsoft does not accept our sign-in any more. Connect again.",
            code=code,
            remedy=words.CONNECT_AGAIN,
        )
    if status == 403:
        return _forbidden(code, message, account, needs)
    if status == 412:
        return Permanent(
            "Teams has recordings and transcripts only of meetings that are in a calendar.",
            code=code or "412",
            remedy="This meeting was not made by us with a calendar entry; fetch its files in Teams by hand.",
        )
    if status in (409, 423):
        # Somebody else, or Microsoft itself, is just changing it.
        return Retryable("Teams is just changing this itself.", code=code or str(status))
    if status in (400, 422):
        return Permanent(f"Teams refuses what we asked for ({code or status}).", code=code or str(status))
    return None


def _forbidden(code: str, message: str, account: Account, needs: str) -> NotPermitted:
    if any(sign in message.lower() for sign in _POLICY):
        return NotPermitted(
            "The application may not act for the organiser: no application access policy allows it.",
            code=code or "403",
            remedy=words.policy(account),
        )
    return NotPermitted(
        f"Microsoft refuses: the permission {needs} is missing." if needs else "Microsoft refuses this.",
        code=code or "403",
        remedy=words.WHERE,
    )


def _said(answer: httpx.Response) -> dict[str, Any]:
    try:
        error = answer.json().get("error")
    except (ValueError, AttributeError):
        return {}
    return error if isinstance(error, dict) else {}


def _request_id(answer: httpx.Response, said: dict[str, Any]) -> str:
    inner = said.get("innerError")
    inside = inner.get("request-id") if isinstance(inner, dict) else ""
    return str(answer.headers.get("request-id") or inside or "unknown")[:64]
