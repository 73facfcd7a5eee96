"""A broadcast anywhere, by the address at which the public watches it."""

from __future__ import annotations

from integrations.manual.common import ByHand, refuse
from meetings.ports.addresses import recognised, trouble_with
from meetings.ports.broadcast import Broadcast, BroadcastState, BroadcastWish, Phase
from meetings.ports.providers import Account, Gone, Permanent, Step

_PREFIX = "by-hand-"
_ADDRESS = "Enter the address at which the public watches, under “Remote room and broadcast”."
_BY_HAND = "Do it where the broadcast is run, and look at the public’s page that it has happened."


class ManualBroadcasts(ByHand):
    """Any broadcast at all."""

    name = "Another service, by its watch address"

    def prepare(self, account: Account, wish: BroadcastWish) -> Broadcast:
        """Take what was entered. Raises Permanent where that leads nowhere."""
        watch = dict(wish.given).get("watch", "")
        trouble = trouble_with(watch)
        if trouble:
            raise Permanent(
                f"The watch address cannot be used. {trouble}.", code="bad_address", remedy=_ADDRESS
            )
        found = recognised(watch)
        start = Step(
            "start",
            "Start the broadcast by hand",
            "Start it where it is run before the meeting opens, and look at the public’s page that picture and "
            "sound are there. Stop it there before anything private is said.",
        )
        private = Step(
            "privacy",
            f"Set the broadcast to {wish.privacy}",
            "Who can find it is set where the broadcast is run.",
        )
        steps = (start,) if wish.privacy == "public" else (private, start)
        return Broadcast(_PREFIX + wish.key, watch, found.frame, None, steps)

    def update(self, account: Account, ref: str, wish: BroadcastWish) -> Broadcast:
        """What is entered now counts."""
        if ref != _PREFIX + wish.key:
            raise Gone("This broadcast was not entered here.", remedy=_ADDRESS)
        return self.prepare(account, wish)

    def cancel(self, account: Account, ref: str) -> None:
        """Nothing was made here."""

    def state(self, account: Account, ref: str) -> BroadcastState:
        """Nobody can tell."""
        return BroadcastState(
            Phase.UNKNOWN,
            None,
            None,
            detail="A broadcast that was entered by hand cannot be asked how it is.",
        )

    def go_live(self, account: Account, ref: str) -> None:
        """Raises Permanent."""
        raise refuse("Starting the broadcast", _BY_HAND)

    def hold(self, account: Account, ref: str) -> None:
        """Raises Permanent."""
        raise refuse("Holding the broadcast", _BY_HAND)

    def release(self, account: Account, ref: str) -> None:
        """Raises Permanent."""
        raise refuse("Going on with the broadcast", _BY_HAND)

    def end(self, account: Account, ref: str) -> None:
        """Raises Permanent."""
        raise refuse("Ending the broadcast", _BY_HAND)

    def chapters(self, account: Account, ref: str, description: str) -> None:
        """Raises Permanent."""
        raise refuse("Writing chapters", "Paste the description where the recording is.")

    def captions(self, account: Account, ref: str, vtt: bytes, language: str, name: str) -> None:
        """Raises Permanent."""
        raise refuse(
            "Putting captions under the recording", "Upload the caption file where the recording is."
        )

    def picture(self, account: Account, ref: str, png: bytes) -> None:
        """Raises Permanent."""
        raise refuse("Setting the still picture", "Upload it where the broadcast is run.")
