"""What the facts from before the meeting say: the law, certificates, publication at a time, letters, forward plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from meetings.deadlines.rules.book import known_rule

Data = Mapping[str, Any]


def _rule(data: Data) -> str:
    found = known_rule(str(data["rule_id"]))
    return f"“{found.title}”" if found else f"the rule {data['rule_id']}"


def _why(data: Data, name: str = "reason") -> str:
    return f": {str(data.get(name) or '').rstrip('. ')}" if data.get(name) else ""


def _moment(data: Data, k: Any) -> str:
    at = data["publish_at"]
    return str(k.moment(at if isinstance(at, str | datetime) else str(at)))


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "law.rule_overridden": lambda d, k: f"Let {_rule(d)} pass{_why(d)}",
    "law.override_withdrawn": lambda d, k: f"No longer lets {_rule(d)} pass",
    "lawfulness.certificate_made": lambda d, k: f"Made notice certificate {d['number']}",
    "lawfulness.certificate_printed": lambda d, k: "The PDF of a notice certificate was made",
    "lawfulness.publication_planned": lambda d, k: f"Set the agenda to be published on {_moment(d, k)}",
    "lawfulness.publication_called_off": lambda d, k: "Called off the publication that was set for a time",
    "lawfulness.publication_failed": lambda d, k: f"The agenda was not published at the time set{_why(d)}",
    "agendas.unpublished": lambda d, k: f"Took the agenda back, version {d['number']} and before{_why(d)}",
    "agendas.agenda_begun": lambda d, k: f"Began the agenda with the order of business, {d['lines']} lines",
    "agendas.order_of_business_changed": lambda d, k: "Changed the order of business of a committee",
    "agendas.sheet_printed": lambda d, k: f"The PDF of the {d['kind']} was made",
    "schedule.substitutes_settled": lambda d, k: "Settled who may sit in for whom",
    "schedule.needs_changed": lambda d, k: "Changed what they need at meetings",
    "notifications.letters_written": lambda d, k: (
        f"Wrote {d['letters']} letters: {d['kind'].replace('_', ' ')}"
    ),
    "notifications.letter_sent": lambda d, k: f"A letter to {d['name']} was sent",
    "notifications.letter_not_sent": lambda d, k: f"A letter to {d['name']} could not be sent",
    "notifications.letter_sent_again": lambda d, k: f"Sent a letter to {d['name']} again",
    "forwardplan.notice_published": lambda d, k: f"Published notice {d['number']}: {d['title']}",
    "forwardplan.notice_printed": lambda d, k: f"The PDF of notice {d['number']} was made",
}
