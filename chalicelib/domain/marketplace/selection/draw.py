"""The draw anyone can recompute: commit, freeze, reveal, draw (docs/rules.md §3.2, weighted §3.3.5).

Nobody can steer it: the secret is bound by its commitment before registrations close, the pool is frozen
before the beacon value exists, and the beacon value is unknown to whoever holds the secret. Everything
hashed is ASCII text, so that a stranger can repeat each step with any tool that knows SHA-256.

The pool is kept in blocks of positions under a Fenwick tree of block sizes. One walk down the tree both
finds the block and counts it down, and a block is short enough for a plain `pop`: O(n log n), a million ids
in seconds.
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from chalicelib.kernel.canonical import sha256_hex

_HASH_SPACE = 1 << 256
_BLOCK = 4096


def commitment(secret: bytes) -> str:
    """Return what is published of the 32 secret bytes in the publishing command."""
    return sha256_hex(secret)


def freeze(ids: Iterable[str]) -> tuple[str, ...]:
    """Put a pool into the one order in which it is published: ascending by bytes.

    Raises:
        ValueError: when an id stands twice.

    >>> freeze(["91350100M000100Y43", "91110000600037341L"])
    ('91110000600037341L', '91350100M000100Y43')
    """
    pool = tuple(sorted(ids))
    check_frozen(pool)
    return pool


def check_frozen(ids: Sequence[str]) -> None:
    """Refuse a pool that is not strictly ascending.

    Raises:
        ValueError: when an id stands twice or out of order; either would let one pool have two draws.
    """
    for before, after in pairwise(ids):
        if before >= after:
            raise ValueError(f"the pool is not in strictly ascending order at {after!r}")


def root(ids: Sequence[str]) -> str:
    """Return the hash of a frozen pool: its ids, one a line, without a last line feed."""
    return sha256_hex("\n".join(ids))


def seed(secret: bytes, beacon: bytes, pool_root: str) -> str:
    """Return the seed of one notice, which nobody could know before secret, beacon and pool met."""
    return sha256_hex(f"{secret.hex()}|{beacon.hex()}|{pool_root}")


def permutation(draw_seed: str, notice_no: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Draw the whole pool: the first is the winner, the rest are the reserves in their fixed order.

    Raises:
        ValueError: when the ids are not strictly ascending.
    """
    return tuple(lots(draw_seed, notice_no, ids))


def take(draw_seed: str, notice_no: str, ids: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the first `count` of the permutation without drawing the others.

    Raises:
        ValueError: when the ids are not strictly ascending.
    """
    return tuple(islice(lots(draw_seed, notice_no, ids), count))


def lots(draw_seed: str, notice_no: str, ids: Sequence[str]) -> Iterator[str]:
    """Draw one id after another, lazily.

    Raises:
        ValueError: at once, when the ids are not strictly ascending.
    """
    check_frozen(ids)
    return _lots(_numbers(draw_seed, notice_no), ids)


def weighted(
    draw_seed: str, notice_no: str, ids: Sequence[str], tickets: Sequence[int], count: int
) -> tuple[str, ...]:
    """Draw `count` ids without replacement, each with a chance in proportion to its tickets.

    A drawn id leaves with all its tickets. The pool is a big list of registrants, so a plain walk will do.

    Raises:
        ValueError: when ids are not strictly ascending or tickets are not one positive number an id.
    """
    check_frozen(ids)
    if len(tickets) != len(ids) or any(number < 1 for number in tickets):
        raise ValueError("every id needs a positive number of tickets")
    pool, left = list(zip(ids, tickets, strict=True)), sum(tickets)
    drawn: list[str] = []
    numbers = _numbers(draw_seed, notice_no)
    while pool and len(drawn) < count:
        drawn_id, its_tickets = pool.pop(_holder([own for _, own in pool], _fair(numbers, left)))
        left -= its_tickets
        drawn.append(drawn_id)
    return tuple(drawn)


def _holder(tickets: Sequence[int], number: int) -> int:
    """Find the first index whose cumulative tickets exceed the number."""
    cumulative = 0
    for index, own in enumerate(tickets):
        cumulative += own
        if cumulative > number:
            return index
    raise ValueError("the number is not below the sum of the tickets")


def _numbers(draw_seed: str, notice_no: str) -> Iterator[int]:
    """Yield the 256-bit numbers of a notice, one for each value of the counter."""
    prefix = hashlib.sha256(f"{draw_seed}|{notice_no}|".encode("ascii"))
    copy, to_int, counter = prefix.copy, int.from_bytes, 0
    while True:
        hashed = copy()
        hashed.update(b"%d" % counter)
        yield to_int(hashed.digest(), "big")
        counter += 1


def _fair(numbers: Iterator[int], below: int) -> int:
    """Return the next number brought below a limit, refusing the few that would favour low results."""
    limit = _HASH_SPACE // below * below
    return next(number for number in numbers if number < limit) % below


def _lots(numbers: Iterator[int], ids: Sequence[str]) -> Iterator[str]:
    left = len(ids)
    sizes = [min(_BLOCK, left - start) for start in range(0, left, _BLOCK)]
    # Positions of two bytes instead of the ids themselves: the whole pool stays in the processor's cache.
    pops = [array("H", range(size)).pop for size in sizes]
    tree, steps = _fenwick(sizes)
    # A number is refused from floor(2^256/m)*m on, which is never below 2^256 - n, as m <= n: below that
    # one comparison settles it, and the exact division is made about never.
    surely_fair = _HASH_SPACE - left
    while left:
        number = next(numbers)
        if number >= surely_fair and number >= _HASH_SPACE // left * left:
            continue
        rank, block = number % left, 0
        for step in steps:
            node = block + step
            ids_under = tree[node]
            if ids_under <= rank:
                rank -= ids_under
                block = node
            else:
                # This node covers the block searched for, which is about to lose one id.
                tree[node] = ids_under - 1
        left -= 1
        yield ids[block * _BLOCK + pops[block](rank)]


def _fenwick(counts: Sequence[int]) -> tuple[list[int], tuple[int, ...]]:
    """Build the tree over the counts, padded to a power of two, with the step widths of a walk down it.

    The walk begins below the root node, since every rank lies under it; one leaf needs no walk.
    """
    size = 1 << max(len(counts) - 1, 0).bit_length()
    tree = [0, *counts, *[0] * (size - len(counts))]
    for node in range(1, size + 1):
        parent = node + (node & -node)
        if parent <= size:
            tree[parent] += tree[node]
    return tree, tuple(1 << level for level in reversed(range(size.bit_length() - 1)))
