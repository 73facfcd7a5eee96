"""The command line as a person uses it: what it prints, what it answers, and never a traceback."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from sqlalchemy import text

from meetings.db.engine import Database
from tests.admin.importing import NARRATIVE, RESOLVED, item, meeting
from tests.admin.terminal import ROOT, environment, witan

ONE = meeting(item(1, "Dredging", NARRATIVE + RESOLVED))


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
        command, env=environment(data), stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=True
    )
    shown = os.read(ours, 65536).decode()
    os.close(theirs)
    os.close(ours)
    assert "1/1" in shown
    assert b"new      Harbours Committee" in done.stdout


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
