"""Conditions on what runs from one day to another."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from meetings.bodies.models import Membership, Term


def runs(kind: type[Membership] | type[Term], on: date) -> ColumnElement[bool]:
    """Whether it runs on a day."""
    return and_(kind.valid_from <= on, or_(kind.valid_to.is_(None), kind.valid_to >= on))


def took_effect(kind: type[Membership] | type[Term]) -> ColumnElement[bool]:
    """Whether it ever ran: what was entered by mistake ends before it begins, and stays in the table."""
    return or_(kind.valid_to.is_(None), kind.valid_to >= kind.valid_from)
