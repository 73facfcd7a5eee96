"""A mail server of the test's own on loopback: it keeps what it is handed, and refuses when it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from meetings.ports.mail import MailServer

GREETING = b"220 sink ready\r\n"


@dataclass(frozen=True)
class Taken:
    """A letter as it was handed over."""

    sender: str
    recipient: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The letter read as a mail program reads it."""
        return message_from_bytes(self.raw, policy=default)

    def part(self, media_type: str) -> EmailMessage:
        """Its first part of this type."""
        return next(p for p in self.message.walk() if p.get_content_type() == media_type)


@dataclass
class Sink:
    """What came, in order; `says` maps a command's word to the reply given instead of the usual one."""

    taken: list[Taken] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    #: addresses answered with 550
    unknown: set[str] = field(default_factory=set)
    #: the connection breaks after a letter is taken, before the answer
    breaks_after_data: bool = False
    port: int = 0

    @property
    def server(self) -> MailServer:
        """How to reach it."""
        return MailServer(
            "127.0.0.1", self.port, "Democratic Services <democratic@northmoor.example>", tls="none"
        )

    def to(self, address: str) -> list[Taken]:
        """What came for somebody."""
        return [t for t in self.taken if t.recipient == address]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        self.wfile.write(GREETING)
        sender = recipient = ""
        while line := self.rfile.readline():
            word = line.decode().strip().split(" ")[0].upper()
            said = line.decode().strip()
            reply = sink.says.get(word, "250 ok")
            if word == "EHLO" and "EHLO" not in sink.says:
                reply = "250 sink"
            if word == "MAIL":
                sender = said[said.index("<") + 1 : said.index(">")]
            if word == "RCPT":
                recipient = said[said.index("<") + 1 : said.index(">")]
                if recipient in sink.unknown:
                    reply = "550 no such mailbox"
            if word == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            if word == "DATA" and reply == "250 ok":
                self.wfile.write(b"354 go on\r\n")
                sink.taken.append(Taken(sender, recipient, self._data()))
                if sink.breaks_after_data:
                    return
            self.wfile.write(reply.encode() + b"\r\n")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A running one."""
    sink = Sink()
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.sink = sink  # type: ignore[attr-defined]
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield sink
        server.shutdown()
        thread.join()
