"""The door for news from providers: verified over the raw bytes, kept, answered at once; worked through later."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from meetings.connections.accounts import opened
from meetings.connections.installed import all_providers
from meetings.connections.limits import OF_A_PROVIDER, OF_A_STRANGER, DoorLimit
from meetings.connections.news.inbox import StoreNews, is_the_address, store_news
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import TooMany
from meetings.people.throttle import network_of
from meetings.ports.providers import Forged, Heard, Provider, ProviderFailed
from meetings.web.access import by_machine
from meetings.web.doors import reading
from meetings.web.services import services

bp = Blueprint("hooks", __name__)
log = logging.getLogger("witan.connections")
#: Longer than any provider's message about a meeting.
MOST_BYTES = 256 * 1024
_LIMIT = DoorLimit()


@bp.route("/hooks/<provider>/<segment>", methods=["GET", "POST"])
@by_machine
def hear(provider: str, segment: str) -> ResponseReturnValue:
    """Take in one message. Nothing of a forged, old or oversized one is kept."""
    stranger = f"stranger:{network_of(request.remote_addr or '')}"
    try:
        _LIMIT.check(stranger, OF_A_STRANGER)
        known = all_providers(services().providers).get(provider)
        if known is None or not _is_for_us(provider, segment):
            _LIMIT.take(stranger, OF_A_STRANGER)
            return _say("There is nothing at this address.", 404)
        _LIMIT.take(f"provider:{provider}", OF_A_PROVIDER)
        return _hear(known, stranger)
    except TooMany as error:
        answer = _say(error.message, 429)
        answer.headers["Retry-After"] = str(max(1, int(error.retry_after)))
        return answer


def _hear(provider: Provider, stranger: str) -> Response:
    if (request.content_length or 0) > MOST_BYTES:
        return _say("This message is too long.", 413)
    raw = request.stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return _say("This message is too long.", 413)
    try:
        heard = _verified(provider, raw)
    except Forged:
        _LIMIT.take(stranger, OF_A_STRANGER)
        log.warning("a message in the name of %s was not its own, or too old", provider.key)
        return _say("This message was not accepted.", 403)
    except ProviderFailed as error:
        log.warning("a message of %s could not be verified: %s", provider.key, error.reason)
        return _say("Try again later.", 503)
    if heard.happened:
        services().runner.run(store_news, StoreNews(provider.key, heard.happened), actor=SYSTEM)
    return _say(heard.answer, 200, heard.answer_type)


def _verified(provider: Provider, raw: bytes) -> Heard:
    parts = services()
    account = opened(parts.runner, parts.vault, provider, even_dead=True).account
    try:
        return provider.hear(account, dict(request.headers), request.args.to_dict(), raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # Whatever is wrong with its form, it is not what the provider sends.
        raise Forged from error


def _is_for_us(provider: str, segment: str) -> bool:
    with reading() as session:
        return is_the_address(session, provider, segment)


def _say(text: str, status: int, kind: str = "text/plain") -> Response:
    answer = Response(
        text, status, content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
