"""The published record of one draw, `draw/1`, and how it grows (docs/rules.md §3.2, schemas/draw-1.json).

It exists from publication for every method that can draw or tie. Fields are null until they are known:

    committed   commitment, and which beacon will be used
    frozen      + ids, tickets (weighted only), root; take where it says less than "all"
    drawn       + beacon value (and its step), secret, seed, order

`method` says how `order` follows from `ids`: `random` and `tie` draw the whole pool, `weighted` draws
`take` ids by their tickets. For `tie`, `ids` are all the tied ids of the notice (see `lowest.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from chalicelib.domain.marketplace.selection import beacon as chain
from chalicelib.domain.marketplace.selection import draw
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass

FORMAT = "draw/1"


class DrawStatus(StrEnum):
    """How far a draw has come."""

    COMMITTED = "committed"
    FROZEN = "frozen"
    DRAWN = "drawn"


class DrawMethod(StrEnum):
    """How the order follows from the pool."""

    RANDOM = "random"
    WEIGHTED = "weighted"
    TIE = "tie"


class BeaconKind(StrEnum):
    """Who gives the value that nobody in the house knows beforehand."""

    TWO_PARTY = "two-party"
    DRAND = "drand"


@dataclass(frozen=True, slots=True)
class Beacon:
    """The beacon of one draw.

    Two-party: `commitment` is the last value revealed (or the anchor) when the notice was published, `value`
    the one revealed after the freeze, `round` the number of links between them. Drand: `round` is named at
    publication and `value` is its randomness; `commitment` stays null.
    """

    kind: BeaconKind = BeaconKind.TWO_PARTY
    commitment: str | None = None
    round: int | None = None
    value: str | None = None

    def to_json(self) -> dict[str, Json]:
        """Write the object `beacon` of the record."""
        return {
            "kind": self.kind.value,
            "commitment": self.commitment,
            "round": self.round,
            "value": self.value,
        }


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """What anyone may read of a draw; made by `commit`, then `freeze`, then `reveal`."""

    notice_no: str
    method: DrawMethod
    commitment: str
    beacon: Beacon
    status: DrawStatus = DrawStatus.COMMITTED
    ids: tuple[str, ...] | None = None
    tickets: tuple[int, ...] | None = None
    root: str | None = None
    secret: str | None = None
    seed: str | None = None
    take: int | None = None
    order: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, Json]:
        """Write the record as it is published, every field in the order of the schema."""
        return {
            "format": FORMAT,
            "notice_no": self.notice_no,
            "status": self.status.value,
            "method": self.method.value,
            "commitment": self.commitment,
            "beacon": self.beacon.to_json(),
            "ids": _listed(self.ids),
            "tickets": _listed(self.tickets),
            "root": self.root,
            "secret": self.secret,
            "seed": self.seed,
            "take": self.take,
            "order": _listed(self.order),
        }


def from_json(data: Mapping[str, Any]) -> DrawRecord:
    """Read back what `to_json` wrote; a stranger's record goes to `verification.verify` instead.

    Raises:
        KeyError, ValueError: when the data is not a record of ours.
    """
    fields = {name: data[name] for name in ("notice_no", "commitment", "root", "secret", "seed", "take")}
    beacon = data["beacon"]
    return DrawRecord(
        **fields,
        method=DrawMethod(data["method"]),
        status=DrawStatus(data["status"]),
        beacon=Beacon(BeaconKind(beacon["kind"]), beacon["commitment"], beacon["round"], beacon["value"]),
        ids=_tupled(data["ids"]),
        tickets=_tupled(data["tickets"]),
        order=_tupled(data["order"]),
    )


def commit(notice_no: str, method: DrawMethod, secret: bytes, beacon: Beacon) -> DrawRecord:
    """Bind the notice to a secret and a beacon, in the command that publishes it.

    Raises:
        ValueError: when the secret has not 32 bytes or the beacon's value is known already.
    """
    if len(secret) != 32:
        raise ValueError("the secret has 32 bytes")
    if beacon.value is not None:
        raise ValueError("a beacon that is known already binds nobody")
    return DrawRecord(notice_no, method, draw.commitment(secret), beacon)


def freeze(
    record: DrawRecord,
    ids: Iterable[str],
    *,
    tickets: Mapping[str, int] | None = None,
    take: int | None = None,
) -> DrawRecord:
    """Publish the pool: nobody can join or leave the draw from here on.

    Weighted draws bring the tickets of each id and how many to `take`, at most all of them.

    Raises:
        ValueError: when the record is not just committed, an id stands twice, or tickets or take do not
            suit the method.
    """
    if record.status is not DrawStatus.COMMITTED:
        raise ValueError("a pool is frozen once")
    if (tickets is not None) is not (record.method is DrawMethod.WEIGHTED):
        raise ValueError("tickets belong to a weighted draw, and only there")
    if take is not None and (tickets is None or take < 1):
        raise ValueError("only a weighted draw takes fewer than all, and then at least one")
    pool = draw.freeze(ids)
    return replace(
        record,
        status=DrawStatus.FROZEN,
        ids=pool,
        tickets=None if tickets is None else tuple(tickets[each] for each in pool),
        root=draw.root(pool),
        take=None if take is None else min(take, len(pool)),
    )


def reveal(record: DrawRecord, secret: bytes, beacon: Beacon) -> DrawRecord:
    """Draw: with the secret and the beacon's value everything else follows.

    Raises:
        ValueError: when the record is not frozen, the secret is not the committed one, the beacon is not the
            one named at publication, or its value does not lead back to what was published then.
    """
    if record.ids is None or record.root is None or record.status is not DrawStatus.FROZEN:
        raise ValueError("only a frozen pool can be drawn")
    if draw.commitment(secret) != record.commitment:
        raise ValueError("the secret is not the one committed to")
    _check_beacon(record.beacon, beacon)
    seed = draw.seed(secret, bytes.fromhex(beacon.value or ""), record.root)
    return replace(
        record,
        status=DrawStatus.DRAWN,
        beacon=beacon,
        secret=secret.hex(),
        seed=seed,
        order=_order(record, record.ids, seed),
    )


def _order(record: DrawRecord, ids: Sequence[str], seed: str) -> tuple[str, ...]:
    if record.tickets is None:
        return draw.permutation(seed, record.notice_no, ids)
    count = len(ids) if record.take is None else record.take
    return draw.weighted(seed, record.notice_no, ids, record.tickets, count)


def _check_beacon(named: Beacon, known: Beacon) -> None:
    """Refuse any beacon but the one the notice named: never a second beacon for the same pool."""
    if (named.kind, named.commitment) != (known.kind, known.commitment):
        raise ValueError("the notice named another beacon")
    if known.value is None or not chain.is_value(known.value):
        raise ValueError("the beacon has no value yet")
    if named.kind is BeaconKind.DRAND and named.round != known.round:
        raise ValueError("the notice named another round")
    if named.kind is BeaconKind.TWO_PARTY and named.commitment != chain.steps_back(
        known.value, known.round or 1
    ):
        raise ValueError("the value does not lead back to the published link of the chain")


def _listed(values: tuple[Any, ...] | None) -> list[Any] | None:
    return None if values is None else list(values)


def _tupled(values: Sequence[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)
