"""What the forms about interests send, read into commands."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from meetings.deadlines.rules.interests import Ground
from meetings.interests.rules import Action, Category, Holder, Kind
from meetings.interests.usecases import ChangeDeclaration, Declare, GrantDispensation, Line
from meetings.kernel.errors import Invalid
from meetings.web.fields import date_of

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


def dispensation(person_id: str, form: Form) -> GrantDispensation:
    """A dispensation. Raises Invalid."""
    errors: dict[str, str] = {}
    start = date_of(form, "valid_from", errors, missing="Enter the first day")
    end = date_of(form, "valid_to", errors, missing="Enter the last day")
    ground = next((g for g in Ground if g.value == form.get("ground")), None)
    if ground is None:
        errors["ground"] = "Choose the ground"
    if errors or start is None or end is None or ground is None:
        raise Invalid("Some of this needs correcting.", errors)
    return GrantDispensation(
        person_id,
        ground,
        start,
        end,
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
