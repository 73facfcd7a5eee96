"""From the command to a server that answers: migrate, load the demo, start the children, serve."""

from __future__ import annotations

import logging
import re
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from meetings.connections import redact
from meetings.db.engine import Database
from meetings.db.migrate import upgrade
from meetings.ports.adapters import Adapters
from meetings.proof.notary import to_be_sealed
from meetings.registry import hub_path
from meetings.runtime.health import trouble
from meetings.runtime.hub import OriginGuard, Ready, serve
from meetings.runtime.jobs import JobContext
from meetings.server.children import Child, Children
from meetings.server.companions import companions_of, routes_of
from meetings.server.live import Live
from meetings.server.parts import Parts, assemble
from meetings.settings import Settings

log = logging.getLogger("witan.server")
_UPLOADS = re.compile(r"/desk/(meetings/[^/]+/.*|papers/.*|import)")


class CannotStart(Exception):
    """One sentence for whoever started the server."""


def start(settings: Settings, adapters: Adapters, *, host: str, port: int, demo: bool, wsgi: Path) -> None:
    """Serve until stopped. Raises CannotStart."""
    redact.install()
    _check_port(host, port)
    prepare(settings)
    settings = with_demo(settings, adapters, wanted=demo)
    parts = assemble(settings, adapters)
    live = live_of(parts)
    parts.announcer.listeners.append(live.announce)
    worker = worker_of(settings, wsgi)
    parts.announcer.listeners.append(partial(_have_sealed, worker))
    children = Children(worker, *keepers_of(settings, wsgi), *companions_of(adapters, parts, host, port))

    def ready(server: Ready) -> None:
        live.start()
        children.start()
        _greet(server, settings)

    def stop() -> None:
        children.stop()
        live.stop()
        parts.close()

    try:
        serve(
            parts.app.wsgi_app,
            live.socketio,
            host=host,
            port=port,
            hub_paths=hub_path,
            upload_paths=lambda method, path: method == "POST" and bool(_UPLOADS.fullmatch(path)),
            routes=routes_of(parts),
            events=live.events,
            session_cookie=parts.services.config.session_cookie,
            origin_allowed=OriginGuard(),
            trusted_proxies=settings.trusted_proxies,
            spool_folder=_folder(settings.data / "spool"),
            on_ready=ready,
            on_stop=stop,
        )
    except OSError as error:
        raise CannotStart(f"The server cannot listen on {host}:{port}: {error.strerror}.") from error


def prepare(settings: Settings) -> None:
    """Make the folder and bring the database to the newest shape. Raises CannotStart."""
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = settings.data / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"Nothing can be written to the folder {settings.data}: {error.strerror}. Choose another with --data."
        ) from error
    database = Database(settings.sqlalchemy_url)
    try:
        upgrade(database)
    finally:
        database.close()


def with_demo(settings: Settings, adapters: Adapters, *, wanted: bool) -> Settings:
    """Load the demo council into an empty database if it is wanted; a council that is a demo stays one."""
    from meetings.admin.demo import load

    parts = assemble(settings, adapters)
    try:
        if wanted and load.is_empty(parts.runner):
            print("Setting up a demonstration council (once) …", flush=True)
            load.load(parts.runner, parts.services.storage, _context(parts))
        demo = load.is_demo(parts.runner)
    finally:
        parts.close()
    return settings.model_copy(update={"demo": demo})


def _context(parts: Parts) -> JobContext:
    """What calls to providers are carried out with before there is a worker; it prints nothing."""
    services = parts.services

    def no_printing(*_: object) -> bytes:
        raise RuntimeError("nothing is printed while the demonstration is loaded")

    return JobContext(
        parts.runner,
        services.storage,
        no_printing,
        site=parts.settings.public_url.rstrip("/"),
        providers=services.providers,
        vault=services.vault,
    )


def worker_of(settings: Settings, wsgi: Path) -> Child:
    """The worker."""
    data = str(settings.data.resolve())
    return Child("worker", [sys.executable, str(wsgi), "worker", "--data", data, "--tied"])


def keepers_of(settings: Settings, wsgi: Path) -> list[Child]:
    """The keepers that no other user of this machine runs for us."""
    own = {"signer": not settings.signer_socket, "opener": not settings.opener_socket}
    return [keeper_child(name, str(settings.data.resolve()), wsgi.parent) for name in own if own[name]]


def _have_sealed(worker: Child, touched: dict[str, int]) -> None:
    """Tell the worker at once what is to be sealed: the work itself is not done where ballots come in."""
    for stream_id in to_be_sealed(touched):
        worker.tell(stream_id)


def keeper_child(name: str, data: str, home: Path) -> Child:
    """A keeper of that name: `python -m meetings.NAME`, with its folder in the data folder."""
    return Child(name, [sys.executable, "-m", f"meetings.{name}", "--data", data, "--tied"], home)


def _greet(server: Ready, settings: Settings) -> None:
    address = f"http://{server.host}:{server.port}"
    print(f"Witan is ready: {address}")
    if settings.demo:
        print(f"Sign in as one of the demonstration people, with one click: {address}/demo")
    else:
        print(f"Sign in: {address}/sign-in   (the first administrator: script/witan create-admin)")
    print(f"Everything is kept in {settings.data.resolve()}. Ctrl-C stops the server.", flush=True)


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} on {host} is in use or not allowed ({error.strerror}). Choose another with --port."
            ) from error


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def live_of(parts: Parts) -> Live:
    """The live side of an application; its pushes let ballots go first."""
    writers = [lambda: parts.writer.failing, lambda: parts.round_writer.failing]
    return Live(
        parts.app,
        parts.runner,
        parts.services.config.session_cookie,
        parts.writer.busy,
        partial(trouble, parts.database.space, writers),
        parts.services.config.lost_after_seconds,
    )


def serve_parts(
    parts: Parts, *, host: str, port: int, on_ready: Callable[[Ready], object], signals: bool = False
) -> None:
    """Serve an assembled application without worker and demo, in this thread: for tests and benchmarks."""
    live = live_of(parts)
    parts.announcer.listeners.append(live.announce)
    live.start()
    serve(
        parts.app.wsgi_app,
        live.socketio,
        host=host,
        port=port,
        hub_paths=hub_path,
        upload_paths=lambda method, path: method == "POST" and bool(_UPLOADS.fullmatch(path)),
        routes=routes_of(parts),
        events=live.events,
        session_cookie=parts.services.config.session_cookie,
        origin_allowed=OriginGuard(),
        signals=signals,
        on_ready=on_ready,
        on_stop=live.stop,
    )
