"""Takes secrets out of text before it is kept, logged or shown: start links, passcodes, tokens, stream keys."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

HIDDEN = "[hidden]"
#: Anything shorter stands in ordinary words too.
_SHORTEST_KNOWN = 6
#: Names of values that are secrets wherever they stand: in an address, a header, JSON or a form.
_NAMES = (
    "zak|pwd|tk|passcode|password|passwd|pass_code|pin|secret|client_?secret|secret_?token|api_?key|apikey|token|"
    "access_?token|refresh_?token|id_?token|download_?(?:access_?)?token|bearer|assertion|jwt|"
    "stream_?key|stream_?name|streamkey|streaming_?key|ingestion_?(?:info|address)|"
    "start_?url|join_?url|join_?web_?url|join_?address|host_?(?:url|link)|password_?hash|h323_?(?:password|passcode)|"
    "pstn_?password|encrypted_?(?:password|passcode)|client_?state|signature|sig|code_?verifier|authorization|cookie|"
    "set-cookie|x-zm-signature|host_?key|moderator_?(?:pw|password)|attendee_?(?:pw|password)"
)
#: What may stand before such a name, as in `zoom_access_token`.
_BEFORE = r"(?:[a-z0-9_-]{0,40}[_-])?"
_SECRET_NAME = re.compile(rf"(?:{_NAMES})", re.IGNORECASE)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # user:password@host
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]{0,20}://)[^\s/@:]{1,200}:[^\s/@]{1,500}@"), rf"\1{HIDDEN}@"),
    # Authorization: Bearer x, and the words alone
    (re.compile(r"(?i)\b(bearer|basic)(\s+|%20)[A-Za-z0-9._~+/=-]{6,}"), rf"\1 {HIDDEN}"),
    # "name": "value" and 'name': 'value', JSON and Python, escaped quotes too
    (
        re.compile(
            rf"(?i)(\\?[\"']{_BEFORE}(?:{_NAMES})\\?[\"']\s*:\s*)(\\?[\"'])(?:(?!\2).)*(\2|\Z)",
            re.DOTALL,
        ),
        rf"\1\2{HIDDEN}\3",
    ),
    # ?name=value and name=value
    (
        re.compile(
            rf"(?i)(?<![A-Za-z0-9])({_BEFORE}(?:{_NAMES})\s*(?:=|%3D)\s*)(?!\[hidden\])"
            r"([^\s&\"'<>,;)\]}]+)"
        ),
        rf"\1{HIDDEN}",
    ),
    # name: value, as in a header or in "Passcode: 1234"
    (
        re.compile(
            r"(?i)\b(authorization|x-zm-signature|set-cookie|cookie|passcode|password|stream key|client secret|secret "
            r"token|access token|refresh token)(\s*:\s*)(?!\[hidden\])([^\s\"'<>,;]+)"
        ),
        rf"\1\2{HIDDEN}",
    ),
    # addresses whose path is the secret: rtmp with a key, ways into a meeting, the door for news
    (re.compile(r"(?i)\b(rtmps?://[^\s/\"'<>]+/)[^\s\"'<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(https?://[a-z0-9.-]{0,100}zoom\.us/[jsw]/)[^\s\"'<>]+"), rf"\1{HIDDEN}"),
    (
        re.compile(r"(?i)\b(https?://teams\.(?:microsoft|live)\.com/(?:l/)?meet[a-z-]*/)[^\s\"'<>]+"),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)(/hooks/[a-z0-9_-]+/)[A-Za-z0-9_-]{8,}"), rf"\1{HIDDEN}"),
    # three parts of base 64 with dots between: a JSON web token; Google's own forms
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*"), HIDDEN),
    (re.compile(r"\b(?:ya29\.|1//)[A-Za-z0-9_.-]{10,}"), HIDDEN),
)


def redacted(text: str, known: Iterable[str] = ()) -> str:
    """The text with everything that looks like a secret taken out, and the secrets that are known. Twice is once."""
    for secret in sorted(known, key=len, reverse=True):
        if len(secret) >= _SHORTEST_KNOWN:
            text = text.replace(secret, HIDDEN)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def redacted_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """Plain data the same way: a value whose name is a secret's is hidden whole."""
    return {
        str(name): HIDDEN if _is_secret(str(name), value) else _cleaned(value) for name, value in data.items()
    }


class RedactingFilter(logging.Filter):
    """Takes secrets out of whatever is logged: the message, its arguments, a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through, cleaned."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        record.msg, record.args = redacted(message), ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = redacted(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = redacted(record.exc_text)
        return True


def install() -> None:
    """Have everything that this process logs cleaned. Twice is once."""
    before = logging.getLogRecordFactory()
    if getattr(before, "redacts", False):
        return
    cleaner = RedactingFilter()

    def make(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = before(*args, **kwargs)
        cleaner.filter(record)
        return record

    make.redacts = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(make)


def _is_secret(name: str, value: Any) -> bool:
    return bool(value) and not isinstance(value, bool) and _SECRET_NAME.fullmatch(name) is not None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, Mapping):
        return redacted_data(value)
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    return value
