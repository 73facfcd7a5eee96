"""What a council enters for Zoom, what it must do there first, and the permissions that are needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from meetings.ports.providers import Account, Ask, Permanent, SetUp

#: Permission at Zoom and what it is for. An app of a whole account has each with `:admin` behind it.
SCOPES: tuple[tuple[str, str], ...] = (
    ("meeting:write:meeting:admin", "to arrange meetings"),
    ("meeting:read:meeting:admin", "to see how a meeting is set and to open it as its host"),
    ("meeting:read:list_meetings:admin", "to find a meeting again after a fault, so that none is made twice"),
    ("meeting:update:meeting:admin", "to move and change meetings"),
    ("meeting:delete:meeting:admin", "to cancel meetings"),
    ("meeting:update:status:admin", "to end a meeting for everybody"),
    ("meeting:write:registrant:admin", "to give a member a personal link"),
    ("meeting:write:batch_registrants:admin", "to give many members their personal links at once"),
    ("meeting:read:list_registrants:admin", "to find a member's personal link again"),
    ("meeting:update:registrant_status:admin", "to take a personal link back"),
    ("meeting:update:livestream:admin", "to tell Zoom where the broadcast goes"),
    ("meeting:update:livestream_status:admin", "to start and stop the broadcast's picture"),
    ("meeting:read:list_past_instances:admin", "to find each sitting of a meeting that was held"),
    ("meeting:read:list_past_participants:admin", "to read who was connected, where there is no report"),
    ("report:read:list_meeting_participants:admin", "to read the report of who was connected and when"),
    ("cloud_recording:read:list_recording_files:admin", "to fetch recordings"),
    ("cloud_recording:read:meeting_transcript:admin", "to fetch transcripts"),
)

_EVENTS = (
    "Start Meeting, End Meeting, Participant/Host joined meeting, Participant/Host left meeting, "
    "Participant joined meeting waiting room, Participant left meeting waiting room, "
    "Participant was admitted, Live Streaming Started, Live Streaming Stopped, "
    "All Recordings have completed, Recording Transcript files have completed"
)

SETUP = SetUp(
    asks=(
        Ask("account_id", "Account ID", "On the page “App Credentials” of the app at Zoom."),
        Ask("client_id", "Client ID", "On the same page."),
        Ask("client_secret", "Client secret", "On the same page.", secret=True),
        Ask(
            "host",
            "Zoom user in whose name meetings are held",
            "The e-mail address of a user of your Zoom account with a licence, such as a user of democratic "
            "services that belongs to no single person.",
        ),
        Ask(
            "secret_token",
            "Secret token",
            "On the page “Feature” of the app. With it we tell Zoom's news from a forgery. Without it there "
            "is no live news of who comes and goes, and recordings are looked for by the clock.",
            secret=True,
            required=False,
        ),
    ),
    steps=(
        "You need a Zoom account with a Pro licence or better for the user who holds the meetings: personal "
        "links and live streaming are part of it.",
        "Sign in at marketplace.zoom.us as an administrator of your Zoom account. Choose “Develop”, “Build "
        "App”, “Server-to-Server OAuth App”, and give it a name such as “Committee meetings”.",
        "On its page “Scopes” add each of the permissions listed below.",
        "On its page “Activation” press “Activate your app”.",
        "At zoom.us, under “Account Management”, “Account Settings”, “Meeting”, switch on “Allow livestreaming "
        "of meetings” with “Custom Live Streaming Service”. Without it the picture cannot go to your broadcast.",
        "In the same place switch on “Waiting Room”, and under “Recording” switch on “Cloud recording” with "
        "“Create audio transcript” if meetings are to be recorded at Zoom.",
        "On the app's page “Feature” copy the secret token. Enter it below with the account ID, the client ID, the "
        "client secret and the user, and press “Save and test”: what is still missing is named.",
        "Then, on the page “Feature”, switch on “Event Subscriptions”, enter there the address that stands under “News "
        "from Zoom” below, press “Validate”, and choose these events: " + _EVENTS + ".",
    ),
    scopes=SCOPES,
    news=True,
    # Meetings made or changed for one user.
    allowance=100,
)


@dataclass(frozen=True)
class Council:
    """A council's account, read from what was entered."""

    account_id: str
    client_id: str
    client_secret: str = field(repr=False)
    host: str
    secret_token: str = field(repr=False)

    @property
    def cache_key(self) -> str:
        """The same for the same credentials; tells nothing of them."""
        parts = "\0".join((self.account_id, self.client_id, self.client_secret))
        return hashlib.sha256(parts.encode()).hexdigest()

    @property
    def domain(self) -> str:
        """Of the host's address: the council's own."""
        return self.host.rpartition("@")[2].lower()


def council_of(account: Account) -> Council:
    """Raises Permanent when something was not entered."""
    values = account.values
    missing = [ask.label for ask in SETUP.asks if ask.required and not values.get(ask.name, "").strip()]
    if missing:
        raise Permanent(
            f"Zoom is not fully set up: {', '.join(missing)} missing.",
            code="not_set_up",
            remedy="Enter it on the page of the connection with Zoom.",
        )
    return Council(
        *(
            _value(values, name)
            for name in ("account_id", "client_id", "client_secret", "host", "secret_token")
        )
    )


def secret_token_of(account: Account) -> str:
    """What Zoom signs its news with; empty: none was entered."""
    return _value(account.values, "secret_token")


def _value(values: Mapping[str, str], name: str) -> str:
    return values.get(name, "").strip()


def has_scope(granted: set[str], scope: str) -> bool:
    """Whether it was granted, in the form for one user, for the account, or for all below a master account."""
    bare = scope.removesuffix(":admin")
    return not granted.isdisjoint({bare, f"{bare}:admin", f"{bare}:master"})
