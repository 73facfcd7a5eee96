"""What providers on this machine have in common: no account, so nobody signs in and nothing is given back."""

from __future__ import annotations

from collections.abc import Mapping

from meetings.ports.providers import Account, Permanent


class NoAccount:
    """Methods of the port that have nothing to do."""

    def sign_in_address(self, account: Account, state: str, back: str) -> str:
        """There is nothing to sign in to."""
        raise Permanent("This needs no sign-in.")

    def signed_in(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        """There is nothing to sign in to."""
        raise Permanent("This needs no sign-in.")

    def disconnect(self, account: Account) -> None:
        """Nothing was given."""
