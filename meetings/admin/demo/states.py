"""Items and papers in their states in the demonstration: part exempt, withdrawn, to follow, in a supplement."""

from __future__ import annotations

import io
import zipfile
from html import escape

import pikepdf
from pikepdf import Dictionary, Name

from meetings.admin.demo.load_meetings import INTEREST_TEST
from meetings.admin.demo.load_people import Cast
from meetings.agendas.checks import publication_checks
from meetings.agendas.content import AgendaContent, ContentItem
from meetings.agendas.queries import working_agenda
from meetings.agendas.rules import PaperKind
from meetings.agendas.usecases import (
    AddPaper,
    PaperFile,
    PublishAgenda,
    WithdrawItem,
    add_paper,
    publish_agenda,
    withdraw_item,
)
from meetings.documents.file_types import DOCX, PDF
from meetings.kernel.actor import SYSTEM, Actor
from meetings.kernel.secrecy import Sensitivity
from meetings.ports.storage import Storage
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, upcoming

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_LINK}/{{kind}}" Target="{{target}}"/></Relationships>'
)
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    "</w:style></w:styles>"
)
_QUESTIONS = (
    ("h", "Questions from residents"),
    (
        "p",
        "Four residents wrote after the agenda was published. Their questions and the answers of officers follow.",
    ),
    ("h", "What will it cost?"),
    (
        "p",
        "The figures in the report include what was spent so far. Nothing is needed beyond this year’s budget.",
    ),
    ("h", "How can I follow what comes of it?"),
    (
        "p",
        "The decision stands in the minutes. A report on progress comes to the Committee within six months.",
    ),
)
_ADVICE = (
    ("h", "Advice of the Monitoring Officer"),
    ("p", "The Council has the power to do what is recommended. A claim against it is unlikely to succeed."),
    ("h", "What could be said against it"),
    ("p", "A claimant could say that the consultation was short. Six weeks were given where four are usual."),
)
_REASON = "The report needs further work. The item comes back to the next meeting."


def load_states(work: Work, storage: Storage, cast: Cast) -> None:
    """The next agenda but one gets a supplement; the first draft a paper to follow and one that gives too much away."""
    coming = [m for m in upcoming(work.session, work.now, limit=40) if m.status is MeetingStatus.PLANNED]
    published = [m for m in coming if m.agenda_version and (m.starts_at - work.now).days > 0]
    drafts = [m for m in coming if not m.agenda_version and len(_reports(work, m)) > 0]
    if len(published) > 1:
        _supplement(work, storage, cast, published[1])
    if drafts:
        _draft(work, storage, cast, drafts[0])
    work.actor = SYSTEM


def _supplement(work: Work, storage: Storage, cast: Cast, meeting: MeetingRow) -> None:
    items = _reports(work, meeting)
    if len(items) < 2:
        return
    work.actor = _clerk(cast, meeting)
    questions = _kept(storage, _word(_QUESTIONS), "Questions from residents.docx", DOCX)
    add_paper(
        work,
        AddPaper(meeting.id, items[0].id, "Questions from residents", questions, kind=PaperKind.APPENDIX),
    )
    advice = _kept(storage, _word(_ADVICE), "Legal advice.docx", DOCX)
    annex = AddPaper(
        meeting.id,
        items[0].id,
        "Legal advice",
        advice,
        Sensitivity.EXEMPT,
        kind=PaperKind.APPENDIX,
        exempt_paragraphs=("5",),
        interest_test=INTEREST_TEST,
    )
    add_paper(work, annex)
    withdraw_item(work, WithdrawItem(meeting.id, items[-1].id, _REASON))
    content = working_agenda(work.session, meeting.id)
    at = work.now.astimezone(work.timezone)
    # On some days the law has something against it: then it stays unpublished, with the reason on the page.
    if not any(check.blocks for check in publication_checks(work.session, meeting, content, at)):
        note = f"Item {items[0].number}: questions from residents. Item {items[-1].number} is withdrawn."
        publish_agenda(work, PublishAgenda(meeting.id, note))


def _draft(work: Work, storage: Storage, cast: Cast, meeting: MeetingRow) -> None:
    work.actor = _clerk(cast, meeting)
    item = _reports(work, meeting)[0]
    survey = AddPaper(meeting.id, item.id, "Survey of the structure", kind=PaperKind.APPENDIX, to_follow=True)
    add_paper(work, survey)
    letter = _kept(storage, _letter(), "Letter from a resident.pdf", PDF)
    add_paper(work, AddPaper(meeting.id, item.id, "Letter from a resident", letter, kind=PaperKind.APPENDIX))


def _reports(work: Work, meeting: MeetingRow) -> list[ContentItem]:
    content: AgendaContent = working_agenda(work.session, meeting.id)
    return [i for i in content.items if i.papers and i.sensitivity is Sensitivity.PUBLIC]


def _clerk(cast: Cast, meeting: MeetingRow) -> Actor:
    key = next(k for k, body_id in cast.bodies.items() if body_id == meeting.body_id)
    return cast.actors[cast.content.clerk(key).key]


def _kept(storage: Storage, data: bytes, name: str, media_type: str) -> PaperFile:
    """Stored, and not looked through yet: the worker does that, as for any paper."""
    stored = storage.put(io.BytesIO(data))
    return PaperFile(name, media_type, stored.size, None, stored.sha256)


def _word(lines: tuple[tuple[str, str], ...]) -> bytes:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    body = "".join(
        f"<w:p>{style if kind == 'h' else ''}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
        for kind, text in lines
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="word/document.xml"),
        "word/_rels/document.xml.rels": _RELATIONS.format(kind="styles", target="styles.xml"),
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": _STYLES,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _letter() -> bytes:
    """A letter whose writer's name was blacked out by drawing a box over it: it can still be copied."""
    lines = (
        "To the committee",
        "I live opposite and support the works.",
        "Yours, Edith Marlowe, 4 Weir Cottages",
    )
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        text = "".join(
            f"BT /F1 12 Tf 72 {760 - 24 * n} Td ({words}) Tj ET\n" for n, words in enumerate(lines)
        )
        page.Contents = pdf.make_stream(f"{text}0 0 0 rg 110 708 190 18 re f".encode())
        buffer = io.BytesIO()
        pdf.save(buffer)
        return buffer.getvalue()
