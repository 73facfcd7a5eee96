"""The conferencing port over the council's own Jitsi Meet."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from integrations.asking import Asking
from integrations.jitsi import news
from integrations.jitsi.settings import SETUP, Council, council_of
from integrations.jitsi.tokens import written
from integrations.machine.bare import NoAccount
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
from meetings.ports.providers import Account, Can, Checked, Gone, Heard, Paste, Permanent, SetUp, Step


class Jitsi(NoAccount):
    """A room there is a name that only we can work out, and it exists while somebody is in it."""

    key = "jitsi"
    name = "Your own Jitsi"
    can = frozenset({Can.CREATE, Can.MEMBER_LINKS, Can.HOST_LINK, Can.CERTAIN_ATTENDANCE, Can.NEWS})

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._asking = Asking("The council's Jitsi")

    @property
    def setup(self) -> SetUp:
        """Domain, application id and secret."""
        return SETUP

    def check(self, account: Account) -> tuple[Checked, ...]:
        """Whether what was entered fits, and a Jitsi is there. That it knows the secret shows only in a room."""
        council = council_of(account)
        self._asking.answer("GET", f"https://{council.domain}/external_api.js")
        attendance = bool(council.news_token)
        return (
            Checked("address", True, f"A Jitsi answers at {council.domain}."),
            Checked(
                "tokens",
                True,
                "Tokens can be written. Go into a test meeting to see that Jitsi accepts them.",
            ),
            Checked(
                "attendance",
                attendance,
                "It may tell who comes and goes."
                if attendance
                else "No token for news: who was there is known from the roll call alone.",
            ),
        )

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        """News of the event_sync plug-in."""
        return news.hear(council_of(account).news_token, self._clock(), headers, raw)

    def create(self, account: Account, wish: RoomWish) -> Room:
        """Nothing is made there before somebody comes: the name is enough."""
        council = council_of(account)
        inside = {
            "begins": wish.starts_at.astimezone(UTC).isoformat(),
            "ends": (wish.starts_at + timedelta(minutes=wish.minutes)).astimezone(UTC).isoformat(),
        }
        return Room(_room(council, wish.key), inside, _steps(wish))

    def update(self, account: Account, ref: str, wish: RoomWish) -> Room:
        """The times in new tokens change with it."""
        room = self.create(account, wish)
        if room.ref != ref:
            raise Gone("The secret was changed since this room was arranged.")
        return room

    def cancel(self, account: Account, ref: str) -> None:
        """It is not there before somebody comes, and no token is handed out any more."""

    def door(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> Door:
        """A personal address with a token."""
        return Door(url=self._address(account, ref, inside, guest), seat_ref=guest.key)

    def revoke(self, account: Account, ref: str, guest: Guest, seat_ref: str) -> None:
        """A token that was handed out stays good."""
        raise Permanent(
            "Jitsi cannot take back a way in that was handed out.",
            remedy="Switch on the lobby in the room and do not let this person in, or remove them there.",
        )

    def host_link(self, account: Account, ref: str, inside: dict[str, str]) -> str:
        """A fresh address with a moderator's token."""
        return self._address(account, ref, inside, Guest("host", "Democratic services", host=True))

    def aim(self, account: Account, ref: str, target: StreamTarget) -> tuple[Step, ...]:
        """Jibri, where the council has it, is started in the room."""
        return (
            Step(
                "jitsi-stream",
                "Start the stream in the room",
                "If your Jitsi has Jibri: in the room choose More actions, Start live stream, and paste the key (Jibri "
                "sends to YouTube). Otherwise send the picture with OBS from a computer that shows the meeting.",
                (Paste("Server", target.url), Paste("Stream key", target.key, secret=True)),
            ),
        )

    def start_stream(self, account: Account, ref: str) -> None:
        """Done in the room."""
        raise Permanent(
            "The stream of a Jitsi room is started in the room.", remedy="More actions, Start live stream."
        )

    def stop_stream(self, account: Account, ref: str) -> None:
        """Done in the room."""
        raise Permanent(
            "The stream of a Jitsi room is stopped in the room.", remedy="More actions, Stop live stream."
        )

    def state(self, account: Account, ref: str) -> RoomState:
        """It cannot be asked; its news tell."""
        return RoomState(live=None, detail="Jitsi cannot be asked; it tells who comes and goes.")

    def end(self, account: Account, ref: str) -> None:
        """Done in the room."""
        raise Permanent(
            "A Jitsi meeting is ended in the room.",
            remedy="As moderator press Leave, then End meeting for all.",
        )

    def attendance(self, account: Account, ref: str) -> tuple[Connection, ...]:
        """It keeps none: what it told is kept here as it came."""
        return ()

    def files(self, account: Account, ref: str) -> tuple[FileFound, ...]:
        """Jibri's recordings stay on its own disk."""
        return ()

    def fetch(self, account: Account, file: FileFound) -> Iterator[bytes]:
        """Jibri's recordings stay on its own disk."""
        raise Gone("Jitsi hands out no recordings.")

    def _address(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> str:
        council = council_of(account)
        begins, ends = (datetime.fromisoformat(inside[name]) for name in ("begins", "ends"))
        return f"https://{council.domain}/{ref}?jwt={written(council, ref, guest, begins, ends)}"


def _room(council: Council, key: str) -> str:
    """Lower-case letters and digits, as Jitsi writes names of rooms."""
    return "witan" + hmac.new(council.secret.encode(), b"room:" + key.encode(), sha256).hexdigest()[:24]


def _steps(wish: RoomWish) -> tuple[Step, ...]:
    steps = []
    if wish.waiting_room:
        steps.append(
            Step(
                "jitsi-lobby",
                "Switch on the lobby",
                "When you are in the room, choose Security options and switch on the lobby: members then wait until "
                "you let them in. With the plug-in lobby_autostart it is on by itself.",
            )
        )
    if wish.record:
        steps.append(
            Step(
                "jitsi-record",
                "Record in the room",
                "In the room choose More actions, Start recording (it needs Jibri), and upload the file afterwards.",
            )
        )
    return tuple(steps)
