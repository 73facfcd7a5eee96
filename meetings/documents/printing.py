"""The templates of printed documents, without a web application around them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from meetings.documents.richtext import after_that, inline, rich

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def page(template: str, **context: Any) -> str:
    """The HTML of a printed document, ready for `render_pdf`."""
    return _environment().get_template(template).render(**context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # For parts that pages on the web have too, and that look otherwise on paper.
    environment.globals["printed"] = True
    environment.filters.update(rich=rich, inline=inline, after_that=after_that)
    return environment
