"""How parts of a chart are told apart: by pattern first, so that they can be read in grey and without colours."""

from __future__ import annotations

from markupsafe import Markup, escape

#: how parts are filled, in the order of a chart's keys
FILLS = ("solid", "lines", "empty", "dots")
#: colours that belong to no party: told apart by people who see few colours, and in grey by their order
NEUTRAL = ("#4a4a4a", "#8a7a4d", "#5f6f8c", "#7c5c70", "#5c7c74", "#a08a78", "#39505c", "#8c8c8c")
INK, SOLID = "#1a1a1a", "#0e5149"


def patterns(key: str) -> Markup:
    """The patterns of one drawing, under ids of its own."""
    return Markup(
        f'<defs><pattern id="{escape(key)}-lines" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="stat-paper" width="6" height="6" fill="#ffffff"/>'
        f'<rect class="stat-ink" width="2.4" height="6" fill="{INK}"/></pattern>'
        f'<pattern id="{escape(key)}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect class="stat-paper" width="6" height="6" fill="#ffffff"/>'
        f'<circle class="stat-ink" cx="3" cy="3" r="1.2" fill="{INK}"/></pattern></defs>'
    )


def paint(fill: str, key: str) -> str:
    """The value of a `fill` attribute."""
    return {"solid": SOLID, "empty": "#ffffff"}.get(fill, f"url(#{escape(key)}-{fill})")
