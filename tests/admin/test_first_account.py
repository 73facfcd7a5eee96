"""The first account of an installation, made from a terminal or by a script."""

from __future__ import annotations

import fcntl
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from sqlalchemy import select

from meetings.db.engine import Database
from meetings.kernel.permissions import Role
from meetings.people.models import Account, RoleGrant
from meetings.people.passwords import matches
from tests.admin.terminal import ROOT, Said, environment, witan

PASSWORD = "gravel teapot orbit"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def accounts(data: Path) -> list[tuple[str, str, str | None, list[Role]]]:
    database = Database(f"sqlite:///{data / 'witan.sqlite'}")
    with database.read() as session:
        rows = list(session.scalars(select(Account).order_by(Account.email)))
        roles = session.execute(select(RoleGrant.account_id, RoleGrant.role).order_by(RoleGrant.role))
        held = [(row[0], row[1]) for row in roles]
    database.close()
    return [(a.email, a.name, a.password_hash, [r for i, r in held if i == a.id]) for a in rows]


def create(data: Path, email: str, *more: str, password: str = PASSWORD) -> Said:
    return witan(data, "create-admin", "--email", email, "--name", "Ada Lee", *more, stdin=f"{password}\n")


def test_the_first_account_can_do_everything_and_the_next_is_administrator_alone(data: Path) -> None:
    first = create(data, "Ada@Example.org", "--council", "Fenmere Council")
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines()[:2] == [
        "Fenmere Council is set up.",
        "Ada Lee can sign in at http://127.0.0.1:8000/sign-in and is administrator.",
    ]
    assert "with another --port, it is the address that it printed" in first.out
    assert "also democratic services officer" in first.out
    second = create(data, "bo@example.org")
    assert (second.code, "officer" in second.out) == (0, False)
    one, two = accounts(data)
    assert (one[:2], one[3]) == (("ada@example.org", "Ada Lee"), [Role.ADMINISTRATOR, Role.OFFICER])
    assert (two[0], two[3]) == ("bo@example.org", [Role.ADMINISTRATOR])
    assert matches(PASSWORD, one[2])


def test_create_admin_refuses_in_a_sentence_and_changes_nothing(data: Path) -> None:
    assert "say it with --council" in create(data, "ada@example.org").err
    more = ("--council", "Fenmere Council")
    assert "Use 12 characters or more" in create(data, "ada@example.org", *more, password="short").err
    assert "too easy to guess" in create(data, "ada@example.org", *more, password="fenmerecouncil1").err
    assert "give the password as a line" in create(data, "ada@example.org", *more, password="").err
    assert "name@council.example" in create(data, "ada", *more).err
    assert witan(data, "create-admin").code == 1
    assert accounts(data) == []
    assert create(data, "ada@example.org", *more).code == 0
    taken = create(data, "ADA@example.org")
    assert (taken.code, taken.err) == (1, "witan: There is an account with this e-mail address already\n")
    assert len(accounts(data)) == 1


def test_create_admin_asks_on_a_terminal(data: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-P", str(ROOT / "wsgi.py"), "create-admin"]
    with subprocess.Popen(
        command,
        env=environment(data),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_own_terminal,
    ) as process:
        os.close(theirs)
        shown = ""
        answers = {
            "council's name: ": "Fenmere Council",
            "sign in with: ": "ada@example.org",
            "Name: ": "Ada Lee",
            "or more: ": PASSWORD,
            "once more: ": PASSWORD,
        }
        for question, answer in answers.items():
            while not shown.endswith(question):
                shown += os.read(ours, 1024).decode()
            os.write(ours, f"{answer}\n".encode())
        assert process.wait(30) == 0
    os.close(ours)
    assert PASSWORD not in shown
    assert [row[0] for row in accounts(data)] == ["ada@example.org"]


def _own_terminal() -> None:
    """Make standard input the terminal that passwords are read from."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
