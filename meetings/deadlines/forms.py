"""The forms of the law: what was typed, as commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import AddClosures, ChooseProfile
from meetings.kernel.errors import Invalid
from meetings.web.fields import date_of

_MOST = 60


def chosen_profile(form: Mapping[str, str]) -> ChooseProfile:
    """Raises Invalid for none."""
    text = form.get("profile", "")
    if text not in set(Profile):
        raise Invalid("Choose which law applies", {"profile": "Choose which law applies"})
    return ChooseProfile(Profile(text))


def new_closures(form: Mapping[str, str]) -> AddClosures:
    """Every day from the first to the last, both included; one day without a last. Raises Invalid."""
    errors: dict[str, str] = {}
    first = date_of(form, "first", errors, missing="Enter the first day")
    last = date_of(form, "last", errors, default=first)
    if first and last and last < first:
        errors.setdefault("last", "The last day must be on or after the first day")
    if first and last and (last - first).days >= _MOST:
        errors.setdefault("last", f"Enter {_MOST} days or fewer at a time")
    if not form.get("name", "").strip():
        errors.setdefault("name", "Say why the offices are closed")
    if errors or first is None or last is None:
        raise Invalid("Some of this needs correcting.", errors)
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    return AddClosures(days, form.get("name", ""), bool(form.get("mourning")))
