"""The real server with one more page: that of a bare Flask application, in the same threads of the same hub.

python -m benchmarks.serve_page FOLDER PORT
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from integrations.registry import adapters
from meetings.server.parts import assemble
from meetings.server.start import serve_parts
from meetings.settings import Settings

BARE = "/bare"
#: before an address of the product: answer it with nothing kept from before
FRESH = "/fresh"


def bare_app() -> Flask:
    """As little as Flask can do."""
    app = Flask("bare", static_folder=None)

    @app.get(BARE)
    def hello() -> str:
        return "<!doctype html><title>Bare</title><p>Hello.</p>"

    return app


def main() -> None:
    """Serve until killed."""
    parts = assemble(Settings(data=Path(sys.argv[1])), adapters())
    product, bare = parts.app.wsgi_app, bare_app().wsgi_app

    def either(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(FRESH):
            parts.services.page_cache.clear()
            environ["PATH_INFO"] = path.removeprefix(FRESH)
        return (bare if path == BARE else product)(environ, start_response)

    parts.app.wsgi_app = either  # type: ignore[method-assign]
    ready = f"ready {os.getpid()}\n".encode()
    serve_parts(
        parts,
        host="127.0.0.1",
        port=int(sys.argv[2]),
        on_ready=lambda _: os.write(sys.stdout.fileno(), ready),
    )


if __name__ == "__main__":
    main()
