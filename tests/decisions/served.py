"""The application with a hall in it, and how its pages are asked."""

from __future__ import annotations

from datetime import date

from werkzeug.test import TestResponse

from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.people.usecases import DemoSignIn, sign_in_as_demo
from tests.decisions.halls import make_hall
from tests.factories.accounts import signed_in
from tests.factories.site import Site, Visitor, words


class Served:
    """The application with a hall in it; whoever asks has just signed in."""

    def __init__(self, site: Site) -> None:
        self.site, self.hall = site, make_hall(site.world)

    def officer(self) -> Visitor:
        """The officer, as of now."""
        return Visitor(self.site.parts, signed_in(self.site.world, "Priya Nair", Role.OFFICER)[1])

    def monitoring(self) -> Visitor:
        """The monitoring officer, as of now."""
        return Visitor(self.site.parts, signed_in(self.site.world, "Imran Shah", Role.MONITORING)[1])

    def member(self, name: str) -> Visitor:
        """A councillor, as of now."""
        account_id = self.hall.actors[name].account_id
        assert account_id is not None
        token = self.site.world.run(sign_in_as_demo, DemoSignIn(account_id), SYSTEM).token
        return Visitor(self.site.parts, token)


def ok(response: TestResponse, status: int = 200) -> str:
    """What the page says."""
    assert response.status_code == status, words(response)[:400]
    return words(response)


def day(name: str, on: date) -> dict[str, str]:
    """A day in its three boxes."""
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}
