"""PDFs: what they may read (nothing), how they are tagged, and what they say of themselves."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from meetings.documents.attachments import Attachment
from meetings.documents.docx_out import docx_of
from meetings.documents.pdf_process import PdfFailed, PdfRenderer
from meetings.documents.printing import page as printed
from meetings.minutes.document import MinuteItem, MinutesDocument, Motion, Narrative, Resolution
from tests.documents import pdfs
from tests.documents.word_check import problems, text_of

PAGE = '<!doctype html><html lang="en-GB"><head><title>{title}</title>{head}</head><body>{body}</body></html>'
FONT = '<link rel="stylesheet" href="asset:css/base.css">'


def page(body: str, *, title: str = "Minutes", head: str = FONT) -> str:
    return PAGE.format(title=title, head=head, body=body)


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer(timeout=60) as renderer:
        yield renderer


class Listener:
    """A web server that only counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


VECTORS = (
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<link rel="attachment" href="{file}">',
    "<style>@import url({url});</style>",
    "<style>@import '{file}';</style>",
    "<style>@font-face{{font-family:x;src:url({url})}}body{{font-family:x}}</style>",
    "<style>@page{{background:url({url})}}</style>",
    "<style>body{{background:url({url});list-style-image:url({url});border-image:url({url})}}</style>",
    "<style>p::before{{content:url({url})}}</style>",
    '<img src="{url}" alt="x"><img src="{file}" alt="x">',
    '<object data="{url}">x</object><embed src="{url}">',
    '<svg width="9" height="9"><title>x</title><image href="{url}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><title>x</title><use href="{url}#a"/><style>@import url({url})</style></svg>',
    "<img alt=\"x\" src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}'/></svg>\">",
    '<a rel="attachment" href="{file}">x</a><a rel="attachment" href="{url}">x</a>',
    '<base href="{url}"><img src="a.png" alt="x">',
    '<iframe src="{url}"></iframe><input type="image" src="{url}">',
    '<img src="//127.0.0.1:{port}/x.png" alt="x"><img src="FILE:{path}" alt="x">',
)


@pytest.mark.parametrize("vector", VECTORS)
def test_pdf_reads_no_network_and_no_file(
    renderer: PdfRenderer, listener: Listener, tmp_path: Path, vector: str
) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::after{content:'CANARY-4711'}")
    address = f"http://127.0.0.1:{listener.port}/x"
    hostile = vector.format(url=address, file=secret.as_uri(), path=secret, port=listener.port)
    content = renderer.render(page(f"<h1>A</h1>{hostile}<p>b</p>"))
    assert listener.calls == 0
    with pdfs.opened(content) as pdf:
        assert not pdf.attachments
        streams = b"".join(each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream))
    assert b"CANARY-4711" not in content + streams + pdfs.words(content).encode()


def test_what_is_written_in_minutes_reads_nothing_either(
    renderer: PdfRenderer, listener: Listener, tmp_path: Path
) -> None:
    """All of it at once, in the places where officers write, through the template of minutes."""
    secret = tmp_path / "secret.css"
    secret.write_text("p::after{content:'CANARY-4711'}")
    address = f"http://127.0.0.1:{listener.port}/x"
    hostile = "".join(
        v.format(url=address, file=secret.as_uri(), path=secret, port=listener.port) for v in VECTORS
    )
    hostile += f'<p style="background:url({address})" onload="x">The words stay.</p>'
    blocks = (
        Narrative(id="n", html=hostile),
        Motion(id="m", text=hostile),
        Resolution(id="r", parts=(hostile, hostile)),
    )
    item = MinuteItem(item_id="i", number="1", heading=hostile, blocks=blocks)
    document = MinutesDocument(
        council=hostile,
        body=hostile,
        meeting_title="M",
        held_on=date(2021, 2, 9),
        place=hostile,
        items=(item,),
    )
    html = printed("pdf/minutes.html", doc=document)
    content, word = renderer.render(html), docx_of(html, title="M")
    assert listener.calls == 0
    with pdfs.opened(content) as pdf:
        assert not pdf.attachments
    assert "CANARY-4711" not in pdfs.words(content)
    assert "The words stay." in pdfs.words(content)
    assert "The words stay." in " ".join(text_of(word))
    assert problems(word) == []


def test_pdf_says_its_title_and_language_and_nothing_of_its_maker(renderer: PdfRenderer) -> None:
    head = f'{FONT}<meta name="author" content="A. Officer"><meta name="generator" content="x">'
    with pdfs.opened(renderer.render(page("<h1>Å</h1>", title="Minutes & notes", head=head))) as pdf:
        assert dict(pdf.docinfo) == {"/Title": "Minutes & notes"}
        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Minutes & notes"
            assert sorted(key.split("}")[1] for key in metadata) == ["part", "title"]


def test_pdf_of_the_same_page_is_the_same(renderer: PdfRenderer) -> None:
    assert renderer.render(page("<h1>A</h1>")) == renderer.render(page("<h1>A</h1>"))


def test_table_over_pages_is_one_table_with_one_heading(renderer: PdfRenderer) -> None:
    rows = "".join(f"<tr><th scope='row'>{i}</th><td>value {i}</td></tr>" for i in range(120))
    head = "<thead><tr><th scope='col'>Number</th><th scope='col'>Value</th></tr></thead>"
    content = renderer.render(page(f"<h1>A</h1><table>{head}<tbody>{rows}</tbody></table>"))
    with pdfs.opened(content) as pdf:
        assert len(pdf.pages) > 2
        roles = pdfs.roles(pdf)
        assert [roles.count(role) for role in ("Table", "THead", "TBody", "TR", "TH", "TD")] == [
            1, 1, 1, 121, 122, 120,
        ]  # fmt: skip
        cells = [each for each in pdfs.elements(pdf) if "/A" in each and "/Scope" in each.A]
        assert [str(cell.A.Scope) for cell in cells][:3] == ["/Column", "/Column", "/Row"]
        names = {bytes(cell.ID) for cell in cells}
        headers = [bytes(h) for each in pdfs.elements(pdf) if "/A" in each and "/Headers" in each.A
                   for h in each.A.Headers]  # fmt: skip
        assert len(headers) == 240
        assert set(headers) <= names
    assert pdfs.words(content).count("Number Value") == len(pdf_pages(content))


def pdf_pages(content: bytes) -> list[int]:
    with pdfs.opened(content) as pdf:
        return list(range(len(pdf.pages)))


def test_paragraph_and_list_over_pages_are_one_each(renderer: PdfRenderer) -> None:
    items = "".join(f"<li>item {i}</li>" for i in range(80))
    text = "word " * 1500
    with pdfs.opened(renderer.render(page(f"<h1>A</h1><p>{text}</p><ol>{items}</ol>"))) as pdf:
        roles = pdfs.roles(pdf)
        assert [roles.count(role) for role in ("P", "L", "LI", "Lbl", "LBody")] == [1, 1, 80, 80, 80]
        lists = [each for each in pdfs.elements(pdf) if each.S == pikepdf.Name.L]
        assert [str(each.A.ListNumbering) for each in lists] == ["/Decimal"]


def test_words_of_another_language_and_of_links_are_marked(renderer: PdfRenderer) -> None:
    body = '<h1>A</h1><p lang="cy">Cyngor <a href="https://eastmere.example/x">y Fwrdeistref</a></p>'
    with pdfs.opened(renderer.render(page(body))) as pdf:
        assert [str(each.Lang) for each in pdfs.elements(pdf) if "/Lang" in each] == ["cy"]
        assert [str(each.Contents) for each in pdf.pages[0].Annots] == ["y Fwrdeistref"]


def test_headings_are_bookmarks(renderer: PdfRenderer) -> None:
    with (
        pdfs.opened(renderer.render(page("<h1>A</h1><h2>B</h2><h2>C</h2>"))) as pdf,
        pdf.open_outline() as outline,
    ):
        assert [each.title for each in outline.root] == ["A"]
        assert [each.title for each in outline.root[0].children] == ["B", "C"]


def test_attachment_is_carried_as_data(renderer: PdfRenderer) -> None:
    data = json.dumps({"items": []}).encode()
    attachment = Attachment(
        name="minutes.json", content=data, media_type="application/json", description="The minutes as data"
    )
    with pdfs.opened(renderer.render(page("<h1>A</h1>"), [attachment])) as pdf:
        assert list(pdf.attachments) == ["minutes.json"]
        assert pdf.attachments["minutes.json"].get_file().read_bytes() == data


def test_what_is_kept_for_ever_is_pdf_a_3a_and_pdf_ua_with_its_data(
    renderer: PdfRenderer, tmp_path: Path
) -> None:
    data = Attachment(name="m.json", content=b"{}", media_type="application/json", description="Data")
    kept, plain = tmp_path / "kept.pdf", tmp_path / "plain.pdf"
    body = "<h1>Å & b</h1><p lang='cy'>Cyngor <a href='https://eastmere.example'>y dref</a></p>"
    kept.write_bytes(renderer.render(page(body, title="Å & b"), [data]))
    plain.write_bytes(renderer.render(page(body)))
    found = pdfs.broken_rules(kept, plain, standards=("PDFUA-1", "PDFA-3A"))
    assert found[str(kept)] == []
    assert any(rule.startswith("6.6.4-1") for rule in found[str(plain)])
    with pikepdf.open(kept) as pdf:
        assert [str(each.AFRelationship) for each in pdf.Root.AF] == ["/Data"]
        assert dict(pdf.docinfo) == {"/Title": "Å & b"}
        with pdf.open_metadata() as metadata:
            assert (metadata["dc:title"], metadata.pdfa_status) == ("Å & b", "3A")
            assert "xmp:CreatorTool" not in metadata
        assert [str(each) for each in pdf.Root.PageLabels.Nums[1].values()] == ["/D"]


def test_asset_that_is_handed_over_may_be_used(renderer: PdfRenderer) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><path d="M0 0h50v50H0z"/></svg>'
    body = '<h1>A</h1><img src="asset:img/crest.svg" alt="The arms of the council">'
    with pdfs.opened(renderer.render(page(body), assets={"asset:img/crest.svg": svg})) as pdf:
        assert [str(each.Alt) for each in pdfs.elements(pdf) if "/Alt" in each] == ["The arms of the council"]


def test_all_of_it_keeps_to_the_rules_of_pdf_ua(renderer: PdfRenderer, tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><th scope='row'>{i}</th><td><ul><li>a</li><li>b</li></ul></td></tr>" for i in range(60)
    )
    body = (
        '<h1>A</h1><h2>B</h2><p lang="cy">c <a href="https://eastmere.example">d</a></p>'
        "<ol><li><p>e</p><ul><li>f</li></ul></li></ol>"
        f"<table><caption>G</caption><thead><tr><th scope='col'>h</th><th scope='col'>i</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
    path = tmp_path / "all.pdf"
    path.write_bytes(renderer.render(page(body)))
    plain = tmp_path / "plain.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    found = pdfs.broken_rules(path, plain)
    assert found[str(path)] == []
    assert found[str(plain)] != []


def test_renderer_goes_on_after_a_page_that_hangs() -> None:
    endless = "<h1>A</h1>" + "<table><tr><td>" * 400 + "x" * 10
    with PdfRenderer(timeout=5) as renderer:
        renderer.render(page("<h1>A</h1>"))
        renderer._timeout = 0.05
        with pytest.raises(PdfFailed, match=r"took longer than 0\.05 s"):
            renderer.render(page(endless + "word " * 200_000))
        renderer._timeout = 60
        assert pdfs.words(renderer.render(page("<h1>Again</h1>", head=""))) == "Again"


def test_renderer_is_renewed_after_its_jobs() -> None:
    with PdfRenderer(jobs=1) as renderer:
        children = set()
        for _ in range(2):
            renderer.render(page("<h1>A</h1>"))
            assert renderer._child is not None
            children.add(renderer._child.pid)
        assert len(children) == 2
