"""Zoom's refusals in plain words: what to do next, and what a person can do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import httpx

from integrations.asking import not_before
from integrations.zoom.settings import SCOPES
from meetings.ports.providers import Gone, Permanent, ProviderFailed, QuotaSpent, Retryable, SignInDead

NOT_STARTED, OVER, NO_RECORDING, NO_TRANSCRIPT = "4927", "3038", "3301", "3322"
NO_SCOPE, NOT_PAID, BAD_TOKEN, NO_HOST, BAD_HOSTS = "4711", "200", "124", "no_host", "1114"

#: How long until a stream may be started that was asked for before the meeting.
_START_AGAIN = timedelta(seconds=5)

_PLAN = (
    "Give the user who holds the meetings a licence at Zoom, or choose another user on the connection's page."
)

#: By Zoom's code: the reason, and the remedy.
_PERMANENT: Mapping[str, tuple[str, str]] = {
    NOT_PAID: (
        "Zoom gives this to paying accounts only, or does not permit it to this app.",
        "Check the licence of the user who holds the meetings, and the app's permissions.",
    ),
    "303": ("Zoom gives personal links to scheduled meetings only.", "Cancel the room and arrange it again."),
    "404": (
        "Registration is not switched on for this meeting, so there are no personal links.",
        "Switch on registration for it in Zoom, or cancel the room and arrange it again.",
    ),
    "1010": ("The user who holds the meetings does not belong to this Zoom account.", _PLAN),
    "3000": (
        "Zoom does not let this app reach the meeting or schedule for this user.",
        "Check the user on the connection's page, and whether the meeting was changed into something else.",
    ),
    "3002": (
        "The meeting goes on at Zoom, and one that goes on cannot be taken away.",
        "End it for everybody first, then take it away.",
    ),
    OVER: ("The meeting is over at Zoom.", "Arrange a new room if it must go on."),
    "3043": (
        "The meeting is full: as many are registered as the licence allows.",
        "Get a larger licence at Zoom for this meeting, or take personal links back that are not needed.",
    ),
    "3063": (
        "Zoom cannot end this meeting for us.",
        "End it in the Zoom window, with “End meeting for all”.",
    ),
    "3161": ("The user who holds the meetings may not hold meetings at Zoom.", _PLAN),
    "3309": (
        "There is no storage left for recordings at Zoom.",
        "Delete old recordings there, or buy storage.",
    ),
    "4400": (
        "The meeting is end-to-end encrypted, and such a meeting cannot be streamed.",
        "Switch end-to-end encryption off for this meeting in Zoom, under “Encryption”.",
    ),
    "12702": ("The meeting is more than a year ago: Zoom has no report of it any more.", ""),
    "2306": (
        "Zoom does not let this app list the meetings of the user.",
        "Switch on “Display meetings scheduled for others” in Zoom's account settings.",
    ),
    "2314": ("Zoom's assistant is switched off in the account.", "Switch it on in Zoom's account settings."),
    BAD_HOSTS: (
        "Zoom does not accept one of the people named as alternative hosts.",
        "Only users with a licence in the same Zoom account can be alternative hosts.",
    ),
}

_GONE: Mapping[str, str] = {
    "3001": "Zoom does not know this meeting (any more).",
    NO_RECORDING: "Zoom has no recording of this meeting.",
    NO_TRANSCRIPT: "Zoom has no transcript of this meeting.",
}

_A_DAY = re.compile(r"GMT 00:00:00|00:00:00 GMT|daily|per day|a day", re.IGNORECASE)
_HOSTS = re.compile(r"alternative[_ -]?hosts?", re.IGNORECASE)
_MAY_BE_SECRET = re.compile(r"://|@|.{31}|(?=.*\d).{13}")
_NAMES = re.compile(r"scopes?\s*:?\s*\[([^\]]*)\]", re.IGNORECASE)


def sorter(now: Callable[[], datetime]) -> Callable[[httpx.Response], ProviderFailed | None]:
    """Turns an answer that is an error into the error that says what to do; None: its status says enough."""

    def sort(answer: httpx.Response) -> ProviderFailed | None:
        code, message = said(answer)
        if answer.status_code == 429:
            return _too_many(answer, message, now())
        if answer.status_code == 401 or code == BAD_TOKEN:
            return SignInDead(
                "Zoom does not accept our access any more.",
                code=BAD_TOKEN,
                remedy="Check that the app is still active at marketplace.zoom.us, then test the connection.",
            )
        if answer.status_code >= 500:
            return None
        if code == NOT_STARTED:
            return Retryable(
                "The meeting has not started at Zoom.", code=code, not_before=now() + _START_AGAIN
            )
        return _by_code(code, message, answer)

    return sort


def _by_code(code: str, message: str, answer: httpx.Response) -> ProviderFailed | None:
    if code in (NO_SCOPE, "104"):
        return no_scope(_NAMES.search(message))
    if code == "1001" and "/users/" in answer.request.url.path:
        return Permanent("Zoom does not know the user who holds the meetings.", code=NO_HOST, remedy=_PLAN)
    if answer.status_code == 400 and _HOSTS.search(answer.text):
        # Said with several codes, in the message or as the field that is wrong.
        code = BAD_HOSTS
    if code in _GONE or code == "1001":
        return Gone(_GONE.get(code, _GONE["3001"]), code=code)
    if code in _PERMANENT:
        reason, remedy = _PERMANENT[code]
        return Permanent(reason, code=code, remedy=remedy)
    if answer.status_code == 404 or not code:
        return None
    return Permanent(f"Zoom refuses it: {_short(message)} ({code})", code=code)


def no_scope(found: re.Match[str] | None) -> Permanent:
    """A permission is missing; Zoom names those that would do."""
    names = [name.strip() for name in (found.group(1) if found else "").split(",") if name.strip()]
    ours = dict(SCOPES)
    # Of those that would do, the one that the page of the connection asks for.
    name = next((name for name in names if name in ours), names[0] if names else "")
    what = f" {ours[name]}" if name in ours else ""
    return Permanent(
        f"The app at Zoom lacks the permission{what}." if name else "The app at Zoom lacks a permission.",
        code=NO_SCOPE,
        remedy=f"Add “{name}” on the app's page “Scopes” at marketplace.zoom.us, then test the connection."
        if name
        else "Test the connection: it names the permission that is missing.",
    )


def _too_many(answer: httpx.Response, message: str, now: datetime) -> ProviderFailed:
    when = not_before(answer.headers, now)
    kind = answer.headers.get("X-RateLimit-Type", "")
    if _A_DAY.search(message) or _A_DAY.search(kind):
        # The allowance of a hundred changes a day says its end in words only.
        return QuotaSpent(
            "Zoom's allowance for today is used up.", code="429", not_before=when or _midnight(now)
        )
    return Retryable("Zoom asks us to come back later (429).", code="429", not_before=when)


def _midnight(now: datetime) -> datetime:
    day = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def sort_sign_in(answer: httpx.Response) -> ProviderFailed | None:
    """The same for the place where access is asked for."""
    if answer.status_code in (400, 401, 403):
        return SignInDead(
            "Zoom does not accept the account ID, client ID or client secret.",
            code="sign_in",
            remedy="Check all three against the app's page “App Credentials”, and that the app is activated.",
        )
    return None


def said(answer: httpx.Response) -> tuple[str, str]:
    """Zoom's code and its message; empty where the answer is none of Zoom's."""
    try:
        body = answer.json()
    except ValueError:
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    return str(body.get("code", "")), str(body.get("message", ""))


def _short(message: str) -> str:
    """One line without addresses and long strings of characters, which may be secret."""
    words = " ".join(word for word in message.split() if not _MAY_BE_SECRET.search(word))
    return (words[:160] or "no reason given").rstrip(".")
