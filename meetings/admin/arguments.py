"""What follows a command's name on the command line, for those that need this part."""

from __future__ import annotations

import argparse
from datetime import date


def create_admin_words(words: argparse.ArgumentParser) -> None:
    """For create-admin."""
    words.epilog = "The password is asked for; without a terminal it is read as a line of standard input."
    words.add_argument("--email", help="the address to sign in with")
    words.add_argument("--name", help="the person's name, as it is to stand in the record")
    words.add_argument("--council", help="the council's name, if it is not set up yet")


def verify_words(words: argparse.ArgumentParser) -> None:
    """For verify."""
    words.add_argument(
        "meeting", nargs="*", help="the meeting's number (the last part of its address); none: everything"
    )
    words.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def import_words(words: argparse.ArgumentParser) -> None:
    """For import-moderngov."""
    words.add_argument(
        "source",
        nargs="+",
        help="an XML file, a folder of them, the address of a meeting or of a site (http or https)",
    )
    words.add_argument("--body", help="the committee's name, where the source does not give it")
    words.add_argument("--council", help="the council's name, if it is not set up yet")
    words.add_argument(
        "--since", type=_day, metavar="DAY", help="of a site: meetings from this day on (2024-05-01)"
    )
    words.add_argument("--until", type=_day, metavar="DAY", help="of a site: meetings up to this day")
    words.add_argument("--latest", type=_count, metavar="N", help="of a site: the latest so many meetings")
    words.add_argument("--allow-private", action="store_true", help="also read addresses inside this network")
    words.add_argument(
        "--public-url", default=None, metavar="URL", help="the address people use, for the addresses printed"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write it as 2024-05-01") from None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 1_000_000):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of meetings")
    return int(text)
