"""The broadcast port over the council's own stream server. The public gets only what the gate lets through."""

from __future__ import annotations

import hmac
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from integrations.hls import recording
from integrations.hls.configuration import live_folder, module, nginx
from integrations.hls.gate import Gate, Gates, moment_of, newest, public_playlist
from integrations.hls.reading import encoders_address, read
from integrations.machine.bare import NoAccount
from integrations.machine.secrets import derived, secrets_of
from meetings.ports.adapters import Surroundings
from meetings.ports.broadcast import Broadcast, BroadcastState, BroadcastWish, Phase
from meetings.ports.conferencing import FileFound, StreamTarget
from meetings.ports.providers import (
    Account,
    Can,
    Checked,
    Gone,
    Heard,
    NotYet,
    Permanent,
    Retryable,
    SetUp,
    Step,
)

#: milliseconds after which the last piece is too old: no picture arrives
_FRESH = 10_000
_OFF = (
    "The built-in broadcast is not switched on. Have an administrator of the machine run "
    "script/setup --with-builtin-video and start the server again."
)
_NO_PICTURE = "No picture arrives yet. Start the encoder, wait ten seconds, and try again."


class Hls(NoAccount):
    """Broadcasts from this machine."""

    key = "hls"
    name = "Built-in broadcast"
    can = frozenset({Can.CREATE, Can.GO_LIVE, Can.FEED_STATE, Can.HOLD, Can.RECORDINGS})

    def __init__(self, around: Surroundings, clock: Callable[[], float] = time.time) -> None:
        self._around = around
        self._clock = clock
        self._gates = Gates(around.data)

    @property
    def setup(self) -> SetUp:
        """Nothing to enter."""
        off = "" if self._around.own_video else _OFF
        return SetUp(steps=(off,) if off else (), missing=off)

    def check(self, account: Account) -> tuple[Checked, ...]:
        """Whether everything is installed and answers."""
        installed = bool(nginx()) and module() is not None
        found = [
            Checked(
                "installed",
                installed,
                "nginx and its RTMP module are installed."
                if installed
                else "nginx or its RTMP module is not installed: run script/setup --with-builtin-video.",
            )
        ]
        status, _ = read(self._around.hls, "/health")
        if status != 200:
            raise Retryable("The stream server on this machine does not answer.")
        found.append(Checked("running", True, "The stream server answers."))
        ffmpeg = shutil.which("ffmpeg") is not None
        words = (
            "Recordings can be put together."
            if ffmpeg
            else "ffmpeg is not installed: no recordings are made."
        )
        found.append(Checked("recording", ffmpeg, words))
        return tuple(found)

    def hear(self, account: Account, headers: object, query: object, raw: bytes) -> Heard:
        """It sends no news."""
        return Heard()

    # --- The broadcast -------------------------------------------------------------------------------------------

    def prepare(self, account: Account, wish: BroadcastWish) -> Broadcast:
        """Make it, or find it."""
        ref = derived(self._secret, "stream", wish.key)[:24]
        key = derived(self._secret, "key", ref)
        with self._gates.changing(ref) as changing:
            if changing.gate is None:
                changing.gate = Gate(wish.title, key)
        page = f"{self._around.site}/stream/{ref}"
        target = StreamTarget(encoders_address(self._around.rtmp, self._around.site), key, page)
        return Broadcast(ref, page, f"{page}/frame", target, (_encoder(),))

    def update(self, account: Account, ref: str, wish: BroadcastWish) -> Broadcast:
        """Its title may have changed."""
        with self._gates.changing(ref) as changing:
            if changing.gate is None:
                raise Gone("This broadcast is not there any more.")
            now = changing.gate
            changing.gate = Gate(wish.title, now.key, now.phase, now.stretches)
        return self.prepare(account, wish)

    def cancel(self, account: Account, ref: str) -> None:
        """Take it away; what was public once stays as a recording."""
        with self._gates.changing(ref) as changing:
            if changing.gate is not None and changing.gate.stretches:
                changing.gate = changing.gate.shut(self._now, "ended")
            else:
                changing.gate = None
        if changing.gate is None:
            shutil.rmtree(self._pieces(ref), ignore_errors=True)

    def state(self, account: Account, ref: str) -> BroadcastState:
        """What the public is really given, read as the public reads it."""
        gate = self._known(ref)
        receiving = self._receiving(ref)
        status, text = read(self._around.hls, f"/stream/{ref}/index.m3u8")
        # What answers there may be something else: what is given out here is public whatever it says.
        given = self.playlist(ref) is not None or (status == 200 and newest(text) is not None)
        public = True if given else False if status in (200, 404) else None
        detail = "" if public is not None else "The stream server on this machine does not answer."
        return BroadcastState(
            phase=_phase(gate, receiving, public),
            receiving=receiving,
            public=public,
            health="good" if receiving else "none",
            started_at=_moment(gate.stretches[0].since) if gate.stretches else None,
            ended_at=_moment(gate.stretches[-1].until) if gate.phase == "ended" and gate.stretches else None,
            detail=detail,
        )

    def go_live(self, account: Account, ref: str) -> None:
        """Open the gate."""
        self._open(ref, "ready", settle=False)

    def hold(self, account: Account, ref: str) -> None:
        """Shut the gate: from this moment on nothing of it is given to anybody."""
        with self._gates.changing(ref) as changing:
            gate = _there(changing.gate)
            changing.gate = gate if gate.phase == "ended" else gate.shut(self._now, "held")

    def release(self, account: Account, ref: str) -> None:
        """Open it again, a little later than now: what is still on its way was taken in the private part."""
        self._open(ref, "held", settle=True)

    def end(self, account: Account, ref: str) -> None:
        """Shut the gate for good."""
        with self._gates.changing(ref) as changing:
            changing.gate = _there(changing.gate).shut(self._now, "ended")

    def chapters(self, account: Account, ref: str, description: str) -> None:
        """The page has no description of its own."""
        raise Permanent(
            "The built-in broadcast has no description.",
            remedy="Chapters are shown on the meeting's own page.",
        )

    def captions(self, account: Account, ref: str, vtt: bytes, language: str, name: str) -> None:
        """They belong to the recording on the meeting's page."""
        raise Permanent(
            "The built-in broadcast takes no captions.",
            remedy="Publish them with the recording of the meeting.",
        )

    def picture(self, account: Account, ref: str, png: bytes) -> None:
        """Before it begins a card in the council's colours is shown."""
        raise Permanent(
            "The built-in broadcast shows a card of its own before it begins.",
            remedy="Nothing has to be done.",
        )

    # --- Recordings ----------------------------------------------------------------------------------------------

    def files(self, account: Account, ref: str) -> tuple[FileFound, ...]:
        """What was public, a file for each stretch. What was private is not kept."""
        return recording.files(self._around.data, ref, self._known(ref), self._pieces(ref))

    def fetch(self, account: Account, file: FileFound) -> Iterator[bytes]:
        """The file, piece by piece."""
        return recording.fetch(self._around.data, file)

    # --- The gate ------------------------------------------------------------------------------------------------

    def publisher(self, secret: str, key: str) -> str:
        """Which broadcast a picture sent with this key belongs to."""
        if not hmac.compare_digest(secret.encode(), secrets_of(self._around.data)["publish"].encode()):
            return ""
        for ref in self._gates.refs():
            gate = self._gates.read(ref)
            if (
                gate is not None
                and gate.phase != "ended"
                and hmac.compare_digest(gate.key.encode(), key.encode())
            ):
                return ref
        return ""

    def playlist(self, ref: str) -> str | None:
        """What the public's player is told to play next."""
        gate = self._gates.read(ref)
        since = None if gate is None else gate.open_since
        whole = self._whole(ref)
        return None if since is None or not whole else public_playlist(whole, since)

    def piece(self, ref: str, name: str) -> Path | None:
        """A stretch of picture, if it is public."""
        gate = self._gates.read(ref)
        since = None if gate is None else gate.open_since
        at = moment_of(name)
        if since is None or at is None or at < since:
            return None
        path = self._pieces(ref) / name
        return path if path.is_file() else None

    def title(self, ref: str) -> str | None:
        """What is broadcast."""
        gate = self._gates.read(ref)
        return None if gate is None else gate.title

    def words(self, ref: str) -> str:
        """before, live, held, ended."""
        gate = self._gates.read(ref)
        return "before" if gate is None or gate.phase == "ready" else gate.phase

    # --- Inside --------------------------------------------------------------------------------------------------

    @property
    def _secret(self) -> str:
        return secrets_of(self._around.data)["streams"]

    @property
    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _open(self, ref: str, from_phase: str, *, settle: bool) -> None:
        receiving = self._receiving(ref)
        with self._gates.changing(ref) as changing:
            gate = _there(changing.gate)
            if gate.phase == "ended":
                raise Permanent("This broadcast is over.", remedy="Arrange another one.")
            if gate.phase == "live":
                return
            if not receiving:
                raise NotYet(_NO_PICTURE)
            # Whatever it was, after a private part it settles first.
            changing.gate = gate.opened(self._now, settle=settle or gate.phase != from_phase)

    def _known(self, ref: str) -> Gate:
        return _there(self._gates.read(ref))

    def _pieces(self, ref: str) -> Path:
        # nginx names the folder by the stream key; nobody is given anything from there by its name.
        return live_folder(self._around.data) / derived(self._secret, "key", ref)

    def _whole(self, ref: str) -> str:
        try:
            return (self._pieces(ref) / "index.m3u8").read_text()
        except FileNotFoundError:
            return ""

    def _receiving(self, ref: str) -> bool:
        last = newest(self._whole(ref))
        return last is not None and self._now - last < _FRESH


def _there(gate: Gate | None) -> Gate:
    if gate is None:
        raise Gone("This broadcast is not there any more.")
    return gate


def _phase(gate: Gate, receiving: bool, public: bool | None) -> Phase:
    if gate.phase == "ready":
        return Phase.READY if receiving else Phase.CREATED
    if gate.phase == "live":
        # Opened, but nothing has come through yet.
        return Phase.LIVE if public else Phase.STARTING
    return {"held": Phase.HELD, "ended": Phase.ENDED}[gate.phase]


def _moment(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at / 1000, UTC)


def _encoder() -> Step:
    return Step(
        "hls-encoder",
        "Set up the encoder",
        "On the computer that films the meeting, open OBS (or another encoder), choose “Custom” as the service, and "
        "paste the server and the stream key. Set the interval between key frames to 2 seconds.",
    )
