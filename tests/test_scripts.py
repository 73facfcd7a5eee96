"""Each script explains itself, and says in one clear sentence what stands in its way."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def script(name: str, *arguments: str, cwd: Path = ROOT, **env: str) -> tuple[int, str]:
    """The exit code, and all that was said to the person."""
    done = run(ROOT / "script" / name, *arguments, cwd=cwd, **env)
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A checkout on a machine where nothing has been set up."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "script", folder / "script")
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def program(folder: Path, name: str, body: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("name", ["setup", "server", "test", "lint", "bench", "lock"])
def test_each_script_explains_itself(name: str, tmp_path: Path) -> None:
    done = run(ROOT / "script" / name, "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: script/{name}")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--colour"], "there is no option '--colour' (script/server --help)."),
        (["--port"], "--port needs a value after it (script/server --help)."),
        (["--data="], "--data needs a value after it (script/server --help)."),
        (["--port", "http"], "a port is a number from 1 to 65535, not 'http'."),
        (["--port=0"], "a port is a number from 1 to 65535, not '0'."),
        (["--port=65536"], "a port is a number from 1 to 65535, not '65536'."),
    ],
)
def test_server_refuses_an_option_it_does_not_know(arguments: list[str], sentence: str) -> None:
    assert script("server", *arguments) == (1, f"server: {sentence}\n")


def test_server_says_that_the_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = script("server", "--port", str(port), "--data", str(tmp_path))
    sentence = f"something else is listening on port {port} already; stop it, or choose another with --port."
    assert said == (1, f"server: {sentence}\n")


def test_server_says_that_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    said = script("server", "--data", "file/data", cwd=tmp_path)
    sentence = (
        f"nothing can be written to the folder {tmp_path}/file/data; "
        "choose another with --data, or change who owns it."
    )
    assert said == (1, f"server: {sentence}\n")


def test_setup_refuses_a_word_it_does_not_know() -> None:
    sentence = "there is no set-up called 'desktop'; choose server or test (script/setup --help)"
    assert script("setup", "desktop") == (1, f"setup: {sentence}\n")


def test_setup_is_silent_when_all_is_there() -> None:
    assert script("setup", "test") == (0, "")


def test_setup_says_that_python_is_too_old(fresh: Path) -> None:
    old = program(fresh / "bin", "python3", 'case "$2" in *platform*) echo 3.9.2 ;; *) exit 1 ;; esac')
    done = run(fresh / "script" / "setup", WITAN_PYTHON=str(old))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "setup: Witan needs Python 3.11 or newer and this machine has 3.9.2; install a newer one, "
        "or name it with WITAN_PYTHON=/path/to/python3, and run this again.\n"
    )


def test_setup_without_an_administrator_prints_the_one_command(fresh: Path) -> None:
    bin = fresh / "bin"
    program(bin, "id", "echo 1000")
    program(bin, "sudo", "exit 1")
    program(bin, "apt-get", "exit 1")
    program(bin, "dpkg-query", "echo libpango-1.0-0 installed; echo fonts-liberation not-installed")
    done = run(fresh / "script" / "setup", PATH=f"{bin}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert done.stdout == (
        "apt-get update && apt-get install -y --no-install-recommends "
        "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation\n"
    )
    assert done.stderr.count("\n") == 1
    assert not (fresh / ".venv").exists()


def test_bench_names_what_there_is() -> None:
    code, said = script("bench", "the_moon")
    assert (code, said.partition(";")[0]) == (2, "bench: there is no benchmark 'the_moon'")


def test_lint_refuses_an_option_it_does_not_know() -> None:
    assert script("lint", "--all") == (2, "lint: there is no option '--all' (script/lint --help).\n")


def test_sizes_finds_a_function_that_is_too_long(fresh: Path) -> None:
    folder = fresh / "meetings"
    folder.mkdir()
    long = "def tally():\n" + "    print(1)\n" * 41
    (folder / "rules.py").write_text(long)
    (folder / "views.py").write_text("x = 1\n" * 301)
    done = run(ROOT / ".venv/bin/python", fresh / "script" / "sizes.py")
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        ["meetings/rules.py:1: tally has 41 lines, 40 at most", "meetings/views.py: 301 lines, 300 at most"],
    )
