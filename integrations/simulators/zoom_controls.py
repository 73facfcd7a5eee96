"""Buttons with which a person, or a test, makes things happen in the simulated Zoom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from integrations.simulators import zoom_acts as acts
from integrations.simulators.base import Control, Input, Table, World
from integrations.simulators.zoom_news import flush, post, take, validate
from integrations.simulators.zoom_state import SCOPES, Meeting, Registrant, ZoomState

Act = Callable[[Mapping[str, str]], str]
#: verb, title, what it does, its fields, help
Button = tuple[str, str, Act, tuple[Input, ...], str]


def add(world: World) -> None:
    """They appear on the control page; `POST /control/zoom/<verb>`."""
    for verb, title, act, inputs, help_ in (*_in_the_meeting(world), *_about_zoom(world)):
        # What asks the product waits for it, and must not keep it from asking us meanwhile.
        whole = act if verb in ("hook", "news") else _whole(world, act)
        world.controls[f"zoom.{verb}"] = Control(f"zoom.{verb}", title, whole, inputs, help_)
    world.tables.append(lambda: _table(world))


def _in_the_meeting(world: World) -> tuple[Button, ...]:
    meeting = Input("meeting", "Meeting", choices=lambda: _meetings(world))
    who = Input("who", "Who", choices=lambda: _people(world))
    seat = Input("seat", "By whose personal link", choices=lambda: _seats(world))
    guest = (meeting, seat, Input("name", "Or a guest's name"), Input("phone", "Or a phone number"))
    text = Input("text", "Transcript as WebVTT (empty: one is made up)")
    return (
        ("start", "The host opens the meeting", _start(world), (meeting,), ""),
        ("join", "Somebody comes", _join(world), guest, "Into the waiting room, if the meeting has one."),
        ("admit", "The host lets somebody in", _admit(world), (meeting, who), ""),
        (
            "put_back",
            "The host puts somebody back into the waiting room",
            _put_back(world),
            (meeting, who),
            "",
        ),
        ("leave", "Somebody leaves", _leave(world), (meeting, who), ""),
        ("end", "The meeting ends", _end(world), (meeting,), ""),
        ("recording", "The recording is ready", _recording(world), (meeting, text), ""),
        ("counting", "The report is still being counted, or not", _counting(world), (meeting,), ""),
    )


def _about_zoom(world: World) -> tuple[Button, ...]:
    hook = Input("hook", "Address for news")
    how = (Input("copies", "Each so many times", "1"), Input("seed", "A number: in disorder"))
    return (
        ("hook", "Where news is posted", _hook(world), (hook,), "It is validated as Zoom does."),
        ("news", "Post the news that is held back", _news(world), how, ""),
        ("hold", "Hold news back, or post it at once", _hold(world), (), ""),
        ("scope", "Take a permission from the app, or give it back", _scope(world), (_scopes(),), ""),
        ("active", "The app is deactivated, or active again", _active(world), (), ""),
    )


def _whole(world: World, act: Act) -> Act:
    """Alone, and its news posted afterwards."""

    def do(values: Mapping[str, str]) -> str:
        with world.lock:
            said = act(values)
        flush(world)
        return said

    return do


def _scopes() -> Input:
    return Input("scope", "Permission", choices=lambda: [(x, x) for x in sorted(SCOPES)])


def _meetings(world: World) -> Sequence[tuple[str, str]]:
    return [(str(x.id), str(x.body["topic"])) for x in world.of(ZoomState).meetings.values()]


def _seats(world: World) -> Sequence[tuple[str, str]]:
    every = [y for x in world.of(ZoomState).meetings.values() for y in x.registrants.values()]
    return [("", "Nobody's"), *[(x.id, x.name) for x in every if x.status == "approved"]]


def _people(world: World) -> Sequence[tuple[str, str]]:
    held = [x.sitting for x in world.of(ZoomState).meetings.values() if x.sitting]
    return [(y.user_id, y.name) for x in held for y in x.people if y.left is None]


def _of(world: World, values: Mapping[str, str]) -> Meeting:
    found = world.of(ZoomState).meetings.get(int(values.get("meeting") or 0))
    if found is None:
        raise ValueError("there is no such meeting")
    return found


def _start(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        acts.opened(world, _of(world, values))
        return "The meeting has started."

    return act


def _join(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        meeting = _of(world, values)
        seat: Registrant | None = None
        if values.get("seat"):
            seat = meeting.registrants.get(values["seat"])
            if seat is None or seat.status != "approved":
                raise ValueError("this link lets nobody in")
        name, phone = values.get("name", "").strip(), values.get("phone", "").strip()
        if seat is None and not name and not phone:
            raise ValueError("say who comes")
        straight = bool(values.get("straight"))
        came = acts.came(world, meeting, seat, name, phone=phone, straight=straight)
        return f"{came.name} {'waits' if came.status == 'in_waiting_room' else 'is in the meeting'} ({came.user_id})."

    return act


def _somebody(world: World, values: Mapping[str, str], do: Callable[[Meeting, str], str]) -> str:
    meeting = _of(world, values)
    if meeting.sitting is None or meeting.sitting.here(values.get("who", "")) is None:
        raise ValueError("nobody of that name is there")
    return do(meeting, values["who"])


def _admit(world: World) -> Act:
    def do(meeting: Meeting, who: str) -> str:
        assert meeting.sitting is not None
        waiting = meeting.sitting.here(who)
        assert waiting is not None
        return f"{acts.let_in(world, meeting, waiting).name} is in the meeting."

    return lambda values: _somebody(world, values, do)


def _put_back(world: World) -> Act:
    def do(meeting: Meeting, who: str) -> str:
        assert meeting.sitting is not None
        there = meeting.sitting.here(who)
        assert there is not None
        return f"{acts.put_back(world, meeting, there).name} waits."

    return lambda values: _somebody(world, values, do)


def _leave(world: World) -> Act:
    def do(meeting: Meeting, who: str) -> str:
        assert meeting.sitting is not None
        there = meeting.sitting.here(who)
        assert there is not None
        acts.went(world, meeting, there)
        return f"{there.name} has left."

    return lambda values: _somebody(world, values, do)


def _end(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        acts.ended(world, _of(world, values))
        return "The meeting has ended."

    return act


def _recording(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        acts.files_ready(world, _of(world, values), values.get("text", ""))
        return "Recording and transcript are ready."

    return act


def _counting(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        held = _of(world, values).sittings
        if not held:
            raise ValueError("the meeting has not been held")
        held[-1].counted = not held[-1].counted
        return "The report is ready." if held[-1].counted else "The report is being counted."

    return act


def _hook(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        return validate(world, values.get("hook", "").strip())

    return act


def _news(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        seed = values.get("seed", "").strip()
        copies = int(values.get("copies") or 1)
        answered = post(world, take(world), copies=copies, seed=int(seed) if seed else None)
        return f"Posted {len(answered)}, taken {sum(200 <= x < 300 for x in answered)}."

    return act


def _hold(world: World) -> Act:
    def act(_: Mapping[str, str]) -> str:
        state = world.of(ZoomState)
        state.held = not state.held
        return "News is held back." if state.held else "News is posted at once."

    return act


def _scope(world: World) -> Act:
    def act(values: Mapping[str, str]) -> str:
        state, name = world.of(ZoomState), values["scope"]
        state.scopes ^= {name}
        return f"{name} is {'granted' if name in state.scopes else 'taken away'}."

    return act


def _active(world: World) -> Act:
    def act(_: Mapping[str, str]) -> str:
        state = world.of(ZoomState)
        state.active = not state.active
        return "The app is active." if state.active else "The app is deactivated."

    return act


def _table(world: World) -> Table:
    rows = tuple(
        (
            str(x.id),
            str(x.body["topic"]),
            str(x.body["start_time"]),
            str(sum(y.status == "approved" for y in x.registrants.values())),
            ", ".join(
                f"{y.name}{' (waiting)' if y.status == 'in_waiting_room' else ''}"
                for y in (x.sitting.people if x.sitting else ())
                if y.left is None
            )
            or ("started" if x.sitting else "not started"),
            "yes" if x.streaming else "no",
        )
        for x in world.of(ZoomState).meetings.values()
    )
    heads = ("Meeting", "Title", "Starts", "Personal links", "There now", "Streaming")
    return Table("Zoom meetings", heads, rows, "No meeting at Zoom.")
