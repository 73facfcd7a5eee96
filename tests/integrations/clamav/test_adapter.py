"""The scanner against a small daemon that speaks clamd's INSTREAM."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from integrations.clamav.adapter import ClamScanner
from meetings.ports.scanner import ScanFailed

BAD = b"a test that is no virus"


@contextmanager
def daemon(answers: dict[bytes, bytes], otherwise: bytes = b"stream: OK\0") -> Iterator[str]:
    """Answers one connection for each with of the block; its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def serve() -> None:
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as lines:
                assert lines.read(10) == b"zINSTREAM\0"
                content = b""
                while size := int.from_bytes(lines.read(4), "big"):
                    content += lines.read(size)
                connection.sendall(answers.get(content, otherwise))

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize("content", [b"", b"a report", b"x" * 200_000])
def test_a_clean_file_passes(content: bytes) -> None:
    with daemon({}) as address:
        assert ClamScanner(address).scan(io.BytesIO(content)) is None


def test_malware_is_named() -> None:
    with daemon({BAD: b"stream: Test.Signature-1 FOUND\0"}) as address:
        assert ClamScanner(address).scan(io.BytesIO(BAD)) == "Test.Signature-1"


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_what_is_no_verdict_is_a_failure(answer: bytes) -> None:
    with daemon({}, otherwise=answer) as address, pytest.raises(ScanFailed):
        ClamScanner(address).scan(io.BytesIO(b"a report"))


def test_a_scanner_that_is_away_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(ScanFailed, match="cannot be asked"):
        ClamScanner(address, timeout=1).scan(io.BytesIO(b"a report"))
