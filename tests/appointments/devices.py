"""What members' and tellers' devices do in a secret round, and an opener without a process of its own."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey, PublicKey, SealedBox

from meetings.appointments import usecases as uc
from meetings.appointments.box import plain_of
from meetings.opener import Opener
from meetings.runtime.keeper import Keeper
from meetings.runtime.keeping import Keep
from meetings.signer import Signer
from tests.factories.site import Site
from tests.factories.world import World


class OpenerHere(Keeper):
    """Asks an opener in this process, through JSON as over the socket."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "nowhere.sock")
        self.keep = Keep(folder)
        self.opener = Opener(self.keep)

    def ask(self, question: str, **content: Any) -> dict[str, Any]:
        """The answer. Raises Refused."""
        answer: dict[str, Any] = self.opener.handlers()[question](json.loads(json.dumps(content)))
        return answer


class SignerHere(Keeper):
    """Asks a signer in this process."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "nowhere.sock")
        self.signer = Signer(Keep(folder))

    def ask(self, question: str, **content: Any) -> dict[str, Any]:
        """The answer. Raises Refused."""
        answer: dict[str, Any] = self.signer.handlers()[question](json.loads(json.dumps(content)))
        return answer


@dataclass
class TellerDevice:
    """A teller's tablet: the private half never leaves it."""

    world: World
    person_id: str
    key: PrivateKey = field(default_factory=PrivateKey.generate)

    @property
    def public_key(self) -> str:
        """What is enrolled."""
        return bytes(self.key.public_key).hex()

    @property
    def account_id(self) -> str:
        """Whose it is."""
        return self.world.actor(self.person_id).account_id or ""

    def enrol(self) -> TellerDevice:
        """Be known as a teller's device."""
        command = uc.EnrolDevice("Tablet", self.public_key)
        self.world.run(uc.enrol_device, command, self.world.actor(self.person_id))
        return self

    def approval(self, share: str, root: str, count: int) -> str:
        """Share and word for one box, sealed to the opener."""
        held = json.loads(SealedBox(self.key).decrypt(base64.b64decode(share)))
        word = {
            "round": held["round"],
            "index": held["index"],
            "share": held["share"],
            "root": root,
            "count": count,
        }
        box = SealedBox(PublicKey(bytes.fromhex(held["reply_key"])))
        return base64.b64encode(box.encrypt(json.dumps(word).encode())).decode()

    def agree(self, site: Site, round_id: str) -> Any:
        """By the pages, as the browser does."""
        visitor = site.member(self.person_id)
        found = visitor.get(f"/rounds/{round_id}/share").get_json()
        word = self.approval(found["share"], found["root"], found["count"])
        form = {"root": found["root"], "count": str(found["count"]), "approval": word}
        return visitor.post(f"/rounds/{round_id}/approve", form, headers={"Accept": "application/json"})


def envelope(public_key: str, round_id: str, choice: str, nonce: str = "") -> str:
    """A sealed choice, as a voter's device sends it."""
    plain = plain_of(round_id, choice, nonce or secrets.token_hex(16))
    return base64.b64encode(SealedBox(PublicKey(bytes.fromhex(public_key))).encrypt(plain)).decode()


def post_envelope(site: Site, person_id: str, round_id: str, sealed: str, key: str = "") -> Any:
    """Send it."""
    body = {"envelope": sealed, "key": key or secrets.token_hex(16)}
    return site.member(person_id).post(f"/rounds/{round_id}/ballot", json=body)
