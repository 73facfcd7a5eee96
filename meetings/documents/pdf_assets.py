"""What a PDF may draw upon: the print sheets and fonts of this software, in memory, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

SCHEME = "asset"

_ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = (
    ("css", _ROOT / "templates" / "pdf", "*.css"),
    ("img", _ROOT / "templates" / "pdf", "*.svg"),
    ("fonts", _ROOT / "static" / "fonts", "*.ttf"),
)
_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


@cache
def built_in() -> Mapping[str, bytes]:
    """Print sheets and fonts by the address a template gives them: `asset:css/minutes.css`."""
    found = {
        f"{SCHEME}:{name}/{path.name}": path.read_bytes()
        for name, folder, pattern in _FOLDERS
        for path in sorted(folder.glob(pattern))
    }
    return MappingProxyType(found)


def media_type(address: str) -> str:
    """The media type of an asset, by its ending."""
    return _TYPES.get(Path(address).suffix.lower(), "application/octet-stream")
