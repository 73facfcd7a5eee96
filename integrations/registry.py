"""The one list a provider is added to."""

from __future__ import annotations

from integrations.builtin.adapter import BuiltIn
from integrations.builtin.configuration import companion as video_server
from integrations.clamav.adapter import ClamScanner
from integrations.hls.adapter import Hls
from integrations.hls.configuration import companion as stream_server
from integrations.jitsi.adapter import Jitsi
from integrations.mail_smtp.adapter import SmtpSender
from integrations.manual.broadcasts import ManualBroadcasts
from integrations.manual.rooms import ManualRooms
from integrations.storage_fs.adapter import FolderStorage
from integrations.teams.adapter import Teams
from integrations.youtube.adapter import YouTubeBroadcasts
from integrations.zoom.adapter import ZoomRooms
from meetings.ports.adapters import Adapters, Providers, Surroundings
from meetings.ports.broadcast import BroadcastProvider
from meetings.ports.conferencing import ConferenceProvider
from meetings.ports.own_video import Companion


def adapters() -> Adapters:
    """The adapters of this installation."""
    return Adapters(
        storage=FolderStorage,
        mail=SmtpSender,
        scanner=ClamScanner,
        providers=providers,
        companions=companions,
    )


def providers(around: Surroundings) -> Providers:
    """Remote rooms and broadcasts, in the order in which an officer is offered them."""
    rooms: tuple[ConferenceProvider, ...] = (
        ManualRooms(),
        BuiltIn(around),
        Jitsi(),
        ZoomRooms(around),
        Teams(around),
    )
    broadcasts: tuple[BroadcastProvider, ...] = (ManualBroadcasts(), Hls(around), YouTubeBroadcasts(around))
    return Providers({p.key: p for p in rooms}, {p.key: p for p in broadcasts})


def companions(around: Surroundings) -> tuple[Companion, ...]:
    """What runs beside the server where the council has its own video."""
    return (video_server(around), stream_server(around)) if around.own_video else ()
