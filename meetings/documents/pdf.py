"""HTML to a tagged PDF: PDF/UA-1, to be kept also PDF/A-3a. It reads what is handed to it and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from meetings.documents import pdf_assets
from meetings.documents.attachments import Attachment


def render_pdf(
    html: str,
    *,
    attachments: Sequence[Attachment] = (),
    assets: Mapping[str, bytes] | None = None,
    archive: bool = False,
) -> bytes:
    """The PDF of a whole HTML page that names its sheets as `asset:css/<name>.css`.

    It is PDF/UA-1; with `archive`, or with files attached, it is PDF/A-3a as well.
    `assets` adds to what the page may use (a council's crest, say), by address. Nothing else is ever
    opened: no network, no file, no `data:` address, whoever asks for it.
    """
    # Imported here because these packages take seconds to load, and only the PDF process needs them.
    from meetings.documents.pdf_finish import finish
    from meetings.documents.pdf_tags import tagging

    weasyprint = _weasyprint()
    fetcher = _fetcher(weasyprint, {**pdf_assets.built_in(), **(assets or {})})
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, media_type="print")
    archive = archive or bool(attachments)
    variant = "pdf/a-3a" if archive else "pdf/ua-1"
    with tagging():
        raw: bytes = page.write_pdf(
            pdf_variant=variant,
            font_config=_fonts(),
            custom_metadata=False,
            # It is packed once, at the end.
            uncompressed_pdf=True,
        )
    return finish(raw, attachments, archive=archive)


@cache
def _weasyprint() -> Any:
    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return weasyprint


@cache
def _fonts() -> Any:
    """One set of unpacked fonts for the life of the process."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _fetcher(weasyprint: Any, allowed: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcherResponse

    class Shelf(weasyprint.URLFetcher):  # type: ignore[misc]
        """Hands out what is on the shelf and refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in allowed:
                raise ValueError(f"not among the assets: {url[:200]}")
            return URLFetcherResponse(url, allowed[url], {"Content-Type": pdf_assets.media_type(url)})

    return Shelf(allowed_protocols=(pdf_assets.SCHEME,), allow_redirects=False)
