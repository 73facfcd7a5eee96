"""Making an administrator from a terminal, or from a script that knows the answers."""

from __future__ import annotations

import argparse
import getpass
import sys

from meetings.admin.installation import LOCAL_ADDRESS, Installation
from meetings.admin.usecases import CreateAdministrator, create_administrator
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Invalid
from meetings.people.passwords import common_words, hash_password
from meetings.people.queries import local_words
from meetings.people.rules import email_of, is_email, password_problem

_ATTEMPTS = 3
_TERMINAL = Actor(account_id=None, name="Command line", is_system=True)


def create_admin(words: argparse.Namespace, here: Installation) -> int:
    """Ask for what was not given, and make the account. Raises Invalid."""
    known = here.council()
    council = "" if known else _answer(words.council, "council", "The council's name: ")
    if known and words.council and words.council != known:
        raise Invalid(
            f"The council here is called “{known}”. Leave --council out, or change its name at /desk/settings."
        )
    email = _answer(words.email, "email", "E-mail address to sign in with: ")
    if not is_email(email_of(email)):
        raise Invalid("Give an e-mail address such as name@council.example.")
    name = _answer(words.name, "name", "Name: ")
    with here.runner.read() as session:
        own = local_words(session)
    password = _password((*common_words(), *own, name, email, council))
    command = CreateAdministrator(email, name, hash_password(password), council)
    made = here.runner.run(create_administrator, command, actor=_TERMINAL)
    if made.new_council:
        print(f"{council} is set up.")
    print(f"{' '.join(name.split())} can sign in at {here.address.rstrip('/')}/sign-in and is administrator.")
    if here.address == LOCAL_ADDRESS:
        print("If the server was started with another --port, it is the address that it printed.")
    if made.officer:
        print(
            "As the first account here it is also democratic services officer, so that one person can begin: "
            "set up committees, import meetings, publish an agenda. Either role can be ended under People."
        )
    return 0


def _answer(given: str | None, option: str, question: str) -> str:
    if given is not None and given.strip():
        return given
    if given is not None:
        raise Invalid(f"--{option} is empty.")
    if not sys.stdin.isatty():
        raise Invalid(f"Nobody is at a terminal to be asked: say it with --{option}.")
    for _ in range(_ATTEMPTS):
        try:
            if answer := input(question).strip():
                return answer
        except EOFError:
            break
    raise Invalid("Nothing was entered, so nothing was changed.")


def _password(known_words: tuple[str, ...]) -> str:
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise Invalid(
                "Nobody is at a terminal to be asked: give the password as a line of standard input."
            )
        if problem := password_problem(password, known_words):
            raise Invalid(f"The password was not taken. {problem}")
        return password
    for _ in range(_ATTEMPTS):
        try:
            password = getpass.getpass("Password, 12 characters or more: ")
            problem = password_problem(password, known_words)
            if problem is None and getpass.getpass("The same once more: ") != password:
                problem = "These were two different passwords."
        except EOFError:
            break
        if problem is None:
            return password
        print(problem, file=sys.stderr)
    raise Invalid("No password was taken, so nothing was changed.")
