"""How a council connects its YouTube channel, in plain words."""

from __future__ import annotations

from integrations.youtube.errors import PACIFIC
from integrations.youtube.signin import SCOPES
from meetings.ports.conferencing import StreamTarget
from meetings.ports.providers import Ask, Paste, SetUp, Step

SETUP = SetUp(
    asks=(
        Ask("client_id", "Client ID", "It ends in .apps.googleusercontent.com"),
        Ask("client_secret", "Client secret", secret=True),
    ),
    steps=(
        "Sign in at youtube.com with the account that manages the council's channel, and switch live streaming on "
        "at youtube.com/features. YouTube takes up to 24 hours over it the first time.",
        "At console.cloud.google.com make a project, and under APIs and services, Library, enable YouTube Data API v3.",
        "Under OAuth consent screen choose External, name the council, add both permissions listed here, and publish "
        "the app. While it stands in Testing, Google ends every sign-in after seven days.",
        "Under Credentials create an OAuth client ID of the kind Web application, and enter the address for coming "
        "back that stands on this page as an authorised redirect URI.",
        "Copy the client ID and the client secret into this page, save, and sign in at YouTube.",
        "Make one private broadcast from a test meeting before the first public one. YouTube keeps videos private "
        "that are uploaded through projects it has not reviewed; see whether that touches your broadcasts.",
        "YouTube cannot pause. Holding a broadcast makes it private: people who are watching may still see what "
        "their device has already loaded, for some seconds, and YouTube goes on recording what it receives. The "
        "picture must be stopped where it is sent from as well.",
    ),
    scopes=SCOPES,
    sign_in=True,
    allowance=10_000,
    allowance_zone=PACIFIC,
)


def encoder(target: StreamTarget) -> Step:
    """What a camera in the chamber is set up with; a room that sends its picture by itself makes it needless."""
    return Step(
        "encoder",
        "Set up the encoder",
        "Only where a camera in the chamber sends the picture: enter the server and the stream key in the encoder, "
        "or in OBS. The same key usually serves the next meetings as well; look here whether it has changed.",
        (Paste("Server address", target.url), Paste("Stream key", target.key, secret=True)),
    )
