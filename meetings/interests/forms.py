"""What the forms about interests send, read into commands."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict

from meetings.deadlines.rules.interests import Ground
from meetings.interests.rules import Action, Category, Holder, Kind
from meetings.interests.usecases import ChangeDeclaration, Declare, GrantDispensation, Line
from meetings.kernel.errors import Invalid

Form = MultiDict[str, str]


def declaration(meeting_id: str, form: Form) -> Declare:
    """A declaration. Raises Invalid for a kind or an action that is not offered."""
    kind, action = _kind_and_action(form)
    item_id, person_id = form.get("item_id", ""), form.get("person_id", "")
    if "person_id" in form and not person_id:
        raise Invalid("Choose the member.", {"person_id": "Choose the member"})
    nature, sensitive = form.get("nature", ""), "is_sensitive" in form
    return Declare(meeting_id, item_id, kind, action, nature, sensitive, person_id)


def changed_declaration(meeting_id: str, declaration_id: str, form: Form) -> ChangeDeclaration:
    """How it stands from now on. Raises Invalid."""
    kind, action = _kind_and_action(form)
    nature, sensitive = form.get("nature", ""), "is_sensitive" in form
    return ChangeDeclaration(meeting_id, declaration_id, kind, action, nature, sensitive)


def register_line(form: Form) -> Line:
    """A line of a register. Raises Invalid for a category that is not offered."""
    try:
        category = Category(form.get("category", ""))
    except ValueError as error:
        raise Invalid("Choose the category.", {"category": "Choose the category"}) from error
    holder = Holder.PARTNER if form.get("holder") == Holder.PARTNER.value else Holder.MEMBER
    return Line(category, form.get("text", ""), form.get("words", ""), holder, "is_sensitive" in form)


def day(form: Form, name: str) -> date:
    """A date. Raises Invalid."""
    try:
        return date.fromisoformat(form.get(name, ""))
    except ValueError as error:
        raise Invalid("Enter the date.", {name: "Enter the date"}) from error


def dispensation(person_id: str, form: Form) -> GrantDispensation:
    """A dispensation. Raises Invalid."""
    try:
        ground = Ground(form.get("ground", ""))
    except ValueError as error:
        raise Invalid("Choose the ground.", {"ground": "Choose the ground"}) from error
    return GrantDispensation(
        person_id,
        ground,
        day(form, "valid_from"),
        day(form, "valid_to"),
        form.get("granted_by", ""),
        form.get("matter", ""),
        "may_speak" in form,
        "may_vote" in form,
        "in_writing" in form,
    )


def _kind_and_action(form: Form) -> tuple[Kind, Action]:
    fields = {}
    if form.get("kind") not in {k.value for k in Kind}:
        fields["kind"] = "Choose what kind of interest it is"
    if form.get("action") not in {a.value for a in Action}:
        fields["action"] = "Choose what you do"
    if fields:
        raise Invalid("Choose the kind of interest and what is done about it.", fields)
    return Kind(form["kind"]), Action(form["action"])
