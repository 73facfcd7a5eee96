"""Every route there is, with whom it is for. Run as a module it prints the access list."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from meetings.web.access import access_of
from tests.factories.site import make_site

ACCESS_LIST = Path(__file__).parent / "access.txt"
_FREE = {"HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    path: str
    endpoint: str
    access: str | None
    #: an address of that form
    example: str

    @property
    def line(self) -> str:
        """As it stands in the access list."""
        return f"{self.method:5} {self.path:68} {self.access}"


def routes(app: Flask) -> list[Route]:
    """Every route but the files of /static, in order."""
    found = [route for rule in app.url_map.iter_rules() for route in _of_rule(app, rule)]
    return sorted(found, key=lambda r: (r.path, r.method))


def _of_rule(app: Flask, rule: Rule) -> Iterator[Route]:
    if rule.endpoint == "static":
        return
    access = access_of(app.view_functions[rule.endpoint])
    for method in sorted((rule.methods or set()) - _FREE):
        yield Route(method, rule.rule, rule.endpoint, access, example(app, rule))


def example(app: Flask, rule: Rule) -> str:
    """An address of something that does not exist."""
    with app.test_request_context():
        values = {name: _value(converter) for name, converter in rule._converters.items()}
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def _value(converter: BaseConverter) -> object:
    """What can stand there: a number, one of the words that are allowed, or the id of nothing."""
    if isinstance(converter, IntegerConverter):
        return 1
    return min(converter.items) if isinstance(converter, AnyConverter) else "nothing"


def main() -> None:
    """Write the list."""
    with tempfile.TemporaryDirectory() as folder, make_site(Path(folder) / "data") as site:
        text = "\n".join(route.line for route in routes(site.parts.app))
    ACCESS_LIST.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
