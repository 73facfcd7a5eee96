"""The published form of a document: accessible (PDF/UA-1), fit to be kept for ever (PDF/A-3a), with its data inside."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from meetings.documents.attachments import Attachment

DATA_TYPE = "application/json"


def data_file(data: Any) -> bytes:
    """Data as a file: UTF-8, sorted, a line for each value, so that equal data are equal files."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def archive_pdf(
    render_pdf: Callable[..., bytes], html: str, *, data: bytes | None = None, name: str = "", about: str = ""
) -> bytes:
    """The PDF, with the same content as open data attached to it where there is any.

    `render_pdf` is that of a job's context; `name` such as `minutes.json`; `about` says what the data are.
    """
    if data is None:
        return render_pdf(html, archive=True)
    attached = Attachment(name=name, content=data, media_type=DATA_TYPE, description=about)
    return render_pdf(html, attachments=(attached,), archive=True)
