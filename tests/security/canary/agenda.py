"""Canaries on an agenda: public and secret side by side, versions, withdrawals, and what is still in preparation."""

from __future__ import annotations

from typing import Any

from meetings.agendas.usecases import (
    AddItem,
    ChangeItem,
    ItemStates,
    PublishAgenda,
    WithdrawItem,
    WithdrawPaper,
    add_item,
    change_item,
    publish_agenda,
    withdraw_item,
    withdraw_paper,
)
from meetings.kernel.secrecy import Sensitivity
from tests.security.canary.files import public_docx, report_pdf, secret_docx
from tests.security.canary.house import House

_COURT: dict[str, Any] = {
    "sensitivity": Sensitivity.CONFIDENTIAL,
    "confidential_ground": "court",
    "exempt_paragraphs": (),
}


def make_agenda(house: House) -> None:
    """Published once with everything, then again with less; then more is begun."""
    world, main, known = house.site.world, house.main, house.known
    hide, show = house.words.hide, house.words.show
    public = AddItem(
        main.id,
        f"Opening hours {show('item: title')}",
        text=f"<p>{show('item: text')}</p>",
        recommendation=f"That {show('item: recommendation')} be opened",
    )
    known["public item"] = world.run(add_item, public)
    known["exempt item"] = house.exempt("exempt item")
    house.exempt("confidential item", **_COURT)
    withdrawn = house.exempt("withdrawn exempt item")
    later = AddItem(main.id, f"Land {hide('superseded: title')}", text=f"<p>{hide('superseded: text')}</p>")
    known["item exempt in version 2"] = world.run(add_item, later)
    _add_papers(house)
    world.run(publish_agenda, PublishAgenda(main.id))
    gone = WithdrawPaper(main.id, known["withdrawn paper"], hide("withdrawn paper: reason"))
    world.run(withdraw_paper, gone)
    world.run(withdraw_item, WithdrawItem(main.id, withdrawn, hide("withdrawn exempt item: reason")))
    states = ItemStates(interest_test=hide("superseded: interest test"), exempt_paragraphs=("3",))
    title = f"Land {hide('superseded: new title')}"
    secret = ChangeItem(
        main.id, known["item exempt in version 2"], title, sensitivity=Sensitivity.EXEMPT, states=states
    )
    world.run(change_item, secret)
    world.later(minutes=60)
    world.run(publish_agenda, PublishAgenda(main.id, f"Some changes {show('note of the version')}"))
    begun = AddItem(main.id, hide("unpublished item: title"), text=hide("unpublished item: text"))
    world.run(add_item, begun)
    _put(house, "unpublished paper", known["public item"])


def _add_papers(house: House) -> None:
    words, known = house.words, house.known
    show, item, secret = words.show, known["public item"], known["exempt item"]
    body = report_pdf(show("paper: body"), words, "public paper")
    title, name = f"Report {show('paper: title')}", f"{show('paper: file name')}.pdf"
    known["public paper"] = house.upload(title, name, body, item)
    data = public_docx(show("Word paper: body"), words, "public Word paper")
    title, name = f"Notes {show('Word paper: title')}", f"{show('Word paper: file name')}.docx"
    known["public Word paper"] = house.upload(title, name, data, item)
    why = {"sensitivity": "exempt", "exempt_paragraphs": "3"}
    why["interest_test"] = words.hide("exempt paper: interest test")
    _put(house, "exempt paper", item, **why)
    _put(house, "paper of an exempt item", secret, **why)
    _put(house, "exempt Word paper", secret, **why)
    _put(house, "withdrawn paper", item)
    _put(house, "paper exempt in version 2", known["item exempt in version 2"])


def _put(house: House, place: str, item_id: str, **more: Any) -> None:
    """A paper whose title, file name and file are canaries."""
    words = house.words
    if "Word" in place:
        data, extension = secret_docx(words, place), "docx"
    else:
        data, extension = report_pdf(words.hide(f"{place}: body"), words, place), "pdf"
    title, name = words.hide(f"{place}: title"), words.hide(f"{place}: file name")
    house.known[place] = house.upload(title, f"{name}.{extension}", data, item_id, **more)
