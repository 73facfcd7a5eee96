"""What rooms and broadcasts by hand have in common: no account, no news, nothing that is done by itself."""

from __future__ import annotations

from collections.abc import Mapping

from meetings.ports.providers import Account, Can, Checked, Forged, Heard, Permanent, SetUp


class ByHand:
    """A provider that creates nothing."""

    key = "manual"
    can: frozenset[Can] = frozenset()
    setup = SetUp(steps=("Nothing has to be set up. The address is entered at each meeting.",))

    def check(self, account: Account) -> tuple[Checked, ...]:
        """There is nothing to try."""
        return ()

    def sign_in_address(self, account: Account, state: str, back: str) -> str:
        """Nobody signs in. Raises Permanent."""
        raise Permanent("There is no account to sign in with.", remedy="Enter the address at the meeting.")

    def signed_in(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        """Nobody signs in. Raises Permanent."""
        raise Permanent("There is no account to sign in with.", remedy="Enter the address at the meeting.")

    def disconnect(self, account: Account) -> None:
        """Nothing was connected."""

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        """Nobody sends news of a room made by hand. Raises Forged."""
        raise Forged("Rooms and broadcasts by hand send no news.")


def refuse(what: str, remedy: str) -> Permanent:
    """What cannot be done from here, and where it is done."""
    return Permanent(f"{what} cannot be done from here: the address was entered by hand.", remedy=remedy)
