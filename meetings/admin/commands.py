"""Commands for whoever looks after a server: bring meetings in, make the first account, check the record."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from meetings.admin.importer import Brought, Importer
from meetings.admin.installation import Installation
from meetings.admin.moderngov.files import Files
from meetings.admin.moderngov.loaded import Loaded, Progress
from meetings.admin.moderngov.source import Scope, Source, open_source
from meetings.admin.progress import ProgressBar
from meetings.admin.usecases import Fate
from meetings.admin.verify import Checked, check_stream, streams_to_check
from meetings.admin.verify_proof import ask_signer
from meetings.bodies.usecases import CreateCouncil, create_council
from meetings.kernel.actor import SYSTEM, Actor
from meetings.kernel.errors import DomainError, Invalid
from meetings.notifications.bounces import LONGEST, bounce_of
from meetings.notifications.usecases import NoteBounce, note_bounce
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.web.formats import short_date

C = TypeVar("C")
R = TypeVar("R")
IMPORT = Actor(account_id=None, name="Import", is_system=True)


def import_moderngov(words: argparse.Namespace, here: Installation) -> int:
    """Read and store everything the words name. 0 if all of it could be read, otherwise 1."""
    _say_of_council(words, here)

    def run(case: Callable[[Work, C], R], command: C) -> R:
        return here.runner.run(case, command, actor=IMPORT)

    scope = Scope(words.since, words.until, most=words.latest)
    importer = Importer(run, ", ".join(words.source), words.body or "")
    try:
        with ProgressBar(sys.stderr) as bar:
            for brought in importer.bring(_loaded(words, scope, importer, bar.told)):
                bar.write(_line(here, brought, words.public_url or here.address))
    except KeyboardInterrupt:
        print("What is listed above is kept. Give the same command again to go on.", flush=True)
        raise
    report = importer.report()
    print(report.text())
    return 1 if report.not_read else 0


def _loaded(
    words: argparse.Namespace, scope: Scope, importer: Importer, told: Callable[[Progress], None]
) -> Iterator[Loaded]:
    """All files together, so that a list among them can name the committee of a meeting in another."""
    files: list[Files] = []
    others: list[Source] = []
    for where in words.source:
        try:
            source = open_source(where, allow_private=words.allow_private, scope=scope)
        except Invalid as error:
            importer.not_read(where, error.message)
            continue
        if isinstance(source, Files):
            files.append(source)
        else:
            others.append(source)
    paths = dict.fromkeys(path for source in files for path in source.paths)
    for source in [Files(importer.where, tuple(paths)), *others] if paths else others:
        try:
            yield from source.load(told)
        except DomainError as error:
            importer.not_read(source.where, error.message)


def _say_of_council(words: argparse.Namespace, here: Installation) -> None:
    known = here.council()
    if known is None:
        name = words.council or here.council_name
        here.runner.run(create_council, CreateCouncil(name), actor=IMPORT)
        print(f"No council was set up yet. It is now, under the name “{name}”.")
    elif words.council and words.council != known:
        raise Invalid(
            f"The council here is called “{known}”. Leave --council out, or change its name at /desk/settings."
        )


def _line(here: Installation, brought: Brought, address: str) -> str:
    with here.runner.read() as session:
        row = meeting_of(session, brought.meeting_id)
    words = {Fate.NEW: "new    ", Fate.CHANGED: "changed", Fate.SAME: "same   "}[brought.fate]
    path = f"/meetings/{row.id}" if row.is_public else f"/desk/meetings/{row.id}"
    hidden = "" if row.is_public else "  (not public)"
    when = short_date(row.starts_at, here.runner.timezone)
    return f"{words}  {row.title}, {when}  {address.rstrip('/')}{path}{hidden}"


def verify(words: argparse.Namespace, here: Installation) -> int:
    """Check the record. 0 if everything is as it was written, otherwise 1."""
    ids = [word.rstrip("/").rpartition("/")[2] for word in words.meeting]
    with here.runner.read() as session:
        streams = streams_to_check(session, ids)
    checked = []
    for stream_id in streams:
        with here.runner.read() as session:
            result = check_stream(session, here.storage, stream_id)
            if here.signer is not None:
                told = ask_signer(session, here.signer, stream_id)
                result = dataclasses.replace(result, differences=(*result.differences, *told))
        checked.append(result)
        if not words.json:
            print("\n".join(_verdict(result)), flush=True)
    intact = all(result.intact for result in checked)
    if words.json:
        everything = [dataclasses.asdict(result) | {"intact": result.intact} for result in checked]
        print(json.dumps({"intact": intact, "records": everything}, ensure_ascii=False, indent=2))
    else:
        print(_sentence(checked))
    return 0 if intact else 1


def _verdict(result: Checked) -> list[str]:
    what = (
        (result.facts, "fact", "facts"),
        (result.votes, "vote", "votes"),
        (result.ballots, "ballot", "ballots"),
        (result.agendas, "agenda", "agendas"),
        (result.minutes, "version of minutes", "versions of minutes"),
        (result.files, "file", "files"),
    )
    counts = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in what if number)
    verdict = "intact  " if result.intact else "DIFFERS "
    return [
        f"{verdict}{result.title} ({result.stream_id}): {counts or 'nothing'}",
        *(f"        {difference}" for difference in result.differences),
    ]


def _sentence(checked: list[Checked]) -> str:
    broken = [result for result in checked if not result.intact]
    facts, votes = sum(r.facts for r in checked), sum(r.votes for r in checked)
    records = f"{len(checked)} record{'' if len(checked) == 1 else 's'}"
    if not checked:
        return "There is nothing to check yet."
    if not broken:
        counted = f" and counted {votes} vote{'' if votes == 1 else 's'} again" if votes else ""
        return f"Checked {records} with {facts} facts{counted}: nothing is missing, nothing was changed."
    found = sum(len(result.differences) for result in broken)
    return (
        f"{found} difference{'' if found == 1 else 's'} in {len(broken)} of {records}. Do not repair anything: "
        "keep a copy of the data folder and compare it with a backup."
    )


def note_returned(mail: BinaryIO, here: Installation) -> int:
    """Note a letter that came back. Other mail is no error: whoever pipes mail here pipes holiday replies too."""
    found = bounce_of(mail.read(LONGEST + 1))
    if found is not None and here.runner.run(
        note_bounce, NoteBounce(found.letter_id, found.reason), actor=SYSTEM
    ):
        print(f"Letter {found.letter_id} came back.")
    return 0
