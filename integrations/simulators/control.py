"""The control page: what stands in the simulators, and buttons with which a person makes things happen there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, jsonify, redirect, render_template_string, request

from integrations.simulators.base import Control, Fault, FaultKind, Input, Logged, Table, World
from integrations.simulators.faults import WORDS

_PAGE = Path(__file__).with_name("page.html")


def control_app(world: World) -> Flask:
    """The page at `/`, its buttons at `/control/...` (forms, or JSON for programs), and the log at `/log`."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    add_common(world)
    #: what the last button did, and in which group it stands: said once
    told: list[tuple[str, str]] = []

    @app.get("/")
    def page() -> str:
        said_in, said = told.pop() if told else ("", "")
        return render_template_string(
            _PAGE.read_text(encoding="utf-8"),
            world=world,
            said=said,
            said_in=said_in,
            tables=[make() for make in world.tables],
            groups=_groups(world),
            log=[x for x in reversed(world.log) if x.operation][:30],
        )

    @app.post("/control/<simulator>/<verb>")
    def press(simulator: str, verb: str) -> Any:
        control = world.controls.get(f"{simulator}.{verb}")
        if control is None:
            return jsonify(error="There is no such control."), 404
        program = request.is_json
        values = _values(request.get_json() if program else request.form)
        try:
            said = control.act(values)
        except (KeyError, ValueError) as error:
            said = f"That cannot be done: {error.args[0] if error.args else 'something is missing'}"
            if program:
                return jsonify(error=said), 400
        if program:
            return jsonify(said=said)
        told[:] = [(simulator, said)]
        return redirect(f"/#{simulator}", 303)

    app.add_url_rule("/log", "log", view_func=lambda: jsonify(requests=[_told(x) for x in world.log]))
    return app


def _told(x: Logged) -> dict[str, Any]:
    return {
        "at": x.at.isoformat(),
        "simulator": x.simulator,
        "operation": x.operation,
        "method": x.method,
        "path": x.path,
        "query": x.query,
        "status": x.status,
    }


def _values(sent: Mapping[str, Any]) -> dict[str, str]:
    return {str(k): str(v) for k, v in sent.items()}


def _groups(world: World) -> list[tuple[str, str, list[Control]]]:
    groups: dict[str, list[Control]] = {name: [] for name in _NAMES}
    for key, control in world.controls.items():
        groups.setdefault(key.partition(".")[0], []).append(control)
    return [(name, _NAMES.get(name, name), controls) for name, controls in groups.items() if controls]


_NAMES = {
    "zoom": "Zoom",
    "graph": "Teams",
    "login": "Microsoft sign-in",
    "google": "YouTube",
    "feed": "Pictures",
    "fault": "Faults",
    "world": "Everything",
}


def add_common(world: World) -> None:
    """The controls that belong to no one provider."""
    keys = Input("key", "Stream key")
    arriving = Input("key", "Picture", choices=lambda: [(f.key, f.sender) for f in world.feeds.every()])
    health = Input("health", "Quality", choices=lambda: [(x, x) for x in ("good", "ok", "bad")])
    for control in (
        Control("feed.send", "A picture arrives", _send(world), (keys,), "As if an encoder sent it."),
        Control("feed.stop", "A picture stops", _stop(world), (arriving,)),
        Control("feed.worsen", "A picture gets better or worse", _worsen(world), (arriving, health)),
        Control("fault.arm", "The next request goes wrong", _arm(world), _fault_inputs(world)),
        Control("fault.clear", "No more faults", _clear(world)),
        Control("world.site", "Where the product is", _site(world), (Input("site", "Address"),)),
        Control("world.reset", "Start again from nothing", _reset(world)),
    ):
        world.controls[control.key] = control
    world.tables.append(lambda: _feeds(world))
    world.tables.append(lambda: _faults(world))


def _fault_inputs(world: World) -> tuple[Input, ...]:
    names = ("zoom", "graph", "login", "google")
    return (
        Input("kind", "What goes wrong", choices=lambda: [(k, WORDS[k]) for k in FaultKind]),
        Input(
            "simulator", "Where", choices=lambda: [("", "Anywhere"), *[(n, _NAMES.get(n, n)) for n in names]]
        ),
        Input("operation", "Only this operation (empty: any)"),
        Input("times", "How often (0: until taken away)", "1"),
        Input("seconds", "Seconds to come back in", "30"),
    )


def _send(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        key = values.get("key", "").strip()
        if not key:
            raise ValueError("enter the stream key")
        world.feeds.send(key, values.get("sender") or "An encoder", world.now())
        return "A picture arrives."

    return act


def _stop(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        world.feeds.stop(values["key"])
        return "The picture has stopped."

    return act


def _worsen(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        world.feeds.worsen(values["key"], values["health"])
        return "The picture's quality has changed."

    return act


def _arm(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        fault = Fault(
            FaultKind(values["kind"]),
            values.get("simulator", ""),
            values.get("operation", "").strip(),
            int(values.get("times") or 1),
            int(values.get("seconds") or 30),
        )
        world.faults.arm(fault)
        return f"Armed: {WORDS[fault.kind]}."

    return act


def _clear(world: World) -> Any:
    def act(_: Mapping[str, str]) -> str:
        world.faults.clear()
        return "Nothing goes wrong any more."

    return act


def _site(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        world.site = values["site"].strip().rstrip("/")
        return "News is posted there from now on." if world.site else "News is posted nowhere."

    return act


def _reset(world: World) -> Any:
    def act(_: Mapping[str, str]) -> str:
        site = world.site
        world.reset()
        world.site = site
        return "Everything is as it was at the start."

    return act


def _feeds(world: World) -> Table:
    rows = tuple(
        (f.sender, f.key[:4] + "…", f.health, f.since.strftime("%H:%M:%S")) for f in world.feeds.every()
    )
    return Table("Pictures that arrive", ("From", "Stream key", "Quality", "Since"), rows, "No picture.")


def _faults(world: World) -> Table:
    rows = tuple(
        (WORDS[f.kind], _NAMES.get(f.simulator, "Anywhere"), f.operation or "Any", str(f.times or "Always"))
        for f in world.faults.every()
    )
    return Table("Faults that wait", ("Fault", "Where", "Operation", "Times"), rows, "No fault waits.")
