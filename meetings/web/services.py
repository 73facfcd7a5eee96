"""What an application is made of: put together once at the composition root, found again from any view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from flask import current_app

from meetings.ports.adapters import Providers
from meetings.ports.mail import MailSender
from meetings.ports.scanner import Scanner
from meetings.ports.storage import Storage
from meetings.runtime.keeper import Keeper
from meetings.runtime.usecase import Runner
from meetings.runtime.vault import Vault
from meetings.web.config import WebConfig
from meetings.web.pagecache import PageCache


@dataclass
class Services:
    """Everything a view may need besides its own feature."""

    runner: Runner
    storage: Storage
    config: WebConfig
    #: signs tokens; kept in the data folder
    secret: bytes
    #: hand a ballot to the one writer and wait for its answer
    submit_ballot: Callable[[Any], Any]
    #: the same for a ballot in a round of an appointment
    submit_in_round: Callable[[Any], Any]
    #: None: no mail server is set up
    mail: MailSender | None = None
    #: None: files are not looked through for malware
    scanner: Scanner | None = None
    #: makes the keys of secret rounds and opens their boxes, in a process of its own; None: none is set up
    opener: Keeper | None = None
    #: remote rooms and broadcasts
    providers: Providers = field(default_factory=Providers)
    #: what secrets at rest are locked with
    vault: Vault | None = None
    #: pages rendered for nobody in particular, per version of what they show
    page_cache: PageCache = field(default_factory=PageCache)


def services() -> Services:
    """The services of the running application."""
    return cast(Services, current_app.extensions["witan"])
