"""Every demonstration body has the usual order of business."""

from __future__ import annotations

from sqlalchemy import select

from meetings.agendas.business.usecases import TakeUsualOrder, take_usual_order
from meetings.bodies.models import Body
from meetings.runtime.work import Work


def orders_of_business(work: Work) -> None:
    """For each body that meets."""
    for body_id in work.session.scalars(select(Body.id).where(Body.is_active).order_by(Body.name)).all():
        take_usual_order(work, TakeUsualOrder(body_id))
