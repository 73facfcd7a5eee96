"""One item at the desk: its words, why it is not public, why it is late; two officers' changes put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas import queries
from meetings.agendas.content import item_mark
from meetings.agendas.exemptions import GROUNDS, schedule_of, sentence
from meetings.agendas.forms import MARK_OPTIONS, ItemForm, in_order, item_values, read_item
from meetings.agendas.lateness import lateness_of
from meetings.agendas.merging import LABELS, Merged, chosen, merge, shown
from meetings.agendas.rules import Tag
from meetings.agendas.usecases import ChangeItem, ItemChangedMeanwhile, change_item
from meetings.agendas.usecases.items import NO_ITEM
from meetings.agendas.usecases.withdrawal import (
    ReinstateItem,
    WithdrawItem,
    reinstate_item,
    withdraw_item,
)
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Profile
from meetings.forwardplan.queries import Wanted, entries
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.schedule.queries import MeetingRow
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.services import services


@needs(Permission.PREPARE_MEETING)
def item(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """One line: its words and its papers."""
    return _item_page(meeting_id, item_id)


@needs(Permission.PREPARE_MEETING)
def save_item(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """Save its words. What somebody else changed meanwhile is kept; where both changed the same, both are shown."""
    mine, base = read_item(request.form), read_item(request.form, "was_")
    asked = [
        n.removeprefix("choose_")
        for n, v in request.form.items()
        if n.startswith("choose_") and v == "theirs"
    ]
    mine, seen = chosen(mine, base, asked), request.form.get("seen") or None
    try:
        merged = _saved(meeting_id, item_id, mine, base, seen)
    except Invalid as error:
        return _item_page(meeting_id, item_id, mine, base=base, errors=error.fields, seen=seen)
    if merged is not None and merged.clashes:
        return _item_page(meeting_id, item_id, merged.values, merged=merged)
    if merged is not None and merged.taken:
        # The page that comes next says what the other changed, and shows it.
        return redirect(
            url_for("agendas.item", meeting_id=meeting_id, item_id=item_id, kept=merged.taken), 303
        )
    flash("The item is saved.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/agenda#item-{item_id}", 303)


@needs(Permission.PREPARE_MEETING)
def ask_withdraw_item(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """Ask for the reason."""
    return _withdraw_page(meeting_id, item_id)


@needs(Permission.PREPARE_MEETING)
def withdraw_line(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """Say on the agenda that it will not be taken."""
    reason = request.form.get("reason", "")
    try:
        run(withdraw_item, WithdrawItem(meeting_id, item_id, reason))
    except Invalid as error:
        return _withdraw_page(meeting_id, item_id, reason, error.fields)
    flash("The item is withdrawn. Readers see it when you publish the agenda again.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/agenda#item-{item_id}", 303)


@needs(Permission.PREPARE_MEETING)
def reinstate_line(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """Take it after all."""
    run(reinstate_item, ReinstateItem(meeting_id, item_id))
    flash("The item will be taken after all.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/agenda#item-{item_id}", 303)


def _saved(meeting_id: str, item_id: str, mine: ItemForm, base: ItemForm, seen: str | None) -> Merged | None:
    """None: saved as it was typed. Otherwise what was merged; it is saved unless there are clashes."""
    try:
        run(change_item, _command(meeting_id, item_id, mine, seen))
    except ItemChangedMeanwhile as meanwhile:
        with reading() as session:
            theirs = item_values(meanwhile.current, law_of(session).profile)
        merged = merge(base, mine, theirs)
        if not merged.clashes:
            try:
                run(change_item, _command(meeting_id, item_id, merged.values, item_mark(meanwhile.current)))
            except ItemChangedMeanwhile:
                # A third person, in the same instant: this one looks at everything again.
                return Merged(merged.values, (), merged.taken)
        return merged
    return None


def _command(meeting_id: str, item_id: str, form: ItemForm, seen: str | None) -> ChangeItem:
    return ChangeItem(
        meeting_id,
        item_id,
        form.title,
        form.text,
        form.recommendation,
        form.mark,
        form.exemption,
        seen,
        form.states(),
    )


def _item_page(
    meeting_id: str,
    item_id: str,
    typed: ItemForm | None = None,
    *,
    base: ItemForm | None = None,
    errors: dict[str, str] | None = None,
    seen: str | None = None,
    merged: Merged | None = None,
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        found = queries.working_agenda(session, meeting_id).item(item_id)
        if found is None:
            raise NotFound(NO_ITEM)
        profile = law_of(session).profile
        on = meeting.starts_at.astimezone(services().config.timezone).date()
        late = lateness_of(session, meeting, item_id, today(), on)
        who = queries.who_changed(session, meeting_id, item_id) if merged else None
        decisions = _decisions(session, meeting)
    saved = item_values(found, profile)
    if merged is not None:
        errors = {"": "Somebody else changed this item while you were editing it. Nothing of yours is lost."}
    values = typed or saved
    page = render_template(
        "agendas/item.html",
        meeting=meeting,
        item=found,
        values=values,
        base=saved if merged or base is None else base,
        clashes=[(n, LABELS[n], shown(values, n), shown(saved, n)) for n in merged.clashes] if merged else [],
        taken=merged.taken_words if merged else "",
        kept=[LABELS[name].lower() for name in request.args.getlist("kept") if name in LABELS],
        who=who,
        seen=seen or item_mark(found),
        late=late,
        decisions=decisions,
        tag_options=[(t.value, t.value.replace("_", "-").capitalize()) for t in Tag],
        errors=in_order(errors or {}),
        **exempt_context(profile, values.exempt_paragraphs, values.confidential_ground),
    )
    return page, (409 if merged else 422) if errors else 200


def exempt_context(profile: Profile, paragraphs: tuple[str, ...], ground: str) -> Mapping[str, Any]:
    """What the form of a mark needs to offer."""
    schedule = schedule_of(profile)
    offered = schedule.paragraphs if schedule else {}
    return {
        "mark_options": MARK_OPTIONS,
        "schedule": schedule,
        "paragraph_options": [(n, f"{n}: {words}") for n, words in offered.items()]
        + [(p, p) for p in paragraphs if p not in offered],
        "grounds": [(key, f"{words[0].upper()}{words[1:]}") for key, words in GROUNDS.items()],
        "made_sentence": sentence(profile, paragraphs, ground),
    }


def _decisions(session: Session, meeting: MeetingRow) -> list[tuple[str, str]]:
    """The planned key decisions of this body, to choose from."""
    rows = entries(session, Wanted(bodies=[meeting.body_id], is_open=True))
    return [(row.id, f"{row.reference}: {row.title}" if row.reference else row.title) for row in rows]


def _withdraw_page(
    meeting_id: str, item_id: str, reason: str = "", errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        found = queries.working_agenda(session, meeting_id).item(item_id)
    if found is None or found.is_heading:
        raise NotFound(NO_ITEM)
    page = render_template(
        "agendas/withdraw_item.html", meeting=meeting, item=found, reason=reason, errors=errors or {}
    )
    return page, 422 if errors else 200
