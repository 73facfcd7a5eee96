"""When a provider says to come back: seconds, an HTTP date, or Zoom's moment in ISO form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: Nobody is believed who says to stay away for longer.
_LONGEST = timedelta(days=2)


def not_before(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The moment that `Retry-After` names (RFC 9110, 10.2.3, and Zoom's own form); None: nothing readable."""
    said = next((v.strip() for k, v in headers.items() if k.lower() == "retry-after"), "")
    if not said:
        return None
    moment = _moment(said, now)
    return None if moment is None else min(max(moment, now), now + _LONGEST)


def _moment(said: str, now: datetime) -> datetime | None:
    if said.isdigit():
        return now + timedelta(seconds=min(int(said), int(_LONGEST.total_seconds())))
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(said)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
