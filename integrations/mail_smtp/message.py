"""A letter as mail programs read it (RFC 5322), with an invitation where Outlook and Gmail look for it (RFC 6047)."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from meetings.ports.mail import MailCalendar, OutgoingMail, Permanent

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_POLICY = SMTP.clone(max_line_length=76)


def message_of(mail: OutgoingMail) -> EmailMessage:
    """The whole message. Raises Permanent for an address that cannot be written down."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(*parseaddr(mail.sender))
    message["To"] = _address(mail.name, mail.address)
    message["Subject"] = _line(mail.subject)
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = _line(mail.message_id)
    # Nobody's holiday reply is wanted (RFC 3834; the second is Exchange's own).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if mail.stop:
        message["List-Unsubscribe"] = f"<{_line(mail.stop)}>"
        if mail.stop.startswith("https:"):
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, charset="utf-8")
    message.add_alternative(mail.html, subtype="html", charset="utf-8")
    if mail.calendar is not None:
        message.attach(_calendar_part(mail.calendar))
        message.add_attachment(
            mail.calendar.content, maintype="application", subtype="ics", filename="invite.ics"
        )
    for attachment in mail.attachments:
        maintype, _, subtype = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.content,
            maintype=_line(maintype) or "application",
            subtype=_line(subtype) or "octet-stream",
            filename=_line(attachment.filename),
        )
    return message


def _calendar_part(calendar: MailCalendar) -> EmailMessage:
    """The third alternative: its method stands in the type as well as in the content."""
    part = EmailMessage(policy=_POLICY)
    part.set_content(calendar.content.decode("utf-8"), subtype="calendar", charset="utf-8", cte="base64")
    part.set_param("method", calendar.method)
    del part["MIME-Version"]
    return part


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=_line(name), addr_spec=_line(address))
    except (ValueError, IndexError, MessageError) as error:
        raise Permanent(
            "The e-mail address cannot be written to: it has characters or parts missing."
        ) from error


def _line(text: str) -> str:
    """Without line breaks: nothing that comes with a name or a title begins a header of its own."""
    return _CONTROL.sub(" ", text).strip()
