"""What every provider of remote meetings and broadcasts has in common: its account, its errors, what it can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


class ProviderFailed(Exception):
    """The provider did not do it. `reason` is one line in plain words without any secret; `code` is its own."""

    def __init__(self, reason: str, *, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class Retryable(ProviderFailed):
    """It may be done later. `not_before`: the provider itself says when; `uncertain`: it may have been done."""

    def __init__(
        self, reason: str, *, code: str = "", not_before: datetime | None = None, uncertain: bool = False
    ) -> None:
        super().__init__(reason, code=code)
        self.not_before = not_before
        self.uncertain = uncertain


class QuotaSpent(Retryable):
    """The allowance of a day or an hour is used up."""


class NotYet(Retryable):
    """The provider is well; what was asked for takes its time, such as a report after a meeting."""


class Permanent(ProviderFailed):
    """It will not be done however often it is asked for. `remedy`: what a person can do about it."""

    def __init__(self, reason: str, *, code: str = "", remedy: str = "") -> None:
        super().__init__(reason, code=code)
        self.remedy = remedy


class SignInDead(Permanent):
    """The provider does not accept our account any more: it must be connected again."""


class Gone(Permanent):
    """What is asked about is not there (any more)."""


class Forged(Exception):
    """A message that claims to come from the provider and does not, or is too old. Nothing of it is kept."""


class Can(StrEnum):
    """What a provider can do by itself. What it cannot is a step that an officer takes by hand."""

    CREATE = "create"
    MEMBER_LINKS = "member_links"
    HOST_LINK = "host_link"
    WAITING_ROOM = "waiting_room"
    ADMIT = "admit"
    MUTE = "mute"
    STREAM_TARGET = "stream_target"
    STREAM_CONTROL = "stream_control"
    STREAM_STATE = "stream_state"
    END = "end"
    ATTENDANCE = "attendance"
    CERTAIN_ATTENDANCE = "certain_attendance"
    RECORDINGS = "recordings"
    TRANSCRIPTS = "transcripts"
    NEWS = "news"
    #: broadcasts
    GO_LIVE = "go_live"
    FEED_STATE = "feed_state"
    HOLD = "hold"
    CAPTIONS = "captions"
    CHAPTERS = "chapters"
    THUMBNAIL = "thumbnail"
    PRIVACY = "privacy"


@dataclass(frozen=True)
class Ask:
    """A field of the page on which a provider is set up."""

    name: str
    label: str
    hint: str = ""
    secret: bool = False
    required: bool = True


@dataclass(frozen=True)
class SetUp:
    """What a person must do at the provider and enter here. `steps`: plain sentences, in order."""

    asks: tuple[Ask, ...] = ()
    steps: tuple[str, ...] = ()
    #: permissions (scopes) to grant, by their name at the provider, and what each is for in plain words
    scopes: tuple[tuple[str, str], ...] = ()
    #: the officer signs in at the provider (OAuth); otherwise what is entered is enough
    sign_in: bool = False
    #: what the sign-in is for, where the connection works without it; empty: nothing works without it
    sign_in_for: str = ""
    #: where the provider must be told to send its news, if it sends any
    news: bool = False
    #: it asks the provider for its news by itself: nobody has to tell the provider where to send it
    news_by_itself: bool = False
    #: why it cannot be had on this machine at all, and what to do; empty: it can
    missing: str = ""
    #: units that may be used on one day, which begins at midnight in this zone; 0: they are not counted
    allowance: int = 0
    allowance_zone: str = "UTC"


@dataclass
class Account:
    """A council's account at a provider, in memory only. `values`: what was entered or handed out, secrets too."""

    provider: str
    values: dict[str, str] = field(repr=False)
    #: keep values that the provider has changed, such as a fresh token
    keep: Callable[[Mapping[str, str]], None] = field(default=lambda _: None, repr=False)
    #: tell the counter what a call cost, in the provider's own units
    spend: Callable[[int], None] = field(default=lambda _: None, repr=False)


@dataclass(frozen=True)
class Checked:
    """What the test of a connection found about one permission."""

    name: str
    ok: bool
    #: what it is for, or what is missing and where it is granted
    words: str


@dataclass(frozen=True)
class Paste:
    """A text to copy at a manual step. A `secret` one is shown on request only and never printed or mailed."""

    label: str
    value: str = field(repr=False)
    secret: bool = False


@dataclass(frozen=True)
class Step:
    """Something a person must do by hand because the provider lets no program do it."""

    key: str
    title: str
    text: str
    pastes: tuple[Paste, ...] = ()


@dataclass(frozen=True)
class Happened:
    """One piece of news from a provider, in our words. The same news again has the same `key`."""

    key: str
    #: room_started, room_ended, joined, left, waiting, stream_started, stream_stopped, recording_ready,
    #: transcript_ready, access_lost (the account is not accepted any more), news_ending (what was promised to be sent
    #: must be asked for anew), other
    kind: str
    at: datetime | None
    #: the meeting at the provider
    ref: str
    #: plain data without secrets: names and ids of a participant, and so on
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Heard:
    """A message that was verified: what to answer at once, and the news in it."""

    happened: tuple[Happened, ...] = ()
    answer: str = ""
    answer_type: str = "application/json"


class Provider(Protocol):
    """What both kinds of provider have."""

    @property
    def key(self) -> str:
        """Such as `zoom`."""

    @property
    def name(self) -> str:
        """As people call it."""

    @property
    def can(self) -> frozenset[Can]:
        """What it does by itself."""

    @property
    def setup(self) -> SetUp:
        """How it is connected."""

    def check(self, account: Account) -> tuple[Checked, ...]:
        """Try every permission without changing anything. Raises ProviderFailed if not even that can be asked."""

    def sign_in_address(self, account: Account, state: str, back: str) -> str:
        """Where the officer signs in at the provider. Only with `setup.sign_in`."""

    def signed_in(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        """The values to keep after a sign-in. Raises ProviderFailed."""

    def disconnect(self, account: Account) -> None:
        """Take back what the provider gave us, where it can be taken back. Raises ProviderFailed."""

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        """Verify a message over its raw bytes and put it in our words. Raises Forged. Asks nobody, answers fast."""


@runtime_checkable
class KeptUp(Protocol):
    """A provider whose promises to us run out, such as one to send news, and must be renewed now and then."""

    def upkeep(self, account: Account) -> None:
        """Renew what runs out; to be called several times a day, and again at will. Raises ProviderFailed."""
