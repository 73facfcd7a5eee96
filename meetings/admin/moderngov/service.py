"""Asking Modern.Gov's web service: by plain GET, or by SOAP where a council has GET switched off."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from meetings.admin.moderngov.fetch import CannotFetch, Fetcher
from meetings.admin.moderngov.imported import Kind

_NAMESPACE = "http://moderngov.co.uk/namespaces"
_ENDPOINT = "mgWebService.asmx"
_SERVICE = re.compile(r"^(?P<root>.*/)mgwebservice\.asmx(?P<method>/[^/]*)?/?$", re.IGNORECASE)
_MEETING_PAGE = re.compile(r"/ielistdocuments\.aspx$", re.IGNORECASE)
# A service that does not take GET answers with one of these.
_NO_GET = {403, 404, 405, 500}


@dataclass(frozen=True)
class Address:
    """What somebody typed, understood: a site, one meeting of it, or one answer."""

    #: the site's root, ending in a slash: relative links lead from here
    root: str
    meeting_id: str = ""
    #: the address of one answer, to be fetched as it is
    answer: str = ""


def understand(url: str) -> Address:
    parts = urlsplit(url.strip())
    query = {key.lower(): values[0] for key, values in parse_qs(parts.query).items()}
    path = parts.path or "/"

    def root(folder: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, folder, "", ""))

    if service := _SERVICE.match(path):
        if service["method"] and service["method"] != "/":
            return Address(root(service["root"]), answer=url.strip())
        return Address(root(service["root"]))
    folder, _, page = path.rpartition("/")
    if _MEETING_PAGE.search(path) and (meeting_id := query.get("mid") or query.get("meetingid")):
        return Address(root(f"{folder}/"), meeting_id=meeting_id)
    if page.lower().endswith(".xml"):
        return Address(root(f"{folder}/"), answer=url.strip())
    # A page of the site stands for the site; anything without a dot is a folder.
    return Address(root(f"{folder}/" if "." in page or not page else f"{path}/"))


class Service:
    def __init__(self, root: str, fetcher: Fetcher) -> None:
        self.root = root
        self._endpoint = f"{root}{_ENDPOINT}"
        self._fetcher = fetcher
        self._soap: bool | None = None

    def url(self, method: Kind, parameters: dict[str, str]) -> str:
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"{self._endpoint}/{method.value}{query}"

    def ask(self, method: Kind, parameters: dict[str, str]) -> bytes:
        """Raises CannotFetch. What works the first time is kept to."""
        if self._soap:
            return self._ask_by_soap(method, parameters)
        try:
            content = self._fetcher.fetch(self.url(method, parameters)).content
        except CannotFetch as refusal:
            if self._soap is False or refusal.status not in _NO_GET:
                raise
            try:
                content = self._ask_by_soap(method, parameters)
            except CannotFetch:
                raise refusal from None
            self._soap = True
            return content
        self._soap = False
        return content

    def _ask_by_soap(self, method: Kind, parameters: dict[str, str]) -> bytes:
        inside = "".join(f"<{name}>{html.escape(value)}</{name}>" for name, value in parameters.items())
        envelope = (
            '<?xml version="1.0" encoding="utf-8"?>'
            '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
            f'<{method.value} xmlns="{_NAMESPACE}">{inside}</{method.value}></soap:Body></soap:Envelope>'
        )
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{_NAMESPACE}/{method.value}"',
        }
        return self._fetcher.fetch(self._endpoint, envelope.encode(), headers).content
