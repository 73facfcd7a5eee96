"""Microsoft Teams in plain words: what to set up, which permission is for what, what only a person can do."""

from __future__ import annotations

from meetings.ports.conferencing import StreamTarget
from meetings.ports.providers import Account, Ask, Paste, SetUp, Step

#: Application permissions of Microsoft Graph, and what each is for.
PERMISSIONS: dict[str, str] = {
    "Calendars.ReadWrite": "to put the meeting into the organiser's calendar, move it and take it away",
    "OnlineMeetings.ReadWrite.All": "to set the lobby and who may present, and to find the meeting again",
    "OnlineMeetingArtifact.Read.All": "to read who took part",
    "OnlineMeetingRecording.Read.All": "to fetch recordings",
    "OnlineMeetingTranscript.Read.All": "to fetch transcripts",
    "User.ReadBasic.All": "to see which hosts have an account with you: only they can be made presenters",
}
#: Granted by the person who signs in; Microsoft lets no application create a town hall on its own.
DELEGATED = "VirtualEvent.ReadWrite"
DELEGATED_FOR = "to create town halls (delegated permission, used by the organiser who signs in here)"

WHERE = (
    "An administrator grants it in the Microsoft Entra admin centre: App registrations, your application, "
    "API permissions, Add a permission, Microsoft Graph, and then Grant admin consent."
)
CONNECT_AGAIN = "Open Connections, choose Microsoft Teams and connect it again."
ORGANISER_AGAIN = "Open Connections, choose Microsoft Teams and have the organiser sign in again."

SETUP = SetUp(
    asks=(
        Ask("tenant", "Directory (tenant) ID", "On the overview page of the app registration."),
        Ask("client_id", "Application (client) ID", "On the same page."),
        Ask(
            "client_secret",
            "Client secret",
            "Its value, not its ID; shown once, under Certificates and secrets.",
            secret=True,
        ),
        Ask(
            "organiser",
            "Object ID of the organiser",
            "The account in whose calendar meetings are made. Entra admin centre, Users, that account: Object ID.",
        ),
    ),
    steps=(
        "In the Microsoft Entra admin centre, register an application for this council only.",
        "Under Certificates and secrets, make a client secret and note its value and the day it expires.",
        "Under API permissions, add the application permissions listed here and grant admin consent.",
        "In PowerShell, as a Teams administrator, allow the application to act for the organiser: "
        "New-CsApplicationAccessPolicy, then Grant-CsApplicationAccessPolicy. "
        "It can take half an hour until this has effect.",
        "Only for town halls: add the delegated permission VirtualEvent.ReadWrite and, under Authentication, "
        "the redirect address shown here; then have the organiser sign in.",
        "Ask your Teams administrator whether the meeting policy of the organiser allows recording, "
        "transcription and Custom Streaming.",
    ),
    scopes=(*PERMISSIONS.items(), (DELEGATED, DELEGATED_FOR)),
    sign_in=True,
    sign_in_for="It is needed for town halls only: Microsoft lets nobody but a person make them. Sign in with the "
    "organiser’s account. Meetings need no sign-in.",
    news=True,
    news_by_itself=True,
)


def policy(account: Account) -> str:
    """The two commands that let the application act for the organiser."""
    return (
        "A Teams administrator enters in PowerShell: "
        "New-CsApplicationAccessPolicy -Identity witan "
        f'-AppIds "{account.values.get("client_id", "")}" -Description "Council meetings"; '
        "Grant-CsApplicationAccessPolicy -PolicyName witan "
        f'-Identity "{account.values.get("organiser", "")}". It can take half an hour until this has effect.'
    )


def stream_steps(target: StreamTarget, *, town_hall: bool) -> tuple[Step, ...]:
    """How a person sends the picture of a Teams meeting elsewhere: no program may do it."""
    if town_hall:
        return (
            Step(
                "teams-stream",
                "A Teams town hall cannot send its picture elsewhere",
                "Custom Streaming exists in meetings only. The public can watch the town hall itself; "
                "to broadcast it elsewhere, join it on a computer with an encoder and send its screen.",
                _pastes(target),
            ),
        )
    return (
        Step(
            "teams-stream",
            "In the Teams meeting, start Custom Streaming",
            "Teams lets only a person do this. Join the meeting as organiser, choose Apps, add Custom "
            "Streaming, paste the address and the key, and choose Start streaming. "
            "To stop, choose Stop streaming in the same place.",
            _pastes(target),
        ),
    )


def _pastes(target: StreamTarget) -> tuple[Paste, ...]:
    return (
        Paste("Stream address (RTMP)", target.url),
        Paste("Stream key", target.key, secret=True),
    )


def presenters_step(names: tuple[str, ...]) -> Step:
    """Hosts whom Teams does not know."""
    return Step(
        "teams-presenters",
        "These hosts cannot be made presenters beforehand",
        f"{', '.join(names)}: without an account in your directory they come in as attendees. "
        "Make them presenters in the meeting: People, More options, Make a presenter.",
    )


#: What is to be done by hand where no call exists.
START_STREAM = "In the Teams meeting choose Apps, Custom Streaming, Start streaming."
STOP_STREAM = "In the Teams meeting choose Apps, Custom Streaming, Stop streaming."
END = "In the Teams meeting, as organiser, choose Leave and then End meeting."
REVOKE = "Keep them in the lobby, or remove them under People in the meeting."
