"""What Janus is started with: rooms over HTTP on loopback, news of who comes and goes, nothing else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from integrations.machine.secrets import secrets_of
from meetings.ports.adapters import Surroundings
from meetings.ports.own_video import Companion

#: seconds without a sign of life after which Janus ends a session
SESSION_SECONDS = 15
_WITHOUT = {
    "plugins": "audiobridge duktape echotest lua nosip recordplay sip streaming textroom videocall voicemail",
    "transports": "mqtt nanomsg pfunix rabbitmq websockets",
    "events": "gelfevh mqttevh nanomsgevh rabbitmqevh wsevh",
    "loggers": "jsonlog",
}
_MISSING = "Janus is not installed on this machine: run script/setup --with-builtin-video."


def companion(around: Surroundings) -> Companion:
    """Janus, ended with the server however that ends."""
    folder = around.data.resolve() / "video" / "janus"
    command = ("janus", "-C", str(folder / "janus.jcfg"), "-F", str(folder), "-o", "-N")
    missing = "" if shutil.which("janus") else _MISSING
    return Companion(
        "video server", ("setpriv", "--pdeathsig", "TERM", *command), lambda: write(folder, around), missing
    )


def write(folder: Path, around: Surroundings) -> None:
    """Write its files anew."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = secrets_of(around.data)
    for name, text in files(folder, around, known).items():
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)


def files(folder: Path, around: Surroundings, known: dict[str, str]) -> dict[str, str]:
    """Its files by name."""
    address = urlsplit(around.janus)
    mapped = f'nat_1_1_mapping = "{around.video_address}"\n' if around.video_address else ""
    without = {what: _disabled(names) for what, names in _WITHOUT.items()}
    return {
        "janus.jcfg": (
            "general: {\n"
            f'configs_folder = "{folder}"\n'
            "debug_level = 2\ndebug_timestamps = true\n"
            f'log_to_file = "{folder / "janus.log"}"\n'
            f'api_secret = "{known["api"]}"\nadmin_secret = "{known["admin"]}"\n'
            f"session_timeout = {SESSION_SECONDS}\nhide_dependencies = true\n"
            "}\n"
            f'media: {{\nrtp_port_range = "{around.rtp_ports}"\n}}\n'
            f'nat: {{\nice_ignore_list = "vmnet"\n{mapped}}}\n'
            f"plugins: {{\n{without['plugins']}}}\n"
            f"transports: {{\n{without['transports']}}}\n"
            f"loggers: {{\n{without['loggers']}}}\n"
            f"events: {{\nbroadcast = true\n{without['events']}}}\n"
        ),
        "janus.transport.http.jcfg": (
            'general: {\njson = "compact"\nhttps = false\nhttp = true\n'
            f'base_path = "{address.path}"\nip = "{address.hostname}"\nport = {address.port}\n}}\n'
            "admin: {\nadmin_http = false\nadmin_https = false\n}\n"
        ),
        "janus.plugin.videoroom.jcfg": (
            f'general: {{\nadmin_key = "{known["admin"]}"\nlock_rtp_forward = true\nstring_ids = true\n}}\n'
        ),
        "janus.eventhandler.sampleevh.jcfg": (
            'general: {\nenabled = true\nevents = "plugins"\ngrouping = true\njson = "compact"\n'
            f'backend = "{around.own}/video/events"\nbackend_user = "janus"\n'
            f'backend_pwd = "{known["events"]}"\nmax_retransmissions = 8\n}}\n'
        ),
    }


def _disabled(names: str) -> str:
    return 'disable = "{}"\n'.format(",".join(f"libjanus_{name}.so" for name in names.split()))
