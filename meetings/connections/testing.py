"""The test of a connection as somebody asks for it: every permission tried, what is missing named."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.connections.accounts import NEWS_SEGMENT, AccountDead, Opened, opened
from meetings.connections.redact import redacted
from meetings.connections.usecases import NoteChecked, note_checked
from meetings.ports.providers import Account, Checked, Permanent, Provider, ProviderFailed, SignInDead
from meetings.web.doors import run
from meetings.web.services import services


@dataclass(frozen=True)
class Tested:
    """How it went, in a sentence or two."""

    good: bool
    words: str
    #: nothing is wrong: an officer has yet to sign in at the provider
    sign_in_next: bool = False


def try_connection(provider: Provider) -> Tested:
    """Ask the provider, with no transaction open, and keep what was found."""
    parts = services()
    account: Opened | None = None
    try:
        account = opened(parts.runner, parts.vault, provider, even_dead=True)
        checks = provider.check(account.account)
    except ProviderFailed as error:
        return _refused(provider, account, error)
    checks = tuple(Checked(c.name, c.ok, redacted(c.words, account.secrets())) for c in checks)
    run(note_checked, NoteChecked(provider.key, provider.name, account.version, checks))
    missing = [check for check in checks if not check.ok]
    if not missing:
        return Tested(True, f"{provider.name} answers, and everything that is needed is there.")
    names = ", ".join(check.name for check in missing)
    return Tested(False, f"{provider.name} answers, but something is missing: {redacted(names)}.")


def has_signed_in(provider: Provider, account: Account) -> bool:
    """Whether the provider has handed out more than was entered here."""
    entered = {ask.name for ask in provider.setup.asks} | {NEWS_SEGMENT}
    return provider.setup.sign_in and bool(set(account.values) - entered)


def _refused(provider: Provider, account: Opened | None, error: ProviderFailed) -> Tested:
    known = account.secrets() if account else ()
    words = redacted(error.reason, known)
    remedy = redacted(error.remedy, known) if isinstance(error, Permanent) else ""
    if error.code != "not_connected":
        found = (Checked("Reach it", False, f"{words} {remedy}".strip()),)
        dead = words if isinstance(error, SignInDead) else ""
        version = account.version if account else error.version if isinstance(error, AccountDead) else 0
        run(note_checked, NoteChecked(provider.key, provider.name, version, found, dead))
    said = f"{words} {remedy}".strip()
    waits = provider.setup.sign_in and account is not None and not has_signed_in(provider, account.account)
    if waits and isinstance(error, SignInDead):
        return Tested(False, f"What you entered is kept. {said}", sign_in_next=True)
    return Tested(False, f"The test failed. {said}")
