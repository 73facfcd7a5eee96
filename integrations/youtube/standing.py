"""How a broadcast stands, from what YouTube says of it and of its stream: never from what was asked for."""

from __future__ import annotations

from typing import Any

from integrations.youtube.broadcasts import Resource, moment
from integrations.youtube.words import wished_privacy
from meetings.ports.broadcast import BroadcastState, Phase

_PHASES = {
    "created": Phase.CREATED,
    "ready": Phase.READY,
    "testStarting": Phase.READY,
    "testing": Phase.READY,
    "liveStarting": Phase.STARTING,
    "live": Phase.LIVE,
    "complete": Phase.ENDED,
}
_HEALTH = {"good": "good", "ok": "ok", "bad": "bad", "noData": "none", "revoked": "none"}


def state_of(broadcast: Resource, stream: Resource | None) -> BroadcastState:
    """`stream`: the one that is bound, if any."""
    snippet, status = broadcast.get("snippet") or {}, broadcast.get("status") or {}
    phase = _PHASES.get(str(status.get("lifeCycleStatus")), Phase.UNKNOWN)
    privacy = status.get("privacyStatus")
    receiving, health, issues = _arriving(stream)
    if phase in (Phase.STARTING, Phase.LIVE) and hidden(broadcast):
        phase = Phase.HELD
    return BroadcastState(
        phase=phase,
        receiving=receiving,
        public=_public(phase, privacy, receiving),
        health=health,
        started_at=moment(snippet.get("actualStartTime")),
        ended_at=moment(snippet.get("actualEndTime")),
        detail=_detail(phase, str(status.get("lifeCycleStatus")), receiving, issues),
    )


def hidden(broadcast: Resource) -> bool:
    """Private although it is meant to be seen."""
    meant = wished_privacy((broadcast.get("snippet") or {}).get("description") or "")
    return (broadcast.get("status") or {}).get("privacyStatus") == "private" and meant not in ("", "private")


def _arriving(stream: Resource | None) -> tuple[bool | None, str, list[str]]:
    if stream is None:
        return False, "none", []
    status = stream.get("status") or {}
    said = status.get("streamStatus")
    health: dict[str, Any] = status.get("healthStatus") or {}
    issues = [str(i.get("description") or i.get("type")) for i in health.get("configurationIssues") or []]
    if said is None:
        return None, "", issues
    receiving = said == "active"
    return receiving, _HEALTH.get(str(health.get("status")), "") if receiving else "none", issues


def _public(phase: Phase, privacy: Any, receiving: bool | None) -> bool | None:
    if phase is Phase.UNKNOWN:
        return None
    if phase not in (Phase.STARTING, Phase.LIVE) or privacy == "private":
        return False
    return receiving


def _detail(phase: Phase, cycle: str, receiving: bool | None, issues: list[str]) -> str:
    if cycle == "revoked":
        return "YouTube has taken the broadcast away."
    if phase is Phase.HELD and receiving:
        return (
            "Hidden from the public, but a picture still arrives and YouTube records it: "
            "stop it where it is sent from."
        )
    if phase is Phase.HELD:
        return "Hidden from the public; no picture arrives."
    if phase in (Phase.STARTING, Phase.LIVE) and receiving is False:
        return "The broadcast is live, but no picture arrives."
    return " ".join(issues)[:300]
