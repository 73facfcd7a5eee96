"""What nginx is started with: RTMP from the encoder, and in front of our gate a cache for many who watch."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from integrations.machine.secrets import secrets_of
from meetings.ports.adapters import Surroundings
from meetings.ports.own_video import Companion

_MODULES = (
    Path("/usr/lib/nginx/modules"),
    Path("/usr/share/nginx/modules"),
    Path("/usr/lib64/nginx/modules"),
)
_RTMP = "ngx_rtmp_module.so"
_MISSING = (
    "nginx with its RTMP module is not installed on this machine: run script/setup --with-builtin-video."
)
#: seconds of one piece of picture, and how many the player is told of
PIECE_SECONDS = 2
_WINDOW_SECONDS = 30
#: what everybody who watches is given alike, and may be kept for a second between us
SHARED = r"^/stream/[0-9a-f]+/(index\.m3u8|now\.json|[0-9]+\.ts)$"


def nginx() -> str:
    """Where nginx is; it may stand where only root looks."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return found or ""


def module() -> Path | None:
    """Its RTMP module."""
    return next((folder / _RTMP for folder in _MODULES if (folder / _RTMP).is_file()), None)


def live_folder(data: Path) -> Path:
    """Where nginx keeps the pieces of picture as they come. Nobody is given anything from here but by the gate."""
    return data / "video" / "hls" / "live"


def companion(around: Surroundings) -> Companion:
    """nginx, ended with the server however that ends."""
    folder = around.data.resolve() / "video" / "nginx"
    missing = "" if nginx() and module() else _MISSING
    command = (
        nginx() or "nginx",
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
    )
    return Companion(
        "stream server", ("setpriv", "--pdeathsig", "TERM", *command), lambda: write(folder, around), missing
    )


def write(folder: Path, around: Surroundings) -> None:
    """Write its file anew."""
    for path in (folder, folder / "cache", live_folder(around.data)):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "nginx.conf", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text(folder, around, secrets_of(around.data)["publish"]))


def text(folder: Path, around: Surroundings, secret: str) -> str:
    """The file."""
    # Started by root it would give its rights away and could not write into the data folder.
    user = f"user {pwd.getpwuid(os.geteuid()).pw_name};\n" if os.geteuid() == 0 else ""
    return f"""load_module {module()};
{user}daemon off;
worker_processes 1;
pid "{folder}/nginx.pid";
error_log "{folder}/error.log" warn;
events {{ worker_connections 1024; }}
{_rtmp(around, secret)}{_http(folder, around)}"""


def _rtmp(around: Surroundings, secret: str) -> str:
    """Takes a picture whose key we know, and plays it to nobody."""
    return f"""rtmp {{
  server {{
    listen {around.rtmp};
    chunk_size 4096;
    application live {{
      live on;
      deny play all;
      notify_method post;
      on_publish {around.own}/video/publish?secret={secret};
      drop_idle_publisher 20s;
      hls on;
      hls_path "{live_folder(around.data.resolve())}";
      hls_nested on;
      hls_fragment {PIECE_SECONDS}s;
      hls_playlist_length {_WINDOW_SECONDS}s;
      hls_fragment_naming system;
      hls_cleanup off;
    }}
  }}
}}
"""


def _http(folder: Path, around: Surroundings) -> str:
    """Asks us once a second however many watch."""
    places = "\n".join(
        f'  {what}_temp_path "{folder}/{what}";'
        for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""http {{
  access_log off;
  server_tokens off;
{places}
  proxy_cache_path "{folder}/cache" keys_zone=pieces:1m max_size=100m inactive=10s use_temp_path=off;
  server {{
    listen {urlsplit(around.hls).netloc};
    location = /health {{ default_type text/plain; return 200 "well\\n"; }}
    # Pages may be somebody's own, who is signed in: nothing of them is kept.
    location /stream/ {{
      proxy_pass {around.own};
      proxy_http_version 1.1;
    }}
    location ~ "{SHARED}" {{
      proxy_pass {around.own};
      proxy_http_version 1.1;
      # The same for everybody, whoever asks first.
      proxy_set_header Cookie "";
      proxy_hide_header Set-Cookie;
      proxy_ignore_headers Cache-Control Vary Set-Cookie;
      proxy_hide_header Cache-Control;
      add_header Cache-Control "no-cache" always;
      proxy_cache pieces;
      proxy_cache_key $uri;
      proxy_cache_valid 200 1s;
      proxy_cache_lock on;
    }}
  }}
}}
"""
