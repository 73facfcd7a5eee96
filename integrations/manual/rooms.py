"""A room at any service, by the link, dial-in numbers and passcode that an officer enters."""

from __future__ import annotations

from collections.abc import Iterator

from integrations.manual.common import ByHand, refuse
from meetings.ports.addresses import trouble_with
from meetings.ports.conferencing import (
    Connection,
    Door,
    FileFound,
    Guest,
    Room,
    RoomState,
    RoomWish,
    StreamTarget,
)
from meetings.ports.providers import Account, Gone, Paste, Permanent, Step

_PREFIX = "by-hand-"
_ADDRESS = "Enter the link or a dial-in number at the meeting, under “Remote room and broadcast”."
_LET_IN = Step(
    "waiting-room",
    "Switch the waiting room on",
    "In the settings of the room, switch the waiting room (Teams: the lobby) on for everybody and let nobody "
    "come in before the host, so that only those who belong in the meeting are let in.",
)
_RECORD = Step(
    "record",
    "Have the meeting recorded",
    "Start the recording in the room when the meeting opens, or switch automatic recording on.",
)
_AUDIENCE = Step(
    "audience",
    "Let the audience only watch",
    "A room that is entered by hand cannot keep speakers and audience apart by itself. Use a webinar or town hall "
    "at your service, and give the link of the speakers here.",
)


class ManualRooms(ByHand):
    """Any room at all."""

    name = "Another service, by its link"

    def create(self, account: Account, wish: RoomWish) -> Room:
        """Take what was entered. Raises Permanent where that leads nowhere."""
        given = {name: value for name, value in wish.given if value}
        link = given.get("link", "")
        if not link and not given.get("dial_in"):
            raise Permanent(
                "Neither a link nor a dial-in number was entered.", code="no_address", remedy=_ADDRESS
            )
        trouble = trouble_with(link) if link else ""
        if trouble:
            raise Permanent(f"The link cannot be used. {trouble}.", code="bad_address", remedy=_ADDRESS)
        inside = {name: given[name] for name in ("link", "dial_in", "passcode") if given.get(name)}
        wanted = ((_LET_IN, wish.waiting_room), (_RECORD, wish.record), (_AUDIENCE, wish.audience))
        return Room(_PREFIX + wish.key, inside, tuple(step for step, needed in wanted if needed))

    def update(self, account: Account, ref: str, wish: RoomWish) -> Room:
        """What is entered now counts; a new time must be told to the service by hand."""
        if ref != _PREFIX + wish.key:
            raise Gone("This room was not entered here.", remedy=_ADDRESS)
        made = self.create(account, wish)
        when = Step(
            "time",
            "Check the time at your service",
            "The meeting was changed here. If the room has a time at your service, change it there too.",
        )
        return Room(made.ref, made.inside, (*made.steps, when))

    def cancel(self, account: Account, ref: str) -> None:
        """Nothing was made here."""

    def door(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> Door:
        """The same way in for everybody: the link, or the telephone."""
        if not inside.get("link") and not inside.get("dial_in"):
            raise Gone("There is no address for this room any more.", remedy=_ADDRESS)
        return Door(
            url=inside.get("link", ""), dial_in=inside.get("dial_in", ""), passcode=inside.get("passcode", "")
        )

    def revoke(self, account: Account, ref: str, guest: Guest, seat_ref: str) -> None:
        """A link that all share cannot be taken from one. Raises Permanent."""
        raise refuse("Taking back one person’s link", "Do not let them in from the waiting room.")

    def host_link(self, account: Account, ref: str, inside: dict[str, str]) -> str:
        """Raises Permanent: who opens the room signs in at the service."""
        raise refuse("Opening the room as its host", "Open it at your service, signed in with its account.")

    def aim(self, account: Account, ref: str, target: StreamTarget) -> tuple[Step, ...]:
        """Where to send the picture, to enter at the service or in an encoder."""
        pastes = [Paste("Server address", target.url), Paste("Stream key", target.key, secret=True)]
        if target.page:
            pastes.append(Paste("Watch page", target.page))
        return (
            Step(
                "aim",
                "Send the picture of the room to the broadcast",
                "In the room’s own live streaming settings (Zoom: custom live streaming service; Teams: custom "
                "streaming app), or in the encoder in the chamber, enter these.",
                tuple(pastes),
            ),
        )

    def start_stream(self, account: Account, ref: str) -> None:
        """Raises Permanent."""
        raise refuse("Starting the stream", "Start it in the room or at the encoder.")

    def stop_stream(self, account: Account, ref: str) -> None:
        """Raises Permanent."""
        raise refuse(
            "Stopping the stream", "Stop it in the room or at the encoder, and look that it has stopped."
        )

    def state(self, account: Account, ref: str) -> RoomState:
        """Nobody can tell."""
        return RoomState(None, detail="A room that was entered by hand cannot be asked how it is.")

    def end(self, account: Account, ref: str) -> None:
        """Raises Permanent."""
        raise refuse("Ending the room", "End the meeting for everybody in the room itself.")

    def attendance(self, account: Account, ref: str) -> tuple[Connection, ...]:
        """Raises Permanent."""
        raise refuse("Reading who was connected", "Use the roll call and the members’ own pages.")

    def files(self, account: Account, ref: str) -> tuple[FileFound, ...]:
        """Raises Permanent."""
        raise refuse("Fetching recordings", "Download the recording at your service and upload it here.")

    def fetch(self, account: Account, file: FileFound) -> Iterator[bytes]:
        """Raises Permanent."""
        raise refuse("Fetching recordings", "Download the recording at your service and upload it here.")
