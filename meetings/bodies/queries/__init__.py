"""Reads about the council, its bodies and who sits on them."""

from meetings.bodies.queries.councillors import (
    CouncillorRow,
    NamedRow,
    TermRow,
    councillors,
    former_councillors,
    groups,
    terms_of,
    wards,
)
from meetings.bodies.queries.recipients import MemberAddress, addresses_of_body, recipients_of_body
from meetings.bodies.queries.seats import (
    BodyRow,
    Member,
    SeatRow,
    bodies,
    body_by_slug,
    body_of,
    chair_of,
    chairs,
    council_name,
    member_counts,
    members_of,
    memberships_of,
    seats_of,
)
from meetings.db.record import council_stream
from meetings.people.queries import person_names

__all__ = [
    "BodyRow",
    "CouncillorRow",
    "Member",
    "MemberAddress",
    "NamedRow",
    "SeatRow",
    "TermRow",
    "addresses_of_body",
    "bodies",
    "body_by_slug",
    "body_of",
    "chair_of",
    "chairs",
    "council_name",
    "council_stream",
    "councillors",
    "former_councillors",
    "groups",
    "member_counts",
    "members_of",
    "memberships_of",
    "person_names",
    "recipients_of_body",
    "seats_of",
    "terms_of",
    "wards",
]
