"""The cookie that says that somebody has signed in to an account on this device before."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

LIFETIME_SECONDS = 400 * 24 * 3600
#: a shared tablet in the chamber is known to this many accounts
_MOST_ACCOUNTS = 8
_FORM = re.compile(r"[A-Za-z0-9_-]{16,32}(\.[0-9a-f]{32}){0,8}")


@dataclass(frozen=True)
class Device:
    """A device's random name, and one seal for each account that has signed in on it."""

    name: str
    seals: tuple[str, ...] = ()

    def knows(self, secret: bytes, account_id: str) -> bool:
        """Whether that account has signed in on it."""
        wanted = _seal(secret, self.name, account_id)
        return any(hmac.compare_digest(wanted, seal) for seal in self.seals)

    def with_account(self, secret: bytes, account_id: str) -> Device:
        """The device after that account has signed in on it."""
        seal = _seal(secret, self.name, account_id)
        return Device(self.name, (seal, *(s for s in self.seals if s != seal))[:_MOST_ACCOUNTS])

    @property
    def cookie(self) -> str:
        """As the browser keeps it."""
        return ".".join((self.name, *self.seals))


def device_of(cookie: str | None) -> Device:
    """The device that a cookie names; a new one if there is none or it is not of ours."""
    if cookie is None or not _FORM.fullmatch(cookie):
        return Device(secrets.token_urlsafe(16))
    name, *seals = cookie.split(".")
    return Device(name, tuple(seals))


def _seal(secret: bytes, name: str, account_id: str) -> str:
    return hmac.new(secret, f"device:{name}:{account_id}".encode(), sha256).hexdigest()[:32]
