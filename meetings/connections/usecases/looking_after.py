"""What an administrator does about calls and news that failed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from meetings.connections.models import ProviderNews
from meetings.connections.rules import NewsState
from meetings.connections.usecases.asking import RetryCall, retry_call
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class ReadAgain:
    """News of one provider that was left for a person."""

    provider: str


@use_case(permission=Permission.SETTINGS)
def try_call_again(work: Work, command: RetryCall) -> None:
    """Try a call again at once. Raises NotFound, WrongState."""
    retry_call(work, command)


@use_case(permission=Permission.SETTINGS)
def read_again(work: Work, command: ReadAgain) -> int:
    """Work through what failed once more. How many pieces."""
    failed = (ProviderNews.provider == command.provider) & (ProviderNews.state == NewsState.FAILED)
    fresh = {"state": NewsState.WAITING, "attempts": 0, "next_at": work.now}
    again = update(ProviderNews).where(failed).values(fresh).returning(ProviderNews.id)
    return len(work.session.execute(again).all())
