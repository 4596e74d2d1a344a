"""The draw: the spec's vectors, a second naive writing of §3.2, and what must hold for any pool."""

import hashlib
import time
from collections import Counter
from fractions import Fraction
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.selection import draw
from tests.unit.selection.samples import IDS, NOTICE_NO, SECRET, VALUE, vector

ids_lists = st.lists(
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=1, max_size=18), unique=True, max_size=60
)
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)


def naive_order(seed: str, notice_no: str, ids: list[str], tickets: list[int], take: int) -> list[str]:
    """§3.2 and §3.3.5 as they are written, one bag of tickets, without any structure."""
    bag = [each for each, own in zip(ids, tickets, strict=True) for _ in range(own)]
    order: list[str] = []
    ctr = 0
    while bag and len(order) < take:
        h = int(hashlib.sha256(f"{seed}|{notice_no}|{ctr}".encode("ascii")).hexdigest(), 16)
        ctr += 1
        if h < 2**256 // len(bag) * len(bag):
            order.append(bag[h % len(bag)])
            bag = [each for each in bag if each != order[-1]]
    return order


def test_the_vector_of_the_random_draw_is_met_step_by_step() -> None:
    expected = vector("random")

    root = draw.root(IDS)
    seed = draw.seed(SECRET, bytes.fromhex(VALUE), root)

    assert draw.commitment(SECRET) == expected["commitment"]
    assert root == expected["root"]
    assert seed == expected["seed"]
    assert list(draw.permutation(seed, NOTICE_NO, IDS)) == expected["order"]


def test_the_vector_of_the_weighted_draw_is_met() -> None:
    expected = vector("weighted")

    order = draw.weighted(expected["seed"], expected["notice_no"], IDS, expected["tickets"], expected["take"])

    assert list(order) == expected["order"]


@given(seeds, ids_lists)
def test_the_permutation_is_the_naive_one(seed: str, ids: list[str]) -> None:
    pool = draw.freeze(ids)

    order = draw.permutation(seed, NOTICE_NO, pool)

    assert list(order) == naive_order(seed, NOTICE_NO, list(pool), [1] * len(pool), len(pool))
    assert sorted(order) == list(pool)


@pytest.mark.parametrize("size", [1, 2, 4095, 4096, 4097, 8192, 20_000])
def test_pools_around_the_size_of_a_block_are_drawn_like_a_plain_list(size: int) -> None:
    pool = [f"{number:018d}" for number in range(size)]
    left, expected = list(pool), []
    for ctr in range(size):  # no number of so few is ever refused
        h = int(hashlib.sha256(f"{'7' * 64}|{NOTICE_NO}|{ctr}".encode()).hexdigest(), 16)
        expected.append(left.pop(h % len(left)))

    assert list(draw.permutation("7" * 64, NOTICE_NO, pool)) == expected


@given(seeds, ids_lists, st.randoms())
def test_the_order_in_which_agencies_registered_changes_nothing(
    seed: str, ids: list[str], random: Random
) -> None:
    shuffled = list(ids)
    random.shuffle(shuffled)

    assert draw.root(draw.freeze(shuffled)) == draw.root(draw.freeze(ids))
    assert draw.permutation(seed, NOTICE_NO, draw.freeze(shuffled)) == draw.permutation(
        seed, NOTICE_NO, draw.freeze(ids)
    )


@given(seeds, ids_lists, st.integers(0, 70))
def test_taking_some_is_the_beginning_of_taking_all(seed: str, ids: list[str], count: int) -> None:
    pool = draw.freeze(ids)

    assert draw.take(seed, NOTICE_NO, pool, count) == draw.permutation(seed, NOTICE_NO, pool)[:count]
    assert tuple(islice(draw.lots(seed, NOTICE_NO, pool), count)) == draw.take(seed, NOTICE_NO, pool, count)


@given(seeds, ids_lists, st.data())
def test_the_weighted_draw_is_the_naive_bag_of_tickets(
    seed: str, ids: list[str], data: st.DataObject
) -> None:
    pool = draw.freeze(ids)
    tickets = data.draw(st.lists(st.integers(1, 100), min_size=len(pool), max_size=len(pool)))
    count = data.draw(st.integers(0, len(pool)))

    order = draw.weighted(seed, NOTICE_NO, pool, tickets, count)

    assert list(order) == naive_order(seed, NOTICE_NO, list(pool), tickets, count)


@given(seeds, ids_lists)
def test_one_ticket_each_is_the_random_draw(seed: str, ids: list[str]) -> None:
    pool = draw.freeze(ids)

    assert draw.weighted(seed, NOTICE_NO, pool, [1] * len(pool), len(pool)) == draw.permutation(
        seed, NOTICE_NO, pool
    )


@pytest.mark.parametrize("pool", [["B", "A"], ["A", "A"], ["A", "C", "B"]])
def test_a_pool_out_of_order_or_with_a_twin_is_refused_before_anything_is_drawn(pool: list[str]) -> None:
    with pytest.raises(ValueError):
        draw.lots("0" * 64, NOTICE_NO, pool)
    with pytest.raises(ValueError):
        draw.weighted("0" * 64, NOTICE_NO, pool, [1] * len(pool), 1)


def test_an_agency_is_not_frozen_twice() -> None:
    with pytest.raises(ValueError):
        draw.freeze(["A", "B", "A"])


@pytest.mark.parametrize("tickets", [[1], [1, 0], [1, -2], [1, 2, 3]])
def test_tickets_that_are_not_one_positive_number_an_id_are_refused(tickets: list[int]) -> None:
    with pytest.raises(ValueError):
        draw.weighted("0" * 64, NOTICE_NO, ["A", "B"], tickets, 1)


def test_a_number_that_would_favour_the_front_is_refused() -> None:
    top = 2**256 - 1  # 2^256 = 1 (mod 3): for three ids exactly the largest number is left over

    order = list(draw._lots(iter([top, 1, top, 0]), ("A", "B", "C")))

    assert order == ["B", "C", "A"]  # top is refused of three, 1 -> B; of two, top is odd -> C


def test_every_order_of_four_comes_about_equally_often() -> None:
    seeds_drawn = 12_000
    seen = Counter(
        draw.permutation(hashlib.sha256(b"%d" % number).hexdigest(), NOTICE_NO, IDS)
        for number in range(seeds_drawn)
    )

    expected = Fraction(seeds_drawn, 24)
    chi_square = sum((count - expected) ** 2 / expected for count in seen.values())
    assert len(seen) == 24
    assert chi_square < 49.7  # the 99.9 % point of 23 degrees of freedom; the seeds are fixed


def test_tickets_give_chances_in_proportion() -> None:
    seeds_drawn = 10_000
    first = Counter(
        draw.weighted(hashlib.sha256(b"%d" % number).hexdigest(), NOTICE_NO, ["A", "B"], [3, 1], 1)[0]
        for number in range(seeds_drawn)
    )

    assert abs(first["A"] - 7_500) < 175  # four standard deviations of a binomial of 10,000 and 3/4


def test_a_pool_grows_far_cheaper_than_by_its_square() -> None:
    """Ten times the ids would be a hundred times the work; the exact figure is `make bench`'s."""

    def seconds(size: int) -> float:
        pool = [f"{number:018d}" for number in range(size)]
        start = time.process_time()
        draw.permutation("a" * 64, NOTICE_NO, pool)
        return time.process_time() - start

    assert min(seconds(10**5) for _ in range(3)) <= 40 * min(seconds(10**4) for _ in range(3))
