"""Google's refusals in our words: come back later, the allowance is spent, or what a person can do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from integrations.asking import not_before
from integrations.youtube.signin import RECONNECT
from meetings.ports.providers import Gone, Permanent, ProviderFailed, QuotaSpent, Retryable, SignInDead

#: Google counts its days in this zone.
PACIFIC = "America/Los_Angeles"

_SPENT = {"quotaExceeded", "dailyLimitExceeded"}
_SLOWER = {"rateLimitExceeded", "userRateLimitExceeded", "userRequestsExceedRateLimit"}
_SIGN_IN = {"authError", "insufficientPermissions", "insufficientLivePermissions", "insufficientScopes"}
_NOT_YET = {
    "errorStreamInactive": "No picture arrives at YouTube yet.",
    # Put there a moment ago, and not in its list yet.
    "captionExists": "YouTube has captions of this language and name that it does not list yet.",
}
_GONE = re.compile(r"(NotFound|^notFound)$")

#: reason: what it means, and what can be done about it
_REFUSALS: dict[str, tuple[str, str]] = {
    "liveStreamingNotEnabled": (
        "Live streaming is not switched on for this channel.",
        "Switch it on at youtube.com/features. YouTube takes up to 24 hours over it.",
    ),
    "livePermissionBlocked": (
        "YouTube has blocked live streaming on this channel.",
        "Look at youtube.com/features for the reason and the day on which it ends.",
    ),
    "youtubeSignupRequired": (
        "The Google account has no YouTube channel.",
        "Make a channel, or sign in with the account that has it.",
    ),
    "invalidTransition": (
        "YouTube does not let the broadcast go from where it stands to what was asked for.",
        "Look at the broadcast in YouTube Studio. A broadcast that has ended cannot begin again.",
    ),
    "userBroadcastsExceedLimit": (
        "The channel has as many broadcasts at once as YouTube allows.",
        "End or delete broadcasts in YouTube Studio that are not needed.",
    ),
    "invalidScheduledStartTime": (
        "YouTube does not accept the moment at which it is to begin.",
        "Choose a moment that lies ahead and is not far away.",
    ),
    "mediaBodyRequired": ("YouTube received an empty file.", "Send it again."),
    "accessNotConfigured": (
        "The Google Cloud project has not enabled YouTube Data API v3.",
        "Enable it at console.cloud.google.com, under APIs and services, Library, and wait some minutes.",
    ),
}
_REFUSALS["livestreamingNotEnabled"] = _REFUSALS["liveStreamingNotEnabled"]


def failure(
    status: int, headers: Mapping[str, str], content: bytes, now: datetime, *, writes: bool
) -> ProviderFailed:
    """What an answer that is no success means."""
    reason, message = _said(content)
    if reason in _SPENT:
        return QuotaSpent(
            "The allowance for asking YouTube is used up for today.", code=reason, not_before=next_day(now)
        )
    if reason in _SLOWER or status == 429:
        when = not_before(headers, now)
        return Retryable("YouTube asks us to come back later.", code=reason or "429", not_before=when)
    if reason in _NOT_YET:
        return Retryable(_NOT_YET[reason], code=reason)
    if status >= 500:
        uncertain = writes and status in (500, 502, 504)
        return Retryable(f"YouTube has a fault ({status}).", code=reason or str(status), uncertain=uncertain)
    return _refusal(status, reason, message)


def _refusal(status: int, reason: str, message: str) -> ProviderFailed:
    if status == 401 or reason in _SIGN_IN:
        return SignInDead(
            "YouTube does not accept our sign-in for this.", code=reason or "401", remedy=RECONNECT
        )
    if status in (404, 410) or _GONE.search(reason):
        return Gone("YouTube does not know it (any more).", code=reason or str(status))
    if reason in _REFUSALS:
        words, remedy = _REFUSALS[reason]
        return Permanent(words, code=reason, remedy=remedy)
    words = f"YouTube refuses: {message}" if message else f"YouTube refuses ({status})."
    return Permanent(words, code=reason or str(status))


def next_day(now: datetime) -> datetime:
    """When Google's next day begins: the allowance is whole again."""
    zone = ZoneInfo(PACIFIC)
    there = now.astimezone(zone)
    midnight = datetime(there.year, there.month, there.day, tzinfo=zone) + timedelta(days=1)
    return midnight.astimezone(UTC)


def _said(content: bytes) -> tuple[str, str]:
    """The reason's short name, and Google's sentence without mark-up."""
    try:
        error = json.loads(content)["error"]
    except (ValueError, KeyError, TypeError):
        return "", ""
    if not isinstance(error, dict):
        return str(error), ""
    first: Any = next(iter(error.get("errors") or ()), {})
    reason = str(first.get("reason") or "") if isinstance(first, dict) else ""
    sentence = re.sub(r"<[^>]*>", "", str(error.get("message") or ""))
    return reason, " ".join(sentence.split())[:200]
