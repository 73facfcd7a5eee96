"""What the composition root hands in: one adapter for each port."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from meetings.ports.broadcast import BroadcastProvider
from meetings.ports.conferencing import ConferenceProvider
from meetings.ports.mail import MailSender, MailServer
from meetings.ports.own_video import Companion
from meetings.ports.scanner import Scanner
from meetings.ports.storage import Storage


@dataclass(frozen=True)
class Surroundings:
    """What providers must know of this installation."""

    data: Path
    #: this site's address as people use it, without a slash at its end; empty: not known
    site: str = ""
    timezone: str = "Europe/London"
    #: the address of the simulators, to try the product without any account; empty: the providers themselves
    simulators: str = ""
    #: the council's own video server on this machine, and its own stream server
    janus: str = "http://127.0.0.1:8088/janus"
    hls: str = "http://127.0.0.1:8089"
    #: whether these two run beside the server
    own_video: bool = False
    #: this server as the two reach it
    own: str = "http://127.0.0.1:8000"
    #: where an encoder sends its picture, and the ports that sound and picture of the video rooms use
    rtmp: str = "127.0.0.1:1935"
    rtp_ports: str = "20000-20999"
    #: the address of this machine as members' browsers see it, where it has another one itself (NAT)
    video_address: str = ""
    #: a relay (coturn) for members behind strict networks: turn:host:port, and the secret shared with it
    turn: str = ""
    turn_secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Providers:
    """Those of remote rooms and of broadcasts, by key, in the order in which an officer is offered them."""

    conferencing: Mapping[str, ConferenceProvider] = field(default_factory=dict)
    broadcast: Mapping[str, BroadcastProvider] = field(default_factory=dict)


@dataclass(frozen=True)
class Adapters:
    """Builders, since a folder or an address is known only at start."""

    storage: Callable[[Path], Storage]
    mail: Callable[[MailServer], MailSender]
    #: by the address of the daemon
    scanner: Callable[[str], Scanner] | None = None
    providers: Callable[[Surroundings], Providers] = lambda _: Providers()
    #: programs that run beside the server
    companions: Callable[[Surroundings], tuple[Companion, ...]] = lambda _: ()
