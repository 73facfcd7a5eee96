"""The command line: script/witan COMMAND."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from meetings.kernel.errors import DomainError
from meetings.ports.adapters import Adapters
from meetings.settings import Settings

EPILOG = """\
examples:
  script/witan create-admin
  script/witan import-moderngov GetMeeting.xml
  script/witan import-moderngov https://democracy.example.gov.uk
  script/witan verify 0a1b2c3d4e5f6g7h
"""


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
        help="where everything is kept (WITAN_DATA, or data/ beside this command)",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=text, description=text)

    server = add("server", "Start the server (script/server does this, and prepares the machine first).")
    server.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)"
    )
    server.add_argument("--port", type=int, default=8000)
    server.add_argument("--no-demo", action="store_true", help="do not load the demonstration council")
    add("worker", "Do the jobs in the background (the server starts one by itself).")
    add("migrate", "Bring the database to the newest shape.")
    admin = add("create-admin", "Create an administrator, and the council if there is none yet.")
    admin.add_argument("--email")
    admin.add_argument("--name")
    admin.add_argument("--council", help="the council's name, when it is set up")
    importer = add(
        "import-moderngov", "Read meetings from Modern.Gov: files, addresses of GetMeeting, or a site."
    )
    importer.add_argument("source", nargs="+", help="an XML file, a folder of them, or an http(s) address")
    importer.add_argument("--body", help="the committee's name, where the source does not give it")
    importer.add_argument(
        "--allow-private", action="store_true", help="also read addresses inside this network"
    )
    importer.add_argument(
        "--public-url", default=None, help="the address people use, for the addresses printed"
    )
    verify = add("verify", "Check a meeting's record: no gap, nothing changed, every vote counted again.")
    verify.add_argument(
        "meeting", nargs="*", help="the meeting's number (the last part of its address); none: all"
    )
    return top


def main(argv: Sequence[str], adapters: Adapters, wsgi: Path) -> int:
    """Run one command. The exit code: 0 done, 1 refused or failed, 2 wrong words."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    words = parser().parse_args(argv)
    if words.data is not None:
        os.environ["WITAN_DATA"] = str(words.data.resolve())
    try:
        settings = Settings()
        return _COMMANDS[words.command](words, settings, adapters, wsgi)
    except DomainError as error:
        print(f"witan: {error.message}", file=sys.stderr)
        for name, message in getattr(error, "fields", {}).items():
            print(f"  {name}: {message}", file=sys.stderr)
    except ValidationError as error:
        for problem in error.errors():
            name = "WITAN_" + "_".join(str(part) for part in problem["loc"]).upper()
            print(f"witan: the setting {name} is wrong: {problem['msg']}", file=sys.stderr)
    except KeyboardInterrupt:
        print("witan: stopped", file=sys.stderr)
    return 1


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
        work(parts)
    finally:
        parts.close()
    return 0


def _migrate(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.db.engine import Database
    from meetings.db.migrate import head, upgrade

    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.sqlalchemy_url)
    done = upgrade(database)
    database.close()
    print(f"The database is at {head()}{'' if done else ' already'}.")
    return 0


def _create_admin(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.admin.commands import create_admin

    return create_admin(words, settings, adapters)


def _import(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.admin.commands import import_moderngov

    return import_moderngov(words, settings, adapters)


def _verify(words: argparse.Namespace, settings: Settings, adapters: Adapters, wsgi: Path) -> int:
    from meetings.admin.commands import verify

    return verify(words, settings, adapters)


_COMMANDS = {
    "server": _server,
    "worker": _worker,
    "migrate": _migrate,
    "create-admin": _create_admin,
    "import-moderngov": _import,
    "verify": _verify,
}
