"""The adapter: what the conferencing port asks for, done by Microsoft Teams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from integrations.teams import words
from integrations.teams.checking import check
from integrations.teams.client import Graph
from integrations.teams.meetings import Meetings, Ref
from integrations.teams.notifications import Orders, hear
from integrations.teams.reports import RECORDING, TRANSCRIPT, Reports
from integrations.teams.townhalls import TownHalls, hall_of
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
from meetings.ports.providers import Account, Can, Checked, Heard, NotYet, Permanent, SetUp, Step

_LARGEST = {"video": 16 * 1024**3, "transcript": 64 * 1024**2}


class Teams:
    """Meetings and town halls. What Teams lets no program do is told as a step, never acted."""

    key = "teams"
    name = "Microsoft Teams"
    #: No links for single members: whoever signs in at Microsoft is who they are, everybody has the same address.
    can = frozenset(
        {
            Can.CREATE,
            Can.HOST_LINK,
            Can.WAITING_ROOM,
            Can.ATTENDANCE,
            Can.RECORDINGS,
            Can.TRANSCRIPTS,
            Can.NEWS,
        }
    )
    setup: SetUp = words.SETUP

    def __init__(self, around: Surroundings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._site = around.site.rstrip("/")
        self._now = now
        self._graph = Graph(around.simulators)
        self._meetings = Meetings(self._graph)
        self._halls = TownHalls(self._graph)
        self._reports = Reports(self._graph)
        self._orders = Orders(self._graph)

    def check(self, account: Account) -> tuple[Checked, ...]:
        """Each permission by its name."""
        return check(self._graph, account)

    def sign_in_address(self, account: Account, state: str, back: str) -> str:
        """Where the organiser of town halls signs in."""
        return self._graph.tokens.address(account, state, back)

    def signed_in(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        """The organiser came back."""
        return self._graph.tokens.signed_in(account, code, back)

    def disconnect(self, account: Account) -> None:
        """No more news is sent here. What Microsoft was told to allow, an administrator takes back there."""
        self._orders.give_up(account)
        self._graph.tokens.forget(account)

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        """A change notification, or its handshake."""
        return hear(account, query, raw)

    def upkeep(self, account: Account) -> None:
        """To be called every hour: the orders for news, which last for three days at most, are renewed."""
        segment = account.values.get("news_segment", "")
        if self._site and segment:
            self._orders.renew(account, f"{self._site}/hooks/{self.key}/{segment}", self._now())

    def create(self, account: Account, wish: RoomWish) -> Room:
        """A meeting in the organiser's calendar, or a town hall where an audience only watches."""
        if wish.audience:
            return self._halls.create(account, wish)
        return self._meetings.create(account, wish, self._now())

    def update(self, account: Account, ref: str, wish: RoomWish) -> Room:
        """Where it becomes the other kind, the new one is made before the old one is taken away."""
        hall = hall_of(ref)
        if bool(hall) != wish.audience:
            room = self.create(account, wish)
            self.cancel(account, ref)
            return room
        if hall:
            return self._halls.update(account, hall, wish)
        return self._meetings.update(account, Ref.read(ref), wish)

    def cancel(self, account: Account, ref: str) -> None:
        """Out of the calendar."""
        hall = hall_of(ref)
        if hall:
            self._halls.cancel(account, hall)
        else:
            self._meetings.cancel(account, Ref.read(ref))

    def door(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> Door:
        """The same address for all; in a town hall a member is made a presenter, and that is their seat."""
        hall = hall_of(ref)
        if hall:
            return self._halls.door(account, hall, inside, guest)
        return Door(inside.get("join", ""), inside.get("dial_in", ""))

    def revoke(self, account: Account, ref: str, guest: Guest, seat_ref: str) -> None:
        """A presenter of a town hall is one no more; an address cannot be taken back."""
        hall = hall_of(ref)
        if not hall:
            raise Permanent(
                "Teams has one address for everybody: it cannot be taken from one person.",
                remedy=words.REVOKE,
            )
        self._halls.revoke(account, hall, seat_ref)

    def host_link(self, account: Account, ref: str, inside: dict[str, str]) -> str:
        """The same address: whoever signs in as organiser or co-organiser is the host."""
        return inside.get("join", "")

    def aim(self, account: Account, ref: str, target: StreamTarget) -> tuple[Step, ...]:
        """Teams lets no program do this."""
        return words.stream_steps(target, town_hall=bool(hall_of(ref)))

    def start_stream(self, account: Account, ref: str) -> None:
        """Teams lets no program do this."""
        raise Permanent("Teams lets only a person start the stream.", remedy=words.START_STREAM)

    def stop_stream(self, account: Account, ref: str) -> None:
        """Teams lets no program do this."""
        raise Permanent("Teams lets only a person stop the stream.", remedy=words.STOP_STREAM)

    def state(self, account: Account, ref: str) -> RoomState:
        """Whether it is there at all; Teams tells no program whether it runs."""
        hall = hall_of(ref)
        if hall:
            status = self._halls.status(account, hall)
            return RoomState(None, detail=f"The town hall is {status}." if status else "")
        self._meetings.there(account, Ref.read(ref))
        return RoomState(None, detail="Teams does not tell whether somebody is in the meeting.")

    def end(self, account: Account, ref: str) -> None:
        """Teams lets no program do this."""
        raise Permanent("Teams lets only a person end the meeting.", remedy=words.END)

    def attendance(self, account: Account, ref: str) -> tuple[Connection, ...]:
        """From the reports of every start of the call."""
        hall = hall_of(ref)
        if not hall:
            return self._reports.attendance(account, self._meetings.online(account, Ref.read(ref)))
        found: list[Connection] = []
        for session in self._halls.sessions(account, hall):
            path = self._halls.session_path(hall, str(session.get("id")))
            found.extend(self._reports.attendance(account, path))
        if not found:
            raise NotYet("Teams has no attendance report yet; it comes some minutes after the end.")
        return tuple(found)

    def files(self, account: Account, ref: str) -> tuple[FileFound, ...]:
        """Of meetings; what a town hall recorded stays in Teams, which hands it to no program."""
        if hall_of(ref):
            return ()
        return self._reports.files(account, self._meetings.online(account, Ref.read(ref)))

    def fetch(self, account: Account, file: FileFound) -> Iterator[bytes]:
        """Piece by piece."""
        needs = RECORDING if file.kind == "video" else TRANSCRIPT
        largest = _LARGEST.get(file.kind, 1024**3)
        return self._graph.pieces(account, file.address, needs, largest, file.media_type)
