"""A database with a council in it keeps everything when it is brought to the newest shape."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from meetings.agendas.queries import working_agenda
from meetings.db.engine import Database
from meetings.db.migrate import config, upgrade

#: One row of each table that later shapes change and that others point at.
ROWS = (
    "INSERT INTO stream (id, kind, version) VALUES ('m1', 'meeting', 0)",
    "INSERT INTO body (id, slug, name, kind, purpose, quorum, usual_place, usual_time, resolved_word, is_active)"
    " VALUES ('b1', 'planning', 'Planning', 'committee', '', 3, '', '19:00', 'RESOLVED', true)",
    "INSERT INTO meeting (id, body_id, kind, mode, status, starts_at, planned_minutes, place, broadcast_url,"
    " is_public, agenda_version, notice, ics_sequence) VALUES ('m1', 'b1', 'ordinary', 'in_person', 'planned',"
    " '2026-12-08 19:00:00', 120, 'Town Hall', '', true, 0, '', 0)",
    "INSERT INTO agenda_item (id, meeting_id, position, kind, fixed_number, title, text, recommendation,"
    " sensitivity, exemption) VALUES ('i1', 'm1', 1, 'item', '', 'Bus lanes', '', '', 'public', '')",
    "INSERT INTO paper (id, meeting_id, item_id, position, title, filename, media_type, size, sha256, sensitivity,"
    " exemption, uploaded_at, uploaded_by, withdrawn_reason, external_url) VALUES ('p1', 'm1', 'i1', 1, 'Report',"
    " 'report.pdf', 'application/pdf', 10, 'abc', 'public', '', '2026-11-01 09:00:00', 'Olive', '', '')",
)


def test_first_shape_with_a_council_in_it_becomes_the_newest(database: Database) -> None:
    settings = config()
    with database.writer.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
    with database.writer.begin() as connection:
        for row in ROWS:
            connection.execute(text(row))
    assert upgrade(database)
    with database.read() as session:
        (item,) = working_agenda(session, "m1").items
    assert (item.number, item.title, [p.title for p in item.papers]) == ("1", "Bus lanes", ["Report"])
