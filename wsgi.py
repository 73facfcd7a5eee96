"""The composition root: the only module that sees both the meetings and the providers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from integrations.registry import adapters
from meetings.cli import main
from meetings.settings import Settings

if TYPE_CHECKING:
    from argparse import Namespace

    from flask import Flask


def application() -> Flask:
    """For a WSGI server of your own, pages and ballots without sockets: `gunicorn --threads 8 'wsgi:application()'`."""
    # Only here: a command needs no web application, and starts in half the time without.
    from meetings.server.parts import assemble

    return assemble(Settings(), adapters()).app


def _simulators(words: Namespace) -> int:
    from integrations.simulators.serve import serve

    return serve(words.port)


if __name__ == "__main__":
    others = {"simulators": _simulators}
    sys.exit(main(sys.argv[1:], adapters(), Path(__file__).resolve(), others))
