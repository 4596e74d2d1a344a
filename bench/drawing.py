"""How the draw grows with its pool (docs/rules.md §3.2): n log n, and in the rule's own order.

The order is compared with the rule read literally: wholly at a hundred thousand ids; at a million, where a
literal walk would take minutes, for the first thousand places.
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from bench.figures import Figure
from bench.stage import Stage
from chalicelib.domain.marketplace.selection.draw import permutation, seed

SMALL, BIG = 100_000, 1_000_000
COMPARED = 1_000
RUNS = 3
NOTICE_NO = "ZJ-370700-2026-000042"
SEED = seed(bytes(range(32)), bytes(range(32, 64)), "0" * 64)
SPACE = 1 << 256


def measure(_stage: Stage) -> list[Figure]:
    """Draw from both pools; the ratio is of the fastest runs, which a busy machine disturbs least."""
    small, big = _pool(SMALL), _pool(BIG)
    wrong = _wrong_places(small, len(small)) + _wrong_places(big, COMPARED)
    in_turns = [(_seconds(lambda: _draw(small)), _seconds(lambda: _draw(big))) for _ in range(RUNS)]
    small_seconds, big_seconds = (min(column) for column in zip(*in_turns, strict=True))
    shuffled = list(big)
    shuffle_seconds = min(_seconds(lambda: random.shuffle(shuffled)) for _ in range(RUNS))
    parts = {"wrong_places": float(wrong), "times_random_shuffle": big_seconds / shuffle_seconds}
    return [Figure(f"draw@{BIG}", items=BIG, cpu_ratio=big_seconds / small_seconds, apart=parts)]


def literal_draw(draw_seed: str, notice_no: str, ids: Sequence[str]) -> Iterator[str]:
    """Draw by the words of the rule, one hash and one removal after another."""
    pool, counter = list(ids), 0
    while pool:
        text = f"{draw_seed}|{notice_no}|{counter}"
        number = int(hashlib.sha256(text.encode("ascii")).hexdigest(), 16)
        counter += 1
        if number < SPACE // len(pool) * len(pool):
            yield pool.pop(number % len(pool))


def _pool(size: int) -> tuple[str, ...]:
    return tuple(f"91370700{number:010d}" for number in range(size))


def _draw(ids: Sequence[str]) -> tuple[str, ...]:
    return permutation(SEED, NOTICE_NO, ids)


def _wrong_places(ids: Sequence[str], places: int) -> int:
    literal = islice(literal_draw(SEED, NOTICE_NO, ids), places)
    return sum(one != other for one, other in zip(literal, _draw(ids)[:places], strict=True))


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began
