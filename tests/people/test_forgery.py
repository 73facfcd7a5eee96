"""No form of these pages is taken without its token, or from another site: held by enumeration."""

from __future__ import annotations

from werkzeug.routing import Rule

from meetings.kernel.permissions import Role
from meetings.web.csrf import token_for
from tests.factories.accounts import signed_in
from tests.factories.site import Site

BLUEPRINTS = ("people", "accounts", "bodies", "councillors")


def posting(site: Site) -> list[Rule]:
    return [
        rule
        for rule in site.parts.app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in BLUEPRINTS and "POST" in (rule.methods or ())
    ]


def paths(site: Site) -> list[str]:
    adapter = site.parts.app.url_map.bind("localhost")
    names = {"which": "wards"}
    return [
        adapter.build(r.endpoint, {a: names.get(a, "x") for a in r.arguments}, "POST") for r in posting(site)
    ]


def test_no_form_is_taken_without_its_token(demo_site: Site) -> None:
    site, name = demo_site, demo_site.parts.services.config.session_cookie
    _, token = signed_in(site.world, "Ada Admin", Role.ADMINISTRATOR)
    right = token_for(site.parts.services.secret, token)
    others = token_for(site.parts.services.secret, "another cookie")
    attempts: list[dict[str, object]] = [
        {},
        {"data": {"csrf_token": others}},
        {"headers": {"X-CSRF-Token": right + "0"}},
        {"data": {"csrf_token": right}, "headers": {"Sec-Fetch-Site": "cross-site"}},
        {"data": {"csrf_token": right}, "headers": {"Sec-Fetch-Site": "same-site"}},
    ]
    with site.world.runner.read() as session:
        before = session.connection().exec_driver_sql("select count(*) from record").scalar_one()
    client = site.parts.app.test_client()
    client.set_cookie(name, token)
    found = paths(site)
    assert len(found) == 30
    answers = {path: [client.post(path, **more).status_code for more in attempts] for path in found}
    assert answers == {path: [403] * len(attempts) for path in found}
    with site.world.runner.read() as session:
        after = session.connection().exec_driver_sql("select count(*) from record").scalar_one()
    assert after == before


def test_nothing_is_changed_by_looking(demo_site: Site) -> None:
    site = demo_site
    client = site.parts.app.test_client()
    client.set_cookie(site.parts.services.config.session_cookie, site.world.officer_token)
    only_posting = [path for path in paths(site) if client.get(path).status_code == 405]
    assert "/sign-out" in only_posting
    assert "/account/password" in only_posting
