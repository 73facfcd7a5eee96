"""The command line: script/witan COMMAND."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import ValidationError

from meetings.admin.arguments import create_admin_words, import_words, verify_words
from meetings.deadlines.cli import add_words as law_words
from meetings.deadlines.cli import run as law
from meetings.kernel.errors import DomainError, NotFound, WrongState
from meetings.ports.adapters import Adapters
from meetings.settings import Settings

if TYPE_CHECKING:
    from meetings.admin.installation import Installation
    from meetings.db.engine import Database

EPILOG = """\
examples:
  script/witan create-admin
  script/witan import-moderngov GetMeeting.xml
  script/witan import-moderngov https://democracy.example.gov.uk --since 2024-05-01
  script/witan verify
  script/witan reindex
"""
_DATABASE = "The database cannot be used"


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="script/witan",
        description="Commands for whoever looks after a Witan server.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data",
        type=Path,
        default=None,
        metavar="FOLDER",
        help="where everything is kept (WITAN_DATA, or data/ beside this command)",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=text, description=text)

    server = add("server", "Start the server (script/server does this, and prepares the machine first).")
    server.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)"
    )
    server.add_argument("--port", type=_port, default=8000, help="a number from 1 to 65535 (8000)")
    server.add_argument("--no-demo", action="store_true", help="do not load the demonstration council")
    worker = add("worker", "Do the jobs in the background (the server starts one by itself).")
    worker.add_argument("--tied", action="store_true", help="end when standard input ends")
    add("migrate", "Bring the database to the newest shape.")
    create_admin_words(add("create-admin", "Create an administrator, and the council if there is none yet."))
    import_words(add("import-moderngov", "Read meetings from Modern.Gov: files, addresses, or a site."))
    verify_words(add("verify", "Check the record: nothing missing, nothing changed, votes counted again."))
    add("bounce", "Note a letter that came back: its mail is read from standard input.")
    add("reindex", "Make the public search index anew from what is published.")
    key = add("signer-key", "Show the key that the record is sealed with, or change it.")
    key.add_argument("--rotate", metavar="REASON", help="make a new key; the old one vouches for it")
    simulators = add("simulators", "Zoom, Teams and YouTube on this machine, to try them without an account.")
    simulators.add_argument("--port", type=_port, default=8070, help="a number from 1 to 65535 (8070)")
    law_words(add("law", "Ask the law: notice, clear days, call-in, quorum, seats … (law --help)."))
    return top


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number from 1 to 65535")
    return int(text)


Other = Callable[[argparse.Namespace], int]


def main(
    argv: Sequence[str], adapters: Adapters, wsgi: Path, others: Mapping[str, Other] = MappingProxyType({})
) -> int:
    """Run one command. The exit code: 0 done, 1 refused or failed, 2 wrong words.

    `others`: commands that need no installation and that only the composition root can carry out.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    words = parser().parse_args(argv)
    if words.data is not None:
        os.environ["WITAN_DATA"] = str(words.data.resolve())
    try:
        if words.command == "law":
            # A question needs no installation, and no setting to be right.
            return law(words)
        if words.command in others:
            return others[words.command](words)
        settings = Settings()
        return _COMMANDS[words.command](words, settings, adapters, wsgi)
    except DomainError as error:
        _complain(error.message)
        for name, message in getattr(error, "fields", {}).items():
            if message.rstrip(".") != error.message.rstrip("."):
                print(f"  {name}: {message}", file=sys.stderr)
    except ValidationError as error:
        for problem in error.errors():
            name = "WITAN_" + "_".join(str(part) for part in problem["loc"]).upper()
            _complain(f"the setting {name} is wrong: {problem['msg']}")
    except KeyboardInterrupt:
        _complain("stopped")
    return 1


def _complain(message: str) -> None:
    print(f"witan: {message}", file=sys.stderr)


def _server(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.server.start import CannotStart, start

    try:
        start(settings, adapters, host=words.host, port=words.port, demo=not words.no_demo, wsgi=wsgi)
    except CannotStart as error:
        print(f"witan: {error}", file=sys.stderr)
        return 1
    return 0


def _worker(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.server.parts import assemble
    from meetings.worker import work

    parts = assemble(settings, adapters)
    try:
        work(parts, tied=words.tied)
    finally:
        parts.close()
    return 0


def _migrate(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.db.migrate import head, upgrade

    with _database(settings, make=True) as database:
        done = upgrade(database)
    print(f"The database is at {head()}{'' if done else ' already'}.")
    return 0


def _create_admin(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.admin.first_account import create_admin

    with _installation(settings, adapters, make=True) as here:
        return create_admin(words, here)


def _import(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.admin.commands import import_moderngov

    with _installation(settings, adapters, make=True) as here:
        return import_moderngov(words, here)


def _verify(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.admin.commands import verify

    with _installation(settings, adapters, make=False) as here:
        return verify(words, here)


def _bounce(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.admin.commands import note_returned

    with _installation(settings, adapters, make=False) as here:
        return note_returned(sys.stdin.buffer, here)


def _reindex(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.publicsite.search.indexing import rebuild

    with _installation(settings, adapters, make=False) as here:
        rows = rebuild(here.runner, here.storage)
    print(f"The public search index is new: {rows} entries.")
    return 0


def _signer_key(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.proof.rotation import key_words

    with _installation(settings, adapters, make=False) as here:
        print(key_words(here.runner, settings.signer, words.rotate))
    return 0


@contextmanager
def _installation(settings: Settings, adapters: Adapters, *, make: bool) -> Iterator[Installation]:
    """The installation without its server. `make`: set the database up or bring it to the newest shape first."""
    from meetings import registry
    from meetings.admin.installation import LOCAL_ADDRESS, Installation
    from meetings.db.migrate import is_current, upgrade
    from meetings.kernel.clock import SystemClock
    from meetings.runtime.usecase import Runner

    registry.load_models()
    registry.load_reactions()
    with _database(settings, make=make) as database:
        if make:
            upgrade(database)
        elif not is_current(database):
            raise WrongState(
                "The database is of another version than this program: script/witan migrate first."
            )
        yield Installation(
            runner=Runner(database, SystemClock(), settings.tz, lambda _touched: None),
            storage=adapters.storage(settings.files),
            address=settings.public_url or LOCAL_ADDRESS,
            council_name=settings.council_name,
            signer=settings.signer,
        )


@contextmanager
def _database(settings: Settings, *, make: bool) -> Iterator[Database]:
    """The database, closed again at the end. Raises WrongState with one sentence when it cannot be used."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from meetings.db.engine import Database

    try:
        if make:
            settings.data.mkdir(parents=True, exist_ok=True)
        elif not settings.database_url and not (settings.data / "witan.sqlite").is_file():
            raise NotFound(f"There is no Witan database in {settings.data}. Say where it is with --data.")
        database = Database(settings.sqlalchemy_url)
    except OSError as error:
        raise WrongState(
            f"{settings.data} cannot be used: {error.strerror}. Choose another with --data."
        ) from error
    except ArgumentError as error:
        raise WrongState(f"WITAN_DATABASE_URL is no database address: {error}.") from error
    try:
        yield database
    except DBAPIError as error:
        raise WrongState(f"{_DATABASE}: {str(error.orig).strip()}.") from error
    finally:
        database.close()


_COMMANDS = {
    "server": _server,
    "worker": _worker,
    "migrate": _migrate,
    "create-admin": _create_admin,
    "import-moderngov": _import,
    "verify": _verify,
    "bounce": _bounce,
    "reindex": _reindex,
    "signer-key": _signer_key,
}
