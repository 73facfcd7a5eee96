"""A meeting's public page beside a bare Flask page: script/bench page [--seconds 2] [--slices 5] [--json].

Both come from the same server in the same run, in turns, over connections that stay open; the page has 30 items
with two papers each. The ratio is the median over the turns, so that what else the machine does touches both.

  meeting_rps      meeting pages a second, asked for by anybody, as the server keeps them
  bare_rps         pages a second of a Flask application that does nothing
  ratio            the first by the second
  queries          statements that the database answers when the page is rendered afresh
  fresh_cpu_ratio  processor time of the page rendered afresh by that of the bare page, both without a server;
                   the goal is 25, and it is not reached
  served_cpu_ratio the same as the server spends it, its own work for each request included; a milder measure
"""

from __future__ import annotations

import argparse
import http.client
import io
import json
import select
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from benchmarks.floor import load
from benchmarks.serve_page import BARE, FRESH, bare_app
from meetings.agendas.usecases import AddPaper, PaperFile, PublishAgenda, add_paper, publish_agenda
from tests.factories.process import free_port
from tests.factories.site import Site, make_site
from tests.factories.world import EVENING

HOST = "127.0.0.1"
ITEMS, PAPERS = 30, 2
PROCESSES, CONNECTIONS = 2, 8


def a_meeting(site: Site) -> str:
    """Next week, with a full agenda; its id."""
    titles = [f"Item of business number {n}, with a title of the usual length" for n in range(ITEMS)]
    sitting = site.world.body(members=11).meeting(
        *titles, publish=False, starts_at=EVENING + timedelta(days=7)
    )
    for number, item_id in enumerate(sitting.items):
        for part in range(PAPERS):
            file = PaperFile(
                f"report-{number}-{part}.pdf", "application/pdf", 250_000, 12, f"{number:032x}{part:032x}"
            )
            site.world.run(
                add_paper, AddPaper(sitting.id, item_id, f"Report {number}.{part} of the director", file)
            )
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    return sitting.id


def _client(port: int, path: str, seconds: float, begin: Event, answers: Any) -> None:
    """Ask over some connections as fast as answers come; how many came, and a status that was not 200."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    waiting, got = select.epoll(), {}
    for _ in range(CONNECTIONS):
        sock = socket.create_connection((HOST, port), 10)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        waiting.register(sock.fileno(), select.EPOLLIN)
        got[sock.fileno()] = [sock, b"", -1]
    begin.wait()
    for entry in got.values():
        entry[0].sendall(request)
    done, wrong, end = 0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        for number, _ in waiting.poll(0.1):
            entry = got[number]
            if not _whole(entry):
                continue
            done += 1
            wrong = wrong or (0 if entry[1].startswith(b"HTTP/1.1 200") else 1)
            entry[1], entry[2] = b"", -1
            entry[0].sendall(request)
    answers.put((done, wrong))
    for entry in got.values():
        entry[0].close()


def _whole(entry: list[Any]) -> bool:
    piece = entry[0].recv(262144)
    if not piece:
        raise ConnectionError("the server hung up")
    entry[1] += piece
    if entry[2] < 0 and (end := entry[1].find(b"\r\n\r\n")) >= 0:
        head = entry[1][:end].lower()
        at = head.index(b"content-length: ") + 16
        entry[2] = end + 4 + int(head[at:].split(b"\r\n")[0])
    return 0 <= entry[2] <= len(entry[1])


def rate(port: int, path: str, seconds: float) -> float:
    """Answers a second."""
    context = get_context("spawn")
    begin, answers = context.Event(), context.Queue()
    clients = [
        context.Process(target=_client, args=(port, path, seconds, begin, answers)) for _ in range(PROCESSES)
    ]
    for client in clients:
        client.start()
    time.sleep(1.0)
    begin.set()
    found = [answers.get(timeout=seconds + 30) for _ in clients]
    for client in clients:
        client.join()
    if any(wrong for _, wrong in found):
        raise RuntimeError(f"{path} was not answered with 200")
    return sum(done for done, _ in found) / seconds


def cpu_of(app: Callable[..., Any], path: str, before: Callable[[], object], times: int) -> float:
    """Seconds of processor time a request takes, median."""
    took = []
    for _ in range(times):
        before()
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": HOST,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        }
        began = time.thread_time()
        answer = app(environ, lambda *_: lambda data: None)
        b"".join(answer)
        took.append(time.thread_time() - began)
    return statistics.median(took)


def fresh(site: Site, path: str) -> dict[str, float]:
    """What the page takes when nothing is kept of it."""
    cache = site.parts.services.page_cache
    site.public.get(path)
    cache.clear()
    with site.counted() as statements:
        response = site.public.get(path)
    assert response.status_code == 200, response.status
    bare = cpu_of(bare_app().wsgi_app, BARE, lambda: None, 300)
    page = cpu_of(site.parts.app.wsgi_app, path, cache.clear, 30)
    kept = cpu_of(site.parts.app.wsgi_app, path, lambda: None, 300)
    return {
        "queries": len(statements),
        "fresh_cpu_ratio": round(page / bare, 1),
        "kept_cpu_ratio": round(kept / bare, 2),
        "fresh_cpu_ms": round(1000 * page, 2),
        "bare_cpu_ms": round(1000 * bare, 3),
        "page_bytes": len(response.data),
    }


def served_cpu(pid: int, port: int, path: str, times: int) -> float:
    """Seconds of the server's processor time a request takes, one after the other over one connection."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    taken = []
    for _ in range(5):
        began = time.clock_gettime(_clock_of(pid))
        for _ in range(times):
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise RuntimeError(f"{path} was answered with {response.status}")
        taken.append((time.clock_gettime(_clock_of(pid)) - began) / times)
    connection.close()
    return statistics.median(taken)


def _clock_of(pid: int) -> int:
    """The processor clock of another process (clock_getcpuclockid(3), as Linux numbers them)."""
    return (~pid << 3) | 2


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """The server; its port and its process."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.serve_page", str(folder), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            if not process.stdout.readline().startswith("ready"):
                raise RuntimeError("the server did not start")
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGKILL)


def measure(seconds: float, slices: int) -> dict[str, float]:
    """Run it all."""
    with tempfile.TemporaryDirectory(prefix="witan-bench-") as name:
        folder = Path(name) / "data"
        with make_site(folder) as site:
            path = f"/meetings/{a_meeting(site)}"
            found = fresh(site, path)
        with serving(folder) as (port, pid):
            rate(port, path, 0.5)
            rate(port, BARE, 0.5)
            bare_cpu, fresh_cpu = served_cpu(pid, port, BARE, 200), served_cpu(pid, port, FRESH + path, 40)
            pairs = [(rate(port, path, seconds), rate(port, BARE, seconds)) for _ in range(slices)]
    return {
        "meeting_rps": round(statistics.median(m for m, _ in pairs)),
        "bare_rps": round(statistics.median(b for _, b in pairs)),
        "ratio": round(statistics.median(m / b for m, b in pairs), 2),
        "served_cpu_ratio": round(fresh_cpu / bare_cpu, 1),
        **found,
        "slices": slices,
        "load": load(),
    }


def main() -> None:
    """Measure and print."""
    formatter = argparse.RawDescriptionHelpFormatter
    words = argparse.ArgumentParser(prog="script/bench page", description=__doc__, formatter_class=formatter)
    words.add_argument("--seconds", type=float, default=2.0, help="of each turn")
    words.add_argument("--slices", type=int, default=5, help="turns of each page")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    found = measure(min(given.seconds, 10.0), max(1, min(given.slices, 20)))
    if not given.json:
        for key, value in found.items():
            print(f"{key:18}{value:>12}")
    else:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
