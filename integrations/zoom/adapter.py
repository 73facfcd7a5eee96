"""The port of remote rooms, by Zoom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from integrations.zoom import attendance, checking, files, rooms, seats, webhooks
from integrations.zoom.client import Client, in_path
from integrations.zoom.errors import BAD_HOSTS, NOT_STARTED, OVER
from integrations.zoom.settings import SETUP, council_of, secret_token_of
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
from meetings.ports.providers import (
    Account,
    Can,
    Checked,
    Gone,
    Heard,
    Permanent,
    ProviderFailed,
    Retryable,
    SetUp,
    Step,
)

_CAN = frozenset(
    {
        Can.CREATE,
        Can.MEMBER_LINKS,
        Can.HOST_LINK,
        Can.WAITING_ROOM,
        Can.STREAM_TARGET,
        Can.STREAM_CONTROL,
        Can.END,
        Can.ATTENDANCE,
        Can.CERTAIN_ATTENDANCE,
        Can.RECORDINGS,
        Can.TRANSCRIPTS,
        Can.NEWS,
    }
)
_LONGEST_NAME = 50


def _now() -> datetime:
    return datetime.now(UTC)


class ZoomRooms:
    """Meetings at Zoom, by an app of the council's own account."""

    key = "zoom"
    name = "Zoom"

    def __init__(self, around: Surroundings, now: Callable[[], datetime] = _now) -> None:
        self._site = around.site
        self._now = now
        self._client = Client(around.simulators, now)

    @property
    def can(self) -> frozenset[Can]:
        """Not: letting people in and muting, which Zoom permits in its own window only, and the stream's state."""
        return _CAN

    @property
    def setup(self) -> SetUp:
        """How it is connected."""
        return SETUP

    def check(self, account: Account) -> tuple[Checked, ...]:
        """Every permission by name, the user who holds the meetings, and whether news can be verified."""
        return checking.check(self._client, account)

    def sign_in_address(self, account: Account, state: str, back: str) -> str:
        """There is none: what is entered is enough."""
        raise _no_sign_in()

    def signed_in(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        """There is none: what is entered is enough."""
        raise _no_sign_in()

    def disconnect(self, account: Account) -> None:
        """Give our access back. The app itself is taken away at Zoom by its owner."""
        self._client.revoke(council_of(account))

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        """Verify over the raw bytes, refuse what is old, and put it in our words."""
        return webhooks.hear(secret_token_of(account), self._now, headers, raw)

    def create(self, account: Account, wish: RoomWish) -> Room:
        """Look for the meeting with our key first, also when it is not known whether it was made."""
        found = self._find(account, wish.key)
        if found is not None:
            return self.update(account, found, wish)
        host = council_of(account).host
        hosts = rooms.merged_hosts("", wish.hosts, host)
        path = f"/users/{in_path(host)}/meetings"

        def make(hosts: str) -> dict[str, Any]:
            account.spend(1)
            return self._client.ask(account, "POST", path, json=rooms.body_of(wish, hosts))

        try:
            made, steps = _with_hosts(make, hosts, "")
        except Retryable as failed:
            found = self._find(account, wish.key) if failed.uncertain else None
            if found is None:
                raise
            return self.update(account, found, wish)
        return rooms.room_of(made, wish, steps)

    def _find(self, account: Account, key: str) -> str | None:
        path = f"/users/{in_path(council_of(account).host)}/meetings"
        # Those that are over by the clock too: it may have been arranged late.
        every = self._client.every(account, path, "meetings", type="scheduled")
        ours = [meeting for meeting in every if rooms.carries(meeting, key)]
        first = min(ours, key=lambda x: (str(x.get("created_at") or ""), str(x["id"])), default=None)
        return None if first is None else str(first["id"])

    def update(self, account: Account, ref: str, wish: RoomWish) -> Room:
        """Only what differs is sent, and hosts that were added in Zoom stay."""
        path = f"/meetings/{in_path(ref)}"
        meeting = self._client.ask(account, "GET", path)
        host = council_of(account).host
        there = str((meeting.get("settings") or {}).get("alternative_hosts") or "")
        hosts = rooms.merged_hosts(there, wish.hosts, host)

        def change(hosts: str) -> dict[str, Any]:
            body = rooms.changes(wish, meeting, hosts)
            if body:
                account.spend(1)
                self._client.ask(account, "PATCH", path, json=body)
            return meeting

        _, steps = _with_hosts(change, hosts, rooms.merged_hosts(there, (), host))
        wished = {address.strip().lower() for address in (*wish.hosts, host)}
        others = [address for address in rooms.hosts_of(there) if address not in wished]
        return rooms.room_of(meeting, wish, (*steps, *([rooms.other_hosts(others)] if others else [])))

    def cancel(self, account: Account, ref: str) -> None:
        """One that is not there is taken away already. Zoom writes to nobody: we do."""
        params = {"schedule_for_reminder": "false", "cancel_meeting_reminder": "false"}
        try:
            self._client.ask(account, "DELETE", f"/meetings/{in_path(ref)}", params=params)
        except Gone:
            return

    def door(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> Door:
        """The guest's personal link; the same guest has the same seat."""
        return self.doors(account, ref, inside, (guest,))[0]

    def doors(
        self, account: Account, ref: str, inside: dict[str, str], guests: Sequence[Guest]
    ) -> tuple[Door, ...]:
        """Those of many guests, thirty at once, in their order."""
        return seats.doors(self._client, account, ref, inside, guests)

    def revoke(self, account: Account, ref: str, guest: Guest, seat_ref: str) -> None:
        """The link lets nobody in any more."""
        try:
            seats.revoke(self._client, account, ref, guest, seat_ref)
        except Gone:
            return

    def host_link(self, account: Account, ref: str, inside: dict[str, str]) -> str:
        """Whoever has it is the host: asked for at the click, never kept."""
        link = str(self._client.ask(account, "GET", f"/meetings/{in_path(ref)}").get("start_url") or "")
        if not link:
            raise Permanent(
                "Zoom gives no link to open this room with.",
                remedy="Sign in at zoom.us as the user who holds the meetings and start it there.",
            )
        return link

    def aim(self, account: Account, ref: str, target: StreamTarget) -> tuple[Step, ...]:
        """Zoom wants to know where the public watches, too."""
        page = target.page or self._site
        if not page:
            raise Permanent(
                "Zoom wants the address where the public watches, and there is none.",
                remedy="Arrange the broadcast first, or enter its watch address.",
            )
        body = {"stream_url": target.url, "stream_key": target.key, "page_url": page}
        self._client.ask(account, "PATCH", f"/meetings/{in_path(ref)}/livestream", json=body)
        return ()

    def start_stream(self, account: Account, ref: str) -> None:
        """Retryable, in five seconds, while the meeting has not started."""
        look = {"active_speaker_name": True, "layout": "follow_host"}
        name = self.name[:_LONGEST_NAME]
        self._stream(account, ref, {"action": "start", "settings": {**look, "display_name": name}})

    def stop_stream(self, account: Account, ref: str) -> None:
        """A meeting that is over, or never began, sends no picture."""
        try:
            self._stream(account, ref, {"action": "stop"})
        except Gone:
            return
        except ProviderFailed as failed:
            if failed.code not in (NOT_STARTED, OVER):
                raise

    def _stream(self, account: Account, ref: str, body: dict[str, Any]) -> None:
        self._client.ask(account, "PATCH", f"/meetings/{in_path(ref)}/livestream/status", json=body)

    def state(self, account: Account, ref: str) -> RoomState:
        """Whether it goes on. Whether the picture leaves and who is there, Zoom tells in its news only."""
        meeting = self._client.ask(account, "GET", f"/meetings/{in_path(ref)}")
        return RoomState(live=meeting.get("status") == "started")

    def end(self, account: Account, ref: str) -> None:
        """Ended already, or never begun, is ended."""
        try:
            self._client.ask(account, "PUT", f"/meetings/{in_path(ref)}/status", json={"action": "end"})
        except Gone:
            return
        except Permanent as failed:
            if failed.code != OVER and self._goes_on(account, ref):
                raise

    def _goes_on(self, account: Account, ref: str) -> bool:
        try:
            return self.state(account, ref).live is not False
        except Gone:
            return False
        except ProviderFailed:
            return True

    def attendance(self, account: Account, ref: str) -> tuple[Connection, ...]:
        """Of every sitting of the meeting."""
        return attendance.connections(self._client, account, ref, self._now)

    def files(self, account: Account, ref: str) -> tuple[FileFound, ...]:
        """Of every sitting of the meeting."""
        return files.files(self._client, account, ref)

    def fetch(self, account: Account, file: FileFound) -> Iterator[bytes]:
        """With the token that came with the list."""
        return files.fetch(self._client, account, file)


def _with_hosts(
    do: Callable[[str], dict[str, Any]], hosts: str, fewer: str
) -> tuple[dict[str, Any], tuple[Step, ...]]:
    """Do it with the alternative hosts; when Zoom does not take them, with fewer, and a step by hand."""
    try:
        return do(hosts), ()
    except Permanent as refused:
        if refused.code != BAD_HOSTS or hosts == fewer:
            raise
        return do(fewer), (rooms.hosts_refused(rooms.hosts_of(hosts)),)


def _no_sign_in() -> Permanent:
    return Permanent("Nobody signs in at Zoom for this: what is entered is enough.", code="no_sign_in")
