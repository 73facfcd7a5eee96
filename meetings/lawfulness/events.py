"""Facts about certificates and about publications that were set for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.kernel.facts import Fact, fact


@fact("lawfulness.certificate_made")
@dataclass(frozen=True)
class CertificateMade(Fact):
    """What the law came to was certified; `sha256` is of the certificate's canonical form."""

    certificate_id: str
    number: int
    sha256: str


@fact("lawfulness.certificate_printed")
@dataclass(frozen=True)
class CertificatePrinted(Fact):
    """The certificate has its PDF."""

    certificate_id: str
    sha256: str


@fact("lawfulness.publication_planned")
@dataclass(frozen=True)
class PublicationPlanned(Fact):
    """The agenda as it is now is to be published at a time."""

    planned_id: str
    publish_at: datetime
    note: str


@fact("lawfulness.publication_called_off")
@dataclass(frozen=True)
class PublicationCalledOff(Fact):
    """It is not to be published then after all."""

    planned_id: str


@fact("lawfulness.publication_failed")
@dataclass(frozen=True)
class PublicationFailed(Fact):
    """Its time came and it could not be published; `reason` says why."""

    planned_id: str
    reason: str
