"""The conferencing port over the council's own Janus."""

from __future__ import annotations

import base64
import hmac
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NoReturn

from integrations.builtin import events
from integrations.builtin.janus import Janus, password
from integrations.builtin.making import make
from integrations.machine.bare import NoAccount
from integrations.machine.secrets import derived, secrets_of
from meetings.ports.adapters import Surroundings
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
from meetings.ports.own_video import Inner, Present, Relay
from meetings.ports.providers import (
    Account,
    Can,
    Checked,
    Gone,
    Heard,
    Paste,
    Permanent,
    SetUp,
    Step,
)

_OFF = (
    "The built-in video rooms are not switched on. Have an administrator of the machine run "
    "script/setup --with-builtin-video and start the server again."
)


class BuiltIn(NoAccount):
    """Rooms on this machine. A room lives in the server's memory: it is made again whenever it is needed."""

    key = "builtin"
    name = "Built-in video room"
    can = frozenset(
        {
            Can.CREATE,
            Can.MEMBER_LINKS,
            Can.WAITING_ROOM,
            Can.ADMIT,
            Can.MUTE,
            Can.END,
            Can.ATTENDANCE,
            Can.CERTAIN_ATTENDANCE,
            Can.NEWS,
        }
    )

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    @property
    def setup(self) -> SetUp:
        """Nothing to enter: no account and no key."""
        steps = () if self._around.own_video else (_OFF,)
        return SetUp(steps=steps, missing="" if self._around.own_video else _OFF)

    # --- The account: none ---------------------------------------------------------------------------------------

    def check(self, account: Account) -> tuple[Checked, ...]:
        """Whether it is installed, runs, and lets us make rooms."""
        installed = shutil.which("janus") is not None
        found = [
            Checked(
                "installed",
                installed,
                "Janus is installed."
                if installed
                else "Janus is not installed: run script/setup --with-builtin-video.",
            )
        ]
        info = self._janus.info()
        version = str(info.get("version_string", "unknown"))
        found.append(Checked("running", True, f"The video server answers (Janus {version})."))
        self._janus.videoroom(request="list")
        found.append(Checked("rooms", True, "It makes rooms for us."))
        return tuple(found)

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        """News of Janus' own event handler."""
        return events.hear(self._known["events"], headers, raw)

    # --- The room ------------------------------------------------------------------------------------------------

    def create(self, account: Account, wish: RoomWish) -> Room:
        """Make the room, or find it."""
        ref = derived(self._known["rooms"], "room", wish.key)[:24]
        inside = {
            "secret": password(self._known["rooms"], ref, "secret"),
            "pin": password(self._known["rooms"], ref, "pin"),
            "title": wish.title,
            "waiting": "yes" if wish.waiting_room else "",
        }
        self._make(ref, inside)
        return Room(ref, inside, _steps(wish))

    def update(self, account: Account, ref: str, wish: RoomWish) -> Room:
        """Its title may have changed; the rest is the same."""
        room = self.create(account, wish)
        if room.ref != ref:
            raise Gone("This is not the room that was made for this meeting.")
        self._janus.videoroom(
            request="edit", room=ref, secret=room.inside["secret"], new_description=wish.title[:200]
        )
        return room

    def cancel(self, account: Account, ref: str) -> None:
        """Take it away."""
        self.end(account, ref)

    def door(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> Door:
        """The room is on our own page. Hosts are let in; others too, unless they wait to be admitted."""
        token = self._token(ref, guest)
        if guest.host or not inside.get("waiting"):
            self.admit(ref, inside, guest)
        return Door(seat_ref=guest.key, token=json.dumps({"room": ref, "token": token, "pin": inside["pin"]}))

    def revoke(self, account: Account, ref: str, guest: Guest, seat_ref: str) -> None:
        """Not let in any more, and put out."""
        inside = self._passwords(ref)
        self.refuse(ref, inside, guest)
        for present in self.people(ref, inside):
            if present.who.partition(".")[0] == guest.key:
                self.kick(ref, inside, present.who)

    def host_link(self, account: Account, ref: str, inside: dict[str, str]) -> str:
        """There is none: officers come in by our own join page."""
        raise Permanent(
            "The built-in video room has no link for hosts.", remedy="Go in by the join page of the meeting."
        )

    def aim(self, account: Account, ref: str, target: StreamTarget) -> tuple[Step, ...]:
        """Its picture is sent by an encoder, such as OBS, that shows the meeting's screen."""
        return (
            Step(
                "builtin-encoder",
                "Send the picture with an encoder",
                "The built-in room does not send its picture by itself. On a computer that shows the meeting's "
                "screen, open OBS, choose “Custom” as the service and paste these two.",
                (Paste("Server", target.url), Paste("Stream key", target.key, secret=True)),
            ),
        )

    def start_stream(self, account: Account, ref: str) -> None:
        """The encoder does."""
        _by_encoder("started")

    def stop_stream(self, account: Account, ref: str) -> None:
        """The encoder does."""
        _by_encoder("stopped")

    def state(self, account: Account, ref: str) -> RoomState:
        """Who is in it now."""
        people = self.people(ref, self._passwords(ref))
        return RoomState(live=bool(people), people=len(people))

    def end(self, account: Account, ref: str) -> None:
        """Everybody is out, and nobody comes back in until it is made again."""
        with suppress(Gone):
            self._janus.videoroom(
                request="destroy", room=ref, secret=password(self._known["rooms"], ref, "secret")
            )

    def attendance(self, account: Account, ref: str) -> tuple[Connection, ...]:
        """The video server keeps none: what it told is kept here as it came."""
        return ()

    def files(self, account: Account, ref: str) -> tuple[FileFound, ...]:
        """Nothing is recorded in the room."""
        return ()

    def fetch(self, account: Account, file: FileFound) -> Iterator[bytes]:
        """Nothing is recorded in the room."""
        raise Gone("The built-in video room keeps no recordings.")

    # --- Our own doors -------------------------------------------------------------------------------------------

    def inner(self) -> Inner:
        """Where our server reaches it."""
        return Inner(self._around.janus, self._known["api"])

    def relays(self, seat_ref: str, until: int) -> tuple[Relay, ...]:
        """Credentials that coturn works out by itself from the secret shared with it."""
        if not (self._around.turn and self._around.turn_secret):
            return ()
        name = f"{until}:{seat_ref}"
        digest = hmac.new(self._around.turn_secret.encode(), name.encode(), "sha1").digest()
        return (Relay((self._around.turn,), name, base64.b64encode(digest).decode()),)

    def admit(self, ref: str, inside: dict[str, str], guest: Guest) -> str:
        """Let somebody in."""
        token = self._token(ref, guest)
        try:
            self._allow(ref, inside, "add", token)
        except Gone:
            self._make(ref, inside)
            self._allow(ref, inside, "add", token)
        return token

    def refuse(self, ref: str, inside: dict[str, str], guest: Guest) -> None:
        """Their token is good for nothing any more."""
        with suppress(Gone):
            self._allow(ref, inside, "remove", self._token(ref, guest))

    def people(self, ref: str, inside: dict[str, str]) -> tuple[Present, ...]:
        """Who is connected."""
        try:
            found = self._janus.videoroom(request="listparticipants", room=ref)
        except Gone:
            return ()
        return tuple(
            Present(str(p["id"]), str(p.get("display", "")), bool(p.get("publisher")), bool(p.get("talking")))
            for p in found.get("participants", [])
        )

    def mute(self, ref: str, inside: dict[str, str], who: str, muted: bool) -> None:
        """Sound is always the first thing our page sends."""
        with suppress(Gone):
            self._janus.videoroom(
                request="moderate", room=ref, secret=inside["secret"], id=who, mid="0", mute=muted
            )

    def kick(self, ref: str, inside: dict[str, str], who: str) -> None:
        """Put a device out."""
        with suppress(Gone):
            self._janus.videoroom(request="kick", room=ref, secret=inside["secret"], id=who)

    @property
    def _known(self) -> dict[str, str]:
        return secrets_of(self._around.data)

    @property
    def _janus(self) -> Janus:
        return Janus(self._around.janus, self._known["api"])

    def _token(self, ref: str, guest: Guest) -> str:
        return derived(self._known["seats"], ref, guest.key)

    def _passwords(self, ref: str) -> dict[str, str]:
        return {"secret": password(self._known["rooms"], ref, "secret")}

    def _allow(self, ref: str, inside: dict[str, str], action: str, token: str) -> None:
        self._janus.videoroom(
            request="allowed", room=ref, secret=inside["secret"], action=action, allowed=[token]
        )

    def _make(self, ref: str, inside: dict[str, str]) -> None:
        make(self._janus, self._known, ref, inside)


def _steps(wish: RoomWish) -> tuple[Step, ...]:
    if not wish.record:
        return ()
    return (
        Step(
            "builtin-record",
            "Record with the broadcast",
            "The built-in room records nothing itself. Arrange a broadcast with it: what the encoder sends is kept.",
        ),
    )


def _by_encoder(done: str) -> NoReturn:
    raise Permanent(
        f"The picture of a built-in room is {done} at the encoder.",
        remedy="Press the button in OBS, or whatever sends the picture.",
    )
