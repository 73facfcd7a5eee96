"""The folder behind the storage port."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.storage_fs.adapter import FolderStorage
from meetings.ports.storage import FileMissing, Storage, StorageFailed, StoredFile

CONTENT = b"minutes" * 40_000
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return FolderStorage(tmp_path / "files")


def test_put_keeps_content_by_its_hash(storage: Storage, tmp_path: Path) -> None:
    assert storage.put(io.BytesIO(CONTENT)) == StoredFile(HASH, len(CONTENT))
    kept = [
        path.relative_to(tmp_path / "files") for path in (tmp_path / "files").rglob("*") if path.is_file()
    ]
    assert kept == [Path(HASH[:2]) / HASH[2:]]
    assert storage.exists(HASH)
    assert storage.size(HASH) == len(CONTENT)
    with storage.open(HASH) as file:
        assert file.read() == CONTENT


def test_put_twice_keeps_once(storage: Storage, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(lambda _: storage.put(io.BytesIO(CONTENT)), range(8)))
    assert answers == {StoredFile(HASH, len(CONTENT))}
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1


def test_put_that_fails_half_way_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 100_000:
                raise OSError("connection lost")
            return super().read(size)

    with pytest.raises(StorageFailed):
        storage.put(Broken(CONTENT))
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@given(start=st.integers(0, 300_000), length=st.none() | st.integers(0, 300_000))
def test_chunks_are_the_part_that_was_asked_for(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int | None
) -> None:
    storage = FolderStorage(tmp_path_factory.getbasetemp() / "chunks")
    storage.put(io.BytesIO(CONTENT))
    end = None if length is None else start + length
    assert b"".join(storage.chunks(HASH, start, length)) == CONTENT[start:end]


def test_delete_forgets_and_may_be_said_twice(storage: Storage) -> None:
    storage.put(io.BytesIO(CONTENT))
    storage.delete(HASH)
    storage.delete(HASH)
    assert not storage.exists(HASH)


@pytest.mark.parametrize("name", [HASH, "", "../../etc/passwd", "a" * 63, "A" * 64, "/etc/passwd", "." * 64])
def test_what_is_not_kept_is_missing(storage: Storage, name: str) -> None:
    assert not storage.exists(name)
    for ask in (storage.open, storage.size, storage.chunks):
        with pytest.raises(FileMissing):
            ask(name)
    storage.delete(name)
