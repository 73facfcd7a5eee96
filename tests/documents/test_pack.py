"""Packs put together from documents of every kind: what is kept, what is stamped, what is left out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from meetings.documents.pack_assemble import Refused, assemble, look_at
from meetings.documents.pack_order import (
    Made,
    Numbers,
    Order,
    Outcome,
    Part,
    order_from_json,
    order_to_json,
    outcome_from_json,
    outcome_to_json,
)
from meetings.documents.pack_process import PackFailed, build_pack, look_at_papers
from tests.documents.pdfs import elements

A4 = (0, 0, 595, 842)


def document(path: Path, pages: int = 1, words: str = "Words", **page: Any) -> Pdf:
    """A plain PDF, open, to be added to and saved."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        made = Dictionary(
            Type=Name.Page,
            MediaBox=Array(page.get("MediaBox", A4)),
            Resources=Dictionary(Font=Dictionary(F1=font)),
            Contents=pdf.make_stream(f"BT /F1 12 Tf 100 500 Td ({words} {number}) Tj ET".encode()),
        )
        for key, value in page.items():
            made[f"/{key}"] = Array(value) if isinstance(value, tuple) else value
        pdf.pages.append(pikepdf.Page(made))
    pdf.save(path)
    return pdf


def tagged(path: Path, *, role: str = "/Heading", meaning: Name = Name.H1) -> None:
    """A page with one element, by a role and with a name that other documents may have as well."""
    pdf = document(path)
    page: Any = pdf.pages[0].obj
    page.Contents = pdf.make_stream(
        f"{role} <</MCID 0>> BDC BT /F1 12 Tf 100 500 Td (Tagged) Tj ET EMC".encode()
    )
    page.StructParents = 0
    top = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
    cell = Dictionary(Type=Name.StructElem, S=Name(role), P=top, Pg=page, K=0, ID=String("cell"))
    cell.A = Dictionary(O=Name.Table, Headers=Array([String("cell")]))
    inner = pdf.make_indirect(cell)
    top.K = Array([inner])
    tree = Dictionary(Type=Name.StructTreeRoot, K=top, ParentTree=Dictionary(Nums=Array([0, Array([inner])])))
    tree.RoleMap = Dictionary({role: meaning})
    pdf.Root.StructTreeRoot = pdf.make_indirect(tree)
    top.P = pdf.Root.StructTreeRoot
    pdf.Root.Lang = String("cy")
    pdf.save(path)


def part(path: Path, numbers: Numbers, **more: Any) -> Part:
    return Part(
        **{"key": path.stem, "path": str(path), "title": path.stem, "chapter": path.stem, **more},
        numbers=numbers,
    )


def packed(folder: Path, *parts: Part, **more: Any) -> Pdf:
    target = folder / "pack.pdf"
    outcome = assemble(Order(title="Pack", parts=parts, **more), target)
    assert outcome.done, outcome.refused
    return Pdf.open(io.BytesIO(target.read_bytes()))


def places(path: Path, wanted: str) -> list[tuple[float, float]]:
    """Where a text ends on each page as it is seen: from the right edge and from the lower edge."""
    found = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            at = text.search(wanted).get_next()
            assert at is not None
            left, bottom, right, _ = text.get_charbox(at[0] + at[1] - 1)
            crop = page.get_cropbox()
            wide, high = crop[2] - crop[0], crop[3] - crop[1]
            x, y = right - crop[0], bottom - crop[1]
            turned = {
                0: (wide - x, y),
                90: (high - (text.get_charbox(at[0] + at[1] - 1)[3] - crop[1]), wide - x),
            }
            turned[180] = (left - crop[0], high - (text.get_charbox(at[0])[3] - crop[1]))
            turned[270] = (bottom - crop[1], left - crop[0])
            found.append(turned[page.get_rotation()])
            page.close()
    return found


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_numbers_stand_at_the_lower_right_of_what_is_seen(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "turned.pdf"
    document(path, MediaBox=(0, 0, 800, 1000), CropBox=(100, 50, 700, 950), Rotate=turn)
    packed(tmp_path, part(path, Numbers(7, 7)))
    ((right, lower),) = places(tmp_path / "pack.pdf", "Page 7")
    assert 20 < right < 35
    assert 8 < lower < 22


@pytest.mark.parametrize(
    ("pages", "labels"),
    [
        (3, ["41", "42", "43"]),
        (1, ["41 to 43"]),
        (2, ["41", "42 to 43"]),
        (5, ["41", "42", "43", "43a", "43b"]),
    ],
)
def test_numbers_stay_whatever_becomes_of_a_paper(pages: int, labels: list[str]) -> None:
    assert Numbers(41, 43).labels(pages) == labels


def test_numbers_are_said_in_words() -> None:
    assert (Numbers(4, 4).words, Numbers(3, 9, "E").words) == ("page 4", "pages E3 to E9")


def test_readers_show_the_labels(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    document(one, 2)
    document(two, 2)
    pack = packed(tmp_path, part(one, Numbers(1, 3)), part(two, Numbers(1, 1, "E")))
    shown: list[Any] = [page.label for page in pack.pages]
    assert shown == ["1", "2 to 3", "E1", "E1a"]


def test_tags_of_two_documents_with_the_same_names_stay_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    tagged(one, meaning=Name.H1)
    tagged(two, meaning=Name.P)
    pack = packed(tmp_path, part(one, Numbers(1, 1)), part(two, Numbers(2, 2)))
    found = [e for e in elements(pack) if "/ID" in e]
    roles = {str(key): str(value) for key, value in pack.Root.StructTreeRoot.RoleMap.items()}
    assert [roles[str(e.S)] for e in found] == ["/H1", "/P"]
    assert [str(e.ID) == str(e.A.Headers[0]) for e in found] == [True, True]
    assert len({str(e.ID) for e in found}) == 2
    assert [str(e.Lang) for e in elements(pack) if Name.Part == e.S] == ["cy", "cy"]
    assert [e.Pg.objgen for e in found] == [page.objgen for page in pack.pages]
    kids = list(pack.Root.StructTreeRoot.ParentTree.Kids)
    rows = {int(k.Nums[0]): k.Nums[1][0].objgen for k in kids}
    assert [rows[int(page.obj.StructParents)] for page in pack.pages] == [e.objgen for e in found]


def test_pages_without_tags_are_read_in_the_order_they_were_drawn(tmp_path: Path) -> None:
    plain, scan = tmp_path / "plain.pdf", tmp_path / "scan.pdf"
    document(plain, 2)
    document(scan)
    pack = packed(
        tmp_path, part(plain, Numbers(1, 2)), part(scan, Numbers(3, 3), scanned=True, title="Old plan")
    )
    assert [str(e.S) for e in elements(pack)] == ["/Document", "/Part", "/P", "/P", "/Part", "/Figure"]
    (figure,) = (e for e in elements(pack) if Name.Figure == e.S)
    assert str(figure.Alt) == "Picture of page 1 of 1 of “Old plan”. Its words cannot be read out."


def test_broken_tags_do_not_keep_a_paper_out(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    tagged(path)
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array([Name.Wrong, 1]))
        pdf.save(path)
    pack = packed(tmp_path, part(path, Numbers(1, 1)))
    assert [str(e.S) for e in elements(pack)] == ["/Document", "/Part", "/P"]


def test_links_by_the_same_name_lead_within_their_own_document(tmp_path: Path) -> None:
    parts = []
    for at, stem in enumerate(("one", "two")):
        path = tmp_path / f"{stem}.pdf"
        pdf = document(path, 2)
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=String("there"))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
        names = Dictionary(Names=Array([String("there"), Array([pdf.pages[1].obj, Name.Fit])]))
        pdf.Root.Names = Dictionary(Dests=names)
        pdf.save(path)
        parts.append(part(path, Numbers(2 * at + 1, 2 * at + 2)))
    pack = packed(tmp_path, *parts)
    pages: list[Any] = [page.objgen for page in pack.pages]
    led = [pages.index(pack.pages[n].obj.Annots[0].Dest[0].objgen) for n in (0, 2)]
    assert led == [1, 3]


def test_what_was_hidden_stays_hidden(tmp_path: Path) -> None:
    path = tmp_path / "layers.pdf"
    pdf = document(path)
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft notes")))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L0=group)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/OC /L0 BDC BT /F1 40 Tf 100 500 Td (HIDDEN) Tj ET EMC")
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    pdf.save(path)
    pack = packed(tmp_path, part(path, Numbers(1, 1)))
    off: Any = pack.Root.OCProperties.D.OFF
    assert [g.objgen for g in off] == [g.objgen for g in pack.Root.OCProperties.OCGs]
    assert pack.pages[0].obj.Resources.Properties.L0.objgen == off[0].objgen


def test_nothing_is_said_of_who_wrote_the_papers(tmp_path: Path) -> None:
    path = tmp_path / "traces.pdf"
    pdf = document(path)
    pdf.docinfo.Author = String("Tracey Author")
    for key in ("/PieceInfo", "/LastModified", "/Metadata"):
        pdf.pages[0].obj[key] = (
            pdf.make_stream(b"Tracey Author") if key == "/Metadata" else String("Tracey Author")
        )
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Tracey Author"]
    pdf.save(path)
    pack = packed(tmp_path, part(path, Numbers(1, 1)))
    held = io.BytesIO()
    pack.save(held, qdf=True)
    assert b"Tracey" not in held.getvalue()


def test_what_cannot_be_used_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    good, bad, locked = (tmp_path / f"{name}.pdf" for name in ("good", "bad", "locked"))
    document(good).save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    bad.write_bytes(b"%PDF-1.4 no more")
    parts = tuple(part(p, Numbers(n, n)) for n, p in enumerate((good, bad, locked), 1))
    outcome = build_pack(Order(title="Pack", parts=parts), tmp_path / "pack.pdf")
    assert outcome.refused == {"bad": "broken", "locked": "encrypted"}
    assert not (tmp_path / "pack.pdf").exists()
    made, refused = look_at_papers({p.stem: str(p) for p in (good, bad, locked)})
    assert (set(made), refused) == ({"good"}, {"bad": "broken", "locked": "encrypted"})


def test_a_document_without_pages_is_refused(tmp_path: Path) -> None:
    Pdf.new().save(tmp_path / "empty.pdf")
    with pytest.raises(Refused, match="empty"):
        look_at(tmp_path / "empty.pdf")


def test_a_pack_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    document(tmp_path / "one.pdf")
    order = Order(title="Pack", parts=(part(tmp_path / "one.pdf", Numbers(1, 1)),))
    with pytest.raises(PackFailed, match="longer than"):
        build_pack(order, tmp_path / "pack.pdf", timeout=0.001)


def test_orders_and_outcomes_go_through_json(tmp_path: Path) -> None:
    order = Order(title="Pack", parts=(part(tmp_path / "a.pdf", Numbers(1, 2, "E"), corner="Agenda item 1"),))
    outcome = Outcome(3, {"a": Made(2, True, False)}, {"b": "broken"})
    assert order_from_json(order_to_json(order)) == order
    assert outcome_from_json(outcome_to_json(outcome)) == outcome
