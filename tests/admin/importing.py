"""Invented answers of Modern.Gov, and the short way from one of them into the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from sqlalchemy import select

from meetings.admin.importer import Brought, Importer
from meetings.admin.moderngov.report import ImportReport
from meetings.admin.moderngov.source import Uploaded
from meetings.agendas.models import AgendaItem
from meetings.kernel.actor import SYSTEM, Actor
from meetings.minutes.document import MinutesDocument
from meetings.minutes.queries import document_of, minutes_of
from tests.factories.world import World

NARRATIVE = "<p>The Chair spoke.</p><ul><li>first;</li><li>second;</li><li>third;</li><li>fourth.</li></ul>"
RESOLVED = "<p><b>RESOLVED:</b> That the plan be noted.</p>"


def element(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def item(number: int, title: str, minutes: str = "", *, documents: str = "", **fields: object) -> str:
    """An agenda item; every field can be given another value."""
    values: dict[str, object] = {
        "agendaitemid": 900 + number,
        "agendaitemtitle": title,
        "agendatext": "",
        "agendaitemnumber": number,
        "agendaitemsubnumber": 0,
        "fulldisplaynumberformat": f"{number}." if number else "",
        "minutesnonemptyhtmlbody": minutes,
        "isminutepublished": "True" if minutes else "False",
        "isrestricted": "False",
        "isdisplayallowed": "True",
        **fields,
    }
    inside = "".join(element(name, value) for name, value in values.items())
    return f"<agendaitem>{inside}<linkeddocuments>{documents}</linkeddocuments></agendaitem>"


def document(number: int, title: str, url: str, restricted: str = "False") -> str:
    fields = {"attachmentid": number, "title": title, "url": url, "isrestricted": restricted}
    return f"<linkeddoc>{''.join(element(n, v) for n, v in fields.items())}</linkeddoc>"


def attendee(number: int, name: str, attendance: str = "Present", role: str = "Committee Member") -> str:
    return (
        f'<attendee membertype="U" memberid="{number}" name="{escape(name)}" roledescription="{role}" '
        f'attendance="{attendance}" politicalparty="" ward="" />'
    )


def meeting(*items: str, attendees: str = "", documents: str = "", **fields: object) -> bytes:
    """The answer to GetMeeting; every field can be given another value."""
    values: dict[str, object] = {
        "meetingid": 77,
        "meetingdate": "17/10/2023",
        "meetingstatus": "Confirmed",
        "isdisplayallowed": "True",
        "meetingtime": "6.30 pm",
        "meetinglocation": "Sluice House",
        "agendapublished": "True",
        "minutepublished": "True",
        "committeetitle": "Harbours Committee",
        **fields,
    }
    inside = "".join(element(name, value) for name, value in values.items())
    return (
        f"<meeting>{inside}<linkeddocuments>{documents}</linkeddocuments>"
        f"<agendaitems>{''.join(items)}</agendaitems><attendees>{attendees}</attendees></meeting>"
    ).encode()


@dataclass(frozen=True)
class Outcome:
    """What an import brought, and its report."""

    brought: list[Brought]
    report: ImportReport

    @property
    def fates(self) -> list[str]:
        return [each.fate.value for each in self.brought]

    @property
    def meeting_id(self) -> str:
        (only,) = self.brought
        return only.meeting_id

    @property
    def unplaced(self) -> list[str]:
        return [each.path for each in self.report.could_not_place]


def bring(world: World, *files: bytes, body: str = "", actor: Actor = SYSTEM) -> Outcome:
    """Import files as the pages and the command do."""

    def run(case: Callable[..., Any], command: Any) -> Any:
        return world.run(case, command, actor)

    source = Uploaded(tuple((f"file{n}.xml", content) for n, content in enumerate(files, start=1)))
    importer = Importer(run, source.where, body)
    return Outcome(list(importer.bring(source.load())), importer.report())


def items_of(world: World, meeting_id: str) -> list[AgendaItem]:
    """The lines of the working agenda in order."""
    with world.runner.read() as session:
        query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.removed_at.is_(None))
        return list(session.scalars(query.order_by(AgendaItem.position)))


def minutes_document(world: World, meeting_id: str) -> MinutesDocument:
    """The newest version of the minutes."""
    with world.runner.read() as session:
        row = minutes_of(session, meeting_id)
        assert row is not None
        return document_of(session, row)


def count(world: World, table: type[Any]) -> int:
    """How many rows there are."""
    with world.runner.read() as session:
        return len(list(session.scalars(select(table))))
