"""What Microsoft's sign-in remembers: one directory, one application, its permissions, codes and tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt

from integrations.simulators.base import World

TENANT = "5f1d0c7e-2a44-4f0b-9c3e-7f6d1e2b8a90"
CLIENT = "b3b6a1c2-90d4-4a57-8c21-0e4f5d6a7b81"
SECRET = "simulated~client~secret~of~the~council"
ORGANISER = "2f7c9a10-6b1e-4d0c-8a52-93c4e5f60718"
ORGANISER_UPN = "meetings@council.example"
AUDIENCE = "https://graph.microsoft.com"
_KEY = b"only for simulated tokens, which are good for nothing else"
LASTS = timedelta(minutes=60)

EVERY_ROLE = frozenset(
    {
        "Calendars.ReadWrite",
        "OnlineMeetings.ReadWrite.All",
        "OnlineMeetingArtifact.Read.All",
        "OnlineMeetingRecording.Read.All",
        "OnlineMeetingTranscript.Read.All",
        "User.ReadBasic.All",
    }
)


@dataclass(frozen=True)
class Code:
    """Handed out at the sign-in page, good for one exchange."""

    redirect_uri: str
    scope: str
    nonce: str
    challenge: str
    method: str


@dataclass
class Identity:
    """The state between two resets."""

    roles: set[str] = field(default_factory=lambda: set(EVERY_ROLE))
    secret: str = SECRET
    #: the application access policy of Teams is granted for the organiser
    policy: bool = True
    codes: dict[str, Code] = field(default_factory=dict)
    #: refresh tokens that are good, with the scope they are good for
    refresh: dict[str, str] = field(default_factory=dict)
    #: access tokens that are refused although they have not expired
    refused: set[str] = field(default_factory=set)
    handed_out: list[str] = field(default_factory=list)


def app_token(world: World) -> str:
    """For what the application does in its own name."""
    roles = sorted(world.of(Identity).roles)
    return _minted(world, {"roles": roles, "idtyp": "app", "oid": CLIENT})


def user_token(world: World, scope: str) -> str:
    """In the name of the organiser."""
    return _minted(world, {"scp": scope, "oid": ORGANISER, "upn": ORGANISER_UPN})


def _minted(world: World, claims: dict[str, Any]) -> str:
    now = world.now()
    body = {
        "aud": AUDIENCE,
        "iss": f"https://sts.windows.net/{TENANT}/",
        "tid": TENANT,
        "appid": CLIENT,
        "iat": int(now.timestamp()),
        "exp": int((now + LASTS).timestamp()),
        "uti": secrets.token_urlsafe(8),
        **claims,
    }
    token = jwt.encode(body, _KEY, algorithm="HS256")
    world.of(Identity).handed_out.append(token)
    return token


def claims_of(world: World, header: str) -> dict[str, Any] | None:
    """What a token says; None: it is none of ours, has expired or was taken back."""
    kind, _, token = header.partition(" ")
    if kind != "Bearer" or token in world.of(Identity).refused:
        return None
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _KEY,
            algorithms=["HS256"],
            audience=AUDIENCE,
            options={"verify_exp": False, "verify_iat": False},
        )
    except jwt.PyJWTError:
        return None
    return claims if claims.get("exp", 0) > world.now().timestamp() else None


def id_token(world: World, nonce: str) -> str:
    """Who signed in."""
    now = int(world.now().timestamp())
    body = {
        "aud": CLIENT,
        "iss": f"https://login.microsoftonline.com/{TENANT}/v2.0",
        "tid": TENANT,
        "oid": ORGANISER,
        "sub": ORGANISER,
        "preferred_username": ORGANISER_UPN,
        "name": "Council Meetings",
        "nonce": nonce,
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
    }
    return jwt.encode(body, _KEY, algorithm="HS256")


def client_info() -> str:
    """As the sign-in library wants to know whose tokens these are."""
    told = json.dumps({"uid": ORGANISER, "utid": TENANT}).encode()
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def fits(code: Code, verifier: str) -> bool:
    """Whether whoever brings the code is who fetched it (RFC 7636)."""
    if not code.challenge:
        return True
    if code.method != "S256":
        return verifier == code.challenge
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode() == code.challenge
