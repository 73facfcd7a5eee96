"""Pages of connections: every provider, one provider's set-up, its test, its calls."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.connections.accounts import opened
from meetings.connections.forms import read_values
from meetings.connections.pages import kept_values, lines, needs_account, page_of, provider_or_404
from meetings.connections.redact import redacted
from meetings.connections.testing import Tested, try_connection
from meetings.connections.usecases import (
    Disconnect,
    EnterValues,
    ReadAgain,
    RetryCall,
    ShowNewsAddress,
    disconnect,
    enter_values,
    read_again,
    show_news_address,
    try_call_again,
)
from meetings.kernel.errors import Invalid, NotFound, Unsafe
from meetings.kernel.permissions import Permission
from meetings.ports.providers import Provider, ProviderFailed
from meetings.runtime.vault import Vault
from meetings.web.access import needs, signed_in
from meetings.web.doors import may, now, reading, require, run
from meetings.web.services import services

bp = Blueprint("connections", __name__)


@bp.get("/desk/connections")
@signed_in
def index() -> ResponseReturnValue:
    """How every provider stands: for administrators, and for officers who rely on them."""
    if not may(Permission.PREPARE_MEETING):
        require(Permission.SETTINGS)
    with reading() as session:
        providers = lines(session, services().providers, now())
    return render_template("connections/index.html", providers=providers)


@bp.get("/desk/connections/<key>")
@needs(Permission.SETTINGS)
def show(key: str) -> ResponseReturnValue:
    """One provider: how it is set up, and how it is."""
    return _page(_provider(key))


@bp.post("/desk/connections/<key>")
@needs(Permission.SETTINGS)
def enter(key: str) -> ResponseReturnValue:
    """Keep what was entered, and test it at once."""
    provider = _provider(key)
    if not provider.setup.asks:
        raise NotFound("There is nothing to enter for this provider.")
    kept, _ = kept_values(services(), provider)
    try:
        values = read_values(provider.setup, request.form, kept)
    except Invalid as error:
        return _page(provider, errors=error.fields, typed=request.form), 422
    run(enter_values, EnterValues(key, provider.name, values, vault(), provider.setup.news))
    tell(try_connection(provider))
    return redirect(f"/desk/connections/{key}", 303)


@bp.post("/desk/connections/<key>/test")
@needs(Permission.SETTINGS)
def test(key: str) -> ResponseReturnValue:
    """Try every permission; nothing is changed at the provider."""
    tell(try_connection(_provider(key)))
    return redirect(f"/desk/connections/{key}#permissions", 303)


@bp.post("/desk/connections/<key>/disconnect")
@needs(Permission.SETTINGS)
def leave(key: str) -> ResponseReturnValue:
    """Ask the provider to take back its permission, and delete what we keep whatever it answers."""
    provider = _provider(key)
    trouble = _revoke(provider)
    run(disconnect, Disconnect(key, provider.name, revoked=not trouble))
    if trouble:
        flash(
            f"Everything kept here of {provider.name} is deleted, but {provider.name} did not take back its "
            f"permission: {trouble} Take it back there yourself, in the settings of the account.",
            "error",
        )
    else:
        flash(f"{provider.name} is disconnected: everything kept of it is deleted.", "success")
    return redirect(f"/desk/connections/{key}", 303)


@bp.post("/desk/connections/<key>/address")
@needs(Permission.SETTINGS)
def address(key: str) -> ResponseReturnValue:
    """Show the address for news, this once; with `renew`, a new one."""
    provider = _provider(key)
    if not provider.setup.news:
        raise NotFound("This provider sends no news.")
    renew = request.form.get("renew") == "yes"
    segment = run(show_news_address, ShowNewsAddress(key, provider.name, vault(), renew))
    shown = render_template(
        "connections/address.html",
        provider=provider,
        address=f"{site()}/hooks/{key}/{segment}",
        renewed=renew,
        reachable=site().startswith("https://"),
    )
    answer = make_response(shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/desk/connections/<key>/calls/<call_id>/retry")
@needs(Permission.SETTINGS)
def retry(key: str, call_id: str) -> ResponseReturnValue:
    """Try a call again."""
    run(try_call_again, RetryCall(call_id))
    flash("It is tried again now.", "success")
    return redirect(f"/desk/connections/{key}#calls", 303)


@bp.post("/desk/connections/<key>/news/again")
@needs(Permission.SETTINGS)
def news_again(key: str) -> ResponseReturnValue:
    """Work through the news that failed once more."""
    count = run(read_again, ReadAgain(_provider(key).key))
    flash(f"{count} {'messages are' if count != 1 else 'message is'} worked through again.", "success")
    return redirect(f"/desk/connections/{key}", 303)


def vault() -> Vault:
    """What secrets are locked with. Raises Unsafe without one."""
    found = services().vault
    if found is None:
        raise Unsafe("This server has nothing to lock secrets with, so it takes none.")
    return found


def site() -> str:
    """This site's address as the provider must know it."""
    return services().config.public_url.rstrip("/") or request.host_url.rstrip("/")


def tell(tested: Tested) -> None:
    """Say how a test went."""
    flash(tested.words, "success" if tested.good else "important" if tested.sign_in_next else "error")


def _provider(key: str) -> Provider:
    return provider_or_404(services().providers, key)


def _revoke(provider: Provider) -> str:
    """Empty when the provider has taken back its permission, otherwise why not."""
    known: tuple[str, ...] = ()
    try:
        account = opened(services().runner, services().vault, provider, even_dead=True)
        known = account.secrets()
        provider.disconnect(account.account)
    except ProviderFailed as error:
        return redacted(error.reason, known)
    return ""


def _page(
    provider: Provider, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> str:
    with reading() as session:
        page = page_of(services(), session, provider, now(), typed)
    return render_template(
        "connections/provider.html",
        page=page,
        provider=provider,
        setup=provider.setup,
        needs_account=needs_account(provider),
        errors=errors or {},
        now=now(),
        back=f"{site()}/desk/connections/{provider.key}/signed-in",
    )
