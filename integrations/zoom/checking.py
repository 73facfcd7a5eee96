"""The test of a connection with Zoom: every permission by name, in plain words, without changing anything."""

from __future__ import annotations

from integrations.zoom.client import Client, in_path
from integrations.zoom.settings import SCOPES, council_of, has_scope, secret_token_of
from meetings.ports.providers import Account, Checked, Permanent

_USER, _NEWS = "User who holds the meetings", "Secret token for news"


def check(client: Client, account: Account) -> tuple[Checked, ...]:
    """Raises ProviderFailed when there is no access at all."""
    council = council_of(account)
    # A token kept from before would not know of a permission that was added just now.
    client.forget(council)
    granted = set(client.token(council).scopes)
    scopes = tuple(_scope(name, words, has_scope(granted, name)) for name, words in SCOPES)
    return (*scopes, _host(client, account), _news(account))


def _scope(name: str, words: str, ok: bool) -> Checked:
    if ok:
        return Checked(name, True, words)
    return Checked(
        name,
        False,
        f"Missing: {words}. Add “{name}” on the app's page “Scopes” at marketplace.zoom.us.",
    )


def _host(client: Client, account: Account) -> Checked:
    host = council_of(account).host
    try:
        client.ask(account, "GET", f"/users/{in_path(host)}/meetings", params={"page_size": 1})
    except Permanent as refused:
        return Checked(_USER, False, f"{refused.reason} {refused.remedy}".strip())
    return Checked(_USER, True, f"Meetings are held in the name of {host}.")


def _news(account: Account) -> Checked:
    if secret_token_of(account):
        return Checked(_NEWS, True, "Zoom's news can be told from forgeries.")
    return Checked(
        _NEWS,
        False,
        "Missing: the secret token, from the app's page “Feature”. Without it Zoom's news of who comes and goes "
        "is not believed.",
    )
