"""The words of `script/witan law`: days, numbers, seats by name, and the law that is asked about."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from meetings.deadlines.rules.base import Answer, Closure, Law, Profile
from meetings.deadlines.rules.profiles import check_choice
from meetings.kernel.errors import Invalid

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_MOST = 1_000_000_000


@dataclass(frozen=True)
class Question:
    """Something that can be asked: its word, what it answers, its own words, and what answers it."""

    name: str
    help: str
    words: Callable[[argparse.ArgumentParser], None]
    answer: Callable[[Law, argparse.Namespace], Answer]
    #: whose law it is unless --profile says another; None: --profile must say
    profile: Profile | None = None


def day(text: str) -> date:
    """A day in ISO form."""
    try:
        if _ISO.fullmatch(text) and text.isascii():
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no day: write it as 2026-12-08")


def number(text: str) -> int:
    """A whole number, none below nought."""
    if text.isascii() and text.isdecimal() and int(text) <= _MOST:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no whole number")


def seats(text: str) -> tuple[str, int]:
    """A name and a number: Planning=13."""
    name, sign, figure = text.rpartition("=")
    if not (sign and name.strip()):
        raise argparse.ArgumentTypeError(f"{text!r}: write a name and a number, like Planning=13")
    return name.strip(), number(figure)


def closure(text: str) -> Closure:
    """A day on which the offices are closed: 2026-12-24 or 2026-12-24=Christmas Eve."""
    when, _, name = text.partition("=")
    return Closure(day(when), name.strip())


def choice(text: str) -> tuple[str, str]:
    """A local choice: call_in=10."""
    name, sign, chosen = text.partition("=")
    if not (sign and name.strip()):
        raise argparse.ArgumentTypeError(f"{text!r}: write NAME=VALUE, like call_in=10")
    return name.strip(), chosen.strip()


def table(pairs: Iterable[tuple[str, int]], what: str) -> dict[str, int]:
    """Names with numbers; the same name twice is a slip of whoever typed it."""
    found: dict[str, int] = {}
    for name, figure in pairs:
        if name in found:
            raise Invalid(f"The {what} {name} is given twice.")
        found[name] = figure
    return found


def law_words(words: argparse.ArgumentParser, profile: Profile | None) -> None:
    """The words that say which law: the profile, the council's own choices and closures."""
    words.add_argument(
        "--profile",
        required=profile is None,
        default=profile.value if profile else None,
        choices=[each.value for each in Profile],
        metavar="P",
        help=f"whose law: {', '.join(each.value for each in Profile)}",
    )
    words.add_argument(
        "--choice",
        action="append",
        default=[],
        type=choice,
        metavar="NAME=VALUE",
        help="a choice that the law leaves to the council (day_mode=calendar); script/witan law choices lists them",
    )
    for name, text in (
        ("closure", "the offices are closed"),
        ("mourning", "a day of mourning or thanksgiving"),
    ):
        words.add_argument(
            f"--{name}",
            action="append",
            default=[],
            type=closure,
            metavar="DAY[=NAME]",
            help=f"a day: {text}",
        )
    words.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def law_of(words: argparse.Namespace) -> Law:
    """The law that was asked about. Raises Invalid for a choice that is none."""
    which = Profile(words.profile)
    choices = {}
    for name, chosen in words.choice:
        try:
            choices[name] = check_choice(which, name, chosen)
        except ValueError as error:
            raise Invalid(str(error)) from None
    mourning = [Closure(each.day, each.name, mourning=True) for each in words.mourning]
    return Law(which, choices, (*words.closure, *mourning))


def days(*names: str, optional: tuple[str, ...] = ()) -> Days:
    """The words of days: those that are needed, and others that may be given."""
    return Days(names, optional)


class Days:
    """The days that a question needs, and others that it takes."""

    def __init__(self, names: tuple[str, ...], optional: tuple[str, ...]) -> None:
        self.names, self.optional = names, optional

    def __call__(self, words: argparse.ArgumentParser) -> None:
        for name in self.names:
            words.add_argument(f"--{name}", required=True, type=day, metavar="DAY", help=_DAYS[name])
        for name in self.optional:
            words.add_argument(f"--{name}", type=day, metavar="DAY", help=_DAYS[name])


_DAYS = {
    "meeting": "the day of the meeting",
    "issued": "the day of issue",
    "published": "the day of publication",
    "received": "the day on which it was received",
    "requested": "the day on which they were asked for",
    "refused": "the day on which the chair refused",
    "hearing": "the first day of the hearing",
    "retirement": "the day on which councillors retire, in an election year",
    "taken": "the day of the decision",
    "required": "the day on which scrutiny required it",
    "lodged": "the day on which it was called in",
    "posted": "the day on which the recording was published",
    "convened": "the day on which a meeting at shorter notice was called",
    "public": "the day since when the public can read it",
    "on": "the day of the meeting",
    "date": "the day of the record",
}
