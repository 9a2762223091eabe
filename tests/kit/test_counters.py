"""Counters of rate limits in memory."""

from concurrent.futures import ThreadPoolExecutor

from limits.storage import storage_from_string

from service.kit import counters
from service.kit.counters import Counters


def test_the_library_finds_them_by_their_scheme() -> None:
    assert isinstance(storage_from_string("counters://"), Counters)


def test_a_counter_counts_until_its_window_is_over() -> None:
    kept = Counters()

    assert [kept.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    assert kept.incr("a", 60, amount=2) == 5
    assert kept.get("a") == 5
    assert kept.incr("b", 0) == 1
    assert kept.incr("b", 60) == 1


def test_threads_count_exactly() -> None:
    kept = Counters()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: kept.incr("a", 60), range(2000)))

    assert kept.get("a") == 2000


def test_what_is_over_is_forgotten_when_there_is_much_of_it() -> None:
    kept = Counters()
    kept.incr("lasting", 60)

    for number in range(counters._GROWN + 1):
        kept.incr(f"passing {number}", 0)

    assert kept.get("lasting") == 1
    assert kept.reset() < 10


def test_clearing_forgets_one_counter() -> None:
    kept = Counters()
    kept.incr("a", 60)
    kept.incr("b", 60)

    kept.clear("a")

    assert (kept.get("a"), kept.get("b")) == (0, 1)
