"""Microsoft Graph as far as council meetings need it: it keeps state, checks what it is sent, and fails on request."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from integrations.simulators import (
    graph_meetings,
    graph_news,
    graph_people,
    graph_reports,
    graph_townhalls,
)
from integrations.simulators.base import Entry, World, simulator
from integrations.simulators.graph_doors import Refusal, admit, struck
from integrations.simulators.identity_state import CLIENT, ORGANISER, SECRET, TENANT

NAME = "graph"


def make(world: World) -> Flask:
    """The application below /graph."""
    app = simulator(NAME, world, struck)

    @app.before_request
    def door() -> None:
        if request.routing_exception is None:
            admit(world)

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        return refusal.answer()

    @app.errorhandler(HTTPException)
    def unknown(error: HTTPException) -> Response:
        code = "BadRequest" if error.code != 404 else "ResourceNotFound"
        return Refusal(
            error.code or 400, code, "Resource not found for the segment, or method not allowed."
        ).answer()

    for part in (graph_meetings, graph_reports, graph_townhalls, graph_news):
        part.add(app, world)
    graph_people.controls(world)
    world.entries.append(ENTRY)
    return app


ENTRY = Entry(
    "teams",
    "Microsoft Teams",
    (("tenant", TENANT), ("client_id", CLIENT), ("client_secret", SECRET), ("organiser", ORGANISER)),
    "For town halls, also choose to sign in there; the page that comes has one button.",
)
