"""For whom live screens are built: a member barred from reading on an item gets no more of it than the public."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.agendas.paper_access import closed_items
from meetings.kernel.secrecy import Audience
from meetings.room.queries import may_read_current, room_of
from meetings.runtime.live import is_veiled

_OF_THE_BODY = (Audience.MEMBER, Audience.CHAIR)


def private_item(session: Session, meeting_id: str) -> str | None:
    """The item being taken, where what is said of it is not for the public."""
    room = room_of(session, meeting_id)
    if room is None or room.item_id is None:
        return None
    public = may_read_current(session, meeting_id, Audience.PUBLIC)
    followed = public and not is_veiled(session, meeting_id, Audience.PUBLIC)
    return None if followed else room.item_id


def shown_as(
    session: Session, meeting_id: str, audience: Audience, person_id: str | None, private: str | None
) -> Audience:
    """For whom the screen of somebody who looks at the meeting as `audience` is built. `private`: see above."""
    if private is None or audience not in _OF_THE_BODY:
        return audience
    return Audience.PUBLIC if private in closed_items(session, meeting_id, person_id) else audience
