"""The command line as a person uses it: what it prints, what it answers, and never a traceback."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, text

from meetings.db.engine import Database
from meetings.kernel.permissions import Role
from meetings.people.models import Account, RoleGrant
from meetings.people.passwords import matches
from tests.admin.importing import NARRATIVE, RESOLVED, item, meeting

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "gravel teapot orbit"
ONE = meeting(item(1, "Dredging", NARRATIVE + RESOLVED))


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


def witan(data: Path, *words: str, stdin: str = "", **env: str) -> Said:
    """Run a command on a data folder of the test's own."""
    done = subprocess.run(
        [sys.executable, "-P", str(ROOT / "wsgi.py"), *words],
        env=_environment(data) | env,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=data.parent,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def _environment(data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("WITAN_")}
    return kept | {"WITAN_DATA": str(data), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def file_in(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


# --- What every command does


def test_help_names_every_command_and_gives_examples(data: Path) -> None:
    said = witan(data, "--help")
    assert (said.code, said.err) == (0, "")
    for name in ("server", "worker", "migrate", "create-admin", "import-moderngov", "verify"):
        assert name in said.out
        assert witan(data, name, "--help").out.startswith(f"usage: script/witan {name}")
    assert "script/witan import-moderngov GetMeeting.xml" in said.out
    assert not data.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("dance",), "invalid choice: 'dance'"),
        (("server", "--port", "99999"), "'99999' is no port: give a number from 1 to 65535"),
        (("server", "--port", "http"), "'http' is no port: give a number from 1 to 65535"),
        (("import-moderngov",), "the following arguments are required: source"),
        (("import-moderngov", "x", "--since", "May"), "'May' is no day: write it as 2024-05-01"),
        (("import-moderngov", "x", "--latest", "-1"), "'-1' is no number of meetings"),
    ],
)
def test_wrong_words_are_refused_in_a_sentence(data: Path, words: tuple[str, ...], sentence: str) -> None:
    said = witan(data, *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert not data.exists()


def test_settings_and_folders_that_cannot_be_used_are_named(data: Path) -> None:
    wrong = witan(data, "migrate", WITAN_MAX_PAPER_MB="many")
    assert (wrong.code, "the setting WITAN_MAX_PAPER_MB is wrong" in wrong.err) == (1, True)
    in_the_way = file_in(data.parent, "file", b"")
    blocked = witan(in_the_way, "import-moderngov", "x.xml")
    assert (blocked.code, blocked.err.count("\n")) == (1, 1)
    assert "cannot be used" in blocked.err
    address = witan(data, "verify", WITAN_DATABASE_URL="nonsense")
    assert (address.code, "WITAN_DATABASE_URL is no database address" in address.err) == (1, True)
    nobody = witan(data, "verify", WITAN_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert (nobody.code, nobody.err.startswith("witan: The database cannot be used")) == (1, True)


# --- import-moderngov


def test_import_prints_each_meeting_then_the_report_and_again_the_same(data: Path) -> None:
    path = file_in(data.parent, "GetMeeting.xml", ONE)
    words = (
        "import-moderngov",
        str(path),
        "--council",
        "Fenmere Council",
        "--public-url",
        "https://m.example/",
    )
    first, again = witan(data, *words), witan(data, *words)
    assert (first.code, first.err, again.code, again.err) == (0, "", 0, "")
    lines = first.out.splitlines()
    assert lines[0] == "No council was set up yet. It is now, under the name “Fenmere Council”."
    assert lines[1].startswith("new      Harbours Committee, 17 Oct 2023  https://m.example/meetings/")
    assert lines[2:] == [
        f"Read from {path}:",
        "  1 meeting",
        "  1 agenda item",
        "  1 resolution",
        "Stored:",
        "  meetings: 1 new, 0 changed, 0 as they were",
        "Everything that was read has a place.",
    ]
    assert again.out.splitlines()[0] == lines[1].replace("new    ", "same   ")
    other = witan(data, "import-moderngov", str(path), "--council", "Other Council")
    assert (other.code, "The council here is called “Fenmere Council”" in other.err) == (1, True)


def test_import_of_a_folder_goes_on_past_what_cannot_be_read(data: Path) -> None:
    folder = data.parent / "export"
    for n in range(12):
        file_in(folder, f"m{n:02}.xml", meeting(item(1, "Dredging"), meetingid=n + 1))
    file_in(folder, "page.xml", b"<html><head><title>Sign in</title></head></html>")
    file_in(folder, "empty.xml", b"")
    said = witan(data, "import-moderngov", str(folder))
    assert (said.code, said.out.count("\nnew      Harbours Committee")) == (1, 12)
    assert "a web page called “Sign in”" in said.out
    assert "the file is empty" in said.out
    assert said.err.splitlines()[0].startswith("10 of 14: ")
    assert "under the name “Council”" in said.out


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("missing.xml", "Found no XML file at “missing.xml”"),
        ("empty", "Found no XML file at “empty”"),
        ("notes.txt", "something that is not XML; it begins “Dear all”"),
        ("other.xml", "found an XML file of <invoice>"),
        ("ftp://x.example/", "is not a web address"),
        ("http://127.0.0.1:1/", "Only public addresses are fetched"),
    ],
)
def test_import_says_what_it_cannot_read(data: Path, source: str, sentence: str) -> None:
    (data.parent / "empty").mkdir()
    file_in(data.parent, "notes.txt", b"Dear all")
    file_in(data.parent, "other.xml", b"<invoice/>")
    said = witan(data, "import-moderngov", source)
    assert said.code == 1
    assert f"Could not be read:\n  {source}: " in said.out
    assert sentence in said.out


def test_import_shows_a_bar_on_a_terminal(data: Path) -> None:
    path = file_in(data.parent, "GetMeeting.xml", ONE)
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-P", str(ROOT / "wsgi.py"), "import-moderngov", str(path)]
    done = subprocess.run(
        command, env=_environment(data), stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=True
    )
    shown = os.read(ours, 65536).decode()
    os.close(theirs)
    os.close(ours)
    assert "1/1" in shown
    assert b"new      Harbours Committee" in done.stdout


# --- create-admin


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
        env=_environment(data),
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


# --- verify


def test_verify_says_of_each_record_whether_it_is_intact(data: Path) -> None:
    assert "There is no Witan database" in witan(data, "verify").err
    assert not data.exists()
    path = file_in(data.parent, "GetMeeting.xml", ONE)
    witan(data, "import-moderngov", str(path))
    said = witan(data, "verify")
    council, harbours, sentence = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert council.startswith("intact  Council: what belongs to no meeting (")
    assert harbours.startswith("intact  Harbours Committee, 17 October 2023 (")
    assert sentence.startswith("Checked 2 records with ")
    number = harbours.partition("(")[2].partition(")")[0]
    one = witan(data, "verify", f"https://m.example/meetings/{number}/")
    assert (one.code, one.out.splitlines()[0]) == (0, harbours)
    nothing = witan(data, "verify", "nothing")
    assert (nothing.code, nothing.err) == (1, "witan: There is no meeting with the number nothing.\n")


def test_verify_answers_1_and_names_what_differs(data: Path) -> None:
    path = file_in(data.parent, "GetMeeting.xml", ONE)
    witan(data, "import-moderngov", str(path))
    database = Database(f"sqlite:///{data / 'witan.sqlite'}")
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE minutes_version SET content = '{}'"))
    database.close()
    said = witan(data, "verify")
    assert said.code == 1
    assert "DIFFERS Harbours Committee, 17 October 2023" in said.out.replace("  ", " ")
    assert "        minutes version 1 was changed: its hash does not fit its content" in said.out.splitlines()
    assert said.out.splitlines()[-1].startswith("1 difference in 1 of 2 records. Do not repair anything")
    machine = witan(data, "verify", "--json")
    answer = json.loads(machine.out)
    assert (machine.code, answer["intact"]) == (1, False)
    assert [(each["intact"], len(each["differences"])) for each in answer["records"]] == [
        (True, 0),
        (False, 1),
    ]


def test_verify_does_not_change_a_database_of_another_version(data: Path) -> None:
    data.mkdir()
    Database(f"sqlite:///{data / 'witan.sqlite'}").writer.connect().close()
    said = witan(data, "verify")
    assert (said.code, "script/witan migrate first" in said.err) == (1, True)
