"""YouTube as a provider of broadcasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.youtube import words
from integrations.youtube.broadcasts import (
    READ,
    Resource,
    Shelf,
    embed_url,
    moment,
    stream_target,
    watch_url,
    with_key,
)
from integrations.youtube.client import YouTube
from integrations.youtube.recording import put_captions, put_picture, write_description
from integrations.youtube.setup import SETUP, encoder
from integrations.youtube.signin import RECONNECT, SCOPES, Doors
from integrations.youtube.standing import hidden, state_of
from meetings.ports.adapters import Surroundings
from meetings.ports.broadcast import Broadcast, BroadcastState, BroadcastWish
from meetings.ports.providers import (
    Account,
    Can,
    Checked,
    Forged,
    Gone,
    Heard,
    NotYet,
    Permanent,
    QuotaSpent,
    SetUp,
    SignInDead,
)

#: YouTube refuses to begin in the past: what should have begun already begins in a minute.
_SOONEST = timedelta(minutes=1)
_OVER = ("complete", "revoked")
_RUNNING = ("liveStarting", "live")


def _now() -> datetime:
    return datetime.now(UTC)


class YouTubeBroadcasts:
    """Makes broadcasts on the council's channel, starts and ends them, and asks how they stand."""

    key = "youtube"
    name = "YouTube"
    can = frozenset(
        {
            Can.CREATE,
            Can.GO_LIVE,
            Can.FEED_STATE,
            #: by making it private: see the last step of its set-up
            Can.HOLD,
            Can.END,
            Can.CAPTIONS,
            Can.CHAPTERS,
            Can.THUMBNAIL,
            Can.PRIVACY,
        }
    )

    def __init__(self, around: Surroundings, now: Callable[[], datetime] = _now) -> None:
        self._now = now
        self._youtube = YouTube(Doors.at(around.simulators), now)

    @property
    def setup(self) -> SetUp:
        """How it is connected."""
        return SETUP

    def _shelf(self, account: Account) -> Shelf:
        return Shelf(self._youtube, account)

    # --- the account ---------------------------------------------------------------------------------------------

    def sign_in_address(self, account: Account, state: str, back: str) -> str:
        """Google's page of consent."""
        return self._youtube.sign_in.address(account, state, back)

    def signed_in(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        """The lasting token."""
        return self._youtube.sign_in.exchange(account, code, back)

    def disconnect(self, account: Account) -> None:
        """Our permission is taken back at Google."""
        self._youtube.sign_in.revoke(account)

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        """YouTube sends no news of broadcasts: whatever claims to be from it is not."""
        raise Forged("YouTube sends no messages")

    def check(self, account: Account) -> tuple[Checked, ...]:
        """Permissions, channel, live streaming."""
        granted = self._youtube.sign_in.token(account, fresh=True).scopes
        scopes = [
            Checked(name, name in granted, use if name in granted else f"Missing: {use}. {RECONNECT}")
            for name, use in SCOPES
        ]
        if not all(c.ok for c in scopes):
            return tuple(scopes)
        channels = self._youtube.service.channels().list(part="id,snippet", mine=True)
        channel = self._tried("Channel", "The channel is {}.", account, channels)
        streams = self._youtube.service.liveStreams().list(part="id", mine=True, maxResults=1)
        live = self._tried("Live streaming", "Live streaming is switched on.", account, streams)
        return (*scopes, channel, live)

    def _tried(self, name: str, good: str, account: Account, request: Any) -> Checked:
        try:
            items = self._youtube.do(account, request, READ).get("items") or []
        except (SignInDead, QuotaSpent):
            raise
        except Permanent as refused:
            return Checked(name, False, f"{refused.reason} {refused.remedy}".strip())
        if name == "Channel":
            if not items:
                return Checked(
                    name, False, "The Google account has no YouTube channel. Make one, or use another."
                )
            good = good.format(items[0]["snippet"]["title"])
        return Checked(name, True, good)

    # --- before --------------------------------------------------------------------------------------------------

    def prepare(self, account: Account, wish: BroadcastWish) -> Broadcast:
        """Made, or found by our mark; bound to a stream."""
        shelf = self._shelf(account)
        others = shelf.unfinished()
        found = with_key(others, wish.key)
        found = self._written(shelf, found, wish) if found else self._inserted(shelf, wish)
        return self._bound(shelf, found, wish, others)

    def update(self, account: Account, ref: str, wish: BroadcastWish) -> Broadcast:
        """Written only where something differs; a held one stays hidden."""
        shelf = self._shelf(account)
        found = self._written(shelf, shelf.broadcast(ref), wish)
        return self._bound(shelf, found, wish, None)

    def _bound(
        self, shelf: Shelf, broadcast: Resource, wish: BroadcastWish, others: list[Resource] | None
    ) -> Broadcast:
        ref = str(broadcast["id"])
        if _cycle(broadcast) in (*_OVER, *_RUNNING):
            # Its stream may not change any more.
            stream = shelf.stream((broadcast.get("contentDetails") or {}).get("boundStreamId") or "-")
            target = stream_target(ref, stream) if stream else None
        else:
            target = shelf.bound(broadcast, wish.starts_at, others)
        steps = (encoder(target),) if target and _cycle(broadcast) not in _OVER else ()
        framed = (broadcast.get("contentDetails") or {}).get("enableEmbed", True)
        return Broadcast(ref, watch_url(ref), embed_url(ref) if framed else "", target, steps)

    def _inserted(self, shelf: Shelf, wish: BroadcastWish) -> Resource:
        body = self._new(wish)
        try:
            return shelf.insert(body)
        except Permanent as refused:
            if refused.code != "invalidEmbedSetting":
                raise
        # Not every channel may have its live streams on other sites: then the public watches at YouTube.
        return shelf.insert(body | {"contentDetails": body["contentDetails"] | {"enableEmbed": False}})

    def _new(self, wish: BroadcastWish) -> Resource:
        return {
            "snippet": self._snippet(wish),
            "status": {"privacyStatus": wish.privacy, "selfDeclaredMadeForKids": False},
            "contentDetails": {
                # Nothing is public before the officer says so, and a picture that fails ends nothing.
                "enableAutoStart": False,
                "enableAutoStop": False,
                "monitorStream": {"enableMonitorStream": False},
                # Captions that come with the picture, as Zoom and encoders send them.
                "closedCaptionsType": "closedCaptionsEmbedded",
                "enableDvr": True,
                "recordFromStart": True,
                "enableEmbed": True,
                "latencyPreference": "low",
            },
        }

    def _snippet(self, wish: BroadcastWish) -> Resource:
        starts = max(wish.starts_at, self._now() + _SOONEST).astimezone(UTC).replace(microsecond=0)
        return {
            "title": words.title(wish.title),
            "description": words.marked(wish.description, wish.key, wish.privacy),
            "scheduledStartTime": starts.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def _written(self, shelf: Shelf, found: Resource, wish: BroadcastWish) -> Resource:
        """As wished: what has begun keeps its time, what is over its text with the chapters, what is hidden is so."""
        snippet, there = self._snippet(wish), found["snippet"]
        same_time = moment(there.get("scheduledStartTime")) == wish.starts_at.replace(microsecond=0)
        if same_time or _cycle(found) in (*_RUNNING, *_OVER):
            snippet["scheduledStartTime"] = there["scheduledStartTime"]
        if _cycle(found) in _OVER:
            snippet["description"] = words.marked(there.get("description") or "", wish.key, wish.privacy)
        privacy = "private" if hidden(found) else wish.privacy
        changed = any(there.get(k) != v for k, v in snippet.items())
        if not changed and found["status"].get("privacyStatus") == privacy:
            return found
        status = {"privacyStatus": privacy, "selfDeclaredMadeForKids": False}
        written = shelf.write("snippet,status", {"id": found["id"], "snippet": snippet, "status": status})
        return {**found, **{k: written[k] for k in ("snippet", "status") if k in written}}

    def cancel(self, account: Account, ref: str) -> None:
        """Deleted, unless people could see it: then its recording is the public's, and a person decides."""
        shelf = self._shelf(account)
        try:
            found = shelf.broadcast(ref)
            seen = words.wished_privacy(found["snippet"].get("description") or "") != "private"
            if seen and _cycle(found) in (*_RUNNING, "complete"):
                raise Permanent(
                    "The broadcast has been live, so it was not deleted at YouTube.",
                    code="has_been_live",
                    remedy="End it. If its recording must go as well, delete it in YouTube Studio.",
                )
            shelf.delete(ref)
        except Gone:
            return

    # --- during --------------------------------------------------------------------------------------------------

    def state(self, account: Account, ref: str) -> BroadcastState:
        """As YouTube has it."""
        shelf = self._shelf(account)
        found = shelf.broadcast(ref)
        bound = (found.get("contentDetails") or {}).get("boundStreamId") or ""
        return state_of(found, shelf.stream(bound) if bound else None)

    def go_live(self, account: Account, ref: str) -> None:
        """Live already is live."""
        self._moved(account, ref, "live")

    def end(self, account: Account, ref: str) -> None:
        """Over already is over; what has not begun is left as it is."""
        try:
            self._moved(account, ref, "complete")
        except Permanent as refused:
            begun = (*_RUNNING, *_OVER)
            if refused.code != "invalidTransition" or _cycle(self._shelf(account).broadcast(ref)) in begun:
                raise

    def _moved(self, account: Account, ref: str, to: str) -> None:
        try:
            self._shelf(account).transition(ref, to)
        except Permanent as refused:
            if refused.code != "redundantTransition":
                raise

    def hold(self, account: Account, ref: str) -> None:
        """Hidden by making it private; read back."""
        self._hidden(account, ref, hide=True)

    def release(self, account: Account, ref: str) -> None:
        """As public as it is meant to be."""
        self._hidden(account, ref, hide=False)

    def _hidden(self, account: Account, ref: str, *, hide: bool) -> None:
        shelf = self._shelf(account)
        found = shelf.broadcast(ref)
        meant = words.wished_privacy(found["snippet"].get("description") or "") or "public"
        privacy = "private" if hide else meant
        if found["status"].get("privacyStatus") != privacy:
            status = {"privacyStatus": privacy, "selfDeclaredMadeForKids": False}
            shelf.write("status", {"id": ref, "status": status})
            if shelf.broadcast(ref)["status"].get("privacyStatus") != privacy:
                raise NotYet("YouTube has not done it yet.", code="not_yet")

    # --- after ---------------------------------------------------------------------------------------------------

    def chapters(self, account: Account, ref: str, description: str) -> None:
        """The description anew."""
        write_description(self._youtube, account, ref, description)

    def captions(self, account: Account, ref: str, vtt: bytes, language: str, name: str) -> None:
        """Those of the same language and name are replaced."""
        put_captions(self._youtube, account, ref, vtt, language, name)

    def picture(self, account: Account, ref: str, png: bytes) -> None:
        """The thumbnail."""
        put_picture(self._youtube, account, ref, png)


def _cycle(broadcast: Resource) -> str:
    return str((broadcast.get("status") or {}).get("lifeCycleStatus") or "")
