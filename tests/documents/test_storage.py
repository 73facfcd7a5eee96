"""Taking uploads in, over a real folder."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from integrations.storage_fs.adapter import FolderStorage
from meetings.documents.storage import take_in
from meetings.kernel.errors import Invalid
from tests.documents import files


def test_take_in_keeps_the_cleaned_file_and_its_words(tmp_path: Path) -> None:
    upload = files.save(files.active_pdf(), tmp_path / "u").read_bytes()
    storage = FolderStorage(tmp_path / "files")
    checked, text = take_in(storage, io.BytesIO(upload), "../../etc/passwd.pdf")
    kept = b"".join(storage.chunks(checked.sha256))
    assert (len(kept), b"JavaScript" in kept) == (checked.size, False)
    assert text == "Report on the sea wall"
    assert {path.name for path in tmp_path.iterdir()} == {"u", "files"}


def test_take_in_refuses_a_stream_that_goes_on_and_keeps_nothing(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path / "files")
    with pytest.raises(Invalid, match="The largest that can be taken is 1 MB"):
        take_in(storage, io.BytesIO(b"%PDF-" + b"0" * 2_000_000), "report.pdf", largest=1024 * 1024)
    assert not (tmp_path / "files").exists()
