"""What the room's buttons send, read into commands."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from meetings.kernel.errors import Invalid
from meetings.room.rules import Presence
from meetings.room.usecases import Arrive, ArriveAsVisitor, CountPublic, SendApology


def arrival(meeting_id: str, form: MultiDict[str, str]) -> Arrive:
    """One or many people. Raises Invalid when nobody is chosen."""
    people = tuple(p for p in form.getlist("person_id") if p)
    if not people:
        raise Invalid("Choose who has arrived.", {"person_id": "Choose who has arrived"})
    presence = form.get("presence", Presence.IN_PERSON.value)
    if presence not in {p.value for p in Presence}:
        raise Invalid("Choose in person or online.", {"presence": "Choose in person or online"})
    return Arrive(meeting_id, people, Presence(presence))


def visitor(meeting_id: str, form: MultiDict[str, str]) -> ArriveAsVisitor:
    """A name, and as what they are here."""
    presence = Presence.REMOTE if form.get("presence") == Presence.REMOTE.value else Presence.IN_PERSON
    return ArriveAsVisitor(meeting_id, form.get("name", "").strip(), form.get("post", "").strip(), presence)


def apology(meeting_id: str, form: MultiDict[str, str]) -> SendApology:
    """Who, and whether for absence or lateness."""
    return SendApology(meeting_id, form.get("person_id", ""), form.get("kind", "absence"))


def public_count(meeting_id: str, form: MultiDict[str, str]) -> CountPublic:
    """A whole number. Raises Invalid."""
    text = form.get("count", "").strip()
    if not text.isdigit():
        raise Invalid("Type how many members of the public are here, as a number.", {"count": "A number"})
    return CountPublic(meeting_id, int(text))
