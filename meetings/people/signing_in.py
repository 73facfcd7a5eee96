"""Signing in on the web: slow where it fails, the same answer and time whether or not there is such an account."""

from __future__ import annotations

import logging
import math
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from flask import Response, current_app, request

from meetings.kernel.errors import TooMany
from meetings.people import devices, passwords, rules
from meetings.people.devices import Device
from meetings.people.queries import Credentials, credentials_by_id, credentials_of, local_words
from meetings.people.rules import FailureReason
from meetings.people.throttle import Throttle, Try
from meetings.people.usecases import (
    NoteFailedSignIn,
    OpenedSession,
    Origin,
    SignIn,
    TouchSession,
    note_failed_sign_in,
    sign_in,
    touch_session,
)
from meetings.web.doors import current_actor, reading, run
from meetings.web.services import services

log = logging.getLogger(__name__)
_MOST_SEEN = 5000
#: an e-mail address longer than this belongs to no account
_LONGEST_EMAIL = 254


@dataclass
class Doorkeeper:
    """What one running application remembers about sign-ins."""

    throttle: Throttle = field(default_factory=Throttle)
    #: when each session was last written down as in use
    seen: OrderedDict[str, float] = field(default_factory=OrderedDict)


def doorkeeper() -> Doorkeeper:
    """The running application's."""
    keeper: Doorkeeper = current_app.extensions.setdefault("witan-doorkeeper", Doorkeeper())
    return keeper


def try_to_sign_in(email: str, password: str) -> OpenedSession | None:
    """A new session, or None if address or password are wrong. Raises TooMany when it is not to be tried now."""
    address = rules.email_of(email)[:_LONGEST_EMAIL]
    with reading() as session:
        known = credentials_of(session, address)
    device = this_device()
    trusted = known is not None and device.knows(services().secret, known.account_id)
    attempt = Try(address, request.remote_addr or "", device.name if trusted else None)
    right = _checked(attempt, password, known)
    if known is None or known.password_hash is None or not right or not known.is_active:
        _note_failure(known, right, trusted)
        return None
    doorkeeper().throttle.succeeded(attempt)
    fresh = passwords.renewed(password, known.password_hash)
    return run(sign_in, SignIn(known.account_id, known.password_hash, fresh, origin(trusted)))


def own_password(account_id: str, session_id: str | None, password: str) -> str | None:
    """The hash that the present password was checked against; None if it is wrong. Raises TooMany."""
    with reading() as session:
        known = credentials_by_id(session, account_id)
    attempt = Try(f"own {account_id}", "", session_id or "")
    if known is None or not _checked(attempt, password, known):
        return None
    doorkeeper().throttle.succeeded(attempt)
    return known.password_hash


def new_password_problem(password: str, again: str, *own_words: str) -> dict[str, str]:
    """What is wrong with a new password, by field; it is typed once, or twice the same."""
    with reading() as session:
        words = [*passwords.common_words(), *local_words(session), *own_words]
    problem = rules.password_problem(password, words)
    if problem:
        return {"new_password": problem}
    return {} if password == again else {"new_password_again": "Type the same password in both boxes"}


def origin(known_device: bool = False) -> Origin:
    """Where this request comes from."""
    return Origin(request.headers.get("User-Agent", ""), request.remote_addr or "", known_device)


def this_device() -> Device:
    """The device of this request."""
    return devices.device_of(request.cookies.get(services().config.device_cookie))


def keep_session(response: Response, opened: OpenedSession, account_id: str) -> Response:
    """Give the browser its session, and the mark of a device that this account knows."""
    config = services().config
    secure = config.secure_cookies
    length = int(rules.SESSION_LENGTH.total_seconds())
    response.set_cookie(
        config.session_cookie,
        opened.token,
        max_age=length,
        httponly=True,
        samesite="Lax",
        secure=secure,
        path="/",
    )
    device = this_device().with_account(services().secret, account_id)
    response.set_cookie(
        config.device_cookie,
        device.cookie,
        max_age=devices.LIFETIME_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=secure,
        path="/",
    )
    return response


def drop_session(response: Response) -> Response:
    """Take the session's cookie away."""
    config = services().config
    response.delete_cookie(
        config.session_cookie, path="/", httponly=True, samesite="Lax", secure=config.secure_cookies
    )
    return response


def note_in_use() -> None:
    """Write down now and then that the present session is in use: for the list that its owner sees."""
    session_id = current_actor().session_id
    if session_id is None or request.endpoint == "static":
        return
    seen, moment = doorkeeper().seen, time.monotonic()
    last = seen.get(session_id)
    if last is not None and moment - last < rules.SEEN_EVERY.total_seconds():
        return
    seen[session_id] = moment
    seen.move_to_end(session_id)
    if len(seen) > _MOST_SEEN:
        seen.popitem(last=False)
    run(touch_session, TouchSession())


def _checked(attempt: Try, password: str, known: Credentials | None) -> bool:
    gate = passwords.STRANGERS if attempt.device is None else passwords.KNOWN_DEVICES
    with gate.entered():
        wait = doorkeeper().throttle.admit(attempt)
        if wait:
            raise TooMany(_wait_words(wait), retry_after=wait)
        usable = known.password_hash if known is not None else None
        return passwords.matches(password[: rules.LONGEST_PASSWORD + 1], usable)


def _wait_words(wait: float) -> str:
    seconds = max(1, math.ceil(wait))
    words = f"{seconds} seconds" if seconds > 1 else "a second"
    if seconds >= 90:
        words = f"{math.ceil(seconds / 60)} minutes"
    return f"There have been too many wrong attempts. Wait {words}, then try again."


def _note_failure(known: Credentials | None, right: bool, trusted: bool) -> None:
    if known is None:
        reason = FailureReason.UNKNOWN_EMAIL
    elif known.password_hash is None:
        reason = FailureReason.NO_PASSWORD
    else:
        reason = FailureReason.INACTIVE if right else FailureReason.WRONG_PASSWORD
    log.warning("sign-in from %s failed: %s", request.remote_addr, reason.value)
    account_id = known.account_id if known is not None else None
    run(note_failed_sign_in, NoteFailedSignIn(account_id, reason, trusted))
