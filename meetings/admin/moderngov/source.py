"""Where meetings are brought from: a file, a folder of them, one answer on the web, or a whole site."""

from __future__ import annotations

import glob
from dataclasses import replace
from pathlib import Path

from meetings.admin.moderngov.fetch import Fetcher, FetchRules
from meetings.admin.moderngov.files import Files, Uploaded
from meetings.admin.moderngov.imported import Kind
from meetings.admin.moderngov.loaded import Progress, Source
from meetings.admin.moderngov.service import Service, understand
from meetings.admin.moderngov.site import Answer, Scope, Site
from meetings.kernel.errors import Invalid

__all__ = ["FetchRules", "Progress", "Scope", "Source", "Uploaded", "open_source", "open_url"]


def open_source(
    where: str,
    *,
    allow_private: bool = False,
    scope: Scope | None = None,
    rules: FetchRules | None = None,
) -> Source:
    """A file, a folder, a pattern such as `export/*.xml`, or a web address. Raises Invalid."""
    if "://" in where:
        return open_url(where, allow_private=allow_private, scope=scope, rules=rules)
    path = Path(where).expanduser()
    try:
        if path.is_file():
            return Files(where, (path,))
        found = (
            list(path.rglob("*.xml"))
            if path.is_dir()
            else [Path(p) for p in glob.glob(where, recursive=True)]
        )
    except (OSError, ValueError) as error:
        raise Invalid(f"“{where[:200]}” cannot be opened: {error}.") from error
    paths = tuple(sorted(entry for entry in found if entry.is_file()))
    if not paths:
        raise Invalid(
            f"Found no XML file at “{where[:200]}”. Name a file, a folder with .xml files, or a web address "
            "that begins with https://."
        )
    return Files(where, paths)


def open_url(
    url: str,
    *,
    allow_private: bool = False,
    scope: Scope | None = None,
    rules: FetchRules | None = None,
) -> Source:
    """A web address and nothing else: for a form, where nobody may name files of the server."""
    rules = replace(rules or FetchRules(), allow_private=allow_private)
    try:
        address = understand(url)
    except ValueError as error:
        raise Invalid(f"“{url[:200]}” is not a web address: {error}.") from error
    fetcher = Fetcher(rules)
    service = Service(address.root, fetcher)
    if address.answer:
        return Answer(address.answer, service, None, (), fetcher)
    if address.meeting_id:
        parameters = {"lMeetingId": address.meeting_id}
        one = service.url(Kind.MEETING, parameters)
        return Answer(one, service, Kind.MEETING, tuple(parameters.items()), fetcher)
    return Site(address.root, scope or Scope(), rules)
