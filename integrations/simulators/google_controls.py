"""What a person does at YouTube: pictures arrive, broadcasts are ended in its own pages, sign-ins die."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from integrations.simulators.base import Control, Input, Table, World
from integrations.simulators.google_answers import Refused
from integrations.simulators.google_broadcasts import move
from integrations.simulators.google_state import google, key_of, public_sees

Act = Callable[[Mapping[str, str]], str]


def add_controls(world: World) -> None:
    """Buttons, and the table of broadcasts."""
    which = Input("broadcast", "Broadcast", choices=lambda: _choices(world))
    for control in (
        Control("google.picture", "A picture arrives for a broadcast", _picture(world), (which,)),
        Control("google.dark", "The picture of a broadcast stops", _dark(world), (which,)),
        Control("google.studio_end", "Somebody ends it in YouTube Studio", _end(world), (which,)),
        Control("google.studio_delete", "Somebody deletes it in YouTube Studio", _delete(world), (which,)),
        Control(
            "google.sign_out", "The sign-in dies", _sign_out(world), help="As if it were revoked at Google."
        ),
        Control(
            "google.live_off", "Live streaming is switched off or on", _live(world), help="For the channel."
        ),
    ):
        world.controls[control.key] = control
    world.tables.append(lambda: _table(world))


def _choices(world: World) -> list[tuple[str, str]]:
    return [(i, b["snippet"]["title"]) for i, b in google(world).broadcasts.items()]


def _key(world: World, values: Mapping[str, str]) -> str:
    if values.get("broadcast") not in google(world).broadcasts:
        raise ValueError("there is no such broadcast")
    key = key_of(world, values["broadcast"])
    if not key:
        raise ValueError("the broadcast has no stream yet")
    return key


def _picture(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        world.feeds.send(_key(world, values), "An encoder", world.now())
        return "A picture arrives."

    return act


def _dark(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        world.feeds.stop(_key(world, values))
        return "The picture has stopped."

    return act


def _end(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        _key(world, values)
        ident = values["broadcast"]
        try:
            move(world, ident, "complete", google(world).broadcasts[ident]["status"]["lifeCycleStatus"])
        except Refused as refused:
            raise ValueError("it is not live") from refused
        return "The broadcast has ended."

    return act


def _delete(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        if google(world).broadcasts.pop(values.get("broadcast", ""), None) is None:
            raise ValueError("there is no such broadcast")
        return "The broadcast is deleted."

    return act


def _sign_out(world: World) -> Act:
    def act(_: Mapping[str, str]) -> str:
        google(world).grants.clear()
        return "Google accepts no sign-in of the product any more."

    return act


def _live(world: World) -> Act:
    def act(_: Mapping[str, str]) -> str:
        state = google(world)
        state.live_enabled = not state.live_enabled
        return f"Live streaming is switched {'on' if state.live_enabled else 'off'}."

    return act


def _table(world: World) -> Table:
    rows = tuple(
        (
            b["snippet"]["title"],
            b["snippet"]["scheduledStartTime"],
            b["status"]["lifeCycleStatus"],
            b["status"]["privacyStatus"],
            "Yes" if world.feeds.at(key_of(world, ident)) else "No",
            "Yes" if public_sees(world, ident) else "No",
        )
        for ident, b in google(world).broadcasts.items()
    )
    heads = ("Broadcast", "To begin", "Status", "Privacy", "Picture arrives", "The public sees it")
    return Table("YouTube broadcasts", heads, rows, "No broadcast.")
