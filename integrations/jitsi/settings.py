"""What an officer enters for the council's own Jitsi, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from meetings.ports.providers import Account, Ask, Permanent, SetUp

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(:[0-9]{2,5})?")
#: services of others: a page that shows their rooms is cut off after minutes, and they know no token of ours
_OTHERS = ("meet.jit.si", "8x8.vc", "jitsi.net", "jit.si", "jitsi.org")
_SHORTEST = 32

SETUP = SetUp(
    asks=(
        Ask("domain", "Address of your Jitsi", "For example, meet.example.gov.uk, without https"),
        Ask("app_id", "Application id", "As in its configuration: app_id"),
        Ask(
            "app_secret",
            "Application secret",
            "Its app_secret, 32 characters at least",
            secret=True,
        ),
        Ask(
            "news_token",
            "Token for news of who comes and goes",
            "A long random text that you choose; leave it empty if the event_sync plug-in is not installed",
            secret=True,
            required=False,
        ),
    ),
    steps=(
        "Install Jitsi Meet on a server of the council with a domain of its own, and switch on sign-in by token "
        "(authentication = token) in Prosody with an application id and secret.",
        "Install Prosody's plug-ins token_affiliation and token_lobby_bypass, so that officers are moderators and need "
        "not wait in the lobby. Without them the first who comes in is the moderator.",
        "For certain attendance install the plug-in event_sync. As its api_prefix enter the address for news shown "
        "below, with ?from= at its end, and as its api_headers Authorization with Bearer and the token you chose.",
        "Enter the domain, the application id and secret, and the token here.",
    ),
    news=True,
)


@dataclass(frozen=True)
class Council:
    """The council's Jitsi."""

    domain: str
    app_id: str
    secret: str = field(repr=False)
    news_token: str = field(default="", repr=False)


def council_of(account: Account) -> Council:
    """What was entered. Raises Permanent with what is wrong."""
    values = {name: value.strip() for name, value in account.values.items()}
    domain = values.get("domain", "").lower().removeprefix("https://").rstrip("/")
    if any(domain == other or domain.endswith(f".{other}") for other in _OTHERS):
        raise Permanent(
            f"{domain} is a service of somebody else: it ends meetings shown elsewhere after some minutes and does not "
            "know the council's tokens.",
            remedy="Enter the domain of a Jitsi that the council runs itself, or give the link as “Any other service”.",
        )
    if not _DOMAIN.fullmatch(domain):
        raise Permanent(
            "The address of your Jitsi is no domain.",
            remedy="Enter it without https, such as meet.example.gov.uk.",
        )
    secret, app_id = values.get("app_secret", ""), values.get("app_id", "")
    if not app_id or len(secret) < _SHORTEST:
        raise Permanent(
            f"The application secret must have {_SHORTEST} characters at least: it is what keeps strangers out.",
            remedy="Make a longer one in Jitsi's configuration and enter it here.",
        )
    return Council(domain, app_id, secret, values.get("news_token", ""))
