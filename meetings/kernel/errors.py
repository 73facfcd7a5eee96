"""Errors that a person can act on: each message says what is wrong and what to do next."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal that is answered, never a crash. `code` is stable, `message` is for people."""

    code = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """Nothing there, or nothing this person may know of: the two answers are the same."""

    code = "not_found"


class Denied(DomainError):
    """The person is known and may not do this."""

    code = "denied"


class SignInRequired(Denied):
    """Nobody is signed in, or the session has ended."""

    code = "sign_in_required"


class WrongState(DomainError):
    """What was asked cannot be done now: closed, not open yet, already done, changed meanwhile."""

    code = "wrong_state"


class Invalid(DomainError):
    """What was typed or sent is not acceptable. `fields` maps a field's name to its own message."""

    code = "invalid"

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, str] = dict(fields or {})


class TooLarge(DomainError):
    """More bytes than are taken."""

    code = "too_large"


class TooMany(DomainError):
    """Too often or too much at once. `retry_after` is in seconds."""

    code = "too_many"

    def __init__(self, message: str, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unsafe(DomainError):
    """The system cannot keep its promise (for example: the database would lose a ballot in a power cut)."""

    code = "unsafe"
