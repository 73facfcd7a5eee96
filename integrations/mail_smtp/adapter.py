"""The mail port over SMTP."""

from __future__ import annotations

import ssl
from contextlib import suppress
from email.utils import parseaddr
from typing import TYPE_CHECKING

from integrations.mail_smtp.message import message_of
from meetings.ports.mail import MailServer, OutgoingMail, Permanent, Retryable

if TYPE_CHECKING:
    import smtplib

#: Replies that say "not like this" to the address, not to the letter (RFC 5321, 4.2.3).
_BAD_MAILBOX = frozenset({550, 551, 553})


class SmtpSender:
    """Hands over one letter at a time, each in a conversation of its own: a council sends dozens, not thousands."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    @property
    def server(self) -> MailServer:
        """The server they are handed to."""
        return self._server

    def send(self, mail: OutgoingMail) -> None:
        """Connect, hand over, say goodbye."""
        import smtplib

        message = message_of(mail)
        sender = parseaddr(mail.sender)[1]
        try:
            smtp = self._connected()
            try:
                smtp.send_message(message, from_addr=sender, to_addrs=[mail.address])
            finally:
                # It was taken or not by now; a goodbye that fails changes nothing.
                with suppress(smtplib.SMTPException, OSError):
                    smtp.quit()
        except smtplib.SMTPRecipientsRefused as refused:
            code, text = next(iter(refused.recipients.values()))
            raise _sorted(code, text, to_address=True) from refused
        except smtplib.SMTPAuthenticationError as error:
            # An officer mends the setting; what waits then leaves by itself.
            raise Retryable(
                f"The mail server refuses the name or password: {_said(error.smtp_error)}"
            ) from error
        except smtplib.SMTPSenderRefused as error:
            raise Retryable(f"The mail server refuses the sender: {_said(error.smtp_error)}") from error
        except smtplib.SMTPResponseException as error:
            raise _sorted(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Permanent(f"The mail server cannot do what this letter needs: {error}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Retryable(
                f"The mail server cannot be reached: {str(error) or type(error).__name__}"
            ) from error
        except (UnicodeError, ValueError) as error:
            raise Permanent(f"The letter cannot be written as e-mail: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        import smtplib

        server = self._server
        if server.tls == "ssl":
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        try:
            if server.tls == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
        except smtplib.SMTPNotSupportedError as error:
            smtp.close()
            raise Retryable(f"The mail server does not offer what is set here: {error}") from error
        except BaseException:
            smtp.close()
            raise
        return smtp


def _sorted(code: int, text: bytes | str, *, to_address: bool = False) -> Retryable | Permanent:
    """4xx: come back; 5xx: never."""
    said = f"{code} {_said(text)}"
    if 400 <= code < 500:
        return Retryable(f"The mail server asks to try later: {said}")
    bounced = to_address and code in _BAD_MAILBOX
    what = "The mail server refuses this address" if to_address else "The mail server refuses this letter"
    return Permanent(f"{what}: {said}", bounced=bounced)


def _said(text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(words.split())[:300]
