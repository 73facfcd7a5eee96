"""What is kept in memory is bounded and the least used goes first."""

from __future__ import annotations

import threading

from meetings.web.pagecache import PageCache, kept


def test_an_entry_is_found_again_and_another_key_is_not() -> None:
    cache = PageCache()
    cache["a",] = kept("one")
    assert (cache.get(("a",)).body, cache.get(("b",))) == (b"one", None)


def test_the_entry_not_asked_for_longest_goes_first() -> None:
    cache = PageCache(max_entries=2)
    cache["a",], cache["b",] = "A", "B"
    cache.get(("a",))
    cache["c",] = "C"
    assert [cache.get((k,)) for k in "abc"] == ["A", None, "C"]


def test_bytes_are_bounded_whatever_is_put_in_twice() -> None:
    cache = PageCache(max_bytes=5000)
    for _ in range(10):
        cache["same",] = kept("x" * 1000)
    for n in range(10):
        cache[str(n),] = kept("x" * 1000)
    assert [n for n in range(10) if cache.get((str(n),)) is not None] == [7, 8, 9]


def test_what_is_larger_than_all_room_is_not_kept() -> None:
    cache = PageCache(max_bytes=2000)
    cache["small",] = kept("x")
    cache["large",] = kept("x" * 3000)
    assert (cache.get(("small",)) is not None, cache.get(("large",))) == (True, None)


def test_forgetting_everything_makes_room_again() -> None:
    cache = PageCache(max_bytes=2000)
    cache["a",] = kept("x" * 1000)
    cache.clear()
    cache["b",] = kept("x" * 1000)
    assert (len(cache), cache.get(("b",)).body) == (1, b"x" * 1000)


def test_the_tag_tells_contents_apart() -> None:
    assert kept("one").etag == kept(b"one").etag
    assert kept("one").etag != kept("two").etag


def test_many_threads_keep_the_bounds() -> None:
    cache = PageCache(max_entries=50, max_bytes=40_000)

    def work(name: str) -> None:
        for n in range(500):
            cache[name, str(n % 70)] = kept("x" * (n % 700))
            cache.get((name, str((n * 7) % 70)))

    threads = [threading.Thread(target=work, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = list(cache._entries.values())
    assert len(values) <= 50
    assert cache._bytes == sum(512 + len(v.body) for v in values) <= 40_000
