"""A server with its video beside it, and without what a meeting by video does not need: the worker and the keepers."""

from __future__ import annotations

import sys
from pathlib import Path

from integrations.registry import adapters
from meetings.runtime.hub import Ready
from meetings.server.children import Children
from meetings.server.companions import companions_of
from meetings.server.parts import assemble
from meetings.server.start import serve_parts
from meetings.settings import Settings


def main(port: int) -> None:
    settings = Settings()
    parts = assemble(settings, adapters())
    children = Children(*companions_of(adapters(), parts, "127.0.0.1", port))

    def ready(_: Ready) -> None:
        children.start()
        (Path(settings.data) / "ready").touch()

    serve_parts(parts, host="127.0.0.1", port=port, on_ready=ready, signals=True)
    children.stop()
    parts.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
