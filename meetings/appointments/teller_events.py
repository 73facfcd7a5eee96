"""Facts about tellers, their devices, and the end of envelopes."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("appointments.envelopes_destroyed")
@dataclass(frozen=True)
class EnvelopesDestroyed(Fact):
    """The time for a challenge is over: the envelopes of a meeting's secret rounds were destroyed."""

    meeting_id: str
    envelopes: int


@fact("appointments.teller_enrolled")
@dataclass(frozen=True)
class TellerEnrolled(Fact):
    """A teller's device made its key; only its public half ever left it."""

    device_id: str
    account_id: str
    name: str
    label: str
    fingerprint: str


@fact("appointments.teller_revoked")
@dataclass(frozen=True)
class TellerRevoked(Fact):
    """A teller's device is used no more."""

    device_id: str
    account_id: str
    name: str
