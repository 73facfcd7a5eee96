"""A paper that came from Word, with headings, lists and a table that goes over pages."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from meetings.documents.printing import page

_ROWS = "".join(f"<tr><th scope='row'>Ward {n}</th><td>{n * 14:,}</td><td></td></tr>" for n in range(60))


def pages() -> Iterator[str]:
    html = (
        "<h2>Background</h2><p>As before.</p><ol><li>a<ul><li>b</li></ul></li><li>c</li></ol><h3>Figures</h3>"
        "<table><thead><tr><th scope='col'>Ward</th><th scope='col'>People</th><th scope='col'>Note</th></tr></thead>"
        f"<tbody>{_ROWS}</tbody></table>"
    )
    yield page("pdf/paper.html", title="Traffic & parking", html=Markup(html))
