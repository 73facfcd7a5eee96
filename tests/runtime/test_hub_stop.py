"""The hub ends in good order: requests in flight finish, the exit is clean, a second signal does not wait."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.runtime.serving import WAIT, everything

ROOT = Path(__file__).parents[2]

PROGRAM = """
import os, threading
from flask import Flask
from flask_socketio import SocketIO
from meetings.runtime import hub

app = Flask("house")
socketio = SocketIO(app, **hub.SOCKET_OPTIONS)
events = hub.SseBroadcaster(lambda meeting_id: (1, b"{}"))
gate = threading.Event()

@app.get("/slow")
def slow():
    print("entered", flush=True)
    gate.wait(20)
    return "finished"

@app.get("/go")
def go():
    gate.set()
    return "gone"

hub.serve(app, socketio, host="127.0.0.1", port=0, events=events,
          limits=hub.Limits(stop_seconds=SECONDS),
          on_ready=lambda ready: print(ready.port, flush=True),
          on_stop=lambda: print("stopped", flush=True))
print("end", flush=True)
"""


@contextmanager
def running(seconds: float = 5.0) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-W", "error", "-c", PROGRAM.replace("SECONDS", str(seconds))]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def asking(port: int, path: str) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), WAIT)
    sock.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    return sock


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_that_lasts_and_the_exit_is_clean(number: signal.Signals) -> None:
    with running(seconds=0.3) as (process, port):
        watching = asking(port, "/meetings/m/events")
        assert watching.recv(1000).startswith(b"HTTP/1.1 200 ")
        polling = asking(port, "/socket.io/?EIO=4&transport=polling")
        assert polling.recv(1000).startswith(b"HTTP/1.1 403 ")
        idle = asking(port, "/go-away")
        assert idle.recv(1000).startswith(b"HTTP/1.1 404 ")
        slow = asking(port, "/slow")
        assert said(process) == "entered"
        process.send_signal(number)
        assert b"HTTP" not in everything(idle)
        with pytest.raises(OSError, match="refused"):
            asking(port, "/go")
        # This one never finishes; it gets its time and no more.
        out, err = process.communicate(timeout=WAIT)
        assert (out, err, process.returncode) == ("stopped\nend\n", "", 0)
        for sock in (watching, polling, idle, slow):
            sock.close()


def test_a_slow_answer_still_arrives_after_the_signal() -> None:
    with running() as (process, port):
        slow = asking(port, "/slow")
        assert said(process) == "entered"
        opener = socket.create_connection(("127.0.0.1", port), WAIT)
        opener.sendall(b"GET /go HTTP/1.1\r\nHost: ")  # busy, though its request has not come in whole
        other = asking(port, "/slow")
        assert said(process) == "entered"
        process.send_signal(signal.SIGTERM)
        opener.sendall(b"hub.test\r\n\r\n")
        for sock in (opener, slow, other):
            text = everything(sock)
            sock.close()
            assert text.startswith(b"HTTP/1.1 200 ")
            assert b"\r\nConnection: close\r\n" in text
        out, err = process.communicate(timeout=WAIT)
        assert (out, err, process.returncode) == ("stopped\nend\n", "", 0)


def test_a_second_signal_ends_it_at_once() -> None:
    with running(seconds=60.0) as (process, port):
        slow = asking(port, "/slow")
        assert said(process) == "entered"
        idle = asking(port, "/nothing")
        assert idle.recv(1000).startswith(b"HTTP/1.1 404 ")
        process.send_signal(signal.SIGINT)
        everything(idle)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=WAIT)
        assert (out, err, process.returncode) == ("", "", 130)
        for sock in (slow, idle):
            sock.close()
