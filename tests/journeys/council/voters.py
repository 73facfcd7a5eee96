"""Members on sockets: they hear pushes, cast ballots in votes, and envelopes in secret rounds."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

from nacl.public import PublicKey, SealedBox

from meetings.kernel.ids import new_id
from tests.journeys.devices import Device
from tests.runtime.serving import until

#: as the members' own pages pad it
PLAIN_BYTES = 128


class Voter(Device):
    """A device that can also vote in an appointment."""

    @property
    def round(self) -> dict[str, Any]:
        """The round of an appointment that is on, as this device last heard of it."""
        part = self.parts.get("appointment") or {}
        return part.get("current") or {}

    def wait_for_round(self, number: int) -> dict[str, Any]:
        """Until the socket tells that this round is open."""
        until(lambda: (self.round.get("number"), self.round.get("state")) == (number, "open"))
        return self.round

    def send_envelope(self, candidate: str) -> None:
        """Seal the choice and send it; the server must say that it is kept."""
        found = self.round
        text = json.dumps({"round": found["id"], "choice": candidate, "nonce": secrets.token_hex(16)})
        sealed = SealedBox(PublicKey(bytes.fromhex(found["public_key"]))).encrypt(
            text.ljust(PLAIN_BYTES).encode()
        )
        body = {"envelope": base64.b64encode(sealed).decode(), "key": new_id()}
        answer = self._http.post(f"{self._address}/rounds/{found['id']}/ballot", json=body, timeout=10)
        assert answer.status_code == 200, answer.text

    def choose(self, vote_id: str, choice: str) -> None:
        """Cast a ballot; the server must say that it is kept."""
        status, body = self.cast(vote_id, choice)
        assert (status, body.get("choice")) == (200, choice), body
