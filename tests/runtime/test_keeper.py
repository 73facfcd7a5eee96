"""A keeper answers on its socket, keeps its folder to itself, bears with bad guests, and ends with its server."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from meetings.runtime.keeper import Away, Keeper, Limits, Refused
from meetings.runtime.keeping import Door, Handler, Keep
from meetings.server.children import Child, Children

SMALL = Limits(line=2000, seconds=0.3, at_once=2)
PROGRAM = """
import sys
from meetings.runtime.keeping import main

def handlers(keep):
    def add(question):
        n = int(keep.read("n") or b"0") + question["by"]
        keep.write("n", str(n).encode())
        return {"n": n}
    return {"add": add}

sys.exit(main("adder", "Adds.", handlers, sys.argv[1:]))
"""


def until(true: Callable[[], bool], patience: float = 10.0) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.01)
    return False


def pid_of(keeper: Keeper) -> int | None:
    try:
        pid: int = keeper.ask("hello")["pid"]
    except Away:
        return None
    return pid


def refuse(_question: dict[str, Any]) -> dict[str, Any]:
    raise Refused("Not today.")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Path]:
    """A door in this process, with small limits."""
    path = tmp_path / "run" / "d.sock"
    handlers: dict[str, Handler] = {
        "echo": dict,
        "refuse": refuse,
        "break": lambda q: {"never": q["there is no such thing"]},
    }
    listening = Door(path, handlers, limits=SMALL)
    thread = threading.Thread(target=listening.serve)
    thread.start()
    assert until(lambda: Keeper(path, 0.5, SMALL).answers())
    yield path
    listening.stopping.set()
    thread.join(5)
    assert not path.exists()


def test_a_question_gets_its_answer(door: Path) -> None:
    assert Keeper(door, 2).ask("echo", word="Caffè ŵ", n=3) == {"word": "Caffè ŵ", "n": 3}


def test_a_refusal_and_a_broken_answer_are_told_apart(door: Path) -> None:
    with pytest.raises(Refused, match=r"Not today\."):
        Keeper(door, 2).ask("refuse")
    with pytest.raises(Away):
        Keeper(door, 2).ask("break")
    with pytest.raises(Refused, match="no question"):
        Keeper(door, 2).ask("sing")
    assert Keeper(door, 2).answers()


def test_only_the_owner_may_knock(door: Path) -> None:
    assert door.stat().st_mode & 0o777 == 0o600
    assert door.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("line", [b"no json\n", b"[]\n", b"{}\n", b'{"do": 7}\n', b"[" * 1500 + b"\n"])
def test_nonsense_is_refused(door: Path, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as guest:
        guest.settimeout(3)
        guest.connect(str(door))
        guest.sendall(line)
        assert "refused" in json.loads(guest.recv(4096))


def test_too_long_a_question_is_not_read(door: Path) -> None:
    with pytest.raises(Away):
        Keeper(door, 2).ask("echo", word="x" * 5000)
    assert Keeper(door, 2).answers()


def test_silent_guests_keep_nobody_out_for_long(door: Path) -> None:
    silent = [socket.socket(socket.AF_UNIX) for _ in range(4)]
    try:
        for guest in silent:
            guest.connect(str(door))
        assert Keeper(door, 3).ask("echo", n=1) == {"n": 1}
    finally:
        for guest in silent:
            guest.close()


def test_nobody_there_is_away(tmp_path: Path) -> None:
    with pytest.raises(Away):
        Keeper(tmp_path / "none.sock", 0.2).ask("echo")


def test_a_kept_file_is_whole_and_its_own_users_alone(tmp_path: Path) -> None:
    keep = Keep(tmp_path / "kept")
    keep.write("key", b"one")
    keep.write("key", b"two")
    assert (keep.read("key"), keep.read("none"), keep.names()) == (b"two", None, ["key"])
    assert keep.path("key").stat().st_mode & 0o777 == 0o600
    assert keep.folder.stat().st_mode & 0o777 == 0o700
    for name in ("../key", "", ".hidden", "a/b"):
        with pytest.raises(ValueError, match="kept file"):
            keep.write(name, b"")
    keep.remove("key")
    keep.remove("key")
    assert keep.names() == []


def adder(folder: Path) -> list[str]:
    program = folder / "adder.py"
    program.write_text(PROGRAM)
    return [sys.executable, str(program), "--data", str(folder), "--tied"]


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> Path:
    here = Path(__file__).resolve().parents[2]
    monkeypatch.setenv("PYTHONPATH", str(here))
    return here


def test_a_killed_keeper_comes_back_and_has_kept(tmp_path: Path, root: Path) -> None:
    # A folder with so long a name that a socket's address cannot hold it.
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    child = Child("adder", adder(folder), root)
    children = Children(child)
    children.start()
    try:
        keeper = Keeper(folder / "run" / "adder.sock", 2)
        assert until(keeper.answers)
        assert keeper.ask("add", by=2) == {"n": 2}
        first = child.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert until(lambda: child.pid not in (None, first) and keeper.answers())
        assert keeper.ask("add", by=3) == {"n": 5}
    finally:
        children.stop()
    assert child.pid is None
    assert not keeper.answers()


def test_a_keeper_ends_when_its_server_is_killed_and_the_next_has_its_folder(
    tmp_path: Path, root: Path
) -> None:
    command = adder(tmp_path)
    keeper = Keeper(tmp_path / "run" / "adder.sock", 2)
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from meetings.server.children import Child, Children;"
            "c = Child('adder', sys.argv[1:]); Children(c).start(); time.sleep(600)",
            *command,
        ],
        cwd=root,
    )
    assert until(keeper.answers)
    pid = keeper.ask("hello")["pid"]
    server.kill()
    server.wait()
    children = Children(Child("adder", command, root))
    children.start()
    try:
        assert until(lambda: pid_of(keeper) not in (None, pid))
        assert until(lambda: not Path(f"/proc/{pid}").exists())
        second = subprocess.run(command[:-1], cwd=root, capture_output=True, timeout=30, check=False)
        assert (second.returncode, b"another adder" in second.stderr) == (1, True)
    finally:
        children.stop()


def test_a_child_is_told_and_never_waited_for(tmp_path: Path, root: Path) -> None:
    code = (
        "import sys, threading; from meetings.runtime.keeping import end_with_input;"
        "out = open(sys.argv[1], 'a', buffering=1); over = threading.Event();"
        "end_with_input(over.set, lambda line: out.write(line + '\\n')); over.wait()"
    )
    heard = tmp_path / "heard"
    child = Child("hearer", [sys.executable, "-c", code, str(heard)], root)
    child.tell("before it is there")
    children = Children(child)
    children.start()
    try:
        assert until(lambda: child.pid is not None)
        child.tell("one")
        child.tell("two")
        assert until(lambda: heard.exists() and heard.read_text() == "one\ntwo\n")
    finally:
        children.stop()
    deaf = Child("deaf", [sys.executable, "-c", "import time; time.sleep(60)"])
    others = Children(deaf)
    others.start()
    try:
        assert until(lambda: deaf.pid is not None)
        began = time.monotonic()
        for _ in range(5000):
            deaf.tell("x" * 40)
        assert time.monotonic() - began < 5
    finally:
        others.stop()
