"""Counts what DynamoDB would charge: calls, read units and write units (design §5).

moto answers a constant for ConsumedCapacity, so the meter stands beside the engine and computes the
units from the items it finds before and after each call. The rules are in `units.py`.

    with meter() as usage:
        publish_notice(...)
    usage.calls, usage.rcu, usage.wcu, usage.by_operation["Query"].rcu
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from infra.local import calls, client_tokens, queries
from infra.local.calls import Answer, Call, Proceed
from infra.local.item_size import item_size_bytes
from infra.local.memory import find_table, key_of, peek, plain
from infra.local.targets import Action, Write, key_reads_of, writes_of
from infra.local.units import (
    TRANSACTION_FACTOR,
    IndexShape,
    index_write_units,
    read_units,
    transact_read_units,
    write_units,
)

_CHARGED_FAILURES = frozenset({"ConditionalCheckFailedException", "TransactionCanceledException"})
"""Refusals that cost as much as the write would have; a malformed request costs nothing."""


@dataclass(slots=True)
class Tally:
    """Calls and units summed up."""

    calls: int = 0
    rcu: float = 0.0
    wcu: float = 0.0


def _tallies() -> dict[str, Tally]:
    return defaultdict(Tally)


@dataclass(slots=True)
class Usage(Tally):
    """What was consumed while a meter ran; `other_calls` counts the other services, as `kms.Decrypt`."""

    by_operation: dict[str, Tally] = field(default_factory=_tallies)
    by_table: dict[str, Tally] = field(default_factory=_tallies)
    other_calls: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Charge:
    """Units of one item or one index page."""

    table: str
    rcu: float = 0.0
    wcu: float = 0.0


@contextmanager
def meter(*, this_thread_only: bool = False) -> Iterator[Usage]:
    """Count every DynamoDB call until the end of the context."""
    usage = Usage()
    owner = threading.get_ident() if this_thread_only else None

    def observe(call: Call, proceed: Proceed) -> Answer:
        if owner not in (None, threading.get_ident()):
            return proceed(call.params)
        if call.service != "dynamodb":
            usage.other_calls[f"{call.service}.{call.operation}"] += 1
            return proceed(call.params)
        return _measured(call, proceed, usage)

    with calls.observed(observe):
        yield usage


def _measured(call: Call, proceed: Proceed, usage: Usage) -> Answer:
    writes = writes_of(call.operation, call.params)
    before = [_image(call, write.table, write.attributes) for write in writes]
    replayed = call.operation == "TransactWriteItems" and client_tokens.is_replay(call.params)
    charges: list[Charge] = []
    try:
        answer = proceed(call.params)
        if replayed:
            charges = [_replay_charge(write, image) for write, image in zip(writes, before, strict=True)]
        elif writes:
            charges = [_write_charge(call, *pair) for pair in zip(writes, before, strict=True)]
        else:
            charges = _read_charges(call)
    except ClientError as refused:
        if refused.response["Error"]["Code"] in _CHARGED_FAILURES:
            charges = [_refused_charge(call, *pair) for pair in zip(writes, before, strict=True)]
        raise
    finally:
        _add(usage, call.operation, charges)
    return answer


def _add(usage: Usage, operation: str, charges: list[Charge]) -> None:
    for tally in (usage, usage.by_operation[operation]):
        tally.calls += 1
        tally.rcu += sum(charge.rcu for charge in charges)
        tally.wcu += sum(charge.wcu for charge in charges)
    for table in {charge.table for charge in charges}:
        usage.by_table[table].calls += 1
    for charge in charges:
        usage.by_table[charge.table].rcu += charge.rcu
        usage.by_table[charge.table].wcu += charge.wcu


def _write_charge(call: Call, write: Write, before: Any) -> Charge:
    after = before if write.action is Action.CHECK else _image(call, write.table, write.attributes)
    indexes = sum(index_write_units(shape, before, after) for shape in _indexes(call, write.table))
    return Charge(write.table, wcu=_factor(call) * write_units(before, after) + indexes)


def _refused_charge(call: Call, write: Write, before: Any) -> Charge:
    wanted = write.attributes if write.action is Action.PUT else None
    return Charge(write.table, wcu=_factor(call) * write_units(before, wanted))


def _replay_charge(write: Write, image: Any) -> Charge:
    return Charge(write.table, rcu=transact_read_units(0 if image is None else item_size_bytes(image)))


def _read_charges(call: Call) -> list[Charge]:
    if call.operation in ("Query", "Scan"):
        size_bytes = sum(item_size_bytes(plain(item)) for item in queries.evaluated())
        consistent = bool(call.params.get("ConsistentRead"))
        return [Charge(call.params["TableName"], rcu=read_units(size_bytes, consistent=consistent))]
    charges = []
    for read in key_reads_of(call.operation, call.params):
        image = _image(call, read.table, read.key)
        size_bytes = 0 if image is None else item_size_bytes(image)
        units = (
            transact_read_units(size_bytes)
            if call.operation == "TransactGetItems"
            else read_units(size_bytes, consistent=read.consistent)
        )
        charges.append(Charge(read.table, rcu=units))
    return charges


def _factor(call: Call) -> int:
    return TRANSACTION_FACTOR if call.operation == "TransactWriteItems" else 1


def _image(call: Call, table_name: str, attributes: Any) -> Any:
    table = find_table(call.region, table_name)
    key = None if table is None else key_of(table, attributes)
    item = None if table is None or key is None else peek(table, key)
    return None if item is None else plain(item)


def _indexes(call: Call, table_name: str) -> list[IndexShape]:
    table = find_table(call.region, table_name)
    indexes = [] if table is None else table.all_indexes()
    return [
        IndexShape(frozenset(index.schema_key_attrs), queries.projected_names(index)) for index in indexes
    ]
